"""Messages of a box: how they are sealed, put in order, and opened again."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import router, transaction
from django.db.models import Max

from manumit.errors import CannotOpen, RefusedError
from manumit.web.common import new_id, this_hour
from manumit.web.mailbox.files import Clean
from manumit.web.mailbox.models import Attachment, Box, Message
from manumit.web.sealing import Place, decrypt, encrypt, new_key, seal_for

WORKER, DESK = "worker", "desk"
SIGNAL, TEXT, NAME = "signal", "text", "name"
NEW, WAITING, ANSWERED, CLOSED = "new", "waiting", "answered", "closed"

MOST_MESSAGES = 40
"""Messages that one box takes from each side within an hour."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says, before it is sealed.

    Attributes:
        kind: `SIGNAL` (the first, with answers), `TEXT`, or `NAME` (who the worker is).
        answers: By name of the question; see `manumit.web.mailbox.questions`.
    """

    kind: str = TEXT
    text: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    files: tuple[Clean, ...] = ()


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a message says of a file that came with it.

    Attributes:
        kind: Media type of the clean copy, or of the original where there is no copy.
        digest: SHA-256 of the original.
        copied: Whether there is a clean copy; a sound recording has none.
        key: Opens copy and original.
    """

    id: str
    name: str
    kind: str
    size: int
    digest: str
    copied: bool
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a box, opened.

    Attributes:
        sender: `WORKER` or `DESK`.
        kind: `SIGNAL` (the first, with answers), `TEXT`, or `NAME` (who the worker is).
        answers: By name of the question; see `manumit.web.mailbox.questions`.
    """

    id: UUID
    order: int
    sender: str
    kind: str
    written: datetime
    text: str
    answers: dict[str, Any]
    files: tuple[FileNote, ...]


def add(box: Box, sender: str, body: Body, id_: UUID | None = None) -> None:
    """Add a message to a box; one with an id that is already there is not added again.

    Raises:
        RefusedError: Too many messages within an hour.
    """
    id_ = id_ or new_id()
    with transaction.atomic(using=router.db_for_write(Message)):
        row = Box.objects.select_for_update().get(pk=box.pk)
        if Message.objects.filter(pk=id_).exists():
            return
        if row.messages.filter(written=this_hour(), sender=sender).count() >= MOST_MESSAGES:
            raise RefusedError("Too many messages within an hour.", reason="too_many_messages")
        put(row, sender, body, id_)
        if sender == DESK or row.state != NEW:
            row.state = ANSWERED if sender == DESK else WAITING
            row.save(update_fields=["state"])


def put(box: Box, sender: str, body: Body, id_: UUID) -> None:
    """Seal a message for desk and worker, after those that are there. Needs a transaction."""
    order = (box.messages.aggregate(last=Max("order"))["last"] or 0) + 1
    rows, notes = [], []
    for file in body.files:
        row, note = _sealed(file, id_)
        rows.append(row)
        notes.append(asdict(note))
    content = {
        "box": str(box.id),
        "order": order,
        "sender": sender,
        "kind": body.kind,
        "text": body.text,
        "answers": body.answers,
        "files": notes,
    }
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    Message.objects.create(
        id=id_,
        box=box,
        order=order,
        sender=sender,
        for_desk=seal_for(bytes(box.desk.public_key), raw),
        for_worker=seal_for(bytes(box.public_key), raw),
    )
    Attachment.objects.bulk_create(rows)


def entry(row: Message, raw: bytes) -> Entry:
    """A message from what its seal held.

    Raises:
        CannotOpen: It belongs to another box or another place in the order.
    """
    content = json.loads(raw)
    found = (content["box"], content["order"], content["sender"])
    if found != (str(row.box_id), row.order, row.sender):
        raise CannotOpen
    return Entry(
        id=row.id,
        order=row.order,
        sender=row.sender,
        kind=content["kind"],
        written=row.written,
        text=content["text"],
        answers=content["answers"],
        files=tuple(FileNote(**note) for note in content["files"]),
    )


def open_file(note: FileNote, *, original: bool = False) -> bytes:
    """The clean copy of a file, or its original.

    Raises:
        CannotOpen: It is gone, or was changed or moved.
    """
    row = Attachment.objects.filter(pk=note.id).first()
    if row is None:
        raise CannotOpen
    column = "original" if original else "copy"
    return decrypt(bytes.fromhex(note.key), getattr(row, column), _place(row.id, column))


def _sealed(file: Clean, message_id: UUID) -> tuple[Attachment, FileNote]:
    key, id_ = new_key(), new_id()
    row = Attachment(
        id=id_,
        message_id=message_id,
        copy=encrypt(key, file.copy, _place(id_, "copy")),
        original=encrypt(key, file.original, _place(id_, "original")),
    )
    note = FileNote(
        id=str(id_),
        name=file.name,
        kind=file.kind,
        size=len(file.original),
        digest=file.digest,
        copied=file.copied,
        key=key.hex(),
    )
    return row, note


def _place(id_: UUID, column: str) -> Place:
    return Place("mailbox_attachment", column, str(id_))
