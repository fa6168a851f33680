"""Acts that ask for the password or second factor again if it was given some time ago."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from manumit.web.accounts.texts import worded

View = Callable[..., HttpResponseBase]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person gave the password or second factor within the last five minutes."""
    given = [each["at"] for each in get_authentication_records(request, request.user)]
    return bool(given) and time.time() - max(given) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def used(request: HttpRequest, kind: str) -> bool:
    """Whether a second factor was used in this session: webauthn, totp or recovery_codes."""
    records = get_authentication_records(request, request.user)
    return any(each.get("type") == kind for each in records)


def fresh_sign_in(back: str = "") -> Callable[[View], View]:
    """Let through whoever signed in within five minutes; ask the others, then show the page.

    What was sent is dropped and has to be sent once more: it is neither kept in the session nor
    sent again by itself.

    Args:
        back: Route to return to, for a view that answers POST only; otherwise the page itself.

    Example:
        @roles()
        @fresh_sign_in()
        def invite(request: HttpRequest) -> HttpResponse: ...
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if is_fresh(request):
                return view(request, *args, **kwargs)
            if request.method != "GET":
                messages.info(request, worded("again"))
            return ask_again(request, reverse(back) if back else request.get_full_path())

        return guarded

    return declare


def ask_again(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """Ask for the password or second factor, then show a page."""
    request.session.pop("account_reauthentication_state", None)
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")
