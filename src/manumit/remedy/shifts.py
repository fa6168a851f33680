"""Hours from shifts by the clock.

What elapsed counts, not what the clock showed: a night on which clocks go back has an hour more,
one on which they go forward an hour less. Hours at night are those between the clock times that
the law names.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from manumit.reference.wage_scheme import Night
from manumit.remedy.model import Fact, Hours, Shift

_SECONDS_AN_HOUR = Decimal(3600)


def hours_of(shifts: Sequence[Shift], night: Night | None, stated: Hours) -> Hours:
    """Hours worked and hours at night; what the case states beside its shifts stays.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> start = datetime(2026, 10, 24, 22, tzinfo=ZoneInfo("Europe/London"))
        >>> end = datetime(2026, 10, 25, 6, tzinfo=ZoneInfo("Europe/London"))
        >>> str(hours_of([Shift(start, end)], None, Hours()).worked.likely)
        '9'
    """
    worked = sum((_elapsed(shift.start, shift.end) for shift in shifts), Decimal(0))
    at_night = stated.night
    if night is not None and at_night is None:
        total = sum((_night(shift, night) for shift in shifts), Decimal(0))
        at_night = Fact.exactly(total)
    return Hours(
        worked=stated.worked or Fact.exactly(worked),
        normal=stated.normal,
        overtime=stated.overtime,
        night=at_night,
        rest_day=stated.rest_day,
        holiday=stated.holiday,
        days=stated.days or Fact.exactly(Decimal(len({s.start.date() for s in shifts}))),
    )


def _elapsed(start: datetime, end: datetime) -> Decimal:
    seconds = (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()
    return Decimal(max(0, int(seconds))) / _SECONDS_AN_HOUR


def _night(shift: Shift, night: Night) -> Decimal:
    """Hours of a shift that fall between the clock times of night, on any of its days."""
    first, last = time.fromisoformat(night.start), time.fromisoformat(night.end)
    zone, total = shift.start.tzinfo, Decimal(0)
    day = shift.start.date() - timedelta(days=1)
    while day <= shift.end.date():
        start = datetime.combine(day, first, zone)
        end = datetime.combine(day if last > first else day + timedelta(days=1), last, zone)
        total += _elapsed(max(start, shift.start), min(end, shift.end))
        day += timedelta(days=1)
    return total
