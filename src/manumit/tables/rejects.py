"""Rows that could not be used, kept with the reason, so that nothing is lost in silence."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from manumit.tables.files import whole_file


@dataclass(frozen=True, slots=True)
class Reject:
    """One row, or one file, that was not used.

    Attributes:
        file: Name of the file.
        row: Row as a spreadsheet numbers it, the header being row 1; 0 for a whole file.
        column: Column or key at fault.
        value: What stood there.
        reason: Why it cannot be used, and what would do.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str


HEADER = tuple(field.name for field in fields(Reject))


def write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    """Write rejects as CSV, in the order in which they were met."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([safe_cell(str(cell)) for cell in astuple(reject)] for reject in rejects)


def safe_cell(text: str) -> str:
    """Text that a spreadsheet shows as text and does not run as a formula.

    Example:
        >>> safe_cell("=1+1"), safe_cell("yes")
        ("'=1+1", 'yes')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
