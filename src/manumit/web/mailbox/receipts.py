"""Receipts: a locator and a secret that look like telephone numbers, and the key they stand for."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from django.conf import settings

from manumit.errors import RefusedError
from manumit.web.base_settings import CONFIG
from manumit.web.sealing import derived, key_from

LOCATOR_DIGITS, SECRET_DIGITS = 8, 16
GROUP = 4
AT_ONCE = 2
"""Guesses at a secret that may run at the same time; each takes 128 MiB."""

PATIENCE_SECONDS = 20
_SLOTS = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What opens a box: eight digits that name it and sixteen that open it (53 bits)."""

    locator: str
    secret: str = field(repr=False)


def new_receipt() -> Receipt:
    """A random receipt."""
    return Receipt(_random(LOCATOR_DIGITS), _random(SECRET_DIGITS))


def digits(text: str) -> str:
    """The digits of what was typed, in whichever script: spaces and hyphens do not matter.

    Example:
        >>> digits("٤٨٣١ 09-27")
        '48310927'
    """
    found = (unicodedata.decimal(letter, None) for letter in text[:200])
    return "".join(str(digit) for digit in found if digit is not None)


def grouped(number: str) -> str:
    """Digits in groups of four, as a telephone shows them."""
    return " ".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def slow_key(secret: str, salt: bytes) -> bytes:
    """The key that a secret stands for, made slowly on purpose; at most two at a time.

    Raises:
        RefusedError: Too many are waiting.
    """
    with _slot():
        return key_from(secret, salt, CONFIG.argon_mebibytes)


def server_key(use: str) -> bytes:
    """A key of this server for one use."""
    return derived(hashlib.sha256(settings.SECRET_KEY.encode()).digest(), use)


@contextmanager
def _slot() -> Iterator[None]:
    if not _SLOTS.acquire(timeout=PATIENCE_SECONDS):
        raise RefusedError("Too many are waiting.", reason="busy")
    try:
        yield
    finally:
        _SLOTS.release()


def _random(count: int) -> str:
    return f"{secrets.randbelow(10**count):0{count}}"
