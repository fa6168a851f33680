"""All hierarchical models: with a set of lists, every set within it is a parameter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from manumit.estimate.lattice import Bools, Ints, notation, sets_of

MODELS_AT_MOST = 100_000
"""With more models than this none are listed: choosing among them would say little."""


@dataclass(frozen=True, slots=True)
class Models:
    """Models, one a row.

    Attributes:
        sets: Parameters, of shape (models, parameters); the first is 0.
        held: Whether each is a parameter; False fills up rows of smaller models.
    """

    sets: Ints
    held: Bools

    def __len__(self) -> int:
        return len(self.sets)

    def only(self, chosen: Ints) -> "Models":
        """Some of the models, in the order given."""
        held = self.held[chosen]
        wide = int(held.sum(axis=1).max(initial=1))
        return Models(self.sets[chosen, :wide], held[:, :wide])

    def terms(self, at: int) -> list[int]:
        """Parameters of one model."""
        return [int(each) for each in self.sets[at][self.held[at]]]

    def name(self, at: int) -> str:
        """One model, as `[12,3]`."""
        return notation(self.terms(at))


def usual_order(lists: int) -> int:
    """Order of the largest interaction looked at: three up to five lists, two above."""
    return min(lists - 1, 3 if lists <= 5 else 2)


@cache
def hierarchical_models(lists: int, order: int) -> Models | None:
    """Every hierarchical model that has a parameter for each list.

    Args:
        lists: Number of lists.
        order: Most lists in one interaction.

    Returns:
        The models, fewest parameters first; None if there are more than `MODELS_AT_MOST`.
    """
    base = [0, *(1 << i for i in range(lists))]
    found: list[tuple[int, ...]] = []
    for extra in _extended((), base, lists, 2, min(order, lists)):
        found.append(extra)
        if len(found) > MODELS_AT_MOST:
            return None
    found.sort(key=len)
    wide = len(base) + len(found[-1])
    sets, held = np.zeros((len(found), wide), dtype=np.int64), np.zeros((len(found), wide), bool)
    for at, extra in enumerate(found):
        row = base + list(extra)
        sets[at, : len(row)], held[at, : len(row)] = row, True
    return Models(sets, held)


def _extended(
    before: tuple[int, ...], below: Sequence[int], lists: int, size: int, order: int
) -> Iterator[tuple[int, ...]]:
    """The interactions of each model that adds sets of `size` lists and more to given ones."""
    known = set(below)
    possible = [
        each
        for each in (sets_of(lists, size) if size <= order else [])
        if all(each ^ (1 << i) in known for i in range(lists) if each >> i & 1)
    ]
    if not possible:
        yield before
        return
    for chosen in range(1 << len(possible)):
        added = tuple(each for at, each in enumerate(possible) if chosen >> at & 1)
        if added:
            yield from _extended(before + added, added, lists, size + 1, order)
        else:
            yield before
