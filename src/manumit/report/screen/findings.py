"""What a screening found, counted as the suppliers pass by, so that a long list is never held."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import Literal, TypeAlias

from manumit.lists import OutsideList
from manumit.supply.model import Match, Screened, Supplier

State: TypeAlias = Literal["look", "open", "clear"]
"""look: has a match that no person has rejected; open: has none, yet not everything could be
checked; clear: everything was compared and nothing was found."""

STATES: tuple[State, ...] = ("look", "open", "clear")
"""What asks most of a reader first."""

Rank: TypeAlias = tuple[bool, bool, float]

KEPT = 500
"""Matches that are kept for pages and terminals, by `rank`."""

FINE = 20
"""Parts of a degree in which points on the map are told apart: 0.05 degrees."""


@dataclass(slots=True)
class Tally:
    """Suppliers of one place by state.

    Attributes:
        states: How many there are of each state.
        name: Name of the first of them.
    """

    states: Counter[State] = field(default_factory=Counter)
    name: str = ""

    @property
    def suppliers(self) -> int:
        """How many suppliers there are."""
        return self.states.total()

    @property
    def state(self) -> State:
        """The state that asks most of a reader: a single match or gap is never outweighed."""
        return next(state for state in STATES if self.states[state] or state == "clear")

    def add(self, state: State, name: str) -> None:
        """Count one more supplier."""
        self.name = self.name or name
        self.states[state] += 1


@dataclass(slots=True)
class Gap:
    """Something that could not be checked: of how many suppliers, and an example of what."""

    suppliers: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A match, and the supplier that has it."""

    match: Match
    supplier: Supplier


class Findings:
    """Counts of a screening, and its foremost matches.

    Attributes:
        lists: The lists that suppliers are held against.
        files: Names of the files, in order.
        states: Suppliers by state.
        matches: How many matches there are.
        statuses: Matches by status.
        by_list: Suppliers with a match that is not rejected, by the id of the list.
        territories: Suppliers by territory; an unknown territory is empty.
        points: Suppliers with a point on the map, by latitude and longitude in `FINE` parts.
        pointless: Suppliers without a point, by territory.
        by_good: Territories of suppliers that have a match by good.
        gaps: What could not be checked, by the start of its sentence.
    """

    def __init__(self, lists: Sequence[OutsideList]) -> None:
        self.lists = tuple(lists)
        self.files: dict[str, None] = {}
        self.states: Counter[State] = Counter()
        self.matches = 0
        self.statuses: Counter[str] = Counter()
        self.by_list: Counter[str] = Counter()
        self.territories: defaultdict[str, Tally] = defaultdict(Tally)
        self.points: defaultdict[tuple[int, int], Tally] = defaultdict(Tally)
        self.pointless: defaultdict[str, Tally] = defaultdict(Tally)
        self.by_good: set[str] = set()
        self.gaps: defaultdict[str, Gap] = defaultdict(Gap)
        self._kept: list[tuple[Rank, int, Finding]] = []

    @property
    def suppliers(self) -> int:
        """How many suppliers were read."""
        return self.states.total()

    @property
    def foremost(self) -> list[Finding]:
        """At most `KEPT` matches by `rank`, those of one rank in the order of the input."""
        return [finding for _, _, finding in sorted(self._kept, reverse=True)]

    def watched(self, screened: Iterable[Screened]) -> Iterator[Screened]:
        """The same suppliers, each counted as it passes."""
        for one in screened:
            self.add(one)
            yield one

    def add(self, one: Screened) -> None:
        """Count a supplier."""
        supplier, state = one.supplier, state_of(one)
        name = supplier.names[0] if supplier.names else ""
        self.files[supplier.file] = None
        self.states[state] += 1
        self.territories[supplier.territory].add(state, name)
        self._place(supplier).add(state, name)
        for start, example in _gaps(one.not_checked).items():
            gap = self.gaps[start]
            gap.suppliers += 1
            gap.example = gap.example or example
        self.by_list.update({each.list for each in one.matches if each.status != "rejected"})
        for match in one.matches:
            self._keep(match, supplier)

    def _place(self, supplier: Supplier) -> Tally:
        latitude, longitude = supplier.latitude, supplier.longitude
        if latitude is None or longitude is None:
            return self.pointless[supplier.territory]
        return self.points[round(latitude * FINE), round(longitude * FINE)]

    def _keep(self, match: Match, supplier: Supplier) -> None:
        self.matches += 1
        self.statuses[match.status] += 1
        if match.kind == "good" and match.status != "rejected" and supplier.territory:
            self.by_good.add(supplier.territory)
        # the number makes every entry differ, so that findings themselves are never compared
        entry = (rank(match), -self.matches, Finding(match, supplier))
        if len(self._kept) < KEPT:
            heappush(self._kept, entry)
        else:
            heappushpop(self._kept, entry)


def rank(match: Match) -> Rank:
    """What comes first has the greater rank: rejected last, then goods, then the probability.

    A match by name or area speaks of the supplier itself and one by good of everyone who makes it
    there, which would crowd out the others.
    """
    return match.status != "rejected", match.kind != "good", match.probability


def _gaps(sentences: Iterable[str]) -> dict[str, str]:
    """What could not be checked, by what comes before the colon, with what comes after it."""
    parts = (sentence.partition(":") for sentence in sentences)
    return {start.strip(): rest.strip() for start, _, rest in parts}


def state_of(one: Screened) -> State:
    """What a reader has to do about a supplier."""
    if any(match.status != "rejected" for match in one.matches):
        return "look"
    return "open" if one.not_checked else "clear"
