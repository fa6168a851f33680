"""What the worker's own file holds: each part opened by the worker, and in the log as such."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from manumit import __version__
from manumit.casework.policy import CODES
from manumit.errors import AccessRefused, CannotOpen, InputError
from manumit.reference.words import say
from manumit.report.claims.phrases import Phrases
from manumit.report.claims.plain import plain_page
from manumit.web.audit.queries import who_looked
from manumit.web.audit.words import act_in_words
from manumit.web.cases.showing import Shown
from manumit.web.cases.showing import shown as lines
from manumit.web.claims.services import Kept, in_language
from manumit.web.claims.services import opened as claim_of
from manumit.web.consent.models import Consent
from manumit.web.consent.proposals import OWN_PAGE, waiting
from manumit.web.consent.services import withdraw
from manumit.web.door.door import Door
from manumit.web.door.policy import worker_only
from manumit.web.look.context import language_of
from manumit.web.vault.services import Opened
from manumit.web.worker import copying
from manumit.web.worker.middleware import open_box
from manumit.web.worker.services import own_door, the_door
from manumit.web.worker.views import shown
from manumit.web.worker.words import part_in_words

TALK, CONSENT, WAGES = 19, 18, 8
ELSEWHERE = (TALK, CONSENT)
"""Classes of data that have a page of their own here."""

SAID = ("yes", "no", "gone")
"""What is said after a question was answered."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One line of who looked: acts of one agency within an hour, told once."""

    at: Any
    name: str
    role: str
    what: str
    part: str
    purpose: str
    mine: bool


@worker_only
@require_GET
def worker_sections(request: HttpRequest) -> HttpResponse:
    """What is in the file, part by part; nothing is opened yet."""
    door, language = the_door(open_box(request)), language_of(request)
    found = [
        (each, part_in_words(each.data_class, language))
        for each in door.sections()
        if each.data_class not in ELSEWHERE
        and door.case.entries.filter(data_class=each.data_class).exists()
    ]
    return shown(request, "sections", sections=found, case=door.case)


@worker_only
@require_POST
def worker_section(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the file, opened."""
    door, language = the_door(open_box(request)), language_of(request)
    if number not in CODES:
        raise AccessRefused("no_such_class")
    entries, closed = list[Shown](), False
    try:
        opened = door.reveal(number, "")
        entries = lines(opened, language)
    except CannotOpen:
        opened, closed = [], True
    given: dict[str, Any] = {
        "entries": entries,
        "closed": closed,
        "title": part_in_words(number, language),
        "claim": _claim(opened, language) if number == WAGES else None,
    }
    return shown(request, "section", **given)


def _claim(opened: list[Opened], language: str) -> Any:
    """What the latest wage claim says, in plain words; None if there is none."""
    kept = {each.entry.kind: each.content.get("document") for each in opened}
    claim = in_language(Kept(kept.get("work_record"), kept.get("wage_claim")), language)
    return plain_page(claim, Phrases(language)) if claim else None


@worker_only
@require_POST
def worker_statement(request: HttpRequest) -> HttpResponseBase:
    """The statement of the wage claim as PDF, made as it is sent and kept nowhere."""
    from manumit.report.claims.pdf import statement_pdf

    door, language = the_door(open_box(request)), language_of(request)
    door.require("export", WAGES)
    door.log("export", WAGES, target="statement.pdf")
    claim = in_language(claim_of(door, ""), language)
    if claim is None:
        raise AccessRefused("no_claim")
    made = statement_pdf(claim, language=language, version=__version__)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="information.pdf"'
    return response


@worker_only
@require_GET
def worker_consents(request: HttpRequest) -> HttpResponse:
    """What the worker agreed to, for whom and until when."""
    door = the_door(open_box(request))
    door.require("read", CONSENT)
    said = request.GET.get("said", "")
    given: dict[str, Any] = {
        "consents": _consents(door, language_of(request)),
        "asked": waiting(door.case, door.now),
        "said": say(f"worker.asked.said.{said}", language_of(request)) if said in SAID else "",
    }
    return shown(request, "consents", **given)


def _consents(door: Door, language: str) -> list[dict[str, Any]]:
    return [
        {
            "given": each,
            "state": _state(each, door.now),
            "classes": _classes(each.classes, language),
        }
        for each in door.case.consents.select_related("recipient").order_by("-entered")
    ]


def _state(given: Consent, now: Any) -> str:
    if given.withdrawn is not None:
        return "withdrawn"
    return "ended" if given.ends <= now else "in_force"


def _classes(codes: Any, language: str) -> list[str]:
    return [part_in_words(number, language) for number in sorted(map(int, codes))]


@worker_only
@require_POST
def worker_withdraw(request: HttpRequest, consent: UUID) -> HttpResponseBase:
    """Take a consent back: from now on the agency sees nothing more under it."""
    door = the_door(open_box(request))
    found = Consent.objects.filter(pk=consent, case=door.case).first()
    if found is None:
        raise AccessRefused("consent_of_another_case")
    with suppress(InputError):  # pressed twice
        withdraw(door, found, OWN_PAGE)
    return redirect("worker_withdrawn", consent=consent)


@worker_only
@require_GET
def worker_withdrawn(request: HttpRequest, consent: UUID) -> HttpResponse:
    """What a recipient had already been given before the consent was taken back."""
    door, language = the_door(open_box(request)), language_of(request)
    found = Consent.objects.filter(pk=consent, case=door.case).exclude(withdrawn=None).first()
    if found is None:
        raise AccessRefused("consent_of_another_case")
    given = door.case.disclosures.filter(agency=found.recipient, purpose=found.purpose)
    disclosed = [(each.at, _classes(each.classes, language)) for each in given]
    return shown(request, "withdrawn", agency=found.recipient.name, disclosed=disclosed)


@worker_only
@require_GET
def worker_looked(request: HttpRequest) -> HttpResponse:
    """Who looked at the file: hour and agency, never which person."""
    box, language = open_box(request), language_of(request)
    door = own_door(box)
    case = str(door.case.id) if door is not None else ""
    return shown(request, "looked", looks=looks(case, str(box.id), language))


def looks(case: str, box: str, language: str) -> list[Looked]:
    """Lines of who looked, the latest first."""
    found = dict.fromkeys(
        Looked(
            each.at,
            each.name,
            each.role,
            act_in_words(each.act, language),
            part_in_words(each.data_class, language) if each.data_class else "",
            say(f"access.purpose.{each.purpose}", language) if each.purpose else "",
            not each.agency,
        )
        for each in who_looked(case, box)
    )
    return list(found)


@worker_only
@require_GET
def worker_helpers(request: HttpRequest) -> HttpResponse:
    """Who was asked for help, and what they said."""
    door = the_door(open_box(request))
    sent = door.case.referrals.exclude(sent=None).select_related("recipient").order_by("-sent")
    return shown(request, "helpers", referrals=list(sent))


@worker_only
@require_POST
def worker_copy(request: HttpRequest, form: str) -> HttpResponse:
    """A copy of the file to take along: `json` for programs, `html` to read."""
    box, language = open_box(request), language_of(request)
    copy = copying.copy_of(the_door(box), box, language)
    made = copying.as_json(copy) if form == "json" else copying.as_html(copy, language)
    kind = "application/json" if form == "json" else "text/html; charset=utf-8"
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="information.{form}"'
    return response


@worker_only
@require_GET
def worker_take(request: HttpRequest) -> HttpResponse:
    """Whether to take a copy along, and what to think of before."""
    the_door(open_box(request))
    return shown(request, "take")
