"""Rows of a table of work: their words, read once each, and the periods that they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from manumit.core import Answer, PartialDate, Period
from manumit.errors import InputError
from manumit.io.claim_place import EARLIEST
from manumit.io.claim_work import BASES
from manumit.io.quantities import number
from manumit.remedy import Deduction, Extra, Fact, Hours, Pay, Work

QUANTITIES = (*Hours.__slots__, "paid", "rate", "amount", "earnings")
_ANSWERS = {"": None, **{answer.value: answer for answer in Answer}}

Parse: TypeAlias = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose words are no value of its column, and why."""

    text: str
    reason: str


def read_word(word: str | None, parse: Parse) -> Any:
    """The value of a word; None when it is empty."""
    text = (word or "").strip()
    if text == "":
        return None
    try:
        return parse(text)
    except (InputError, ValueError) as error:
        return Unreadable(text, getattr(error, "message", str(error)))


def parser_of(name: str) -> Parse:
    """What reads the words of a column of this name."""
    if name in (*QUANTITIES, "nights") or name.startswith(("deduction_", "extra_")):
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
    **dict.fromkeys(("worker", "payroll_id", "employer", "law", "currency"), str),
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
        hours: Hours that there are columns for.
        extra: Kind of pay on top to its place in a row.
        deductions: Kind of deduction to its place in a row.
    """

    def __init__(self, names: Sequence[str], as_of: date) -> None:
        self.at = {name: place for place, name in enumerate(names)}
        self.as_of = as_of
        self.same = [name for name in ("law", "currency", "born", "payroll_id") if name in self.at]
        self.hours = [name for name in Hours.__slots__ if self._has(name)]
        self.extra = [(n.removeprefix("extra_"), at) for n, at in self._starting("extra_")]
        self.deductions = [
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
        amount = self.fact(values, BASES[basis])
        if amount is None:
            raise InputError(
                f"pay on the basis {basis} needs a column {BASES[basis]}", field=BASES[basis]
            )
        ramadan = at.get("ramadan")
        return Work(
            period=self.period(values),
            pay=Pay(basis, amount, self.for_hours(values)),
            hours=Hours(**{name: self.fact(values, name) for name in self.hours}),
            paid=self.fact(values, "paid"),
            extra=tuple(Extra(kind, values[n]) for kind, n in self.extra if values[n] is not None),
            deductions=tuple(
                self._deduction(kind, values[n], values)
                for kind, n in self.deductions
                if values[n] is not None
            ),
            ramadan=ramadan is not None and values[ramadan] is Answer.YES,
            number=number_,
        )

    def for_hours(self, values: tuple[Any, ...]) -> Decimal | None:
        """Hours a week that a salary is for."""
        at = self.at.get("for_hours")
        found: Decimal | None = None if at is None else values[at]
        if found is not None and not 0 < found <= 168:
            raise InputError(f"{found} is not more than 0 and at most 168", field="for_hours")
        return found

    def period(self, values: tuple[Any, ...]) -> Period:
        """First and last day; both must be there."""
        start, end = values[self.at["from"]], values[self.at["to"]]
        found = self._periods.get((start, end))
        if found is not None:
            return found
        if end < start:
            raise InputError(f"ends ({end}) before it starts ({start})", field="to", value=str(end))
        if end > self.as_of:
            raise InputError(f"{end} lies after the day of the claim, {self.as_of}", field="to")
        return self._periods.setdefault((start, end), Period(start, end))

    def _deduction(self, kind: str, amount: Fact, values: tuple[Any, ...]) -> Deduction:
        at, agreed = self.at.get("nights"), self.at.get(f"agreed_{kind}")
        nights = None if at is None or kind != "accommodation" else values[at]
        return Deduction(
            kind,
            amount,
            None if nights is None else nights.likely,
            Answer.UNKNOWN if agreed is None or values[agreed] is None else values[agreed],
        )

    def fact(self, values: tuple[Any, ...], name: str) -> Fact | None:
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
