"""Opening what is sealed, and writing entries."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit.casework.policy import CODES, HANDLERS
from manumit.casework.records import kinds
from manumit.errors import AccessRefused, CannotOpen, InputError
from manumit.web.cases.entry_form import EntryForm, by_form
from manumit.web.cases.forms import ReasonForm, words
from manumit.web.cases.sections import one
from manumit.web.cases.showing import shown
from manumit.web.cases.views.shared import back, complain, page, said, stale, the_case
from manumit.web.door.door import Door
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.vault.models import Entry

OPEN_SECONDS = 120
"""How long opened content stays on the screen."""


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def section_open(
    request: HttpRequest, purpose: str, reference: str, number: int
) -> HttpResponseBase:
    """Ask why, then show what a class of data holds, for two minutes."""
    door = the_case(request, reference, purpose)
    section = one(door, number, language_of(request))
    if section is None or not section.opens:
        door.log("refused_read", number if number in CODES else None, allowed=False)
        raise AccessRefused("not_to_be_opened")
    again = stale(request, door, "section_open", number=number)
    if again is not None:
        return again
    given: dict[str, Any] = {"section": section, "seconds": OPEN_SECONDS}
    form = ReasonForm(request.POST if request.method == "POST" else None, prefix=f"s{number}")
    if request.method == "POST" and form.is_valid():
        try:
            opened = door.reveal(number, form.reason())
        except CannotOpen as error:
            form.add_error(None, said(error))
        else:
            given["entries"] = [
                (each, _corrects(door, each.entry)) for each in shown(opened, language_of(request))
            ]
            return _answer(request, door, "opened", given)
    return _answer(request, door, "reason", given | {"form": form})


def _corrects(door: Door, entry: Entry) -> bool:
    return (
        by_form(kinds()[entry.kind])
        and entry.form == "full"
        and not door.case.closed
        and bool(door.may("write", entry.data_class))
    )


def _answer(request: HttpRequest, door: Door, name: str, given: dict[str, Any]) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        at = {"purpose": door.purpose, "reference": door.case.reference}
        return render(request, f"cases/_{name}.html", given | {"at": at, "purpose": door.purpose})
    response = page(request, door, f"cases/{name}.html", given | {"alone": True})
    if name == "opened":
        at = {"purpose": door.purpose, "reference": door.case.reference}
        response.headers["Refresh"] = f"{OPEN_SECONDS}; url={reverse('case_page', kwargs=at)}"
    return response


@roles(*HANDLERS)
@require_GET
def section_still_open(
    request: HttpRequest, purpose: str, reference: str, number: int
) -> HttpResponseBase:
    """Whether opened content may stay; the answer is the same for a case that does not exist."""
    try:
        door = the_case(request, reference, purpose)
        section = one(door, number, language_of(request))
    except AccessRefused:
        section = None
    if section is not None and section.opens:
        return HttpResponse(status=204)
    return render(request, "cases/_closed.html", {"number": number})


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def entry_write(request: HttpRequest, purpose: str, reference: str, kind: str) -> HttpResponseBase:
    """Write an entry of a kind; with `after`, in place of an earlier one."""
    door = the_case(request, reference, purpose)
    _check_kind(door, kind)
    after = _entry(door, request.POST.get("after", ""), kind)
    form = EntryForm(request.POST if request.method == "POST" else None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            door.write(kind, form.content(), after)
        except (InputError, CannotOpen) as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, words("written"))
            return back(door, anchor=f"section-{kinds()[kind].data_class}")
    given = {"form": form, "kind": kinds()[kind], "after": after}
    return page(request, door, "cases/write.html", given)


@roles(*HANDLERS)
@require_POST
def entry_correct(
    request: HttpRequest, purpose: str, reference: str, entry: UUID
) -> HttpResponseBase:
    """Open an entry to correct it; what is sent then is a new one in its place."""
    door = the_case(request, reference, purpose)
    old = door.case.entries.filter(pk=entry, form="full").first()
    if old is None or not _corrects(door, old):
        raise AccessRefused("entry_of_another_case")
    again = stale(request, door, "section_open", number=old.data_class)
    if again is not None:
        return again
    try:
        opened = door.reveal(old.data_class, "correction", old.kind)
    except CannotOpen as error:
        complain(request, error)
        return back(door)
    content = next((each.content for each in opened if each.entry.pk == old.pk), None)
    if content is None:
        raise AccessRefused("corrected_before")
    form = EntryForm(kind=old.kind, given=content)
    given = {"form": form, "kind": kinds()[old.kind], "after": old}
    return page(request, door, "cases/write.html", given)


def _check_kind(door: Door, kind: str) -> None:
    known = kinds().get(kind)
    if known is None or not by_form(known) or door.case.closed:
        raise AccessRefused("no_such_kind")
    door.require("write", known.data_class)


def _entry(door: Door, text: str, kind: str) -> Entry | None:
    if not text:
        return None
    try:
        found = door.case.entries.filter(pk=UUID(text), kind=kind, form="full").first()
    except ValueError:
        found = None
    if found is None:
        raise AccessRefused("entry_of_another_case")
    return found
