"""Referrals drafted, sent, answered and ended, and the keys that go with them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from manumit.casework.policy import HANDLERS, PERSONAL, purposes_of
from manumit.casework.referral import (
    OPEN_STATES,
    Load,
    Side,
    load,
    moved,
    part_classes,
)
from manumit.casework.tracks import handling, referral_due
from manumit.errors import AccessRefused, ConsentMissing, InputError
from manumit.web.accounts import acts
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.handling import leading, may_share_for_child
from manumit.web.cases.models import Part, Task
from manumit.web.cases.moving import follow
from manumit.web.consent.services import agreement_for, disclosed
from manumit.web.door.door import Door
from manumit.web.door.rls_session import upkeep
from manumit.web.referrals.models import Referral
from manumit.web.vault.models import CaseKey, Wrap

TRACKS = {
    ("LI", "inspection"): ("labour", {"sent": ("referred",), "accepted": ("referred", "examined")}),
    ("SOC", "support"): (
        "protection",
        {"accepted": ("needs_assessed",), "in_progress": ("needs_assessed", "services_given")},
    ),
}
"""Recipient and purpose of a referral to the track that it moves on, and to which states."""


def preview(door: Door, recipient: Agency, purpose: str, classes: Iterable[int]) -> Load:
    """What a referral would carry: what the recipient will see, and what lacks consent.

    Raises:
        InputError: The recipient does not work for this purpose.
    """
    return load(
        door.facts, str(recipient.id), recipient.role, classes, purpose=purpose, now=door.now
    )


def draft(
    door: Door, recipient: Agency, purpose: str, classes: Iterable[int], service: str
) -> Referral:
    """Draft a referral; nothing is given yet.

    Raises:
        AccessRefused: The actor's agency does not lead the case, or has no right of its own to a
            class: nobody gives what they may not see.
        InputError: No referral goes to such an agency for this purpose.
    """
    person, numbers = leading(door), set(classes)
    if recipient.role not in HANDLERS or purpose not in purposes_of(recipient.role):
        raise InputError("this agency takes no referral for this purpose.", field="recipient")
    for number in numbers:
        door.require("read", number)
    referral = Referral(
        case=door.case,
        giver=door.case.owner,
        recipient=recipient,
        purpose=purpose,
        classes=numbers,
        service=service,
        drafted=door.now,
        drafted_by=person,
    )
    door.log("referral_drafted", target=str(referral.id))
    referral.save(force_insert=True)
    return referral


def send(door: Door, referral: Referral) -> Referral:
    """Send a referral: keys are wrapped for the recipient, who sees nothing before accepting.

    Raises:
        AccessRefused: The actor's agency does not lead the case.
        ConsentMissing: Consent or agreement is missing, or ended since the draft; or the person may
            be a child, and two have not decided.
        InputError: It was sent before.
    """
    person = leading(door)
    moved(referral.state, "sent", "giver")
    if not may_share_for_child(door.case, referral.recipient):
        raise ConsentMissing(
            "The person is, or may be, under 18: two people decide that this agency is told.",
            reason="child",
            purpose=referral.purpose,
            hint="Assess the age, or propose it under handling; a colleague then confirms.",
        )
    agreement = agreement_for(door.case.owner, referral.recipient, referral.purpose, door.now)
    if agreement is None:
        message = "there is no agreement in force with this agency for this purpose."
        raise InputError(message, hint="Nothing can be sent before there is one.")
    numbers = {int(code) for code in referral.classes}
    carried = preview(door, referral.recipient, referral.purpose, numbers)
    carried.check()
    door.log("referral_sent", target=str(referral.id))
    with transaction.atomic():
        found = _locked(referral)
        found.state = moved(found.state, "sent", "giver")
        found.sent, found.agreement = door.now, agreement
        found.classes = frozenset(map(str, carried.seen))
        found.due = referral_due(door.now, (door.case.danger, door.case.child))
        found.save()
        door.share()
    _follow(person, found, door.now)
    return found


def accept(person: User, referral: Referral, now: datetime) -> Referral:
    """Accept a referral for one's agency, which takes part in the case from now on.

    Of two who accept at once, one is told that it was answered.

    Raises:
        AccessRefused: It was sent to another agency, or the person has a conflict of interest.
        InputError: It was answered or revoked in the meantime.
    """
    _check_received(person, referral)
    _log(person, referral, "referral_accepted")
    with transaction.atomic():
        found = _locked(referral)
        agreed = found.agreement
        if agreed is None or not agreed.starts <= now < agreed.ends:
            raise InputError("the agreement that it rests on has ended.", hint="Ask for a new one.")
        found.state = moved(found.state, "accepted", "recipient")
        found.answered, found.answered_by = now, person
        found.save(update_fields=["state", "answered", "answered_by"])
        given = frozenset(int(code) for code in found.classes)
        _take_part(found, given, now)
        disclosed(found.case, person.agency, found.purpose, given & PERSONAL, now)
    _follow(person, found, now)
    return found


def _follow(person: User, referral: Referral, now: datetime) -> None:
    """Move on the track that a referral is about."""
    track, states = TRACKS.get((referral.recipient.role, referral.purpose), ("", {}))
    follow(person, referral.case, track, states.get(referral.state, ()), now)


def _take_part(referral: Referral, given: frozenset[int], now: datetime) -> None:
    agency = referral.recipient
    numbers = part_classes(agency.role, given)
    live = Part.objects.filter(case=referral.case, agency=agency, until=None).first()
    if live is None:
        Part.objects.create(case=referral.case, agency=agency, classes=numbers, since=now)
    else:
        live.classes = {int(code) for code in live.classes} | numbers
        live.save(update_fields=["classes"])


def refuse(person: User, referral: Referral, reason: str, now: datetime) -> Referral:
    """Refuse a referral, with one of the reasons that there are.

    Raises:
        AccessRefused: It was sent to another agency.
        InputError: It was answered in the meantime, or the reason is not one of those there are.
    """
    _check_received(person, referral)
    if reason not in handling().refusals:
        raise InputError("is not a reason.", field="reason", allowed=handling().refusals)
    _log(person, referral, "referral_refused")
    with transaction.atomic():
        found = _locked(referral)
        found.state = moved(found.state, "refused", "recipient")
        found.answered, found.answered_by, found.refusal = now, person, reason
        found.save(update_fields=["state", "answered", "answered_by", "refusal"])
        CaseKey.objects.filter(case=found.case, wraps__agency=found.recipient).update(stale=True)
        _drop_wraps(found)
    return found


def _drop_wraps(referral: Referral) -> None:
    """Take the keys of a case from an agency that has no part in it."""
    case, agency = referral.case, referral.recipient
    if not case.parts.filter(agency=agency, until=None).exists():
        Wrap.objects.filter(key__case=case, agency=agency).delete()


def move_on(person: User, referral: Referral, to: str, now: datetime) -> Referral:
    """Move an accepted referral on: in progress, or done.

    Raises:
        AccessRefused: It was sent to another agency.
        InputError: It cannot become that now.
    """
    _check_received(person, referral)
    _log(person, referral, f"referral_{to}")
    with transaction.atomic():
        found = _locked(referral)
        found.state = moved(found.state, to, "recipient")
        if found.state == "done":
            found.ended = now
        else:
            found.begun = now
        found.save(update_fields=["state", "ended", "begun"])
    _follow(person, found, now)
    return found


def revoke(door: Door, referral: Referral) -> Referral:
    """Take a referral back: the recipient's part ends, its keys are taken away and renewed.

    Raises:
        AccessRefused: The actor's agency does not lead the case.
        InputError: It is over already.
    """
    leading(door)
    moved(referral.state, "revoked", "giver")
    door.log("referral_revoked", target=str(referral.id))
    with transaction.atomic():
        found = _locked(referral)
        found.state = moved(found.state, "revoked", "giver")
        found.ended = door.now
        found.save(update_fields=["state", "ended"])
        _end_part(found, door.now)
        door.share()
    return found


def _end_part(referral: Referral, now: datetime) -> None:
    """End the recipient's part, unless it has another referral in the same case."""
    same = {"case": referral.case, "recipient": referral.recipient}
    if not Referral.objects.filter(**same, state__in=OPEN_STATES).exists():
        live = Part.objects.filter(case=referral.case, agency=referral.recipient, until=None)
        live.update(until=now)


def escalate(now: datetime) -> QuerySet[Referral]:
    """Mark referrals that nobody answered in time, and return those that are late.

    Called from time to time, and whenever someone looks at the list. The first time it finds a
    referral late, the agency that sent it is given a task.
    """
    late = Referral.objects.filter(state="sent", due__lte=now)
    with upkeep(), transaction.atomic():
        for referral in late.filter(escalated=None).select_for_update():
            marked = Referral.objects.filter(pk=referral.pk, escalated=None).update(escalated=now)
            if marked:
                Task.objects.create(
                    case_id=referral.case_id,
                    kind="ask_recipient",
                    agency_id=referral.giver_id,
                    due=now.date(),
                )
    return late


def received(person: User) -> QuerySet[Referral]:
    """Referrals to a person's agency that were sent, without those of a conflict of interest."""
    return (
        Referral.objects.filter(recipient=person.agency)
        .exclude(state="drafted")
        .exclude(Q(state="revoked", answered=None))
        .exclude(case__conflicts__person=person)
        .select_related("giver")
        .order_by("-sent")
    )


def given_out(person: User) -> QuerySet[Referral]:
    """Referrals that a person's agency drafted or sent, without those of a conflict of interest."""
    return (
        Referral.objects.filter(giver=person.agency)
        .exclude(state="revoked", sent=None)
        .exclude(case__conflicts__person=person)
        .select_related("recipient", "case")
        .order_by("-drafted")
    )


def side_of(person: User, referral: Referral) -> Side:
    """Whether a person's agency gave a referral or receives it.

    Raises:
        AccessRefused: Neither.
    """
    if referral.giver_id == person.agency_id:
        return "giver"
    if referral.recipient_id == person.agency_id and referral.state != "drafted":
        return "recipient"
    raise AccessRefused("referral_of_others")


def _check_received(person: User, referral: Referral) -> None:
    barred = referral.case.conflicts.filter(person=person).exists()
    if side_of(person, referral) != "recipient" or barred or not person.is_active:
        raise AccessRefused("referral_of_others")


def _log(person: User, referral: Referral, act: str) -> None:
    acts.write(person, act, target=referral.id, case=referral.case_id, purpose=referral.purpose)


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("case", "recipient", "agreement")
        .get(pk=referral.pk)
    )
