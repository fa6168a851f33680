"""Tables of work: a row for each worker and period, for many claims in one run.

Columns are `worker`, `from`, `to`, `basis`, one of `rate`, `amount` and `earnings`, and any of
`FIELDS`. A quantity may have columns `NAME_low` and `NAME_high` beside `NAME`. `deduction_KIND`,
`agreed_KIND` and `extra_KIND` hold deductions, the worker's agreement to them, and pay on top.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeAlias

from manumit.core import Answer, PartialDate, Period
from manumit.errors import InputError, did_you_mean
from manumit.io.claim_place import EARLIEST
from manumit.io.claim_work import BASES, likely_currency
from manumit.io.quantities import number
from manumit.remedy import Deduction, Extra, Fact, Hours, Pay, WageCase, Work
from manumit.tables import Reject, Table

QUANTITIES = (*Hours.__slots__, "paid", "rate", "amount", "earnings")
ABOUT = ("worker", "employer", "law", "currency", "born", "from", "to", "basis", "for_hours")
FIELDS = (*ABOUT, *QUANTITIES, "ramadan")
KINDS = ("deduction", "agreed", "extra")
ROWS_AT_ONCE = 50_000
_ENDS = ("_low", "_high")
_ANSWERS = {"": None, **{answer.value: answer for answer in Answer}}

Parse: TypeAlias = Callable[[str], Any]
Row: TypeAlias = tuple[int, tuple[Any, ...]]
"""Row number in the file, and the values of its cells."""


@dataclass(frozen=True, slots=True)
class TableClaim:
    """The claim of one worker against one employer, from the rows of a table."""

    law: str
    case: WageCase
    rows: tuple[int, ...]


@dataclass(slots=True)
class ClaimTable:
    """Reads claims from an open table; rows that cannot be read go to its rejects.

    Attributes:
        table: The table.
        law: Law of rows that name none.
        currency: Currency of rows that name none.
        as_of: Day of the claims.
        columns: Field to the column that holds it, where they differ.
        ignore: Columns to leave out.
        rejects: Rows that could not be used so far.
        length: Number of rows; known once claims are read.
        workers: Number of different workers; known once claims are read.

    Raises:
        InputError: A column is not known or is missing.
    """

    table: Table
    law: str
    currency: str
    as_of: date
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: Sequence[str] = ()
    rejects: list[Reject] = field(default_factory=list)
    length: int = 0
    workers: int = 0
    _of_column: dict[str, str] = field(default_factory=dict)
    _whole: Any = None

    def __post_init__(self) -> None:
        self._of_column = self._fields()

    def load(self) -> None:
        """Read the whole table, as words and their places."""
        import pyarrow as pa

        batches = [
            pa.table({name: batch.columns[column] for column, name in self._of_column.items()})
            for batch in self.table.batches()
        ]
        self.rejects += self.table.rejects
        if not batches and not self.rejects:
            raise self._wrong("there are no rows below the header", "")
        if not batches:
            return
        self._whole = pa.concat_tables(batches).unify_dictionaries()
        self.length = self._whole.num_rows
        self.workers = len(self._whole["worker"].combine_chunks().unique())

    def claims(self) -> Iterator[TableClaim]:
        """Each worker's claim against each employer, in the order of their references."""
        import pyarrow.compute as pc

        whole = self._whole
        if whole is None:
            return
        keys = [("worker", "ascending")]
        keys += [("employer", "ascending")] if "employer" in self._of_column.values() else []
        order = pc.sort_indices(_plain(whole, [name for name, _ in keys]), sort_keys=keys)
        yield from self._grouped(self._rows(whole, order))

    def _fields(self) -> dict[str, str]:
        """Column of the table to field."""
        named = {column: name for name, column in self.columns.items()}
        for column in named:
            if column not in self.table.columns:
                known = did_you_mean(column, self.table.columns)
                raise self._wrong(f"there is no column {column!r}. {known}", "--map")
        found = {}
        for column in self.table.columns:
            name = named.get(column, column.strip())
            if column in self.ignore or name in self.ignore:
                continue
            if not _is_field(name):
                hint = f"{did_you_mean(name, FIELDS)} Leave it out with --ignore {column}"
                raise self._wrong(f"the column {column!r} is not known. {hint}", column)
            found[column] = name
        for name in ("worker", "from", "to", "basis"):
            if name not in found.values():
                raise self._wrong(
                    f"there is no column {name}. Name it with --map {name}=COLUMN", name
                )
        return found

    def _wrong(self, message: str, place: str) -> InputError:
        return InputError(f"{message}.", where=self.table.path.name, field=place)

    def _rows(self, whole: Any, order: Any) -> Iterator[Row]:
        """Rows in order, as values; a row with a cell that cannot be read becomes a reject.

        Each word of a column is read once, however often it stands there.
        """
        names = list(whole.column_names)
        columns = [whole[name].combine_chunks() for name in names]
        words = [
            [*(_read(word, _parser(name)) for word in column.dictionary.to_pylist()), None]
            for name, column in zip(names, columns, strict=True)
        ]
        unsure = [
            at for at, each in enumerate(words) if any(isinstance(w, _Unreadable) for w in each)
        ]
        for start in range(0, len(order), ROWS_AT_ONCE):
            chosen = order.slice(start, ROWS_AT_ONCE)
            places = [column.indices.take(chosen).fill_null(-1).to_pylist() for column in columns]
            values = [[own[at] for at in here] for own, here in zip(words, places, strict=True)]
            numbers = map(self.table.row, chosen.to_pylist())
            for number_, row in zip(numbers, zip(*values, strict=True), strict=True):
                bad = next((at for at in unsure if isinstance(row[at], _Unreadable)), None)
                if bad is None:
                    yield number_, row
                else:
                    cell = row[bad]
                    self._reject(number_, self._column_of(names[bad]), cell.text, cell.reason)

    def _column_of(self, name: str) -> str:
        return next(column for column, each in self._of_column.items() if each == name)

    def _reject(self, row: int, column: str, value: str, reason: str) -> None:
        shown = "" if column in ("worker", "born") else value
        self.rejects.append(Reject(self.table.path.name, row, column, shown, reason))

    def _grouped(self, rows: Iterator[Row]) -> Iterator[TableClaim]:
        maker = WorkMaker(list(self._of_column.values()), self.as_of)
        worker_at, employer_at = maker.at["worker"], maker.at.get("employer")

        def key(row: Row) -> tuple[str, str]:
            values = row[1]
            employer = None if employer_at is None else values[employer_at]
            return values[worker_at] or "", employer or ""

        for (worker, employer), group in groupby(rows, key):
            made = []
            first: Row | None = None
            for row in group:
                if first is not None and not self._agrees(row, first, maker):
                    continue
                work = self._work(row, maker)
                if work is not None:
                    first = first or row
                    made.append(work)
            if first is None:
                continue
            about = maker.named(first[1])
            law = about.get("law") or self.law
            case = WageCase(
                id=f"{worker}-{employer}" if employer else worker,
                worker=worker,
                employer=employer,
                born=about.get("born"),
                currency=likely_currency(law, about.get("currency") or self.currency),
                as_of=self.as_of,
                work=tuple(made),
            )
            rows_used = tuple(work.number for work in made)
            yield TableClaim(law, case, rows_used)

    def _agrees(self, row: Row, first: Row, maker: "WorkMaker") -> bool:
        """Whether a row is of the same law, currency and birth as the worker's first one."""
        at = maker.at
        name = next((each for each in maker.same if row[1][at[each]] != first[1][at[each]]), None)
        if name is not None:
            reason = f"differs from row {first[0]} of this worker; use another table for it"
            self._reject(row[0], self._column_of(name), str(row[1][at[name]] or ""), reason)
        return name is None

    def _work(self, row: Row, maker: "WorkMaker") -> Work | None:
        """One period; None after keeping the row as a reject."""
        try:
            return maker.work(*row)
        except InputError as error:
            self._reject(row[0], error.field, error.value, error.message)
            return None


@dataclass(frozen=True, slots=True)
class _Unreadable:
    text: str
    reason: str


def _is_field(name: str) -> bool:
    if name in FIELDS or (name.partition("_")[0] in KINDS and name.partition("_")[2]):
        return True
    return name.endswith(_ENDS) and name.rpartition("_")[0] in QUANTITIES


def _plain(table: Any, names: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.table({name: table[name].cast(pa.string()) for name in names})


def _read(word: str | None, parse: Parse) -> Any:
    text = (word or "").strip()
    if text == "":
        return None
    try:
        return parse(text)
    except (InputError, ValueError) as error:
        return _Unreadable(text, getattr(error, "message", str(error)))


def _parser(name: str) -> Parse:
    """What reads the words of a column."""
    if name in QUANTITIES or name.startswith(("deduction_", "extra_")):
        return lambda text: Fact.exactly(_quantity(text))
    if name.startswith("agreed_"):
        return _answer
    return _PARSERS.get(name, _quantity)


def _wrong(message: str, _place: str) -> InputError:
    return InputError(message)


def _quantity(text: str) -> Decimal:
    return number(text, _wrong)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is not a day like 2026-03-02") from None
    if day < EARLIEST:
        raise InputError(f"{day} lies before {EARLIEST}; check the year")
    return day


def _basis(text: str) -> str:
    if text not in BASES:
        raise InputError(f"{text!r} is not one of {', '.join(BASES)}")
    return text


def _answer(text: str) -> Answer:
    answer = _ANSWERS.get(text)
    if answer is None:
        raise InputError(f"{text!r} is not one of yes, no, unknown")
    return answer


_PARSERS: dict[str, Parse] = {
    **dict.fromkeys(("worker", "employer", "law", "currency"), str),
    "from": _day,
    "to": _day,
    "born": lambda text: PartialDate.parse(text).first,
    "basis": _basis,
    "ramadan": _answer,
}


class WorkMaker:
    """Makes periods of work from rows whose columns are known.

    Attributes:
        at: Field to its place in a row.
        same: Fields that all rows of a worker share.
    """

    def __init__(self, names: Sequence[str], as_of: date) -> None:
        self.at = {name: place for place, name in enumerate(names)}
        self.as_of = as_of
        self.same = [name for name in ("law", "currency", "born") if name in self.at]
        self._hours = [name for name in Hours.__slots__ if self._has(name)]
        self._extra = [(n.removeprefix("extra_"), at) for n, at in self._starting("extra_")]
        self._deductions = [
            (n.removeprefix("deduction_"), at) for n, at in self._starting("deduction_")
        ]
        self._periods: dict[tuple[date, date], Period] = {}

    def _has(self, name: str) -> bool:
        return name in self.at or f"{name}_low" in self.at

    def _starting(self, prefix: str) -> list[tuple[str, int]]:
        return [(name, at) for name, at in self.at.items() if name.startswith(prefix)]

    def named(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """A row by the names of its fields."""
        return {name: values[at] for name, at in self.at.items()}

    def work(self, number_: int, values: tuple[Any, ...]) -> Work:
        """One period of work.

        Raises:
            InputError: A cell that is needed is empty, or two do not fit together.
        """
        at = self.at
        for name in ("worker", "from", "to", "basis"):
            if values[at[name]] is None:
                raise InputError("is empty", field=name)
        basis = values[at["basis"]]
        amount = self._fact(values, BASES[basis])
        if amount is None:
            raise InputError(
                f"pay on the basis {basis} needs a column {BASES[basis]}", field=BASES[basis]
            )
        ramadan = at.get("ramadan")
        for_hours = None if "for_hours" not in at else values[at["for_hours"]]
        if for_hours is not None and not 0 < for_hours <= 168:
            raise InputError(f"{for_hours} is not more than 0 and at most 168", field="for_hours")
        return Work(
            period=self._period(values[at["from"]], values[at["to"]]),
            pay=Pay(basis, amount, for_hours),
            hours=Hours(**{name: self._fact(values, name) for name in self._hours}),
            paid=self._fact(values, "paid"),
            extra=tuple(Extra(kind, values[n]) for kind, n in self._extra if values[n] is not None),
            deductions=tuple(
                self._deduction(kind, values[n], values)
                for kind, n in self._deductions
                if values[n] is not None
            ),
            ramadan=ramadan is not None and values[ramadan] is Answer.YES,
            number=number_,
        )

    def _period(self, start: date, end: date) -> Period:
        found = self._periods.get((start, end))
        if found is not None:
            return found
        if end < start:
            raise InputError(f"ends ({end}) before it starts ({start})", field="to", value=str(end))
        if end > self.as_of:
            raise InputError(f"{end} lies after the day of the claim, {self.as_of}", field="to")
        return self._periods.setdefault((start, end), Period(start, end))

    def _deduction(self, kind: str, amount: Fact, values: tuple[Any, ...]) -> Deduction:
        days, agreed = self.at.get("days"), self.at.get(f"agreed_{kind}")
        nights = None if days is None or kind != "accommodation" else values[days]
        return Deduction(
            kind,
            amount,
            None if nights is None else nights.likely,
            Answer.UNKNOWN if agreed is None or values[agreed] is None else values[agreed],
        )

    def _fact(self, values: tuple[Any, ...], name: str) -> Fact | None:
        """A quantity from its columns; a range is in order or an error."""
        at = self.at
        middle, least, most = at.get(name), at.get(f"{name}_low"), at.get(f"{name}_high")
        value: Fact | None = None if middle is None else values[middle]
        low = None if least is None else values[least]
        high = None if most is None else values[most]
        if low is None and high is None:
            return value
        if low is None or high is None:
            raise InputError(f"a range needs both {name}_low and {name}_high", field=name)
        likely = (low + high) / 2 if value is None else value.likely
        if not low <= likely <= high:
            raise InputError(
                f"is not in order: low {low}, likely {likely}, high {high}", field=name
            )
        return Fact(low, likely, high)
