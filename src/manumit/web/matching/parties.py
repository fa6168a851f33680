"""Listed parties, ready to be matched: one index a list and kind of entity."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from manumit.core import Because
from manumit.lists import Entry, OutsideList, Party
from manumit.supply.link import Linker
from manumit.supply.records import Record, record_of_party
from manumit.supply.screen import in_force

ORGANIZATION, VESSEL = "Organization", "Vessel"
"""Schemata of FollowTheMoney that listed parties have. It has none for a site; an owner of ships
and sites is a body, too."""

ALL = "default"
"""Name of the dataset that is made of all lists, as yente calls it."""


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A party of an entry of a list.

    Attributes:
        id: List, entry and, from the second party of an entry on, its place in it.
        list: The list.
        entry: The entry.
        party: The party.
    """

    id: str
    list: OutsideList
    entry: Entry
    party: Party

    @property
    def schema(self) -> str:
        """Schema of FollowTheMoney."""
        return VESSEL if self.party.kind == "vessel" else ORGANIZATION


@dataclass(frozen=True, slots=True)
class Found:
    """A listed party that a record may be.

    Attributes:
        listed: The party.
        probability: 0 to 1.
        because: What each part of the evidence adds to the log odds.
    """

    listed: ListedParty
    probability: float
    because: tuple[Because, ...]


def listed_parties(lists: Sequence[OutsideList], day: date) -> Iterator[ListedParty]:
    """The parties of all entries that are in force on a day."""
    for each in lists:
        for entry in each.entries:
            if in_force(entry, day):
                for number, party in enumerate(entry.who, start=1):
                    suffix = "" if number == 1 else f".{number}"
                    yield ListedParty(f"{each.id}.{entry.id}{suffix}", each, entry, party)


class PartyIndex:
    """Lists, ready for records.

    Args:
        lists: The lists.
        day: Entries that are not in force on this day are left out.
        language: Language of the reasons.

    Attributes:
        lists: The lists by id.
        parties: The parties by id.
        day: The day.
    """

    def __init__(self, lists: Sequence[OutsideList], day: date, *, language: str = "en") -> None:
        self.lists: Mapping[str, OutsideList] = {each.id: each for each in lists}
        self.parties: Mapping[str, ListedParty] = {
            listed.id: listed for listed in listed_parties(lists, day)
        }
        self.day = day
        self._language = language
        grouped: dict[tuple[str, str], list[ListedParty]] = {}
        for listed in self.parties.values():
            grouped.setdefault((listed.list.id, listed.schema), []).append(listed)
        self._groups = {
            key: (Linker([record_of_party(one.entry, one.party) for one in group]), group)
            for key, group in grouped.items()
        }

    def count(self, dataset: str) -> int:
        """How many parties of a list, or of all, are matched."""
        return sum(
            len(group) for (id_, _), (_, group) in self._groups.items() if dataset in (ALL, id_)
        )

    def find(
        self, records: Sequence[Record], lists: Collection[str], schema: str, top: int
    ) -> list[list[Found]]:
        """The likeliest parties of one schema.

        Args:
            records: Whom to look for.
            lists: Ids of the lists to look in.
            schema: Schema of the parties.
            top: Parties of a list for a record, at most.

        Returns:
            For each record the parties found, list by list.
        """
        found: list[list[Found]] = [[] for _ in records]
        for (list_id, of), (linker, group) in self._groups.items():
            if of != schema or list_id not in lists:
                continue
            links = linker.link(records, top, language=self._language)
            for i, j, probability, because in zip(
                links.left.tolist(),
                links.right.tolist(),
                links.probability.tolist(),
                links.because,
                strict=True,
            ):
                found[i].append(Found(group[j], probability, because))
        return found
