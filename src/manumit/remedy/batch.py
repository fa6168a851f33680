"""The sums of many claims at once: rows on the same basis and terms are reckoned as arrays.

The formulas are those of a single claim, so the cents are the same. A claim with a row that cannot
be reckoned beside others is left to the path of a single claim, which computes it or says what is
wrong with it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import add
from typing import Any, TypeAlias

import numpy as np

from manumit.core import Answer, Period
from manumit.errors import ManumitError
from manumit.reference import WageLaw
from manumit.remedy.columns import Column, Flags, Places, Rows, objects
from manumit.remedy.elementwise import ZERO, rounded
from manumit.remedy.extremes import rate_turns
from manumit.remedy.lines import work_lines
from manumit.remedy.model import Deduction, Extra, Hours, Pay, WageCase, Work
from manumit.remedy.periods import HOURS_A_DAY, age_on, parts_of, periods_of
from manumit.remedy.reckoner import EVIDENCE, Reckoner
from manumit.remedy.result import NOTHING, Amount, Line, Totals, in_each
from manumit.remedy.rounding import to_minor_unit
from manumit.remedy.terms import Span, terms_on
from manumit.remedy.totals import Sums, totals_from
from manumit.remedy.turning import may_turn
from manumit.remedy.uplift import (
    Run,
    arrears_of,
    interest_over,
    multiplied_part,
    penalty_part,
    rate_of,
    run_of,
)

_NO_SUMS = Sums(*(NOTHING,) * len(Sums._fields))
_PLAIN_DAYS = ("rest_day", "holiday")
"""Hours that are like any others where the law has no premium for them."""

Setting: TypeAlias = tuple[Any, ...]


class Batch:
    """Claims under one law, in one currency, on one day."""

    def __init__(self, law: WageLaw, currency: str, as_of: date) -> None:
        self.law = law
        self.case = WageCase("", "", currency, as_of)
        self._currency, self._as_of = currency, as_of
        self._unit = to_minor_unit(currency)
        self._line = law.scheme.rounding.line or self._unit
        self._rate = rate_of(self.case, law)
        self._ages = law.scheme.minimum is not None and len(law.scheme.minimum.bands) > 0
        self._values = _values_by_day(law)
        self._settings: dict[Setting, int] = {}
        self._setting_of: dict[tuple[Period, bool, date | None], int] = {}

    def totals(self, rows: Rows, chosen: Places, claim: Places) -> list[Totals | None]:
        """The sums of claims; None for one that is left to the path of a single claim.

        Args:
            rows: The table.
            chosen: Rows of these claims, those of one claim together.
            claim: Number of the claim of each of these rows, from 0 and without gaps.
        """
        settings = self._settings_of(rows, chosen)
        wrong = rows.unread[chosen] | (settings < 0)
        wrong |= _overlapping(rows, chosen, claim) | _too_long(rows, chosen)
        left_out = np.zeros(claim[-1] + 1, dtype=bool)
        left_out[claim[wrong]] = True
        found = [[np.full(len(chosen), ZERO) for _ in range(3)] for _ in Sums._fields]
        usable = np.flatnonzero(~left_out[claim])
        for alike in _alike([settings[usable], *_shapes(rows, chosen[usable])]):
            at = usable[alike]
            sums = self._sums(rows, chosen[at])
            if sums is None:
                left_out[claim[at]] = True
                continue
            for columns, amount in zip(found, sums, strict=True):
                for column, value in zip(columns, amount, strict=True):
                    column[at] = value
        starts = np.flatnonzero(np.diff(claim, prepend=-1))
        by_claim = [[np.add.reduceat(column, starts) for column in each] for each in found]
        return [
            None
            if left_out[number]
            else totals_from(
                Sums(*(Amount(*(column[number] for column in each)) for each in by_claim)),
                self.case,
                self.law,
            )
            for number in range(len(starts))
        ]

    def _settings_of(self, rows: Rows, chosen: Places) -> Places:
        """For each row a number that is the same where the numbers of the law are; -1 for none."""
        columns: list[Column | None] = [rows.ramadan, rows.born if self._ages else None]
        keys = [rows.period.places[chosen]]
        keys += [column.places[chosen] for column in columns if column is not None]
        found = np.full(len(chosen), -1)
        for alike in _alike(keys):
            row = chosen[alike[0]]
            period = rows.period.words[rows.period.places[row]]
            if period is not None:
                ramadan, born = (None if each is None else each.at(row) for each in columns)
                found[alike] = self._setting(period, ramadan is Answer.YES, born)
        return found

    def _setting(self, *key: *tuple[Period, bool, date | None]) -> int:
        known = self._setting_of.get(key)
        if known is None:
            try:
                setting = self._numbers(*key)
            except ManumitError:
                known = -1
            else:
                known = self._settings.setdefault(setting, len(self._settings))
            self._setting_of[key] = known
        return known

    def _numbers(self, period: Period, ramadan: bool, born: date | None) -> Setting:
        """Everything that the law says of a period; the period too when the law changes in it."""
        law, parts = self.law, periods_of(period, self.law)
        found: list[Any] = [] if len(parts) == 1 else [period]
        for part in parts:
            day = part.start
            age = age_on(born, day)
            found.append(terms_on(law, day, age, ramadan=ramadan))
            found.append(tuple(law.number(name, day) for name in self._values))
            if law.scheme.uplift is not None:
                found.append(terms_on(law, self._as_of, age).minimum_hour)
        return tuple(found)

    def _sums(self, rows: Rows, at: Places) -> Sums | None:
        """The sums of each of some rows that are alike; None when they must be reckoned singly."""
        born = None if rows.born is None else rows.born.at(at[0])
        case = WageCase("", "", self._currency, self._as_of, born=born)
        reckoner = Reckoner(case, self.law, EVIDENCE, self._line)
        span = _spans(rows, at, reckoner.span)
        work = _work(rows, at, span)
        if work is None:
            return None
        sums, parts = _NO_SUMS, parts_of(work, self.law)
        try:
            for piece in parts:
                if rate_turns(piece, self.law) or may_turn(piece, reckoner.terms(piece)):
                    return None
                part = reckoner.part(piece, NOTHING, span if len(parts) == 1 else None)
                run = self._run(rows, at) if len(parts) == 1 else self._run_from(piece.period)
                for line in work_lines(part, self._line):
                    sums = Sums(*map(_plus, sums, self._of_line(line, case, run)))
        except (ManumitError, ArithmeticError):
            return None
        return sums

    def _of_line(self, line: Line, case: WageCase, run: Run | None) -> Sums:
        law, rate = self.law, self._rate
        arrears, interest = arrears_of(line, case, law), NOTHING
        if rate is not None and run is not None:
            interest = in_each(
                lambda owed: rounded(interest_over(owed, rate, run), self._unit), arrears
            )
        return Sums(
            due=line.due,
            paid=line.paid,
            underpayment=line.difference,
            arrears=arrears,
            multiplied=multiplied_part(line, arrears, law),
            penalty=penalty_part(line, case, law),
            interest=interest,
        )

    def _run_from(self, period: Period) -> Run | None:
        last = period.end or period.start
        return None if self._rate is None else run_of(self._rate, last, self._as_of)

    def _run(self, rows: Rows, at: Places) -> Run | None:
        """How long interest runs from the end of each period."""
        if self._rate is None:
            return None
        return Run(*_spread(rows, at, self._run_from))


def _values_by_day(law: WageLaw) -> tuple[str, ...]:
    """Values that the treatment of a period reads beside its terms."""
    scheme = law.scheme
    names = [] if scheme.penalty is None else [scheme.penalty.share]
    if scheme.deductions is not None:
        names += [scheme.deductions.cap, *(k.per_day for k in scheme.deductions.kinds.values())]
    return tuple(name for name in names if name)


def _overlapping(rows: Rows, chosen: Places, claim: Places) -> Flags:
    """Rows that begin before an earlier period of their claim has ended."""
    places = rows.period.places[chosen]
    first, last = rows.period.first[places], rows.period.last[places]
    order = np.lexsort((first, claim))
    found = np.zeros(len(chosen), dtype=bool)
    later, earlier = order[1:], order[:-1]
    found[later] = (claim[later] == claim[earlier]) & (first[later] <= last[earlier])
    return found


def _too_long(rows: Rows, chosen: Places) -> Flags:
    """Rows with hours or days that do not fit into the period."""
    places = rows.period.places[chosen]
    days = (rows.period.last - rows.period.first + 1)[places]
    found = np.zeros(len(chosen), dtype=bool)
    for name, column in rows.hours.items():
        cells = column.places[chosen]
        there = column.known[cells]
        most = days[there] if name == "days" else days[there] * HOURS_A_DAY
        found[there] |= column.high[cells[there]] > most.astype(object)
    return found


def _shapes(rows: Rows, chosen: Places) -> Iterator[Places]:
    """What rows must have in common to be reckoned together, beside the numbers of the law."""
    yield rows.basis.places[chosen]
    columns = (*rows.pay.values(), *rows.extra.values(), *rows.hours.values())
    for column in (*columns, rows.paid, rows.nights):
        if column is not None:
            yield column.known[column.places[chosen]].astype(np.int64)
    for kind, column in rows.deductions.items():
        there = column.known[column.places[chosen]]
        agreed = rows.agreed.get(kind)
        yield there.astype(np.int64) if agreed is None else (agreed.places[chosen] + 2) * there
    if rows.for_hours is not None:
        yield (_cells(rows.for_hours, chosen, bool)).astype(np.int64)
    yield from _shapes_of_hours(rows, chosen)


def _shapes_of_hours(rows: Rows, chosen: Places) -> Iterator[Places]:
    worked = rows.hours.get("worked")
    parts_only = np.ones(len(chosen), dtype=bool)
    if worked is not None:
        places = worked.places[chosen]
        parts_only = ~worked.known[places]
        yield worked.open[places].astype(np.int64)
    for name in _PLAIN_DAYS:
        hours = rows.hours.get(name)
        if hours is not None and parts_only.any():
            for values in (hours.low, hours.likely, hours.high):
                some = values[hours.places[chosen]].astype(bool)
                yield (some & parts_only).astype(np.int64)


def _cells(column: Column, chosen: Places, kind: Any) -> Any:
    return column.words[column.places[chosen]].astype(kind)


def _alike(keys: Sequence[Places]) -> Iterator[Places]:
    """Places of rows that have the same number in every key, group by group."""
    packed = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        if len(key) and (key != key[0]).any():
            digit = key - key.min()
            packed = np.unique(packed * (digit.max() + 1) + digit, return_inverse=True)[1]
    order = np.argsort(packed, kind="stable")
    cuts = np.flatnonzero(np.diff(packed[order])) + 1
    return (group for group in np.split(order, cuts) if len(group))


def _work(rows: Rows, at: Places, span: Span) -> Work | None:
    """One period that stands for all these rows; None when pay is not there."""
    first = at[0]
    basis = rows.basis.at(first)
    column = rows.pay.get(basis)
    amount = None if column is None else column.fact(at)
    if amount is None:
        return None
    for_hours: Any = None
    if rows.for_hours is not None and rows.for_hours.at(first):
        for_hours = _cells(rows.for_hours, at, object)
    return Work(
        period=rows.period.words[rows.period.places[first]],
        pay=Pay(basis, amount, for_hours),
        hours=Hours(**{name: column.fact(at) for name, column in rows.hours.items()}),
        paid=None if rows.paid is None else rows.paid.fact(at),
        extra=tuple(
            Extra(kind, fact)
            for kind, column in rows.extra.items()
            if (fact := column.fact(at)) is not None
        ),
        deductions=tuple(_deductions(rows, at, span)),
        ramadan=rows.ramadan is not None and rows.ramadan.at(first) is Answer.YES,
    )


def _deductions(rows: Rows, at: Places, span: Span) -> Iterator[Deduction]:
    nights = None if rows.nights is None else rows.nights.fact(at)
    for kind, column in rows.deductions.items():
        amount = column.fact(at)
        if amount is None:
            continue
        days: Any = span.days
        if kind == "accommodation" and nights is not None:
            days = nights.likely
        agreed = rows.agreed.get(kind)
        answer = None if agreed is None else agreed.at(at[0])
        yield Deduction(kind, amount, days, Answer.UNKNOWN if answer is None else answer)


def _spread(rows: Rows, at: Places, of: Callable[[Period], Any]) -> list[Any]:
    """What holds of the period of each row: an array for each part of it."""
    different, places = np.unique(rows.period.places[at], return_inverse=True)
    found = [of(rows.period.words[each]) for each in different]
    return [objects(values)[places] for values in zip(*found, strict=True)]


def _spans(rows: Rows, at: Places, of: Callable[[Period], Span]) -> Span:
    return Span(*_spread(rows, at, of))


def _plus(one: Amount, other: Amount) -> Amount:
    return other if one is NOTHING else in_each(add, one, other)
