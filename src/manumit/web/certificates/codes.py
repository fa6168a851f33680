"""The code on a certificate: how it looks, how it is found, and the key that it stands for."""

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

from manumit.web.sealing import derived

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that are not taken for one another."""

LENGTH, GROUP = 20, 4
"""Thirty letters to the power of twenty: 98 bits."""


def new_code() -> str:
    """A random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """The code as it is printed.

    Example:
        >>> grouped("ABCDEFGHJKMNPQRSTVWX")
        'ABCD-EFGH-JKMN-PQRS-TVWX'
    """
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """The code in what was typed: capitals or not, with or without hyphens, digits of any script.

    Example:
        >>> typed(" abcd-efgh ٢٣")
        'ABCDEFGH23'
    """
    letters = []
    for letter in text[:200].upper():
        digit = unicodedata.decimal(letter, None)
        letters.append(letter if digit is None else str(digit))
    return "".join(letter for letter in letters if letter in ALPHABET)


def digest(code: str) -> str:
    """What a code is found by: without the secret of the server no code can be tried offline."""
    server = derived(hashlib.sha256(settings.SECRET_KEY.encode()).digest(), "certificate digest")
    return hmac.new(server, code.encode(), hashlib.sha256).hexdigest()


def key_of(code: str) -> bytes:
    """The key that a code stands for; it is random enough to need no slow derivation."""
    return derived(hashlib.sha256(code.encode()).digest(), "certificate content")
