"""Periods of work reckoned under a law, once for each reading of the evidence."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from manumit.core import Answer, Period
from manumit.errors import InputError
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import Rounding
from manumit.remedy.due import Given, Reckoning, reckon
from manumit.remedy.elementwise import ONE, anywhere, same
from manumit.remedy.extremes import rate_turns, turned
from manumit.remedy.model import Deduction, Fact, Pay, WageCase, Work
from manumit.remedy.periods import age_on
from manumit.remedy.readings import (
    IF_AGREED,
    READINGS,
    Reading,
    given_in,
    raising,
    treatment_of,
    with_pay,
)
from manumit.remedy.result import Amount, Part
from manumit.remedy.terms import Span, Terms, one_week, span_of, terms_on
from manumit.remedy.turning import end, may_turn


class Readings(NamedTuple):
    """Which readings to reckon; the record alone gives the floor of a claim."""

    low: Reading
    likely: Reading
    high: Reading


EVIDENCE = Readings(*READINGS)
RECORD = Readings("record", "record", "record")


ONCE = (ONE, ONE, ONE)
EXACT = Rounding(unit=Decimal("1e-12"))
"""Amounts of one week of several are rounded only once they are taken times the weeks."""


class Reckoner(NamedTuple):
    """Reckons the periods of one case under one law in some readings of the evidence.

    A period whose quantities are arrays stands for many of one basis under the same terms.
    """

    case: WageCase
    law: WageLaw
    readings: Readings
    line: Rounding

    def part(self, work: Work, against: Amount, span: Span | None = None) -> Part:
        """One period, or part of one; `against` comes off the pay that counts."""
        _check_basis(work, self.law)
        law, terms = self.law, self.terms(work)
        span = span or self._span(work)
        roundings = law.scheme.rounding
        if _certain(work, law) and against[0] == against[2]:
            sure = given_in(work, "likely", law, span, terms)
            if against[1]:
                sure = sure._replace(against=sure.against + against[1])
            found = reckon(sure, span, terms, roundings, self.line)
            return Part(work, span, terms, (sure,) * 3, (found,) * 3, ONCE)

        line = self.line if work.weeks is None else EXACT

        def reckoned(given: Given) -> Reckoning:
            return reckon(given, span, terms, roundings, line)

        def facts(reading: Reading, also: Decimal) -> Given:
            given = given_in(_better(work, reading), reading, law, span, terms)
            return given._replace(against=given.against + also) if also else given

        givens = [facts(*each) for each in zip(self.readings, against, strict=True)]
        low, likely, high = zip(givens, _each_once(givens, reckoned), strict=True)
        if self.readings is EVIDENCE and may_turn(work, terms):
            ends = (low, likely, high)
            low = end(ends, work, span, terms, reckoned, greatest=False)
            high = end(ends[::-1], work, span, terms, reckoned, greatest=True)
        if self.readings is EVIDENCE and rate_turns(work, law):
            low = turned(low, work, law, reckoned, greatest=False)
            high = turned(high, work, law, reckoned, greatest=True)
        pairs = (low, likely, high)
        weeks = work.weeks
        times: tuple[Decimal, ...] = ONCE
        if weeks is not None:
            times = tuple(raising(weeks, reading) for reading in self.readings)
        return Part(
            work, span, terms, tuple(g for g, _ in pairs), tuple(r for _, r in pairs), times
        )

    def _span(self, work: Work) -> Span:
        """Length of the period, or of one week where the number of weeks is uncertain."""
        if work.weeks is not None:
            return one_week(work.period.start)
        return self.span(work.period)

    def span(self, period: Period) -> Span:
        """Length of a period, months counted as the law counts them."""
        hours = self.law.scheme.hours
        return span_of(period, "calendar" if hours is None else hours.part_of_month)

    def terms(self, work: Work) -> Terms:
        """Numbers of the law for a period."""
        day = work.period.start
        return terms_on(self.law, day, age_on(self.case.born, day), ramadan=work.ramadan)


def _each_once(
    givens: Sequence[Given], reckoned: Callable[[Given], Reckoning]
) -> tuple[Reckoning, Reckoning, Reckoning]:
    """Reckonings of three readings; one serves those that differ in what is repayable alone."""
    low, likely, high = givens
    found = reckoned(likely)

    def of(given: Given) -> Reckoning:
        alike = given.basis == likely.basis and all(map(same, given[1:-1], likely[1:-1]))
        return found if alike else reckoned(given)

    return of(low), found, of(high)


def _better(work: Work, reading: Reading) -> Work:
    """The contract that gives the worker more, when two speak of the same work on one basis."""
    other = work.other_pay
    if other is None:
        return work
    if other.basis != work.pay.basis:
        raise InputError(
            f"two contracts for one period are on two bases, {work.pay.basis} and {other.basis}.",
            field=f"work.{work.number}.promised",
            hint="Write both on the same basis, such as the amount a month.",
        )

    def value(pay: Pay) -> Decimal:
        return raising(pay.amount, reading)

    return with_pay(work, max(work.pay, other, key=value))


def _check_basis(work: Work, law: WageLaw) -> None:
    basis, place = work.pay.basis, f"work.{work.number}.pay.basis"
    if basis not in law.scheme.bases:
        raise InputError(
            f"{law.scheme.id} has no pay on the basis {basis!r}.",
            field=place,
            value=basis,
            allowed=law.scheme.bases,
            hint=f"Use one of: {', '.join(law.scheme.bases)}.",
        )
    hours = work.hours
    known = hours.worked is not None or hours.normal is not None
    others = (hours.overtime, hours.rest_day, hours.holiday)
    alone = basis == "hourly" and any(fact is not None for fact in others)
    if basis in ("hourly", "piece", "fluctuating") and not known and not alone:
        raise InputError(
            f"pay on the basis {basis!r} needs the hours worked.",
            field=f"work.{work.number}.hours",
            hint="Give hours.worked, or a range {low, likely, high} that the worker can stand by.",
        )
    if basis == "daily" and not known and hours.days is None:
        raise InputError(
            "pay by the day needs the days worked.",
            field=f"work.{work.number}.hours",
            hint="Give hours.days, or hours.worked.",
        )


def _certain(work: Work, law: WageLaw) -> bool:
    """Whether every reading of the evidence gives the same numbers."""
    if work.paid is None or work.weeks is not None or work.other_pay is not None:
        return False
    if law.scheme.minimum is not None and law.scheme.minimum.allowances:
        return False
    h = work.hours
    facts = (h.worked, h.normal, h.overtime, h.night, h.rest_day, h.holiday, h.days)
    for fact in (work.paid, work.pay.amount, *facts):
        if fact is not None and _open(fact):
            return False
    for extra in work.extra:
        if _open(extra.amount):
            return False
    for deduction in work.deductions:  # noqa: SIM110 - this runs for every period of a payroll
        if _open_deduction(deduction, law):
            return False
    return True


def _open(fact: Fact) -> bool:
    """Whether the readings, or the record, can differ on a fact."""
    if fact.record is not None:
        return True
    return fact.low is not fact.high and anywhere(fact.low != fact.high)


def _open_deduction(deduction: Deduction, law: WageLaw) -> bool:
    """Whether the readings differ on a deduction: on its amount, or on an agreement still open."""
    if _open(deduction.amount):
        return True
    return deduction.agreed is Answer.UNKNOWN and treatment_of(deduction.kind, law)[1] in IF_AGREED
