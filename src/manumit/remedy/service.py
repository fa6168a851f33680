"""What is due at the end of service: end-of-service pay, notice, and leave not taken."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from manumit.core import Period
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import Rounding, ServiceStep
from manumit.remedy.model import Service
from manumit.remedy.periods import years_before
from manumit.remedy.readings import Reading, raising
from manumit.remedy.result import NOTHING, Amount, Line
from manumit.remedy.rounding import rounded
from manumit.remedy.sums import plain
from manumit.remedy.terms import MONTHS_A_YEAR

ZERO = Decimal(0)
_DAY_SUMS = {"thirtieth": "1 ÷ 30", "twenty_sixth": "1 ÷ 26", "year_days": "12 ÷ 365"}
_DAYS = {"thirtieth": Decimal(30), "twenty_sixth": Decimal(26)}
_DAYS_A_YEAR = Decimal(365)


def years_of(period: Period) -> Decimal:
    """Years of service: whole years by the calendar, and the rest as days over 365.

    Service that starts on 29 February completes a year on 28 February where there is no 29th.

    Example:
        >>> from datetime import date
        >>> years_of(Period(date(2022, 1, 1), date(2023, 12, 31)))
        Decimal('2')
    """
    after = (period.end or period.start) + timedelta(days=1)
    whole = after.year - period.start.year
    start = years_before(after, Decimal(whole))
    if start < period.start and not _same_day(start, period):
        whole -= 1
    since = _anniversary(period, whole)
    return Decimal(whole) + Decimal((after - since).days) / _DAYS_A_YEAR


def _anniversary(period: Period, years: int) -> date:
    return years_before(period.start, Decimal(-years))


def _same_day(day: date, period: Period) -> bool:
    start = period.start
    return (start.month, start.day, day.month, day.day) == (2, 29, 2, 28)


def day_pay(month: Decimal, day: str) -> Decimal:
    """A day's pay from a month's: a thirtieth, a twenty-sixth, or twelve months over 365 days."""
    if day == "year_days":
        return month * MONTHS_A_YEAR / _DAYS_A_YEAR
    return month / _DAYS[day]


def service_lines(
    service: Service, law: WageLaw, readings: Sequence[Reading], line: Rounding
) -> Iterator[Line]:
    """Lines for what the law grants at the end of service.

    Where the employer's notice or the leave taken is not known, the floor counts nothing and the
    other readings count all of it: both stand in records that the employer must keep.
    """
    due = {
        "end_of_service": _end_of_service(service, law),
        "notice": _notice_days(service, law),
        "leave": _leave_days(service, law),
    }
    years = years_of(service.period)
    for head, days in due.items():
        if days is None or days[1] == 0:
            continue
        rule = getattr(law.scheme, head)
        day = getattr(rule, "day", "thirtieth")
        most: Decimal | None = getattr(rule, "most_months", None)
        amounts = []
        for reading in readings:
            month = raising(service.basic_per_month, reading)
            number = days[0] if reading in ("low", "record") else days[1]
            amount = day_pay(month, day) * number
            amounts.append(rounded(amount if most is None else min(amount, most * month), line))
        owed = Amount(*amounts)
        pay = plain(service.basic_per_month.likely)
        text = f"{pay} × {_DAY_SUMS[day]} × {plain(days[1])}"
        if most is not None and day_pay(month, day) * days[1] > most * month:
            text = f"{pay} × {plain(most)}"
        detail = {"days": _plain(days[1]), "years": _plain(years), "sum": text}
        evidence = service.basic_per_month.evidence
        yield Line(head, service.period, owed, NOTHING, owed, None, head, detail, evidence)


def _end_of_service(service: Service, law: WageLaw) -> tuple[Decimal, Decimal] | None:
    """Days of pay for all years; a year in parts."""
    rule, years = law.scheme.end_of_service, years_of(service.period)
    if rule is None or years < rule.least_years:
        return None
    days = days_by_steps(rule.steps, years)
    return days, days


def days_by_steps(steps: Sequence[ServiceStep], years: Decimal) -> Decimal:
    """Days for so many years, where each year counts by the step that it falls into.

    Example:
        >>> steps = (ServiceStep(days=Decimal(21), up_to_years=Decimal(5)),
        ...          ServiceStep(days=Decimal(30)))
        >>> days_by_steps(steps, Decimal(6))
        Decimal('135')
    """
    total = reached = ZERO
    for step in steps:
        end = years if step.up_to_years is None else min(years, step.up_to_years)
        total += max(ZERO, end - reached) * step.days
        reached = max(reached, end)
    return total


def _notice_days(service: Service, law: WageLaw) -> tuple[Decimal, Decimal] | None:
    rule, years = law.scheme.notice, years_of(service.period)
    if rule is None or service.ended_by not in ("employer", "unknown"):
        return None
    step = next((step for step in rule.steps if _fits(step, years)), None)
    if step is None:
        return None
    given = service.notice_given_days
    most = max(ZERO, step.days - (given or ZERO))
    certain = service.ended_by == "employer" and given is not None
    return (most if certain else ZERO), most


def _fits(step: ServiceStep, years: Decimal) -> bool:
    up_to, below = step.up_to_years, step.below_years
    return (up_to is None or years <= up_to) and (below is None or years < below)


def _leave_days(service: Service, law: WageLaw) -> tuple[Decimal, Decimal] | None:
    rule, years = law.scheme.leave, years_of(service.period)
    if rule is None or years * MONTHS_A_YEAR < rule.least_months:
        return None
    taken = service.leave_taken_days
    most = max(ZERO, rule.days_per_year * years - (taken or ZERO))
    return (ZERO if taken is None else most), most


def _plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize():f}"
