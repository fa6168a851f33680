"""Capture histories: tables that say how many people are on which lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from manumit.errors import InputError, did_you_mean
from manumit.estimate import Captures
from manumit.estimate.model import MOST_LISTS
from manumit.tables import Reject, Table, open_table

COUNT = "count"
MOST_PEOPLE = 1_000_000_000
_ON = {"1": True, "0": False, "1.0": True, "0.0": False, "yes": True, "no": False}


@dataclass(slots=True)
class CaptureFile:
    """One file as read.

    Attributes:
        path: The file.
        table: The people; None if a row cannot be used, since without it every number is wrong.
        notes: What was done to the rows, to be said.
        rejects: Rows that cannot be used.
    """

    path: Path
    table: Captures | None = None
    notes: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def read_captures(
    path: Path, *, mapping: Mapping[str, str] | None = None, ignore: Collection[str] = ()
) -> CaptureFile:
    """Read a table with a column of 0 and 1 for each list, and a column `count`.

    Without a column `count` each row is one person. Rows of the same history are added up.

    Args:
        path: CSV, XLSX or Parquet.
        mapping: Which column is `count`.
        ignore: Columns to leave out.

    Raises:
        InputError: The table cannot be read, has too few or too many lists, or has no rows.
        MissingExtra: The libraries for tables are not installed.
    """
    table = open_table(path)
    file = CaptureFile(path, notes=list(table.notes))
    count, lists = _columns(table, mapping or {}, ignore)
    counts, repeated, rows = np.zeros(1 << len(lists)), 0, 0
    met: set[int] = set()
    for batch in table.batches():
        wanted = [*lists, count] if count else lists
        cells = [batch.columns[name].to_pylist() for name in wanted]
        for at, row in enumerate(zip(*cells, strict=True)):
            rows += 1
            number = table.row(batch.start + at)
            history = _history(file, number, lists, row[: len(lists)])
            people = _people(file, number, count, row[-1]) if count else 1
            if history is None or people is None:
                continue
            if history == 0:
                _check_nobody(file, number, people)
                continue
            repeated += history in met
            met.add(history)
            counts[history] += people
    file.rejects.extend(table.rejects)
    if rows == 0 and not file.rejects:
        raise InputError("there are no rows below the header.", where=path.name)
    if count and repeated:
        file.notes.append(f"{path.name}: {repeated} rows repeat a history; their counts are added.")
    if not file.rejects:
        file.table = Captures(path.stem, tuple(lists), counts)
    return file


def _columns(
    table: Table, mapping: Mapping[str, str], ignore: Collection[str]
) -> tuple[str, list[str]]:
    """The column of counts, empty if there is none, and those of the lists."""
    where, columns = table.path.name, table.columns
    for key, column in mapping.items():
        if key != COUNT:
            raise InputError(f"{key!r} is no field of this table.", field="--map", allowed=[COUNT])
        _known(column, columns, where)
    for column in ignore:
        _known(column, columns, where)
    named = [name for name in columns if name.strip().lower() == COUNT]
    count = mapping.get(COUNT) or (named[0] if named else "")
    lists = [name for name in columns if name != count and name not in ignore]
    if not 2 <= len(lists) <= MOST_LISTS:
        raise InputError(
            f"there are {len(lists)} columns of lists.",
            where=where,
            hint=f"Give 2 to {MOST_LISTS}, each with 0 and 1, and one named {COUNT}.",
        )
    if any(not name.strip() for name in lists):
        raise InputError("a column has no name.", where=where, hint="Name each list.")
    return count, lists


def _known(column: str, columns: Sequence[str], where: str) -> None:
    if column not in columns:
        raise InputError(
            f"there is no column {column!r}.", where=where, hint=did_you_mean(column, columns)
        )


def _history(
    file: CaptureFile, number: int, lists: Sequence[str], cells: Sequence[str | None]
) -> int | None:
    history = 0
    for at, (name, cell) in enumerate(zip(lists, cells, strict=True)):
        text = (cell or "").strip().lower()
        if text not in _ON:
            reason = (
                "must be 1 for people on this list or 0 for people who are not. A column of counts "
                f"is named {COUNT}, or by --map {COUNT}=COLUMN; --ignore leaves others out."
            )
            file.rejects.append(Reject(file.path.name, number, name, cell or "", reason))
            return None
        history |= _ON[text] << at
    return history


def _people(file: CaptureFile, number: int, column: str, cell: str | None) -> int | None:
    text = (cell or "").strip()
    try:
        people = Decimal(text)
    except InvalidOperation:
        people = Decimal("NaN")
    if people.is_finite() and people > MOST_PEOPLE:
        reason = f"must be at most {MOST_PEOPLE:,} people."
    elif people.is_finite() and people >= 0 and people == int(people):
        return int(people)
    elif people.is_finite():
        reason = "must be a whole number of people, 0 or more."
    else:
        reason = "must be a number of people, in digits alone."
    file.rejects.append(Reject(file.path.name, number, column, cell or "", reason))
    return None


def _check_nobody(file: CaptureFile, number: int, people: int) -> None:
    """People on no list are what is to be estimated; a row that counts them is a mistake."""
    if people == 0:
        file.notes.append(f"{file.path.name}, row {number}: the row of no list is left out.")
        return
    reason = (
        "counts people who are on no list. That number is what is estimated: leave the row out, "
        "or see that its lists are right."
    )
    file.rejects.append(Reject(file.path.name, number, "", str(people), reason))
