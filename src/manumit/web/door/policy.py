"""Every route says who may come; one that says nothing lets nobody in.

A refusal is the answer that is given when there is no such page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.defaults import page_not_found

from manumit.errors import AccessRefused

View = Callable[..., HttpResponseBase]

PUBLIC, SIGNED_IN, WORKER = "public", "signed_in", "worker"
LIBRARY = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
}
"""Routes of libraries, which cannot declare a policy themselves. All others of theirs are shut."""


def public(view: View) -> View:
    """Anyone may come."""
    return _declare(view, PUBLIC)


def worker_only(view: View) -> View:
    """Whoever opened a box with its receipt may come, to that box."""
    return _declare(view, WORKER)


def roles(*codes: str) -> Callable[[View], View]:
    """People of agencies with one of these roles may come; without codes, all who signed in."""

    def declare(view: View) -> View:
        return _declare(view, SIGNED_IN, codes)

    return declare


def _declare(view: View, who: str, codes: tuple[str, ...] = ()) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    guarded.policy = (who, codes)  # type: ignore[attr-defined]
    return guarded


def policy_of(view: Any, name: str | None) -> tuple[str, tuple[str, ...]] | None:
    """What a route declares, or None if it declares nothing."""
    found: tuple[str, tuple[str, ...]] | None = getattr(view, "policy", None)
    if found is None and name in LIBRARY:
        return LIBRARY[name], ()
    return found


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the page for signing in; a part of a page takes its whole page along."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": reverse("account_login")})
    return redirect("account_login")


class DefaultDeny:
    """Lets a request through to its view if the route's policy allows it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the decision is made once the route is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Stop the request, or let it go on."""
        name = request.resolver_match.url_name if request.resolver_match else None
        found = policy_of(view, name)
        if found is None:
            raise Http404
        who, codes = found
        if who == SIGNED_IN:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if codes and request.user.agency.role not in codes:
                raise Http404
        if who == WORKER and getattr(request, "box", None) is None:
            return redirect("worker_open")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Answer a refusal as if there were no such page: the one who asks learns nothing."""
        if isinstance(error, AccessRefused):
            return page_not_found(request, Http404())
        return None
