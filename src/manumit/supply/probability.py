"""How probable it is that two records are one: weighted evidence, summed as log odds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import numpy as np

from manumit.reference.compiled import data_file, fail_in
from manumit.reference.strict import read_csv
from manumit.supply.names.columns import Array

_WEIGHTS = "names/weights.csv"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features: a logistic regression on pieces of each feature.

    A term adds `weight * clip((value - begins) / (ends - begins), 0, 1)` to the log odds, so that
    what a feature adds is a line with corners (Hastie, Tibshirani and Friedman 2009, section 5.2)
    that only rises or only falls, and each feature's part in the sum can be shown by itself.

    Attributes:
        features: Names of the features, in the order of their columns.
        intercept: Log odds before any evidence, of a pair that somebody put forward.
        candidate: What is added to the log odds of a pair that the index brought up, which is less
            likely the same from the start.
        of: int array of shape (t,): column of each term, in order.
        begins: float32 array of shape (t,).
        ends: float32 array of shape (t,).
        weights: float32 array of shape (t,).
        named: Number of the columns that speak of names.
    """

    features: tuple[str, ...]
    intercept: float
    of: Array
    begins: Array
    ends: Array
    weights: Array
    named: int
    candidate: float = 0.0

    def pieces(self, values: Array) -> Array:
        """How far each row of features lies in the piece of each term, from 0 to 1."""
        return np.clip((values[:, self.of] - self.begins) / (self.ends - self.begins), 0, 1)

    def parts(self, values: Array) -> Array:
        """What each feature adds to the log odds: float32 of the shape of `values`."""
        found = np.zeros(values.shape, dtype=np.float32)
        for column, added in zip(self.of, (self.pieces(values) * self.weights).T, strict=True):
            found[:, column] += added
        return found

    def log_odds(self, values: Array) -> Array:
        """Log odds of each row of features."""
        return self.pieces(values) @ self.weights + self.intercept

    def of_names(self) -> "Model":
        """The part of the model that speaks of names."""
        kept = self.of < self.named
        return Model(
            self.features,
            self.intercept,
            self.of[kept],
            self.begins[kept],
            self.ends[kept],
            self.weights[kept],
            self.named,
            self.candidate,
        )


def probability(log_odds: Array) -> Array:
    """Log odds as probabilities."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))


Term: TypeAlias = tuple[str, float, float, float]
"""Feature, where its piece begins and ends, and its weight."""


def model(features: Sequence[str], named: int, intercept: float, terms: Iterable[Term]) -> Model:
    """A model of terms; those of one feature stand together."""
    ordered = sorted((features.index(feature), *numbers) for feature, *numbers in terms)
    of, begins, ends, weights = zip(*ordered, strict=True)
    return Model(
        tuple(features),
        intercept,
        np.array(of, dtype=np.int64),
        np.array(begins, dtype=np.float32),
        np.array(ends, dtype=np.float32),
        np.array(weights, dtype=np.float32),
        named,
    )


@cache
def fitted() -> Model:
    """The model of the project's data, fitted to its labelled pairs.

    Raises:
        DataError: A row names no feature.
    """
    from manumit.supply.evidence import FEATURES
    from manumit.supply.names.compare import FEATURES as NAME_FEATURES

    fail = fail_in(_WEIGHTS)
    text = data_file(_WEIGHTS).read_text(encoding="utf-8")
    columns = ("feature", "begins", "ends", "weight", "basis")
    intercept = candidate = 0.0
    terms: list[Term] = []
    for line, row in enumerate(read_csv(text, columns, fail=fail), start=2):
        feature, weight = row["feature"], float(row["weight"])
        if feature == "intercept":
            intercept = weight
        elif feature == "candidate":
            candidate = weight
        elif feature in FEATURES:
            terms.append((feature, float(row["begins"]), float(row["ends"]), weight))
        else:
            raise fail("is no feature of the comparison", line, feature)
    made = model(FEATURES, len(NAME_FEATURES), intercept, terms)
    return replace(made, candidate=candidate)
