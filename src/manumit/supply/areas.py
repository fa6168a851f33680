"""Areas whose goods a list bans, and suppliers that lie in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from manumit.lists import Entry, Place
from manumit.reference.places import PlaceName, places_in
from manumit.supply.model import Supplier

IN_ADDRESS, IN_NAME = 0.95, 0.7
"""Probability that a site lies in an area which its address names, or only its own name."""


@dataclass(frozen=True, slots=True)
class Located:
    """An area of an entry that a supplier lies in, and the words that say so.

    Attributes:
        entry: The entry.
        place: Its area.
        named: The place that the supplier's address or name speaks of.
        text: The address, area or name that speaks of it.
        in_address: Whether it is the address or area that does.
    """

    entry: Entry
    place: Place
    named: PlaceName
    text: str
    in_address: bool

    @property
    def probability(self) -> float:
        """Probability that the site lies there."""
        return IN_ADDRESS if self.in_address else IN_NAME


Ban: TypeAlias = tuple[Entry, Place]
"""An entry without a party, and an area it bans."""


def area_bans(entries: Iterable[Entry]) -> list[Ban]:
    """The areas that entries without a party ban, of which all goods are meant."""
    return [
        (entry, place)
        for entry in entries
        if len(entry.who) == 0 and len(entry.what) == 0
        for place in entry.where
        if place.area
    ]


def located(supplier: Supplier, bans: Sequence[Ban]) -> Iterator[Located]:
    """The banned areas in which the supplier's site lies."""
    bans = [ban for ban in bans if supplier.territory in ("", ban[1].territory)]
    if len(bans) == 0:
        return
    texts = [(", ".join(filter(None, (supplier.address, supplier.area))), True)]
    texts += [(name, False) for name in supplier.names]
    found = [
        (name, text, in_address)
        for text, in_address in texts
        if text
        for name in places_in(text, supplier.territory)
    ]
    elsewhere = any(in_address and name.area for name, _, in_address in found)
    for entry, place in bans:
        for name, text, in_address in found:
            if (name.territory, name.area) == (place.territory, place.area):
                if in_address or not elsewhere:
                    yield Located(entry, place, name, text, in_address)
                break
