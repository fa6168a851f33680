"""What the desk does with a signal: read it, answer it, judge how pressing it is, close it.

A signal belongs to the desk that it was written to, and nobody else can open it. Each reading is in
the log before anything is opened.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from manumit.casework.policy import purposes_of, rules_for
from manumit.casework.tracks import handling
from manumit.errors import AccessRefused, InputError
from manumit.web.accounts.models import Agency, User
from manumit.web.audit.services import record
from manumit.web.cases.models import Conflict
from manumit.web.door.door import Asker, for_auditor
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.messages import CLOSED
from manumit.web.mailbox.models import Box
from manumit.web.signals import inbox
from manumit.web.signals.models import Signal

DESKS = ("INT", "UNI")
"""Roles that have a desk to which workers write."""

CONVERSATION, ORIGINAL, COPY = 19, 9, 10
"""Classes of data that a signal is about: what is said, and files as they came and cleaned."""


@dataclass(frozen=True, slots=True)
class Read:
    """A signal, opened."""

    row: inbox.Row
    signal: Signal | None
    entries: list[mailbox.Entry]

    @property
    def answers(self) -> dict[str, Any]:
        """First answers, by name of the question."""
        return next((each.answers for each in self.entries if each.kind == mailbox.SIGNAL), {})


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a signal."""

    note: mailbox.FileNote
    content: bytes


def open_desk(agency: Agency) -> None:
    """Let workers write to an agency, if its role has a desk and it has its keys."""
    if agency.role in DESKS and agency.public_key:
        mailbox.register_desk(agency.id, agency.name, bytes(agency.public_key))


def own_box(who: Asker, box_id: UUID) -> tuple[Box, Signal | None]:
    """A box of the desk of the asker's agency.

    Raises:
        AccessRefused: There is none, it is the box of another desk, the person must not see its
            case, or the worker has deleted it. The refusal is logged.
    """
    person = who.person
    box = Box.objects.exclude(state=CLOSED).filter(pk=box_id).first()
    signal = Signal.objects.select_related("case").filter(pk=box_id).first()
    barred = (
        person is None
        or who.actor.role not in DESKS
        or not who.actor.active
        or box is None
        or str(box.desk_id) != who.actor.agency
        or (signal is not None and _in_conflict(person, signal))
    )
    if barred or box is None:
        log(who, "refused_signal", box_id, allowed=False)
        raise AccessRefused("signal_of_another_desk")
    return box, signal


def _in_conflict(person: User, signal: Signal) -> bool:
    return Conflict.objects.filter(case=signal.case_id, person=person).exists()


def read(who: Asker, box_id: UUID) -> Read:
    """Open a signal; the log has it before.

    Raises:
        AccessRefused: See `own_box`.
        CannotOpen: The agency's key is not at hand.
    """
    box, signal = own_box(who, box_id)
    log(who, "read_signal", box_id, CONVERSATION, signal=signal)
    entries = mailbox.read_for_desk(box, who.holder.private)
    return Read(inbox.row_of(box, signal), signal, entries)


def answer(who: Asker, box_id: UUID, text: str, message_id: UUID | None = None) -> None:
    """Write to the worker, sealed so that only the worker and the desk can open it.

    Raises:
        AccessRefused: See `own_box`.
        InputError: There is nothing in it.
        RefusedError: Too many messages within an hour.
    """
    box, signal = own_box(who, box_id)
    if not text.strip():
        raise InputError("says nothing.", field="text", hint="Write what the person should know.")
    log(who, "answer_signal", box_id, CONVERSATION, signal=signal)
    mailbox.answer(box, text.strip(), message_id=message_id)


def triage(who: Asker, box_id: UUID, *, risk: str, danger: str, child: str) -> Signal:
    """Note how pressing a signal is.

    Raises:
        AccessRefused: See `own_box`.
    """
    _, signal = own_box(who, box_id)
    log(who, "triage_signal", box_id, signal=signal)
    return _kept(
        who,
        box_id,
        {
            "risk": risk,
            "danger": danger,
            "child": child,
            "triaged": timezone.now(),
            "triaged_by": who.person,
        },
    )


def close(who: Asker, box_id: UUID, reason: str) -> Signal:
    """Close a signal that becomes no case.

    It is shredded 90 days later, unless a new message opens it again.

    Raises:
        AccessRefused: See `own_box`.
        InputError: The reason is not one of the list, or it became a case.
    """
    box, signal = own_box(who, box_id)
    if reason not in handling().closing_reasons:
        raise InputError("is not a reason.", field="reason", allowed=handling().closing_reasons)
    if signal is not None and signal.case_id:
        raise InputError("this signal became a case.", hint="Close the case instead.")
    log(who, "close_signal", box_id)
    last = box.messages.order_by("-order").values_list("order", flat=True).first() or 0
    return _kept(
        who,
        box_id,
        {
            "closed": timezone.now(),
            "closed_by": who.person,
            "closed_after": last,
            "closing_reason": reason,
        },
    )


def file_of(who: Asker, box_id: UUID, file_id: UUID, *, reason: str | None = None) -> File:
    """The clean copy of a file of a signal or, with a reason, its original.

    Raises:
        AccessRefused: See `own_box`; or the file came with another signal, or the role may not see
            this class of data.
        CannotOpen: The agency's key is not at hand.
    """
    original = reason is not None
    box, signal = own_box(who, box_id)
    number = ORIGINAL if original else COPY
    act = "read_original" if original else "read_file"
    if not may_see(who.actor.role, number):
        log(who, "refused_file", box_id, number, signal=signal, allowed=False)
        raise AccessRefused("no_rule")
    log(who, act, box_id, number, signal=signal, reason=reason or "")
    for entry in mailbox.read_for_desk(box, who.holder.private):
        for note in entry.files:
            if note.id == str(file_id) and (original or note.copied):
                return File(note, mailbox.open_file(note, original=original))
    raise AccessRefused("file_of_another_signal")


def may_see(role: str, number: int) -> bool:
    """Whether people of a role may read a class of what came to their own desk."""
    return any(
        rule.form == "full" and rule.needs <= {"part", "agreed"}
        for rule in rules_for(role, "read", number)
    )


def unread(person: User) -> dict[str, int]:
    """How many signals wait at the person's desk: new ones, and answers of workers."""
    if person.agency.role not in DESKS:
        return {}
    waiting = [row for row in inbox.rows(person) if row.folder == inbox.WAITING]
    new = sum(row.new for row in waiting)
    return {"new": new, "answers": len(waiting) - new}


def log(  # noqa: PLR0913 - the fields of an act
    who: Asker,
    act: str,
    box_id: UUID,
    data_class: int | None = None,
    *,
    signal: Signal | None = None,
    reason: str = "",
    allowed: bool = True,
) -> None:
    """Write an act on a signal into the log."""
    purposes = purposes_of(who.actor.role)
    record(
        actor_id=who.actor.id,
        agency_id=who.actor.agency,
        act=act,
        case=str(signal.case_id or "") if signal else "",
        data_class=data_class,
        purpose=purposes[0] if purposes else "",
        target=str(box_id),
        allowed=allowed,
        reason=for_auditor(reason) if reason else b"",
    )


def _kept(who: Asker, box_id: UUID, values: dict[str, Any]) -> Signal:
    signal, _ = Signal.objects.update_or_create(
        pk=box_id, defaults=values, create_defaults={**values, "agency_id": UUID(who.actor.agency)}
    )
    return signal
