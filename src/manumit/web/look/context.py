"""What every page is given."""

from typing import Any

from django.http import HttpRequest

RIGHT_TO_LEFT = ("ar",)


def page(request: HttpRequest) -> dict[str, Any]:
    """Language and direction of the page."""
    language = getattr(request, "LANGUAGE_CODE", "en")
    return {"language": language, "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr"}


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, and the role that decides what the page offers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"me": None, "role": ""}
    return {"me": user, "role": user.agency.role}
