"""Files that workers send: which are taken, and how each gets a clean copy, without any disk."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore

from manumit.errors import RefusedError

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_SOUND_BYTES = 10 * MEGABYTE
MOST_TOGETHER = 40 * MEGABYTE
MOST_FILES = 5
NAME_LENGTH = 120
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,audio/*"
"""What a field for files offers to choose; what comes is looked at all the same."""

CLEANER = Path(__file__).with_name("cleaner.py")
SECONDS = 40
_SLOTS = BoundedSemaphore(2)

PICTURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
SOUNDS = (
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "audio/webm"),
)
SOUND_BRANDS = (b"M4A ", b"M4B ", b"isom", b"iso2", b"mp41", b"mp42", b"3gp4", b"3gp5", b"3gp6")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
TWO_AT_ONCE = (b"<script", b"<html", b"<svg", b"<!doctype html")
"""What a browser might run, in a file that calls itself a picture or a document."""

ZIP_END, ZIP_TAIL = b"PK\x05\x06", 70_000


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that is taken: its original as evidence, and a clean copy to look at.

    Attributes:
        name: As the worker's device called it, shortened.
        kind: Media type of the copy; of the original where there is no copy.
        copied: Whether there is a clean copy. A sound recording has none.
        digest: SHA-256 of the original.
    """

    name: str = field(repr=False)
    kind: str
    copy: bytes = field(repr=False)
    original: bytes = field(repr=False)
    digest: str
    copied: bool


def clean_all(files: list[tuple[str, bytes]]) -> tuple[Clean, ...]:
    """Clean copies of what came with one message.

    Args:
        files: Name and content of each.

    Raises:
        RefusedError: They are too many or too big together, see `check_together`, or one cannot be
            taken, see `clean`.
    """
    check_together([len(content) for _, content in files])
    return tuple(clean(name, content) for name, content in files)


def check_together(sizes: list[int]) -> None:
    """Check that files can come together.

    Args:
        sizes: Bytes of each.

    Raises:
        RefusedError: They cannot; its reason is `files_too_many` or `files_too_big`.
    """
    if len(sizes) > MOST_FILES:
        raise RefusedError(f"Not more than {MOST_FILES} files.", reason="files_too_many")
    if sum(sizes) > MOST_TOGETHER:
        raise RefusedError("The files are too big together.", reason="files_too_big")


def clean(name: str, content: bytes) -> Clean:
    """A clean copy of one file, or the reason why it is not taken.

    Raises:
        RefusedError: It cannot be taken; its reason is `file_empty`, `file_too_big`, `file_kind`,
            `file_heic`, `file_mixed`, `file_bomb`, `file_damaged`, `file_not_clean`,
            `file_password`, or `busy`.
    """
    if not content:
        raise RefusedError("The file is empty.", reason="file_empty")
    if len(content) > MOST_BYTES:
        raise RefusedError("The file is too big.", reason="file_too_big")
    digest = hashlib.sha256(content).hexdigest()
    short = "".join(letter for letter in name if letter.isprintable())[-NAME_LENGTH:]
    sound = _sound(content)
    if sound:
        if len(content) > MOST_SOUND_BYTES:
            raise RefusedError("The recording is too big.", reason="file_too_big")
        return Clean(short, sound, b"", content, digest, copied=False)
    kind, copy = _redrawn(_kind(content), content)
    return Clean(short, kind, copy, content, digest, copied=True)


def _kind(content: bytes) -> str:
    """What the first bytes say a file is; name and stated type are not believed."""
    for start, kind in PICTURES:
        if content.startswith(start):
            return _single(kind, content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _single("WEBP", content)
    if content.startswith(b"%PDF-"):
        return _single("PDF", content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise RefusedError("This kind of picture cannot be cleaned.", reason="file_heic")
    raise RefusedError("This kind of file is not taken.", reason="file_kind")


def _sound(content: bytes) -> str:
    """The media type of a sound recording, or nothing."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp" and content[8:12] in SOUND_BRANDS:
        return "audio/mp4"
    return next((kind for start, kind in SOUNDS if content.startswith(start)), "")


def _single(kind: str, content: bytes) -> str:
    """The kind of a file that is one thing only.

    Raises:
        RefusedError: It is a second thing as well, such as a page or an archive.
    """
    lowered = content.lower()
    second = any(mark in lowered for mark in TWO_AT_ONCE) or ZIP_END in content[-ZIP_TAIL:]
    if second or (kind != "PDF" and b"%PDF-" in content):
        raise RefusedError("The file is two things at once.", reason="file_mixed")
    return kind


def _redrawn(kind: str, content: bytes) -> tuple[str, bytes]:
    """Kind and content of the clean copy, made in a process that can open and write nothing."""
    if not _SLOTS.acquire(timeout=SECONDS):
        raise RefusedError("Too many are waiting.", reason="busy")
    try:
        done = subprocess.run(  # noqa: S603 - the project's own file, with fixed words
            [sys.executable, "-I", str(CLEANER), kind],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise RefusedError("The file takes too long to clean.", reason="file_bomb") from None
    finally:
        _SLOTS.release()
    head, _, copy = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise RefusedError("The file cannot be read.", reason="file_damaged")
    said: dict[str, str] = json.loads(head)
    if "refused" in said:
        raise RefusedError("The file cannot be cleaned.", reason=f"file_{said['refused']}")
    return said["kind"], copy
