"""What the worker is asked: a question of consent, read alone, answered by yes or no."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from manumit.errors import AccessRefused, InputError
from manumit.reference.words import say
from manumit.web.consent.askable import offered
from manumit.web.consent.models import Proposal
from manumit.web.consent.proposals import agree, decline, waiting
from manumit.web.consent.shown import last_day, offer_words
from manumit.web.consent.texts import ALONE, latest, lines
from manumit.web.door.door import Door
from manumit.web.door.policy import worker_only
from manumit.web.look.context import language_of
from manumit.web.worker.middleware import open_box
from manumit.web.worker.services import the_door
from manumit.web.worker.views import shown
from manumit.web.worker.words import part_in_words

PICTOGRAMS = ("eye", "cross", "lock", "calendar", "law")
"""Beside the lines of the text after the first, which is the question."""

GONE = "gone"
"""What is said of a question that cannot be answered any more."""


@dataclass(frozen=True, slots=True)
class Part:
    """A class of data, and what the agency would see of it, in words."""

    name: str
    sees: str


@worker_only
@require_GET
def worker_asked(request: HttpRequest, proposal: UUID) -> HttpResponseBase:
    """A question, in plain words."""
    door, language = the_door(open_box(request)), language_of(request)
    found = waiting(door.case, door.now).filter(pk=proposal).first()
    if found is None:
        return _after(door, proposal, GONE)
    agency, purpose = found.recipient, found.purpose
    question, *rest = lines(latest(ALONE), language, agency.name, purpose)
    given: dict[str, Any] = {
        "proposal": found,
        "agency": agency,
        "question": question,
        "aim": say(f"consent.aim.{purpose}", language),
        "parts": _parts(door, found, language),
        "last_day": last_day(found.ends),
        "lines": zip(PICTOGRAMS, rest, strict=True),
    }
    return shown(request, "asked", **given)


def _parts(door: Door, proposal: Proposal, language: str) -> list[Part]:
    offers = offered(door, proposal.recipient, proposal.purpose)
    return [
        Part(
            part_in_words(number, language),
            offer_words(offers[number], proposal.purpose, language) if number in offers else "",
        )
        for number in sorted(map(int, proposal.classes))
    ]


@worker_only
@require_POST
def worker_answer(request: HttpRequest, proposal: UUID) -> HttpResponseBase:
    """Yes or no. Only a yes gives something, and it can be taken back at once."""
    door, answer = the_door(open_box(request)), request.POST.get("answer", "")
    if answer not in ("yes", "no"):
        return redirect("worker_asked", proposal=proposal)
    found = Proposal.objects.filter(pk=proposal, case=door.case).first()
    if found is None:
        raise AccessRefused("proposal_of_another_case")
    try:
        if answer == "yes":
            agree(door, found, language_of(request))
        else:
            decline(door, found)
    except InputError:
        answer = answer if found.outcome == answer else GONE
    return _after(door, proposal, answer)


def _after(door: Door, proposal: UUID, said: str) -> HttpResponse:
    """To all that was agreed to, with a word on what was done."""
    if not Proposal.objects.filter(pk=proposal, case=door.case).exists():
        raise AccessRefused("proposal_of_another_case")
    return redirect(f"{reverse('worker_consents')}?said={said}")
