"""Results of a table, a row a person, written batch by batch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from manumit.identify.table import Column
from manumit.tables import safe_cell


class ResultWriter:
    """Writes results beside each other: Parquet for a Parquet input, else CSV.

    The file is `results.parquet` or `results.csv` in the folder, with the name of the input before
    it, so that several inputs do not overwrite each other. Columns are `id` and those of
    `identify.table.assess_table`.
    """

    def __init__(self, folder: Path, source: Path) -> None:
        suffix = ".parquet" if source.suffix.lower() == ".parquet" else ".csv"
        self.path = folder / f"{source.stem}.results{suffix}"
        self._writer: Any = None

    def __enter__(self) -> "ResultWriter":
        return self

    def write(self, ids: Sequence[str], columns: Mapping[str, Column]) -> None:
        """Append persons in order."""
        import pyarrow as pa
        import pyarrow.csv as pacsv
        import pyarrow.parquet as pq

        as_csv = self.path.suffix == ".csv"
        named = [safe_cell(id_) for id_ in ids] if as_csv else ids
        arrays: list[Any] = [pa.array(named, pa.string())]
        for column in columns.values():
            words = pa.DictionaryArray.from_arrays(
                pa.array(column.codes.astype("int8")), pa.array(column.words)
            )
            arrays.append(words.dictionary_decode() if as_csv else words)
        rows = pa.RecordBatch.from_arrays(arrays, names=["id", *columns])
        if self._writer is None:
            make = pacsv.CSVWriter if as_csv else pq.ParquetWriter
            self._writer = make(str(self.path), rows.schema)
        self._writer.write(rows) if as_csv else self._writer.write_batch(rows)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            self._writer.close()
