"""Fields and values of the standard, as entered, and how writers vary in naming them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from manumit.core import Answer
from manumit.reference import Phase
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.schema import build

_DATA = "exchange/htcds.yml"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a field, and what a case learns from it.

    `fact` says the same and is yes for `phases`; `asks` may be meant, and become questions;
    `refuse` is why a record is not read, and `why` is why nothing is learned.
    """

    spellings: tuple[str, ...] = ()
    sex: str = ""
    work: Answer = Answer.UNKNOWN
    circumstances: tuple[str, ...] = ()
    fact: str = ""
    phases: tuple[Phase, ...] = ()
    asks: tuple[str, ...] = ()
    refuse: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A field and its use. `flags` are prefixes of columns that hold one of its choices each."""

    use: Literal["read", "personal", "ignored"]
    to: Literal["", "id", "age", "sex", "work", "conditions", "facts", "source", "consent"] = ""
    label: str = ""
    spellings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    choices: dict[str, Choice] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard as entered: its fields (and columns beside them), and how ticks are written."""

    title: str
    status: Status
    source: tuple[Source, ...]
    ticked: tuple[str, ...]
    unticked: tuple[str, ...]
    blank: tuple[str, ...]
    fields: dict[str, Column]


@cache
def standard() -> Standard:
    """Fields and values as entered in the data file."""
    return build(Standard, load_yaml(_DATA), fail=fail_in(_DATA))


def looks_like_htcds(columns: Iterable[str]) -> bool:
    """Whether some column is a field of the standard on trafficking (`vic_`), however spelled."""
    return any(find_column(column)[0].startswith("vic_") for column in columns)


def key_of(text: str) -> str:
    """A name without what writers vary: case, spaces, underscores and punctuation."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@cache
def codes_of(name: str) -> dict[str, str]:
    """Code of every spelling of the values of a field."""
    return {
        key_of(spelling): code
        for code, choice in standard().fields[name].choices.items()
        for spelling in (code, choice.sex or code, *choice.spellings)
    }


@cache
def _places() -> dict[str, tuple[str, str]]:
    """Every known column: its field and, if it is for one choice, that choice's code."""
    found: dict[str, tuple[str, str]] = {}
    for name, spec in standard().fields.items():
        found |= {key_of(each): (name, "") for each in (name, spec.label or name, *spec.spellings)}
        for prefix in spec.flags:
            found |= {key_of(prefix) + key: (name, code) for key, code in codes_of(name).items()}
    return found


@cache
def find_column(column: str) -> tuple[str, str]:
    """Field of a column, and choice if it is for one; form tools put groups before a name."""
    bits = column.split("/")
    keys = (key_of("/".join(bits[at:])) for at in range(len(bits)))
    return next((_places()[key] for key in keys if key in _places()), ("", ""))


def as_text(value: Any) -> str:
    """A value as text, as it is written."""
    if isinstance(value, list):
        return ";".join(map(as_text, value))
    if isinstance(value, tuple):
        return "(a record inside a record)"
    whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else str(int(value) if whole else value).strip()
