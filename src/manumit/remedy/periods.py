"""Periods of work: checked, put in order, and split where the law changes."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from manumit.core import Period
from manumit.errors import InputError
from manumit.reference import WageLaw
from manumit.remedy.model import Fact, Hours, Work

HOURS_A_DAY = 24


class _Share(NamedTuple):
    part: Decimal
    whole: Decimal

    def of(self, value: Decimal) -> Decimal:
        return value * self.part / self.whole


def in_order(work: Sequence[Work]) -> tuple[Work, ...]:
    """Periods by their first day.

    Raises:
        InputError: Two periods share a day, or hours do not fit into a period.
    """
    found = sorted(work, key=lambda each: (each.period.start, each.number))
    for earlier, later in pairwise(found):
        if later.period.start <= earlier.last:
            raise InputError(
                f"the period from {later.period.start} overlaps the one from "
                f"{earlier.period.start}.",
                field=f"work.{later.number}.period",
                hint="Give each day to one period; write another employer as another claim.",
            )
    for each in found:
        _check_hours(each)
    return tuple(found)


def _check_hours(work: Work) -> None:
    days = 7 if work.weeks is not None else work.period.days or 1
    most, h = HOURS_A_DAY * days, work.hours
    if h.days is None and all(
        fact is None or fact.high <= most
        for fact in (h.worked, h.normal, h.overtime, h.night, h.rest_day, h.holiday)
    ):
        return
    for name, fact in h.named():
        limit = days if name == "days" else most
        if fact.high > limit:
            what = "days" if name == "days" else "hours"
            raise InputError(
                f"{fact.high} {what} do not fit into a period of {days} days, which has {limit}.",
                field=f"work.{work.number}.hours.{name}",
                value=str(fact.high),
                hint="Give the hours of this period alone.",
            )


def parts_of(work: Work, law: WageLaw) -> tuple[Work, ...]:
    """The parts of a period within which the numbers of the law stay the same.

    Hours, pay for the whole period, payments and deductions are spread over the parts by calendar
    days, as the case says nothing else about them.
    """
    parts = periods_of(work.period, law)
    if len(parts) == 1 or work.weeks is not None:
        return (work,)
    whole = Decimal(work.period.days or 1)
    return tuple(_part(work, part, _Share(Decimal(part.days or 1), whole)) for part in parts)


def periods_of(period: Period, law: WageLaw) -> tuple[Period, ...]:
    """The parts of a period, cut on the days on which a number of the law changes."""
    start, end = period.start, period.end or period.start
    days = law.change_days
    cuts = days[bisect_right(days, start) : bisect_right(days, end)]
    if len(cuts) == 0:
        return (period,)
    starts = [start, *cuts]
    ends = [*(cut - timedelta(days=1) for cut in cuts), end]
    return tuple(map(Period, starts, ends))


def _part(work: Work, period: Period, share: _Share) -> Work:
    pay = work.pay
    if pay.basis == "piece":
        pay = replace(pay, amount=_scaled(pay.amount, share))
    hours = Hours(**{name: _scaled(fact, share) for name, fact in work.hours.named()})
    return replace(
        work,
        period=period,
        pay=pay,
        hours=hours,
        paid=None if work.paid is None else _scaled(work.paid, share),
        extra=tuple(replace(each, amount=_scaled(each.amount, share)) for each in work.extra),
        deductions=tuple(
            replace(
                each,
                amount=_scaled(each.amount, share),
                days=None if each.days is None else share.of(each.days),
            )
            for each in work.deductions
        ),
    )


def _scaled(fact: Fact, share: _Share) -> Fact:
    record = None if fact.record is None else share.of(fact.record)
    return Fact(
        share.of(fact.low), share.of(fact.likely), share.of(fact.high), record, fact.evidence
    )


def years_before(day: date, years: Decimal) -> date:
    """The day so many years earlier; the last day of the month where there is none.

    A part of a year counts by months, rounded down.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - int(years * 12), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(born: date | None, day: date) -> int | None:
    """Completed years on a day; None when the birth is not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
