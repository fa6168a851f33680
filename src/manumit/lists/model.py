"""What outside lists say: who, what, where, when, by which authority."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from manumit.core import PartialDate

PartyKind: TypeAlias = Literal["entity", "site", "vessel", "owner"]
"""entity: a company or body; site: a plant, mine, farm or prison; vessel: a ship; owner: all
ships or sites that the named owner has."""

EntryStatus: TypeAlias = Literal["in_force", "modified", "ended", "unknown"]
"""modified: still in force for a part; what is no longer covered stands in the note."""

Practice: TypeAlias = Literal["forced_labour", "child_labour", "forced_child_labour"]


@dataclass(frozen=True, slots=True)
class Party:
    """One whom an entry names.

    Attributes:
        kind: What it is.
        names: The name as listed, then its other names, in any script.
        subsidiaries: Whether the entry says that it covers subsidiaries or subordinates.
        address: Where, as the list prints it.
        identifiers: Register numbers by kind, such as `cnpj`, `uscc`, `imo`, `lei`.
    """

    kind: PartyKind
    names: tuple[str, ...]
    subsidiaries: bool = False
    address: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Good:
    """One good, as listed.

    Attributes:
        name: The good as the list prints it.
        hs: Codes of the Harmonized System that it may fall under: 2, 4 or 6 digits.
        made_with: Listed inputs which make the good tainted; none if the good itself is listed.
    """

    name: str
    hs: tuple[str, ...] = ()
    made_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A territory, or an area of it.

    Attributes:
        territory: ISO 3166-1 alpha-2 code; empty on the high seas.
        area: Name of a part of the territory as in `data/names/places.csv`; empty for all of it.
    """

    territory: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: a measure or finding against parties, goods or places.

    Attributes:
        id: Stable within the list; holds nothing personal.
        name: The entry as listed.
        who: Parties; none if every producer of the goods and places is meant.
        what: Goods; none if all goods of the parties or places are meant.
        where: Places of origin, or of the parties.
        status: Whether it is in force.
        starts: First day, as precise as the list gives it.
        ends: Last day; None if open or not stated.
        authority: Who decided it.
        provision: By which provision.
        practices: What was found; none if the list does not say.
        note: What else the list says.
    """

    id: str
    name: str
    who: tuple[Party, ...] = ()
    what: tuple[Good, ...] = ()
    where: tuple[Place, ...] = ()
    status: EntryStatus = "in_force"
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    authority: str = ""
    provision: str = ""
    practices: tuple[Practice, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutsideList:
    """A list as loaded.

    Attributes:
        id: Such as `us_dhs_uflpa`.
        title: Title.
        publisher: Who issues it.
        href: Where it is issued.
        licence: Terms of use.
        as_of: Day of the edition; None if neither the file nor the user says.
        origin: `built in`, or the name of the user's file.
        entries: Entries in the order of the list.
        signals: Values that the reader did not know, in words: what, where, how to mend.
    """

    id: str
    title: str
    publisher: str
    href: str
    licence: str
    as_of: date | None
    origin: str
    entries: tuple[Entry, ...]
    signals: tuple[str, ...] = ()
