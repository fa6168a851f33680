"""Files of pairs: two records a row, to be compared with each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from manumit.errors import InputError
from manumit.reference.territories import territory_code
from manumit.supply.records import Record
from manumit.tables import Reject, Table, open_table

SIDES = ("left", "right")
FIELDS = ("name", "address", "country", "area", "parent")
COLUMNS = tuple(f"{side}_{field}" for side in SIDES for field in FIELDS)


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Some pairs of a file.

    Attributes:
        rows: Rows in the file, the header being row 1.
        left: Records on the left.
        right: Records on the right.
    """

    rows: list[int]
    left: list[Record]
    right: list[Record]


class PairFile:
    """A table of pairs that is open for reading once.

    Args:
        path: CSV, XLSX or Parquet with the columns left_name and right_name, and any of left_ and
            right_ address, country, area and parent. Other columns are not read.

    Raises:
        InputError: The file cannot be read, or a name column is missing.
    """

    def __init__(self, path: Path) -> None:
        self.table: Table = open_table(path, plain=COLUMNS)
        names = {name.strip().lower(): name for name in self.table.columns}
        self.found = {column: names[column] for column in COLUMNS if column in names}
        for needed in ("left_name", "right_name"):
            if needed not in self.found:
                raise InputError(
                    f"the file of pairs lacks the column {needed}.",
                    where=path.name,
                    field=needed,
                    allowed=COLUMNS,
                    hint="Name the columns left_name, right_name, and so on.",
                )
        self.unknown: dict[str, None] = {}
        self._territories: dict[str, str] = {"": ""}
        self._made: dict[tuple[str | None, ...], Record] = {}
        self._own: list[Reject] = []

    @property
    def rejects(self) -> list[Reject]:
        """Rows that were not used, so far."""
        return [*self.table.rejects, *self._own]

    def batches(self) -> Iterator[PairBatch]:
        """The pairs; a row without one of its names is among the rejects."""
        path_name = self.table.path.name
        for batch in self.table.batches():
            columns = {
                column: batch.columns[name].to_pylist() for column, name in self.found.items()
            }
            none = [""] * batch.count
            sides = [
                zip(*(columns.get(f"{side}_{field}", none) for field in FIELDS), strict=True)
                for side in SIDES
            ]
            made = PairBatch([], [], [])
            self._made.clear()
            for at, (one, other) in enumerate(zip(*sides, strict=True)):
                row = self.table.row(batch.start + at)
                if not (one[0] or "").strip() or not (other[0] or "").strip():
                    self._own.append(
                        Reject(path_name, row, "name", "", "a pair needs a name on both sides")
                    )
                    continue
                made.rows.append(row)
                made.left.append(self._record(*one))
                made.right.append(self._record(*other))
            yield made

    def _record(self, *cells: str | None) -> Record:
        """The record of some cells; of the same cells in one batch the same record."""
        found = self._made.get(cells)
        if found is None:
            name, address, country, area, parent = ((cell or "").strip() for cell in cells)
            parents = (parent,) if parent else ()
            found = Record((name,), parents, address, self._territory(country), area)
            self._made[cells] = found
        return found

    def _territory(self, country: str) -> str:
        """ISO code of a country as written; empty, and kept among the unknown, if it is none."""
        found = self._territories.get(country)
        if found is None:
            found = self._territories[country] = territory_code(country) or ""
            if not found:
                self.unknown[country] = None
        return found
