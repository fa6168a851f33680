"""Facts asked and assessed while they are answered, and the determination by a named person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from manumit.casework.policy import HANDLERS
from manumit.errors import AccessRefused, CannotOpen, InputError
from manumit.web.cases.assessed import as_shown
from manumit.web.cases.determining import DeterminationForm, determine
from manumit.web.cases.facts import assessed, content_of, given_by, given_in, groups
from manumit.web.cases.forms import ReasonForm, words
from manumit.web.cases.views.shared import back, page, said, stale, the_case
from manumit.web.door.door import Door
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.vault.models import Entry

FACTS = 6
"""The class of data of facts."""


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def case_facts(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Facts of a case: opened, answered, and saved."""
    door = _door(request, reference, purpose)
    last = _last(door)
    if request.method == "POST" and "save" in request.POST:
        return _save(request, door, last)
    if request.method == "POST" and "why" not in request.POST:
        return _shown(request, door, given_in(request.POST))
    if last is None:
        return _shown(request, door, {})
    again = stale(request, door, "case_facts")
    if again is not None:
        return again
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = door.reveal(FACTS, form.reason(), "facts")
        except CannotOpen as error:
            form.add_error(None, said(error))
        else:
            latest = max(opened, key=lambda each: each.entry.order)
            return _shown(request, door, given_by(latest.content))
    return page(request, door, "cases/facts_reason.html", {"form": form, "last": last})


@roles(*HANDLERS)
@require_POST
def case_facts_live(request: HttpRequest, purpose: str, reference: str) -> HttpResponse:
    """What the rules say of the answers given so far; nothing is kept."""
    door = _door(request, reference, purpose)
    given = _context(request, door, given_in(request.POST)) | {"live": True}
    whole = "now" in request.POST
    return render(request, f"cases/{'_facts_body' if whole else '_facts_live'}.html", given)


def _door(request: HttpRequest, reference: str, purpose: str) -> Door:
    door = the_case(request, reference, purpose)
    if door.require("read", FACTS).form != "full":
        raise AccessRefused("redacted_only")
    return door


def _last(door: Door) -> Entry | None:
    rows = [entry for entry in door.entries(FACTS) if entry.kind == "facts"]
    return rows[-1] if rows else None


def _context(request: HttpRequest, door: Door, given: dict[str, str]) -> dict[str, Any]:
    language = language_of(request)
    assessment = assessed(door.case.reference, given, door.now.date(), language)
    asked, result = groups(given, language), as_shown(assessment, given, language)
    first = result["questions"][0][1] if result["questions"] else ""
    return {
        "case": door.case,
        "purpose": door.purpose,
        "groups": asked,
        "result": result,
        "next": next((q for group in asked for q in group.questions if q.name == first), None),
        "saves": bool(door.may("write", FACTS)) and not door.case.closed,
    }


def _shown(request: HttpRequest, door: Door, given: dict[str, str]) -> HttpResponse:
    return page(request, door, "cases/facts.html", _context(request, door, given))


def _save(request: HttpRequest, door: Door, last: Entry | None) -> HttpResponseBase:
    given = given_in(request.POST)
    if door.case.closed:
        raise AccessRefused("closed")
    try:
        door.write("facts", content_of(given), last)
    except (InputError, CannotOpen) as error:
        messages.error(request, said(error))
        return _shown(request, door, given)
    messages.success(request, words("written"))
    return back(door, anchor=f"section-{FACTS}")


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def case_determine(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """A determination: a named person decides, and says why."""
    door = the_case(request, reference, purpose)
    door.require("write", FACTS)
    form = DeterminationForm(request.POST if request.method == "POST" else None, door=door)
    if request.method == "POST" and form.is_valid():
        try:
            determine(door, form.cleaned_data)
        except (InputError, CannotOpen) as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, words("written"))
            return back(door, anchor="track-identification")
    return page(request, door, "cases/determine.html", {"form": form})
