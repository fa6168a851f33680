"""The inbox of a desk, a signal, and what is done with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit.casework.policy import purposes_of
from manumit.casework.tracks import kept_until
from manumit.errors import AccessRefused, CannotOpen, ManumitError
from manumit.web.accounts.models import User
from manumit.web.common import new_id
from manumit.web.door.door import Asker, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.signals import inbox, services
from manumit.web.signals.answers import OWN_WORDS, REACH, in_words
from manumit.web.signals.forms import CloseForm, MakeForm, ReplyForm, TriageForm, words
from manumit.web.signals.making import Made, make_case

SHOWN = 25
"""Signals on one page."""


@roles(*services.DESKS)
@require_GET
def signal_list(request: HttpRequest) -> HttpResponse:
    """Signals of the own desk, the most pressing first; none of them is opened."""
    folder = request.GET.get("folder", inbox.WAITING)
    folder = folder if folder in inbox.FOLDERS else inbox.WAITING
    found = inbox.rows(_person(request))
    counts = [(each, sum(row.folder == each for row in found)) for each in inbox.FOLDERS]
    mine = [row for row in found if row.folder == folder]
    given = {"rows": mine[:SHOWN], "more": len(mine) - SHOWN, "folder": folder, "counts": counts}
    return render(request, "signals/list.html", given)


def _person(request: HttpRequest) -> User:
    person = asker(request).person
    if person is None:
        raise AccessRefused("not_signed_in")
    return person


@roles(*services.DESKS)
@require_http_methods(["GET", "POST"])
def signal_page(request: HttpRequest, box: UUID) -> HttpResponseBase:
    """A signal, opened with the agency's key; with POST an answer to the worker."""
    who = asker(request)
    if request.method != "POST":
        return _page(request, who, box)
    form = ReplyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.answer(who, box, given["text"], given["message"])
        except ManumitError as error:
            _refuse(form, error)
        else:
            messages.success(request, words("done.answered"))
            return redirect("signal_page", box=box)
    return _page(request, who, box, reply=form, status=400)


def _refuse(form: Any, error: ManumitError) -> None:
    if isinstance(error, AccessRefused):
        raise error
    form.add_error(None, f"{error.message} {error.hint}".strip())


def _page(
    request: HttpRequest, who: Asker, box: UUID, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a signal, with its forms as they stand."""
    language = language_of(request)
    try:
        found = services.read(who, box)
    except CannotOpen:
        return render(request, "signals/no_key.html", status=403)
    row, answers = found.row, found.answers
    role = who.actor.role
    given = {
        "row": row,
        "signal": found.signal,
        "entries": found.entries,
        "reach": in_words(answers, language, REACH),
        "about": [
            each for each in in_words(answers, language) if each.name not in (*REACH, OWN_WORDS)
        ],
        "own_words": answers.get(OWN_WORDS, ""),
        "other": answers.get("who") == "other",
        "copies": services.may_see(role, services.COPY),
        "originals": services.may_see(role, services.ORIGINAL),
        "first_purpose": purposes_of(role)[0],
        "shredded_on": _shredded_on(found),
        "reply": ReplyForm(initial={"message": new_id()}),
        "triage": _triage_form(row),
        "make": _make_form(row, answers),
        "close": CloseForm(),
        **forms,
    }
    return render(request, "signals/signal.html", given, status=status)


def _shredded_on(found: services.Read) -> Any:
    signal = found.signal
    ended = found.row.folder == inbox.ENDED and signal is not None and signal.closed
    return kept_until("signal", ended) if ended else None


def _triage_form(row: inbox.Row) -> TriageForm:
    given = {"danger": row.danger, "child": row.child, "risk": row.risk or "medium"}
    return TriageForm(initial=given, prefix="triage")


def _make_form(row: inbox.Row, answers: dict[str, Any]) -> MakeForm:
    given = {"danger": row.danger, "child": row.child, "writer": answers.get("who", "")}
    return MakeForm(initial=given, prefix="make")


@roles(*services.DESKS)
@require_POST
def signal_triage(request: HttpRequest, box: UUID) -> HttpResponseBase:
    """Note how pressing a signal is."""
    who = asker(request)
    form = TriageForm(request.POST, prefix="triage")
    if not form.is_valid():
        return _page(request, who, box, triage=form, status=400)
    services.triage(who, box, **form.cleaned_data)
    messages.success(request, words("done.triaged"))
    return redirect("signal_page", box=box)


@roles(*services.DESKS)
@require_POST
def signal_make(request: HttpRequest, box: UUID) -> HttpResponseBase:
    """Make a case of a signal."""
    who = asker(request)
    form = MakeForm(request.POST, prefix="make")
    if form.is_valid():
        given = form.cleaned_data
        made = Made(given["writer"] == "self", given["danger"], given["child"])
        try:
            case = make_case(who, box, made, language_of(request))
        except ManumitError as error:
            _refuse(form, error)
        else:
            messages.success(request, words("done.made", reference=case.reference))
            purpose = purposes_of(who.actor.role)[0]
            return redirect("case_page", purpose=purpose, reference=case.reference)
    return _page(request, who, box, make=form, status=400)


@roles(*services.DESKS)
@require_POST
def signal_close(request: HttpRequest, box: UUID) -> HttpResponseBase:
    """Close a signal with a reason."""
    who = asker(request)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            services.close(who, box, form.cleaned_data["reason"])
        except ManumitError as error:
            _refuse(form, error)
        else:
            messages.success(request, words("done.closed"))
            return redirect("signal_list")
    return _page(request, who, box, close=form, status=400)
