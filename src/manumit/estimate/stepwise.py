"""The model chosen step by step: pairs of lists that overlap more or less than chance explains.

Source:
    Chan, Silverman and Vincent, Multiple systems estimation for sparse capture data, JASA 116
    (2021) 1297-1306.
"""

from math import lgamma

import numpy as np

from manumit.estimate.fit import Fits, fit
from manumit.estimate.lattice import Bools, Floats, Ints, over_supersets, pairs_of

THRESHOLD = 0.02
"""Pairs whose overlap is less probable than this under the model get a parameter."""

SMALL = 1e-17
"""Terms of a sum below this share of its first term change nothing."""


def stepwise(counts: Floats, threshold: float = THRESHOLD) -> tuple[Floats, Bools]:
    """Choose and fit a model for each column of counts.

    From a parameter for each list the pair with the least probable overlap is added, as long as
    that probability is below the threshold and the estimate exists with it.

    Args:
        counts: People with each history, of shape (2^lists, problems).
        threshold: Probability below which a pair is added.

    Returns:
        The estimate of all people for each problem, infinite where not even the first model has
        one; and which pairs each model has, of shape (problems, pairs), in the order of
        `pairs_of`.
    """
    cells, problems = counts.shape
    lists = cells.bit_length() - 1
    singles, pairs = [0, *(1 << i for i in range(lists))], np.array(pairs_of(lists))
    sets = np.tile(np.array(singles + list(pairs)), (problems, 1))
    chosen, barred = np.zeros((2, problems, len(pairs)), dtype=bool)
    fits = fit(counts, sets[:, : len(singles)], np.ones((problems, len(singles)), dtype=bool))
    expected = fits.expected
    estimates = counts[1:].sum(axis=0) + fits.unseen
    observed = over_supersets(counts)[pairs].T
    tails = np.ones((problems, len(pairs)))
    open_, fresh = np.flatnonzero(fits.valid), np.flatnonzero(fits.valid)
    while len(open_):
        overlaps = over_supersets(expected[:, fresh])[pairs].T
        tails[fresh] = short_tail(observed[fresh], overlaps)
        left = np.where(chosen[open_] | barred[open_], np.inf, tails[open_])
        best = left.argmin(axis=1) if len(pairs) else np.zeros(len(open_), dtype=np.int64)
        go = left[np.arange(len(open_)), best] < threshold
        open_, best = open_[go], best[go]
        if len(open_) == 0:
            break
        tried = chosen[open_]
        tried[np.arange(len(open_)), best] = True
        fits = _with_pairs(counts[:, open_], singles, pairs, tried)
        ok, fresh = fits.valid, open_[fits.valid]
        chosen[fresh], barred[fresh] = tried[ok], False
        barred[open_[~ok], best[~ok]] = True
        expected[:, fresh] = fits.expected[:, ok]
        estimates[fresh] = counts[1:, fresh].sum(axis=0) + fits.unseen[ok]
    return estimates, chosen


def _with_pairs(counts: Floats, singles: list[int], pairs: Ints, chosen: Bools) -> Fits:
    """Fit models of all lists and chosen pairs, with rows as long as the largest."""
    most = int(chosen.sum(axis=1).max())
    order = np.argsort(~chosen, axis=1, kind="stable")[:, :most]
    held = np.take_along_axis(chosen, order, axis=1)
    ones = np.ones((len(chosen), len(singles)), dtype=bool)
    sets = np.concatenate([np.tile(singles, (len(chosen), 1)), pairs[order]], axis=1)
    return fit(counts, sets, np.concatenate([ones, held], axis=1))


def short_tail(found: Floats, mean: Floats) -> Floats:
    """Probability, in a Poisson distribution, of a count as far from the mean, on its own side.

    Args:
        found: Counts.
        mean: Means, of the same shape.

    Example:
        >>> short_tail(np.array([0.0]), np.array([2.0])).round(6)
        array([0.135335])
    """
    values, at = np.unique(found, return_inverse=True)
    factorials = np.array([lgamma(value + 1) for value in values])[at].reshape(found.shape)
    with np.errstate(divide="ignore", invalid="ignore", under="ignore"):
        first = np.where(found > 0, found * np.log(mean), 0.0) - mean - factorials
        term, total, below = np.ones_like(mean), np.ones_like(mean), found < mean
        step = 0
        while bool((term > SMALL * total).any()):
            term = term * np.where(
                below, np.maximum(found - step, 0) / mean, mean / (found + 1 + step)
            )
            total = total + term
            step += 1
        tail: Floats = np.minimum(np.exp(first) * total, 1.0)
    return tail
