"""Wage payments as a file states them, and what the file declares about itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from functools import reduce
from typing import Literal, TypeAlias

from manumit.core import Answer
from manumit.tables import Reject

Layout: TypeAlias = Literal["ae_sif", "qa_sif", "pain001", "payroll"]
Grade: TypeAlias = Literal["E1", "E2"]

EXACT = Context(prec=60)
"""Arithmetic wide enough for sums of any amounts that a file can hold, without rounding."""


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """Sum of amounts, without rounding."""
    return reduce(EXACT.add, amounts, Decimal(0))


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment to one worker. None means that the file does not say.

    Amounts are in the currency of the ledger, hours and days are numbers of them. A zero is what
    the file states: nothing variable for a month of long hours is a finding, not a gap.

    Attributes:
        row: Line of the file, from 1; in XML the position of the transaction.
        worker: Labour card, QID, employee number or reference as written, leading zeros kept; empty
            when the file has none. It identifies a person: show `masked(worker)`.
        amount: What is to be paid, in all.
        start: First day that the payment is for.
        end: Last day that the payment is for.
        paid_on: Day on which the payment is made or ordered to be made.
        fixed: Fixed part of the amount.
        variable: Variable part of the amount.
        basic: Basic wage that the employer states.
        extra_hours: Hours beyond normal hours that the employer states.
        extra_income: Pay beyond the basic wage; it may hold more than pay for extra hours.
        overtime: Pay that the file itself names overtime; it may lie within the extra income.
        deductions: What was taken off.
        days: Days in the period, or days worked in it, as the layout counts them.
        leave_days: Days of leave without pay.
        frequency: M for a month, B for half a month, or as the payroll says it.
    """

    row: int
    worker: str = field(repr=False)
    amount: Decimal
    start: date | None = None
    end: date | None = None
    paid_on: date | None = None
    fixed: Decimal | None = None
    variable: Decimal | None = None
    basic: Decimal | None = None
    extra_hours: Decimal | None = None
    extra_income: Decimal | None = None
    overtime: Decimal | None = None
    deductions: Decimal | None = None
    days: Decimal | None = None
    leave_days: Decimal | None = None
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A count and a total that a file declares, beside what was found.

    Attributes:
        place: Part of the file that it speaks of; empty for the whole ledger.
        declared_count: Number of payments declared.
        declared_total: Sum of amounts declared.
        count: Number of payments read.
        total: Sum of the amounts read.
        unread: Lines in that part which could not be read.
    """

    place: str
    declared_count: int | None
    declared_total: Decimal | None
    count: int
    total: Decimal
    unread: int = 0

    @property
    def agrees(self) -> Answer:
        """Whether the declared figures are those found.

        Unknown when nothing is declared, and while lines that could not be read may explain the
        difference; amounts are never below zero, so those lines explain no surplus.
        """
        count = self._compare(self.declared_count, self.count)
        total = self._compare(self.declared_total, self.total)
        if self.declared_count is None:
            return total
        return count if self.declared_total is None else count & total

    def _compare(self, declared: Decimal | int | None, found: Decimal | int) -> Answer:
        if declared is None:
            return Answer.UNKNOWN
        if self.unread:
            return Answer.NO if found > declared else Answer.UNKNOWN
        return Answer.YES if found == declared else Answer.NO


@dataclass(frozen=True, slots=True)
class Ledger:
    """The payments of one file in one currency.

    A file orders payments; that a worker received them is for other evidence to show.

    Attributes:
        file: Name of the file.
        layout: Layout in which it is written.
        currency: ISO 4217 code; empty when no payment could be read.
        records: Payments in the order of the file.
        controls: What the file declares about itself, the whole ledger first.
        written_on: Day on which the file says that it was made; no payment is earlier.
        rejects: Lines and cells that could not be used. Of several ledgers of one file with
            several currencies, the first holds them all.
        notes: What the reader decided or found, in sentences.
    """

    file: str
    layout: Layout
    currency: str
    records: tuple[PaymentRecord, ...] = field(repr=False)
    controls: tuple[Control, ...] = ()
    written_on: date | None = None
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """Grade of the evidence: E1 for the employer's own payroll, E2 for bank and WPS files."""
        return "E1" if self.layout == "payroll" else "E2"

    @property
    def count(self) -> int:
        """Number of payments read."""
        return len(self.records)

    @property
    def total(self) -> Decimal:
        """Sum of the amounts read."""
        return total_of(record.amount for record in self.records)

    @property
    def declared_count(self) -> int | None:
        """Number of payments that the file declares for this ledger."""
        return next((each.declared_count for each in self.controls if not each.place), None)

    @property
    def declared_total(self) -> Decimal | None:
        """Sum of amounts that the file declares for this ledger."""
        return next((each.declared_total for each in self.controls if not each.place), None)

    @property
    def reconciles(self) -> Answer:
        """Whether all that the file declares is what it holds; unknown if it declares nothing."""
        if len(self.controls) == 0:
            return Answer.UNKNOWN
        return reduce(Answer.__and__, (each.agrees for each in self.controls))


def masked(worker: str) -> str:
    """The end of a worker's number behind an ellipsis: four characters, and at most half of it.

    Example:
        >>> masked("10001016594125"), masked("E17"), masked("")
        ('…4125', '…7', '…')
    """
    shown = min(4, len(worker) // 2)
    return f"…{worker[len(worker) - shown :]}"
