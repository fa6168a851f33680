"""A state compensation fund by simulation: worked futures, conservation and bounds."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Range
from manumit.errors import InputError, MissingExtra
from manumit.remedy import fund
from manumit.remedy.fund import (
    ASSUMPTIONS,
    POLICIES,
    FundLedgers,
    FundPlan,
    Policy,
    compare,
    ledgers,
    simulate,
)
from tests.helpers import examples


def span(low: str, likely: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(likely), Decimal(high))


PLAN = FundPlan(
    years=4,
    cases_per_year=span("10", "20", "30"),
    award=span("500", "2000", "8000"),
    budget=Decimal(40000),
    levy=Decimal(10000),
    fines=Decimal(5000),
    reserve=Decimal(20000),
    recovery=span("0.05", "0.2", "0.5"),
    recovery_delay=1,
    administration=Decimal("0.08"),
    cap=Decimal(2500),
)


def worked(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> FundLedgers:
    """Three awards of 100 in year 1 and one of 200 in year 2; offenders repay half, a year later.

    The fund opens with 50, and 200 a year come in, of which running it costs 20.
    """

    def futures(*_: object) -> Iterator[fund._Future]:
        yield fund._Future(np.array([10000, 10000, 10000, 20000]), [3, 4], 0.5)

    monkeypatch.setattr(fund, "_futures", futures)
    plan = replace(
        PLAN,
        years=2,
        budget=Decimal(150),
        levy=Decimal(40),
        fines=Decimal(10),
        reserve=Decimal(50),
        administration=Decimal("0.1"),
        policy=policy,
        cap=Decimal(80),
    )
    return ledgers(plan, seed=1, runs=1)


# Each future worked by hand, in cents: paid, reserve and recovered in the two years, and the
# mean share of the four awards paid at the end.
@pytest.mark.parametrize(
    ("policy", "years", "share"),
    [
        # 230 pays two of three; 30 + 180 + 100 pays the third and the fourth.
        ("pay_in_full", ([20000, 30000], [3000, 1000], [0, 10000]), 1),
        # 230/300 of 100 is 76.66 each; then 23.34 each and 200.
        ("pro_rata", ([22998, 27002], [2, 2499], [0, 11499]), 1),
        # 80 each: 230 pays two; then the third and the fourth. (3 x 0.8 + 0.4) / 4.
        ("cap_per_worker", ([16000, 16000], [7000, 17000], [0, 8000]), 0.7),
        # The same 80; then 150/180 of 20, 20, 20 and 120. (3 x 0.9666 + 0.89995) / 4.
        ("advance_then_recover", ([16000, 30997], [7000, 9003], [0, 15000]), 0.9499375),
    ],
)
def test_a_future_worked_by_hand_comes_out_to_the_cent(
    policy: Policy,
    years: tuple[list[int], list[int], list[int]],
    share: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = worked(policy, monkeypatch)
    assert tuple(each[0].tolist() for each in (made.paid, made.reserve, made.recovered)) == years
    assert made.short[0].tolist() == [True, False]
    assert made.share_paid[0] == pytest.approx(share)
    assert made.awarded[0].tolist() == [30000, 20000]


RANGES = st.lists(st.decimals(0, 1, places=2), min_size=3, max_size=3).map(sorted)
PLANS = st.builds(
    FundPlan,
    years=st.integers(1, 5),
    cases_per_year=RANGES.map(lambda r: Range(*(each * 12 for each in r))),
    award=RANGES.map(lambda r: Range(*(each * 5000 + 1 for each in r)))
    | st.lists(st.decimals(1, 9000, places=2), min_size=1, max_size=5).map(tuple),
    budget=st.decimals(0, 20000, places=2),
    levy=st.decimals(0, 5000, places=2),
    fines=st.decimals(0, 5000, places=2),
    reserve=st.decimals(0, 20000, places=2),
    recovery=RANGES.map(lambda r: Range(*r)),
    recovery_delay=st.integers(1, 3),
    administration=st.decimals(0, 1, places=2),
    policy=st.sampled_from(POLICIES),
    cap=st.decimals("0.01", 6000, places=2),
)


@given(PLANS, st.integers(0, 2**32))
@examples(80)
def test_every_cent_is_accounted_for_and_nothing_is_paid_that_is_not_there(
    plan: FundPlan, seed: int
) -> None:
    made = ledgers(plan, seed=seed, runs=8)
    start = np.full((8, 1), fund._cents(plan.reserve))
    opening = np.hstack([start, made.reserve[:, :-1]])
    available = opening + made.inflow - made.administration + made.recovered
    assert (available - made.paid == made.reserve).all()
    assert (made.reserve >= 0).all()
    assert (made.paid >= made.paid_at_once).all()
    assert (made.paid_at_once <= made.awarded).all()
    assert (made.paid.cumsum(axis=1) <= made.awarded.cumsum(axis=1)).all()
    basis = made.awarded if plan.policy == "advance_then_recover" else made.paid
    assert (made.recovered.cumsum(axis=1) <= basis.cumsum(axis=1)).all()
    assert ((made.share_paid <= 1) | np.isnan(made.share_paid)).all()
    if plan.policy in ("pay_in_full", "pro_rata"):
        waiting = (made.awarded - made.paid).cumsum(axis=1)
        assert ((waiting > 0) == made.short).all()


SUMS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@given(SUMS, st.integers(0, 10**10))
def test_no_worker_is_paid_more_than_is_owed_and_all_together_not_more_than_there_is(
    owed: list[int], money: int
) -> None:
    sums = np.array(owed, np.int64)
    for given_ in (fund._in_order(sums, money), fund._equal_shares(sums, money)):
        assert (given_ >= 0).all()
        assert (given_ <= sums).all()
        assert given_.sum() <= money
        if sum(owed) <= money:
            assert (given_ == sums).all()


@given(SUMS, st.integers(0, 10**10))
def test_equal_shares_leave_less_than_a_cent_or_two_a_worker(owed: list[int], money: int) -> None:
    shared = fund._equal_shares(np.array(owed, np.int64), money)
    assert min(money, sum(owed)) - shared.sum() <= 2 * len(owed)


def test_the_same_seed_gives_the_same_outlook_and_another_seed_another() -> None:
    first = simulate(PLAN, seed=7, runs=50)
    assert simulate(PLAN, seed=7, runs=50) == first
    assert simulate(PLAN, seed=8, runs=50) != first


def test_every_policy_meets_the_same_futures() -> None:
    awarded = [
        ledgers(replace(PLAN, policy=policy), seed=3, runs=20).awarded for policy in POLICIES
    ]
    assert all((each == awarded[0]).all() for each in awarded)
    outlooks = compare(PLAN, seed=3, runs=20)
    assert list(outlooks) == list(POLICIES)
    assert all(outlook.policy == policy for policy, outlook in outlooks.items())


def test_caseload_and_awards_have_the_means_of_their_triangles() -> None:
    # Mean of a triangle is (low + likely + high) / 3: 20 cases a year, 3,500 an award.
    made = ledgers(PLAN, seed=11, runs=1500)
    assert made.awarded.mean() / 100 == pytest.approx(20 * 3500, rel=0.02)
    past = replace(PLAN, award=(Decimal(1000), Decimal(3000)))
    assert ledgers(past, seed=11, runs=1500).awarded.mean() / 100 == pytest.approx(
        20 * 2000, rel=0.02
    )


def test_an_outlook_reports_every_year_in_order_with_its_assumptions() -> None:
    outlook = simulate(PLAN, seed=5, runs=200)
    for bands in (outlook.reserve, outlook.paid, outlook.unpaid, outlook.recovered):
        assert len(bands) == PLAN.years
        assert all(band.low >= 0 for band in bands)
        assert all(band.low == band.low.quantize(Decimal("0.01")) for band in bands)
    assert outlook.recovered[0] == Range.exactly(Decimal(0))
    assert list(outlook.exhausted) == sorted(outlook.exhausted)
    assert outlook.paid_at_once is not None
    assert outlook.share_paid is not None
    assert 0 < outlook.paid_at_once.low <= outlook.share_paid.high <= 1
    assert set(outlook.assumptions) <= set(ASSUMPTIONS)
    used = {key for each in compare(PLAN, seed=5, runs=1).values() for key in each.assumptions}
    assert used == set(ASSUMPTIONS)


def test_a_fund_with_ample_money_pays_everything_at_once_and_is_never_exhausted() -> None:
    rich = replace(PLAN, reserve=Decimal(10**7))
    outlook = simulate(rich, seed=5, runs=100)
    assert outlook.exhausted == (0, 0, 0, 0)
    assert outlook.paid_at_once == outlook.share_paid == Range.exactly(Decimal(1))
    assert all(band == Range.exactly(Decimal(0)) for band in outlook.unpaid)


def test_a_fund_without_money_is_exhausted_in_the_first_year_with_a_case() -> None:
    nothing = Decimal(0)
    poor = replace(PLAN, budget=nothing, levy=nothing, fines=nothing, reserve=nothing)
    outlook = simulate(poor, seed=5, runs=100)
    assert outlook.exhausted == (1, 1, 1, 1)
    assert outlook.share_paid == Range.exactly(nothing)
    assert all(band == Range.exactly(nothing) for band in outlook.net_cost)


def test_without_a_case_the_shares_are_unknown_and_the_reserve_grows() -> None:
    idle = replace(PLAN, cases_per_year=span("0", "0", "0"))
    outlook = simulate(idle, seed=5, runs=10)
    assert outlook.paid_at_once is outlook.share_paid is None
    assert outlook.exhausted == (0, 0, 0, 0)
    # 20,000 and four years of 55,000 less 8 %.
    assert outlook.reserve[-1] == Range.exactly(Decimal(222400))
    assert outlook.net_cost[0] == Range.exactly(Decimal(4400 - 15000))


def test_more_budget_never_lowers_what_is_paid() -> None:
    for policy in POLICIES:
        plan = replace(PLAN, policy=policy)
        less = ledgers(plan, seed=9, runs=40).paid.cumsum(axis=1)
        more = ledgers(replace(plan, budget=Decimal(90000)), seed=9, runs=40).paid.cumsum(axis=1)
        assert (more >= less).all(), policy


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("years", 0),
        ("years", 101),
        ("cases_per_year", span("-1", "0", "1")),
        ("cases_per_year", Range(Decimal(1), None, Decimal(2))),
        ("award", span("0", "1", "2")),
        ("award", ()),
        ("award", (Decimal(10) ** 13,)),
        ("budget", Decimal(-1)),
        ("reserve", Decimal("NaN")),
        ("recovery", span("0", "0.5", "1.1")),
        ("recovery_delay", 0),
        ("administration", Decimal("1.01")),
        ("policy", "lottery"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InputError) as refused:
        replace(PLAN, **{field: value})
    assert refused.value.field == field


def test_a_policy_with_a_cap_needs_one() -> None:
    for policy in ("cap_per_worker", "advance_then_recover"):
        with pytest.raises(InputError, match="needs one"):
            replace(PLAN, policy=policy, cap=None)
    with pytest.raises(InputError, match="needs one"):
        compare(replace(PLAN, cap=None), seed=1, runs=1)


def test_seed_and_runs_are_checked() -> None:
    with pytest.raises(InputError, match="zero or more"):
        simulate(PLAN, seed=-1)
    with pytest.raises(InputError, match="at least 1"):
        simulate(PLAN, seed=1, runs=0)


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtra, match=r"manumit\[tables\]"):
        simulate(PLAN, seed=1, runs=1)
