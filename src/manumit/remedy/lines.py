"""Lines of a claim: each head of each period in the three readings of the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from operator import mul

from manumit.core import Answer, Period
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import Rounding
from manumit.remedy.due import Share
from manumit.remedy.elementwise import ONE, ZERO, anywhere, least, most, rounded
from manumit.remedy.model import Fact, Item, WageCase, Work
from manumit.remedy.periods import in_order, parts_of
from manumit.remedy.readings import (
    raising,
)
from manumit.remedy.reckoner import EVIDENCE, ONCE, Readings, Reckoner
from manumit.remedy.result import NOTHING, Amount, Line, Part, in_each, total
from manumit.remedy.rounding import to_minor_unit
from manumit.remedy.service import service_lines
from manumit.remedy.shifts import hours_of


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
    works = in_order(clocked)
    if first_week.high and works[0].weeks is not None:
        works = (*_first_week_apart(works[0], works[0].weeks), *works[1:])
    for number, work in enumerate(works):
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


def _first_week_apart(work: Work, weeks: Fact) -> tuple[Work, Work]:
    """The first of several weeks, and the others, of which there is one less."""
    start = work.period.start

    def fewer(value: Decimal) -> Decimal:
        return max(ZERO, value - ONE)

    record = None if weeks.record is None else fewer(weeks.record)
    others = Fact(fewer(weeks.low), fewer(weeks.likely), fewer(weeks.high), record, weeks.evidence)
    first = replace(work, weeks=None, period=Period(start, start + timedelta(days=6)))
    return first, replace(work, weeks=others)


def work_lines(part: Part, line: Rounding) -> Iterator[Line]:
    """The heads of a period; one that a reading lacks is nothing in it."""
    low, likely, high = part.reckoned
    period = part.work.period
    if low is high and part.times is ONCE:
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
    if part.times is not ONCE:
        whole = partial(rounded, rounding=line)
        due, paid = in_each(whole, _times(due, part)), in_each(whole, _times(paid, part))
    difference = in_each(_wanting, due, paid)
    return Line(head, part.work.period, _ordered(due), _ordered(paid), difference, part, head)


def _wanting(due: Decimal, paid: Decimal) -> Decimal:
    return most(ZERO, due - paid)


def _times(amount: Amount, part: Part) -> Amount:
    """An amount of a period for as many weeks as each reading counts."""
    return amount if part.times is ONCE else in_each(mul, amount, Amount(*part.times))


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
