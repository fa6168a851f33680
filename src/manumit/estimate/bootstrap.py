"""Intervals that repeat the whole choice of a model: bootstrap, jackknife, and BCa limits.

Source:
    Efron, Better bootstrap confidence intervals, JASA 82 (1987) 171-185; with weights for equal
    histories as in Chan, Silverman and Vincent (2021).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeAlias

import numpy as np

from manumit.estimate.lattice import Floats

Estimator: TypeAlias = Callable[[Floats], Floats]
"""From tables of counts, of shape (2^lists, problems), to an estimate for each."""

LEVELS = (0.025, 0.1, 0.9, 0.975)
"""Ends of the 95 % and the 80 % interval, in order."""

FLOATS_AT_ONCE = 4_000_000
"""Tables are drawn in parts of about so many numbers, to bound the memory."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval and how it came about.

    Attributes:
        ends: Limits at `LEVELS`, in order; infinite where there is no bound.
        asked: Share of the replicates that lies below each limit.
        chance: How far chance moves each limit: half the distance between the replicates one
            standard error of that share below and above it; infinite where one has no estimate.
        bias: Share of the replicates below the estimate.
        acceleration: How fast the error grows with the estimate; from the jackknife.
        replicates: How many there were.
        unbounded: How many of them had no finite estimate.
    """

    ends: tuple[float, float, float, float]
    asked: tuple[float, float, float, float]
    chance: tuple[float, float, float, float]
    bias: float
    acceleration: float
    replicates: int
    unbounded: int

    @property
    def resolved(self) -> bool:
        """Whether at least ten replicates lie beyond every limit."""
        return all(10 / self.replicates <= each <= 1 - 10 / self.replicates for each in self.asked)


def bootstrap(counts: Floats, estimate: Estimator, replicates: int, seed: int) -> Floats:
    """The estimate from each of many tables of as many people, drawn from those observed.

    Args:
        counts: People with each history, of shape (2^lists,).
        estimate: The whole method, with its choice of a model.
        replicates: How many tables to draw.
        seed: Seed of the draw; the same seed draws the same tables for every method.
    """
    seen = np.flatnonzero(counts[1:] > 0) + 1
    people, shares = int(counts[seen].sum()), counts[seen] / counts[seen].sum()
    chance, found = np.random.default_rng(seed), []
    at_once = max(1, FLOATS_AT_ONCE // len(counts))
    for start in range(0, replicates, at_once):
        drawn = chance.multinomial(people, shares, size=min(at_once, replicates - start))
        tables = np.zeros((len(counts), len(drawn)))
        tables[seen] = drawn.T
        found.append(estimate(tables))
    return np.concatenate(found)


def acceleration(counts: Floats, estimate: Estimator) -> float:
    """How skew the estimate is, from leaving out one person of each history in turn.

    It is 0 where one of these tables has no estimate.
    """
    seen = np.flatnonzero(counts[1:] > 0) + 1
    without = np.repeat(counts[:, None], len(seen), axis=1)
    without[seen, np.arange(len(seen))] -= 1
    estimates, weights = estimate(without), counts[seen]
    if not np.isfinite(estimates).all():
        return 0.0
    apart = (weights * estimates).sum() / weights.sum() - estimates
    spread = (weights * apart**2).sum()
    return float((weights * apart**3).sum() / (6 * spread**1.5)) if spread > 0 else 0.0


def bca(value: float, estimates: Floats, skew: float) -> Limits:
    """Bias-corrected and accelerated limits.

    Args:
        value: The estimate from the data.
        estimates: The estimate from each replicate, infinite where there is none.
        skew: The acceleration.
    """
    count = len(estimates)
    below = float((estimates < value).mean())
    # A share of 0 or 1 has no normal quantile; half a replicate stands in.
    shift = _NORMAL.inv_cdf(min(max(below, 0.5 / count), 1 - 0.5 / count))
    asked = [_corrected(shift, skew, level) for level in LEVELS]
    low, lower, upper, high = quantiles(estimates, asked)
    a, b, c, d = asked
    moved = [_moved(estimates, share) for share in asked]
    unbounded = int(np.isinf(estimates).sum())
    return Limits(
        (low, lower, upper, high),
        (a, b, c, d),
        (moved[0], moved[1], moved[2], moved[3]),
        below,
        skew,
        count,
        unbounded,
    )


def _moved(estimates: Floats, share: float) -> float:
    error = (share * (1 - share) / len(estimates)) ** 0.5
    low, high = quantiles(estimates, [max(share - error, 0.0), min(share + error, 1.0)])
    return (high - low) / 2 if np.isfinite(high) else float("inf")


def _corrected(shift: float, skew: float, level: float) -> float:
    moved = shift + _NORMAL.inv_cdf(level)
    return _NORMAL.cdf(shift + moved / (1 - skew * moved))


def quantiles(values: Floats, shares: Sequence[float]) -> list[float]:
    """Quantiles that are nearly unbiased in their median, whatever the distribution.

    Source:
        Hyndman and Fan, Sample quantiles in statistical packages, American Statistician 50 (1996),
        definition 8.
    """
    ordered, count = np.sort(values), len(values)
    found = []
    for share in shares:
        place = min(max((count + 1 / 3) * share + 1 / 3, 1.0), float(count))
        at = int(place)
        low, high = float(ordered[at - 1]), float(ordered[min(at, count - 1)])
        part = place - at
        found.append(low if part == 0 or low == high else low + part * (high - low))
    return found
