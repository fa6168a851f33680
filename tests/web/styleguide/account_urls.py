"""Addresses of the pages of signing in, and one account."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path

from manumit.web.look.static import static_file

urlpatterns = [
    path("static/<path:path>", static_file, name="static"),
    path("account/", include("allauth.urls")),
]


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """What the office gives its pages, for an account without an agency."""
    user = request.user
    if not user.is_authenticated:
        return {"me": None}
    me = {"name": user.get_username(), "agency": {"name": "Hope Shelter"}}
    return {"me": me, "account_url": "/account/2fa/"}


def prepare() -> None:
    """Tables, and the account `amina`."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    User.objects.create_user("amina", password="a long password")
