"""Salary information files (SIF) of the wages protection system of Qatar.

Four parts as CSV: names of the header, its values, names of the records, the records. The first
version has 15 columns of records; version 01 adds allowances and a reason for deductions.

Source:
    Qatar Central Bank, Wage Protection System, file format specifications (2015); HSBC Qatar,
    Wages Protection System payment file changes (2021), for version 01.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from manumit.errors import InputError, did_you_mean
from manumit.io.payments.lines import Lines
from manumit.io.payments.model import EXACT, Control, Ledger, PaymentRecord, total_of
from manumit.io.payments.values import (
    cells,
    day,
    fitted,
    month,
    number,
    optional_number,
    reference,
    reject,
    whole,
)
from manumit.tables import Reject

_CURRENCY = "QAR"
_FREQUENCIES = ("M", "B")
_HEADER = ("Employer EID", "File Creation Date", "File Creation Time", "Payer EID", "Payer QID",
           "Payer Bank Short Name", "Payer IBAN", "Salary Year and Month", "Total Salaries",
           "Total Records")  # fmt: skip
_RECORD = ("Record Sequence", "Employee QID", "Employee Visa ID", "Employee Name",
           "Employee Bank Short Name", "Employee Account", "Salary Frequency",
           "Number of Working Days", "Net Salary", "Basic Salary", "Extra Hours", "Extra Income",
           "Deductions", "Payment Type", "Notes / Comments")  # fmt: skip
_RECORD_01 = ("Housing Allowance", "Food Allowance", "Transportation Allowance",
              "Over Time Allowance", "Deduction Reason Code", "Extra Field 1",
              "Extra Field 2")  # fmt: skip
_ALLOWANCES = _RECORD_01[:4]
_NEEDED = ("Employee QID", "Salary Frequency", "Net Salary", "Basic Salary", "Extra Hours",
           "Extra Income", "Deductions")  # fmt: skip
_ALSO = {
    "numberofrecords": "totalrecords",
    "salarymonth": "salaryyearandmonth",
    "salaryyearmonth": "salaryyearandmonth",
    "workingdays": "numberofworkingdays",
}


def _key(name: str) -> str:
    key = re.sub(r"[^a-z0-9]", "", name.lower())
    return _ALSO.get(key, key)


def _find(lines: list[str], name: str, after: int = 0) -> int:
    """Position of the first line that has a cell with this name; -1 if none."""
    key = _key(name)
    found = (at for at, line in enumerate(lines) if at >= after and key in map(_key, cells(line)))
    return next(found, -1)


def looks_like_qa_sif(lines: list[str]) -> bool:
    """Whether one of the lines names the fields of the header; banks may put a line before it."""
    return _find(lines, "Employer EID") >= 0


def parse_qa_sif(text: Lines) -> list[Ledger]:
    """Read a salary information file into one ledger.

    A record speaks of the salary month of the header; one of frequency B of a half of it that the
    file does not tell. A line that cannot be read becomes a reject and the others go on. Names,
    accounts and remarks are read past.

    Raises:
        InputError: The row of names of the records is missing, or lacks a column.
    """
    top = _find(text.lines, "Employer EID")
    names_at = _find(text.lines, "Employee QID", top + 1)
    if names_at < 0:
        raise InputError(
            "there is no row of names of the records, with Employee QID.", where=text.file
        )
    head = _read_head(text, top)
    body = _Body(text.file, _columns(text, names_at), head.month)
    for row, line in enumerate(text.lines[names_at + 1 :], start=names_at + 2):
        if line.strip(" ,\t"):
            body.read(row, line)
    count, total = len(body.records), total_of(record.amount for record in body.records)
    control = Control("", head.count, head.total, count, total, body.unread)
    notes = list(text.notes)
    if body.unequal:
        notes.append(
            f"In {body.unequal} records the net salary is not what basic salary, extra income,"
            " allowances and deductions make."
        )
    return [
        Ledger(
            file=text.file,
            layout="qa_sif",
            currency=_CURRENCY,
            records=tuple(body.records),
            controls=(control,),
            written_on=head.written_on,
            rejects=(*head.rejects, *body.rejects),
            notes=tuple(notes),
        )
    ]


@dataclass(frozen=True, slots=True)
class _Head:
    month: tuple[date | None, date | None] = (None, None)
    count: int | None = None
    total: Decimal | None = None
    written_on: date | None = None
    rejects: tuple[Reject, ...] = ()


def _read_head(text: Lines, top: int) -> _Head:
    names = [_key(name) for name in cells(text.lines[top])]
    below = text.lines[top + 1] if top + 1 < len(text.lines) else ""
    found = dict(zip(names, cells(below), strict=False))
    rejects: list[Reject] = []

    def value(name: str) -> str:
        return found.get(_key(name), "")

    written_on: date | None = None
    of: tuple[date | None, date | None]
    try:
        written_on = day(value("File Creation Date"), "File Creation Date")
    except InputError as error:
        rejects.append(reject(text.file, top + 2, error))
    try:
        of = month(value("Salary Year and Month"), "Salary Year and Month", year_first=True)
    except InputError as error:
        of = (None, None)
        rejects.append(reject(text.file, top + 2, error))
    count: int | None
    total: Decimal | None
    try:
        count = whole(value("Total Records"), "Total Records")
        total = number(value("Total Salaries"), "Total Salaries")
    except InputError as error:
        count = total = None
        rejects.append(reject(text.file, top + 2, error))
    return _Head(of, count, total, written_on, tuple(rejects))


def _columns(text: Lines, names_at: int) -> dict[str, int]:
    """Position of each column, by its plain name; empty names at the end are left out."""
    names = cells(text.lines[names_at])
    while names and not names[-1].strip():
        names.pop()
    columns = {_key(name): at for at, name in enumerate(names)}
    for name in _NEEDED:
        if _key(name) not in columns:
            raise InputError(
                "the row of names of the records lacks this column.",
                where=f"{text.file}:{names_at + 1}",
                field=name,
                hint=did_you_mean(name, [name.strip() for name in names]),
            )
    return columns


class _Body:
    """The records of a file."""

    def __init__(
        self, file: str, columns: Mapping[str, int], of: tuple[date | None, date | None]
    ) -> None:
        self.file, self.columns, self.month = file, columns, of
        self.width = max(columns.values()) + 1
        self.records: list[PaymentRecord] = []
        self.rejects: list[Reject] = []
        self.unread = self.unequal = 0
        self.at = {name: columns.get(_key(name), -1) for name in (*_RECORD, *_RECORD_01)}

    def read(self, row: int, line: str) -> None:
        try:
            found = fitted(cells(line), self.width)
            record = self.payment(row, found)
            self.unequal += not self.adds_up(record, found)
        except InputError as error:
            self.unread += 1
            self.rejects.append(reject(self.file, row, error))
        else:
            self.records.append(record)

    def payment(self, row: int, found: list[str]) -> PaymentRecord:
        start, end = self.month
        frequency = _frequency(found[self.at["Salary Frequency"]])
        return PaymentRecord(
            row=row,
            worker=self.worker(found),
            amount=number(found[self.at["Net Salary"]], "Net Salary"),
            start=start,
            end=end,
            basic=self.number(found, "Basic Salary"),
            extra_hours=self.number(found, "Extra Hours"),
            extra_income=self.number(found, "Extra Income"),
            overtime=self.number(found, "Over Time Allowance"),
            deductions=self.number(found, "Deductions"),
            days=self.number(found, "Number of Working Days"),
            frequency=frequency,
        )

    def number(self, found: list[str], name: str) -> Decimal | None:
        at = self.at[name]
        return None if at < 0 else optional_number(found[at], name)

    def worker(self, found: list[str]) -> str:
        """The QID; while a worker has none yet, the number of the visa."""
        qid, visa = found[self.at["Employee QID"]], self.at["Employee Visa ID"]
        return reference(qid if qid.strip() or visa < 0 else found[visa], "Employee QID")

    def adds_up(self, record: PaymentRecord, found: list[str]) -> bool:
        """Whether the parts make the net salary; what is left empty cannot be checked.

        Allowances may stand inside the extra income or beside it: files do both.
        """
        parts = (record.basic, record.extra_income, record.deductions)
        if None in parts:
            return True
        basic, extra, off = (part or Decimal(0) for part in parts)
        made = EXACT.subtract(EXACT.add(basic, extra), off)
        if made == record.amount:
            return True
        allowances = (self.number(found, name) or Decimal(0) for name in _ALLOWANCES)
        return EXACT.add(made, total_of(allowances)) == record.amount


def _frequency(text: str) -> str:
    text = text.strip().upper()
    if text not in _FREQUENCIES:
        raise InputError(
            "is not M (month) or B (half a month)", field="Salary Frequency", value=text
        )
    return text


def write_qa_sif(  # noqa: PLR0913 - the fields of the layout that a ledger does not keep
    ledger: Ledger,
    *,
    employer: str = "",
    payer: str = "",
    payer_bank: str = "",
    payer_account: str = "",
    written_at: str = "0000",
    payment_type: str = "Normal Payment",
) -> str:
    """A salary information file with the payments of a ledger; reading it gives them again.

    It is of version 01 where a payment has overtime of its own, and of the first version otherwise.

    Args:
        ledger: Its payments are for one month.
        employer: Number of the establishment (EID), 8 digits.
        payer: EID of the establishment that pays.
        payer_bank: Short name of its bank.
        payer_account: Account that is debited; a ledger keeps none.
        written_at: Time of the file, HHMM.
        payment_type: What stands in each record.

    Raises:
        InputError: The ledger has no day, or its payments are for several months or none.
    """
    months = {f"{record.start:%Y%m}" for record in ledger.records if record.start is not None}
    if ledger.written_on is None or len(months) != 1:
        message = "a SIF needs the day on which it is made, and payments for one month."
        raise InputError(message, where=ledger.file)
    extended = any(record.overtime is not None for record in ledger.records)
    out = StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write((*_HEADER, "SIF Version") if extended else _HEADER)
    head = [employer, f"{ledger.written_on:%Y%m%d}", written_at, payer, "", payer_bank,
            payer_account, months.pop(), f"{ledger.total:f}", ledger.count]  # fmt: skip
    write([*head, "01"] if extended else head)
    write((*_RECORD, *_RECORD_01) if extended else _RECORD)
    for sequence, record in enumerate(ledger.records, start=1):
        line = _written(sequence, record, payment_type)
        write([*line, "", "", "", _text(record.overtime), "", "", ""] if extended else line)
    return out.getvalue()


def _written(sequence: int, record: PaymentRecord, payment_type: str) -> list[str]:
    amounts = (record.days, record.amount, record.basic, record.extra_hours, record.extra_income,
               record.deductions)  # fmt: skip
    worker = (f"{sequence:06}", record.worker, "", "", "", "", record.frequency)
    return [*worker, *map(_text, amounts), payment_type, ""]


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
