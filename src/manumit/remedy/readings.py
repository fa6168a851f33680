"""From a period of work and a reading of the evidence to exact numbers.

A reading takes every uncertain fact at the end that makes the claim least, likely or greatest: more
hours, higher pay and more deductions raise a claim, more pay received lowers it. Within one period
the claim moves one way in each fact, so that the two ends are exact and not merely safe.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from manumit.core import Answer
from manumit.reference import WageLaw
from manumit.reference.wage_scheme import DeductionRule, Deductions, Treatment
from manumit.remedy.due import Given
from manumit.remedy.elementwise import ZERO, anywhere, most, where
from manumit.remedy.model import Deduction, Fact, Hours, Pay, Work
from manumit.remedy.terms import Span, Terms

Reading: TypeAlias = Literal["low", "likely", "high", "record"]
READINGS: tuple[Reading, ...] = ("low", "likely", "high")


IF_AGREED: tuple[Treatment, ...] = ("if_agreed", "wages_if_agreed")


class Taken(NamedTuple):
    """What was taken from pay, by what becomes of it.

    Attributes:
        against: Taken off the pay that counts for the minimum wage.
        repayable: Owed back.
    """

    against: Decimal
    repayable: Decimal


def _record(fact: Fact) -> Decimal:
    return fact.low if fact.record is None else fact.record


_RAISING: dict[Reading, Callable[[Fact], Decimal]] = {
    "low": attrgetter("low"),
    "likely": attrgetter("likely"),
    "high": attrgetter("high"),
    "record": _record,
}
"""Reading to the value that it takes of a fact that raises the claim."""


def raising(fact: Fact, reading: Reading) -> Decimal:
    """The value of a fact that raises the claim, in a reading."""
    return _RAISING[reading](fact)


def lowering(fact: Fact | None, reading: Reading) -> Decimal | None:
    """The value of a fact that lowers the claim, such as pay received, in a reading."""
    if fact is None:
        return None
    if reading == "likely":
        return fact.likely
    if reading == "record":
        return fact.high if fact.record is None else fact.record
    return fact.high if reading == "low" else fact.low


def given_in(work: Work, reading: Reading, law: WageLaw, span: Span, terms: Terms) -> Given:
    """The facts of a period in one reading, and what becomes of its deductions."""
    pay, hours, value = work.pay, work.hours, _RAISING[reading]
    extra, apart = _extra(work, reading, law) if work.extra else (ZERO, ZERO)
    paid = lowering(work.paid, reading)
    if work.paid is None and reading in ("likely", "high"):
        paid = ZERO
    against, repayable = taken(work, reading, law) if work.deductions else (ZERO, ZERO)
    given = Given(
        pay.basis,
        value(pay.amount),
        pay.for_hours if pay.for_hours is not None and anywhere(pay.for_hours != 0) else None,
        None if hours.worked is None else value(hours.worked),
        _normal(work, value),
        None if hours.overtime is None else value(hours.overtime),
        ZERO if hours.night is None else value(hours.night),
        ZERO if hours.rest_day is None else value(hours.rest_day),
        ZERO if hours.holiday is None else value(hours.holiday),
        None if hours.days is None else value(hours.days),
        extra,
        apart,
        paid,
        against,
        _allowances(work, reading, span, terms) if terms.allowances else ZERO,
        repayable,
    )
    off = (given.rest_day != 0) | (given.holiday != 0)
    if hours.normal is None and not anywhere(off):
        return given
    return _by_kind(given, hours, reading, span, terms)


def _normal(work: Work, value: Callable[[Fact], Decimal]) -> Decimal | None:
    """Normal hours; none where pay is by the hour and only other hours are claimed."""
    hours = work.hours
    if hours.normal is not None:
        return value(hours.normal)
    return ZERO if hours.worked is None and work.pay.basis == "hourly" else None


def _by_kind(given: Given, hours: Hours, reading: Reading, span: Span, terms: Terms) -> Given:
    """Facts with hours of days without a premium as hours like any others.

    Of all hours, those that are not normal are overtime, so that fewer normal ones raise a claim.
    """
    if hours.worked is not None and hours.overtime is None:
        given = given._replace(normal=lowering(hours.normal, reading))
    plain = ZERO
    if terms.rest_day is None:
        plain, given = plain + given.rest_day, given._replace(rest_day=ZERO)
    if terms.holiday is None:
        plain, given = plain + given.holiday, given._replace(holiday=ZERO)
    if given.worked is not None or not anywhere(plain != 0):
        return given
    usual = (terms.week_hours or ZERO) * span.weeks
    overtime = given.overtime
    worked = (usual if given.normal is None else given.normal) + plain
    if overtime is not None:
        worked = worked + overtime
        if terms.week_hours is not None:
            overtime = most(overtime, worked - usual)
    worked = worked + given.rest_day + given.holiday
    return given._replace(worked=worked, normal=None, overtime=overtime)


def _extra(work: Work, reading: Reading, law: WageLaw) -> tuple[Decimal, Decimal]:
    rule = law.scheme.extra_pay
    excluded = () if rule is None else rule.excluded
    enters = apart = ZERO
    for extra in work.extra:
        amount = raising(extra.amount, reading)
        if extra.kind in excluded:
            apart = apart + amount
        else:
            enters = enters + amount
    return enters, apart


def _allowances(work: Work, reading: Reading, span: Span, terms: Terms) -> Decimal:
    """Allowances due for want of provision in kind.

    Where it is not known, only the high reading counts them.
    """
    due = ZERO
    for kind, amount in terms.allowances:
        provided = work.in_kind.get(kind, Answer.UNKNOWN)
        if provided is Answer.NO or (provided is Answer.UNKNOWN and reading == "high"):
            due = due + amount * span.months
    return due


def taken(work: Work, reading: Reading, law: WageLaw) -> Taken:
    """What was taken from the pay of a period, by what the law makes of it."""
    against = repayable = at_most = ZERO
    for deduction in work.deductions:
        amount = raising(deduction.amount, reading)
        rule, treatment = treatment_of(deduction.kind, law)
        refused = treatment in IF_AGREED and _not_agreed(deduction.agreed, reading)
        if treatment == "free_and_clear" or (refused and treatment == "wages_if_agreed"):
            against = against + amount
        elif treatment == "offset":
            against = against + _beyond_offset(deduction, amount, rule, work, law)
        elif treatment == "repayable" or refused:
            repayable = repayable + amount
        elif treatment in ("if_agreed", "employer_may"):
            at_most = at_most + amount
    return Taken(against, repayable + _above_cap(work, reading, law, at_most))


def treatment_of(kind: str, law: WageLaw) -> tuple[DeductionRule | None, Treatment]:
    """What becomes of a kind of deduction.

    A law that says nothing of deductions lets only tax and social security stand.

    Source:
        ILO Convention No. 95, Article 8.
    """
    rules: Deductions | None = law.scheme.deductions
    if rules is None:
        return None, "lawful" if kind in ("tax", "social_security") else "repayable"
    rule = rules.kinds.get(kind)
    return (None, rules.unlisted) if rule is None else (rule, rule.treatment)


def _not_agreed(agreed: Answer, reading: Reading) -> bool:
    """Whether agreement is wanting; open, it is taken as given only in the low readings."""
    return agreed is Answer.NO or (agreed is Answer.UNKNOWN and reading in ("likely", "high"))


def _beyond_offset(
    deduction: Deduction, amount: Decimal, rule: DeductionRule | None, work: Work, law: WageLaw
) -> Decimal:
    """What a charge takes off counted pay: the part beyond the offset.

    What is free of charge adds the whole offset, which is a negative amount here.

    Source:
        National Minimum Wage Regulations 2015 (United Kingdom), regulations 14 to 16.
    """
    per_day = law.number(rule.per_day, work.period.start) if rule is not None else None
    days = deduction.days
    if days is None:
        days = Decimal(work.period.days or 1)
    allowed = (per_day or ZERO) * days
    return where(amount == 0, -allowed, most(ZERO, amount - allowed))


def _above_cap(work: Work, reading: Reading, law: WageLaw, at_most: Decimal) -> Decimal:
    rules = law.scheme.deductions
    if rules is None or not rules.cap or not anywhere(at_most != 0):
        return ZERO
    cap = law.number(rules.cap, work.period.start)
    wages = lowering(work.paid, reading)
    if wages is None and reading == "high":
        wages = ZERO  # the ceiling takes nothing as paid
    if cap is None or wages is None:
        return ZERO
    return most(ZERO, at_most - cap * wages)


def with_pay(work: Work, pay: Pay) -> Work:
    """The same work under another contract."""
    return replace(work, pay=pay, other_pay=None)
