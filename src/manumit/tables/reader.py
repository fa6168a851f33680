"""Opening a table of any kind."""

from collections.abc import Callable, Collection
from pathlib import Path

from manumit.errors import InputError, MissingExtra
from manumit.tables.model import Table


def open_table(path: Path, *, plain: Collection[str] = ()) -> Table:
    """Open a table by the ending of its name: .csv, .tsv, .txt, .xlsx or .parquet.

    Args:
        path: The file.
        plain: Columns to give as plain text.

    Raises:
        InputError: The file is missing, empty, damaged, or has no usable header.
        MissingExtra: The libraries for tables are not installed.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingExtra("tables", f"Reading {path.name}") from None
    try:
        if path.stat().st_size == 0:
            raise InputError("the file is empty.", where=path.name)
        table = _opener(path)(path, plain)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}.", where=path.name) from None
    _check_header(table)
    return table


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
