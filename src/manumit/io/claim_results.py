"""Sums of many claims as a table, a row a claim."""

import csv
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from manumit.tables import safe_cell, whole_file

SUMS = ("due", "paid", "underpayment", "arrears", "interest", "multiplied", "total")
READINGS = ("low", "likely", "high")
HEADER = (
    "id",
    "worker",
    "employer",
    "law",
    "currency",
    *(f"{name}_{reading}" for name in SUMS for reading in READINGS),
)


class ClaimWriter(AbstractContextManager["ClaimWriter"]):
    """Writes `claims.csv` in a folder, claim by claim; it is there only once it is whole."""

    def __init__(self, folder: Path) -> None:
        self._open = ExitStack()
        part = self._open.enter_context(whole_file(folder / "claims.csv"))
        file = self._open.enter_context(part.open("w", encoding="utf-8", newline=""))
        self._writer = csv.writer(file)
        self._writer.writerow(HEADER)

    def write(self, claim: dict[str, Any]) -> None:
        """Append the sums of a claim document."""
        self._writer.writerow(_cells(claim))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # after an error, that the file cannot be closed either says nothing more
        with suppress(OSError) if error is not None else nullcontext():
            self._open.__exit__(kind, error, trace)


def _cells(claim: dict[str, Any]) -> Sequence[str]:
    about = [safe_cell(claim[name] or "") for name in ("id", "worker", "employer")]
    sums = [claim[name][reading] for name in SUMS for reading in READINGS]
    return [*about, claim["law"], claim["currency"], *sums]
