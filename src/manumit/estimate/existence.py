"""Whether the estimate of a log-linear model exists, and whether the data can tell it.

Source:
    Fienberg and Rinaldo, Maximum likelihood estimation in log-linear models, Annals of Statistics
    40 (2012) 996-1023; used for sparse lists by Chan, Silverman and Vincent, JASA 116 (2021).
"""

import numpy as np

from manumit.estimate.lattice import Bools, Floats, Ints

ALMOST_ZERO = 1e-9
"""Below this a number made from entries 0 and 1 is taken for zero."""


def design(sets: Ints, cells: Ints) -> Floats:
    """Which parameter enters the expected count of which history: 1 where it does, else 0."""
    inside: Bools = (cells[:, None] & sets) == sets
    return inside.astype(np.float64)


def identified(parameters: Ints, kept: Ints) -> Bools:
    """Whether the kept histories tell all parameters of a hierarchical model apart.

    Kept histories are those that hold no set at minus infinity, so with every history all of its
    subsets are kept. Expected counts of 1 in all of them, for whatever number on no list, need a
    parameter for every kept set and for no list; only a model with all of these is not identified.

    Args:
        parameters: How many parameters have a finite value.
        kept: How many histories can have a count above zero.
    """
    return parameters <= kept


def exists(sets: Ints, kept: Bools, counts: Floats) -> bool:
    """Whether finite parameters maximise the likelihood.

    They do if and only if some table above zero in every kept history has the same sums as the
    counts. That is the linear programme of Fienberg and Rinaldo. It is solved among the few
    directions that the histories with people leave open: none there, and the estimate exists.

    Args:
        sets: Parameters with a finite value.
        kept: Whether each history can have a count above zero, of shape (2^lists,).
        counts: People with each history, of shape (2^lists,).
    """
    seen = design(sets, np.flatnonzero(kept & (counts > 0)))
    unseen = design(sets, np.flatnonzero(kept & (counts == 0)))
    if len(unseen) == 0:
        return True
    if len(seen) == 0:
        return False
    _, scales, directions = np.linalg.svd(seen)
    rank = int((scales > ALMOST_ZERO * scales[0]).sum())
    changes = unseen @ directions[rank:].T
    # A table of at least 1 in each of these histories, which leaves all sums as they are.
    goal = -changes.sum(axis=0)
    found = nonnegative_solution(changes.T, goal)
    return bool(np.abs(changes.T @ found - goal).max(initial=0) < ALMOST_ZERO * len(unseen))


def nonnegative_solution(matrix: Floats, goal: Floats) -> Floats:
    """The vector without negative entries that brings `matrix @ vector` nearest to `goal`.

    Source:
        Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23.
    """
    count = matrix.shape[1]
    found, used = np.zeros(count), np.zeros(count, dtype=bool)
    for _ in range(3 * count + 10):
        gain = matrix.T @ (goal - matrix @ found)
        gain[used] = -np.inf
        if count == 0 or gain.max() <= ALMOST_ZERO:
            break
        used[gain.argmax()] = True
        while True:
            trial = np.zeros(count)
            trial[used] = np.linalg.lstsq(matrix[:, used], goal, rcond=None)[0]
            low = used & (trial <= ALMOST_ZERO)
            if not low.any():
                break
            share = (found[low] / np.maximum(found[low] - trial[low], 1e-300)).min()
            found = found + share * (trial - found)
            used &= found > ALMOST_ZERO
            found[~used] = 0
        found = trial
    return found
