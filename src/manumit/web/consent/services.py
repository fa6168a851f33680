"""Consent given and withdrawn, and what follows at once from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from manumit.errors import CannotOpen, InputError
from manumit.web.accounts.models import Agency
from manumit.web.cases.models import Case
from manumit.web.certificates.ending import end_certificates
from manumit.web.certificates.models import Certificate
from manumit.web.consent.models import Agreement, Consent, Disclosure
from manumit.web.door.door import Door
from manumit.web.referrals.cascade import take_back
from manumit.web.sealing import Place, open_with, seal_for

CLASS = 18
"""The class of data that consent is."""

USUAL, LONGEST = timedelta(days=90), timedelta(days=366)
"""How long a consent lasts if nothing else is said, and at most."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the worker agreed to, and how it was explained."""

    purpose: str
    recipient: Agency
    classes: frozenset[int]
    starts: datetime
    ends: datetime
    language: str
    explained: str
    text_version: str
    given_by: str = "self"
    capacity: str = "adult"
    may_contact: bool = False
    safe_times: frozenset[str] = frozenset()
    evidence: str = ""
    channel: str = "office"


def give(door: Door, given: Given) -> Consent:
    """Enter a consent.

    Raises:
        AccessRefused: The actor may not enter consent in this case.
        InputError: See `check`.
    """
    consent = ready(door, given)
    with transaction.atomic():
        put_in_force(door, consent)
    return consent


def ready(door: Door, given: Given) -> Consent:
    """A consent, checked and in the log, to be put in force.

    Raises:
        AccessRefused: The actor may not enter consent in this case.
        InputError: See `check`.
    """
    door.require("write", CLASS)
    agreement = check(door, given)
    consent = Consent(
        case=door.case,
        purpose=given.purpose,
        recipient=given.recipient,
        classes=given.classes,
        agreement=agreement,
        starts=given.starts,
        ends=given.ends,
        given_by=given.given_by,
        capacity=given.capacity,
        language=given.language,
        explained=given.explained,
        may_contact=given.may_contact,
        safe_times=given.safe_times,
        text_version=given.text_version,
        channel=given.channel,
        entered=door.now,
        entered_by=door.asker.person,
    )
    consent.evidence = seal_evidence(door.case.owner, consent, given.evidence)
    door.log("consent_given", CLASS, target=str(consent.id))
    return consent


def put_in_force(door: Door, consent: Consent) -> None:
    """Keep a consent that is ready, and share the keys with whoever may hold them now."""
    consent.save(force_insert=True)
    was_asked(door)
    door.share()


def decline(door: Door, target: UUID) -> None:
    """The worker says no; nobody asks why.

    Args:
        door: The case.
        target: Id of the agency that would have seen something, or of the question.

    Raises:
        AccessRefused: The actor may not enter consent in this case.
    """
    door.require("write", CLASS)
    door.log("consent_declined", CLASS, target=str(target))
    was_asked(door)


def was_asked(door: Door) -> None:
    """The task to ask the worker is done, whatever the answer."""
    door.case.tasks.filter(kind="ask_about_consent", done=None).update(done=door.now)


def check(door: Door, given: Given) -> Agreement | None:
    """The agreement under which a consent can be given; None for the agency that leads.

    Raises:
        InputError: It covers nothing, ends before it starts or too late, speaks of a child without
            a guardian, or there is no agreement with the recipient.
    """
    case = door.case
    agreement = agreement_for(case.owner, given.recipient, given.purpose, door.now)
    if not given.classes:
        raise InputError("covers nothing.", field="classes", hint="Choose what may be seen.")
    if given.ends <= given.starts:
        raise InputError("ends before it starts.", field="ends", hint="Choose a later day.")
    if given.ends - given.starts > LONGEST:
        raise InputError("lasts more than a year.", field="ends", hint="Choose an earlier day.")
    if given.recipient != case.owner and agreement is None:
        raise InputError(
            "there is no agreement in force with this agency for this purpose.",
            field="recipient",
            hint="Propose one, and enter the consent once it is confirmed.",
        )
    if case.child != "no" and given.given_by == "self":
        raise InputError(
            "the person is, or may be, under 18.",
            field="given_by",
            hint="Enter the guardian who agreed, or first assess the age.",
        )
    return agreement


def seal_evidence(agency: Agency, consent: Consent, text: str) -> bytes:
    """How a consent is proven, sealed for the agency that leads the case."""
    place = _evidence_place(consent)
    return seal_for(bytes(agency.public_key), place + text.encode()) if text else b""


def open_evidence(door: Door, consent: Consent) -> str:
    """How a consent is proven, for people of the agency that leads the case.

    Raises:
        AccessRefused: The actor may not write consent in this case.
        CannotOpen: It was sealed for another agency, or moved here from another consent.
    """
    door.require("write", CLASS)
    if not consent.evidence:
        return ""
    door.log("consent_evidence", CLASS, target=str(consent.id))
    place, text = _evidence_place(consent), bytes(consent.evidence)
    opened = open_with(door.asker.holder.private, text)
    if not opened.startswith(place):
        raise CannotOpen
    return opened.removeprefix(place).decode()


def _evidence_place(consent: Consent) -> bytes:
    return Place("consent_consent", "evidence", str(consent.id)).encode() + b"|"


def withdraw(door: Door, consent: Consent, channel: str) -> list[Disclosure]:
    """End a consent; the recipient sees nothing more from now on, and the keys are renewed.

    Referrals that rest on it and are not yet accepted are taken back, and certificates end.

    Returns:
        What the recipient had already been given.

    Raises:
        AccessRefused: The actor may not, or it is a consent of another case.
        InputError: It was withdrawn before.
    """
    door.require("write", CLASS)
    in_force = Consent.objects.filter(pk=consent.pk, case=door.case, withdrawn=None)
    if not in_force.exists():
        raise InputError("there is no such consent in force.", hint="Load the page again.")
    door.log("consent_withdrawn", CLASS, target=str(consent.id))
    with transaction.atomic():
        in_force.update(withdrawn=door.now, withdrawn_by=channel)
        take_back(door.case, door.now)
        end_certificates(Certificate.objects.filter(consent=consent), door.now)
        door.share()
    return list(door.case.disclosures.filter(agency=consent.recipient, purpose=consent.purpose))


def agreement_for(
    giver: Agency, recipient: Agency, purpose: str, now: datetime
) -> Agreement | None:
    """The agreement in force under which an agency may be given something for a purpose."""
    return (
        Agreement.objects.filter(
            giver=giver,
            recipient=recipient,
            purposes__contains=f",{purpose},",
            starts__lte=now,
            ends__gt=now,
        )
        .order_by("-ends")
        .first()
    )


def disclosed(
    case: Case, agency: Agency, purpose: str, classes: Iterable[int], now: datetime
) -> Disclosure:
    """Note what an agency was given, for the worker to see."""
    return Disclosure.objects.create(
        case=case, agency=agency, purpose=purpose, classes=classes, at=now
    )
