"""Payment files that are text, as lines."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from manumit.errors import InputError


@dataclass(frozen=True, slots=True)
class Lines:
    """A text as lines.

    Attributes:
        file: Name of the file.
        lines: Its lines, without their ends.
        notes: What had to be decided to read it.
    """

    file: str
    lines: list[str]
    notes: tuple[str, ...] = ()


def read_bytes(path: Path, most: int = -1) -> bytes:
    """The first `most` bytes of a file, or all of them.

    Raises:
        InputError: The file is missing, may not be read, or is empty.
    """
    try:
        with path.open("rb") as file:
            found = file.read(most)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}.", where=path.name) from None
    if not found.strip(b"\xef\xbb\xbf\r\n\t "):
        raise InputError("the file is empty.", where=path.name)
    return found


def as_lines(found: bytes, file: str) -> Lines:
    """A text as lines: UTF-8 or UTF-16 with their marks, otherwise Windows-1252 with a note."""
    notes: tuple[str, ...] = ()
    if found.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = found.decode("utf-16", errors="replace")
    else:
        try:
            text = found.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = found.decode("cp1252", errors="replace")
            notes = ("The text is not UTF-8; it was read as Windows-1252 (Latin-1).",)
    return Lines(file, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), notes)
