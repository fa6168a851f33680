"""Feasibility of a state compensation fund, by simulation from a seed.

One run is one possible future: how many workers are awarded compensation each year, how much
each is awarded, and what offenders repay. Every policy meets the same futures when the seed is
the same. Money is counted in whole cents, so that every unit is accounted for in every run.

Source:
    ILO, Conclusions of the Tripartite Meeting of Experts on Forced Labour and Trafficking for
    Labour Exploitation (2013), paragraph 14: the feasibility of a state fund, or of stronger
    recovery of compensation from offenders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from manumit.core import Range
from manumit.errors import InputError, MissingExtra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Cents: TypeAlias = NDArray[np.int64]
    Shares: TypeAlias = NDArray[np.float64]

Policy: TypeAlias = Literal["pay_in_full", "pro_rata", "cap_per_worker", "advance_then_recover"]

POLICIES: tuple[Policy, ...] = get_args(Policy)
CAPPED: tuple[Policy, ...] = ("cap_per_worker", "advance_then_recover")
QUANTILES = (0.05, 0.5, 0.95)

MOST_YEARS = 100
MOST_CENTS = 2**53
"""Largest sum over all years that every step counts to the cent."""

ASSUMPTIONS = {
    "caseload_level": "The rate of cases is drawn once a run, from a triangle, and stays the same.",
    "caseload_poisson": "Cases of a year vary around the rate as independent events do.",
    "awards_independent": "Awards are independent of each other and of the number of cases.",
    "recovery_level": "The share recovered is drawn once a run, from a triangle.",
    "recovery_of_paid": "Recovered is a share of what the fund paid, after the delay.",
    "recovery_of_award": "Recovered is a share of whole awards, after the delay.",
    "income_constant": "Budget, levy and fines are the same every year and come in at its start.",
    "administration_of_income": "Administration costs a share of budget, levy and fines.",
    "no_prices": "There is no inflation, no interest on the reserve, and no discounting.",
    "no_borrowing": "The fund never pays more than it holds.",
    "unpaid_stays_owed": "What is not paid stays owed and is paid when money comes in.",
    "oldest_first": "Awards are paid in order, each as a whole or not yet.",
    "equal_shares": "When money is short, each award owed is paid the same share.",
    "above_cap_not_paid": "The fund never pays what lies above the cap.",
    "above_cap_from_recovery": "What lies above the advance is paid from what offenders repay in "
    "the year, the same share of each; what is left of that goes to the reserve.",
}
"""What the simulation assumes, by key."""

_OF_POLICY: dict[Policy, tuple[str, ...]] = {
    "pay_in_full": ("recovery_of_paid", "oldest_first"),
    "pro_rata": ("recovery_of_paid", "equal_shares"),
    "cap_per_worker": ("recovery_of_paid", "oldest_first", "above_cap_not_paid"),
    "advance_then_recover": ("recovery_of_award", "oldest_first", "above_cap_from_recovery"),
}
_OF_EVERY = tuple(key for key in ASSUMPTIONS if key not in sum(_OF_POLICY.values(), ()))


@dataclass(frozen=True, slots=True)
class FundPlan:
    """A fund as proposed. Money is in one currency, to the cent; years are whole years.

    Attributes:
        years: How far to look, up to 100.
        cases_per_year: Workers awarded compensation a year, as low, likely and high.
        award: Award to one worker, as low, likely and high, or past awards to draw from.
        budget: Appropriation of the state a year.
        levy: Levy on employers a year.
        fines: Fines paid into the fund a year.
        reserve: Money at the start.
        recovery: Share that offenders repay, from 0 to 1, as low, likely and high.
        recovery_delay: Years until they do, at least 1.
        administration: Share of budget, levy and fines that running the fund costs.
        policy: What the fund pays:
            `pay_in_full` each award whole, oldest first, as far as the money goes;
            `pro_rata` the same share of every award owed;
            `cap_per_worker` each award up to `cap`, oldest first;
            `advance_then_recover` up to `cap` at once, and the rest as offenders repay.
        cap: Most that the fund pays or advances one worker; needed by the last two.

    Raises:
        InputError: A value is out of these bounds; the message names it.
    """

    years: int
    cases_per_year: Range
    award: Range | tuple[Decimal, ...]
    budget: Decimal
    levy: Decimal
    fines: Decimal
    reserve: Decimal
    recovery: Range
    recovery_delay: int
    administration: Decimal
    policy: Policy = "pay_in_full"
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        given = self.award
        awards = (given.low, given.high) if isinstance(given, Range) else given
        _need(1 <= self.years <= MOST_YEARS, "years", f"must be from 1 to {MOST_YEARS}")
        _need(self.recovery_delay >= 1, "recovery_delay", "must be at least one year")
        _need(self.policy in POLICIES, "policy", f"must be one of {', '.join(POLICIES)}")
        _need(self.cases_per_year.low >= 0, "cases_per_year", "must be zero or more")
        _need(len(awards) > 0 and min(awards) >= Decimal("0.01"), "award", "must be above zero")
        _need(self.recovery.low >= 0 and self.recovery.high <= 1, "recovery", "must be from 0 to 1")
        _need(0 <= self.administration <= 1, "administration", "must be from 0 to 1")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Range):
                _need(value.likely is not None, field.name, "must have a likely value")
            if isinstance(value, Decimal):
                _need(value.is_finite() and value >= 0, field.name, "must be zero or more")
        if self.policy in CAPPED:
            _need(self.cap is not None and self.cap > 0, "cap", f"{self.policy} needs one")
        income = self.reserve + self.years * (self.budget + self.levy + self.fines)
        paid = self.years * self.cases_per_year.high * max(awards)
        _need(100 * max(income, 2 * paid) < MOST_CENTS, "award", "all years together exceed 9e13")


@dataclass(frozen=True, slots=True)
class FundLedgers:
    """Every run, year by year. Arrays of whole cents have the shape (runs, years).

    Attributes:
        inflow: Budget, levy and fines of a year, in cents.
        administration: Cost of running the fund in a year, in cents.
        reserve: Reserve at the end of the year.
        awarded: Awards made in the year.
        paid: Paid to workers in the year.
        paid_at_once: Part of it paid to workers awarded in the same year.
        recovered: Repaid by offenders in the year.
        short: Whether something payable could not be paid for want of money.
        share_paid: Mean over workers of paid over award at the end, one a run; NaN without cases.
    """

    inflow: int
    administration: int
    reserve: Cents
    awarded: Cents
    paid: Cents
    paid_at_once: Cents
    recovered: Cents
    short: NDArray[np.bool_]
    share_paid: Shares


@dataclass(frozen=True, slots=True)
class FundOutlook:
    """What a fund would face. Each range is the 5 %, 50 % and 95 % quantile over all runs.

    Attributes:
        policy: The policy.
        seed: Seed of the simulation.
        runs: Number of runs.
        reserve: Reserve at the end of each year.
        paid: Paid to workers in each year.
        unpaid: Awarded so far and not paid at the end of each year, above the cap included.
        recovered: Repaid by offenders in each year.
        net_cost: Cost to the state in each year: paid and administration, less recovered, levy
            and fines; below zero when these bring in more.
        exhausted: Probability that by the end of each year something payable could not be paid.
        paid_at_once: Share of all money awarded that was paid in the year of the award.
        share_paid: Share of the award that a worker has been paid at the end, each worker
            counting the same.
        assumptions: Keys of `ASSUMPTIONS` that hold.

    The two shares leave out runs without a case, and are None when no run has one.
    """

    policy: Policy
    seed: int
    runs: int
    reserve: tuple[Range, ...]
    paid: tuple[Range, ...]
    unpaid: tuple[Range, ...]
    recovered: tuple[Range, ...]
    net_cost: tuple[Range, ...]
    exhausted: tuple[Decimal, ...]
    paid_at_once: Range | None
    share_paid: Range | None
    assumptions: tuple[str, ...]


def simulate(plan: FundPlan, *, seed: int, runs: int = 2000) -> FundOutlook:
    """The outlook of a fund over many possible futures; the same seed gives the same outlook.

    It rests on the assumptions that it returns, which `ASSUMPTIONS` puts in words.

    Args:
        plan: The fund.
        seed: Start of the random numbers (PCG64), zero or more.
        runs: Number of futures, at least 1.

    Raises:
        InputError: Seed or runs are out of bounds.
        MissingExtra: numpy is not installed.
    """
    made = ledgers(plan, seed=seed, runs=runs)
    cost = made.paid + made.administration - made.recovered - _cents(plan.levy + plan.fines)
    waiting = (made.awarded - made.paid).cumsum(axis=1)
    exhausted = (made.short.cumsum(axis=1) > 0).mean(axis=0)
    awarded = made.awarded.sum(axis=1)
    some = awarded > 0
    return FundOutlook(
        policy=plan.policy,
        seed=seed,
        runs=runs,
        reserve=_by_year(made.reserve),
        paid=_by_year(made.paid),
        unpaid=_by_year(waiting),
        recovered=_by_year(made.recovered),
        net_cost=_by_year(cost),
        exhausted=tuple(_share(each) for each in exhausted),
        paid_at_once=_share_range(made.paid_at_once.sum(axis=1)[some] / awarded[some]),
        share_paid=_share_range(made.share_paid[some]),
        assumptions=_OF_EVERY + _OF_POLICY[plan.policy],
    )


def compare(
    plan: FundPlan, policies: Iterable[Policy] = POLICIES, *, seed: int, runs: int = 2000
) -> dict[Policy, FundOutlook]:
    """The outlook under each policy, on the same futures. The plan needs a cap if one uses it."""
    return {
        policy: simulate(replace(plan, policy=policy), seed=seed, runs=runs) for policy in policies
    }


def ledgers(plan: FundPlan, *, seed: int, runs: int) -> FundLedgers:
    """Every run of the simulation, year by year.

    In every run and year the reserve changes by inflow + recovered - paid - administration.

    Raises:
        InputError: Seed or runs are out of bounds.
        MissingExtra: numpy is not installed.
    """
    try:
        import numpy as np
    except ImportError:
        raise MissingExtra("tables", "The fund simulation") from None
    _need(seed >= 0, "seed", "must be zero or more")
    _need(runs >= 1, "runs", "must be at least 1")
    shape = (runs, plan.years)
    income = plan.budget + plan.levy + plan.fines
    made = FundLedgers(
        inflow=_cents(income),
        administration=_cents(income * plan.administration),
        reserve=np.zeros(shape, np.int64),
        awarded=np.zeros(shape, np.int64),
        paid=np.zeros(shape, np.int64),
        paid_at_once=np.zeros(shape, np.int64),
        recovered=np.zeros(shape, np.int64),
        short=np.zeros(shape, np.bool_),
        share_paid=np.full(runs, np.nan),
    )
    for run, future in enumerate(_futures(plan, seed, runs)):
        _one_run(plan, future, made, run)
    return made


@dataclass(frozen=True, slots=True)
class _Future:
    """Awards in order of time, their count by the end of each year, the share repaid."""

    awards: Cents
    ends: list[int]
    share: float


def _futures(plan: FundPlan, seed: int, runs: int) -> Iterator[_Future]:
    """The futures of a seed, whatever the policy."""
    import numpy as np

    chance = np.random.Generator(np.random.PCG64(seed))
    rates = _triangle(chance, plan.cases_per_year, runs)
    shares = _triangle(chance, plan.recovery, runs)
    counts = chance.poisson(rates[:, None], size=(runs, plan.years))
    for run in range(runs):
        ends = counts[run].cumsum().tolist()
        yield _Future(_awards(chance, plan, ends[-1]), ends, float(shares[run]))


def _one_run(plan: FundPlan, future: _Future, made: FundLedgers, run: int) -> None:
    """Run the fund through one future and write it to its ledgers."""
    import numpy as np

    advances = plan.policy == "advance_then_recover"
    awards = future.awards
    cap = plan.cap if plan.policy in CAPPED else None
    payable = awards if cap is None else np.minimum(awards, _cents(cap))
    paid, held, first = np.zeros_like(awards), _cents(plan.reserve), 0
    for year, end in enumerate(future.ends):
        back = int(made.recovered[run, year])
        held += made.inflow - made.administration + back
        owed = np.maximum(payable[:end] - paid[:end], 0)
        given = _equal_shares(owed, held) if plan.policy == "pro_rata" else _in_order(owed, held)
        made.short[run, year] = given.sum() < owed.sum()
        if advances:
            rest = np.where(given == owed, awards[:end] - paid[:end] - given, 0)
            given = given + _equal_shares(rest, min(back, held - int(given.sum())))
        paid[:end] += given
        total, awarded = int(given.sum()), int(awards[first:end].sum())
        held -= total
        made.reserve[run, year], made.paid[run, year] = held, total
        made.awarded[run, year], made.paid_at_once[run, year] = awarded, given[first:].sum()
        if year + plan.recovery_delay < plan.years:
            later = int(future.share * (awarded if advances else total))
            made.recovered[run, year + plan.recovery_delay] = later
        first = end
    if len(awards) > 0:
        made.share_paid[run] = (paid / awards).mean()


def _in_order(owed: Cents, money: int) -> Cents:
    """Each sum whole, first to last, until the next one cannot be met."""
    import numpy as np

    return np.where(owed.cumsum() <= money, owed, 0)


def _equal_shares(owed: Cents, money: int) -> Cents:
    """The same share of every sum, rounded down to the cent."""
    import numpy as np

    total = int(owed.sum())
    if total <= money:
        return owed
    # A hair below the exact share, so that rounding never pays out more than there is.
    shared: Cents = np.floor(owed * (money / total * (1 - 1e-12))).astype(np.int64)
    return shared


def _awards(chance: np.random.Generator, plan: FundPlan, count: int) -> Cents:
    import numpy as np

    if isinstance(plan.award, Range):
        drawn = np.rint(100 * _triangle(chance, plan.award, count)).astype(np.int64)
        return np.maximum(drawn, 1)
    return chance.choice(np.array([_cents(each) for each in plan.award], np.int64), count)


def _triangle(chance: np.random.Generator, bounds: Range, count: int) -> Shares:
    import numpy as np

    low, high = float(bounds.low), float(bounds.high)
    if low == high:
        return np.full(count, low)
    return chance.triangular(low, float(bounds.likely or 0), high, count)


def _by_year(cents: Cents) -> tuple[Range, ...]:
    import numpy as np

    bands = np.quantile(cents, QUANTILES, axis=0, method="inverted_cdf")
    return tuple(_range([Decimal(int(each)).scaleb(-2) for each in year]) for year in bands.T)


def _share_range(shares: Shares) -> Range | None:
    import numpy as np

    if len(shares) == 0:
        return None
    return _range([_share(each) for each in np.quantile(shares, QUANTILES)])


def _range(quantiles: Sequence[Decimal]) -> Range:
    low, likely, high = quantiles
    return Range(low, likely, high)


def _share(share: float) -> Decimal:
    return Decimal(float(share)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _cents(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def _need(holds: bool, field: str, message: str) -> None:
    if not holds:
        raise InputError(f"{message}.", where="fund", field=field)
