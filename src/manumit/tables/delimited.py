"""CSV files: their encoding and delimiter found, read block by block."""

import codecs
import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from manumit.errors import InputError
from manumit.tables.model import Batch, Table, first_line

BLOCK_BYTES = 1 << 24
_SAMPLE_BYTES = 1 << 20


def open_csv(path: Path, plain: Collection[str]) -> Table:
    """Open a CSV file; `plain` columns come as plain text.

    Raises:
        InputError: The first line is not a header.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    encoding, notes = _encoding(sample)
    delimiter, columns = _header(path, sample.decode(encoding, errors="replace"))
    table = Table(
        path, columns, lambda: _csv_batches(table, encoding, delimiter, plain), notes=notes
    )
    return table


def _encoding(sample: bytes) -> tuple[str, list[str]]:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", []
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return "cp1252", ["The text is not UTF-8; it was read as Windows-1252 (Latin-1)."]
    return "utf-8-sig", []


def _header(path: Path, text: str) -> tuple[str, list[str]]:
    """Delimiter and column names, from the first line."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    if "\0" in first or not first.strip():
        raise InputError("the first line is not a header of column names.", where=path.name)
    delimiter = max(",;\t|", key=first.count)
    return delimiter, next(csv.reader(lines, delimiter=delimiter))


def _csv_batches(
    table: Table, encoding: str, delimiter: str, plain: Collection[str]
) -> Iterator[Batch]:
    import pyarrow as pa
    from pyarrow import csv as pacsv

    def skip(row: Any) -> str:
        cells = f"{row.actual_columns} cells where the header has {row.expected_columns}"
        table.skip(row.number, "", row.text[:200], cells)
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
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip
                ),
                convert_options=pacsv.ConvertOptions(column_types=types, strings_can_be_null=False),
            )
            for rows in reader:
                columns = {name: rows.column(i) for i, name in enumerate(table.columns)}
                start += rows.num_rows
                yield Batch(start - rows.num_rows, rows.num_rows, columns, file.tell() / size)
        except pa.ArrowInvalid as error:
            if start == 0 and "Empty CSV" in str(error):
                return
            raise InputError(
                f"cannot be read after row {start + 1}: {first_line(error)}",
                where=table.path.name,
                hint="Save the file as UTF-8 CSV." if "UTF8" in str(error) else "",
            ) from None
