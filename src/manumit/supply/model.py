"""Suppliers, and what screening says of them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from manumit.core import Because
from manumit.lists import Entry

MatchKind: TypeAlias = Literal["name", "area", "good"]
"""name: a party of the entry; area: the place of the site; good: what is made, and where."""

MatchStatus: TypeAlias = Literal["proposed", "confirmed", "rejected"]
"""proposed: by the software; confirmed and rejected: by a named person."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """One site or company of a supplier list.

    Attributes:
        file: Name of the file.
        row: Row in the file, the header being row 1.
        names: The name, then its native name and other names.
        address: Address in words, with city and postal code where they stand apart.
        territory: ISO 3166-1 alpha-2 code; empty if unknown.
        area: Province, state or district, as written; empty if unknown.
        latitude: Degrees; None if unknown.
        longitude: Degrees; None if unknown.
        os_id: Open Supply Hub id; empty if none, or if its check character is wrong.
        parents: Names of parent companies or groups.
        goods: Names of goods it makes, as written; none if unknown.
        inputs: Names of what its goods are made of or made with; none if unknown.
        hs: Codes of the Harmonized System of its goods; none if unknown.
        identifiers: Register numbers by kind, such as `lei`, `duns`, `cnpj`, `uscc`.
        sheet: Sheet of the workbook; empty if the file has none.
    """

    file: str
    row: int
    names: tuple[str, ...]
    address: str = ""
    territory: str = ""
    area: str = ""
    latitude: float | None = None
    longitude: float | None = None
    os_id: str = ""
    parents: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that a supplier may fall under.

    Attributes:
        list: Id of the list.
        entry: The entry.
        kind: Why it may fall under it.
        probability: Calibrated, 0 to 1; of a confirmed match 1, of a rejected one 0.
        status: Whether a person has judged it.
        because: Which values were compared, and what each added or vetoed.
    """

    list: str
    entry: Entry
    kind: MatchKind
    probability: float
    status: MatchStatus
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """A supplier with its matches, the most probable first.

    Attributes:
        supplier: The supplier.
        matches: At or above the threshold, or judged by a person.
        not_checked: What could not be checked, such as goods that the file does not give.
    """

    supplier: Supplier
    matches: tuple[Match, ...]
    not_checked: tuple[str, ...] = ()
