"""Recruitment fees estimated from co-workers."""

import math
import random
from collections.abc import Iterable
from decimal import Decimal
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Range
from manumit.errors import InputError
from manumit.remedy.cohort import (
    CohortEstimate,
    CohortRefusal,
    FeeRecord,
    cohort_estimates,
    repayment,
    student_t,
)
from tests.helpers import examples


def records(cohort: str, amounts: Iterable[float | str]) -> list[FeeRecord]:
    return [
        FeeRecord(f"w{at}", cohort, Decimal(str(amount)).quantize(Decimal("0.01")))
        for at, amount in enumerate(amounts)
    ]


def draws(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - made-up data, not a secret


def estimate(found: dict[str, CohortEstimate | CohortRefusal], cohort: str) -> CohortEstimate:
    own = found[cohort]
    assert isinstance(own, CohortEstimate)
    return own


AN_ESTIMATE = CohortEstimate(
    "c", 8, Decimal(1000), Decimal(600), Decimal(1700), Decimal("0.2"), Decimal("0.8")
)


# Upper 10 % points of Student's t as in any printed table (Fisher and Yates, table III).
@pytest.mark.parametrize(
    ("freedom", "tabled"), [(3, 1.638), (4, 1.533), (10, 1.372), (30, 1.310), (120, 1.289)]
)
def test_quantiles_of_student_agree_with_the_printed_table(freedom: int, tabled: float) -> None:
    assert student_t(0.9, freedom) == pytest.approx(tabled, abs=0.001)


def test_one_cohort_is_not_pooled_and_gives_its_geometric_mean_and_students_interval() -> None:
    # For logarithms -1, -1/2, 0, 1/2, 1 around ln 1000: s2 = 2.5/4, t with 4 degrees 1.5332.
    amounts = [1000 * math.exp(step) for step in (-1, -0.5, 0, 0.5, 1)]
    own = estimate(cohort_estimates(records("a", amounts)), "a")
    half = 1.5332 * math.sqrt(0.625 * (1 + 1 / 5))
    assert own.documented == 5
    assert own.shrinkage == 0
    assert float(own.median) == pytest.approx(1000, abs=0.01)
    assert float(own.low) == pytest.approx(1000 * math.exp(-half), rel=1e-3)
    assert float(own.high) == pytest.approx(1000 * math.exp(half), rel=1e-3)
    assert own.median == own.median.quantize(Decimal("0.01"))


def test_two_balanced_cohorts_follow_the_equations_worked_by_hand() -> None:
    # Logarithms 5 + (-1, -1/2, 0, 1/2, 1) and 7 + the same: SSW = 5 on 8 degrees, s2 = 0.625;
    # SSB = 5 (1 + 1) = 10 on 1 degree; n0 = 10 - 50/10 = 5; tau2 = (10 - 0.625)/5 = 1.875.
    # B = 0.125 / (1.875 + 0.125) = 0.0625; overall mean 6; t = 5 + 0.0625 = 5.0625.
    # v = 0.625 + 0.9375 x 0.125 + 0.0625^2 x (2 / 2) = 0.74609375; t(8) = 1.3968.
    steps = (-1, -0.5, 0, 0.5, 1)
    low = records("low", (math.exp(5 + step) for step in steps))
    high = records("high", (math.exp(7 + step) for step in steps))
    own = estimate(cohort_estimates(low + high), "low")
    assert float(own.shrinkage) == pytest.approx(0.0625, abs=2e-4)
    assert math.log(own.median) == pytest.approx(5.0625, abs=2e-4)
    half = 1.3968 * math.sqrt(0.74609375)
    assert math.log(own.high) == pytest.approx(5.0625 + half, abs=1e-3)
    assert math.log(own.low) == pytest.approx(5.0625 - half, abs=1e-3)


def test_cohorts_that_do_not_differ_are_pooled_fully() -> None:
    same = ("800", "900", "1000", "1100", "1200")
    found = cohort_estimates(records("a", same) + records("b", same))
    assert estimate(found, "a").shrinkage == 1
    assert estimate(found, "a").median == estimate(found, "b").median


def test_a_small_cohort_is_drawn_further_toward_the_others_than_a_large_one() -> None:
    choice = draws(7)
    found = cohort_estimates(
        records("many", (choice.lognormvariate(7, 0.5) for _ in range(60)))
        + records("few", (choice.lognormvariate(8, 0.5) for _ in range(5)))
        + records("other", (choice.lognormvariate(6.5, 0.5) for _ in range(20)))
    )
    assert estimate(found, "few").shrinkage > estimate(found, "many").shrinkage > 0


def test_a_cohort_below_the_minimum_is_refused_with_its_count() -> None:
    found = cohort_estimates(records("a", ["900"] * 4) + records("b", ["1000"] * 5))
    assert found["a"] == CohortRefusal("a", 4, 5)
    assert isinstance(found["b"], CohortEstimate)
    assert cohort_estimates([]) == {}
    assert isinstance(cohort_estimates(records("a", ["900"] * 4), 4)["a"], CohortEstimate)


def test_fees_that_are_all_the_same_have_no_spread_and_full_coverage() -> None:
    own = estimate(cohort_estimates(records("a", ["900"] * 6)), "a")
    assert (own.low, own.median, own.high) == (Decimal("900.00"),) * 3
    assert own.coverage == 1


def test_one_fee_far_off_lies_outside_the_interval_of_the_others() -> None:
    amounts = ["1000", "1010", "990", "1005", "995", "1002", "998", "1001", "999", "50000"]
    assert estimate(cohort_estimates(records("a", amounts)), "a").coverage == Decimal("0.9")


def test_coverage_over_many_cohorts_is_near_the_80_percent_promised() -> None:
    choice = draws(2014)
    made: list[FeeRecord] = []
    for cohort in range(40):
        mean = choice.gauss(7, 0.6)
        made += records(f"c{cohort}", (choice.lognormvariate(mean, 0.4) for _ in range(12)))
    found = cohort_estimates(made)
    assert 0.76 <= fmean(float(estimate(found, name).coverage) for name in found) <= 0.84


def test_intervals_cover_new_workers_and_shrinkage_beats_no_pooling() -> None:
    choice = draws(930)
    means = {f"c{at}": choice.gauss(7, 0.3) for at in range(60)}
    drawn = {
        name: [choice.lognormvariate(mean, 0.5) for _ in range(6)] for name, mean in means.items()
    }
    found = cohort_estimates(
        record for name, amounts in drawn.items() for record in records(name, amounts)
    )
    covered, pooled, apart = [], [], []
    for name, mean in means.items():
        own, law = estimate(found, name), NormalDist(mean, 0.5)
        covered.append(law.cdf(math.log(own.high)) - law.cdf(math.log(own.low)))
        pooled.append((math.log(own.median) - mean) ** 2)
        apart.append((fmean(map(math.log, drawn[name])) - mean) ** 2)
    assert 0.77 <= fmean(covered) <= 0.83
    assert fmean(pooled) < fmean(apart)


def test_a_worker_twice_in_a_cohort_is_refused_without_naming_the_worker() -> None:
    twice = [FeeRecord("K. Sharma", "a", Decimal(5)), FeeRecord("K. Sharma", "a", Decimal(6))]
    with pytest.raises(InputError, match="twice") as refused:
        cohort_estimates(twice)
    assert "Sharma" not in str(refused.value)
    assert refused.value.value == "a"


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "0.001", "1e15"])
def test_an_amount_that_is_no_fee_is_refused(amount: str) -> None:
    with pytest.raises(InputError, match="a cent or more"):
        FeeRecord("w", "a", Decimal(amount))


def test_a_minimum_below_three_is_refused() -> None:
    with pytest.raises(InputError, match="at least 3"):
        cohort_estimates([], 2)


def test_amounts_at_the_ends_of_what_is_accepted_still_give_an_estimate() -> None:
    wild = records("a", ["0.01", "999999999999999", "0.01"])
    own = estimate(cohort_estimates(wild, 3), "a")
    assert own.low < own.median < own.high


@pytest.mark.parametrize(
    ("documented", "expected"),
    [
        (None, (600, 1000, 1700)),
        ("500", (500, 1000, 1700)),
        ("1200", (1200, 1200, 1700)),
        ("1900", (1900, 1900, 1900)),
    ],
)
def test_repayment_is_never_less_than_is_documented_and_likely_the_median(
    documented: str | None, expected: tuple[int, int, int]
) -> None:
    amount = None if documented is None else Decimal(documented)
    assert repayment(amount, AN_ESTIMATE, unit="USD") == Range(*map(Decimal, expected), "USD")


def test_without_an_estimate_repayment_is_what_is_documented_or_unknown() -> None:
    assert repayment(Decimal(700), None) == Range.exactly(Decimal(700))
    assert repayment(Decimal(700), CohortRefusal("a", 2, 5)) == Range.exactly(Decimal(700))
    assert repayment(None, CohortRefusal("a", 2, 5)) is None
    assert repayment(None, None) is None
    with pytest.raises(InputError, match="zero or more"):
        repayment(Decimal(-1), AN_ESTIMATE)


COHORTS = st.dictionaries(
    st.sampled_from("abcd"),
    st.lists(st.decimals("0.01", 100000, places=2), min_size=1, max_size=9),
)


@given(COHORTS, st.randoms(use_true_random=False))
@examples(100)
def test_estimates_are_in_order_pooled_between_and_the_same_in_any_order(
    amounts: dict[str, list[Decimal]], choice: random.Random
) -> None:
    made = [each for name, paid in amounts.items() for each in records(name, map(str, paid))]
    found = cohort_estimates(made)
    shuffled = list(made)
    choice.shuffle(shuffled)
    assert cohort_estimates(shuffled) == found
    assert set(found) == set(amounts)
    for name, own in found.items():
        assert isinstance(own, CohortEstimate) == (len(amounts[name]) >= 5)
        if isinstance(own, CohortEstimate):
            assert own.low <= own.median <= own.high
            assert 0 <= own.shrinkage <= 1
            assert 0 <= own.coverage <= 1
            every = [amount for paid in amounts.values() for amount in paid]
            assert min(every) - 1 <= own.median <= max(every) + 1
