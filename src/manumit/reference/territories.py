"""Names and codes of territories, in the spellings that people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from manumit.errors import nearest
from manumit.reference.compiled import data_file, fail_in
from manumit.reference.places import folded
from manumit.reference.strict import read_csv

_PATH = "names/territories.csv"
_COLUMNS = ("code", "code3", "name", "also")


@dataclass(frozen=True, slots=True)
class _Territories:
    names: Mapping[str, str]
    codes: Mapping[str, str]


def territory_code(text: str) -> str | None:
    """Code of a territory by its name in any spelling that is entered, or by its code.

    Case, accents, spaces and points do not matter.

    Returns:
        ISO 3166-1 alpha-2 code; None if the text is none of them.

    Example:
        >>> territory_code("Viet Nam"), territory_code("VNM"), territory_code("Cote d'Ivoire")
        ('VN', 'VN', 'CI')
    """
    return _territories().codes.get(_key(text))


def territory_name(code: str) -> str:
    """Usual English name of a territory.

    Raises:
        KeyError: No territory has this code.

    Example:
        >>> territory_name("VN")
        'Vietnam'
    """
    return _territories().names[code]


def territory_hint(text: str) -> str:
    """How to mend a text that is no territory, with the nearest name.

    Example:
        >>> territory_hint("Bangladsh")
        'Did you mean Bangladesh?'
    """
    names = {_key(name): name for name in _territories().names.values()}
    close = nearest(_key(text), list(names), most=1)
    return f"Did you mean {names[close[0]]}?" if close else "Write its name or its ISO code."


def _key(text: str) -> str:
    return folded(text).replace(" ", "")


@cache
def _territories() -> _Territories:
    """The territories that are entered.

    Raises:
        DataError: A code has another shape, or two territories share a code or spelling.
    """
    fail = fail_in(_PATH)
    rows = read_csv(data_file(_PATH).read_text(encoding="utf-8"), _COLUMNS, fail=fail)
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        code, code3 = row["code"], row["code3"]
        if not _capitals(code, 2) or not _capitals(code3, 3) or not row["name"]:
            raise fail("codes of two and three capitals and a name are due", line, code)
        if code in names:
            raise fail("this code is entered twice", line, code)
        names[code] = row["name"]
        for text in (code, code3, row["name"], *filter(None, row["also"].split("|"))):
            key = _key(text)
            if not key or codes.setdefault(key, code) != code:
                raise fail(f"{text!r} is empty or stands for {codes.get(key)} too", line, code)
    return _Territories(names, codes)


def _capitals(code: str, length: int) -> bool:
    return len(code) == length and code.isascii() and code.isalpha() and code.isupper()
