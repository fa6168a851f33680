"""Results of a table, a row a person, written batch by batch."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from itertools import chain, count
from pathlib import Path
from types import TracebackType
from typing import Any

from manumit.identify.table import Column
from manumit.tables import safe_cell, whole_file


class ResultWriter(AbstractContextManager["ResultWriter"]):
    """Writes results beside each other: Parquet for a Parquet input, else CSV.

    The file is `NAME.results.parquet` or `NAME.results.csv` in the folder, NAME being that of the
    input, with a number when it is taken. It is there only once it is whole. Columns are `id` and
    those of `identify.table.assess_table`.
    """

    def __init__(self, folder: Path, source: Path, taken: Collection[str] = ()) -> None:
        suffix = ".parquet" if source.suffix.lower() == ".parquet" else ".csv"
        numbered = (f"{source.stem}-{number}" for number in count(2))
        names = (f"{stem}.results{suffix}" for stem in chain([source.stem], numbered))
        self.path = folder / next(name for name in names if name not in taken)
        self._open = ExitStack()
        self._writer: Any = None

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
            part = self._open.enter_context(whole_file(self.path))
            make = pacsv.CSVWriter if as_csv else pq.ParquetWriter
            self._writer = self._open.enter_context(make(str(part), rows.schema))
        self._writer.write(rows) if as_csv else self._writer.write_batch(rows)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)
