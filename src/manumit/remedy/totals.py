"""The sums of a claim: of its lines, and of what the law adds to them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from manumit.reference import WageLaw
from manumit.remedy.model import WageCase
from manumit.remedy.result import Amount, Line, Totals, exactly, total
from manumit.remedy.rounding import to_minor_unit
from manumit.remedy.uplift import (
    arrears_of,
    multiplied_of,
    multiplied_part,
    penalty_of,
    penalty_part,
    rate_of,
    settle,
)

ZERO = Decimal(0)


class Sums(NamedTuple):
    """What the lines of a claim add up to.

    Attributes:
        due: What the law required.
        paid: What was paid towards it.
        underpayment: Differences of the lines.
        arrears: The same with the uplift of the law.
        multiplied: That part of the arrears that the statutory multiple is of.
        penalty: Part of the underpaid minimum wage that the penalty is, before it is limited.
        interest: Interest on the arrears of each line.
    """

    due: Amount
    paid: Amount
    underpayment: Amount
    arrears: Amount
    multiplied: Amount
    penalty: Amount
    interest: Amount


def totals_of(lines: Sequence[Line], case: WageCase, law: WageLaw) -> Totals:
    """The sums of a claim: uplift, multiple, interest and part payments."""
    arrears = [arrears_of(line, case, law) for line in lines]
    multiple = map(multiplied_part, lines, arrears, [law] * len(lines))
    sums = Sums(
        due=total(line.due for line in lines),
        paid=total(line.paid for line in lines),
        underpayment=total(line.difference for line in lines),
        arrears=total(arrears),
        multiplied=total(multiple),
        penalty=total(penalty_part(line, case, law) for line in lines),
        interest=_interest(lines, arrears, case, law),
    )
    return totals_from(sums, case, law)


def totals_from(sums: Sums, case: WageCase, law: WageLaw) -> Totals:
    """A claim from the sums of its lines: the multiple, the penalty and part payments."""
    multiplied = multiplied_of(sums.arrears, sums.multiplied, case, law)
    repaid = sum((p.amount for p in case.part_payments if p.paid_on <= case.as_of), ZERO)
    whole = multiplied.plus(sums.interest).minus(exactly(repaid))
    return Totals(
        due=sums.due,
        paid=sums.paid,
        underpayment=sums.underpayment,
        arrears=sums.arrears,
        interest=sums.interest,
        multiplied=multiplied,
        repaid=repaid,
        total=Amount(*(max(ZERO, each) for each in whole)),
        penalty=penalty_of(sums.penalty, case, law),
    )


def _interest(
    lines: Sequence[Line], arrears: Sequence[Amount], case: WageCase, law: WageLaw
) -> Amount:
    rate = rate_of(case, law)
    interest = [ZERO, ZERO, ZERO]
    if rate is not None:
        for at in range(3):
            pairs = zip(lines, arrears, strict=True)
            owed = [(line.period.end or line.period.start, sum_[at]) for line, sum_ in pairs]
            interest[at] = settle(
                owed,
                rate,
                case.part_payments,
                as_of=case.as_of,
                first=case.allocate,
                unit=to_minor_unit(case.currency),
            ).interest
    return Amount(*interest)
