"""What is given to an estimate, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np

from manumit.errors import EstimateRefused, InputError
from manumit.estimate.bootstrap import Limits
from manumit.estimate.lattice import Floats, over_supersets

Method: TypeAlias = Literal["stepwise", "bic", "loglinear", "chao", "coverage", "chapman"]
METHODS: tuple[Method, ...] = ("stepwise", "bic", "loglinear", "chao", "coverage", "chapman")

MOST_LISTS = 12

Interval: TypeAlias = tuple[float, float | None]
"""Lower and upper limit; None is unbounded above."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say: the key of a phrase, and the values in it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Captures:
    """People counted by the lists on which they are.

    Attributes:
        name: What the table is called.
        lists: Names of the lists.
        counts: People with each history, of shape (2^lists,); history `h` is on list `i` where
            bit `i` of `h` is set. The first is nobody: those on no list are not known.
    """

    name: str
    lists: tuple[str, ...]
    counts: Floats

    @property
    def people(self) -> int:
        """How many people are on at least one list."""
        return int(self.counts[1:].sum())

    @property
    def totals(self) -> Floats:
        """For each set of lists, the people who are on all of them."""
        return over_supersets(self.counts[:, None])[:, 0]

    def without(self, left_out: int) -> "Captures":
        """The table without a list; people who are on no other are lost."""
        return self._joined([[at] for at in range(len(self.lists)) if at != left_out])

    def merged(self, one: int, other: int) -> "Captures":
        """The table with two lists taken for one, in the place of the first."""
        rest = [[at] for at in range(len(self.lists)) if at not in (one, other)]
        return self._joined(sorted([[one, other], *rest], key=lambda group: group[0]))

    def _joined(self, groups: Sequence[Sequence[int]]) -> "Captures":
        histories = np.arange(len(self.counts))
        new = np.zeros_like(histories)
        for place, group in enumerate(groups):
            on = np.zeros_like(histories, dtype=bool)
            for at in group:
                on |= (histories >> at & 1).astype(bool)
            new |= on.astype(np.int64) << place
        counts = np.zeros(1 << len(groups))
        np.add.at(counts, new, self.counts)
        counts[0] = 0
        names = tuple("+".join(self.lists[at] for at in group) for group in groups)
        return Captures(self.name, names, counts)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one method says.

    Attributes:
        method: The method.
        dataset: Name of the table.
        value: Estimate of all people, seen and unseen; None where there is none.
        ci80: Interval that should hold the number in 80 of 100 cases; None where there is none.
        ci95: The same for 95 of 100.
        model: The model, as `[12,3]`; empty where the method has none.
        named: The model with the names of the lists.
        seed: Seed of the replicates; None where there are none.
        replicates: Number of replicates; 0 where there are none.
        limits: How the limits came about; None where there are no replicates.
        because: What the number rests on, or why there is none.
        warnings: What to know before using it.
    """

    method: Method
    dataset: str
    value: float | None
    ci80: Interval | None
    ci95: Interval | None
    because: tuple[Note, ...]
    model: str = ""
    named: str = ""
    seed: int | None = None
    replicates: int = 0
    limits: Limits | None = None
    warnings: tuple[Note, ...] = ()


def check(table: Captures) -> None:
    """See that a table can be estimated from at all.

    Raises:
        InputError: There are too few or too many lists, one has nobody, or two are the same.
        EstimateRefused: Nobody is on two lists, so nothing tells how many are on none.
    """
    lists, totals = table.lists, table.totals
    if not 2 <= len(lists) <= MOST_LISTS:
        raise InputError(
            f"there are {len(lists)} lists.",
            where=table.name,
            hint=f"Give at least two and at most {MOST_LISTS}.",
        )
    for at, name in enumerate(lists):
        if totals[1 << at] == 0:
            raise InputError(
                "nobody is on this list.", where=table.name, field=name, hint="Leave the list out."
            )
    pairs = list(combinations(range(len(lists)), 2))
    for one, other in pairs:
        both = totals[1 << one | 1 << other]
        if both == totals[1 << one] == totals[1 << other]:
            raise InputError(
                f"it holds the same people as {lists[one]}.",
                where=table.name,
                field=lists[other],
                hint="Leave one of the two out: a copy is no second list.",
            )
    if all(totals[1 << one | 1 << other] == 0 for one, other in pairs):
        raise EstimateRefused(
            "nobody is on two lists, so nothing tells how many are on none.",
            where=table.name,
            reason="no_overlap",
            hint="Check that people are matched between the lists, or add a list that overlaps.",
        )
