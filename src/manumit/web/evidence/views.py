"""Pages of evidence in a case: what is there, files to add, and one file opened."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from manumit.casework.policy import CODES, HANDLERS
from manumit.errors import AccessRefused, CannotOpen
from manumit.web.cases.forms import ReasonForm
from manumit.web.cases.views.shared import WITH_CASES, back, page, said, stale, the_case
from manumit.web.door.door import Door
from manumit.web.door.policy import roles
from manumit.web.evidence.forms import FilesForm, words
from manumit.web.evidence.services import COPY, ORIGINAL, add, file_entry, may_add, opened
from manumit.web.signals.files import sent
from manumit.web.vault.models import Entry


@roles(*WITH_CASES)
@require_http_methods(["GET", "POST"])
def evidence_page(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Files of a case, as they are listed: nothing is opened. And files to add."""
    door = the_case(request, reference, purpose)
    adds = may_add(door)
    if request.method == "POST" and not adds:
        door.log("refused_write", ORIGINAL, allowed=False)
        raise AccessRefused("adds_none")
    if not (adds or door.may("find", ORIGINAL) or door.may("find", COPY)):
        door.log("refused_read", ORIGINAL, allowed=False)
        raise AccessRefused("lists_none")
    form = FilesForm(request) if adds else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            add(door, form.cleaned_data["file"])
        except CannotOpen as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, words("added", n=len(form.cleaned_data["file"])))
            return back(door, "evidence_page")
    given = {"form": form, "groups": [_group(door, number) for number in (ORIGINAL, COPY)]}
    status = 400 if form is not None and form.errors else 200
    return page(request, door, "evidence/page.html", given, status)


def _group(door: Door, number: int) -> tuple[str, list[Entry], bool]:
    """Name of a class, its entries, and whether the actor may open them."""
    readable = door.may("read", number)
    opens = bool(readable) and readable.form != "listed" and door.asker.actor.role in HANDLERS
    return CODES[number], door.entries(number), opens


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def evidence_file(
    request: HttpRequest, purpose: str, reference: str, entry: UUID
) -> HttpResponseBase:
    """Ask why, then send the file: a clean copy to look at, or an original as evidence."""
    door = the_case(request, reference, purpose)
    found = file_entry(door, entry)
    again = stale(request, door, "evidence_file", entry=entry)
    if again is not None:
        return again
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file = opened(door, found, form.reason())
        except CannotOpen as error:
            form.add_error(None, said(error))
        else:
            start = "original" if found.data_class == ORIGINAL else "copy"
            return sent(file.content, file.kind, f"{start}-{found.digest[:8]}")
    given = {"form": form, "entry": found, "original": found.data_class == ORIGINAL}
    return page(request, door, "evidence/file.html", given)
