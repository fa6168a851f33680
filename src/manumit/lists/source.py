"""The lists that are known: who issues them, on which terms, and how their words are read."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from manumit.lists.model import Entry, Good, Party, PartyKind, Place
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.schema import build

FOLDER = "lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandParty:
    """A party as a person read it in the text of an entry; the fields are those of `Party`."""

    names: tuple[str, ...]
    kind: PartyKind = "entity"
    subsidiaries: Literal["yes", "no"] = "no"
    address: str = ""

    def party(self) -> Party:
        """The party."""
        return Party(self.kind, self.names, self.subsidiaries == "yes", self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandReading:
    """What the text of an entry names, read by a person because no rule reads it rightly.

    Attributes:
        who: Parties; none if the entry names goods or places only.
        what: Goods; None if they are those that the list states apart.
        where: Places; None if they are those that the list states apart.
        dates: Dates in the remark that was read; another date means that the entry has changed.
    """

    who: tuple[HandParty, ...] = ()
    what: tuple[Good, ...] | None = None
    where: tuple[Place, ...] | None = None
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource:
    """One list: its terms, its bounds, and what its columns and words mean.

    Attributes:
        id: Such as `us_dhs_uflpa`; also the name of its files below `data/lists/`.
        title: Title.
        publisher: Who issues it.
        href: Where it is issued.
        licence: Terms of use.
        redistributable: Whether an edition is built in.
        as_of: Day of the edition that is built in; None if none is.
        newer: Edition that is known to be newer than the one built in; empty if none is.
        authority: Who decides the entries, where the list does not say.
        provision: By which provision, where the list does not say.
        at_least: Fewest entries of a whole list; fewer mean that the file was cut.
        at_most: Most entries of a whole list; more mean that it is another list.
        columns: Field of the reader to the headers that the publisher gives it.
        optional: Fields that not every form of the list has.
        ignore: Headers that are left out on purpose.
        values: Field to the publisher's words to ours.
        goods: Goods as the list prints them to the goods that they are.
        hand: Listed text of an entry to what it names.
        source: Where all this was read.
        status: Whether it was read in the source itself.
    """

    id: str
    title: str
    publisher: str
    href: str
    licence: str
    redistributable: Literal["yes", "no"]
    at_least: int
    at_most: int
    columns: dict[str, tuple[str, ...]]
    source: tuple[Source, ...]
    status: Status
    as_of: date | None = None
    newer: str = ""
    authority: str = ""
    provision: str = ""
    optional: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    goods: dict[str, tuple[Good, ...]] = field(default_factory=dict)
    hand: dict[str, HandReading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file.

    Attributes:
        entries: Entries in the order of the file.
        signals: What the reader did not know, in words: what, where, how to mend.
        as_of: Day of the edition; None if the file does not say.
    """

    entries: tuple[Entry, ...]
    signals: tuple[str, ...] = ()
    as_of: date | None = None


@cache
def list_sources() -> dict[str, ListSource]:
    """Every list that is known, by id.

    Raises:
        DataError: A file below `data/lists/` is wrong.
    """
    found = {}
    for path in data_paths(FOLDER):
        source = build(ListSource, load_yaml(path), fail=fail_in(path))
        if path != f"{FOLDER}/{source.id}.yml":
            raise fail_in(path)(f"the file must be named {source.id}.yml", 0, "id")
        found[source.id] = source
    return found
