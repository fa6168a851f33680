"""A batch of a supplier list, column by column, as lists with one value for each row."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from manumit.io import supplier_cells as cells
from manumit.io.supplier_cells import Doubt, Parser
from manumit.io.supplier_columns import IDENTIFIERS
from manumit.io.supplier_notices import Notices
from manumit.tables import Batch

_PARSERS: Mapping[str, Parser] = {
    "name": cells.one_name,
    "native_name": cells.one_name,
    "other_names": cells.names_joined,
    "parents": cells.names_joined,
    "goods": cells.several,
    "inputs": cells.several,
    "hs": cells.hs_codes,
    "latitude": cells.latitude,
    "longitude": cells.longitude,
    "coordinates": cells.coordinates,
    "os_id": cells.open_supply_id,
} | {kind: cells.identifier(kind) for kind in IDENTIFIERS}
"""Readers of the fields; the others are text."""

_SIGNS = frozenset("=+-@")


class SupplierBatch:
    """Reads the columns of a batch; each word of a column is read once.

    Attributes:
        formulas: Column and text of a formula, by the position of its row.
    """

    def __init__(
        self,
        batch: Batch,
        fields: Mapping[str, Sequence[str]],
        rows: Sequence[int],
        notices: Notices,
        territory: Parser,
    ) -> None:
        self._batch, self._fields, self._rows, self._notices = batch, fields, rows, notices
        self._parsers = {**_PARSERS, "territory": territory}
        self.formulas: dict[int, tuple[str, str]] = {}

    def many(self, *fields: str) -> list[tuple[str, ...]]:
        """All values of the columns of some fields, each once in a row."""
        columns = [column for field in fields for column in self._columns(field)]
        if len(columns) == 0:
            return [()] * self._batch.count
        if len(columns) == 1:
            return columns[0]
        return [tuple(dict.fromkeys(chain(*values))) for values in zip(*columns, strict=True)]

    def one(self, field: str, blank: Any = "") -> list[Any]:
        """The column of a field that has one; blanks if there is none."""
        columns = self._columns(field)
        return columns[0] if columns else [blank] * self._batch.count

    def address(self) -> list[str]:
        """Address, city, district, area and postal code, each part once."""
        columns = [
            column
            for field in ("address", "city", "district", "area", "postal_code")
            for column in self._columns(field)
        ]
        if len(columns) < 2:
            return columns[0] if columns else [""] * self._batch.count
        return [_joined(parts) for parts in zip(*columns, strict=True)]

    def area(self) -> list[str]:
        """Province or state; the district where there is none."""
        area, district = self.one("area"), self._columns("district")
        if not district:
            return area
        return [one or other for one, other in zip(area, district[0], strict=True)]

    def territory(self) -> list[str]:
        """Code of the country, from its name before its code."""
        columns = self._columns("territory")
        if len(columns) == 0:
            return [""] * self._batch.count
        found = columns[0]
        if len(columns) > 1:
            rows = list(zip(*columns, strict=True))
            for at, codes in enumerate(rows):
                if len(set(filter(None, codes))) > 1:
                    says = "columns of the country disagree; the first that is known is taken"
                    self._notices.add(says, self._rows[at])
            found = [next(filter(None, codes), "") for codes in rows]
        for at, code in enumerate(found):
            if not code:
                self._notices.add(
                    "no country is known; matches rest on names alone", self._rows[at]
                )
        return found

    def points(self) -> tuple[list[float | None], list[float | None]]:
        """Latitude and longitude; of a point known by half, or at 0, 0, neither."""
        latitudes, longitudes = self.one("latitude", None), self.one("longitude", None)
        for pairs in self._columns("coordinates"):
            for at, (latitude, longitude) in enumerate(pairs):
                if latitudes[at] is None or longitudes[at] is None:
                    latitudes[at], longitudes[at] = latitude, longitude
        for at, (latitude, longitude) in enumerate(zip(latitudes, longitudes, strict=True)):
            if latitude and longitude:
                continue
            if latitude == longitude == 0:
                says = "the point at latitude 0, longitude 0 stands for none, and is left out"
                self._notices.add(says, self._rows[at])
            elif latitude is not None and longitude is not None:
                continue
            latitudes[at] = longitudes[at] = None
        return latitudes, longitudes

    def identifiers(self) -> list[tuple[tuple[str, str], ...]]:
        """Register numbers by kind."""
        kinds = [kind for kind in IDENTIFIERS if kind in self._fields]
        if len(kinds) == 0:
            return [()] * self._batch.count
        columns = [self.one(kind) for kind in kinds]
        return [
            tuple((kind, number) for kind, number in zip(kinds, numbers, strict=True) if number)
            for numbers in zip(*columns, strict=True)
        ]

    def is_blank(self, at: int) -> bool:
        """Whether a row has no text in any column."""
        columns = self._batch.columns.values()
        return not any((column[at].as_py() or "").strip() for column in columns)

    def _columns(self, field: str) -> list[list[Any]]:
        return [self._column(name, field) for name in self._fields.get(field, ())]

    def _column(self, name: str, field: str) -> list[Any]:
        encoded, parse = self._batch.columns[name], self._parsers.get(field, cells.cleaned)
        words = [word or "" for word in encoded.dictionary.to_pylist()]
        blank = parse("")
        values, doubts = list[Any](), dict[int, str]()
        for at, word in enumerate(words):
            try:
                values.append(parse(word))
            except Doubt as doubt:
                values.append(blank if doubt.value is None else doubt.value)
                doubts[at] = doubt.says
        values.append(blank)
        places = encoded.indices.fill_null(len(words)).to_pylist()
        formulas = {
            at: (name, word)
            for at, word in enumerate(words)
            if word[:1] in _SIGNS and cells.is_formula(word)
        }
        if doubts or formulas:
            self._note(places, doubts, formulas)
        return list(map(values.__getitem__, places))

    def _note(
        self,
        places: Sequence[int],
        doubts: Mapping[int, str],
        formulas: Mapping[int, tuple[str, str]],
    ) -> None:
        for at, place in enumerate(places):
            if place in formulas:
                self.formulas.setdefault(at, formulas[place])
            elif place in doubts:
                self._notices.add(doubts[place], self._rows[at])


def _joined(parts: Sequence[str]) -> str:
    """Parts of an address, without those that it already holds as whole words."""
    text = parts[0]
    for part in parts[1:]:
        if not part:
            continue
        if not text:
            text = part
        elif not _holds(text.casefold(), part.casefold()):
            text = f"{text}, {part}"
    return text


def _holds(text: str, part: str) -> bool:
    start = text.find(part)
    if start < 0:
        return False
    around = text[start - 1 : start] + text[start + len(part) : start + len(part) + 1]
    return not around.isalnum() or not any(sign.isalnum() for sign in around)
