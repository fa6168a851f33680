"""The methods of capture-recapture, held against published figures and the reference packages."""

import csv
import gzip
import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from manumit.errors import EstimateRefused, InputError
from manumit.estimate import Captures, Run, chapman, check, lincoln_petersen, read, sensitivity
from manumit.estimate.bootstrap import acceleration, bca, quantiles
from manumit.estimate.existence import exists, identified
from manumit.estimate.fit import fit
from manumit.estimate.hierarchy import hierarchical_models, usual_order
from manumit.estimate.lattice import Floats, notation, over_supersets, pairs_of
from manumit.estimate.selection import best, fit_all, ranked
from manumit.estimate.sensitivity import Changed
from manumit.estimate.stepwise import short_tail, stepwise
from tests.helpers import shared

TABLES = ("Artificial_3", "Korea", "Australia", "Kosovo", "UKdat_4", "UKdat_5", "UKdat")

# Potential victims of trafficking in the United Kingdom in 2013, by local authorities, NGOs, police
# and National Crime Agency, government organisations, and the public. Source: Silverman, Modern
# slavery: an application of multiple systems estimation, Home Office (2014); Bales, Hesketh and
# Silverman, Significance 12(3) (2015).
UK = {
    "1": 54,
    "2": 463,
    "3": 995,
    "4": 695,
    "5": 316,
    "12": 15,
    "13": 19,
    "14": 3,
    "23": 62,
    "24": 19,
    "25": 1,
    "34": 76,
    "35": 11,
    "45": 8,
    "123": 1,
    "124": 1,
    "234": 4,
    "1234": 1,
}
# Killings in Kosovo from March to June 1999, after Ball, Betts, Scheuren, Dudukovich and Asher,
# Killings and refugee flow in Kosovo (2002), as the data set of Chan, Silverman and Vincent has it.
KOSOVO = {
    "1": 1131,
    "2": 845,
    "3": 936,
    "4": 306,
    "12": 177,
    "13": 228,
    "14": 106,
    "23": 217,
    "24": 31,
    "34": 123,
    "123": 181,
    "124": 18,
    "134": 42,
    "234": 32,
    "1234": 27,
}


def captures(counts: dict[str, int], names: str = "ABCDE") -> Captures:
    lists = max(int(digit) for key in counts for digit in key)
    found = np.zeros(1 << lists)
    for key, count in counts.items():
        found[sum(1 << (int(digit) - 1) for digit in key)] = count
    return Captures("table", tuple(names[:lists]), found)


@cache
def reference(dataset: str, method: str) -> dict[str, Any]:
    text = shared("data", "capture", "reference.json").read_text(encoding="utf-8")
    found = json.loads(text)["results"]
    return next(e for e in found if e["dataset"] == dataset and e["method"] == method)


def table(name: str) -> tuple[Captures, list[int]]:
    """A table, and the histories in the order of its file."""
    with shared("data", "capture", f"{name}.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    counts, order = np.zeros(1 << (len(header) - 1)), []
    for row in rows:
        order.append(sum(int(on) << at for at, on in enumerate(row[:-1])))
        counts[order[-1]] = int(row[-1])
    return Captures(name, tuple(header[:-1]), counts), order


def resampled(name: str) -> tuple[Floats, Floats]:
    """R's own resamples, and what R estimates from each."""
    _, order = table(name)
    path = shared("data", "capture", "bootstrap", f"bootreps_stepwise_{name}.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])
    counts = np.zeros((1 << (max(order)).bit_length(), len(rows)))
    counts[order] = rows[:, 1:].T
    return counts, rows[:, 0]


def by_stepwise(counts: Floats) -> Floats:
    return stepwise(counts)[0]


def test_two_lists_follow_the_formulas_of_lincoln_petersen_and_chapman() -> None:
    assert lincoln_petersen(200, 100, 20) == 1000
    assert lincoln_petersen(200, 100, 0) is None
    found = chapman(200, 100, 20)
    assert found.value == pytest.approx(201 * 101 / 21 - 1)
    assert found.error**2 == pytest.approx(201 * 101 * 180 * 80 / (21**2 * 22))


def test_every_method_on_two_lists_that_has_an_answer_is_near_the_formula() -> None:
    found = {e.method: e for e in Run(captures({"1": 180, "2": 80, "12": 20}), 200).estimates()}
    assert found["stepwise"].value == pytest.approx(1000)
    assert found["bic"].value == pytest.approx(1000)
    assert found["chao"].value == pytest.approx(1000)
    assert found["coverage"].value is None


def test_the_published_figure_of_kosovo() -> None:
    """10,356, by the best model over four lists: Ball et al. (2002)."""
    kosovo = captures(KOSOVO)
    models = hierarchical_models(4, 3)
    assert models is not None
    found = ranked(fit_all(kosovo.counts[:, None], models), models, "bic")
    assert round(float(found.estimates[0])) == 10357
    assert len(found.models) == found.tried == 113


def test_the_published_figures_of_the_united_kingdom() -> None:
    """25,311 by BIC over all models, 22,991 over those of pairs.

    Source: Silverman, Chan and Vincent, Statistics and Computing 34:44 (2024), table 6.
    """
    for order, published in ((3, 25311), (2, 22991)):
        models = hierarchical_models(5, order)
        assert models is not None
        found = ranked(fit_all(captures(UK).counts[:, None], models), models, "bic")
        assert round(float(found.estimates[0])) == published
    estimate = float(by_stepwise(captures(UK).counts[:, None])[0])
    assert 10_000 < estimate < 13_000  # Silverman (2014)


@pytest.mark.parametrize("name", TABLES[1:])
def test_each_replicate_is_that_of_the_reference(name: str) -> None:
    counts, estimates = resampled(name)
    assert np.abs(by_stepwise(counts) / estimates - 1).max() < 1e-9


@pytest.mark.parametrize("name", TABLES)
def test_the_stepwise_estimate_and_its_limits_are_those_of_the_reference(name: str) -> None:
    expected, (found, _) = reference(name, "stepwise_bca_mse"), table(name)
    values, chosen = stepwise(found.counts[:, None])
    lists = len(found.lists)
    pairs = [pair for pair, on in zip(pairs_of(lists), chosen[0], strict=True) if on]
    assert notation([*(1 << at for at in range(lists)), *pairs]) == expected["model"]
    assert float(values[0]) == pytest.approx(expected["estimate"], rel=1e-8)
    skew = acceleration(found.counts, by_stepwise)
    assert skew == pytest.approx(expected["ahat"], abs=1e-8)
    if name not in ("Artificial_3", "Korea"):  # no resamples; replicates equal to the estimate
        ends = bca(float(values[0]), resampled(name)[1], skew).ends
        low, high = expected["ci95"]
        assert ends == pytest.approx((low, *expected["ci80"], high), rel=1e-8)


@pytest.mark.parametrize("name", TABLES)
def test_the_models_by_bic_are_those_of_the_reference(name: str) -> None:
    expected, (given, _) = reference(name, "bic_enum"), table(name)
    models = hierarchical_models(len(given.lists), usual_order(len(given.lists)))
    assert models is not None
    found = ranked(fit_all(given.counts[:, None], models), models, "bic")
    assert len(found.models) == expected["n_models_valid"]
    for at, each in enumerate(expected["top"]):
        assert found.models.name(at) == each["model"]
        assert float(found.estimates[at]) == pytest.approx(each["abundance"], rel=1e-8)
        assert float(found.scores[at]) == pytest.approx(each["BIC"], abs=1e-7)


@pytest.mark.parametrize("name", ["Australia", "Kosovo", "UKdat_4"])
def test_the_limits_by_bic_are_those_of_the_reference_on_its_resamples(name: str) -> None:
    expected, (given, _) = reference(name, "bic_bca"), table(name)
    models = hierarchical_models(4, 3)
    assert models is not None
    ranking = ranked(fit_all(given.counts[:, None], models), models, "bic")
    top = ranking.models.only(np.arange(20))
    counts, _ = resampled(name)
    skew = acceleration(given.counts, lambda each: best(each, top, "bic"))
    ends = bca(float(ranking.estimates[0]), best(counts, top, "bic"), skew).ends
    assert ends == pytest.approx(tuple(expected["bca_rows"][-1]["q"]), rel=1e-8)


@pytest.mark.parametrize("name", TABLES)
def test_the_lower_bound_and_sample_coverage_are_those_of_the_reference(name: str) -> None:
    run = Run(table(name)[0], 50)
    bound, coverage = run.estimates(["chao", "coverage"])
    expected = reference(name, "rcapture_ci")["chao"][0]
    assert bound.value == pytest.approx(expected["abundance"], rel=1e-7)
    assert bound.because[1].values["error"] == pytest.approx(expected["stderr"], rel=1e-4)
    assert coverage.value == pytest.approx(reference(name, "care1_sample_coverage")["estimate"])


@pytest.mark.parametrize("name", ["Kosovo", "UKdat_5", "UKdat"])
def test_without_a_list_and_with_merged_lists_the_answers_are_those_of_the_reference(
    name: str,
) -> None:
    text = shared("data", "capture", "reference.json").read_text(encoding="utf-8")
    expected = json.loads(text)["sensitivity"]["results"][name]
    compared = 0
    for each in sensitivity(table(name)[0]):
        there = expected.get("_".join([each.change, *each.lists]))
        if there is not None:
            compared += 1
            assert (each.people, each.model) == (there["n"], there["model"])
            assert each.value == pytest.approx(there["estimate"], rel=1e-8)
    assert compared >= 10


ARTIFICIAL = {"1": 40, "2": 30, "3": 20, "12": 6}
"""Two of three pairs never overlap. Source: Fienberg and Rinaldo (2012); Chan et al. (2021)."""


@pytest.mark.parametrize(
    ("terms", "there", "told_apart"),
    [((3,), False, True), ((3, 5, 6), True, False), ((5, 6), True, True)],
    ids=["[12,3] does not exist", "[12,13,23] is not identified", "[13,23] is fine"],
)
def test_models_without_an_estimate_are_found(
    terms: tuple[int, ...], there: bool, told_apart: bool
) -> None:
    counts = captures(ARTIFICIAL).counts
    sets = np.array([0, 1, 2, 4, *terms])
    finite = over_supersets(counts[:, None])[sets, 0] > 0
    cells = np.arange(8)
    kept = np.array([c > 0 and not any(c & s == s for s in sets[~finite]) for c in cells])
    assert exists(sets[finite], kept, counts) is there
    assert bool(identified(finite.sum(), kept.sum())) is told_apart
    fits = fit(counts[:, None], sets[None], np.ones((1, len(sets)), dtype=bool))
    assert bool(fits.valid[0]) is (there and told_apart)
    assert np.isinf(fits.unseen[0]) == (not fits.valid[0])


def test_an_estimate_exists_when_every_history_was_seen() -> None:
    assert exists(np.array([0, 1, 2]), np.array([False, True, True, True]), np.array([0, 1, 1, 1]))


def test_a_table_whose_lists_never_overlap_is_refused() -> None:
    with pytest.raises(EstimateRefused, match="nobody is on two lists"):
        check(captures({"1": 40, "2": 30, "3": 20}))


def test_a_list_with_nobody_and_a_list_given_twice_are_errors() -> None:
    with pytest.raises(InputError, match="B: nobody is on this list"):
        check(captures({"1": 40, "2": 0, "3": 20, "13": 2}))
    with pytest.raises(InputError, match="C: it holds the same people as A"):
        check(captures({"13": 40, "2": 30, "123": 3}))


def test_a_number_above_all_sense_is_not_given() -> None:
    """One person on two lists of thousands leaves room for millions."""
    found = Run(captures({"1": 4000, "2": 5000, "12": 1}), 50).estimates(["stepwise", "chao"])
    assert [each.value for each in found] == [None, None]
    assert found[0].because[0].key == "beyond_sense"
    assert read(found, [], lists=2).verdict == "not_identified"


def test_methods_that_differ_by_more_than_twice_are_said_first() -> None:
    found = Run(captures(UK), 50).estimates(["stepwise", "bic"])
    reading = read(found, [], lists=5)
    assert reading.verdict == "method_dependent"
    assert reading.notes[0].key == "methods_differ"
    assert reading.notes[0].values["times"] == pytest.approx(25311.29 / 11312.99, rel=1e-5)


def test_the_seed_decides_the_replicates() -> None:
    one, same, other = (
        Run(captures(KOSOVO), 100, seed).estimates(["stepwise"]) for seed in (1, 1, 2)
    )
    assert one == same
    assert one[0].ci95 != other[0].ci95


def test_the_short_tail_of_a_poisson_distribution() -> None:
    found = short_tail(np.array([0.0, 3.0, 1.0]), np.array([2.0, 1.0, 4.0]))
    upper = 1 - np.exp(-1) * (1 + 1 + 0.5)
    assert found == pytest.approx([np.exp(-2), upper, np.exp(-4) * 5], rel=1e-12)


def test_quantiles_are_those_of_definition_8() -> None:
    values = np.array([3.0, 1.0, 2.0, np.inf])
    expected = np.quantile(values[:3], 0.4, method="median_unbiased")
    assert quantiles(values[:3], [0.4]) == pytest.approx([expected])
    assert quantiles(values, [0.99]) == [np.inf]


def test_twelve_lists_are_fitted() -> None:
    rng = np.random.default_rng(1)
    on = (rng.random((3000, 12)) < 0.08).astype(np.int64) @ (1 << np.arange(12))
    counts = np.bincount(on, minlength=4096).astype(np.float64)
    counts[0] = 0
    found = Run(Captures("many", tuple("ABCDEFGHIJKL"), counts), 10).estimates(["stepwise", "bic"])
    assert found[0].value == pytest.approx(3000, rel=0.1)
    assert found[1].because[0].key == "too_many_models"


@pytest.mark.parametrize(
    ("moved", "verdict"), [(0.0, "stable"), (1.0, "list_dependent"), (-1.0, "list_dependent")]
)
def test_a_list_matters_if_the_number_leaves_its_own_interval_without_it(
    moved: float, verdict: str
) -> None:
    found = Run(captures(KOSOVO), 200).estimates(["stepwise", "coverage"])
    value, ends = found[0].value, found[0].ci95
    assert value is not None
    assert ends is not None
    assert ends[1] is not None
    edge = {0.0: ends[1], 1.0: ends[1] + 1, -1.0: ends[0] - 1}[moved]
    changed = [Changed("drop", ("A",), 4000, each, "") for each in (ends[1], edge)]
    assert read(found, changed, lists=4).verdict == verdict


def test_two_lists_or_one_method_test_nothing() -> None:
    two = Run(captures({"1": 180, "2": 80, "12": 20}), 50).estimates(["stepwise", "bic"])
    assert read(two, [], lists=2).verdict == "untested"
    assert [each.key for each in read(two, [], lists=2).notes] == ["methods_agree", "two_lists"]
    assert read(two[:1], [], lists=3).verdict == "untested"


def test_a_list_within_another_has_no_estimate_and_no_warning_of_the_machine() -> None:
    """Whoever is on B is on A: that nobody is on B alone says that nobody is on none."""
    found = Run(captures({"1": 14, "2": 0, "12": 4}), 50).estimates(["stepwise", "chao"])
    assert [each.value for each in found] == [None, None]
    assert {each.because[0].key for each in found} == {"no_estimate"}


def test_how_far_chance_moves_a_limit_falls_with_the_replicates() -> None:
    few, many = (Run(captures(KOSOVO), n).estimates(["stepwise"])[0].limits for n in (100, 3000))
    assert few is not None
    assert many is not None
    assert all(one > 2 * other > 0 for one, other in zip(few.chance, many.chance, strict=True))
