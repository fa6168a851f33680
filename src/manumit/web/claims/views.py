"""Wage claims: the work record entered or uploaded, the claim shown, its statement as PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit import __version__
from manumit.casework.policy import HANDLERS
from manumit.errors import AccessRefused, CannotOpen, InputError, ManumitError
from manumit.report.claims.content import content
from manumit.report.claims.page import reason_tree
from manumit.report.claims.phrases import Phrases
from manumit.report.claims.plots import Frame
from manumit.web.cases.forms import ReasonForm
from manumit.web.cases.views.shared import (
    back,
    complain,
    complain_form,
    page,
    said,
    stale,
    the_case,
)
from manumit.web.cases.worklist import rows, seen
from manumit.web.claims.forms import RecordForm, UploadForm, as_typed, words
from manumit.web.claims.records import document_of, given_by, uploaded
from manumit.web.claims.services import WAGES, draw_up, in_language, last, opened, save
from manumit.web.door.door import Door, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of

UPLOAD_BYTES = 500_000


@roles("LI", "PRO", "SOC", "INT", "UNI")
@require_GET
def claim_list(request: HttpRequest) -> HttpResponse:
    """Cases in which wages are claimed."""
    who, now = asker(request), timezone.now()
    found = seen(who, now).filter(tracks__kind="wages").distinct()[:100]
    shown = [
        row
        for row in rows(who, list(found), now)
        if any(state.track == "wages" for state in row.states)
    ]
    return render(request, "claims/list.html", {"rows": shown, "today": now.date()})


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def claim_page(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """The wage claim of a case: whether there is one, and opened for a reason."""
    door = _door(request, reference, purpose)
    given = _there(door)
    again = stale(request, door, "claim_page") if given["claim_there"] else None
    if again is not None:
        return again
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and given["claim_there"] and form.is_valid():
        try:
            claim = in_language(opened(door, form.reason()), language_of(request))
        except ManumitError as error:
            if isinstance(error, AccessRefused):
                raise
            form.add_error(None, said(error))
        else:
            if claim is not None:
                return page(request, door, "claims/claim.html", given | _shown(request, claim))
    upload = UploadForm(prefix="upload")
    return page(request, door, "claims/page.html", given | {"form": form, "upload": upload})


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def claim_work(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Enter the work record, see the sum, and keep both."""
    door = _door(request, reference, purpose)
    door.require("write", WAGES)
    _check_open(door)
    more = request.POST.get("more", "")
    if request.method != "POST":
        start = {"head": {"as_of": door.now.date()}, "work": [], "fee": [], "debt": []}
        return _form(request, door, RecordForm(given=start))
    if more:
        return _form(request, door, RecordForm(given=as_typed(request.POST), more=more))
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _form(request, door, form)
    document, language = document_of(reference, form.given()), language_of(request)
    try:
        if "save" in request.POST:
            save(door, document, language)
            messages.success(request, words("kept"))
            return back(door, "claim_page")
        return _form(request, door, form, _shown(request, draw_up(document, language)))
    except ManumitError as error:
        if isinstance(error, AccessRefused):
            raise
        form.head.add_error(None, _placed(error))
        return _form(request, door, form)


@roles(*HANDLERS)
@require_POST
def claim_edit(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Open the work record in the form, to correct it."""
    door = _door(request, reference, purpose)
    door.require("write", WAGES)
    _check_open(door)
    again = stale(request, door, "claim_page")
    if again is not None:
        return again
    try:
        kept = opened(door, "correction")
    except CannotOpen as error:
        complain(request, error)
        return back(door, "claim_page")
    given = given_by(kept.record) if kept.record else None
    if given is None:
        messages.warning(request, words("not_in_form"))
        return back(door, "claim_page")
    return _form(request, door, RecordForm(given=given))


@roles(*HANDLERS)
@require_POST
def claim_import(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Draw up a claim from the case file of a claim."""
    door = _door(request, reference, purpose)
    door.require("write", WAGES)
    _check_open(door)
    form = UploadForm(request.POST, request.FILES, prefix="upload")
    if not form.is_valid():
        complain_form(request, form)
        return back(door, "claim_page")
    try:
        document = uploaded(_text(form.cleaned_data["file"]), reference, door.now.date())
        save(door, document, language_of(request))
    except ManumitError as error:
        if isinstance(error, AccessRefused):
            raise
        messages.error(request, _placed(error))
    else:
        messages.success(request, words("kept"))
    return back(door, "claim_page")


@roles(*HANDLERS)
@require_POST
def claim_pdf(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """The statement of claim as PDF, made as it is sent and kept nowhere."""
    from manumit.report.claims.pdf import statement_pdf

    door, language = _door(request, reference, purpose), language_of(request)
    door.require("export", WAGES)
    again = stale(request, door, "claim_page")
    if again is not None:
        return again
    door.log("export", WAGES, target="statement.pdf")
    try:
        claim = in_language(opened(door, "statement"), language)
        if claim is None:
            return back(door, "claim_page")
        made = statement_pdf(claim, language=language, version=__version__)
    except CannotOpen as error:
        complain(request, error)
        return back(door, "claim_page")
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.pdf"'
    return response


def _door(request: HttpRequest, reference: str, purpose: str) -> Door:
    door = the_case(request, reference, purpose)
    door.require("read", WAGES)
    return door


def _check_open(door: Door) -> None:
    if door.case.closed:
        raise AccessRefused("closed")


def _there(door: Door) -> dict[str, Any]:
    return {
        "record_there": last(door, "work_record"),
        "claim_there": last(door, "wage_claim"),
        "writes": bool(door.may("write", WAGES)) and not door.case.closed,
        "exports": bool(door.may("export", WAGES)),
    }


def _form(
    request: HttpRequest, door: Door, form: RecordForm, shown: dict[str, Any] | None = None
) -> HttpResponse:
    return page(request, door, "claims/work.html", {"record": form} | (shown or {}))


def _shown(request: HttpRequest, claim: dict[str, Any]) -> dict[str, Any]:
    language = language_of(request)
    say = Phrases(language)

    def frame(id_: str, title: str, desc: str) -> Frame:
        return Frame(id_, title, desc, say.direction)

    found = content(claim, language, frame)
    for group in found["groups"]:
        for line in group["lines"]:
            line["tree"] = reason_tree(line["because"], say)
    return {"claim": found, "total_tree": reason_tree(claim["because"], say)}


def _text(file: Any) -> str:
    if file.size > UPLOAD_BYTES:
        raise InputError(words("too_long"))
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(words("not_text")) from None


def _placed(error: ManumitError) -> str:
    """What an error says, with its place in the record."""
    place = getattr(error, "field", "")
    return f"{place}: {said(error)}" if place else said(error)
