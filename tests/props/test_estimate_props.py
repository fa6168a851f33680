"""What holds of estimates whatever the counts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.linalg import matrix_rank

from manumit.estimate import Captures
from manumit.estimate.existence import design, exists, identified
from manumit.estimate.hierarchy import hierarchical_models
from manumit.estimate.lattice import Floats, over_subsets, over_supersets
from manumit.estimate.selection import fit_all, ranked
from manumit.estimate.stepwise import stepwise
from tests.helpers import examples

LISTS = 3
COUNTS = st.lists(st.integers(0, 60), min_size=7, max_size=7).map(
    lambda cells: np.array([0, *cells], dtype=np.float64)
)


def relabelled(counts: Floats, order: list[int]) -> Floats:
    new = np.zeros_like(counts)
    for cell, count in enumerate(counts):
        new[sum(1 << to for at, to in enumerate(order) if cell >> at & 1)] = count
    return new


@examples(100)
@given(COUNTS, st.permutations(range(LISTS)))
def test_new_names_of_lists_do_not_change_the_best_models(counts: Floats, order: list[int]) -> None:
    models = hierarchical_models(LISTS, 2)
    assert models is not None
    if counts.sum() == 0:
        return
    one = ranked(fit_all(counts[:, None], models), models, "bic")
    other = ranked(fit_all(relabelled(counts, order)[:, None], models), models, "bic")
    assert len(one.models) == len(other.models)
    assert np.allclose(one.scores, other.scores, rtol=1e-6)


@examples(100)
@given(COUNTS)
def test_the_estimate_holds_the_people_seen_and_fits_their_sums(counts: Floats) -> None:
    if counts.sum() == 0:
        return
    found = stepwise(counts[:, None])[0][0]
    assert found >= counts.sum()


@examples(100)
@given(COUNTS, st.integers(2, 9))
def test_a_model_fitted_to_counts_times_a_number_gives_the_estimate_times_it(
    counts: Floats, times: int
) -> None:
    models = hierarchical_models(LISTS, 2)
    assert models is not None
    if counts.sum() == 0:
        return
    one, other = fit_all(counts[:, None], models), fit_all(times * counts[:, None], models)
    assert np.array_equal(np.isfinite(one.estimates), np.isfinite(other.estimates))
    there = np.isfinite(one.estimates)
    assert np.allclose(times * one.estimates[there], other.estimates[there], rtol=1e-4)


@examples(100)
@given(COUNTS, st.integers(0, 7), st.lists(st.sampled_from([3, 5, 6]), unique=True))
def test_the_count_of_parameters_decides_what_is_identified(
    counts: Floats, cell: int, pairs: list[int]
) -> None:
    counts = counts.copy()
    counts[counts <= cell * 5] = 0
    sets = np.array([0, 1, 2, 4, *pairs])
    finite = over_supersets(counts[:, None])[sets, 0] > 0
    cells = np.arange(8)
    kept = np.array([c > 0 and not any(c & s == s for s in sets[~finite]) for c in cells])
    if not kept.any():
        return
    full = matrix_rank(design(sets[finite], np.flatnonzero(kept))) == finite.sum()
    assert bool(identified(finite.sum(), kept.sum())) is bool(full)


@examples(100)
@given(COUNTS)
def test_a_fit_that_is_valid_keeps_every_sum_of_its_model(counts: Floats) -> None:
    models = hierarchical_models(LISTS, 2)
    assert models is not None
    if counts.sum() == 0:
        return
    from manumit.estimate.fit import fit

    for at in range(len(models)):
        sets = models.sets[at][models.held[at]]
        found = fit(counts[:, None], sets[None], np.ones((1, len(sets)), dtype=bool))
        if found.valid[0]:
            sums = over_supersets(found.expected)[sets, 0]
            assert np.allclose(sums, over_supersets(counts[:, None])[sets, 0], rtol=1e-3, atol=1e-2)


@examples(50)
@given(COUNTS)
def test_full_histories_always_have_an_estimate(counts: Floats) -> None:
    kept = np.arange(8) > 0
    assert exists(np.array([0, 1, 2, 4]), kept, counts + 1)


@examples(50)
@given(COUNTS)
def test_leaving_out_a_list_keeps_all_but_those_on_it_alone(counts: Floats) -> None:
    table = Captures("t", ("A", "B", "C"), counts)
    assert table.without(1).people == counts.sum() - counts[2]
    assert table.merged(0, 2).people == counts.sum()


@examples(50)
@given(COUNTS)
def test_sums_over_subsets_and_supersets_mirror_each_other(counts: Floats) -> None:
    mirrored = over_subsets(counts[::-1, None])[::-1, 0]
    assert np.array_equal(mirrored, over_supersets(counts[:, None])[:, 0])
