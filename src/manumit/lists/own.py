"""Lists in the project's own format: built-in editions, and lists that people keep themselves."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

from manumit.core import PartialDate
from manumit.errors import InputError, did_you_mean
from manumit.lists.model import Entry, EntryStatus, Good, Party, PartyKind, Place, Practice
from manumit.lists.parts import decoded, refuse_page, slug, tidy
from manumit.lists.source import ListSource, Reading
from manumit.reference.territories import territory_code, territory_hint

COLUMNS = (
    *("id", "listed", "name", "also", "kind", "subsidiaries", "address", "territory", "area"),
    *("goods", "hs", "made_with", "starts", "ends", "status", "authority", "provision"),
    *("practices", "identifiers", "note"),
)
"""Header of the format; a file may leave columns out."""

_OF_PARTY = ("name", "also", "kind", "subsidiaries", "address", "identifiers")
_BAR = "|"


def read(raw: bytes, source: ListSource) -> Reading:
    """Read a list in the own format. Rows of one id are one entry with several parties.

    Raises:
        InputError: A column is not known, or a cell cannot be read.
    """
    text = decoded(raw)
    refuse_page(text, source)
    lines = text.splitlines(keepends=True)
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter)
    header = [tidy(name) for name in next(reader)]
    _check_header(header, source)
    found: dict[str, Entry] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{source.id}, line {reader.line_num}"
        if len(cells) != len(header):
            message = f"{len(cells)} cells where the header has {len(header)}."
            raise InputError(message, where=where, hint="The file may be cut.")
        row = _Row(dict(zip(header, (cell.strip() for cell in cells), strict=True)), where)
        _join(found, row)
    return Reading(tuple(found.values()))


def write(entries: Iterable[Entry]) -> str:
    """Entries in the own format, so that reading them gives the same entries.

    Raises:
        ValueError: A text holds the stroke that separates values.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        parties: Sequence[Party | None] = entry.who or (None,)
        for number, party in enumerate(parties):
            cells = _entry_cells(entry) if number == 0 else {"id": entry.id}
            writer.writerow(cells | (_party_cells(party) if party else {}))
    return out.getvalue()


def _check_header(header: Sequence[str], source: ListSource) -> None:
    for name in header:
        if name not in COLUMNS:
            message = f"unknown column. {did_you_mean(name, COLUMNS)}"
            raise InputError(message, where=source.id, field=name, allowed=COLUMNS)
        if header.count(name) > 1:
            raise InputError("the header has this column twice.", where=source.id, field=name)
    if not {"name", "goods", "hs", "territory"} & set(header):
        message = "the header has neither name nor goods nor territory."
        raise InputError(message, where=source.id, field="name", allowed=COLUMNS)


def _join(found: dict[str, Entry], row: "_Row") -> None:
    entry = row.entry()
    first = found.get(entry.id)
    if first is None:
        found[entry.id] = entry
    elif not row.cells.get("id"):
        raise row.wrong("name", "another row has the same name; give both an id")
    elif row.says_more_than(first):
        raise row.wrong("id", "an earlier row has this id and other values; leave them out here")
    elif not entry.who:
        raise row.wrong("name", "a second row of one id must name another party")
    else:
        found[entry.id] = replace(first, who=(*first.who, *entry.who))


class _Row:
    """One row, and where it stands."""

    def __init__(self, cells: dict[str, str], where: str) -> None:
        self.cells, self.where = cells, where

    def wrong(
        self, column: str, message: str, allowed: Sequence[str] = (), hint: str = ""
    ) -> InputError:
        hint = f"Use one of: {', '.join(allowed)}." if allowed else hint
        return InputError(f"{message}.", where=self.where, field=column, allowed=allowed, hint=hint)

    def many(self, column: str) -> tuple[str, ...]:
        cell = self.cells.get(column, "")
        return tuple(part.strip() for part in cell.split(_BAR)) if cell else ()

    def one_of(self, column: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.cells.get(column) or default
        if value not in allowed:
            raise self.wrong(column, "this value is not known", allowed)
        return value

    def day(self, column: str) -> PartialDate | None:
        cell = self.cells.get(column)
        try:
            return PartialDate.parse(cell) if cell else None
        except ValueError as error:
            raise self.wrong(column, str(error).rstrip(".")) from None

    def aligned(self, column: str, with_: str) -> tuple[str, ...]:
        """Values of a column, one for each value of another; none stands for empty ones."""
        values, count = self.many(column), len(self.many(with_))
        if not values:
            return ("",) * count
        if len(values) != count:
            message = f"has {len(values)} values where {with_} has {count}; separate them by |"
            raise self.wrong(column, message)
        return values

    def entry(self) -> Entry:
        party, goods, where = self.party(), self.goods(), self.places()
        names = (*(party.names if party else ()), *(good.name for good in goods))
        name = self.cells.get("listed") or (names[0] if names else "")
        name = name or ", ".join(place.area or place.territory for place in where)
        if not name:
            raise self.wrong("name", "the row names no party, no goods and no place")
        practices = self.many("practices")
        if unknown := set(practices) - set(get_args(Practice)):
            message = f"{min(unknown)!r} is not known"
            raise self.wrong("practices", message, get_args(Practice))
        return Entry(
            self.cells.get("id") or slug(name),
            name,
            () if party is None else (party,),
            goods,
            where,
            self.one_of("status", get_args(EntryStatus), "in_force"),  # type: ignore[arg-type]
            self.day("starts"),
            self.day("ends"),
            self.cells.get("authority", ""),
            self.cells.get("provision", ""),
            practices,  # type: ignore[arg-type] # checked above
            self.cells.get("note", ""),
        )

    def says_more_than(self, first: Entry) -> bool:
        """Whether the row states, for its entry, what the first row of the entry does not."""
        said = _entry_cells(first)
        own = {key: self.cells.get(key, "") for key in COLUMNS if key not in _OF_PARTY}
        return any(cell and cell != said[key] for key, cell in own.items())

    def party(self) -> Party | None:
        name = self.cells.get("name", "")
        if not name:
            extra = next((key for key in _OF_PARTY if self.cells.get(key)), None)
            if extra:
                raise self.wrong(extra, "there is no name that this is about")
            return None
        numbers = [part.partition(":") for part in self.many("identifiers")]
        if any(not kind or not number for kind, _, number in numbers):
            raise self.wrong("identifiers", "write each as KIND:NUMBER, such as imo:9074729")
        return Party(
            self.one_of("kind", get_args(PartyKind), "entity"),  # type: ignore[arg-type]
            (name, *self.many("also")),
            self.one_of("subsidiaries", ("yes", "no"), "no") == "yes",
            self.cells.get("address", ""),
            tuple((kind.strip(), number.strip()) for kind, _, number in numbers),
        )

    def goods(self) -> tuple[Good, ...]:
        if not self.cells.get("goods") and self.cells.get("hs"):
            return tuple(Good(f"HS {codes}", self.codes(codes)) for codes in self.many("hs"))
        names, made_with = self.many("goods"), self.aligned("made_with", "goods")
        parts = zip(names, self.aligned("hs", "goods"), made_with, strict=True)
        return tuple(
            Good(name, self.codes(codes), tuple(w.strip() for w in inputs.split(";") if w.strip()))
            for name, codes, inputs in parts
        )

    def codes(self, cell: str) -> tuple[str, ...]:
        codes = tuple(code.replace(".", "") for code in cell.split())
        if any(not code.isdigit() or len(code) not in (2, 4, 6) for code in codes):
            raise self.wrong("hs", "a code has 2, 4 or 6 digits; separate codes by spaces")
        return codes

    def territory(self, name: str) -> str:
        code = territory_code(name) if name else ""
        if code is None:
            raise self.wrong("territory", "no territory has this name", hint=territory_hint(name))
        return code

    def places(self) -> tuple[Place, ...]:
        territories = [self.territory(name) for name in self.many("territory")]
        if not territories and self.cells.get("area"):
            raise self.wrong("territory", "an area needs its territory")
        areas = self.aligned("area", "territory")
        return tuple(Place(code, area) for code, area in zip(territories, areas, strict=True))


def _entry_cells(entry: Entry) -> dict[str, str]:
    return {
        "id": entry.id,
        "listed": entry.name,
        "territory": _joined(place.territory for place in entry.where),
        "area": _joined(place.area for place in entry.where),
        "goods": _joined(good.name for good in entry.what),
        "hs": _joined(" ".join(good.hs) for good in entry.what),
        "made_with": _joined(";".join(good.made_with) for good in entry.what),
        "starts": str(entry.starts or ""),
        "ends": str(entry.ends or ""),
        "status": entry.status,
        "authority": entry.authority,
        "provision": entry.provision,
        "practices": _joined(entry.practices),
        "note": entry.note,
    }


def _party_cells(party: Party) -> dict[str, str]:
    return {
        "name": _joined(party.names[:1]),
        "also": _joined(party.names[1:]),
        "kind": party.kind,
        "subsidiaries": "yes" if party.subsidiaries else "no",
        "address": party.address,
        "identifiers": _joined(f"{kind}:{number}" for kind, number in party.identifiers),
    }


def _joined(values: Iterable[str]) -> str:
    kept = list(values)
    if any(_BAR in value for value in kept):
        raise ValueError(f"A value holds {_BAR}, which separates values: {kept}")
    return _BAR.join(kept) if any(kept) else ""
