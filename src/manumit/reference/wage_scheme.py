"""What a wage scheme can say: the wage law of a territory as typed data.

Numbers of law stand in files of their own, with their dates and sources; a scheme names them and
says how they work together. A field that ends in a name of such a file is called a value here.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from manumit.reference.models import Source, Status

Treatment: TypeAlias = Literal[
    "lawful",
    "free_and_clear",
    "offset",
    "if_agreed",
    "wages_if_agreed",
    "employer_may",
    "repayable",
]
"""What becomes of a deduction: `lawful` stands; `free_and_clear` may not reach below the minimum;
`offset` counts up to a daily value; `if_agreed` stands if the worker agreed as the law asks, and
is owed back if not; `wages_if_agreed` counts as wages if the worker agreed, and may not reach below
the minimum if not; `employer_may` stands up to the cap; `repayable` is owed back in full."""

Mode: TypeAlias = Literal["half_up", "half_even", "down", "up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One rule of a scheme.

    Attributes:
        article: Its place in the law.
        says: Paraphrase.
        href: Address of the place; empty for that of the scheme.
        status: A draft is not applied unless asked for by name.
    """

    article: str
    says: str
    href: str = ""
    status: Status = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Provision):
    """Normal hours, and what a month's pay covers.

    Attributes:
        per_week: Value: normal hours a week.
        per_day: Value: normal hours a day.
        per_week_ramadan: Value: normal hours a week in Ramadan.
        month: How a month's pay becomes an hour's: `weeks` by twelve months over 52 weeks of
            normal hours, `days` by `month_days` days of normal hours.
        month_days: Value: days that a month's pay covers.
        part_of_month: How a part of a month is paid: by calendar days of that month, by
            thirtieths, or by weeks.
    """

    per_week: str
    per_day: str
    per_week_ramadan: str = ""
    month: Literal["weeks", "days"] = "weeks"
    month_days: str = ""
    part_of_month: Literal["calendar", "thirtieths", "weeks"] = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtime(Provision):
    """Hours above the normal ones.

    Attributes:
        times: Value: multiple of the hourly rate.
        of: `regular`: all pay over all hours (United States); `basic`: pay without extra pay;
            `total`: pay with extra pay.
        beyond_hours: Value: overtime hours a week after which `beyond_times` applies.
        beyond_times: Value: multiple for overtime beyond those hours.
    """

    times: str
    of: Literal["regular", "basic", "total"]
    beyond_hours: str = ""
    beyond_times: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night(Provision):
    """Hours at night.

    Attributes:
        times: Value: multiple of the hourly rate, in place of that for overtime.
        within: `overtime`: only overtime at night; `all`: every hour at night.
        start: Clock time from which it is night, such as `21:00`.
        end: Clock time until which it is night.
    """

    times: str
    within: Literal["overtime", "all"]
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Up to this share of a normal day's hours, work on such a day earns so many days' pay."""

    share: Decimal
    days: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPremium(Provision):
    """Work on a rest day or a public holiday.

    Attributes:
        times: Value: multiple of the hourly rate for these hours, or for those after `steps`.
        steps: Pay by the part of a day worked, where the law counts so.
    """

    times: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The minimum of workers from an age on; the age is a number or a value."""

    from_age: str
    per_hour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum(Provision):
    """Minimum wage.

    Attributes:
        per_hour: Value: an hour.
        per_month: Value: a month of normal hours.
        per_day: Value: a day of normal hours.
        bands: Minima by age, the oldest first, in place of `per_hour` when the age is known.
        on: Whose value applies to a period in which it changes: that of its first day, or each
            day's own.
        allowances: Kind to value: due for each month unless provided in kind.
    """

    per_hour: str = ""
    per_month: str = ""
    per_day: str = ""
    bands: tuple[Band, ...] = ()
    on: Literal["first_day", "each_day"] = "each_day"
    allowances: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionRule(Provision):
    """One kind of deduction; `per_day` is the value of an `offset`."""

    treatment: Treatment
    per_day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductions(Provision):
    """What may be taken from wages.

    Attributes:
        unlisted: Treatment of a kind that is not listed.
        kinds: Kinds that the law names.
        cap: Value: largest share of the wages of a period that all deductions may take.
    """

    unlisted: Treatment
    kinds: dict[str, DeductionRule] = field(default_factory=dict)
    cap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraPay(Provision):
    """Kinds of pay that do not enter the rate for overtime."""

    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees(Provision):
    """Recruitment fees and related costs that the worker paid.

    Attributes:
        treatment: `repayable` in full; `free_and_clear`: taken as a deduction from the first
            period's wages, which may not reach below the minimum; `stands`: the law lets it be.
        stands: Categories that the worker may bear.
    """

    treatment: Literal["repayable", "free_and_clear", "stands"]
    stands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """A unit to round to, and how."""

    unit: Decimal
    mode: Mode = "half_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roundings:
    """Where the law rounds; None where it does not. `line` None means the currency's own unit."""

    rate: Rounding | None = None
    premium_rate: Rounding | None = None
    line: Rounding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift(Provision):
    """Arrears of the minimum wage at the rate of the day of the claim, when that is higher."""

    by: Literal["current_minimum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier(Provision):
    """Statutory multiple of the arrears of some heads; `times` 2 is an equal amount on top."""

    times: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty(Provision):
    """A penalty owed to the state: a share of the underpayment within bounds (values)."""

    share: str
    least: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRule(Provision):
    """Interest on arrears.

    Attributes:
        kind: Simple, or compound once a year.
        rate: Value: rate a year; empty when a court sets it, so that the case must state it.
        year_days: Days of a year.
        daily: Rounding of one day's interest; None for none.
        since: `due`: from the day on which each sum was due; `stated`: only from a day that the
            case states, such as that of a judgment.
    """

    kind: Literal["simple", "compound"]
    rate: str = ""
    year_days: Decimal = Decimal(365)
    daily: Rounding | None = None
    since: Literal["due", "stated"] = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation(Provision):
    """How far back a claim reaches.

    Attributes:
        years: Value, in years.
        longer: Value, in years, in the cases that `says` names.
        runs_from: The day on which each sum was due, or the end of the employment.
    """

    years: str
    longer: str = ""
    runs_from: Literal["due", "end"] = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden(Provision):
    """Who must prove what when the employer kept no records."""

    on: Literal["employer", "worker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStep:
    """Days of pay up to so many years of service, or below so many; None for any."""

    days: Decimal
    up_to_years: Decimal | None = None
    below_years: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfService(Provision):
    """End-of-service pay.

    Attributes:
        steps: Days of basic pay for each year.
        least_years: Years of service from which it is due.
        day: How a day's pay follows from a month's: `thirtieth`, or `year_days` (twelve months
            over 365 days).
        most_months: Largest number of months' pay; None for no bound.
    """

    steps: tuple[ServiceStep, ...]
    least_years: Decimal = Decimal(0)
    day: Literal["thirtieth", "year_days", "twenty_sixth"] = "thirtieth"
    most_months: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Provision):
    """Notice that the employer owes: days by years of service, the shortest service first."""

    steps: tuple[ServiceStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Provision):
    """Annual leave: days of pay for each year of service; `least_months` before any is due."""

    days_per_year: Decimal
    day: Literal["thirtieth", "year_days", "twenty_sixth"] = "thirtieth"
    least_months: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions(Provision):
    """Social contributions that the employer owes on wages; `share` is a value."""

    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption(Provision):
    """Employment presumed to have lasted so many months (value) when its length is not known."""

    months: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Provision):
    """Another reading of the law.

    Attributes:
        label: What sets it apart, in a few words.
        set: Place in the scheme, with dots, to what stands there in this reading.
    """

    label: str
    set: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class WageScheme:
    """The wage law of a territory, or one act of it; a rule that is None is not part of it."""

    id: str
    title: str
    href: str
    currency: str
    in_force: date
    status: Status
    source: tuple[Source, ...]
    limits: str
    also: tuple[str, ...] = ()
    bases: tuple[str, ...] = ("hourly", "daily", "monthly", "salary", "piece")
    rounding: Roundings = field(default_factory=Roundings)
    hours: Hours | None = None
    overtime: Overtime | None = None
    night: Night | None = None
    rest_day: DayPremium | None = None
    holiday: DayPremium | None = None
    minimum: Minimum | None = None
    extra_pay: ExtraPay | None = None
    deductions: Deductions | None = None
    fees: Fees | None = None
    burden: Burden | None = None
    uplift: Uplift | None = None
    multiplier: Multiplier | None = None
    penalty: Penalty | None = None
    interest: InterestRule | None = None
    limitation: Limitation | None = None
    end_of_service: EndOfService | None = None
    notice: Notice | None = None
    leave: Leave | None = None
    contributions: Contributions | None = None
    presumption: Presumption | None = None
    variants: dict[str, Variant] = field(default_factory=dict)
