"""How the intake makes a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from manumit.errors import RefusedError
from manumit.reference.words import say
from manumit.web.base_settings import CONFIG
from manumit.web.mailbox import tries

UNSAFE = ("file_mixed", "file_bomb", "file_damaged", "file_not_clean", "file_password")


def page(request: HttpRequest, name: str, *, status: int = 200, **given: Any) -> HttpResponse:
    """A page of the intake, with the numbers that can be called."""
    numbers = {"emergency": CONFIG.emergency, "helpline": CONFIG.helpline}
    response = render(request, f"intake/{name}.html", numbers | given, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def isolated(name: str) -> str:
    """A name so marked that it keeps its own direction within a sentence."""
    return f"\u2068{name}\u2069"


def problem(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """A page that says what did not work."""
    return page(request, "problem", status=status, text=refusal(reason, request.LANGUAGE_CODE))


def refusal(reason: str | RefusedError, language: str) -> str:
    """What is said of a refusal, in plain words."""
    code = reason.reason if isinstance(reason, RefusedError) else reason
    if code in UNSAFE:
        code = "file_unsafe"
    if code == "allowance":
        return say("intake.error.allowance", language, minutes=tries.minutes_to_wait())
    return say(f"intake.error.{code}", language)
