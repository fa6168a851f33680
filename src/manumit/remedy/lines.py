"""Lines of a claim: each head of each period in the three readings of the evidence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from operator import mul
from typing import NamedTuple

from manumit.core import Answer, Period
from manumit.errors import InputError
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import Rounding
from manumit.remedy.due import Given, Reckoning, Share, reckon
from manumit.remedy.elementwise import ONE, ZERO, anywhere, least, most, rounded, same
from manumit.remedy.extremes import rate_turns, turned
from manumit.remedy.model import Deduction, Fact, Item, Pay, WageCase, Work
from manumit.remedy.periods import age_on, in_order, parts_of
from manumit.remedy.readings import (
    READINGS,
    Reading,
    given_in,
    raising,
    treatment_of,
    with_pay,
)
from manumit.remedy.result import NOTHING, Amount, Line, Part, in_each, total
from manumit.remedy.rounding import to_minor_unit
from manumit.remedy.service import service_lines
from manumit.remedy.shifts import hours_of
from manumit.remedy.terms import Span, Terms, one_week, span_of, terms_on
from manumit.remedy.turning import end, may_turn


class Readings(NamedTuple):
    """Which readings to reckon; the record alone gives the floor of a claim."""

    low: Reading
    likely: Reading
    high: Reading


EVIDENCE = Readings(*READINGS)
RECORD = Readings("record", "record", "record")


def claim_lines(case: WageCase, law: WageLaw, readings: Readings = EVIDENCE) -> tuple[Line, ...]:
    """Every line of a claim, in order of time and of the heads.

    Raises:
        InputError: Periods overlap, hours do not fit, or pay cannot be reckoned from what is given.
        NotInForce: The law, or a value of it, does not reach back to a period.
    """
    line = law.scheme.rounding.line or to_minor_unit(case.currency)
    first_week, fees = _fees(case, law, readings, line)
    found: list[Line] = []
    reckoner = Reckoner(case, law, readings, line)
    night = law.scheme.night
    clocked = [
        replace(work, hours=hours_of(work.shifts, night, work.hours)) if work.shifts else work
        for work in case.work
    ]
    for number, work in enumerate(in_order(clocked)):
        against = first_week if number == 0 else NOTHING
        for part in parts_of(work, law):
            found += work_lines(reckoner.part(part, against), line)
            against = NOTHING
    found += _contributions(found, case, law, line)
    found += fees
    found += [_item_line(item, readings, line) for item in case.other]
    if case.service is not None:
        found += service_lines(case.service, law, readings, line)
    return tuple(found)


_ONCE = (ONE, ONE, ONE)
_EXACT = Rounding(unit=Decimal("1e-12"))
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
            return Part(work, span, terms, (sure,) * 3, (found,) * 3, _ONCE)

        line = self.line if work.weeks is None else _EXACT

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
        times: tuple[Decimal, ...] = _ONCE
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
    if basis in ("hourly", "piece", "fluctuating") and not known:
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
    return (
        deduction.agreed is Answer.UNKNOWN and treatment_of(deduction.kind, law)[1] == "if_agreed"
    )


def work_lines(part: Part, line: Rounding) -> Iterator[Line]:
    """The heads of a period; one that a reading lacks is nothing in it."""
    low, likely, high = part.reckoned
    period = part.work.period
    if low is high and part.times is _ONCE:
        for head, due, paid, difference in likely.shares:
            yield Line(
                head,
                period,
                Amount(due, due, due),
                Amount(paid, paid, paid),
                Amount(difference, difference, difference),
                part,
                head,
            )
    else:
        yield from _ranged_lines(part, line)
    if anywhere(part.given[2].repayable != 0):
        repayable = Amount(*(given.repayable for given in part.given))
        due_back = in_each(partial(rounded, rounding=line), _times(repayable, part))
        yield Line("deductions", period, due_back, NOTHING, due_back, part, "deductions")


def _ranged_lines(part: Part, line: Rounding) -> Iterator[Line]:
    """The basic line, then the premia, each in every reading.

    The basic line has the head of the measure that governs in the likely reading.
    """
    basic = [reckoned.shares[0] for reckoned in part.reckoned]
    yield _ranged(part, basic[1].head, basic, line)
    premia = [{share.head: share for share in each.shares[1:]} for each in part.reckoned]
    for head in dict.fromkeys(head for each in reversed(premia) for head in each):
        nothing = Share(head, ZERO, ZERO, ZERO)
        yield _ranged(part, head, [each.get(head, nothing) for each in premia], line)


def _ranged(part: Part, head: str, shares: Sequence[Share], line: Rounding) -> Line:
    due, paid = Amount(*(share.due for share in shares)), Amount(*(share.paid for share in shares))
    if part.times is not _ONCE:
        whole = partial(rounded, rounding=line)
        due, paid = in_each(whole, _times(due, part)), in_each(whole, _times(paid, part))
    difference = in_each(_wanting, due, paid)
    return Line(head, part.work.period, _ordered(due), _ordered(paid), difference, part, head)


def _wanting(due: Decimal, paid: Decimal) -> Decimal:
    return most(ZERO, due - paid)


def _times(amount: Amount, part: Part) -> Amount:
    """An amount of a period for as many weeks as each reading counts."""
    return amount if part.times is _ONCE else in_each(mul, amount, Amount(*part.times))


def _ordered(amount: Amount) -> Amount:
    """The least and the greatest of the readings at the ends."""
    low, likely, high = amount
    if low is likely is high:
        return amount
    return Amount(least(least(low, likely), high), likely, most(most(low, likely), high))


def _fees(
    case: WageCase, law: WageLaw, readings: Readings, line: Rounding
) -> tuple[Amount, list[Line]]:
    """Fees that count against the first period's wages, and lines for those that are repayable.

    Source:
        29 CFR 531.35 (free and clear); ILO, General principles and operational guidelines for fair
        recruitment (2019), principle 7; Private Employment Agencies Convention, 1997 (No. 181),
        Article 7.
    """
    rule = law.scheme.fees
    treatment = "repayable" if rule is None else rule.treatment
    against, found = NOTHING, []
    for fee in case.fees:
        if treatment == "stands" or (rule is not None and fee.category in rule.stands):
            continue
        amount = Amount(*(rounded(raising(fee.amount, r) or ZERO, line) for r in readings))
        if treatment == "free_and_clear" and case.work:
            against = against.plus(amount)
            continue
        detail = {"category": fee.category, "converted": fee.converted}
        found.append(
            Line(
                "recruitment_fees",
                Period(fee.paid_on, fee.paid_on),
                amount,
                NOTHING,
                amount,
                None,
                "fees",
                detail,
                fee.amount.evidence,
            )
        )
    return against, found


_WAGES = frozenset({"wages", "minimum_wage", "overtime", "night", "rest_day", "holiday"})


def _contributions(
    lines: Sequence[Line], case: WageCase, law: WageLaw, line: Rounding
) -> Iterator[Line]:
    """The employer's social contributions on the wages due, when the case says they are owed."""
    rule, paid = law.scheme.contributions, case.contributions_paid
    if rule is None or paid is None or paid is Answer.YES:
        return
    for period in dict.fromkeys(each.period for each in lines if each.head in _WAGES):
        share = law.number(rule.share, period.start)
        wages = total(e.due for e in lines if e.head in _WAGES and e.period == period)
        if share is None or not wages.high:
            continue
        low, likely, high = (rounded(share * each, line) for each in wages)
        owed = Amount(ZERO if paid is Answer.UNKNOWN else low, likely, high)
        detail = {"share": f"{share.normalize():f}", "wages": f"{wages.likely:f}"}
        yield Line(
            "social_contributions", period, owed, NOTHING, owed, None, "contributions", detail
        )


def _item_line(item: Item, readings: Readings, line: Rounding) -> Line:
    amount = Amount(*(rounded(raising(item.amount, r) or ZERO, line) for r in readings))
    return Line(
        item.head,
        item.period,
        amount,
        NOTHING,
        amount,
        None,
        item.head,
        {},
        item.amount.evidence,
    )


def has_record(case: WageCase) -> bool:
    """Whether any fact of a case stands in the employer's own record."""
    return any(fact.record is not None for fact in facts_of(case))


def facts_of(case: WageCase) -> Iterator[Fact]:
    """Every quantity of a case."""
    for work in case.work:
        yield work.pay.amount
        yield from (fact for fact in (work.paid, work.weeks) if fact is not None)
        yield from (fact for _, fact in work.hours.named())
        yield from (extra.amount for extra in work.extra)
        yield from (deduction.amount for deduction in work.deductions)
    yield from (fee.amount for fee in case.fees)
    yield from (item.amount for item in case.other)
