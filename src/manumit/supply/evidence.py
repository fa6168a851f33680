"""Pairs of records compared: names, parents, territories, addresses, distance."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from manumit.supply.names.columns import Array, Columns
from manumit.supply.names.compare import FEATURES as NAME_FEATURES
from manumit.supply.names.compare import Words, compare
from manumit.supply.probability import Model
from manumit.supply.records import Records

EARTH_RADIUS_KM = 6371.0
NEAR_KM, FAR_KM = 2.0, 50.0

FEATURES = (
    *NAME_FEATURES,
    "territory_same",
    "territory_other",
    "area_same",
    "area_other",
    "address_alike",
    "address_other",
    "address_word_same",
    "address_word_other",
    "address_place_same",
    "address_place_other",
    "address_number_same",
    "address_number_other",
    "near",
    "far",
    "parent_same",
    "parent_other",
)
"""What is measured of a pair of records: all of the names, and:

territory_same, territory_other: both are known. area_same, area_other: likewise, of provinces.
address_alike: likeness of the words of both addresses above one half; address_other: below.
address_word_same, address_word_other: share of the words of the shorter address that the other
has, and that it lacks; likewise of its places and numbers. near: 1 below 2 km, falling to 0 at
50 km; far: the reverse.
parent_same, parent_other: likeness of the parents, or of a parent and the other's name, above and
below one half. What is unknown on a side is 0 in all of its features.
"""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of records to be compared.

    Attributes:
        left: Records on the left.
        right: Records on the right, of the same vocabulary.
        i: int array of shape (n,): places in `left`.
        j: int array of shape (n,): places in `right`.
        words: The vocabulary.
    """

    left: Records
    right: Records
    i: Array
    j: Array
    words: Words

    def only(self, chosen: Array) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.left, self.right, self.i[chosen], self.j[chosen], self.words)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is measured of pairs of records.

    Attributes:
        values: float32 array of shape (n, len(FEATURES)).
        left: int64 array of shape (n,): the reading of the left name that was compared; -1 if none.
        right: int64 array of shape (n,): likewise, of the right name.
    """

    values: Array
    left: Array
    right: Array


def evidence(pairs: Pairs, model: Model) -> Evidence:
    """Features of pairs of records, from the two readings of their names that speak most for them.

    Args:
        pairs: The pairs.
        model: Weighs the readings against each other.

    Returns:
        The features, and the readings that they are of.
    """
    found = np.zeros((len(pairs.i), len(FEATURES)), dtype=np.float32)
    named = len(NAME_FEATURES)
    names = (pairs.left.names, pairs.left.first), (pairs.right.names, pairs.right.first)
    found[:, :named], one, other = _best(*names, pairs, model)
    column = named
    for pair in (
        _territories(pairs),
        _areas(pairs),
        _addresses(pairs),
        *_address_parts(pairs),
        _distance(pairs),
        _parents(pairs, model),
    ):
        found[:, column], found[:, column + 1] = pair
        column += 2
    found[one < 0, column - 2 :] = 0  # without a name, a parent alone makes nobody the same
    return Evidence(found, one, other)


CORE = [NAME_FEATURES.index("core_less"), NAME_FEATURES.index("native_core_less")]
Named: TypeAlias = tuple[Columns, Array]
"""Readings of names, and the place of the first of each record."""


def _best(left: Named, right: Named, pairs: Pairs, model: Model) -> tuple[Array, Array, Array]:
    """Name features of the best pair of readings of each pair of records, and these readings."""
    (left_names, first_left), (right_names, first_right) = left, right
    i, j = pairs.i, pairs.j
    count_left = first_left[i + 1] - first_left[i]
    count_right = first_right[j + 1] - first_right[j]
    counts = count_left * count_right
    if (counts == 1).all():
        one, other = first_left[i], first_right[j]
        return compare(left_names, right_names, one, other, pairs.words), one, other
    pair = np.repeat(np.arange(len(i)), counts)
    rank = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    a = first_left[i][pair] + rank // np.maximum(count_right[pair], 1)
    b = first_right[j][pair] + rank % np.maximum(count_right[pair], 1)
    features = compare(left_names, right_names, a, b, pairs.words)
    core = features[:, CORE].max(axis=1)
    order = np.lexsort((-core, -model.of_names().log_odds(features).round(3), pair))
    best = order[np.unique(pair[order], return_index=True)[1]]
    found = np.zeros((len(i), features.shape[1]), dtype=np.float32)
    one, other = np.full(len(i), -1), np.full(len(i), -1)
    found[pair[best]], one[pair[best]], other[pair[best]] = features[best], a[best], b[best]
    return found, one, other


def _territories(pairs: Pairs) -> tuple[Array, Array]:
    a, b = pairs.left.territory[pairs.i], pairs.right.territory[pairs.j]
    known = (a >= 0) & (b >= 0)
    return known & (a == b), known & (a != b)


def _areas(pairs: Pairs) -> tuple[Array, Array]:
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cpdist

    a, b = pairs.left.area[pairs.i], pairs.right.area[pairs.j]
    known = (a != "") & (b != "")
    alike = np.zeros(len(pairs.i), dtype=np.float32)
    if known.any():
        alike[known] = (
            cpdist(a[known].tolist(), b[known].tolist(), scorer=token_sort_ratio, dtype=np.float32)
            / 100
        )
    return known & (alike >= 0.8), known & (alike < 0.8)


def _addresses(pairs: Pairs) -> tuple[Array, Array]:
    from rapidfuzz.fuzz import token_set_ratio
    from rapidfuzz.process import cpdist

    a, b = pairs.left.address[pairs.i], pairs.right.address[pairs.j]
    known = (a != "") & (b != "")
    alike = np.full(len(pairs.i), 50, dtype=np.float32)
    if known.any():
        alike[known] = cpdist(
            a[known].tolist(), b[known].tolist(), scorer=token_set_ratio, dtype=np.float32
        )
    return np.maximum(alike / 50 - 1, 0), np.maximum(1 - alike / 50, 0)


def _address_parts(pairs: Pairs) -> list[tuple[Array, Array]]:
    """Shares of the words, places and numbers of the shorter address that the other has, lacks."""
    found = np.zeros((6, len(pairs.i)), dtype=np.float32)
    a, b = pairs.left.addresses[pairs.i], pairs.right.addresses[pairs.j]
    for at in np.nonzero(
        (pairs.left.address[pairs.i] != "") & (pairs.right.address[pairs.j] != "")
    )[0]:
        one, other = a[at], b[at]
        for row, (mine, yours) in enumerate(
            (
                (one.words, other.words),
                (one.places, other.places),
                (one.numbers, other.numbers),
            )
        ):
            if mine and yours:
                share = len(mine & yours) / min(len(mine), len(yours))
                found[2 * row, at], found[2 * row + 1, at] = share, 1 - share
    return [(found[0], found[1]), (found[2], found[3]), (found[4], found[5])]


def _distance(pairs: Pairs) -> tuple[Array, Array]:
    """Great-circle distance (haversine), as nearness and farness."""
    a, b = pairs.left.points[pairs.i], pairs.right.points[pairs.j]
    half = (b - a) / 2
    chord = np.sin(half[:, 0]) ** 2 + np.cos(a[:, 0]) * np.cos(b[:, 0]) * np.sin(half[:, 1]) ** 2
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    far = np.clip((km - NEAR_KM) / (FAR_KM - NEAR_KM), 0, 1)
    known = ~np.isnan(km)
    return np.where(known, 1 - far, 0), np.where(known, far, 0)


def _parents(pairs: Pairs, model: Model) -> tuple[Array, Array]:
    left, right, i, j = pairs.left, pairs.right, pairs.i, pairs.j
    has_left = left.first_parent[i + 1] > left.first_parent[i]
    has_right = right.first_parent[j + 1] > right.first_parent[j]
    parents = (left.parents, left.first_parent), (right.parents, right.first_parent)
    names = (left.names, left.first), (right.names, right.first)
    alike = np.full(len(i), 0.5, dtype=np.float32)
    for chosen, one, other, least in (
        (has_left & has_right, parents[0], parents[1], 0.0),
        (has_left & ~has_right, parents[0], names[1], 0.5),
        (~has_left & has_right, names[0], parents[1], 0.5),
    ):
        if chosen.any():
            features, _, _ = _best(one, other, pairs.only(chosen), model)
            alike[chosen] = np.maximum(features[:, CORE].max(axis=1), least)
    return np.maximum(alike * 2 - 1, 0), np.maximum(1 - alike * 2, 0)
