"""What each column of the databases holds, and how the rows of each table are guarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from manumit.casework.policy import CLASSES
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.schema import build

PATH = "access/columns.yml"

HOLDS = ("id", "time", "code", "derived", "sealed", "key", "digest", *map(str, CLASSES))
"""What a column may hold: a class of data by its number, or nothing of any class."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        guard: rows, own, log or none.
        why: Why no row of it is guarded.
        columns: Name of each column to what it holds, one of `HOLDS`.
    """

    guard: Literal["rows", "own", "log", "none"]
    columns: dict[str, str]
    why: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    tables: dict[str, Table]


@cache
def tables() -> Mapping[str, Table]:
    """All tables, by name.

    Raises:
        DataError: A column holds what there is no word for, or a table is open without a reason.
    """
    fail = fail_in(PATH)
    found = build(_File, load_yaml(PATH), fail=fail).tables
    for name, table in found.items():
        for column, holds in table.columns.items():
            if holds not in HOLDS:
                raise fail(f"{holds!r} is nothing a column holds", 0, f"tables.{name}.{column}")
        if (table.guard == "none") != bool(table.why):
            raise fail("needs a reason, or a guard", 0, f"tables.{name}")
    return found
