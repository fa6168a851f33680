"""What the views of cases have in common."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from manumit.casework.policy import HANDLERS
from manumit.errors import CannotOpen, ManumitError
from manumit.web.accounts.fresh import ask_again, is_fresh
from manumit.web.accounts.texts import worded
from manumit.web.cases.forms import words
from manumit.web.cases.worklist import child_seen, other_purposes
from manumit.web.door.door import Door, access_case, asker

WITH_CASES = (*HANDLERS, "AUD")
"""Roles that see anything of a case."""


def the_case(request: HttpRequest, reference: str, purpose: str) -> Door:
    """The case that a view is about.

    Raises:
        AccessRefused: There is none, or nothing of it is open to the person.
    """
    return access_case(asker(request), reference, purpose)


def page(
    request: HttpRequest, door: Door, template: str, given: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a case, with its head."""
    return render(request, template, head(door) | given, status=status)


def head(door: Door) -> dict[str, Any]:
    """What every page of a case says at its top, and its tabs."""
    case = door.case
    at = {"purpose": door.purpose, "reference": case.reference}
    return {
        "door": door,
        "case": case,
        "purpose": door.purpose,
        "at": at,
        "child": child_seen(door),
        "purposes": other_purposes(door.asker, case, door.now),
        "leads": door.asker.actor.agency == door.facts.owner,
        "tabs": _tabs(door),
    }


def _tabs(door: Door) -> list[tuple[str, str, str]]:
    """Route, address and word of each page of the case that the actor may use."""
    at = {"purpose": door.purpose, "reference": door.case.reference}
    handles = door.asker.actor.role in HANDLERS
    shown = {
        "case_page": True,
        "case_facts": door.may("read", 6).form == "full" and handles,
        "claim_page": bool(door.may("read", 8)) and handles,
        "evidence_page": bool(door.may("find", 9) or door.may("find", 10) or door.may("write", 9)),
        "case_conversation": bool(door.may("read", 19)) and handles,
        "consent_page": bool(door.may("read", 18)),
        "referral_choose": handles and door.asker.actor.agency == door.facts.owner,
        "certificate_page": door.may("read", 12).form == "full" and handles,
        "case_handling": handles,
        "case_protection": True,
    }
    return [
        (route, reverse(route, kwargs=at), f"cases.tab.{route}")
        for route, there in shown.items()
        if there
    ]


def back(door: Door, route: str = "case_page", anchor: str = "", **parts: str) -> HttpResponseBase:
    """To a page of the case."""
    at = {"purpose": door.purpose, "reference": door.case.reference}
    return redirect(reverse(route, kwargs=at | parts) + (f"#{anchor}" if anchor else ""))


def stale(request: HttpRequest, door: Door, route: str, **parts: object) -> HttpResponseBase | None:
    """Asks for the password again before sealed content opens, if it was given some time ago."""
    if is_fresh(request):
        return None
    at = {"purpose": door.purpose, "reference": door.case.reference}
    url = reverse(route, kwargs=at | parts)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    if request.method != "GET":
        messages.info(request, worded("again"))
    return ask_again(request, url)


def said(error: ManumitError) -> str:
    """What an error says to the person who made it."""
    if isinstance(error, CannotOpen):
        return words("no_key")
    message = error.message[:1].upper() + error.message[1:]
    return f"{message} {error.hint}".strip()


def complain(request: HttpRequest, error: ManumitError) -> None:
    """Say on the next page what went wrong."""
    messages.error(request, said(error))


def complain_form(request: HttpRequest, form: Any) -> None:
    """Say on the next page what a short form lacks."""
    for name, found in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {found[0]}" if label else found[0])
