"""Parquet files."""

from collections.abc import Collection, Iterator
from pathlib import Path

from manumit.errors import InputError
from manumit.tables.model import BATCH_ROWS, Batch, Table, as_text, first_line


def open_parquet(path: Path, plain: Collection[str]) -> Table:
    """Open a Parquet file; `plain` columns come as plain text.

    Raises:
        InputError: The file is damaged or of another kind.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = pq.read_schema(path).names
        file = pq.ParquetFile(path, read_dictionary=[n for n in names if n not in plain])
    except pa.ArrowInvalid as error:
        raise InputError(
            f"not a readable Parquet file: {first_line(error)}", where=path.name
        ) from None

    def batches() -> Iterator[Batch]:
        start, total = 0, max(file.metadata.num_rows, 1)
        try:
            for rows in file.iter_batches(batch_size=BATCH_ROWS):
                columns = {
                    name: as_text(rows.column(i), words=name not in plain)
                    for i, name in enumerate(names)
                }
                start += rows.num_rows
                yield Batch(start - rows.num_rows, rows.num_rows, columns, start / total)
        except (pa.ArrowInvalid, OSError) as error:
            message = f"damaged after row {start + 1}: {first_line(error)}"
            raise InputError(message, where=path.name) from None

    return Table(path, list(names), batches)
