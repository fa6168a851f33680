"""Fit the weights by which records are matched to the labelled pairs, and print how well they do.

    python -m tools.fit_names                  # print
    python -m tools.fit_names --write          # also write data/names/weights.csv
    python -m tools.fit_names --errors NAME    # also print the pairs of a set that are wrong

What is fitted: the pairs of the fold `fit`; and, as pairs that differ, what the index of candidates
brings up for the left names of that fold and nobody labelled the same, at a lower weight, since
screening meets such pairs far more often than the hard ones that were labelled. The intercept is
that of the labelled pairs alone; `candidate` is what those that the index brings up are lowered by.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from manumit.supply.evidence import FEATURES, Pairs, evidence
from manumit.supply.index import Index
from manumit.supply.names.columns import Vocabulary
from manumit.supply.names.compare import FEATURES as NAME_FEATURES
from manumit.supply.names.compare import Words
from manumit.supply.probability import Model, model, probability
from manumit.supply.records import Record, Records, records_as_columns

VECTORS = Path("tests/vectors/names")
WEIGHTS = Path("src/manumit/data/names/weights.csv")
SETS = ("organisations", "cross_script", "facilities")
CORNERS: dict[str, Sequence[float]] = {
    "core_less": (0, 0.5, 0.75, 0.9, 1),
    "core_more": (0, 0.5, 0.75, 0.9, 1),
    "joined": (0, 0.5, 0.7, 0.85, 0.95, 1),
    "whole": (0, 0.5, 0.7, 0.85, 0.95, 1),
    "core_found": (0, 0.34, 0.67, 1),
    "core_extra": (0, 0.3, 1, 3),
    "core_other": (0, 0.3, 1, 3),
    "trade_both": (0, 0.4, 1.2),
    "trade_one": (0, 0.4, 1.2),
    "trade_same": (0, 0.4, 1.2),
    "place_both": (0, 0.5),
    "place_one": (0, 0.5, 1),
    "place_same": (0, 0.5),
    "number_conflict": (0, 0.5),
    "number_one": (0, 0.5),
    "number_same": (0, 0.5),
    "address_alike": (0, 0.5, 1),
}
"""Where the line of a feature has its corners; of the others it is straight from 0 to 1."""
FALLING = ("_extra", "_other", "_both", "_one", "_conflict", "far")
FREE = ("native",)
UNUSED = ("native_form_other", "native_form_one")
"""Legal forms say little across languages: one limited by shares is mostly Co., Ltd. in English."""
PENALTY = 0.3
JUDGED = {
    "area_same": 0.8,
    "area_other": -2.0,
    "near": 3.0,
    "far": -3.0,
    "parent_same": 2.5,
    "parent_other": -0.7,
}
"""Weights of what the labelled pairs do not have: set by judgement, and marked so in the file."""
SHARE = 0.15
"""Weight of all pairs that nobody labelled, as a share of that of the labelled ones."""
UNLABELLED = 8
"""Pairs that the index brings up for a name, at most."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs of one file.

    Attributes:
        name: Name of the file.
        left: Records on the left.
        right: Records on the right.
        same: bool array of shape (n,): labelled the same.
        held_out: bool array of shape (n,): not for fitting.
    """

    name: str
    left: list[Record]
    right: list[Record]
    same: Any
    held_out: Any


def read(name: str) -> Labelled:
    """The labelled pairs of a set."""
    with (VECTORS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def side(which: str) -> list[Record]:
        return [
            Record(
                (row[f"{which}_name"],),
                address=row.get(f"{which}_address", ""),
                territory=row.get(f"{which}_country", ""),
            )
            for row in rows
        ]

    return Labelled(
        name,
        side("left"),
        side("right"),
        np.array([row["same"] == "yes" for row in rows]),
        np.array([row["fold"] == "held_out" for row in rows]),
    )


def values_of(pairs: Labelled, weights: Model) -> Any:
    """Features of the labelled pairs."""
    left, right, words = _columns(pairs)
    at = np.arange(len(pairs.left))
    return evidence(Pairs(left, right, at, at, words), weights).values


def unlabelled(pairs: Labelled, weights: Model) -> Any:
    """Features of pairs that the index brings up and that differ, of the fold that is fitted."""
    left, right, words = _columns(pairs)
    index = Index(right.spellings, right.owners())
    at, j, _ = index.candidates(left.spellings, UNLABELLED)
    i = left.owners()[at]
    group = _groups(pairs)
    keep = ~pairs.held_out[i] & ~pairs.held_out[j]
    keep &= np.array(
        [
            group[0, pairs.left[a].names] != group[1, pairs.right[b].names]
            for a, b in zip(i, j, strict=True)
        ]
    )
    ij = np.unique(np.stack((i[keep], j[keep]), axis=1), axis=0)
    return evidence(Pairs(left, right, ij[:, 0], ij[:, 1], words), weights).values


def _groups(pairs: Labelled) -> dict[tuple[int, tuple[str, ...]], int]:
    """A number for each name of a side, shared by names that pairs labelled the same link."""
    group: dict[tuple[int, tuple[str, ...]], int] = {}
    for one, other, same in zip(pairs.left, pairs.right, pairs.same, strict=True):
        a, b = (0, one.names), (1, other.names)
        for key in (a, b):
            group.setdefault(key, group.get((1 - key[0], key[1]), len(group)))
        if same and group[a] != group[b]:
            old, new = group[b], group[a]
            group = {key: new if number == old else number for key, number in group.items()}
    return group


def _columns(pairs: Labelled) -> tuple[Records, Records, Words]:
    vocabulary = Vocabulary()
    left = records_as_columns(pairs.left, vocabulary)
    right = records_as_columns(pairs.right, vocabulary)
    return left, right, Words.of(vocabulary)


def pieces() -> list[tuple[str, float, float]]:
    """Features that are fitted, piece by piece."""
    found = []
    for feature in FEATURES:
        if feature not in JUDGED and feature not in UNUSED:
            corners = CORNERS.get(feature.removeprefix("native_"), (0, 1))
            found += [(feature, a, b) for a, b in pairwise(corners)]
    return found


def fit(values: Any, same: Any, weight: Any) -> Model:
    """The logistic regression with the least penalised deviance whose lines rise or fall only."""
    terms = pieces()
    judged = [(feature, 0.0, 1.0, added) for feature, added in JUDGED.items()]
    blank = model(FEATURES, len(NAME_FEATURES), 0, [*((*t, 0.0) for t in terms), *judged])
    offset = blank.log_odds(values)
    shape = model(FEATURES, len(NAME_FEATURES), 0, [(*t, 0.0) for t in terms])
    x = np.hstack([np.ones((len(values), 1)), shape.pieces(values).astype(float)])
    sign = np.array([0] + [_sign(FEATURES[column]) for column in shape.of])
    beta = _bounded(x, same, weight, offset, sign)
    found = [
        (FEATURES[column], float(a), float(b), float(added))
        for column, a, b, added in zip(shape.of, shape.begins, shape.ends, beta[1:], strict=True)
        if abs(added) > 5e-3
    ]
    return model(FEATURES, len(NAME_FEATURES), float(beta[0]), [*found, *judged])


def _sign(feature: str) -> int:
    name = feature.removeprefix("native_")
    if name in FREE:
        return 0
    return -1 if name.endswith(FALLING) else 1


def _bounded(x: Any, same: Any, weight: Any, offset: Any, sign: Any) -> Any:
    """Newton's method; each step's quadratic is minimised within the signs, weight by weight."""
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], PENALTY)
    penalty[0] = 1e-3
    for _ in range(40):
        p = probability(x @ beta + offset)
        gradient = x.T @ (weight * (same - p)) - penalty * beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        new = beta.copy()
        left = gradient.copy()
        for _ in range(200):
            largest = 0.0
            for k in range(len(new)):
                value = new[k] + left[k] / hessian[k, k]
                if value * sign[k] < 0:
                    value = 0.0
                step = value - new[k]
                if step != 0:
                    new[k] = value
                    left -= hessian[:, k] * step
                    largest = max(largest, abs(step))
            if largest < 1e-6:
                break
        moved = np.abs(new - beta).max()
        beta = new
        if moved < 1e-5:
            break
    return beta


def _level(values: Any, same: Any, weight: Any, shape: Model) -> float:
    """The intercept with which the mean probability is the share of pairs that are the same."""
    odds = shape.log_odds(values) - shape.intercept
    low, high = -20.0, 20.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        if (weight * (probability(odds + middle) - same)).sum() > 0:
            high = middle
        else:
            low = middle
    return low


def rows_of(fitted: Model) -> list[tuple[str, str, str, str, str]]:
    """The model as rows of the data file."""
    rows = [
        ("intercept", "", "", f"{fitted.intercept:.3f}", "fitted"),
        ("candidate", "", "", f"{fitted.candidate:.3f}", "fitted"),
    ]
    columns = (fitted.of, fitted.begins, fitted.ends, fitted.weights)
    for of, begins, ends, weight in zip(*columns, strict=True):
        feature = fitted.features[of]
        basis = "judgement" if feature in JUDGED else "fitted"
        rows.append((feature, f"{begins:g}", f"{ends:g}", f"{weight:.3f}", basis))
    return rows


def scores(same: Any, found: Any) -> str:
    """Precision, recall and F1 at one half; recall where precision is 0.95; Brier score."""
    yes = found >= 0.5
    hits = (same & yes).sum()
    precision, recall = hits / max(yes.sum(), 1), hits / max(same.sum(), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    order = np.argsort(-found, kind="stable")
    right = np.cumsum(same[order])
    share = right / np.arange(1, len(order) + 1)
    at_95 = (right[share >= 0.95] / same.sum()).max(initial=0)
    brier = ((found - same) ** 2).mean()
    return (
        f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  R at P .95 {at_95:.3f}  "
        f"Brier {brier:.3f}  n {len(same)}"
    )


START = model(
    FEATURES,
    len(NAME_FEATURES),
    -4,
    [
        (f"{which}{f}", 0, 1, 3.0)
        for which in ("", "native_")
        for f in ("core_less", "joined", "whole")
    ],
)


def fitted_to(sets: Sequence[Labelled], chosen: Sequence[Any]) -> Model:
    """The weights fitted to the chosen pairs of the sets."""
    weights = START
    for _ in range(3):
        values = [values_of(pairs, weights)[keep] for pairs, keep in zip(sets, chosen, strict=True)]
        others = np.vstack([unlabelled(pairs, weights) for pairs in sets])
        same = np.concatenate([p.same[keep] for p, keep in zip(sets, chosen, strict=True)])
        weight = np.concatenate(
            (np.ones(len(same)), np.full(len(others), SHARE * len(same) / len(others)))
        )
        weights = fit(
            np.vstack([*values, others]),
            np.concatenate((same, np.zeros(len(others)))).astype(float),
            weight,
        )
    level = _level(np.vstack(values), same, np.ones(len(same)), weights)
    return replace(weights, intercept=level, candidate=weights.intercept - level)


def main() -> None:
    """Fit, print, and write if asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="write the weights")
    asked.add_argument("--errors", default="", help="print the wrong pairs of this set")
    options = asked.parse_args()
    sets = [read(name) for name in SETS]
    weights = fitted_to(sets, [~pairs.held_out for pairs in sets])
    for pairs in sets:
        found = probability(weights.log_odds(values_of(pairs, weights)))
        for title, chosen in (("fit", ~pairs.held_out), ("held out", pairs.held_out)):
            print(f"{pairs.name:14} {title:9} {scores(pairs.same[chosen], found[chosen])}")
        if options.errors == pairs.name:
            wrong = np.nonzero((found >= 0.5) != pairs.same)[0]
            for at in sorted(wrong, key=lambda k: -abs(found[k] - 0.5)):
                label = "same " if pairs.same[at] else "other"
                names = f"{pairs.left[at].names[0]} | {pairs.right[at].names[0]}"
                print(f"  {found[at]:.2f} {label} {names}")
    for feature, begins, ends, weight, basis in rows_of(weights):
        print(f"  {feature:28}{begins:>6}{ends:>6}{weight:>9}  {basis}")
    if options.write:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("feature", "begins", "ends", "weight", "basis"))
            writer.writerows(rows_of(weights))
        print(f"written: {WEIGHTS}", file=sys.stderr)


if __name__ == "__main__":
    main()
