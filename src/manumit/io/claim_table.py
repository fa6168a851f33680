"""Tables of work: a row for each worker and period, for many claims in one run.

Columns are `worker`, `from`, `to`, `basis`, one of `rate`, `amount` and `earnings`, and any of
`FIELDS`. A quantity may have columns `NAME_low` and `NAME_high` beside `NAME`. `deduction_KIND`,
`agreed_KIND` and `extra_KIND` hold deductions, the worker's agreement to them, and pay on top.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from manumit.errors import InputError, did_you_mean
from manumit.io.claim_rows import QUANTITIES, Unreadable, WorkMaker, parser_of, read_word
from manumit.io.claim_work import likely_currency
from manumit.reference import WageLaw
from manumit.remedy import Totals, WageCase, Work
from manumit.tables import Reject, Table

if TYPE_CHECKING:
    from manumit.io.claim_columns import Cells

ABOUT = ("worker", "employer", "law", "currency", "born", "from", "to", "basis", "for_hours")
FIELDS = (*ABOUT, "payroll_id", *QUANTITIES, "nights", "ramadan")
KINDS = ("deduction", "agreed", "extra")
ROWS_AT_ONCE = 50_000
_ENDS = ("_low", "_high")

Row: TypeAlias = tuple[int, tuple[Any, ...]]
"""Row number in the file, and the values of its cells."""


@dataclass(frozen=True, slots=True)
class TableClaim:
    """The claim of one worker against one employer, from the rows of a table.

    Attributes:
        law: Its law.
        case: The case; without the work when its sums are there.
        rows: Numbers of its rows in the file.
        totals: The sums, when they were computed together with those of other claims.
        payroll_id: Under which id payment files know the worker; empty for the worker's own.
    """

    law: str
    case: WageCase
    rows: tuple[int, ...]
    totals: Totals | None = None
    payroll_id: str = ""


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
    _read: "Cells | None" = None

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
        if self._whole is not None:
            yield from self._grouped(self._rows(self._order()))

    def sums(self, law_of: Callable[[str, str], WageLaw]) -> Iterator[TableClaim]:
        """As `claims`, with the sums of every claim whose rows could be reckoned with others.

        Args:
            law_of: Law of a name and a currency.
        """
        from manumit.io.claim_columns import Summing

        if self._whole is None:
            return
        order = self._order()
        summing = Summing(self._cells(), WorkMaker(list(self._of_column.values()), self.as_of))
        for first, after in pairwise(summing.cuts(order)):
            chosen = order[first:after]
            for rows, found in summing.totals(chosen, self._about, law_of):
                if found is None:
                    yield from self._grouped(self._rows(rows))
                else:
                    law, case, totals = found
                    numbers = tuple(map(self.table.row, rows.tolist()))
                    yield TableClaim(law, case, numbers, totals)

    def _order(self) -> Any:
        """Rows, those of a worker and employer together."""
        import pyarrow.compute as pc

        keys = [("worker", "ascending")]
        keys += [("employer", "ascending")] if "employer" in self._of_column.values() else []
        plain = _plain(self._whole, [name for name, _ in keys])
        return pc.sort_indices(plain, sort_keys=keys).to_numpy()

    def _cells(self) -> "Cells":
        """Each column as places in the list of its words, each word read once."""
        if self._read is None:
            found = {}
            for name in self._whole.column_names:
                column = self._whole[name].combine_chunks()
                words = [read_word(w, parser_of(name)) for w in column.dictionary.to_pylist()]
                found[name] = column.indices.fill_null(-1).to_numpy(), [*words, None]
            self._read = found
        return self._read

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

    def _rows(self, order: Any) -> Iterator[Row]:
        """Rows in order, as values; a row with a cell that cannot be read becomes a reject."""
        cells = self._cells()
        names = list(cells)
        for start in range(0, len(order), ROWS_AT_ONCE):
            chosen = order[start : start + ROWS_AT_ONCE]
            values = [
                [words[at] for at in places[chosen].tolist()] for places, words in cells.values()
            ]
            numbers = map(self.table.row, chosen.tolist())
            for number_, row in zip(numbers, zip(*values, strict=True), strict=True):
                bad = next((at for at, each in enumerate(row) if type(each) is Unreadable), None)
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

        for _, group in groupby(rows, key):
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
            named = maker.named(first[1])
            law, case = self._about(named)
            rows_used = tuple(work.number for work in made)
            payroll_id = named.get("payroll_id") or ""
            case = replace(case, work=tuple(made))
            yield TableClaim(law, case, rows_used, payroll_id=payroll_id)

    def _about(self, named: Mapping[str, Any]) -> tuple[str, WageCase]:
        """Law and case of a worker from a row, without the work."""
        worker, employer = named["worker"], named.get("employer") or ""
        law = named.get("law") or self.law
        return law, WageCase(
            id=f"{worker}--{employer}" if employer else worker,
            worker=worker,
            employer=employer,
            born=named.get("born"),
            currency=likely_currency(law, named.get("currency") or self.currency),
            as_of=self.as_of,
        )

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


def _is_field(name: str) -> bool:
    if name in FIELDS or (name.partition("_")[0] in KINDS and name.partition("_")[2]):
        return True
    return name.endswith(_ENDS) and name.rpartition("_")[0] in QUANTITIES


def _plain(table: Any, names: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.table({name: table[name].cast(pa.string()) for name in names})
