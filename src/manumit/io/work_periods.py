"""Periods of work as people write them: repeated by week or month, in shifts, and per unit."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from manumit.core import Period
from manumit.io.quantities import At
from manumit.remedy import Fact
from manumit.remedy.model import Shift
from manumit.remedy.terms import MONTHS_A_YEAR, WEEKS_A_YEAR, span_of


def each_period(period: Period, each: str) -> Iterator[Period]:
    """The period itself, or its days, weeks or calendar months, the last one as long as it is.

    Example:
        >>> from datetime import date
        >>> year = Period(date(2025, 1, 15), date(2025, 2, 20))
        >>> [str(part.end) for part in each_period(year, "month")]
        ['2025-01-31', '2025-02-20']
    """
    start, end = period.start, period.end or period.start
    if each == "":
        yield period
        return
    while start <= end:
        if each == "month":
            after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        else:
            after = start + timedelta(days=7 if each == "week" else 1)
        yield Period(start, min(end, after - timedelta(days=1)))
        start = after


def span_in(period: Period, one_week: bool) -> dict[str, Decimal]:
    """How many days, weeks and months a period has, to scale what is written per unit.

    With `one_week`, the quantities are those of one week, of which 52 make twelve months.
    """
    if one_week:
        return {"day": Decimal(7), "week": Decimal(1), "month": MONTHS_A_YEAR / WEEKS_A_YEAR}
    span = span_of(period, "calendar")
    return {"day": span.days, "week": span.weeks, "month": span.months}


def scaled(fact: Fact, times: Decimal) -> Fact:
    """A quantity so many times."""
    if times == 1:
        return fact
    record = None if fact.record is None else fact.record * times
    return Fact(fact.low * times, fact.likely * times, fact.high * times, record, fact.evidence)


def shifts_of(shifts: Sequence[Mapping[str, str]], timezone: str, wrong: At) -> tuple[Shift, ...]:
    """Shifts by the clock, each from start to end in the time zone of the place of work.

    Raises:
        InputError: A time cannot be read, does not exist that night, or ends before it starts.
    """
    if not shifts:
        return ()
    if not timezone:
        raise wrong("shifts need timezone:, such as Asia/Qatar", "")
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise wrong(f"{timezone!r} is not a time zone, such as Asia/Qatar", "") from None
    return tuple(_shift(shift, zone, wrong, str(at)) for at, shift in enumerate(shifts, start=1))


def _shift(shift: Mapping[str, str], zone: ZoneInfo, wrong: At, place: str) -> Shift:
    if set(shift) != {"from", "to"}:
        raise wrong("a shift has from and to", place)
    start, end = (_time(shift[key], zone, wrong, place) for key in ("from", "to"))
    if end <= start:
        raise wrong(f"ends ({shift['to']}) before it starts ({shift['from']})", place)
    if end - start > timedelta(hours=36):
        raise wrong("is longer than 36 hours; check its dates", place)
    return Shift(start, end)


def _time(written: str, zone: ZoneInfo, wrong: At, place: str) -> datetime:
    try:
        naive = datetime.fromisoformat(written)
    except ValueError:
        raise wrong(f"{written!r} is not a time, such as 2026-03-02T22:00", place) from None
    if naive.tzinfo is not None:
        return naive.astimezone(zone)
    aware = naive.replace(tzinfo=zone)
    there = aware.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if there.replace(tzinfo=None) != naive:
        raise wrong(f"{written} does not exist: clocks went forward that night", place)
    return aware
