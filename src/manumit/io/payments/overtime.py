"""Pay for extra hours as a file states it, beside what a premium on the basic wage gives."""

from dataclasses import dataclass, field
from decimal import Decimal

from manumit.io.payments.model import Ledger, PaymentRecord


@dataclass(frozen=True, slots=True)
class OvertimeRate:
    """One payment with extra hours. None where the file does not say enough.

    Attributes:
        row: Line of the file.
        worker: As in the payment; show `masked(worker)`.
        hours: Extra hours that the file states.
        paid: Pay per extra hour at most: all extra income, with what the file names overtime.
        due: Pay per extra hour that the premium gives.
        shortfall: Money short over all the hours, at least; zero if none.
    """

    row: int
    worker: str = field(repr=False)
    hours: Decimal
    paid: Decimal | None
    due: Decimal | None
    shortfall: Decimal | None


def overtime_rates(
    ledger: Ledger, *, premium: Decimal, month_days: Decimal, day_hours: Decimal
) -> tuple[OvertimeRate, ...]:
    """What each payment with extra hours paid per hour, what was due, and the shortfall.

    Extra income may hold more than pay for extra hours, such as allowances, so the pay per hour is
    the most and the shortfall the least that the file allows. Nothing is rounded; rounding belongs
    to the law that is applied. For frequencies other than M nothing is due that can be told,
    because the file does not say for what time the basic wage is.

    Args:
        ledger: Payments, such as those of a salary information file of Qatar.
        premium: Factor on the hourly basic wage, such as 1.25, from the law in force.
        month_days: Days by which that law divides a monthly wage.
        day_hours: Hours by which it divides a daily wage.

    Raises:
        ValueError: A parameter is not above zero.
    """
    if min(premium, month_days, day_hours) <= 0:
        raise ValueError("Premium, days and hours must be above zero.")
    return tuple(
        _rate(record, record.extra_hours, premium, month_days * day_hours)
        for record in ledger.records
        if record.extra_hours
    )


def _rate(
    record: PaymentRecord, hours: Decimal, premium: Decimal, month_hours: Decimal
) -> OvertimeRate:
    paid = due = shortfall = None
    if record.extra_income is not None:
        paid = record.extra_income + (record.overtime or 0)
    if record.basic is not None and record.frequency == "M":
        due = premium * record.basic
    if paid is not None and due is not None:
        shortfall = max(due * hours / month_hours - paid, Decimal(0))
    return OvertimeRate(
        row=record.row,
        worker=record.worker,
        hours=hours,
        paid=None if paid is None else paid / hours,
        due=None if due is None else due / month_hours,
        shortfall=shortfall,
    )
