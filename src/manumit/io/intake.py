"""Files of any kind that `assess` reads, sorted into cases and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from manumit.errors import InputError
from manumit.identify import Case
from manumit.io.case_file import SUFFIXES, CaseFile, read_case
from manumit.io.names import USE_A_CODE, looks_personal
from manumit.io.sets import none_usable, once, read_each, spread
from manumit.tables import Reject, open_table

if TYPE_CHECKING:
    from manumit.io.interviews import InterviewReader

TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".parquet")
HTCDS_SUFFIXES = (".json",)
"""A JSON file is read as the Human Trafficking Case Data Standard."""


@dataclass(slots=True)
class Intake:
    """What a set of files holds.

    Attributes:
        files: Case files.
        cases: Persons read from an exchange file.
        tables: Interview tables, open for reading once.
        rejects: Files that cannot be used, with the reason.
        warnings: What the user should know: names used as codes, decisions of a reader.
    """

    files: list[CaseFile] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    tables: "list[InterviewReader]" = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def all_cases(self) -> list[Case]:
        """Every case that does not come from a table."""
        return [*(file.case for file in self.files), *self.cases]


def read_inputs(paths: Sequence[Path], *, ignore: Sequence[str] = ()) -> Intake:
    """Open every file; a file that cannot be used is set aside if another one can.

    A folder stands for the case files in it.

    Args:
        paths: Case files (YAML), interview tables (CSV, XLSX, Parquet), HTCDS files (JSON, CSV).
        ignore: Columns of tables to leave out.

    Raises:
        InputError: No file can be used.
    """
    intake, files = Intake(), spread(paths, SUFFIXES)
    errors = read_each(files, lambda path: _read(path, ignore, intake), intake.rejects)
    if errors and not (intake.files or intake.cases or intake.tables):
        raise none_usable(errors)
    intake.files = once(intake.files, intake.rejects)
    intake.warnings += [
        f"{path.name}: the file name looks like a personal name. {USE_A_CODE}"
        for path in files
        if looks_personal(path.stem)
    ]
    intake.warnings += [
        f"{file.path.name}: the id looks like a personal name. {USE_A_CODE}"
        for file in intake.files
        if looks_personal(file.case.id)
    ]
    return intake


def _read(path: Path, ignore: Sequence[str], intake: Intake) -> None:
    suffix = path.suffix.lower()
    if not path.exists():
        raise InputError("there is no such file.", where=str(path))
    if suffix in SUFFIXES:
        intake.files.append(read_case(path))
    elif suffix in HTCDS_SUFFIXES:
        _exchange(path, intake)
    elif suffix in TABLE_SUFFIXES:
        from manumit.io.htcds import looks_like_htcds

        try:
            table = open_table(path, plain=("id",))
        except InputError:
            if suffix == ".xlsx" and _exchange_workbook(path, intake):
                return
            raise
        if looks_like_htcds(table.columns):
            _exchange(path, intake)
            return
        from manumit.io.interviews import InterviewReader

        intake.tables.append(InterviewReader(table, ignore))
        intake.warnings += [f"{path.name}: {note}" for note in table.notes]
    else:
        known = ", ".join((*SUFFIXES, *TABLE_SUFFIXES, *HTCDS_SUFFIXES))
        raise InputError(
            f"files ending in {suffix or 'nothing'} are not read.",
            where=path.name,
            hint=f"Give one ending in {known}.",
        )


def _exchange(path: Path, intake: Intake) -> None:
    from manumit.io.htcds import read_htcds

    found = read_htcds(path)
    intake.cases += found.cases
    intake.rejects += found.rejects
    intake.warnings += [f"{path.name}: {note}" for note in found.notes]


def _exchange_workbook(path: Path, intake: Intake) -> bool:
    """Whether a workbook without a plain header is one of the exchange standard, and read."""
    try:
        _exchange(path, intake)
    except InputError:
        return False
    return True
