"""Columns of a supplier list: which field each of them fills."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from manumit.errors import InputError, did_you_mean
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.places import folded
from manumit.reference.schema import build
from manumit.tables import Score, Table

_PATH = "exchange/suppliers.yml"
IDENTIFIERS = ("lei", "duns", "cnpj", "uscc", "rba", "uml")
_SINGLE = (
    *("city", "district", "area", "postal_code", "latitude", "longitude", "coordinates", "os_id"),
    *IDENTIFIERS,
)
"""Fields of which a supplier has one, so that two columns for one of them contradict each other."""

_LOCATES = ("name", "native_name", "other_names", "address")
_PASSED_OVER = ""
_LONGEST_EMPTY = 16
"""Characters of the longest word that stands for an empty cell, or more."""

_PARTS = re.compile(r"[/|\n()（）\[\]*]|(?<=[\u3400-\u9fff])\s*(?=[A-Za-z])|\s+(?=[\u3400-\u9fff])")
"""What stands between the two languages of a heading, or before what it explains of itself."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table fill.

    Attributes:
        fields: Field to its columns, the preferred one first.
        unread: Columns that are not known, or whose field is mapped to another one.
        mapped: Fields whose mapped column is there.
    """

    fields: Mapping[str, tuple[str, ...]]
    unread: tuple[str, ...]
    mapped: frozenset[str]


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Whether a mapping of fields to columns names fields that there are.

    Raises:
        InputError: A key is no field.
    """
    fields = list(_headings().fields)
    for field in mapping:
        if field not in fields:
            message = f"no field has this name. {did_you_mean(field, fields)}"
            raise InputError(message, where="--map", field=field, allowed=fields)


def scorer(mapping: Mapping[str, str]) -> Score:
    """How likely a row is the header: the fields it names, if a name or address is among them."""
    field_of = _reader(mapping)

    def score(cells: Sequence[str]) -> int:
        found = {field for cell in cells if (field := field_of(cell))}
        return len(found) if found.intersection(_LOCATES) else 0

    return score


def columns_of(table: Table, mapping: Mapping[str, str], ignore: Collection[str]) -> Columns:
    """What each column of an open table fills.

    A column that `mapping` names fills its field, and no other column does. A heading says the
    field where it is entered in `exchange/suppliers.yml`, in one language or in two.

    Raises:
        InputError: No column is a name or an address, or two columns fill a field that has one
            value.
    """
    field_of, found, unread = _reader(mapping), dict[str, list[str]](), list[str]()
    mapped = {field for field, column in mapping.items() if column.strip() in _stripped(table)}
    for column in table.columns:
        plain = column.strip()
        field = field_of(column)
        if plain in ignore or field == _PASSED_OVER:
            continue
        if field is None or (field in mapped and mapping[field].strip() != plain):
            unread.append(plain)
        else:
            found.setdefault(field, []).append(column)
    _check(table, found)
    order = {key: at for at, key in enumerate(_known())}
    for columns in found.values():
        columns.sort(key=lambda column: order.get(_key(column), 0))
    fields = {field: tuple(columns) for field, columns in found.items()}
    return Columns(fields, tuple(unread), frozenset(mapped))


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: it is blank, or holds a word that stands for that."""
    return len(text) <= _LONGEST_EMPTY and (not text or text.casefold() in _empty())


def _check(table: Table, found: Mapping[str, Sequence[str]]) -> None:
    where = f"{table.path.name}, {table.sheet}" if table.sheet else table.path.name
    if not any(field in found for field in _LOCATES):
        known = ", ".join(name.strip()[:40] for name in table.columns[:12])
        raise InputError(
            f"no column is known as the name of a supplier. The columns are {known}.",
            where=where,
            hint='Say which one it is: --map name="COLUMN".',
        )
    for field in _SINGLE:
        columns = found.get(field, ())
        if len(columns) > 1:
            raise InputError(
                f"{' and '.join(columns)} are both read as {field}.",
                where=where,
                field=field,
                hint=f'Say which one it is: --map {field}="{columns[0].strip()}".',
            )


def _stripped(table: Table) -> set[str]:
    return {column.strip() for column in table.columns}


def _reader(mapping: Mapping[str, str]) -> Callable[[str], str | None]:
    """A reader of headings: their field, empty if known and not read, None if not known."""
    mapped = {column.strip(): field for field, column in mapping.items()}
    known = _known()

    def field_of(heading: str) -> str | None:
        field = mapped.get(heading.strip())
        if field is None:
            field = known.get(_key(heading))
        return _in_parts(heading) if field is None else field

    return field_of


def _in_parts(heading: str) -> str | None:
    """The field that all known parts of a heading name, if the first one is known."""
    parts = [_known().get(key) for part in _PARTS.split(heading) if (key := _key(part))]
    fields = {field for field in parts if field is not None}
    return parts[0] if parts and len(fields) == 1 else None


def _key(text: str) -> str:
    return folded(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class _Headings:
    title: str
    status: Status
    source: tuple[Source, ...]
    fields: dict[str, tuple[str, ...]]
    passed_over: tuple[str, ...]
    empty: tuple[str, ...]


@cache
def _headings() -> _Headings:
    return build(_Headings, load_yaml(_PATH), fail=fail_in(_PATH))


@cache
def _known() -> dict[str, str]:
    """Field of each heading, in the order of the file.

    Raises:
        DataError: A heading is entered for two fields.
    """
    fail, known, headings = fail_in(_PATH), dict[str, str](), _headings()
    for field, names in (*headings.fields.items(), (_PASSED_OVER, headings.passed_over)):
        for name in names:
            if known.setdefault(_key(name), field) != field:
                raise fail(f"{name!r} is entered for {known[_key(name)]} too", 0, field)
    return known


@cache
def _empty() -> frozenset[str]:
    words = frozenset(_headings().empty)
    if max(map(len, words)) > _LONGEST_EMPTY:
        raise fail_in(_PATH)(f"is longer than {_LONGEST_EMPTY} characters", 0, "empty")
    return words
