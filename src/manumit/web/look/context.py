"""What every page is given: its language, its direction, and where a role may go."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from manumit.reference.models import LANGUAGES
from manumit.reference.words import say

RIGHT_TO_LEFT = ("ar",)
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""Each language by the name that its readers look for."""

ALL = "*"
NAV: tuple[tuple[str, str, frozenset[str]], ...] = tuple(
    (route, word, frozenset(roles.split()))
    for route, word, roles in (
        ("home", "nav_home", ALL),
        ("signal_list", "nav_signals", "INT UNI"),
        ("case_list", "nav_cases", "LI POL PRO SOC INT UNI"),
        ("referral_list", "nav_referrals", "LI POL PRO SOC INT UNI"),
        ("claim_list", "nav_claims", "LI SOC UNI"),
        ("establishment_list", "nav_establishments", "LI POL PRO SOC INT UNI STA AUD"),
        ("company_record", "nav_record", "COM"),
        ("certificate_list", "nav_certificates", "SOC INT"),
        ("certificate_verify", "nav_verify", "IMM"),
        ("agreement_list", "nav_agreements", "LI POL PRO SOC INT UNI AUD"),
        ("figures", "nav_figures", "LI POL PRO SOC INT UNI STA AUD"),
        ("audit_log", "nav_log", "AUD"),
        ("people_list", "nav_people", "ADM"),
        ("agency_list", "nav_agencies", "ADM"),
    )
)
"""Route, word and roles of each entry of the menu. A route that is not there yet is left out."""

PURPOSE_OF_ROLE = {
    "LI": "inspection",
    "POL": "criminal_complaint",
    "PRO": "criminal_complaint",
    "UNI": "wage_claim",
}
"""What a role usually comes for, where an address asks for a purpose; support for the others."""


class NavItem(NamedTuple):
    """One entry of the menu."""

    url: str
    label: str
    current: bool


def language_of(request: HttpRequest | None = None) -> str:
    """The language of a page, of those that the project has."""
    asked = getattr(request, "LANGUAGE_CODE", None) or get_language() or "en"
    code = asked.partition("-")[0]
    return code if code in LANGUAGES else "en"


def address(route: str, **parts: str) -> str:
    """Where a route is, or nothing if there is no such route."""
    try:
        return reverse(route, kwargs=parts)
    except NoReverseMatch:
        return ""


def navigation(role: str, path: str, language: str) -> list[NavItem]:
    """Where people of a role may go; the entry that is open is marked."""
    purpose = PURPOSE_OF_ROLE.get(role, "support")
    found = []
    for route, word, roles in NAV:
        if role not in roles and ALL not in roles:
            continue
        url = address(route) or address(route, purpose=purpose)
        if url:
            current = path == url or (url != "/" and path.startswith(url))
            found.append(NavItem(url, say(f"look.{word}", language), current))
    return found


def page(request: HttpRequest) -> dict[str, Any]:
    """Language and direction of the page, and the other languages it can be had in."""
    language = language_of(request)
    return {
        "language": language,
        "direction": direction_of(language),
        "languages": list(OWN_NAMES.items()),
    }


def direction_of(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, the role that decides what the page offers, and the menu of the role."""
    given: dict[str, Any] = {"me": None, "role": "", "nav": [], "language_url": address("language")}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return given
    role = user.agency.role
    nav = navigation(role, request.path, language_of(request))
    return given | {"me": user, "role": role, "nav": nav, "account_url": address("mfa_index")}
