"""A table that is read batch by batch, as columns of text.

A column is dictionary-encoded text: the few words that it holds, and for each row the position of
its word. What the words mean is for the caller to say, once for each word. Columns whose words are
all different, such as ids, can be asked for as plain text.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from manumit.tables.rejects import Reject

Arrow: TypeAlias = Any
"""An array of pyarrow, which is imported only when a table is read."""

Score: TypeAlias = Callable[[Sequence[str]], int]
"""How many of the cells of a row are names of columns; 0 if it cannot be a header."""

BATCH_ROWS = 1 << 18
HEADER_WITHIN = 20
"""Rows among which a header is looked for that stands below titles."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table.

    Attributes:
        start: Position of the first row among all readable rows, from 0.
        count: Number of rows.
        columns: Column name to dictionary-encoded text, or plain text where asked for.
        done: Share of the file that has been read, from 0 to 1.
    """

    start: int
    count: int
    columns: dict[str, Arrow]
    done: float


@dataclass(slots=True)
class Table:
    """A table that is open for reading once.

    Attributes:
        path: The file.
        columns: Column names as the file writes them.
        batches: Yields the rows.
        rejects: Rows without the right number of cells, or with a formula; grows while reading.
        notes: What the reader had to decide, such as the encoding.
        sheet: Sheet of the workbook, where several can be read; else empty.
        header_row: Row of the header, as a spreadsheet numbers it.
    """

    path: Path
    columns: list[str]
    batches: Callable[[], Iterator[Batch]]
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheet: str = ""
    header_row: int = 1
    _shifts: list[int] = field(default_factory=list)

    def skip(self, row: int, column: str = "", value: str = "", reason: str = "") -> None:
        """Leave a row of the file out; with a reason, keep it among the rejects."""
        self._shifts.append(row - len(self._shifts))
        if reason:
            self.rejects.append(Reject(self.path.name, row, column, value, reason))

    def row(self, position: int) -> int:
        """Row of a readable row in the file, as a spreadsheet numbers it."""
        row = position + 1 + self.header_row
        return row + bisect_right(self._shifts, row)


def best_header(rows: Sequence[Sequence[str]], score: Score) -> int | None:
    """Position of the row with the most names of columns, the first of equals; None if none has."""
    points = [score(row) for row in rows]
    return points.index(max(points)) if any(points) else None


def named(header: Sequence[str]) -> list[str]:
    """Names of columns, with a name for those that have none."""
    return [name.strip() or f"column {at}" for at, name in enumerate(header, start=1)]


def as_text(column: Arrow, *, words: bool) -> Arrow:
    """Any column as text, dictionary-encoded or plain; booleans as yes and no."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        if words and pa.types.is_string(column.type.value_type):
            return column
        column = column.dictionary_decode()
    if pa.types.is_boolean(column.type):
        column = pc.if_else(column, "yes", "no")
    text = pc.cast(column, pa.string())
    return pc.dictionary_encode(text) if words else text


def first_line(error: Exception) -> str:
    """First line of an error of a library, for a message."""
    return str(error).splitlines()[0][:200]
