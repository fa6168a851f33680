"""Opening a table of any kind."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from manumit.errors import InputError, MissingExtra
from manumit.tables.model import Score, Table


def open_table(path: Path, *, plain: Collection[str] = ()) -> Table:
    """Open a table by the ending of its name: .csv, .tsv, .txt, .xlsx or .parquet.

    Args:
        path: The file.
        plain: Columns to give as plain text.

    Raises:
        InputError: The file is missing, empty, damaged, or has no usable header.
        MissingExtra: The libraries for tables are not installed.
    """
    with _readable(path):
        table = _opener(path)(path, plain)
    _check_header(table)
    return table


def open_sheets(path: Path, score: Score) -> list[Table]:
    """Open every table of a file: one a sheet of a workbook that has a header, else one.

    The header is the row, among the first twenty, with the highest score, so titles may stand
    above it. Where no row has any, the first row is taken for the header. Columns without a name
    get one from their place.

    Args:
        path: The file, of any kind that `open_table` reads.
        score: How many of the cells of a row are names of columns; 0 if it cannot be a header.

    Raises:
        InputError: The file is missing, empty, damaged, or has no usable header.
        MissingExtra: The libraries for tables are not installed.
    """
    with _readable(path):
        match path.suffix.lower():
            case ".parquet":
                tables = [_opener(path)(path, ())]
            case ".xlsx":
                from manumit.tables.workbook import open_sheets_of

                tables = open_sheets_of(path, score)
            case _:
                from manumit.tables.delimited import open_csv

                tables = [open_csv(path, (), score)]
    for table in tables:
        _check_header(table)
        if table.header_row > 1:
            where = f" of sheet {table.sheet}" if table.sheet else ""
            table.notes.append(f"The header is row {table.header_row}{where}.")
    return tables


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Errors of the libraries and the disk as errors of the user's file."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingExtra("tables", f"Reading {path.name}") from None
    try:
        if path.stat().st_size == 0:
            raise InputError("the file is empty.", where=path.name)
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}.", where=path.name) from None


def _opener(path: Path) -> Callable[[Path, Collection[str]], Table]:
    match path.suffix.lower():
        case ".parquet":
            from manumit.tables.parquet import open_parquet

            return open_parquet
        case ".xlsx":
            from manumit.tables.workbook import open_xlsx

            return open_xlsx
    from manumit.tables.delimited import open_csv

    return open_csv


def _check_header(table: Table) -> None:
    names = [name.strip() for name in table.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            f"the header has {twice[0]!r} twice.",
            where=table.path.name,
            field=twice[0],
            hint="Give each column its own name.",
        )
