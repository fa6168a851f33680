"""Cells of a supplier list, read word by word."""

import re
from collections.abc import Callable
from math import isfinite
from typing import Any, TypeAlias

from manumit.core.os_id import os_id
from manumit.core.register_numbers import register_number
from manumit.io.supplier_columns import is_empty
from manumit.reference.territories import territory_code, territory_hint

LONGEST_NAME = 200
"""Characters of a name that Open Supply Hub takes."""

_SEVERAL = re.compile(r"[|;；、\n\r]+")
_CODES = re.compile(r"[|;,，；、\n\r]+")
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d*)?)\s*°?\s*([NSEW])?", re.IGNORECASE)
_PAIR = re.compile(r"\s*([^\s,;]+)\s*[,;\s]\s*([^\s,;]+)\s*")
_FORMULA = re.compile(r"=|[+\-@][^\s]*[|(!]")

Parser: TypeAlias = Callable[[str], Any]
"""Reads a cell, which may be empty; raises `Doubt` where the user should know."""


class Doubt(Exception):
    """What the user should know of a cell.

    Attributes:
        says: What is wrong, for a warning; holds nothing of a name.
        value: What is taken in its place; None for nothing.
    """

    def __init__(self, says: str, value: Any = None) -> None:
        super().__init__(says)
        self.says, self.value = says, value


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text; a sign before a number or a word is none.

    Example:
        >>> is_formula("=A1"), is_formula("+cmd|' /C calc'!A0"), is_formula("-7.25")
        (True, True, False)
    """
    return text[:1] in ("=", "+", "-", "@") and _FORMULA.match(text) is not None


def cleaned(text: str) -> str:
    """Text with single spaces and without control characters, empty if it says nothing."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    return "" if is_empty(text) else text


def one_name(text: str) -> tuple[str, ...]:
    """A name, which may be longer than others take."""
    name = cleaned(text)
    if len(name) > LONGEST_NAME:
        raise Doubt(f"a name has more than {LONGEST_NAME} characters, which is kept", (name,))
    return (name,) if name else ()


def several(text: str) -> tuple[str, ...]:
    """Names or goods in one cell, set apart by strokes, semicolons or lines; each once."""
    return tuple(dict.fromkeys(filter(None, map(cleaned, _SEVERAL.split(text)))))


def names_joined(text: str) -> tuple[str, ...]:
    """Names in one cell, set apart by strokes; each once."""
    return tuple(dict.fromkeys(filter(None, map(cleaned, text.split("|")))))


def hs_codes(text: str) -> tuple[str, ...]:
    """Codes of the Harmonized System of two, four or six digits; longer ones are cut.

    An odd number of digits without points is taken for a code whose first zero a spreadsheet
    has dropped.
    """
    found: dict[str, None] = {}
    doubt = ""
    text = "" if is_empty(text.strip()) else text
    for part in filter(str.strip, _CODES.split(text)):
        digits = re.sub(r"[\s.\-]", "", part)
        if not (digits.isascii() and digits.isdecimal()):
            doubt = doubt or "an HS code is not a number, and is left out"
            continue
        if len(digits) % 2 and digits != part.strip():
            digits = digits[:-1]
        elif len(digits) % 2:
            digits = f"0{digits}"
            doubt = doubt or "an HS code has an odd number of digits; a zero was put before it"
        if not digits or int(digits[:2]) not in range(1, 98):
            doubt = "an HS code is of no chapter from 01 to 97, and is left out"
            continue
        found[digits[:6]] = None
    if doubt:
        raise Doubt(doubt, tuple(found))
    return tuple(found)


def latitude(text: str) -> float | None:
    """Degrees from -90 to 90, with a point or a comma, or N or S behind it."""
    return _degrees(text, "NS", 90, "a latitude")


def longitude(text: str) -> float | None:
    """Degrees from -180 to 180, with a point or a comma, or E or W behind it."""
    return _degrees(text, "EW", 180, "a longitude")


def coordinates(text: str) -> tuple[float | None, float | None]:
    """Latitude and longitude in one cell, each with a point."""
    if not cleaned(text):
        return None, None
    match = _PAIR.fullmatch(text)
    if match is None:
        raise Doubt("coordinates are not two numbers, and are left out", (None, None))
    return latitude(match[1]), longitude(match[2])


def _degrees(text: str, signs: str, most: int, what: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        if not cleaned(text):
            return None
        match = _DEGREES.fullmatch(text.strip())
        sign = (match[2] or signs[0]).upper() if match else ""
        if match is None or sign not in signs:
            raise Doubt(f"{what} is not a number of degrees, and is left out") from None
        value = float(match[1].replace(",", ".")) * (1 if sign == signs[0] else -1)
    if not isfinite(value) or abs(value) > most:
        raise Doubt(f"{what} is not from -{most} to {most}, and is left out")
    return value


def open_supply_id(text: str) -> str:
    """An Open Supply Hub id with the right check character."""
    text = cleaned(text)
    found = os_id(text) if text else ""
    if found is None:
        raise Doubt("an OS ID is not one, or its check character is wrong; it is left out", "")
    return found


def identifier(kind: str) -> Parser:
    """A reader of register numbers of a kind."""

    def read(text: str) -> str:
        text = cleaned(text)
        found = register_number(kind, text) if text else ""
        if found is None:
            says = f"a {kind.upper()} number is not one, or its check digits are wrong"
            raise Doubt(f"{says}; it is left out", "")
        return found

    return read


class Territories:
    """A reader of territories, which names those it does not know up to a limit."""

    LIMIT = 20

    def __init__(self) -> None:
        self._unknown: set[str] = set()

    def __call__(self, text: str) -> str:
        """ISO 3166-1 alpha-2 code of a territory."""
        code = territory_code(text)
        if code is not None:
            return code
        word = cleaned(text)
        if not word:
            return ""
        self._unknown.add(word)
        if len(self._unknown) > self.LIMIT:
            raise Doubt("more countries that are not known", "")
        raise Doubt(f"the country {word[:40]!r} is not known. {territory_hint(word)}", "")
