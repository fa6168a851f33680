"""CSV files: their encoding and delimiter found, read block by block."""

import csv
import io
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from manumit.errors import InputError
from manumit.tables.encoding import encoding_of
from manumit.tables.model import (
    HEADER_WITHIN,
    Batch,
    Score,
    Table,
    best_header,
    first_line,
    named,
)

BLOCK_BYTES = 1 << 24
_SAMPLE_BYTES = 1 << 20
_NO_ROWS = ("Empty CSV", "Could not skip initial")
"""What the library says of a file that ends with its header."""


class _Header(NamedTuple):
    """Where the header stands: its row, and the lines of the file up to its end."""

    delimiter: str
    columns: list[str]
    row: int = 1
    lines: int = 0


def open_csv(path: Path, plain: Collection[str], score: Score | None = None) -> Table:
    """Open a CSV file; `plain` columns come as plain text.

    With a `score` the header is the row that has most of it among the first ones, and rows without
    any text are passed over; else it is the first line.

    Raises:
        InputError: The first line is not a header.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    encoding, note = encoding_of(sample)
    text = sample.decode(encoding, errors="replace")
    header = _scored(text, score) if score else None
    if header is None:
        header = _header(path, text)
    table = Table(
        path,
        header.columns,
        lambda: _csv_batches(table, encoding, header, plain),
        notes=[note] if note else [],
        header_row=header.row,
    )
    return table


def _header(path: Path, text: str) -> _Header:
    """Delimiter and column names, from the first line."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    if "\0" in first or not first.strip():
        raise InputError("the first line is not a header of column names.", where=path.name)
    delimiter = max(",;\t|", key=first.count)
    return _Header(delimiter, next(csv.reader(lines, delimiter=delimiter)))


def _scored(text: str, score: Score) -> _Header | None:
    """The header with the highest score of all delimiters; None if no row has any."""
    best, most = None, 0
    for delimiter in ",;\t|":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            read = [(row, reader.line_num) for row in islice(reader, HEADER_WITHIN)]
        except csv.Error:
            continue
        at = best_header([row for row, _ in read], score)
        if at is not None and score(read[at][0]) > most:
            row, lines = read[at]
            best, most = _Header(delimiter, named(row), at + 1, lines), score(row)
    return best


def _csv_batches(
    table: Table, encoding: str, header: _Header, plain: Collection[str]
) -> Iterator[Batch]:
    import pyarrow as pa
    from pyarrow import csv as pacsv

    def skip(row: Any) -> str:
        cells = f"{row.actual_columns} cells where the header has {row.expected_columns}"
        number = row.number - header.lines + table.header_row if header.lines else row.number
        table.skip(number, "", row.text[:200], cells)
        return "skip"

    words = pa.dictionary(pa.int32(), pa.string())
    types = {name: pa.string() if name in plain else words for name in table.columns}
    size, start = max(table.path.stat().st_size, 1), 0
    with table.path.open("rb") as file:
        try:
            reader = pacsv.open_csv(
                file,
                read_options=pacsv.ReadOptions(
                    use_threads=False,
                    block_size=BLOCK_BYTES,
                    encoding="utf-8" if encoding == "utf-8-sig" else encoding,
                    skip_rows=header.lines,
                    column_names=table.columns if header.lines else [],
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=header.delimiter,
                    newlines_in_values=True,
                    invalid_row_handler=skip,
                    ignore_empty_lines=not header.lines,
                ),
                convert_options=pacsv.ConvertOptions(column_types=types, strings_can_be_null=False),
            )
            for rows in reader:
                columns = {name: rows.column(i) for i, name in enumerate(table.columns)}
                start += rows.num_rows
                yield Batch(start - rows.num_rows, rows.num_rows, columns, file.tell() / size)
        except pa.ArrowInvalid as error:
            if start == 0 and any(text in str(error) for text in _NO_ROWS):
                return
            raise InputError(
                f"cannot be read after row {start + 1}: {first_line(error)}",
                where=table.path.name,
                hint="Save the file as UTF-8 CSV." if "UTF8" in str(error) else "",
            ) from None
