"""What one period is worth: the arithmetic of pay, overtime, premia and the minimum wage.

Every quantity is one exact number here, or an array with one for each of many periods on the same
basis and terms; what is uncertain is reckoned once for each reading of the evidence. Two measures
stand beside each other: what was agreed against what was paid, and the minimum of the law against
the pay that counts for it. The one under which more is owed governs.
"""

from decimal import Decimal
from typing import NamedTuple

from manumit.reference.wage_scheme import Rounding, Roundings
from manumit.remedy.elementwise import ONE, ZERO, anywhere, least, most, over, rounded, where
from manumit.remedy.terms import MONTHS_A_YEAR, WEEKS_A_YEAR, Premium, Span, Terms


class Given(NamedTuple):
    """The facts of one period in one reading of the evidence.

    Attributes:
        basis: How pay was reckoned.
        amount: Rate, amount or earnings, by the basis.
        for_hours: Hours a week that a salary is for.
        worked: All hours; None when only parts are given.
        normal: Hours that are not overtime, rest day or holiday.
        overtime: Overtime hours as given; None to follow from the others.
        night: Hours at night.
        rest_day: Hours on rest days.
        holiday: Hours on holidays.
        days: Days worked.
        extra: Extra pay that enters the rate for overtime.
        extra_apart: Extra pay that does not.
        paid: Pay received; None when nobody can say.
        against: What is taken off the pay that counts for the minimum.
        allowances: What is due on top of the minimum for want of provision in kind.
        repayable: Deductions that are owed back.
    """

    basis: str
    amount: Decimal
    for_hours: Decimal | None = None
    worked: Decimal | None = None
    normal: Decimal | None = None
    overtime: Decimal | None = None
    night: Decimal = ZERO
    rest_day: Decimal = ZERO
    holiday: Decimal = ZERO
    days: Decimal | None = None
    extra: Decimal = ZERO
    extra_apart: Decimal = ZERO
    paid: Decimal | None = ZERO
    against: Decimal = ZERO
    allowances: Decimal = ZERO
    repayable: Decimal = ZERO


class Split(NamedTuple):
    """Hours of a period by kind; the four add up to all hours."""

    normal: Decimal
    overtime: Decimal
    rest_day: Decimal
    holiday: Decimal
    all: Decimal


class Straight(NamedTuple):
    """Pay without any premium.

    Attributes:
        base: Pay for the period before extra pay.
        rate: Hourly rate that overtime rests on.
        covers_all: Whether `base` pays every hour once already.
        assumed: Whether a fluctuating salary was read as one for normal hours.
    """

    base: Decimal
    rate: Decimal
    covers_all: bool
    assumed: bool = False


class Share(NamedTuple):
    """One head of a period: what was due, what was paid towards it, and the difference."""

    head: str
    due: Decimal
    paid: Decimal
    difference: Decimal


class Reckoning(NamedTuple):
    """A period with what led to its heads.

    Attributes:
        shares: The heads, the basic one first.
        split: Hours by kind.
        straight: Pay without premium, the rate rounded as the law rounds it.
        rate: Hourly rate that premia were reckoned on: that of `straight`, or the minimum.
        overtime_rate: Amount for an hour of overtime in its line.
        agreed: Base and extra pay that were agreed.
        floor: Minimum of the law for the period; None when it has none.
        counted: Pay that counts for the minimum.
    """

    shares: tuple[Share, ...]
    split: Split
    straight: Straight
    rate: Decimal
    overtime_rate: Decimal
    agreed: Decimal
    floor: Decimal | None
    counted: Decimal


def reckon(
    given: Given, span: Span, terms: Terms, rounding: Roundings, line: Rounding
) -> Reckoning:
    """Reckon one period.

    Args:
        given: The facts; hours that pay depends on must be there.
        span: Length of the period.
        terms: Numbers of the law.
        rounding: Where the law rounds rates.
        line: Rounding of each line.

    Source:
        29 CFR 778.107 to 778.114 for `regular` overtime; ILO Conventions No. 1, Article 6(2), and
        No. 30, Article 7(4), for the others.
    """
    split = split_hours(given, span, terms)
    straight = _straight(given, span, terms, split, rounding)
    agreed = straight.base + given.extra + given.extra_apart
    rate = straight.rate
    if terms.minimum_hour is not None:
        rate = most(rate, terms.minimum_hour)
    factor = ZERO
    if terms.overtime_times is not None:
        factor = terms.overtime_times - ONE if straight.covers_all else terms.overtime_times
    overtime_rate = rounded(rate * factor, rounding.premium_rate)
    premia = _premia(given, split, span, terms, (rate, overtime_rate))
    if terms.overtime_of != "regular":
        premia += _day_premia(split, rate, terms, covered=straight.covers_all)
    floor = _floor(given, span, terms, split, covers_all=straight.covers_all)
    if floor is not None and anywhere(given.against > 0):
        less = floor_with_deductions(agreed, floor, split, span, terms)
        floor = where(given.against > 0, less, floor)
    total = ZERO
    for _, amount in premia:
        total = total + amount
    paid = given.paid
    if paid is None:
        paid = (agreed if floor is None else most(agreed, floor + given.against)) + total
    counted = paid - given.against
    head, base, received = "wages", agreed, paid
    if floor is not None:
        lacking = floor - counted
        governs = (lacking + total > 0) & (lacking >= agreed - paid)
        head = where(governs, "minimum_wage", "wages")
        base, received = where(governs, floor, agreed), where(governs, counted, paid)
    shares = _shares(head, base, received, premia, line)
    if given.paid is None:  # all may have been paid, to the last cent of each line
        shares = tuple(Share(share.head, share.due, share.due, ZERO) for share in shares)
    return Reckoning(shares, split, straight, rate, overtime_rate, agreed, floor, counted)


def split_hours(given: Given, span: Span, terms: Terms) -> Split:
    """Hours by kind, from what is given and the normal hours of the law."""
    other = given.rest_day + given.holiday
    normal, overtime, worked = given.normal, given.overtime, given.worked
    if terms.overtime_times is None:  # every hour is a normal one
        normal = normal if overtime is None or normal is None else normal + overtime
        overtime = ZERO
    usual = None if terms.week_hours is None else terms.week_hours * span.weeks
    if worked is None:
        overtime = ZERO if overtime is None else overtime
        if normal is None:
            normal = ZERO if usual is None else usual
        return Split(normal, overtime, given.rest_day, given.holiday, normal + overtime + other)
    if overtime is None:
        within = usual if normal is None else normal
        overtime = ZERO if within is None else most(ZERO, worked - other - within)
    normal = most(ZERO, worked - other - overtime)
    return Split(normal, overtime, given.rest_day, given.holiday, worked)


def _straight(
    given: Given, span: Span, terms: Terms, split: Split, rounding: Roundings
) -> Straight:
    return (_regular if terms.overtime_of == "regular" else _basic)(
        given, span, terms, split, rounding
    )


def _regular(given: Given, span: Span, terms: Terms, split: Split, rounding: Roundings) -> Straight:
    """Straight time for all hours, and the regular rate: all pay over all hours."""
    hours, amount = split.all, given.amount
    extra = over(given.extra, hours)
    basis = given.basis
    if basis in ("salary", "monthly"):
        return _salary(given, span, terms, hours, rounding)
    if basis == "hourly":
        base = amount * hours
    elif basis == "daily":
        base = amount * _days(given, terms, hours)
    elif basis == "fluctuating":
        base = amount * span.weeks
    else:
        base = amount
    rate = over(base, hours)
    spread = Straight(base, rounded(rate + extra, rounding.rate), True)
    if basis != "fluctuating" or terms.minimum_hour is None:
        return spread
    short = rate < terms.minimum_hour
    if not anywhere(short):
        return spread
    salary = _salary(given, span, terms, hours, rounding)
    base, rate = where(short, salary.base, base), where(short, salary.rate, spread.rate)
    return Straight(base, rate, True, short)


def _salary(
    given: Given, span: Span, terms: Terms, hours: Decimal, rounding: Roundings
) -> Straight:
    """A salary for the hours agreed, and as much an hour again for those above them."""
    for_hours = (terms.week_hours or ZERO) if given.for_hours is None else given.for_hours
    week, base = given.amount, given.amount * span.weeks
    if given.basis == "monthly":
        week, base = given.amount * MONTHS_A_YEAR / WEEKS_A_YEAR, given.amount * span.months
    own = rounded(week / for_hours, rounding.rate)
    base = base + most(ZERO, hours - for_hours * span.weeks) * own
    rate = rounded(week / for_hours + over(given.extra, hours), rounding.rate)
    return Straight(base, rate, True)


def _basic(given: Given, span: Span, terms: Terms, split: Split, rounding: Roundings) -> Straight:
    """Pay for normal hours, and the hourly rate of basic or of total pay."""
    amount, basis = given.amount, given.basis
    if basis == "hourly":
        base, rate = amount * split.normal, amount
    elif basis == "daily":
        days = _days(given, terms, split.normal)
        base = amount * days
        rate = amount / terms.day_hours if terms.day_hours else over(base, split.normal)
    elif basis == "monthly":
        base = amount * span.months
        rate = amount / terms.month_hours if terms.month_hours else over(base, split.normal)
    elif basis == "piece":
        base, rate = amount, over(amount, split.all)
    else:
        base = amount * span.weeks
        hours = terms.week_hours if given.for_hours is None else given.for_hours
        rate = over(base, split.normal) if hours is None else amount / hours
    if terms.overtime_of == "total":
        rate = where(base != 0, over(rate * (base + given.extra), base), rate)
    return Straight(base, rounded(rate, rounding.rate), basis == "piece")


def hours_beyond(split: Split, span: Span, terms: Terms) -> Decimal:
    """Overtime hours that earn the higher multiple; none where the law has only one."""
    if terms.beyond_hours is None:
        return ZERO
    return most(ZERO, split.overtime - terms.beyond_hours * span.weeks)


def step_beyond(terms: Terms) -> Decimal:
    """How much the higher multiple for overtime adds."""
    if terms.beyond_times is None or terms.overtime_times is None:
        return ZERO
    return terms.beyond_times - terms.overtime_times


def _days(given: Given, terms: Terms, hours: Decimal) -> Decimal:
    if given.days is not None:
        return given.days
    return hours / (terms.day_hours or Decimal(8))


def _premia(
    given: Given, split: Split, span: Span, terms: Terms, rates: tuple[Decimal, Decimal]
) -> list[tuple[str, Decimal]]:
    """What is due on top of the base, by head, at the hourly rate and that for overtime."""
    rate, overtime_rate = rates
    found: list[tuple[str, Decimal]] = []
    if terms.overtime_times is not None and anywhere(split.overtime != 0):
        beyond = hours_beyond(split, span, terms) * rate * step_beyond(terms)
        found.append(("overtime", split.overtime * overtime_rate + beyond))
    if terms.night_times is not None and anywhere(given.night != 0):
        at_night = least(given.night, split.overtime)
        usual = terms.overtime_times or ONE
        amount = at_night * rate * (terms.night_times - usual)
        if terms.night_within == "all":
            amount = amount + (given.night - at_night) * rate * (terms.night_times - ONE)
        if anywhere(amount > 0):
            found.append(("night", most(ZERO, amount)))
    return found


def _day_premia(
    split: Split, rate: Decimal, terms: Terms, *, covered: bool
) -> list[tuple[str, Decimal]]:
    """What is due for work on rest days and holidays; `covered` when the base pays it once."""
    found = []
    for head, hours, premium in (
        ("rest_day", split.rest_day, terms.rest_day),
        ("holiday", split.holiday, terms.holiday),
    ):
        amount = _on_day(hours, rate, premium, terms)
        if covered:
            amount = amount - hours * rate
        if anywhere(amount > 0):
            found.append((head, most(ZERO, amount)))
    return found


def _on_day(hours: Decimal, rate: Decimal, premium: Premium | None, terms: Terms) -> Decimal:
    """Pay for hours on a rest day or holiday, day by day where the law counts parts of a day.

    Hours beyond whole normal days are one more part of a day; those above a normal day, when there
    is only one, earn the multiple.
    """
    if premium is None or not anywhere(hours != 0):
        return hours * rate
    if not premium.steps or not terms.day_hours:
        return hours * rate * premium.times
    first = least(hours, terms.day_hours)
    days = premium.steps[-1][1]
    for share, up_to in reversed(premium.steps):
        days = where(first <= share * terms.day_hours, up_to, days)
    days = where(hours != 0, days, ZERO)
    return days * terms.day_hours * rate + (hours - first) * rate * premium.times


def _floor(
    given: Given, span: Span, terms: Terms, split: Split, *, covers_all: bool
) -> Decimal | None:
    """The minimum of the law for the hours that the base pays; None when it has none."""
    if terms.minimum_month is not None and given.basis in ("monthly", "salary"):
        return terms.minimum_month * span.months + given.allowances
    if terms.minimum_hour is None:
        return None
    hours = split.all if covers_all else split.normal
    return terms.minimum_hour * hours + given.allowances


def floor_with_deductions(
    agreed: Decimal, floor: Decimal, split: Split, span: Span, terms: Terms
) -> Decimal:
    """What deductions must leave of straight pay in a week with overtime.

    They may take only what they could have taken had the worker worked the normal hours alone.

    Source:
        29 CFR 531.37(b).
    """
    usual = (terms.week_hours or ZERO) * span.weeks
    if terms.overtime_of != "regular":
        return floor
    less = agreed - over((agreed - floor) * usual, split.all)
    return where((agreed <= floor) | (split.all <= usual), floor, less)


def _shares(
    head: str,
    base: Decimal,
    received: Decimal,
    premia: list[tuple[str, Decimal]],
    line: Rounding,
) -> tuple[Share, ...]:
    """The heads of a period; what was paid goes to the base first, then to each premium."""
    due = rounded(base, line)
    paid = rounded(received, line)
    left, found = most(ZERO, paid - due), []
    for name, amount in premia:
        owed = rounded(amount, line)
        given = least(left, owed)
        left = left - given
        found.append(Share(name, owed, given, owed - given))
    towards = where(paid <= due, paid, due + left)
    return (Share(head, due, towards, most(ZERO, due - towards)), *found)
