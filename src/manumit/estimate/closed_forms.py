"""Estimates by a formula: two lists, and sample coverage."""

from dataclasses import dataclass
from itertools import combinations
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from manumit.estimate.lattice import Floats, over_supersets

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Formula:
    """An estimate and the square root of its variance."""

    value: float
    error: float


def lincoln_petersen(first: float, second: float, both: float) -> float | None:
    """People there are, if two lists are independent; None if nobody is on both.

    Source:
        Petersen (1896); Lincoln (1930).

    Example:
        >>> lincoln_petersen(200, 100, 20)
        1000.0
    """
    return first * second / both if both else None


def chapman(first: float, second: float, both: float) -> Formula:
    """The same with less bias in small samples, and its variance.

    Source:
        Chapman, Some properties of the hypergeometric distribution (1951); the variance is that of
        Seber, The Estimation of Animal Abundance, 2nd edition (1982), section 3.1.

    Example:
        >>> chapman(200, 100, 20).value
        965.7142857142857
    """
    value = (first + 1) * (second + 1) / (both + 1) - 1
    apart = (first + 1) * (second + 1) * (first - both) * (second - both)
    return Formula(value, sqrt(apart / ((both + 1) ** 2 * (both + 2))))


def above_seen(seen: float, found: Formula, share: float) -> tuple[float, float]:
    """An interval that never goes below the people seen: the unseen are taken to be log-normal.

    Source:
        Chao, Estimating the population size for capture-recapture data with unequal catchability,
        Biometrics 43 (1987) 783-791.
    """
    unseen = found.value - seen
    if unseen <= 0:
        return seen, seen
    spread = sqrt(log(1 + (found.error / unseen) ** 2))
    factor = exp(_NORMAL.inv_cdf((1 + share) / 2) * spread)
    return float(seen + unseen / factor), float(seen + unseen * factor)


def sample_coverage(counts: Floats) -> tuple[Floats, Floats]:
    """Estimates by sample coverage, and the coverage, for each column of counts.

    The one-step estimate for low coverage: dependence of each pair of lists is judged against a
    first estimate that corrects the one for independent lists once.

    Args:
        counts: People with each history, of shape (2^lists, problems).

    Source:
        Chao and Tsay, A sample coverage approach to multiple-system estimation with application to
        census undercount, JASA 93 (1998) 283-293.
    """
    lists = len(counts).bit_length() - 1
    people, totals = counts[1:].sum(axis=0), over_supersets(counts)
    singles = [1 << at for at in range(lists)]
    alone = np.array([counts[each] for each in singles])
    with np.errstate(divide="ignore", invalid="ignore"):
        coverage = 1 - (alone / totals[singles]).mean(axis=0)
        independent = (people - alone.mean(axis=0)) / coverage
        weights, related = np.zeros((2, counts.shape[1]))
        for one, other in combinations(singles, 2):
            weight = counts[one] + counts[other] + 2 * counts[one | other]
            weights += weight
            related += weight * totals[one | other] / (totals[one] * totals[other])
        scale = lists * coverage
        first = independent + (independent * related - weights) / scale
        second = independent + (first * related - weights) / scale
    return np.where(np.isfinite(second), np.maximum(second, people), np.inf), coverage
