"""All that is said of one table."""

from collections.abc import Sequence
from dataclasses import dataclass

from manumit.estimate.methods import Run
from manumit.estimate.model import METHODS, Captures, Estimate, Method, check
from manumit.estimate.reading import Reading, read
from manumit.estimate.sensitivity import Changed, sensitivity


@dataclass(frozen=True, slots=True)
class Findings:
    """What the methods say of one table, and how far to trust it.

    Attributes:
        table: The people.
        estimates: One a method.
        changed: The stepwise estimate without each list, and with each pair merged.
        reading: What to make of it.
    """

    table: Captures
    estimates: tuple[Estimate, ...]
    changed: tuple[Changed, ...]
    reading: Reading


def estimate_table(
    table: Captures,
    methods: Sequence[Method] = METHODS,
    *,
    replicates: int = 1000,
    seed: int = 1,
    order: int | None = None,
) -> Findings:
    """Every method on one table, and what the number hangs on.

    Args:
        table: The people by the lists on which they are.
        methods: Methods, in the order in which they are told.
        replicates: How many tables are drawn for each interval.
        seed: Seed of the draw.
        order: Most lists in one interaction; None for three up to five lists, and two above.

    Raises:
        InputError: There are too few or too many lists, one has nobody, or two are the same.
        EstimateRefused: Nobody is on two lists.
    """
    check(table)
    estimates = Run(table, replicates, seed, order).estimates(methods)
    changed = sensitivity(table)
    return Findings(
        table, tuple(estimates), tuple(changed), read(estimates, changed, lists=len(table.lists))
    )
