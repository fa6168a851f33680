"""What is compared of suppliers and listed parties, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from manumit.lists import Entry, Party
from manumit.reference.places import places_in
from manumit.supply.model import Supplier
from manumit.supply.names.columns import Array, Columns, Vocabulary, columns
from manumit.supply.names.lexicon import lexicon, words_of
from manumit.supply.names.parse import Name, readings_of
from manumit.supply.names.romanise import UNSPACED, latin, plain_words


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of one site or company.

    Attributes:
        names: Its names, in any script.
        parents: Names of parent companies or groups.
        address: Address in words.
        territory: ISO 3166-1 alpha-2 code; empty if unknown.
        area: Province, state or district; empty if unknown.
        point: Latitude and longitude in degrees; None if unknown.
        identifiers: Register numbers by kind.
    """

    names: tuple[str, ...]
    parents: tuple[str, ...] = ()
    address: str = ""
    territory: str = ""
    area: str = ""
    point: tuple[float, float] | None = None
    identifiers: tuple[tuple[str, str], ...] = ()


def record_of(supplier: Supplier) -> Record:
    """What is compared of a supplier."""
    latitude, longitude = supplier.latitude, supplier.longitude
    return Record(
        supplier.names,
        supplier.parents,
        supplier.address,
        supplier.territory,
        supplier.area,
        None if latitude is None or longitude is None else (latitude, longitude),
        supplier.identifiers,
    )


def record_of_party(entry: Entry, party: Party) -> Record:
    """What is compared of a party of an entry; of several places none is compared."""
    place = entry.where[0] if len(entry.where) == 1 else None
    return Record(
        party.names,
        address=party.address,
        territory=place.territory if place else "",
        area=place.area if place else "",
        identifiers=party.identifiers,
    )


NO_NAME = Name((), ())


@dataclass(frozen=True, slots=True)
class Records:
    """Records as columns.

    Attributes:
        records: The records.
        names: Readings of all names.
        first: int64 of shape (n + 1,): place of the first reading of each record in `names`.
        parents: Readings of all names of parents.
        first_parent: int64 of shape (n + 1,): as `first`, in `parents`.
        territory: int32 of shape (n,): number of the territory; -1 if unknown.
        area: object of shape (n,): area in plain letters; empty if unknown.
        address: object of shape (n,): the address in plain letters.
        addresses: object of shape (n,): the address taken apart.
        points: float64 of shape (n, 2): latitude and longitude in radians; NaN if unknown.
        readings: The readings of all names.
    """

    records: Sequence[Record]
    names: Columns
    first: Array
    parents: Columns
    first_parent: Array
    territory: Array
    area: Array
    address: Array
    addresses: Array
    points: Array
    readings: Sequence[Name] = field(repr=False)

    @property
    def spellings(self) -> list[str]:
        """For each reading of a name, what it is looked up by."""
        return self.names.lookups.tolist()  # type: ignore[no-any-return]

    def reading(self, at: int) -> Name:
        """One reading of a name; one without words at -1."""
        return self.readings[at] if at >= 0 else NO_NAME

    @property
    def parent_spellings(self) -> list[str]:
        """For each reading of a parent's name, what it is looked up by."""
        return self.parents.lookups.tolist()  # type: ignore[no-any-return]

    def parent_owners(self) -> Array:
        """int64: the record of each reading of a parent's name."""
        return np.repeat(np.arange(len(self.records)), np.diff(self.first_parent))

    def owners(self) -> Array:
        """int64: the record of each reading of a name."""
        return np.repeat(np.arange(len(self.records)), np.diff(self.first))


def records_as_columns(records: Sequence[Record], vocabulary: Vocabulary) -> Records:
    """Records as columns; new words enter the vocabulary."""
    names, first = _readings([record.names for record in records])
    parents, first_parent = _readings([record.parents for record in records])
    points = [record.point or (np.nan, np.nan) for record in records]
    return Records(
        records,
        columns(names, vocabulary),
        first,
        columns(parents, vocabulary),
        first_parent,
        np.array([_territory(record.territory) for record in records], dtype=np.int32),
        _objects([_area(record.area, record.territory) for record in records]),
        _objects([" ".join(plain_words(latin(record.address))) for record in records]),
        _objects([address_of(record.address) for record in records]),
        np.radians(np.array(points, dtype=np.float64).reshape(-1, 2)),
        names,
    )


def _territory(code: str) -> int:
    """A number for a territory's code; -1 if unknown."""
    return (ord(code[0]) << 8 | ord(code[1])) if len(code) == 2 else -1


@lru_cache(maxsize=1 << 12)
def _area(text: str, territory: str) -> str:
    """The usual name of an area, or its words if the gazetteer lacks it."""
    for place in places_in(text, territory) if text else ():
        if place.place == place.area or not place.area:
            return place.place
    return " ".join(plain_words(latin(text)))


def _readings(names: Sequence[tuple[str, ...]]) -> tuple[list[Name], Array]:
    found: list[Name] = []
    first = np.zeros(len(names) + 1, dtype=np.int64)
    for at, several in enumerate(names):
        if len(several) == 1:
            found += readings_of(several[0])
        else:
            found += dict.fromkeys(name for one in several for name in readings_of(one))
        first[at + 1] = len(found)
    return found, first


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart.

    Attributes:
        words: Its words but those that name a kind of street or zone.
        places: Places it names.
        numbers: Its numbers, without leading zeros.
    """

    words: frozenset[str]
    places: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=1 << 16)
def address_of(text: str) -> Address:
    """An address taken apart; of one in a script without spaces only places and numbers."""
    if not text:
        return NO_ADDRESS
    places = frozenset(found.place for found in places_in(text))
    native = UNSPACED.search(text) is not None
    spoken = plain_words(UNSPACED.sub(" ", text) if native else latin(text))
    numbers = frozenset(word.lstrip("0") for word in spoken if word[0].isdigit())
    if native:
        return Address(frozenset(), places, numbers)
    spaced, street = lexicon().spaced, words_of("street")
    words = frozenset(
        word
        for word in spoken
        if not word[0].isdigit() and len(word) > 1 and word not in spaced and word not in street
    )
    return Address(words, places, numbers)


NO_ADDRESS = Address(frozenset(), frozenset(), frozenset())


def _objects(values: list[Any]) -> Array:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
