"""Salary information files (SIF) of the wages protection system of the United Arab Emirates.

One line per worker (EDR), if need be one on the variable pay of the same worker (EVP), and one
control line at the end (SCR). There are no hours and no deductions in this layout.

Source:
    Central Bank of the UAE, Wages Protection System, Companies Responsibility Guide, version 3.4.0
    (2011); WPS File Format Reference Guide, version 1.1; Dubai Islamic Bank, SIF creation
    guidelines, for the EVP line.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

from manumit.errors import InputError
from manumit.io.payments.lines import Lines
from manumit.io.payments.model import EXACT, Control, Ledger, PaymentRecord, total_of
from manumit.io.payments.values import (
    cells,
    currency_code,
    day,
    fitted,
    in_order,
    month,
    number,
    optional_number,
    reference,
    reject,
    whole,
)
from manumit.tables import Reject

KINDS = ("EDR", "EVP", "SCR")
"""First field of each kind of line."""

_WIDTH = 10
_CURRENCY = "AED"


def looks_like_ae_sif(lines: list[str]) -> bool:
    """Whether one of the lines is a line of this layout."""
    return any(_kind(line) in KINDS and line.count(",") >= _WIDTH - 2 for line in lines)


def parse_ae_sif(text: Lines) -> list[Ledger]:
    """Read a salary information file; a control line ends a ledger, so two files in one are two.

    A line that cannot be read becomes a reject and the others go on. Account numbers are read past.
    """
    parts = [_Part(text.file)]
    for row, line in enumerate(text.lines, start=1):
        kind = _kind(line)
        if kind == "EDR" and parts[-1].closed:
            parts.append(_Part(text.file))
        if line.strip():
            parts[-1].read(row, kind, line)
    return [part.ledger(text.notes) for part in parts]


def _kind(line: str) -> str:
    return line.partition(",")[0].strip(' "').upper()


class _Part:
    """The lines up to and with a control line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.records: list[PaymentRecord] = []
        self.declared: list[tuple[int, Decimal]] = []
        self.rejects: list[Reject] = []
        self.unread = 0
        self.currency, self.written_on = _CURRENCY, None  # type: str, date | None
        self.month: tuple[date, date] | None = None
        self.headings = self.unequal = 0

    @property
    def closed(self) -> bool:
        """Whether its control line has been met, after its payments."""
        return bool(self.declared) and bool(self.records or self.unread)

    def read(self, row: int, kind: str, line: str) -> None:
        try:
            match kind:
                case "EDR":
                    self.records.append(_payment(row, fitted(cells(line), _WIDTH)))
                case "EVP":
                    self.variable(fitted(cells(line), _WIDTH))
                case "SCR":
                    self.control(row, cells(line))
                case _ if row == 1 and not any(map(str.isdigit, line)):
                    self.headings += 1
                case _:
                    raise InputError(f"the line starts with none of {', '.join(KINDS)}")
        except InputError as error:
            self.unread += kind not in ("EVP", "SCR")
            self.rejects.append(reject(self.file, row, error))

    def variable(self, found: list[str]) -> None:
        """Take the overtime from the line on variable pay of the worker of the line before."""
        amounts = [number(text, f"variable pay {at}") for at, text in enumerate(found[3:], 1)]
        if not self.records or self.records[-1].worker != found[1].strip():
            raise InputError("variable pay that follows no EDR line of the same worker")
        self.unequal += total_of(amounts) != self.records[-1].variable
        self.records[-1] = replace(self.records[-1], overtime=amounts[4])

    def control(self, row: int, found: list[str]) -> None:
        if len(found) < _WIDTH - 1:
            raise InputError(f"{len(found)} fields where a control line has {_WIDTH}")
        self.declared.append((whole(found[6], "EDR count"), number(found[7], "total salary")))
        try:
            self.currency = currency_code(found[8], "currency")
            self.month = month(found[5], "salary month", year_first=False)
            self.written_on = day(found[3], "file date")
        except InputError as error:
            self.rejects.append(reject(self.file, row, error))

    def ledger(self, notes: tuple[str, ...]) -> Ledger:
        count, total = len(self.records), total_of(record.amount for record in self.records)
        return Ledger(
            file=self.file,
            layout="ae_sif",
            currency=self.currency,
            records=tuple(self.records),
            controls=tuple(Control("", *each, count, total, self.unread) for each in self.declared),
            written_on=self.written_on,
            rejects=tuple(self.rejects),
            notes=(*notes, *self.findings()),
        )

    def findings(self) -> Iterator[str]:
        if self.headings:
            yield "Line 1 holds headings and was passed over."
        if len(self.declared) == 0:
            yield "There is no control line (SCR): the file may be cut off and cannot be checked."
        if len(self.declared) > 1:
            yield f"There are {len(self.declared)} control lines (SCR) where the layout has one."
        if self.currency != _CURRENCY:
            yield f"The control line states {self.currency}, where the layout has {_CURRENCY}."
        twice = self.twice()
        if twice:
            yield f"{twice} workers have more than one EDR line, where the layout allows one."
        if self.unequal:
            yield f"In {self.unequal} EVP lines the amounts do not add up to the variable pay."
        outside = sum(map(self.outside_month, self.records))
        if outside:
            yield f"{outside} periods share no day with the salary month of the control line."

    def twice(self) -> int:
        seen, again = set[str](), set[str]()
        for record in self.records:
            (again if record.worker in seen else seen).add(record.worker)
        return len(again)

    def outside_month(self, record: PaymentRecord) -> bool:
        if self.month is None or record.start is None or record.end is None:
            return False
        return record.end < self.month[0] or record.start > self.month[1]


def _payment(row: int, found: list[str]) -> PaymentRecord:
    start, end = day(found[4], "pay start"), day(found[5], "pay end")
    in_order(start, end, "pay end")
    fixed, variable = number(found[7], "income fixed"), number(found[8], "income variable")
    return PaymentRecord(
        row=row,
        worker=reference(found[1], "employee id"),
        amount=EXACT.add(fixed, variable),
        start=start,
        end=end,
        fixed=fixed,
        variable=variable,
        days=optional_number(found[6], "days in period"),
        leave_days=optional_number(found[9], "days on leave"),
        frequency="M",
    )


def write_ae_sif(  # noqa: PLR0913 - the fields of the layout that a ledger does not keep
    ledger: Ledger,
    *,
    employer: str = "",
    employer_bank: str = "",
    agent: str = "",
    account: str = "",
    written_at: str = "0000",
    reference: str = "",
) -> str:
    """A salary information file with the payments of a ledger; reading it gives them again.

    Args:
        ledger: Its payments have a period, and a fixed and a variable part.
        employer: Number of the establishment, 13 digits.
        employer_bank: Routing code of the employer's bank, 9 digits.
        agent: Routing code of the worker's bank, 9 digits.
        account: Account that stands in each line; a ledger keeps none.
        written_at: Time of the file, HHMM.
        reference: The employer's own reference.

    Raises:
        InputError: A payment lacks what the layout needs, or the ledger has no day.
    """
    ends = [record.end for record in ledger.records if record.end is not None]
    if ledger.written_on is None or len(ends) == 0:
        raise InputError(
            "a SIF needs the day on which it is made, and payments.", where=ledger.file
        )
    out = StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    for record in ledger.records:
        for line in _written(record, agent, account):
            write(line)
    total = f"{ledger.total:f}"
    day_, month_ = ledger.written_on.isoformat(), f"{max(ends):%m%Y}"
    write(["SCR", employer, employer_bank, day_, written_at, month_, ledger.count, total,
           ledger.currency, reference])  # fmt: skip
    return out.getvalue()


def _written(record: PaymentRecord, agent: str, account: str) -> Iterator[list[str]]:
    fixed, variable = record.fixed, record.variable
    if fixed is None or variable is None or record.start is None or record.end is None:
        message = "a line of a SIF needs a period, and a fixed and a variable part."
        raise InputError(message, where=f"row {record.row}")
    days = ("" if each is None else f"{each:f}" for each in (record.days, record.leave_days))
    in_period, on_leave = days
    yield ["EDR", record.worker, agent, account, f"{record.start}", f"{record.end}", in_period,
           f"{fixed:f}", f"{variable:f}", on_leave]  # fmt: skip
    if record.overtime is not None:
        rest = EXACT.subtract(variable, record.overtime)
        if rest < 0:
            message = "overtime is more than the variable part that holds it."
            raise InputError(message, where=f"row {record.row}")
        amounts = ("0", "0", "0", "0", f"{record.overtime:f}", f"{rest:f}", "0")
        yield ["EVP", record.worker, agent, *amounts]
