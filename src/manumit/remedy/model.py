"""What a claim is computed from: work, pay, hours, payments, fees and debts, each with evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Literal, TypeAlias

from manumit.core import Answer, Period
from manumit.remedy.debt import DebtTerms

Basis: TypeAlias = Literal["hourly", "daily", "monthly", "salary", "piece", "fluctuating"]

HEADS = {
    "wages": "W1",
    "minimum_wage": "W2",
    "overtime": "W3",
    "night": "W4",
    "rest_day": "W4",
    "holiday": "W4",
    "leave": "W5",
    "thirteenth_month": "W5",
    "deductions": "W6",
    "deposits": "W7",
    "withheld": "W8",
    "notice": "W9",
    "severance": "W9",
    "end_of_service": "W9",
    "social_contributions": "W10",
    "tax_contributions": "W11",
    "return_travel": "W12",
    "recruitment_fees": "W13",
}
"""Heads of claim with their codes, in the order in which a statement lists them. Interest is W14
and a statutory multiple W15; damage that is not money (W16) is never computed."""


class Grade(Enum):
    """How evidence came about: from the employer's own record down to a presumption of law."""

    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    E6 = "E6"
    E7 = "E7"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    Attributes:
        id: Its id in the case.
        grade: How it came about; None when the case does not say.
        note: What it is; never a name.
        asserted_by: Who puts it forward.
        contested_by: Who denies it; empty for nobody.
    """

    id: str
    grade: Grade | None = None
    note: str = ""
    asserted_by: str = "worker"
    contested_by: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity as the evidence allows it.

    Attributes:
        low: Least value.
        likely: Value that is just and reasonable to infer.
        high: Greatest value.
        record: Value in the employer's own record; None when there is none.
        evidence: Ids of the evidence.
    """

    low: Decimal
    likely: Decimal
    high: Decimal
    record: Decimal | None = None
    evidence: tuple[str, ...] = ()

    @classmethod
    def exactly(cls, value: Decimal, *evidence: str) -> "Fact":
        """A quantity that nobody doubts."""
        return cls(value, value, value, None, evidence)

    @property
    def open(self) -> bool:
        """Whether more than one value is possible."""
        return self.low != self.high

    def known(self) -> "Fact":
        """The same fact as if its likely value were certain."""
        return Fact(self.likely, self.likely, self.likely, self.record, self.evidence)


@dataclass(frozen=True, slots=True)
class Pay:
    """What was agreed.

    Attributes:
        basis: How pay was reckoned.
        amount: Rate an hour or day; amount a month; amount a week (salary, fluctuating); earnings
            of the period (piece).
        for_hours: Hours a week that a salary is for; None when the case does not say.
    """

    basis: Basis
    amount: Fact
    for_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a period, in decimal hours; None where the case does not say.

    Attributes:
        worked: All hours.
        normal: Hours that are not overtime and not on a rest day or holiday.
        overtime: Hours above the normal ones.
        night: Those at night, among the others.
        rest_day: Hours on rest days.
        holiday: Hours on public holidays.
        days: Days worked.
    """

    worked: Fact | None = None
    normal: Fact | None = None
    overtime: Fact | None = None
    night: Fact | None = None
    rest_day: Fact | None = None
    holiday: Fact | None = None
    days: Fact | None = None

    def named(self) -> Iterator[tuple[str, Fact]]:
        """The facts that are there, by name."""
        for name in self.__slots__:
            fact: Fact | None = getattr(self, name)
            if fact is not None:
                yield name, fact


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of work by the clock of its place; both times know their zone."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Extra:
    """Pay on top, such as a bonus, that is owed for the period."""

    kind: str
    amount: Fact


@dataclass(frozen=True, slots=True)
class Deduction:
    """Something taken from the pay of a period.

    Attributes:
        kind: What for.
        amount: How much.
        days: Days that it was for, such as nights in accommodation.
        agreed: Whether the worker agreed to it as the law asks.
    """

    kind: str
    amount: Fact
    days: Decimal | None = None
    agreed: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Work:
    """One period of work for one employer.

    Attributes:
        period: First and last day.
        pay: What was agreed; when several contracts speak, the one that gives the worker more.
        shifts: Work by the clock; hours that are not stated follow from it.
        other_pay: What another contract said for the same work, as promised or as signed.
        hours: Hours of the period.
        paid: Pay received before the deductions listed; None when nobody can say.
        extra: Pay on top that was owed.
        deductions: What was taken from the pay.
        in_kind: What was provided in kind, by kind.
        weeks: How many weeks like this there were, when that is itself uncertain; the other
            quantities are then those of one week.
        ramadan: Whether the normal hours of Ramadan apply.
        number: Its place in the case, from 1.
        evidence: Evidence of the period as a whole.
    """

    period: Period
    pay: Pay
    hours: Hours = field(default_factory=Hours)
    paid: Fact | None = None
    extra: tuple[Extra, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    in_kind: dict[str, Answer] = field(default_factory=dict)
    weeks: Fact | None = None
    ramadan: bool = False
    shifts: tuple[Shift, ...] = ()
    other_pay: Pay | None = None
    number: int = 1
    evidence: tuple[str, ...] = ()

    @property
    def all_evidence(self) -> tuple[str, ...]:
        """Ids of the evidence of the period and of every quantity in it, each once."""
        facts = (self.pay.amount, self.paid, self.weeks, *(fact for _, fact in self.hours.named()))
        amounts = (*(e.amount for e in self.extra), *(d.amount for d in self.deductions))
        ids = [id_ for fact in (*facts, *amounts) if fact is not None for id_ in fact.evidence]
        return tuple(dict.fromkeys((*self.evidence, *ids)))

    @property
    def last(self) -> date:
        """Last day of the period."""
        return self.period.end or self.period.start


@dataclass(frozen=True, slots=True)
class Fee:
    """A recruitment fee or related cost that the worker paid.

    Attributes:
        category: Kind of cost, such as `travel`.
        amount: In the currency of the claim.
        paid_on: Day on which it was paid.
        converted: How it was converted, in words; empty when it was not.
    """

    category: str
    amount: Fact
    paid_on: date
    converted: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A sum owed under a head that the law does not compute, as the evidence shows it."""

    head: str
    amount: Fact
    period: Period


@dataclass(frozen=True, slots=True)
class Service:
    """Time with one employer, for what is due at its end.

    Attributes:
        period: First and last day.
        basic_per_month: Last basic pay a month.
        ended_by: Who ended it.
        notice_given_days: Notice that the employer gave; None when not known.
        leave_taken_days: Annual leave taken or paid; None when not known.
    """

    period: Period
    basic_per_month: Fact
    ended_by: Literal["employer", "worker", "agreement", "expiry", "unknown"] = "unknown"
    notice_given_days: Decimal | None = None
    leave_taken_days: Decimal | None = None
    paid: Fact | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest as the case states it, in place of what the law says.

    Attributes:
        kind: Simple; compound once a year; none.
        rate_per_year: Part of one a year; None for that of the law.
        since: Day from which it runs on everything; None for each line's own due day.
    """

    kind: Literal["simple", "compound", "none"]
    rate_per_year: Decimal | None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money paid after the claim arose, towards all of it."""

    paid_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class WageCase:
    """Everything a claim of one worker is computed from.

    Attributes:
        id: Id of the claim.
        worker: Reference of the worker; never a name.
        employer: Reference of the employer; empty when the case names none.
        born: First day on which the worker can have been born; None when not known.
        currency: Currency of the claim.
        as_of: Day of the claim.
        work: Periods, in order of time, that do not overlap.
        allocate: What a part payment settles first.
        schemes: Compensation schemes to try, with the answers to what they ask.
        contributions_paid: Whether the employer paid social contributions on the wages; None when
            they are not claimed.
        evidence: Evidence by id.
        expected: What the author expects, for `--check`.
    """

    id: str
    worker: str
    currency: str
    as_of: date
    work: tuple[Work, ...] = ()
    fees: tuple[Fee, ...] = ()
    other: tuple[Item, ...] = ()
    service: Service | None = None
    debts: tuple[DebtTerms, ...] = ()
    part_payments: tuple[Payment, ...] = ()
    allocate: Literal["principal", "interest"] = "principal"
    interest: Interest | None = None
    employer: str = ""
    born: date | None = None
    contributions_paid: Answer | None = None
    schemes: dict[str, dict[str, str]] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    expected: dict[str, object] = field(default_factory=dict)
