"""Log-linear models fitted to counts of capture histories, many at a time.

The count of history `h` is Poisson with mean exp(sum of the parameters of all sets within `h`);
the empty set stands for the people on no list, so their estimate is exp(its parameter). A set of
lists on which nobody was found together gets the parameter minus infinity: histories that hold it
are left out, and the others are fitted as usual (the extended maximum likelihood estimate).

Sums over sets take the place of a matrix of the model. Newton's method is run on all problems at
once; those that have converged leave.
"""

from dataclasses import dataclass

import numpy as np

from manumit.estimate.existence import exists, identified
from manumit.estimate.lattice import Bools, Floats, Ints, over_subsets, over_supersets

NEAR_ENOUGH = 1e-8
"""A fit ends when the deviance changes by less than this share of itself, as in R's `glm`, so that
estimates agree to the last digits that R gives."""

SURELY_FINITE = 0.05
"""A last step below this shows that the estimate exists: its fitted table is the proof. After a
longer one the linear programme decides."""

STEPS = 100
"""Steps after which a fit has failed."""

FLOATS_AT_ONCE = 4_000_000
"""Problems are fitted in parts of about so many numbers, to bound the memory."""


@dataclass(frozen=True, slots=True)
class Fits:
    """Models fitted, one a problem.

    Attributes:
        parameters: Array of shape (2^lists, problems); 0 for sets without a parameter.
        expected: Expected counts, of shape (2^lists, problems); 0 for those on no list.
        valid: Whether the estimate exists and is identified.
    """

    parameters: Floats
    expected: Floats
    valid: Bools

    @property
    def unseen(self) -> Floats:
        """Estimate of the people on no list; infinite where the model is not valid."""
        with np.errstate(over="ignore"):
            return np.where(self.valid, np.exp(self.parameters[0]), np.inf)


def fit(counts: Floats, sets: Ints, held: Bools) -> Fits:
    """Fit a model to each column of counts.

    Args:
        counts: People with each history, of shape (2^lists, problems); row 0 is ignored.
        sets: Parameters of each model, of shape (problems, parameters); the first is 0.
        held: Whether each is a parameter; False fills up rows of smaller models.
    """
    cells, problems = counts.shape
    at_once = max(1, FLOATS_AT_ONCE // (4 * cells + 3 * sets.shape[1] ** 2))
    if problems <= at_once:
        return _fit(counts, sets, held)
    parts = [slice(at, at + at_once) for at in range(0, problems, at_once)]
    found = [_fit(counts[:, part], sets[part], held[part]) for part in parts]
    return Fits(
        np.concatenate([each.parameters for each in found], axis=1),
        np.concatenate([each.expected for each in found], axis=1),
        np.concatenate([each.valid for each in found]),
    )


@np.errstate(over="ignore", invalid="ignore")  # a fit without end is found by its last step
def _fit(counts: Floats, sets: Ints, held: Bools) -> Fits:
    cells, problems = counts.shape
    wide = int(held.sum(axis=1).max(initial=1))
    if not held[:, wide:].any():
        sets, held = sets[:, :wide], held[:, :wide]
    counts = counts.copy()
    counts[0] = 0
    observed = over_supersets(counts)[sets, np.arange(problems)[:, None]]
    finite = held & (observed > 0)
    kept = _kept(cells, sets, held & ~finite)
    valid = identified(finite.sum(axis=1), kept.sum(axis=0))
    parameters, fitted = np.zeros((2, cells, problems))
    todo = np.flatnonzero(valid)
    state = _Newton(counts, sets, finite, kept).only(todo)
    # The first step of generalised linear models: a tenth is added to each count.
    expected = np.where(state.kept, state.counts + 0.1, 0.0)
    predicted = np.log(np.where(state.kept, expected, 1.0))
    deviance = state.deviance(predicted, expected)
    for _ in range(STEPS):
        if len(todo) == 0:
            break
        now = state.step(predicted, expected)
        before, predicted = predicted, over_subsets(now)
        expected = _expected(predicted, state.kept)
        earlier, deviance = deviance, state.deviance(predicted, expected)
        parameters[:, todo], fitted[:, todo] = now, expected
        lost = ~np.isfinite(deviance)
        ended = lost | (np.abs(deviance - earlier) < NEAR_ENOUGH * (np.abs(deviance) + 0.1))
        change = np.where(state.kept, np.abs(predicted - before), 0.0).max(axis=0)
        for at in np.flatnonzero(ended & ~(change < SURELY_FINITE)):
            valid[todo[at]] = not lost[at] and state.exists(int(at))
        if ended.any():
            stay = ~ended
            state, todo, deviance = state.only(stay), todo[stay], deviance[stay]
            predicted, expected = predicted[:, stay], expected[:, stay]
    valid[todo] = False
    return Fits(parameters, fitted, valid)


def _expected(predicted: Floats, kept: Bools) -> Floats:
    expected: Floats = np.where(kept, np.exp(predicted), 0.0)
    return expected


def _kept(cells: int, sets: Ints, infinite: Bools) -> Bools:
    """Histories that hold no set at minus infinity; never the one of no list."""
    problems = len(sets)
    kept = np.ones((cells, problems), dtype=bool)
    if infinite.any():
        marks = np.zeros((cells, problems))
        rows, places = np.nonzero(infinite)
        marks[sets[rows, places], rows] = 1.0
        kept = over_subsets(marks) == 0
    kept[0] = False
    return kept


@dataclass(frozen=True, slots=True)
class _Newton:
    """Problems that have not converged yet; shapes as in `fit`."""

    counts: Floats
    sets: Ints
    finite: Bools
    kept: Bools

    def only(self, chosen: Bools | Ints) -> "_Newton":
        return _Newton(
            self.counts[:, chosen], self.sets[chosen], self.finite[chosen], self.kept[:, chosen]
        )

    def exists(self, at: int) -> bool:
        """What the linear programme says of one problem."""
        return exists(self.sets[at][self.finite[at]], self.kept[:, at], self.counts[:, at])

    def deviance(self, predicted: Floats, expected: Floats) -> Floats:
        """Twice the logarithm of how much more likely the counts are under themselves."""
        counts = np.where(self.kept, self.counts, 0.0)
        own = counts * (np.log(np.maximum(counts, 1.0)) - 1.0)
        found: Floats = 2 * (own - counts * predicted + expected).sum(axis=0)
        return found

    def step(self, predicted: Floats, expected: Floats) -> Floats:
        """The parameters after one step, of the shape of the counts."""
        count = self.sets.shape[0]
        column = np.arange(count)[:, None]
        wanted = np.where(self.kept, expected * predicted + self.counts - expected, 0.0)
        goal = np.where(self.finite, over_supersets(wanted)[self.sets, column], 0.0)
        sums = over_supersets(expected).T.ravel()
        both = self.sets[:, :, None] | self.sets[:, None, :]
        both += len(expected) * column[:, :, None]
        matrix = sums.take(both)
        if not self.finite.all():
            matrix *= self.finite[:, :, None] & self.finite[:, None, :]
            rows, places = np.nonzero(~self.finite)
            matrix[rows, places, places] = 1.0
        solved = _solve(matrix, goal)
        parameters = np.zeros_like(expected)
        rows, places = np.nonzero(self.finite)
        parameters[self.sets[rows, places], rows] = solved[rows, places]
        return parameters


def _solve(matrix: Floats, goal: Floats) -> Floats:
    """Solve each system; not a number where it has no single solution."""
    try:
        return np.asarray(np.linalg.solve(matrix, goal[:, :, None])[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        singular = ~(np.abs(np.linalg.slogdet(matrix)[0]) > 0)
        solved = np.full_like(goal, np.nan)
        solved[~singular] = np.linalg.solve(matrix[~singular], goal[~singular][:, :, None])[:, :, 0]
    return solved
