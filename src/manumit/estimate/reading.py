"""How far the numbers can be trusted, in one word and in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from manumit.estimate.model import Estimate, Note
from manumit.estimate.sensitivity import Changed

Verdict: TypeAlias = Literal[
    "stable", "untested", "method_dependent", "list_dependent", "not_identified"
]

APART = 2.0
"""Numbers that differ by more than this factor do not agree."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What to make of the numbers.

    Attributes:
        verdict: In one word.
        notes: In sentences; the first says whether the methods agree.
    """

    verdict: Verdict
    notes: tuple[Note, ...]


def read(estimates: Sequence[Estimate], changed: Sequence[Changed], *, lists: int) -> Reading:
    """Weigh the methods and the changed tables against each other.

    Chao's bound is a floor and not a rival number, so it is not compared with the others.

    Args:
        estimates: What the methods say of one table.
        changed: The stepwise estimate from changed tables.
        lists: Number of lists. With two, methods cannot disagree and nothing is tested.
    """
    found = [each for each in estimates if each.value is not None]
    values = [each.value for each in found if each.value is not None and each.method != "chao"]
    floors = [each.value for each in found if each.value is not None and each.method == "chao"]
    if not values:
        only = Note("floor_only", {"low": floors[0]}) if floors else Note("none")
        return Reading("not_identified", (only,))
    low, high = min(values), max(values)
    spread = {"low": low, "high": high, "times": high / low, "methods": len(values)}
    notes: list[Note] = []
    verdict: Verdict = "stable" if len(values) > 1 and lists > 2 else "untested"
    if high > APART * low:
        verdict = "method_dependent"
        notes.append(Note("methods_differ", spread))
    else:
        notes.append(Note("methods_agree" if len(values) > 1 else "one_method", spread))
    if lists == 2:
        notes.append(Note("two_lists"))
    dropped = [each.value for each in changed if each.change == "drop" and each.value is not None]
    lost = sum(each.value is None for each in changed if each.change == "drop")
    if dropped:
        ends = {"low": min(dropped), "high": max(dropped)}
        moved = max(dropped) > APART * min(dropped) or _outside(found, dropped)
        if moved and verdict != "method_dependent":
            verdict = "list_dependent"
        notes.append(Note("lists_matter" if moved else "lists_hold", ends))
    if lost:
        notes.append(Note("lost_without", {"lost": lost}))
    if floors and low < floors[0]:
        notes.append(Note("below_floor", {"floor": floors[0], "low": low}))
    if any(each.ci95 is not None and each.ci95[1] is None for each in found):
        notes.append(Note("unbounded_above"))
    return Reading(verdict, tuple(notes))


def _outside(found: Sequence[Estimate], dropped: Sequence[float]) -> bool:
    """Whether the stepwise number leaves its own 95 % interval when a list is left out."""
    ends = next((each.ci95 for each in found if each.method == "stepwise"), None)
    if ends is None:
        return False
    low, high = ends
    return min(dropped) < low or (high is not None and max(dropped) > high)
