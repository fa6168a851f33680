"""Capture histories and sets of lists as numbers, and sums over all sets that hold another.

A set of lists is a number whose bit `i` stands for list `i`: 0 is no list, 5 is lists 0 and 2. A
capture history is the set of the lists on which a person is. Arrays have one row a set, 2^lists in
all, and one column a problem; row 0 is the people on no list, whom nobody counted.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def over_subsets(values: Floats) -> Floats:
    """For each set, the sum over its subsets: parameters to the logarithm of expected counts.

    Args:
        values: Array of shape (2^lists, problems).
    """
    return _summed(values, 1, 0)


def over_supersets(values: Floats) -> Floats:
    """For each set, the sum over the sets that hold it: counts to how many are on all its lists.

    Args:
        values: Array of shape (2^lists, problems).
    """
    return _summed(values, 0, 1)


def _summed(values: Floats, into: int, of: int) -> Floats:
    sums = np.array(values, dtype=np.float64, order="C")
    low = 1
    while low < len(sums):
        halves = sums.reshape(len(sums) // (2 * low), 2, -1)
        halves[:, into] += halves[:, of]
        low *= 2
    return sums


def pairs_of(lists: int) -> list[int]:
    """Every pair of lists as a set, in the order 12, 13, ..., 23, ..."""
    return sets_of(lists, 2)


def sets_of(lists: int, size: int) -> list[int]:
    """Every set of so many lists, in the order of their lists."""
    return [sum(1 << i for i in chosen) for chosen in combinations(range(lists), size)]


def members(chosen: int) -> list[int]:
    """The lists of a set, from 0."""
    return [i for i in range(chosen.bit_length()) if chosen >> i & 1]


def notation(terms: Iterable[int], names: Sequence[str] = ()) -> str:
    """A hierarchical model by its generators, the largest first, lists counted from 1.

    Args:
        terms: The sets of its parameters.
        names: Names of the lists, to write in place of numbers.

    Example:
        >>> notation([0, 1, 2, 4, 3])
        '[12,3]'
        >>> notation([0, 1, 2, 4, 3], ["LA", "NG", "PF"])
        '[LA:NG, PF]'
    """
    held = set(terms) - {0}
    tops = [s for s in held if not any(s != other and s & other == s for other in held)]
    tops.sort(key=lambda s: (-s.bit_count(), members(s)))
    if names:
        return "[" + ", ".join(":".join(names[i] for i in members(s)) for s in tops) + "]"
    wide = max(map(int.bit_length, held), default=0) > 9
    sign = ":" if wide else ""
    return "[" + ",".join(sign.join(str(i + 1) for i in members(s)) for s in tops) + "]"
