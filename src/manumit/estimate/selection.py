"""The best of all hierarchical models, by an information criterion.

Source:
    Silverman, Chan and Vincent, Bootstrapping multiple systems estimates to account for model
    selection, Statistics and Computing 34:44 (2024).
"""

from dataclasses import dataclass
from math import lgamma
from typing import Literal, TypeAlias

import numpy as np

from manumit.estimate.fit import fit
from manumit.estimate.hierarchy import Models
from manumit.estimate.lattice import Floats

Criterion: TypeAlias = Literal["aic", "bic"]

FLOATS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """Models from the best to the worst.

    Attributes:
        models: Those whose estimate exists and is identified.
        estimates: Estimate of all people, of each.
        scores: The criterion, of each; lower is better.
        tried: How many models there were.
    """

    models: Models
    estimates: Floats
    scores: Floats
    tried: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """Every model fitted to every column of counts; arrays of shape (models, problems).

    Attributes:
        estimates: Estimates of all people; infinite where a model has no valid one.
        misfit: Twice the negative logarithm of the likelihood; infinite there too.
        people: People seen, of each problem.
    """

    estimates: Floats
    misfit: Floats
    people: Floats

    def scores(self, models: Models, criterion: Criterion) -> Floats:
        """The criterion, lower being better.

        Parameters at minus infinity count as parameters, and the observations are the people.
        """
        weight = np.log(self.people) if criterion == "bic" else 2.0
        found: Floats = self.misfit + weight * models.held.sum(axis=1)[:, None]
        return found


def ranked(fitted: Fitted, models: Models, criterion: Criterion) -> Ranking:
    """Put models that were fitted to one table in order."""
    scores = fitted.scores(models, criterion)[:, 0]
    order = np.argsort(scores, kind="stable")
    order = order[np.isfinite(scores[order])]
    return Ranking(models.only(order), fitted.estimates[order, 0], scores[order], len(models))


def best(counts: Floats, models: Models, criterion: Criterion) -> Floats:
    """The estimate by the best model for each column of counts.

    The estimate is infinite where no model has one.
    """
    problems = counts.shape[1]
    at_once = max(1, FLOATS_AT_ONCE // (len(counts) * max(len(models), 1)))
    estimates = np.empty(problems)
    for at in range(0, problems, at_once):
        part = slice(at, at + at_once)
        found = fit_all(counts[:, part], models)
        first = found.scores(models, criterion).argmin(axis=0)
        estimates[part] = found.estimates[first, np.arange(len(first))]
    return estimates


def fit_all(counts: Floats, models: Models) -> Fitted:
    """Fit every model to every column of counts, of shape (2^lists, problems)."""
    problems, count = counts.shape[1], len(models)
    every = np.repeat(counts, count, axis=1)
    fits = fit(every, np.tile(models.sets, (problems, 1)), np.tile(models.held, (problems, 1)))
    people = counts[1:].sum(axis=0)
    constant = _log_factorials(counts[1:]).sum(axis=0)
    expected = fits.expected[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        likely = np.where(every[1:] > 0, every[1:] * np.log(expected), 0.0).sum(axis=0)
        likely = likely - expected.sum(axis=0) - np.repeat(constant, count)
    misfit = np.where(fits.valid, -2 * likely, np.inf)
    estimates = np.repeat(people, count) + fits.unseen
    shape = (problems, count)
    return Fitted(estimates.reshape(shape).T, misfit.reshape(shape).T, people)


def _log_factorials(counts: Floats) -> Floats:
    values, at = np.unique(counts, return_inverse=True)
    found: Floats = np.array([lgamma(value + 1) for value in values])[at].reshape(counts.shape)
    return found
