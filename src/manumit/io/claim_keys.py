"""The keys of a claim file, as dataclasses whose annotations are its schema."""

from dataclasses import dataclass, field
from datetime import date

from manumit.core import Answer, PartialDate
from manumit.remedy import Grade


@dataclass(frozen=True, slots=True)
class Worker:
    """Who the claim is of."""

    ref: str = ""
    born: PartialDate | None = None
    age: int | None = None
    payroll_id: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day."""

    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """What was agreed."""

    basis: str
    rate: object = None
    amount: object = None
    earnings: object = None
    for_hours: object = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours, by kind, in a unit of time."""

    worked: object = None
    normal: object = None
    overtime: object = None
    night: object = None
    rest_day: object = None
    holiday: object = None
    days: object = None
    per: str = "period"


@dataclass(frozen=True, slots=True)
class Extra:
    """Pay on top that was owed."""

    amount: object
    kind: str = ""
    evidence: object = None
    per: str = "period"


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction."""

    amount: object
    kind: str = ""
    days: object = None
    agreed: Answer = Answer.UNKNOWN
    evidence: object = None
    per: str = "period"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence."""

    id: str
    grade: Grade | None = None
    note: str = ""
    asserted_by: str = "worker"
    contested_by: str = ""
    kind: str = ""
    date_: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A period of work."""

    period: Period
    pay: Pay
    each: str = ""
    hours: Hours = field(default_factory=Hours)
    paid: object = None
    paid_per: str = "period"
    extra_pay: tuple[Extra, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    in_kind: dict[str, Answer] = field(default_factory=dict)
    weeks: object = None
    ramadan: Answer = Answer.UNKNOWN
    promised: Pay | None = None
    shifts: tuple[dict[str, str], ...] = ()
    timezone: str = ""
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of exchange that the case can show."""

    value: object
    date_: date
    source: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A recruitment fee or related cost."""

    category: str
    date_: date
    amount: object = None
    cohort: str = ""
    currency: str = ""
    rate: Rate | None = None
    evidence: object = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A sum under another head."""

    head: str
    amount: object
    date_: date | None = None
    evidence: object = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest as the case states it."""

    kind: str = "simple"
    rate_per_year: object = None
    from_: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A part payment."""

    amount: object
    date_: date
    evidence: object = None


@dataclass(frozen=True, slots=True)
class Service:
    """Time with one employer."""

    basic_per_month: object
    from_: date
    to: date
    ended_by: str = "unknown"
    notice_given_days: object = None
    leave_taken_days: object = None
    evidence: object = None


@dataclass(frozen=True, slots=True)
class Written:
    """The keys of a claim. `note` and `title` do not enter it; `expected` only with --check."""

    id: str
    law: str
    currency: str = ""
    as_of: date | None = None
    worker: Worker = field(default_factory=Worker)
    employer: str = ""
    work: tuple[Work, ...] = ()
    service: Service | None = None
    fees: tuple[Fee, ...] = ()
    other: tuple[Item, ...] = ()
    debts: tuple[dict[str, object], ...] = ()
    part_payments: tuple[Payment, ...] = ()
    allocate: str = "principal"
    interest: Interest | None = None
    schemes: dict[str, dict[str, str]] = field(default_factory=dict)
    contributions_paid: Answer | None = None
    evidence: tuple[Evidence, ...] = ()
    expected: dict[str, object] = field(default_factory=dict)
    title: str = ""
    note: str = ""
