"""Presence: a session ends after 15 idle minutes or 8 hours, and carries the person's keys."""

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from manumit.web.accounts.keys import COOKIE, SESSION, Keyring, remembered
from manumit.web.base_settings import CONFIG

IDLE_SECONDS, LONGEST_SECONDS = 15 * 60, 8 * 60 * 60
SECOND_FACTOR = ("mfa_", "account_", "static", "language", "usersessions")
"""Routes that are open to someone who has no second factor yet, by the start of their name."""


class Presence:
    """Ends stale sessions, asks for a second factor, and lays out the person's keys."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the keys at hand."""
        if request.user.is_authenticated and _stale(request):
            logout(request)
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
        """Send someone without a second factor to set one up."""
        match = request.resolver_match
        name = (match.url_name if match else "") or ""
        if not request.user.is_authenticated or name.startswith(SECOND_FACTOR):
            return None
        if request.session.get("demo") or is_mfa_enabled(request.user):
            return None
        return redirect("mfa_activate_totp")


def _keyring(request: HttpRequest) -> Keyring:
    if not request.user.is_authenticated:
        return Keyring()
    return Keyring(request.user, remembered(request, str(request.user.id)))


def _stale(request: HttpRequest) -> bool:
    now, session = time.time(), request.session
    since = session.setdefault("since", now)
    idle = now - session.get("seen", now)
    session["seen"] = now
    return bool(idle > IDLE_SECONDS or now - since > LONGEST_SECONDS)
