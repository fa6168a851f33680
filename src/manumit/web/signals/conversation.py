"""What a worker and the agencies wrote to each other, as the page of a case shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from manumit.casework.policy import purposes_of
from manumit.web.door.door import Door
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.messages import CLOSED
from manumit.web.mailbox.models import Box
from manumit.web.signals.answers import Answer, in_words
from manumit.web.signals.making import take_in
from manumit.web.signals.models import Signal
from manumit.web.signals.services import CONVERSATION


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation.

    Attributes:
        box: The box that it is in; None where only what was copied into the case can be read.
        own: Whether the worker wrote; otherwise someone else did.
    """

    box: Box | None
    own: bool
    said: list["Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One message.

    Attributes:
        lines: What was answered to the first questions, in words.
    """

    sender: str
    written: datetime
    text: str
    answers: dict[str, Any]
    lines: tuple[Answer, ...] = ()
    files: tuple[mailbox.FileNote, ...] = ()


def conversation(door: Door, reason: str = "", language: str = "en") -> list[Talk]:
    """What was written in the boxes of a case; new messages are copied into it.

    The desk that a box belongs to reads the box. Any other agency that may read this class of data
    reads what was copied into the case.

    Raises:
        AccessRefused: The rules do not allow it.
        CannotOpen: The agency does not hold the key.
    """
    door.require("read", CONVERSATION)
    boxes = boxes_of(door)
    if not boxes:
        opened = door.reveal(CONVERSATION, reason, "message")
        said = [
            Said(str(each.content.get("sender", "")), each.entry.written, each.content["text"], {})
            for each in opened
        ]
        return [Talk(None, True, said)] if said else []
    door.log("read", CONVERSATION, reason=reason, target="conversation")
    return [_talk(door, box, language) for box in boxes]


def boxes_of(door: Door) -> list[Box]:
    """Boxes of a case that the agency of the asker reads as their desk."""
    tied = set(door.case.signals.values_list("box", flat=True))
    if door.case.box is not None:
        tied.add(door.case.box)
    agency = door.asker.actor.agency
    if not agency:
        return []
    mine = Box.objects.exclude(state=CLOSED).filter(pk__in=tied, desk=UUID(agency))
    return sorted(mine, key=lambda box: (box.id != door.case.box, box.opened))


def _talk(door: Door, box: Box, language: str) -> Talk:
    entries = mailbox.read_for_desk(box, door.asker.holder.private)
    signal, _ = Signal.objects.get_or_create(
        pk=box.id, defaults={"agency_id": box.desk_id, "case": door.case, "own": True}
    )
    if door.purpose == purposes_of(door.asker.actor.role)[0] and not door.case.closed:
        take_in(door, signal, entries, language)
    said = [
        Said(
            each.sender,
            each.written,
            each.text,
            each.answers,
            tuple(in_words(each.answers, language)),
            each.files,
        )
        for each in entries
    ]
    return Talk(box, signal.own, said)
