"""XLSX workbooks: values only, formulas refused."""

import warnings
import zlib
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from manumit.errors import InputError, MissingExtra
from manumit.tables.model import (
    BATCH_ROWS,
    HEADER_WITHIN,
    Batch,
    Score,
    Table,
    as_text,
    best_header,
    first_line,
    named,
)

_DAMAGE = (BadZipFile, zlib.error, EOFError, KeyError, SyntaxError, ValueError)
"""What the libraries raise on a damaged workbook."""


def open_xlsx(path: Path, plain: Collection[str]) -> Table:
    """Open the first sheet of a workbook; `plain` columns come as plain text.

    Raises:
        InputError: The file is damaged or has no header.
        MissingExtra: The libraries for tables are not installed.
    """
    sheets = _sheets(path)
    table = _table(path, sheets[0], _head(path, sheets[0]), 0, plain)
    if len(table.columns) == 0 or "" in table.columns:
        raise InputError(
            "the first row of the first sheet is not a header of column names.", where=path.name
        )
    if len(sheets) > 1:
        first = sheets[0].title
        table.notes.append(f"Only the first sheet ({first}) of {len(sheets)} was read.")
    return table


def open_sheets_of(path: Path, score: Score) -> list[Table]:
    """Open every sheet that has a header, or the first one if none has.

    Raises:
        InputError: The file is damaged.
        MissingExtra: The libraries for tables are not installed.
    """
    tables, others, sheets = [], list[str](), _sheets(path)
    for sheet in sheets:
        head = _head(path, sheet)
        at = best_header([_texts(row) for row in head.rows], score)
        if at is None:
            others.append(sheet.title)
            continue
        table = _table(path, sheet, head, at, ())
        table.columns[:] = named(table.columns)
        table.sheet = sheet.title
        tables.append(table)
    if len(tables) == 0:
        return [open_xlsx(path, ())]
    if others:
        tables[0].notes.append(f"Not read, since no row is a header: sheets {', '.join(others)}.")
    return tables


class _Head(NamedTuple):
    """The first rows of a sheet, and the rest."""

    rows: list[Any]
    rest: Iterator[Any]


def _sheets(path: Path) -> list[Any]:
    """The sheets of a workbook that hold cells."""
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise MissingExtra("tables", f"Reading {path.name}") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of parts that hold no cells
            book = openpyxl.load_workbook(
                BytesIO(path.read_bytes()), read_only=True, data_only=False
            )
        return [book.worksheets[0], *book.worksheets[1:]]
    except (InvalidFileException, IndexError, *_DAMAGE) as error:
        raise _damaged(path, error) from None


def _head(path: Path, sheet: Any) -> _Head:
    try:
        rows = sheet.iter_rows()
        return _Head(list(islice(rows, HEADER_WITHIN)), rows)
    except _DAMAGE as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(f"not a readable XLSX file: {first_line(error)}", where=path.name)


def _table(path: Path, sheet: Any, head: _Head, at: int, plain: Collection[str]) -> Table:
    """The table below the header in row `at` of the head, counted from 0."""
    header = _texts(head.rows[at]) if head.rows else []
    while header and header[-1] == "":
        header.pop()
    total = max((sheet.max_row or 1) - 1 - at, 1)
    rows = chain(head.rows[at + 1 :], head.rest)
    table = Table(path, header, lambda: _xlsx_batches(table, rows, total, plain), header_row=at + 1)
    return table


def _texts(cells: Sequence[Any]) -> list[str]:
    return [_cell_text(cell).strip() for cell in cells]


def _xlsx_batches(
    table: Table, rows: Iterator[Any], total: int, plain: Collection[str]
) -> Iterator[Batch]:
    import pyarrow as pa

    width, held, start = len(table.columns), list[list[str]](), 0

    def batch() -> Batch:
        columns = {
            name: as_text(pa.array([row[i] for row in held], pa.string()), words=name not in plain)
            for i, name in enumerate(table.columns)
        }
        return Batch(start - len(held), len(held), columns, min(start / total, 1.0))

    for number, cells in enumerate(_readable(rows, table.path), start=table.header_row + 1):
        texts = [_cell_text(cell) for cell in cells[:width]] + [""] * (width - len(cells))
        if all(cell.value is None for cell in cells):
            table.skip(number)
            continue
        formula = next((i for i, cell in enumerate(cells) if cell.data_type == "f"), None)
        if formula is not None:
            column = table.columns[formula] if formula < width else ""
            reason = "holds a formula; paste its value in its place"
            table.skip(number, column, str(cells[formula].value), reason)
            continue
        held.append(texts)
        start += 1
        if len(held) == BATCH_ROWS:
            yield batch()
            held = []
    if held:
        yield batch()


def _readable(rows: Iterator[Any], path: Path) -> Iterator[Any]:
    """The rows, with damage in the middle of the file as an error of the user's file."""
    try:
        yield from rows
    except _DAMAGE as error:
        raise InputError(f"damaged: {first_line(error)}", where=path.name) from None


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
