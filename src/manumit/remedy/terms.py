"""The numbers of a wage law that hold for one period, and how long the period is."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from manumit.core import Period
from manumit.errors import NotInForce
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import DayPremium, Hours, Minimum

WEEKS_A_YEAR, MONTHS_A_YEAR, DAYS_A_WEEK, DAYS_OF_A_MONTH = map(Decimal, (52, 12, 7, 30))


class Span(NamedTuple):
    """How long a period is.

    Attributes:
        days: Calendar days.
        weeks: Days over seven.
        months: Months as the law counts a part of a month.
    """

    days: Decimal
    weeks: Decimal
    months: Decimal


class Premium(NamedTuple):
    """Pay for work on a rest day or holiday: multiple an hour, and days' pay by part of a day."""

    times: Decimal
    steps: tuple[tuple[Decimal, Decimal], ...]


class Terms(NamedTuple):
    """Numbers of a law on a day; None where the law has no such rule.

    Attributes:
        week_hours: Normal hours a week.
        day_hours: Normal hours a day.
        month_hours: Hours that a month's pay covers.
        overtime_times: Multiple for overtime.
        beyond_hours: Overtime hours a week after which another multiple applies.
        beyond_times: That multiple.
        overtime_of: Pay that the hourly rate for overtime rests on.
        night_times: Multiple for overtime at night.
        night_within: Which hours at night earn it.
        rest_day: Premium for work on a rest day.
        holiday: Premium for work on a public holiday.
        minimum_hour: Minimum wage an hour.
        minimum_month: Minimum wage a month.
        allowances: Kind to amount a month, due unless provided in kind.
    """

    week_hours: Decimal | None = None
    day_hours: Decimal | None = None
    month_hours: Decimal | None = None
    overtime_times: Decimal | None = None
    beyond_hours: Decimal | None = None
    beyond_times: Decimal | None = None
    overtime_of: str = "basic"
    night_times: Decimal | None = None
    night_within: str = "overtime"
    rest_day: Premium | None = None
    holiday: Premium | None = None
    minimum_hour: Decimal | None = None
    minimum_month: Decimal | None = None
    allowances: tuple[tuple[str, Decimal], ...] = ()


@lru_cache(maxsize=4096)
def span_of(period: Period, part_of_month: str) -> Span:
    """How long a period is, months counted as `part_of_month` says.

    Whole calendar months count as such. Otherwise a part is a share of the calendar days of its
    month, thirtieths, or weeks of which 52 make twelve months.
    """
    end = period.end or period.start
    days = Decimal((end - period.start).days + 1)
    weeks = days / DAYS_A_WEEK
    whole = _whole_months(period.start, end)
    if whole is not None:
        return Span(days, weeks, Decimal(whole))
    if part_of_month == "weeks":
        return Span(days, weeks, weeks * MONTHS_A_YEAR / WEEKS_A_YEAR)
    if part_of_month == "thirtieths":
        return Span(days, weeks, days / DAYS_OF_A_MONTH)
    return Span(days, weeks, _calendar_months(period.start, end))


def one_week(start: date) -> Span:
    """A week from a day, of which 52 make twelve months."""
    return span_of(Period(start, start + timedelta(days=6)), "weeks")


def _whole_months(start: date, end: date) -> int | None:
    """Number of whole calendar months from `start` to `end`; None if they are not whole."""
    after = end + timedelta(days=1)
    if start.day != after.day:
        return None
    return (after.year - start.year) * 12 + after.month - start.month


def _calendar_months(start: date, end: date) -> Decimal:
    total, day = Decimal(0), start
    while day <= end:
        length = monthrange(day.year, day.month)[1]
        last = min(end, day.replace(day=length))
        total += Decimal((last - day).days + 1) / length
        day = last + timedelta(days=1)
    return total


@cache
def terms_on(law: WageLaw, day: date, age: int | None, *, ramadan: bool = False) -> Terms:
    """The numbers of a law on a day.

    Args:
        law: The law in one reading.
        day: The day.
        age: Age of the worker; None when not known, which gives the general minimum.
        ramadan: Whether the normal hours of Ramadan apply.

    Raises:
        NotInForce: The law, or a value that it names, does not reach back to the day.
    """
    scheme = law.scheme
    if day < scheme.in_force:
        raise NotInForce(scheme.id, day, hint=f"It is in force from {scheme.in_force}.")
    week, day_hours, month_hours = _normal_hours(law, scheme.hours, day, ramadan=ramadan)
    hour, month, allowances = _minimum(law, scheme.minimum, day, age)
    if hour is None and month is not None and month_hours is not None:
        hour = month / month_hours
    overtime, night = scheme.overtime, scheme.night
    return Terms(
        week_hours=week,
        day_hours=day_hours,
        month_hours=month_hours,
        overtime_times=None if overtime is None else _need(law, overtime.times, day),
        beyond_hours=_maybe(law, "" if overtime is None else overtime.beyond_hours, day),
        beyond_times=_maybe(law, "" if overtime is None else overtime.beyond_times, day),
        overtime_of="basic" if overtime is None else overtime.of,
        night_times=None if night is None else _need(law, night.times, day),
        night_within="overtime" if night is None else night.within,
        rest_day=_premium(law, scheme.rest_day, day),
        holiday=_premium(law, scheme.holiday, day),
        minimum_hour=hour,
        minimum_month=month,
        allowances=allowances,
    )


def _need(law: WageLaw, name: str, day: date) -> Decimal:
    value = law.number(name, day)
    if value is None:
        first = law.first_day(name)
        raise NotInForce(
            f"{law.scheme.id}.{name}", day, hint=f"Its first value is of {first}." if first else ""
        )
    return value


def _maybe(law: WageLaw, name: str, day: date) -> Decimal | None:
    return _need(law, name, day) if name else None


def _normal_hours(
    law: WageLaw, hours: Hours | None, day: date, *, ramadan: bool
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if hours is None:
        return None, None, None
    week, a_day = _need(law, hours.per_week, day), _need(law, hours.per_day, day)
    if hours.month == "weeks":
        month = week * WEEKS_A_YEAR / MONTHS_A_YEAR
    else:
        month = _need(law, hours.month_days, day) * a_day
    if ramadan and hours.per_week_ramadan:
        week = _need(law, hours.per_week_ramadan, day)
    return week, a_day, month


def _premium(law: WageLaw, rule: DayPremium | None, day: date) -> Premium | None:
    if rule is None:
        return None
    steps = tuple((step.share, step.days) for step in rule.steps)
    return Premium(_need(law, rule.times, day), steps)


def _minimum(
    law: WageLaw, rule: Minimum | None, day: date, age: int | None
) -> tuple[Decimal | None, Decimal | None, tuple[tuple[str, Decimal], ...]]:
    if rule is None:
        return None, None, ()
    allowances = tuple(
        (kind, _need(law, name, day)) for kind, name in sorted(rule.allowances.items())
    )
    month, hour = _maybe(law, rule.per_month, day), _maybe(law, rule.per_hour, day)
    if age is not None:
        hour = next(
            (
                value
                for band in rule.bands
                if age >= _age(law, band.from_age, day)
                and (value := law.number(band.per_hour, day)) is not None
            ),
            hour,
        )
    return hour, month, allowances


def _age(law: WageLaw, written: str, day: date) -> Decimal:
    return Decimal(written) if written.isdecimal() else _need(law, written, day)
