"""Chao's lower bound when lists differ in reach and people in how easily they are found.

Source:
    Chao, Biometrics 43 (1987) 783-791, as a log-linear model: Rivest and Baillargeon, Applications
    and extensions of Chao's moment estimator, Biometrics 63 (2007) 999-1006.
"""

from math import exp, sqrt

import numpy as np

from manumit.estimate.closed_forms import Formula
from manumit.estimate.lattice import Floats

STEPS, NEAR_ENOUGH = 100, 1e-9


def chao_bound(counts: Floats) -> Formula | None:
    """At least so many there are, however unequal people are; None if the bound is not finite.

    People on one list and on two say how many are on none; those on three and more get a
    parameter each, as far as they are more than equal people would be.

    Args:
        counts: People with each history, of shape (2^lists,).
    """
    histories = np.arange(1, len(counts))
    lists = len(counts).bit_length() - 1
    on = (histories[:, None] >> np.arange(lists)) & 1
    often = on.sum(axis=1)
    # Beyond the most lists that anyone is on, a parameter would be minus infinity, and is none.
    most = int(often[counts[1:] > 0].max())
    more = [np.maximum(often - at - 1, 0) for at in range(1, min(lists - 1, most - 1))]
    while True:
        design = np.column_stack([np.ones(len(on)), on, *more]).astype(np.float64)
        found = _poisson(design, counts[1:])
        if found is None:
            return None
        parameters, variance = found
        below = np.flatnonzero(parameters[lists + 1 :] < 0)
        if len(below) == 0:
            break
        more.pop(int(below[0]))
    unseen = exp(min(parameters[0], 700.0))
    return Formula(counts[1:].sum() + unseen, sqrt(unseen + unseen**2 * variance))


@np.errstate(over="ignore", invalid="ignore")  # a fit without end is found by its numbers
def _poisson(design: Floats, counts: Floats) -> tuple[Floats, float] | None:
    """Parameters, and the variance of the first; None where they do not come to rest."""
    predicted = np.log(counts + 0.1)
    for _ in range(STEPS):
        expected = np.exp(np.minimum(predicted, 700))
        matrix = design.T @ (design * expected[:, None])
        try:
            goal = design.T @ (expected * predicted + counts - expected)
            solved = np.asarray(np.linalg.solve(matrix, goal), dtype=np.float64)
            variance = float(np.linalg.inv(matrix)[0, 0])
        except np.linalg.LinAlgError:
            return None
        before, predicted = predicted, design @ solved
        if not np.isfinite(predicted).all():
            return None
        if np.abs(predicted - before).max() < NEAR_ENOUGH:
            return solved, variance
    return None
