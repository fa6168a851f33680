"""Files of a claim run, opened by what they hold: cases, tables of work, files of payments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from manumit.errors import InputError
from manumit.io.claim_file import SUFFIXES, ClaimFile, read_claim
from manumit.io.claim_table import ClaimTable
from manumit.io.cohort_file import Cohorts
from manumit.io.names import USE_A_CODE, looks_personal
from manumit.io.payments import Ledger, read_payments
from manumit.io.sets import none_usable, once, read_each, spread
from manumit.tables import Reject, open_table

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
PAYMENT_SUFFIXES = (".sif", ".xml")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read what the files do not say themselves.

    Attributes:
        as_of: Day of the claims.
        law: Law, where none is named.
        currency: Currency, where none is named.
        columns: Field to column.
        ignore: Columns to leave out.
        cohorts: What cohorts of workers paid, for fees without proof.
    """

    as_of: date
    law: str = ""
    currency: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: Sequence[str] = ()
    cohorts: Cohorts = field(default_factory=dict)


@dataclass(slots=True)
class ClaimIntake:
    """What a set of files holds.

    Attributes:
        files: Case files.
        tables: Tables of work, open for reading once.
        ledgers: Wage payments.
        rejects: Files that cannot be used, with the reason.
        notes: What the reader had to decide.
    """

    files: list[ClaimFile] = field(default_factory=list)
    tables: list[ClaimTable] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_claim_inputs(
    paths: Sequence[Path], payments: Sequence[Path], options: Options
) -> ClaimIntake:
    """Open every file; one that cannot be used is set aside if another one can.

    Args:
        paths: Case files, folders of them, tables of work, files of payments.
        payments: Files of payments.
        options: What the files do not say.

    Raises:
        InputError: No file can be used.
    """
    intake, errors = ClaimIntake(), list[InputError]()
    for files, paid in ((spread(paths, SUFFIXES), False), (payments, True)):
        read = partial(_read, paid=paid, options=options, intake=intake)
        errors += read_each(files, read, intake.rejects)
    if errors and not (intake.files or intake.tables or intake.ledgers):
        raise none_usable(errors)
    intake.files = once(intake.files, intake.rejects)
    intake.notes += [
        f"{file.path.name}: the {what} looks like a personal name. {USE_A_CODE}"
        for file in intake.files
        for what, code in _codes(file)
        if looks_personal(code)
    ]
    return intake


def _codes(file: ClaimFile) -> Iterator[tuple[str, str]]:
    """What could hold a name and must not."""
    yield from (("file name", file.path.stem), ("id", file.case.id))
    yield from (("reference of the worker", file.case.worker),)


def _read(path: Path, *, paid: bool, options: Options, intake: ClaimIntake) -> None:
    suffix = path.suffix.lower()
    if not path.exists():
        raise InputError("there is no such file.", where=str(path))
    if path.stat().st_size == 0:
        raise InputError("the file is empty.", where=path.name)
    if suffix in SUFFIXES and not paid:
        intake.files.append(
            read_claim(path, as_of=options.as_of, law=options.law, cohorts=options.cohorts)
        )
    elif paid or suffix in PAYMENT_SUFFIXES or _looks_like_payments(path):
        ledgers = read_payments(path, columns=options.columns or None, currency=options.currency)
        intake.ledgers += ledgers
        for ledger in ledgers:
            intake.rejects += ledger.rejects
            intake.notes += [f"{path.name}: {note}" for note in ledger.notes]
    elif suffix in TABLE_SUFFIXES:
        table = open_table(path)
        intake.tables.append(
            ClaimTable(
                table,
                options.law,
                options.currency,
                options.as_of,
                options.columns,
                options.ignore,
            )
        )
        intake.notes += [f"{path.name}: {note}" for note in table.notes]
    else:
        known = ", ".join((*SUFFIXES, *TABLE_SUFFIXES, *PAYMENT_SUFFIXES))
        raise InputError(
            f"files ending in {suffix or 'nothing'} are not read.",
            where=path.name,
            hint=f"Give one ending in {known}.",
        )


def _looks_like_payments(path: Path) -> bool:
    """Whether a text file is a salary file of a wages protection system, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf").lstrip().upper()
    return head.startswith((b"EDR,", b"SCR,")) or b"EMPLOYER EID" in head
