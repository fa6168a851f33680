"""What the law adds to arrears: the current minimum, interest, a multiple; and what it limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from operator import mul
from typing import NamedTuple

from manumit.errors import InputError
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import Rounding
from manumit.remedy.elementwise import ONE, ZERO, among, anywhere, most, rounded, where
from manumit.remedy.model import Payment, WageCase
from manumit.remedy.periods import age_on, years_before
from manumit.remedy.result import NOTHING, Amount, Limit, Line, in_each, total
from manumit.remedy.rounding import to_minor_unit
from manumit.remedy.service import years_of
from manumit.remedy.terms import terms_on

_BASIC = frozenset({"wages", "minimum_wage"})
"""Heads of the pay of a period before premia."""


def arrears_of(line: Line, case: WageCase, law: WageLaw) -> Amount:
    """What is owed for a line at the minimum wage of the day of the claim, when that is higher.

    Where more than the minimum was agreed, the greater of the two is owed: the pay agreed, or the
    underpayment of the minimum at its current rate.

    Source:
        National Minimum Wage Act 1998 (United Kingdom), section 17(4): underpayment times the
        current rate over the rate of the period.
    """
    rates = uplift_rates(line, case, law)
    if rates is None:
        return line.difference
    then, now = rates
    unit = to_minor_unit(case.currency)

    def raised(owed: Decimal, below: Decimal) -> Decimal:
        return most(owed, rounded(below * now / then, unit))

    return in_each(raised, line.difference, below_minimum(line, case, law))


def below_minimum(line: Line, case: WageCase, law: WageLaw) -> Amount:
    """Underpayment of the minimum wage in each reading, whichever measure governs the line."""
    part = line.part
    if part is None or not anywhere(among(line.head, _BASIC)):
        return NOTHING
    unit = law.scheme.rounding.line or to_minor_unit(case.currency)

    def below(floor: Decimal | None, counted: Decimal, times: Decimal) -> Decimal:
        if floor is None:
            return ZERO
        return most(ZERO, rounded(floor * times, unit) - rounded(counted * times, unit))

    floors, counted = zip(*((each.floor, each.counted) for each in part.reckoned), strict=True)
    return in_each(below, floors, counted, part.times)


def uplift_rates(line: Line, case: WageCase, law: WageLaw) -> tuple[Decimal, Decimal] | None:
    """Minimum an hour in the period and on the day of the claim; None when nothing is added."""
    part = line.part
    if law.scheme.uplift is None or part is None or not anywhere(among(line.head, _BASIC)):
        return None
    then = part.terms.minimum_hour
    now = terms_on(law, case.as_of, age_on(case.born, part.work.period.start)).minimum_hour
    return None if not then or now is None or now <= then else (then, now)


@dataclass(frozen=True, slots=True)
class Rate:
    """How interest is reckoned; a rate of zero is none."""

    kind: str
    per_year: Decimal
    year_days: Decimal
    daily: Rounding | None
    since: date | None


def rate_of(case: WageCase, law: WageLaw) -> Rate | None:
    """Interest as the case states it, else as the law sets it; None when there is none.

    Raises:
        InputError: The case gives a day from which interest runs, and neither it nor the law a
            rate.
    """
    rule, stated = law.scheme.interest, case.interest
    days = Decimal(365) if rule is None else rule.year_days
    daily = None if rule is None else rule.daily
    number = None if rule is None or not rule.rate else law.number(rule.rate, case.as_of)
    if stated is None:
        if rule is None or number is None or rule.since == "stated":
            return None
        return Rate(rule.kind, number, days, daily, None)
    if stated.kind == "none":
        return None
    number = stated.rate_per_year if stated.rate_per_year is not None else number
    if number is None:
        raise InputError(
            f"{law.scheme.id} sets no rate of interest.",
            field="interest.rate_per_year",
            hint='Give the rate that the court applies, such as rate_per_year: "0.05".',
        )
    return Rate(stated.kind, number, days, daily, stated.since)


def interest_on(principal: Decimal, rate: Rate, start: date, end: date) -> Decimal:
    """Interest from the day after `start` to `end`.

    It is not rounded, but for the amount of one day where the law rounds that. Simple interest is
    principal times rate times days over the days of a year. Compound interest is added once a
    year; the rest of a year earns simple interest.
    """
    if end <= start or principal <= 0:
        return ZERO
    return interest_over(principal, rate, run_of(rate, start, end))


class Run(NamedTuple):
    """How long interest runs.

    Attributes:
        growth: What compound interest makes of one over its whole years; one if it is simple.
        days: Days after those years.
    """

    growth: Decimal
    days: Decimal


def run_of(rate: Rate, start: date, end: date) -> Run:
    """How long interest runs from the day after `start` to `end`."""
    if end <= start:
        return Run(ONE, ZERO)
    if rate.kind != "compound":
        return Run(ONE, Decimal((end - start).days))
    years = int(years_of_interest(start, end))
    since = years_before(start, Decimal(-years))
    return Run((ONE + rate.per_year) ** years, Decimal((end - since).days))


def interest_over(principal: Decimal, rate: Rate, run: Run) -> Decimal:
    """Interest on what is not negative, for as long as it runs."""
    if rate.kind == "compound":
        days = ONE + rate.per_year * run.days / rate.year_days
        return principal * run.growth * days - principal
    if rate.daily is None:
        return principal * rate.per_year * run.days / rate.year_days
    return rounded(principal * rate.per_year / rate.year_days, rate.daily) * run.days


def years_of_interest(start: date, end: date) -> Decimal:
    """Years from one day to another, as years of service are counted."""
    from manumit.core import Period

    return years_of(Period(start, max(start, end - timedelta(days=1))))


@dataclass(frozen=True, slots=True)
class Settled:
    """Sums after interest and part payments, in one reading.

    Attributes:
        interest: Interest that ran.
        outstanding: What is left of each sum.
    """

    interest: Decimal
    outstanding: tuple[Decimal, ...]


def settle(  # noqa: PLR0913 - each is a part of the account
    owed: Sequence[tuple[date, Decimal]],
    rate: Rate | None,
    payments: Sequence[Payment],
    *,
    as_of: date,
    first: str,
    unit: Rounding,
) -> Settled:
    """Run interest on sums from the days they were due, and set payments against them.

    A payment settles the oldest sum first; interest before sums when `first` says so. Interest is
    rounded once for each sum.

    Args:
        owed: Due day and amount of each sum, in order of time.
        rate: Interest; None for none.
        payments: Part payments; those after `as_of` do not count.
        as_of: Day of the claim.
        first: `principal` or `interest`.
        unit: Rounding of the interest on each sum.
    """
    left = [amount for _, amount in owed]
    grown = [ZERO for _ in owed]
    ran = [rate.since or day if rate is not None else day for day, _ in owed]
    unpaid = ZERO  # interest that payments have settled

    def run_to(day: date) -> None:
        for at, start in enumerate(ran):
            if rate is not None and day > start:
                grown[at] += interest_on(left[at], rate, start, day)
                ran[at] = day

    for payment in sorted((p for p in payments if p.paid_on <= as_of), key=lambda p: p.paid_on):
        run_to(payment.paid_on)
        money = payment.amount
        if first == "interest":
            towards = min(money, sum(grown, ZERO) - unpaid)
            unpaid += towards
            money -= towards
        for at, amount in enumerate(left):
            towards = min(money, amount)
            left[at] -= towards
            money -= towards
    run_to(as_of)
    interest = sum((rounded(each, unit) for each in grown), ZERO)
    return Settled(interest, tuple(left))


def multiplied_part(line: Line, arrears: Amount, law: WageLaw) -> Amount:
    """What the statutory multiple is of, in the arrears of a line."""
    rule = law.scheme.multiplier
    if rule is None:
        return NOTHING
    among_heads = among(line.head, rule.heads)
    return in_each(lambda owed: where(among_heads, owed, ZERO), arrears)


def multiplied_of(whole: Amount, base: Amount, case: WageCase, law: WageLaw) -> Amount:
    """Arrears with the statutory multiple on that part of them that it is of."""
    rule = law.scheme.multiplier
    times = None if rule is None else law.number(rule.times, case.as_of)
    if times is None:
        return whole
    unit = to_minor_unit(case.currency)
    return whole.plus(Amount(*(rounded(each * (times - ONE), unit) for each in base)))


def penalty_part(line: Line, case: WageCase, law: WageLaw) -> Amount:
    """What a line adds to the penalty on underpaid minimum wage, before it is limited."""
    rule = law.scheme.penalty
    share = None if rule is None else law.number(rule.share, line.period.start)
    if share is None:
        return NOTHING
    return in_each(partial(mul, share), below_minimum(line, case, law))


def penalty_of(raw: Amount, case: WageCase, law: WageLaw) -> Amount | None:
    """Penalty owed to the state on underpaid minimum wage; None when the law sets none.

    Args:
        raw: What the lines add to it.
        case: The case.
        law: The law.

    Source:
        National Minimum Wage Act 1998 (United Kingdom), section 19A.
    """
    rule = law.scheme.penalty
    if rule is None:
        return None
    unit = to_minor_unit(case.currency)
    least = law.number(rule.least, case.as_of) if rule.least else None
    most = law.number(rule.most, case.as_of) if rule.most else None

    def within(value: Decimal) -> Decimal:
        if value <= 0:
            return ZERO
        value = value if least is None else max(value, least)
        return rounded(value if most is None else min(value, most), unit)

    return Amount(*(within(each) for each in raw))


def limitation_of(lines: Sequence[Line], case: WageCase, law: WageLaw) -> Limit | None:
    """How much of a claim lies before the limitation; None when the law sets none."""
    rule = law.scheme.limitation
    years = None if rule is None else law.number(rule.years, case.as_of)
    if rule is None or years is None:
        return None
    since = years_before(case.as_of, years)
    ends = [line.period.end or line.period.start for line in lines]
    last = max(ends, default=since)
    outside = total(
        line.difference
        for line, end in zip(lines, ends, strict=True)
        if (last if rule.runs_from == "end" else end) < since
    )
    return Limit(years, since, outside, law.cite("limitation"))
