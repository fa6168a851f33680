"""What is done with boxes, by the intake and by the office alike; neither is imported here.

A box has a key pair. Its private key is wrapped under the secret of the receipt, so that the server
cannot open a box without the worker. What is written is sealed twice: for the desk and for the box.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connections, router, transaction
from django.db.models import QuerySet

from manumit.errors import CannotOpen, RefusedError
from manumit.web.common import new_id, this_hour
from manumit.web.mailbox import tries
from manumit.web.mailbox.files import Clean
from manumit.web.mailbox.messages import (
    CLOSED,
    DESK,
    NAME,
    SIGNAL,
    TEXT,
    WORKER,
    Body,
    Entry,
    FileNote,
    add,
    entry,
    open_file,
    put,
)
from manumit.web.mailbox.models import Box, Desk, Message
from manumit.web.mailbox.receipts import Receipt, new_receipt, server_key, slow_key
from manumit.web.mailbox.rls import name_box
from manumit.web.sealing import (
    SALT_BYTES,
    Place,
    decrypt,
    encrypt,
    new_pair,
    new_salt,
    open_with,
)

__all__ = [
    "DESK",
    "NAME",
    "SIGNAL",
    "TEXT",
    "WORKER",
    "Entry",
    "FileNote",
    "OpenBox",
    "Receipt",
    "Sending",
    "answer",
    "desk_of",
    "is_made",
    "open_box",
    "open_desks",
    "open_file",
    "prepare",
    "read",
    "read_for_desk",
    "register_desk",
    "shred",
    "unlock",
    "write",
]

WRAPPED_BYTES = 284
"""Length of a wrapped key: nonce, padded key, tag."""


@dataclass(frozen=True, slots=True)
class OpenBox:
    """A box while it is open: its id and its private key, in memory only."""

    id: UUID
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sending:
    """What is decided before a box is made, so that sending twice makes one box."""

    id: UUID
    receipt: Receipt


def prepare() -> Sending:
    """A new id and receipt for a box that will be made."""
    return Sending(new_id(), new_receipt())


def is_made(sending: Sending) -> bool:
    """Whether the box was made already."""
    name_box(box=sending.id)
    return Box.objects.filter(pk=sending.id).exists()


def open_box(  # noqa: PLR0913 - whose, in which language, how it came, what it says
    desk: Desk,
    language: str,
    channel: str,
    answers: Mapping[str, Any],
    *,
    sending: Sending | None = None,
    by_desk: bool = False,
) -> Receipt:
    """A new box with its first message. The receipt opens it from the moment this returns.

    Args:
        desk: The agency that will read it.
        language: Code of the language that the worker reads.
        channel: web, call, visit or paper.
        answers: As `SignalForm.answers()` gives them.
        sending: Made by `prepare`; sent a second time, it makes no second box.
        by_desk: Whether the desk itself makes it for a worker; then it need not be open to all.

    Raises:
        RefusedError: The desk is closed, or too many are waiting.
    """
    if not desk.open and not by_desk:
        raise RefusedError("The desk is closed.", reason="desk_closed")
    given = sending or prepare()
    name_box(box=given.id)
    for _ in range(3):
        made = Box.objects.filter(pk=given.id).first()
        if made is not None:
            return replace(given.receipt, locator=made.locator or "")
        try:
            return _make(desk, language, channel, answers, given)
        except IntegrityError:  # sent twice at once, or the locator is taken
            given = Sending(given.id, replace(given.receipt, locator=new_receipt().locator))
    raise RefusedError("No locator was free.", reason="busy")


def unlock(locator: str, secret: str) -> OpenBox:
    """Open a box with its receipt.

    An unknown locator takes the same work and ends with the same error as a wrong secret; so does
    the right secret after five wrong tries within an hour.

    Args:
        locator: Digits, as `receipts.digits` reads them.
        secret: Digits.

    Raises:
        CannotOpen: For whichever reason.
        RefusedError: Too many are waiting.
    """
    allowed = tries.count_try(locator)
    name_box(locator=locator)
    box = Box.objects.filter(locator=locator).first()
    salt, wrapped, place = _decoy(locator)
    if box is not None:
        salt, wrapped, place = bytes(box.salt), bytes(box.wrapped_key), _place(box.id)
    private = decrypt(slow_key(secret, salt), wrapped, place)
    if box is None or not allowed:
        raise CannotOpen
    tries.give_back(locator)
    return OpenBox(box.id, private)


def read(box: OpenBox) -> list[Entry]:
    """All messages of a box, for the worker who opened it.

    Raises:
        CannotOpen: The box is closed, or a message was changed or moved.
    """
    row = _row(box)
    return [entry(each, open_with(box.private, bytes(each.for_worker))) for each in _messages(row)]


def read_for_desk(box: Box, desk_private: bytes) -> list[Entry]:
    """All messages of a box, for the desk.

    Raises:
        CannotOpen: The key is not the desk's, or a message was changed or moved.
    """
    return [entry(each, open_with(desk_private, bytes(each.for_desk))) for each in _messages(box)]


def write(
    box: OpenBox,
    text: str,
    attachments: Iterable[Clean] = (),
    *,
    name: Mapping[str, str] | None = None,
    message_id: UUID | None = None,
) -> None:
    """Add a message of the worker.

    Args:
        box: The open box.
        text: What was written.
        attachments: Files as `files.clean` gives them.
        name: Who the worker is, given now: `name` and `telephone`.
        message_id: Sent a second time, the same message is not written again.

    Raises:
        CannotOpen: The box is closed.
        RefusedError: Too many messages within an hour.
    """
    row = _row(box)
    body = Body(NAME if name else TEXT, text, dict(name or {}), tuple(attachments))
    add(row, WORKER, body, message_id)


def answer(box: Box, text: str, *, message_id: UUID | None = None) -> None:
    """Add a message of the desk, which only the worker and the desk can open.

    Raises:
        RefusedError: The worker closed the box, or too many messages within an hour.
    """
    if box.state == CLOSED:
        raise RefusedError("The worker closed the box.", reason="box_closed")
    add(box, DESK, Body(TEXT, text), message_id)


def shred(box: OpenBox) -> None:
    """Close a box for good: key, messages and files are deleted, for worker and desk alike.

    The public key stays, so that a case which is also sealed for the box can still be written; what
    is sealed with it opens for nobody.
    """
    row = _row(box)
    with transaction.atomic(using=router.db_for_write(Box)):
        row.messages.all().delete()
        row.locator, row.state, row.closed = None, CLOSED, this_hour()
        row.salt = row.wrapped_key = b""
        row.danger = row.child = "unknown"
        row.save()
    _forget_log_of_writes()


def desk_of(box: OpenBox) -> Desk:
    """The agency that reads a box.

    Raises:
        CannotOpen: The box is closed.
    """
    return _row(box).desk


def register_desk(id_: UUID, name: str, public_key: bytes, *, is_open: bool = True) -> Desk:
    """Tell the intake of an agency that reads signals, or of its new name or key."""
    values = {"name": name, "public_key": public_key, "open": is_open}
    desk, _ = Desk.objects.update_or_create(pk=id_, defaults=values)
    return desk


def open_desks() -> QuerySet[Desk]:
    """Agencies that one can write to."""
    return Desk.objects.filter(open=True).order_by("name")


def _make(
    desk: Desk, language: str, channel: str, answers: Mapping[str, Any], given: Sending
) -> Receipt:
    pair, salt = new_pair(), new_salt()
    key = slow_key(given.receipt.secret, salt)
    with transaction.atomic(using=router.db_for_write(Box)):
        box = Box.objects.create(
            id=given.id,
            locator=given.receipt.locator,
            salt=salt,
            public_key=pair.public,
            wrapped_key=encrypt(key, pair.private, _place(given.id)),
            desk=desk,
            channel=channel,
            language=language,
            danger=answers.get("danger", "unknown"),
            child=answers.get("child", "unknown"),
        )
        put(box, WORKER, Body(SIGNAL, "", dict(answers)), new_id())
    return given.receipt


def _messages(box: Box) -> QuerySet[Message]:
    return box.messages.order_by("order")


def _row(box: OpenBox) -> Box:
    name_box(box=box.id)
    row = Box.objects.exclude(state=CLOSED).filter(pk=box.id).first()
    if row is None:
        raise CannotOpen
    return row


def _place(id_: UUID) -> Place:
    return Place("mailbox_box", "wrapped_key", str(id_))


def _decoy(locator: str) -> tuple[bytes, bytes, Place]:
    """Salt and wrapped key of a box that is not there; they are always the same for a locator."""
    seed = hmac.new(server_key("mailbox.decoy"), locator.encode(), hashlib.sha256).digest()
    stream = hashlib.shake_256(seed).digest(SALT_BYTES + WRAPPED_BYTES)
    return stream[:SALT_BYTES], stream[SALT_BYTES:], _place(UUID(bytes=seed[:16]))


def _forget_log_of_writes() -> None:
    """What SQLite still has of deleted rows in its log of writes goes too."""
    connection = connections[router.db_for_write(Box)]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
