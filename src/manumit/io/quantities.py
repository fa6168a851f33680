"""Quantities as people write them: a number, a range, or what each party says, with evidence.

An employer's own record binds the employer: hours and deductions are at least, and payments at
most, what it shows. So a record narrows what the worker's evidence leaves open and never widens it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from manumit.errors import InputError
from manumit.remedy import Evidence, Fact, Grade

_NUMBER = re.compile(r"\d{1,15}(\.\d{1,10})?")
_COMMA = re.compile(r"-?\d+(,\d+)+(\.\d+)?|-?\d+(\.\d{3})*,\d+")
_KEYS = frozenset({"low", "likely", "high", "value", "record", "by", "grade", "evidence"})
_MONEY_KEYS = _KEYS | {"date", "amount", "method", "note"}

At: TypeAlias = Callable[[str, str], InputError]
"""Makes the error for a message and a place below the quantity."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one party says of a quantity."""

    low: Decimal
    likely: Decimal
    high: Decimal
    by: str
    grade: Grade | None
    evidence: tuple[str, ...]


def number(value: object, wrong: At, place: str = "") -> Decimal:
    """A number that is not negative, written with a point.

    Raises:
        InputError: It is not one; the message says how to write it.
    """
    if not isinstance(value, str) or value.strip() == "":
        raise wrong("must be a number", place)
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _COMMA.fullmatch(text):
        raise wrong(
            f"{text!r} has a comma; write decimals with a point and no marks for thousands, such "
            "as 1250.50",
            place,
        )
    if text.startswith("-") and _NUMBER.fullmatch(text[1:]):
        raise wrong(f"{text!r} is negative; write what was paid back as a payment", place)
    if text.startswith(("=", "+", "@")):
        raise wrong(f"{text[:20]!r} is a formula; write its value", place)
    raise wrong(f"{text[:20]!r} is not a number", place)


def _check_day(written: object, wrong: At, place: str) -> None:
    """Refuse a day of payment that does not exist."""
    if written is None:
        return
    try:
        date.fromisoformat(str(written))
    except ValueError:
        raise wrong(f"{written!r} is not a day like 2026-03-02", place) from None


class Quantities:
    """Reads the quantities of one case.

    Args:
        evidence: Evidence of the case by id; grows while the case is read.
    """

    def __init__(self, evidence: Mapping[str, Evidence]) -> None:
        self.evidence = evidence

    def fact(self, value: Any, wrong: At, *, paid: bool = False) -> Fact:
        """Read a number, a range, or a list of what parties say.

        Args:
            value: What stands in the file.
            wrong: Makes an error that names the place.
            paid: Whether it is money received, so that less of it makes the claim greater.

        Raises:
            InputError: It is none of these, or a range is not in order.
        """
        if not isinstance(value, list):
            return self._combined(self._statements(value, wrong, ""), paid=paid)
        if paid and any(isinstance(each, dict) and "date" in each for each in value):
            return self._sum(value, wrong)
        said = [
            statement
            for at, each in enumerate(value)
            for statement in self._statements(each, wrong, str(at + 1))
        ]
        if len(said) == 0:
            raise wrong("is an empty list", "")
        return self._combined(said, paid=paid)

    def ids(self, value: Any, wrong: At, place: str = "evidence") -> tuple[str, ...]:
        """Ids of evidence: one, or a list.

        Raises:
            InputError: An id is not among the evidence of the case.
        """
        if value is None:
            return ()
        ids = value if isinstance(value, list) else [value]
        for id_ in ids:
            if id_ not in self.evidence:
                raise wrong(f"evidence {id_!r} is not described under evidence:", place)
        return tuple(ids)

    def _sum(self, payments: Sequence[Any], wrong: At) -> Fact:
        """Payments, each of them a quantity, as one."""
        made, evidence = list[Fact](), list[str]()
        for at, payment in enumerate(payments, start=1):
            if not isinstance(payment, dict) or "amount" not in payment:
                raise wrong("each payment needs an amount", str(at))
            unknown = sorted(set(payment) - _MONEY_KEYS)
            if unknown:
                raise wrong(f"unknown key {unknown[0]}", str(at))
            _check_day(payment.get("date"), wrong, str(at))
            made.append(self.fact(payment["amount"], wrong, paid=True))
            evidence += (*made[-1].evidence, *self.ids(payment.get("evidence"), wrong))
        record = None
        if any(fact.record is not None for fact in made):
            record = sum((f.likely if f.record is None else f.record for f in made), Decimal(0))
        return Fact(
            sum((fact.low for fact in made), Decimal(0)),
            sum((fact.likely for fact in made), Decimal(0)),
            sum((fact.high for fact in made), Decimal(0)),
            record,
            tuple(dict.fromkeys(evidence)),
        )

    def _statements(self, value: Any, wrong: At, place: str) -> list[_Said]:
        if not isinstance(value, dict):
            exact = number(value, wrong, place)
            return [_Said(exact, exact, exact, "worker", None, ())]
        unknown = sorted(set(value) - _KEYS)
        if unknown:
            raise wrong(f"unknown key {unknown[0]}; a range has low, likely, high", place)
        evidence = self.ids(value.get("evidence"), wrong)
        if value.get("grade", "E1") not in Grade.__members__:
            raise wrong(f"{value['grade']!r} is not one of {', '.join(Grade.__members__)}", place)
        by, grade = self._source(value, evidence)
        found = []
        if "record" in value:
            record = number(value["record"], wrong, place)
            found.append(_Said(record, record, record, "employer", Grade.E1, evidence))
        if "value" in value:
            exact = number(value["value"], wrong, place)
            found.append(_Said(exact, exact, exact, by, grade, evidence))
        elif "low" in value or "high" in value:
            found.append(self._range(value, wrong, place, (by, grade, evidence)))
        if len(found) == 0:
            raise wrong("needs a value, or low and high", place)
        return found

    def _range(
        self, value: Any, wrong: At, place: str, source: tuple[str, Grade | None, tuple[str, ...]]
    ) -> _Said:
        if not ("low" in value and "high" in value):
            raise wrong("a range needs both low and high", place)
        low, high = number(value["low"], wrong, place), number(value["high"], wrong, place)
        likely = number(value["likely"], wrong, place) if "likely" in value else (low + high) / 2
        if not low <= likely <= high:
            raise wrong(f"is not in order: low {low}, likely {likely}, high {high}", place)
        return _Said(low, likely, high, *source)

    def _source(self, value: Any, evidence: tuple[str, ...]) -> tuple[str, Grade | None]:
        """Who says it and how well it is founded; what is not written follows from the evidence."""
        known = [self.evidence[id_] for id_ in evidence]
        by = value.get("by") or next((each.asserted_by for each in known), "worker")
        grades = sorted((each.grade for each in known if each.grade), key=lambda g: g.value)
        return by, Grade(value["grade"]) if "grade" in value else next(iter(grades), None)

    def _combined(self, said: Sequence[_Said], *, paid: bool) -> Fact:
        records = [each for each in said if each.by == "employer" or each.grade is Grade.E1]
        others = [each for each in said if each not in records]
        evidence = tuple(dict.fromkeys(id_ for each in said for id_ in each.evidence))
        shown = [each.low if not paid else each.high for each in records]
        record = None if not shown else (min(shown) if paid else max(shown))
        if not others:
            assert record is not None  # noqa: S101 - something was said
            return Fact(record, record, record, record, evidence)
        fact = _agreed(others, evidence)
        if record is None:
            return fact
        if paid:
            high = min(fact.high, record)
            fact = replace(fact, low=min(fact.low, high), high=high)
        else:
            low = max(fact.low, record)
            fact = replace(fact, low=low, high=max(fact.high, low))
        likely = min(max(fact.likely, fact.low), fact.high)
        return replace(fact, likely=likely, record=record)


def _agreed(said: Sequence[_Said], evidence: tuple[str, ...]) -> Fact:
    """What all statements allow; where they exclude each other, all that any of them allows."""
    low, high = max(each.low for each in said), min(each.high for each in said)
    if low > high:
        low, high = min(each.low for each in said), max(each.high for each in said)
    best = min(said, key=lambda e: (e.grade.value if e.grade else "E9", e.likely, e.evidence))
    return Fact(low, min(max(best.likely, low), high), high, None, evidence)
