"""Presence: how long a session lasts, what it must have shown, and the keys that it carries."""

import time
from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from manumit.web.accounts.fresh import ask_again, used
from manumit.web.accounts.keys import COOKIE, SESSION, Keyring, remembered
from manumit.web.accounts.models import User
from manumit.web.accounts.rules import KEY_ROLES
from manumit.web.base_settings import CONFIG

IDLE_SECONDS, LONGEST_SECONDS = 15 * 60, 8 * 60 * 60
NOTED_SECONDS = 20
"""A session is written at most so often, and ends at most so much earlier than it should."""

ASKING = frozenset(
    {
        "static",
        "language",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""Routes that are open to whoever is signed in, whatever is still to be done."""

FIRST = ASKING | {"mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"}
"""Routes that are open to someone who still has to set up a second factor."""

OWN = FIRST | {
    "account_home",
    "account_change_password",
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "end_sessions",
    "found_agency",
    "recover_agency",
}
"""Routes that are open to someone whom a second person has not admitted yet."""


class Presence:
    """Ends stale sessions, asks for a second factor, and lays out the person's keys."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the keys at hand and in the language of the person."""
        if request.user.is_authenticated and _stale(request):
            logout(request)
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        request.keyring = SimpleLazyObject(lambda: _keyring(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        fresh = getattr(request, "new_key_cookie", "")
        if fresh:
            response.set_cookie(
                COOKIE, fresh, secure=CONFIG.secure, httponly=True, samesite="Strict"
            )
        elif COOKIE in request.COOKIES and SESSION not in request.session:
            response.delete_cookie(COOKIE, samesite="Strict")
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Send on whoever has to do something else first."""
        match = request.resolver_match
        name = (match.url_name if match else "") or ""
        user = request.user
        if not isinstance(user, User) or request.session.get("demo") or name in ASKING:
            return None
        first = _first_step(request, user)
        if first:
            return None if name in FIRST and first not in ASKING else redirect(first)
        return redirect("account_home") if user.waits and name not in OWN else None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Ask for the password again without keeping what was sent, as the library would."""
        if isinstance(exception, ReauthenticationRequired):
            return ask_again(request, request.get_full_path())
        return None


def _first_step(request: HttpRequest, user: User) -> str:
    """Where someone has to go before anything else; nowhere, if all is well.

    Where a security key is needed and there is one, it has to be used, and no other can be added in
    its place but with a code for an emergency: else password and app would do.
    """
    if user.agency.role in KEY_ROLES and not used(request, "webauthn"):
        lost = used(request, "recovery_codes") or not is_mfa_enabled(user, ["webauthn"])
        return "mfa_add_webauthn" if lost else "mfa_reauthenticate_webauthn"
    return "" if is_mfa_enabled(user, ["totp", "webauthn"]) else "mfa_activate_totp"


def _keyring(request: HttpRequest) -> Keyring:
    if not isinstance(request.user, User):
        return Keyring()
    return Keyring(request.user, remembered(request, str(request.user.id)))


def _stale(request: HttpRequest) -> bool:
    now, session = time.time(), request.session
    since, seen = session.get("since"), session.get("seen", now)
    if since is None:
        session["since"] = since = now
    if since == now or now - seen > NOTED_SECONDS:
        session["seen"] = now
    return bool(now - seen > IDLE_SECONDS or now - since > LONGEST_SECONDS)
