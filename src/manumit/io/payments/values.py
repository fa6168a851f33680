"""The cells of payment files: numbers, days, months and references, each with the reason why not.

Every function raises `InputError` with the field, what stood there, and how to mend it.
"""

import csv
import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import lru_cache

from manumit.errors import InputError
from manumit.tables import Reject

_NUMBER = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,17})?|\.[0-9]{1,17}")
_WHOLE = re.compile(r"[0-9]{1,15}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
_POWER = re.compile(r"[0-9]+([.,][0-9]+)?[Ee]\+?[0-9]+")
_WHY_NO_NUMBER = (
    (re.compile(r""), "is empty; write 0 if it is none"),
    (re.compile(r"=.*", re.DOTALL), "holds a formula; paste its value in its place"),
    (
        re.compile(r"[-−(].*|.*-", re.DOTALL),
        "is below zero; enter what was taken back as a deduction of its own",
    ),
    (_POWER, "was shortened by a spreadsheet; show all digits of the column and save it again"),
    (
        re.compile(r"[0-9.]*,[0-9.,]*"),
        "has a comma; write a decimal point (0.50) and no separator of thousands",
    ),
    (
        re.compile(r".*[^0-9., ].*", re.DOTALL),
        "is not a number alone; the currency belongs in a column of its own",
    ),
)
_YEARS = range(1950, 2200)
_CURRENCY = re.compile(r"[A-Z]{3}")


@lru_cache(maxsize=4096)
def number(text: str, field: str) -> Decimal:
    """A number that is not below zero, with a decimal point: `1221.92`, `1000`, `0`."""
    text = text.strip()
    if _NUMBER.fullmatch(text) is None:
        raise InputError(_why_no_number(text), field=field, value=text)
    return Decimal(text)


def optional_number(text: str, field: str) -> Decimal | None:
    """A number, or None for an empty cell."""
    return number(text, field) if text.strip() else None


def whole(text: str, field: str) -> int:
    """A count, leading zeros allowed."""
    text = text.strip()
    if _WHOLE.fullmatch(text) is None:
        raise InputError("is not a whole number", field=field, value=text)
    return int(text)


def _why_no_number(text: str) -> str:
    whys = (why for pattern, why in _WHY_NO_NUMBER if pattern.fullmatch(text))
    return next(whys, "is not a number such as 1221.92")


@lru_cache(maxsize=4096)
def day(text: str, field: str) -> date:
    """A day, written 2009-06-30 or 20090630; midnight after it is passed over."""
    text = _MIDNIGHT.sub("", text.strip())
    if _DAY.fullmatch(text) is None:
        raise InputError(
            "is not a day; write it as 2009-06-30 or 20090630", field=field, value=text
        )
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise InputError("is no day of the calendar", field=field, value=text) from None
    return _plausible(found, field, text)


def optional_day(text: str, field: str) -> date | None:
    """A day, or None for an empty cell."""
    return day(text, field) if text.strip() else None


def month(text: str, field: str, *, year_first: bool) -> tuple[date, date]:
    """First and last day of a month, written 200906 with the year first, otherwise 062009."""
    text = text.strip()
    form = "200906, the year first" if year_first else "062009, the month first"
    if len(text) != 6 or _WHOLE.fullmatch(text) is None:
        raise InputError(f"is not a month; write it as {form}", field=field, value=text)
    year, at = (text[:4], text[4:]) if year_first else (text[2:], text[:2])
    try:
        first = _plausible(date(int(year), int(at), 1), field, text)
    except ValueError:
        message = f"is no month of the calendar; write it as {form}"
        raise InputError(message, field=field, value=text) from None
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _plausible(found: date, field: str, text: str) -> date:
    if found.year not in _YEARS:
        raise InputError(
            "is outside 1950 to 2199; a spreadsheet writes 1900 for an empty date",
            field=field,
            value=text,
        )
    return found


def in_order(start: date | None, end: date | None, field: str) -> None:
    """Refuse a period that ends before it starts."""
    if start is not None and end is not None and end < start:
        raise InputError(
            "is before the day on which the period starts", field=field, value=f"{end}"
        )


def reference(text: str, field: str) -> str:
    """A worker's number as written, leading zeros kept."""
    text = text.strip()
    if not text:
        raise InputError("is empty, so that the payment belongs to no one", field=field)
    if _POWER.fullmatch(text):
        message = "was shortened by a spreadsheet; make the column text and enter it anew"
        raise InputError(message, field=field)
    return text


def currency_code(text: str, field: str) -> str:
    """A currency as ISO 4217 writes it."""
    text = text.strip()
    if _CURRENCY.fullmatch(text) is None:
        raise InputError(
            "is not a currency code of three capitals, such as AED", field=field, value=text
        )
    return text


def cells(line: str) -> list[str]:
    """The cells of one line with commas; a quotation mark never reaches into the next line."""
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line]))
    except csv.Error:
        raise InputError("the line cannot be split into fields; mend its quotation marks") from None


def fitted(found: list[str], width: int) -> list[str]:
    """The cells, without empty ones that a spreadsheet added at the end.

    Raises:
        InputError: There are more or fewer than `width`.
    """
    while len(found) > width and not found[-1].strip():
        found.pop()
    if len(found) != width:
        raise InputError(
            f"{len(found)} fields where the layout has {width}; the line was cut off, or an amount"
            " or name holds a comma"
        )
    return found


def reject(file: str, row: int, error: InputError) -> Reject:
    """The reject that an error of a cell makes, without what could identify a person."""
    return Reject(file, row, error.field, shown(error.value), error.message)


def shown(value: str) -> str:
    """A value as it may be shown: short numbers and dates; all else is left out.

    A cell at fault may hold a name or an account number that slipped into the wrong column.

    Example:
        >>> shown("0,50"), shown("2009-02-30"), shown("Amina"), shown("4551902459")
        ('0,50', '2009-02-30', '', '')
    """
    plain = all(c in "0123456789.,-/ " for c in value)
    return value if plain and sum(c.isdigit() for c in value) <= 8 else ""
