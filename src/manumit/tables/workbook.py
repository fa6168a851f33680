"""XLSX workbooks: the first sheet, values only, formulas refused."""

import warnings
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from manumit.errors import InputError, MissingExtra
from manumit.tables.model import BATCH_ROWS, Batch, Table, as_text, first_line

_DAMAGE = (BadZipFile, zlib.error, EOFError, KeyError, SyntaxError, ValueError)
"""What the libraries raise on a damaged workbook."""


def open_xlsx(path: Path, plain: Collection[str]) -> Table:
    """Open the first sheet of a workbook; `plain` columns come as plain text.

    Raises:
        InputError: The file is damaged or has no header.
        MissingExtra: The libraries for tables are not installed.
    """
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
        sheet = book.worksheets[0]
        rows = sheet.iter_rows()
        header = [_cell_text(cell).strip() for cell in next(rows, ())]
    except (InvalidFileException, *_DAMAGE) as error:
        message = f"not a readable XLSX file: {first_line(error)}"
        raise InputError(message, where=path.name) from None
    while header and header[-1] == "":
        header.pop()
    if len(header) == 0 or "" in header:
        raise InputError(
            "the first row of the first sheet is not a header of column names.", where=path.name
        )
    notes = []
    if len(book.worksheets) > 1:
        notes.append(f"Only the first sheet ({sheet.title}) of {len(book.worksheets)} was read.")
    total = max((sheet.max_row or 1) - 1, 1)
    table = Table(path, header, lambda: _xlsx_batches(table, rows, total, plain), notes=notes)
    return table


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

    for number, cells in enumerate(_readable(rows, table.path), start=2):
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
