"""Periods of work of many claims as columns; what is known of a word is worked out once.

A cell is the place of its word in the list of different words of its column. The last word is
None, an empty cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from manumit.core import Period
from manumit.remedy.model import Fact

Places: TypeAlias = NDArray[np.integer[Any]]
Objects: TypeAlias = NDArray[np.object_]
Flags: TypeAlias = NDArray[np.bool_]


def objects(values: Sequence[Any]) -> Objects:
    """An array of any objects, one for each."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of any kind.

    Attributes:
        places: Place of its word, for each row.
        words: The words.
    """

    places: Places
    words: Objects

    def at(self, row: int) -> Any:
        """The word of one row."""
        return self.words[self.places[row]]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity, which may be a range.

    Attributes:
        places: Place of its word, for each row.
        low: Least value of each word.
        likely: Likely value of each word.
        high: Greatest value of each word; the same array as the others where nothing is open.
        known: Whether a word is there.
        open: Whether a word has more than one value.
    """

    places: Places
    low: Objects
    likely: Objects
    high: Objects
    known: Flags
    open: Flags

    @classmethod
    def of(cls, places: Places, words: Sequence[Fact | None]) -> "Quantity":
        """A quantity from the facts that its words are."""
        likely = objects([None if word is None else word.likely for word in words])
        known = np.array([word is not None for word in words])
        open_ = np.array([word is not None and word.open for word in words])
        low = high = likely
        if open_.any():
            low = objects([None if word is None else word.low for word in words])
            high = objects([None if word is None else word.high for word in words])
        return cls(places, low, likely, high, known, open_)

    def fact(self, rows: Places) -> Fact | None:
        """The quantity in some rows, as arrays; None where the first of them has none."""
        places = self.places[rows]
        if not self.known[places[0]]:
            return None
        likely: Any = self.likely[places]
        if not self.open[places].any():
            return Fact(likely, likely, likely)
        low: Any = self.low[places]
        high: Any = self.high[places]
        return Fact(low, likely, high)


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods, with their first and last days as numbers."""

    places: Places
    words: Objects
    first: Places
    last: Places

    @classmethod
    def of(cls, places: Places, words: Sequence[Period | None]) -> "Periods":
        """Periods from different ones."""
        ends = [(each.start, each.end or each.start) if each else None for each in words]
        first = np.array([0 if each is None else each[0].toordinal() for each in ends])
        last = np.array([0 if each is None else each[1].toordinal() for each in ends])
        return cls(places, objects(words), first, last)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of work.

    Attributes:
        period: First and last day.
        basis: How pay was reckoned.
        pay: Rate, amount or earnings, by basis.
        hours: Hours by kind, and days.
        paid: Pay received.
        extra: Kind to pay on top.
        deductions: Kind to what was taken.
        agreed: Kind of deduction to the worker's agreement.
        nights: Days that a deduction for accommodation was for.
        for_hours: Hours a week that a salary is for.
        ramadan: Whether the normal hours of Ramadan apply.
        born: Day of birth.
        unread: Whether a row is no period: a cell that cannot be read or that is wanting.
    """

    period: Periods
    basis: Column
    pay: Mapping[str, Quantity]
    hours: Mapping[str, Quantity]
    paid: Quantity | None
    unread: Flags
    extra: Mapping[str, Quantity] = field(default_factory=dict)
    deductions: Mapping[str, Quantity] = field(default_factory=dict)
    agreed: Mapping[str, Column] = field(default_factory=dict)
    nights: Quantity | None = None
    for_hours: Column | None = None
    ramadan: Column | None = None
    born: Column | None = None
