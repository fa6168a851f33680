"""What a claim amounts to: amounts in three readings, lines, and the claim as a whole."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import is_
from typing import Any, NamedTuple

from manumit.core import Answer, Citation, Period
from manumit.reference import WageLaw
from manumit.remedy.debt import DebtFinding
from manumit.remedy.due import Given, Reckoning
from manumit.remedy.model import WageCase, Work
from manumit.remedy.terms import Span, Terms


class Amount(NamedTuple):
    """A sum of money in the three readings of the evidence, in the currency of the claim.

    Attributes:
        low: Floor: what is owed on every reading of the evidence.
        likely: What is just and reasonable to infer.
        high: Ceiling.
    """

    low: Decimal
    likely: Decimal
    high: Decimal

    def plus(self, other: "Amount") -> "Amount":
        """Sum, reading by reading."""
        return Amount(self[0] + other[0], self[1] + other[1], self[2] + other[2])

    def minus(self, other: "Amount") -> "Amount":
        """Difference, reading by reading."""
        return Amount(self[0] - other[0], self[1] - other[1], self[2] - other[2])

    @property
    def width(self) -> Decimal:
        """Distance from floor to ceiling."""
        return self.high - self.low

    def to_dict(self) -> dict[str, str]:
        """The amount as JSON: decimal strings."""
        return {"low": str(self.low), "likely": str(self.likely), "high": str(self.high)}


def exactly(value: Decimal) -> Amount:
    """A sum that is the same in every reading."""
    return Amount(value, value, value)


NOTHING = exactly(Decimal(0))


def in_each(function: Callable[..., Decimal], *amounts: tuple[Any, ...]) -> Amount:
    """A function of amounts, reading by reading; where readings are one, it is called once."""
    low, likely, high = zip(*amounts, strict=True)
    found = function(*likely)
    return Amount(
        found if all(map(is_, low, likely)) else function(*low),
        found,
        found if all(map(is_, high, likely)) else function(*high),
    )


def total(amounts: Iterable[Amount]) -> Amount:
    """Sum of amounts."""
    low = likely = high = Decimal(0)
    for amount in amounts:
        low, likely, high = low + amount[0], likely + amount[1], high + amount[2]
    return Amount(low, likely, high)


class Part(NamedTuple):
    """A period, or the part of one in which the law does not change, with its reckonings.

    Attributes:
        work: The work of this part.
        span: Its length.
        terms: Numbers of the law.
        given: Facts by reading.
        reckoned: Reckonings by reading.
        times: How many times it counts, by reading; one unless weeks are uncertain.
    """

    work: Work
    span: Span
    terms: Terms
    given: tuple[Given, ...]
    reckoned: tuple[Reckoning, ...]
    times: tuple[Decimal, ...]


class Line(NamedTuple):
    """One head for one period.

    Attributes:
        head: Head of claim.
        period: Period it is for.
        due: What was due.
        paid: What was paid towards it.
        difference: What is owed.
        part: The period it was reckoned from; None for sums that the case states.
        rule: Rule of the scheme, or head, that it rests on.
        detail: Numbers by name, for the reasons.
        stated_by: Ids of the evidence of a sum that the case states.
    """

    head: str
    period: Period
    due: Amount
    paid: Amount
    difference: Amount
    part: Part | None = None
    rule: str = ""
    detail: Mapping[str, str] = {}
    stated_by: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of all evidence that the line rests on."""
        return self.stated_by if self.part is None else self.part.work.all_evidence


@dataclass(frozen=True, slots=True)
class Totals:
    """A claim as sums.

    Attributes:
        due: What the law required for the periods, with every head.
        paid: What was paid towards it.
        underpayment: Due less paid, period by period; what was paid too much in one period is not
            set off against another.
        arrears: Underpayment with the uplift of the law.
        interest: Interest to the day of the claim.
        multiplied: Arrears with the statutory multiple.
        repaid: Part payments.
        total: Multiplied and interest, less part payments.
        penalty: What the employer owes to the state; None when the law sets none.
    """

    due: Amount
    paid: Amount
    underpayment: Amount
    arrears: Amount
    interest: Amount
    multiplied: Amount
    repaid: Decimal
    total: Amount
    penalty: Amount | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of a claim lies before its limitation; nothing is left out of the claim for it."""

    years: Decimal
    since: date
    outside: Amount
    cite: Citation


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The fact whose disclosure would narrow a claim most.

    Attributes:
        fact: `hours`, `paid`, `deductions`, `pay`, `extra_pay`, `weeks`, `fees` or `other`.
        width: Distance from floor to ceiling now.
        leaves: The same if that fact were known.
    """

    fact: str
    width: Decimal
    leaves: Decimal


@dataclass(frozen=True, slots=True)
class SchemeFinding:
    """What a state compensation scheme offers on the answers of a case."""

    id: str
    title: str
    eligible: Answer
    amount: Decimal | None
    currency: str
    reasons: tuple[tuple[str, Answer, Citation], ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with everything that leads to it.

    Attributes:
        case: What it was computed from.
        law: The law, in the reading chosen.
        lines: Head by head and period by period, in order of time.
        totals: The sums.
        floor: Total on the employer's own records alone; None when there are none.
        variants: Other readings of the law, and other contracts, with their sums.
        debts: What the debts amount to.
        narrow_by: The fact to ask the employer for; None when nothing is uncertain.
        limitation: What lies before the limitation; None when the law sets none.
        schemes: State compensation schemes that the case asks about.
        missing: Keys and numbers of what is not known, for sentences in any language.
    """

    case: WageCase
    law: WageLaw
    lines: tuple[Line, ...]
    totals: Totals
    floor: Decimal | None = None
    variants: Mapping[str, Totals] = field(default_factory=dict)
    debts: tuple[DebtFinding, ...] = ()
    narrow_by: Narrowing | None = None
    limitation: Limit | None = None
    schemes: tuple[SchemeFinding, ...] = ()
    missing: tuple[tuple[str, Mapping[str, str]], ...] = ()
