"""A question of consent that the worker answers alone, on the own pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from manumit.errors import AccessRefused, InputError
from manumit.web.accounts.models import Agency
from manumit.web.cases.models import Case
from manumit.web.consent import services
from manumit.web.consent.models import Consent, Proposal
from manumit.web.consent.services import CLASS, Given, check, put_in_force, ready
from manumit.web.consent.texts import ALONE, latest
from manumit.web.door.door import Door

TIME_TO_ANSWER = timedelta(days=14)
"""How long a question waits before it lapses."""

OWN_PAGE = "own_page"
"""Where the worker answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the worker is to be asked."""

    purpose: str
    recipient: Agency
    classes: frozenset[int]
    starts: datetime
    ends: datetime
    explained: str


def propose(door: Door, asked: Asked) -> Proposal:
    """Leave a question on the worker's own pages; nothing is given before the worker says yes.

    Raises:
        AccessRefused: The actor is no person of an agency who may enter consent in this case.
        InputError: No consent could be made of it, see `consent.services.check`; or the worker has
            no numbers to open the pages with.
    """
    door.require("write", CLASS)
    person = door.asker.person
    if person is None:
        raise AccessRefused("asks_itself")
    if door.case.box is None:
        raise InputError("the person has no pages.", field="box", hint="Make two numbers first.")
    proposal = Proposal(
        case=door.case,
        purpose=asked.purpose,
        recipient=asked.recipient,
        classes=asked.classes,
        starts=asked.starts,
        ends=asked.ends,
        explained=asked.explained,
        proposed=door.now,
        proposed_by=person,
        lapses=door.now + TIME_TO_ANSWER,
    )
    check(door, _given(proposal, door.now, ""))
    door.log("consent_proposed", CLASS, target=str(proposal.id))
    proposal.save(force_insert=True)
    return proposal


def waiting(case: Case, now: datetime) -> QuerySet[Proposal]:
    """Questions of a case that the worker can answer, the oldest first."""
    found = Proposal.objects.filter(case=case, outcome="", lapses__gt=now)
    return found.select_related("recipient").order_by("proposed")


def agree(door: Door, proposal: Proposal, language: str) -> Consent:
    """The worker says yes: a consent comes into force, and the keys are shared.

    Args:
        door: The case, as the worker has it open.
        proposal: The question.
        language: Code of the language in which the worker read it.

    Raises:
        AccessRefused: It is a question of another case, or not the worker who answers.
        InputError: It was answered, taken back or lapsed; or no consent can be made of it any more,
            see `consent.services.check`.
    """
    _check_answerer(door)
    _check_waiting(door, proposal)
    consent = ready(door, _given(proposal, door.now, language))
    with transaction.atomic():
        _end(door, proposal, "yes")
        put_in_force(door, consent)
    return consent


def decline(door: Door, proposal: Proposal) -> None:
    """The worker says no; nobody asks why.

    Raises:
        AccessRefused: It is a question of another case, or not the worker who answers.
        InputError: It was answered, taken back or lapsed.
    """
    _check_answerer(door)
    _check_waiting(door, proposal)
    services.decline(door, proposal.id)
    _end(door, proposal, "no")


def take_back(door: Door, proposal: Proposal) -> None:
    """The agency asks no more.

    Raises:
        AccessRefused: It is a question of another case, or the actor may not enter consent.
        InputError: It was answered, taken back or lapsed.
    """
    door.require("write", CLASS)
    if door.asker.person is None:
        raise AccessRefused("asks_itself")
    _check_waiting(door, proposal)
    door.log("consent_proposal_ended", CLASS, target=str(proposal.id))
    _end(door, proposal, "taken_back")


def _check_answerer(door: Door) -> None:
    if door.asker.person is not None:
        raise AccessRefused("answers_for_another")


def _check_waiting(door: Door, proposal: Proposal) -> None:
    if proposal.case_id != door.case.pk:
        raise AccessRefused("proposal_of_another_case")
    if not waiting(door.case, door.now).filter(pk=proposal.pk).exists():
        raise InputError("waits for no answer.", hint="Load the page again.")


def _end(door: Door, proposal: Proposal, outcome: str) -> None:
    """Keep an outcome, of two at once the first."""
    mine = waiting(door.case, door.now).filter(pk=proposal.pk)
    if not mine.order_by().update(outcome=outcome, answered=door.now):
        raise InputError("waits for no answer.", hint="Load the page again.")


def _given(proposal: Proposal, now: datetime, language: str) -> Given:
    return Given(
        purpose=proposal.purpose,
        recipient=proposal.recipient,
        classes=frozenset(int(code) for code in proposal.classes),
        starts=max(proposal.starts, now),
        ends=proposal.ends,
        language=language,
        explained="written",
        text_version=latest(ALONE),
        channel=OWN_PAGE,
    )
