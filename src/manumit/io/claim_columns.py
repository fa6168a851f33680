"""Columns of a table of work for the sums of many claims at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from manumit.core import Period
from manumit.errors import InputError, ManumitError
from manumit.io.claim_rows import Unreadable, WorkMaker
from manumit.io.claim_work import BASES
from manumit.reference import WageLaw
from manumit.remedy import Totals, WageCase
from manumit.remedy.batch import Batch
from manumit.remedy.columns import Column, Flags, Periods, Places, Quantity, Rows, objects

ROWS_TOGETHER = 5_000
"""Rows of whole claims that are reckoned at once; more would need more memory and save no time."""

Cells: TypeAlias = Mapping[str, tuple[Places, list[Any]]]
"""Field to the places and the words of its column; the last word is None."""
About: TypeAlias = Callable[[Mapping[str, Any]], tuple[str, WageCase]]
Found: TypeAlias = tuple[str, WageCase, Totals]


class Summing:
    """Sums the claims of a table.

    Args:
        cells: The table.
        maker: What makes periods of its rows.
    """

    def __init__(self, cells: Cells, maker: WorkMaker) -> None:
        self._cells = cells
        self._unread = _unread(cells)
        self._worker = self._alike("worker")
        self._employer = self._alike("employer") if "employer" in cells else None
        self._same = [self._alike(name) for name in maker.same]
        self._rows = self._columns(maker)
        self._batches: dict[tuple[WageLaw, str], Batch] = {}

    def cuts(self, order: Places) -> list[int]:
        """Where to cut the rows so that claims stay whole."""
        starts = self._starts(order)
        wanted = np.arange(ROWS_TOGETHER, len(order), ROWS_TOGETHER)
        after = np.append(starts, len(order))[np.searchsorted(starts, wanted)]
        return [0, *np.unique(after[after < len(order)]).tolist(), len(order)]

    def totals(
        self, chosen: Places, about: About, law_of: Callable[[str, str], WageLaw]
    ) -> Iterator[tuple[Places, Found | None]]:
        """The rows of each claim, with what it is about and its sums.

        None stands for a claim that must be computed by itself.
        """
        starts = self._starts(chosen)
        claim = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(chosen)))
        for each in self._same:
            self._unread[chosen] |= each[chosen] != each[chosen[starts]][claim]
        named = [about(self._named(row)) for row in chosen[starts].tolist()]
        found: dict[int, Totals | None] = {}
        for batch, members in self._by_law(named, law_of):
            inside = np.isin(claim, members)
            within = np.searchsorted(members, claim[inside])
            sums = batch.totals(self._rows, chosen[inside], within)
            found.update(zip(members, sums, strict=True))
        for number, rows in enumerate(np.split(chosen, starts[1:])):
            totals = found.get(number)
            yield rows, None if totals is None else (*named[number], totals)

    def _by_law(
        self,
        named: Sequence[tuple[str, WageCase]],
        law_of: Callable[[str, str], WageLaw],
    ) -> Iterator[tuple[Batch, list[int]]]:
        """Claims by their law and currency; those whose law cannot be had are left out."""
        members: dict[tuple[str, str], list[int]] = {}
        for number, (law, case) in enumerate(named):
            members.setdefault((law, case.currency), []).append(number)
        for (name, currency), numbers in members.items():
            try:
                key = law_of(name, currency), currency
                if key not in self._batches:
                    self._batches[key] = Batch(*key, named[0][1].as_of)
            except ManumitError:
                continue
            yield self._batches[key], numbers

    def _named(self, row: int) -> dict[str, Any]:
        found = {name: words[places[row]] for name, (places, words) in self._cells.items()}
        return {name: _readable(word) for name, word in found.items()}

    def _starts(self, order: Places) -> Places:
        """Where the rows of another worker or employer begin."""
        new = np.diff(self._worker[order], prepend=-1) != 0
        if self._employer is not None:
            new |= np.diff(self._employer[order], prepend=-1) != 0
        return np.flatnonzero(new)

    def _alike(self, name: str) -> Places:
        """A number for each row that is the same where the values are."""
        places, words = self._cells[name]
        numbers: dict[Any, int] = {}
        return np.array([numbers.setdefault(word, len(numbers)) for word in words])[places]

    def _columns(self, maker: WorkMaker) -> Rows:
        cells, at = self._cells, maker.at
        period = Periods.of(*self._read(("from", "to"), maker, _period))
        pay = {name: self._quantity(name, maker) for name in set(BASES.values())}

        def column(name: str) -> Column | None:
            if name not in at:
                return None
            places, words = cells[name]
            return Column(places, objects([_readable(word) for word in words]))

        def kinds(starting: str) -> Iterator[str]:
            return (name.removeprefix(starting) for name in at if name.startswith(starting))

        for_hours = None
        if "for_hours" in at:
            places, words = self._read(("for_hours",), maker, WorkMaker.for_hours)
            for_hours = Column(places, objects(words))
        basis = column("basis")
        assert basis is not None  # noqa: S101 - a table without it was refused
        return Rows(
            period=period,
            basis=basis,
            pay={basis: q for basis, name in BASES.items() if (q := pay[name]) is not None},
            hours={name: q for name in maker.hours if (q := self._quantity(name, maker))},
            paid=self._quantity("paid", maker),
            unread=self._unread,
            extra={kind: self._plain(f"extra_{kind}") for kind in kinds("extra_")},
            deductions={kind: self._plain(f"deduction_{kind}") for kind in kinds("deduction_")},
            agreed={k: c for k in kinds("agreed_") if (c := column(f"agreed_{k}"))},
            nights=self._plain("nights") if "nights" in at else None,
            for_hours=for_hours,
            ramadan=column("ramadan"),
            born=column("born"),
        )

    def _plain(self, name: str) -> Quantity:
        places, words = self._cells[name]
        return Quantity.of(places, [_readable(word) for word in words])

    def _quantity(self, name: str, maker: WorkMaker) -> Quantity | None:
        """A quantity from its one column, or from the columns of its range."""
        names = [each for each in (name, f"{name}_low", f"{name}_high") if each in maker.at]
        if names == [name]:
            return self._plain(name)
        if not names:
            return None
        return Quantity.of(*self._read(names, maker, lambda own, row: own.fact(row, name)))

    def _read(
        self,
        names: Sequence[str],
        maker: WorkMaker,
        read: Callable[[WorkMaker, tuple[Any, ...]], Any],
    ) -> tuple[Places, list[Any]]:
        """What some columns say together, each different row of them read once.

        Rows that cannot be read are marked.
        """
        columns = [self._cells[name] for name in names]
        together = np.zeros(len(self._unread), dtype=np.int64)
        for places, words in columns:
            together = np.unique(together * len(words) + places + 1, return_inverse=True)[1]
        first = np.unique(together, return_index=True)[1]
        own = WorkMaker(names, maker.as_of)
        found: list[Any] = []
        for row in first.tolist():
            values = tuple(words[places[row]] for places, words in columns)
            unread = next((each for each in values if type(each) is Unreadable), None)
            found.append(unread or _value(read, own, values))
        bad = _are_unreadable(found)
        self._unread |= bad[together]
        return together, [None if no else each for each, no in zip(found, bad, strict=True)]


def _value(
    read: Callable[[WorkMaker, tuple[Any, ...]], Any], maker: WorkMaker, values: tuple[Any, ...]
) -> Any:
    try:
        return read(maker, values)
    except InputError as error:
        return Unreadable(error.value, error.message)


def _period(maker: WorkMaker, values: tuple[Any, ...]) -> Period | None:
    return None if None in values else maker.period(values)


def _are_unreadable(words: Sequence[Any]) -> Flags:
    return np.array([type(word) is Unreadable for word in words], dtype=bool)


def _unread(cells: Cells) -> Flags:
    """Rows with a cell that cannot be read, or without one that is needed."""
    found: Any = False
    for name, (places, words) in cells.items():
        bad = _are_unreadable(words)
        if name in ("worker", "from", "to", "basis"):
            bad |= np.array([word is None for word in words])
        found = found | bad[places]
    flags: Flags = found
    return flags


def _readable(word: Any) -> Any:
    """A word; None for one that cannot be read, whose rows are left out elsewhere."""
    return None if type(word) is Unreadable else word
