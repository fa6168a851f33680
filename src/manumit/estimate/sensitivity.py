"""What a number hangs on: each list left out, each pair of lists taken for one."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from manumit.errors import EstimateRefused, InputError
from manumit.estimate.lattice import notation, pairs_of
from manumit.estimate.methods import BEYOND_SENSE
from manumit.estimate.model import Captures, check
from manumit.estimate.stepwise import stepwise


@dataclass(frozen=True, slots=True)
class Changed:
    """The stepwise estimate from a changed table.

    Attributes:
        change: What was done.
        lists: To which lists.
        people: People on at least one list afterwards.
        value: The estimate; None where there is none.
        model: The model, with numbers of the lists that are left; empty where there is none.
    """

    change: Literal["drop", "merge"]
    lists: tuple[str, ...]
    people: int
    value: float | None
    model: str


def sensitivity(table: Captures) -> list[Changed]:
    """Leave out each list, then merge each pair; of two lists none can be spared."""
    count = len(table.lists)
    if count < 3:
        return []
    names = table.lists
    drops = [_changed("drop", (names[at],), table.without(at)) for at in range(count)]
    merges = [
        _changed("merge", (names[one], names[other]), table.merged(one, other))
        for one, other in combinations(range(count), 2)
    ]
    return drops + merges


def _changed(change: Literal["drop", "merge"], lists: tuple[str, ...], table: Captures) -> Changed:
    try:
        check(table)
    except (EstimateRefused, InputError):
        return Changed(change, lists, table.people, None, "")
    found, chosen = stepwise(table.counts[:, None])
    value = float(found[0])
    if not np.isfinite(value) or value > BEYOND_SENSE * table.people:
        return Changed(change, lists, table.people, None, "")
    count = len(table.lists)
    pairs = [pair for pair, on in zip(pairs_of(count), chosen[0], strict=True) if on]
    model = notation([0, *(1 << at for at in range(count)), *pairs])
    return Changed(change, lists, table.people, value, model)
