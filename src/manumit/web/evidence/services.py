"""Files as evidence: the original as it came, sealed, and a clean copy to look at.

Each is an entry of the vault like any other: it is shared, sealed anew and shredded with the rest.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from manumit.casework.records import kinds
from manumit.errors import AccessRefused
from manumit.web.door.door import Door
from manumit.web.mailbox.files import Clean
from manumit.web.vault.models import Entry

ORIGINAL, COPY = 9, 10
"""Classes of data of a file as it came, and of its clean copy."""

Piece = tuple[str, dict[str, Any]]
"""Kind of an entry, and its content."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a case, opened.

    Attributes:
        kind: Media type; empty for an original that has a clean copy.
    """

    kind: str
    content: bytes = field(repr=False)


def pieces(file: Clean) -> Iterator[Piece]:
    """What is written into a case of one file."""
    yield (
        "evidence_original",
        {
            "name": file.name,
            "type": "" if file.copied else file.kind,
            "digest": file.digest,
            "content": base64.b64encode(file.original).decode(),
        },
    )
    if file.copied:
        copy = base64.b64encode(file.copy).decode()
        yield (
            "evidence_copy",
            {"name": file.name, "type": file.kind, "of": file.digest, "content": copy},
        )


def add(door: Door, files: Iterable[Clean]) -> None:
    """Write files into a case, all or none of them.

    Raises:
        AccessRefused: The actor may not write originals.
        CannotOpen: The agency does not hold a key of the case.
    """
    door.require("write", ORIGINAL)
    found = [piece for file in files for piece in pieces(file)]
    for kind, _ in found:
        number = kinds()[kind].data_class
        door.require("write", number)
        door.log("write", number, target=kind)
    with transaction.atomic():
        for kind, content in found:
            door.put(kind, content)


def may_add(door: Door) -> bool:
    """Whether the actor may add files to the case."""
    return bool(door.may("write", ORIGINAL)) and not door.case.closed


def file_entry(door: Door, entry: UUID) -> Entry:
    """The entry of a file whose content the actor may open.

    Raises:
        AccessRefused: There is none in this case, or the actor may at most know that it is there.
    """
    found = door.case.entries.filter(pk=entry, data_class__in=(ORIGINAL, COPY), form="full").first()
    if found is None:
        raise AccessRefused("entry_of_another_case")
    if door.require("read", found.data_class).form == "listed":
        door.log("refused_read", found.data_class, allowed=False)
        raise AccessRefused("listed_only")
    return found


def opened(door: Door, entry: Entry, reason: str) -> File:
    """A file, opened; the log has it before.

    Raises:
        AccessRefused: The rules do not allow it.
        CannotOpen: The agency does not hold the key.
    """
    found = door.reveal(entry.data_class, reason, only=entry)
    if not found:
        raise AccessRefused("corrected_before")
    content = found[0].content
    return File(content.get("type", ""), base64.b64decode(content["content"]))
