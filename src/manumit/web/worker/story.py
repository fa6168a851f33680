"""What has happened so far, and what comes next, in the order of time and in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from manumit.reference.words import say, topic
from manumit.web.cases.models import Case
from manumit.web.consent import proposals
from manumit.web.mailbox.messages import DESK, WORKER
from manumit.web.mailbox.models import Box, Message

WITHHELD = {"visit_planned": "examined"}
"""States of a case that nobody outside the inspectorate knows, and what is told instead."""

PICTOGRAMS = {
    "protection": "safe-place",
    "labour": "work",
    "justice": "law",
    "wages": "money",
    "identification": "file",
    "certificate": "certificate",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    at: datetime
    text: str
    pictogram: str


@dataclass(frozen=True, slots=True)
class Next:
    """What the worker can do now, and where; without a route there is nothing to do but wait."""

    text: str
    route: str = ""
    button: str = ""


def story(box: Box, case: Case | None, language: str) -> list[Event]:
    """What happened, the latest first."""
    events = [*_messages(box, language)]
    if case is not None:
        events += [*_case(case, language), *_tracks(case, language), *_sharing(case, language)]
    placed = sorted(enumerate(events), key=lambda each: (each[1].at, each[0]), reverse=True)
    return [event for _, event in placed]


def next_step(box: Box, case: Case | None, language: str) -> Next:
    """What comes next: an answer to read, or someone to wait for."""
    if case is not None and proposals.waiting(case, timezone.now()).exists():
        return Next(_said("next.asked", language), "worker_consents", _said("go.asked", language))
    last = box.messages.order_by("-order").first()
    if last is not None and last.sender == DESK:
        return Next(_said("next.answered", language), "worker_talk", _said("go.talk", language))
    waiting = case.referrals.filter(state="sent").first() if case is not None else None
    if waiting is not None:
        agency = waiting.recipient.name
        text = _said("next.referred", language, agency=agency)
        return Next(text, "worker_helpers", _said("go.helpers", language))
    if case is None:
        return Next(_said("next.waiting", language, desk=box.desk.name))
    return Next(_said("next.open", language), "worker_talk", _said("go.write", language))


def _messages(box: Box, language: str) -> Iterator[Event]:
    came = {"call": "event.called", "visit": "event.met"}.get(box.channel, "event.wrote")
    yield Event(box.opened, _said(came, language, desk=box.desk.name), "message")
    last = _last(box, DESK)
    if last is not None:
        yield Event(last.written, _said("event.answered", language, desk=box.desk.name), "message")
    mine = _last(box, WORKER)
    if mine is not None and mine.order > 1:
        yield Event(mine.written, _said("event.wrote_again", language), "message")


def _last(box: Box, sender: str) -> Message | None:
    return box.messages.filter(sender=sender).order_by("-order").first()


def _case(case: Case, language: str) -> Iterator[Event]:
    given = {"agency": case.owner.name, "reference": case.reference}
    yield Event(case.opened, _said("event.case", language, **given), "file")
    if case.closed is not None:
        yield Event(case.closed, _said("event.case_closed", language), "check")


def _tracks(case: Case, language: str) -> Iterator[Event]:
    told: set[tuple[str, str]] = set()
    for row in case.tracks.order_by("entered", "pk"):
        state = WITHHELD.get(row.state, row.state)
        key = f"track.{row.kind}.{state}"
        if (row.kind, state) not in told and key in topic("worker").words:
            told.add((row.kind, state))
            yield Event(row.entered, _said(key, language), PICTOGRAMS.get(row.kind, "file"))


def _sharing(case: Case, language: str) -> Iterator[Event]:
    for given in case.consents.select_related("recipient"):
        agency = given.recipient.name
        yield Event(given.entered, _said("event.agreed", language, agency=agency), "check")
        if given.withdrawn is not None:
            yield Event(given.withdrawn, _said("event.took_back", language, agency=agency), "lock")
    for asked in case.proposals.select_related("recipient"):
        agency = asked.recipient.name
        yield Event(asked.proposed, _said("event.question", language, agency=agency), "question")
        if asked.outcome == "no" and asked.answered is not None:
            yield Event(asked.answered, _said("event.said_no", language, agency=agency), "cross")
    for referral in case.referrals.exclude(sent=None).select_related("recipient"):
        agency = referral.recipient.name
        if referral.sent is not None:
            text = _said("event.asked", language, agency=agency)
            yield Event(referral.sent, text, "referral")
        if referral.answered is not None:
            word = "event.refused" if referral.state == "refused" else "event.helps"
            yield Event(referral.answered, _said(word, language, agency=agency), "referral")


def _said(key: str, language: str, **parts: object) -> str:
    return say(f"worker.{key}", language, **parts)
