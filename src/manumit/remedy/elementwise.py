"""Choices that hold for one exact number and, element by element, for arrays of them.

A formula written with these serves one period, whose quantities are `Decimal`, and many periods at
once, whose quantities are NumPy arrays of `Decimal`; the digits are the same in both. Types name
the single number. NumPy is loaded only once an array comes in.
"""

from collections.abc import Callable, Collection
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from manumit.reference.wage_scheme import Rounding
from manumit.remedy import rounding as plain

T = TypeVar("T")
ZERO, ONE = Decimal(0), Decimal(1)


def _numpy() -> Any:
    import numpy as np

    return np


def where(condition: bool, one: T, other: T) -> T:
    """`one` where the condition holds, else `other`."""
    if isinstance(condition, bool):
        return one if condition else other
    chosen: T = _numpy().where(condition, one, other)
    return chosen


def anywhere(condition: bool) -> bool:
    """Whether the condition holds at all."""
    found: Any = condition
    return found if isinstance(found, bool) else bool(found.any())


def same(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two are equal all through."""
    if one is other or one is None or other is None:
        return one is other
    if type(one) is Decimal and type(other) is Decimal:
        return one == other
    return bool(_numpy().array_equal(one, other))


def most(one: Decimal, other: Decimal) -> Decimal:
    """The greater of two."""
    if type(one) is Decimal and type(other) is Decimal:
        return max(one, other)
    found: Decimal = _numpy().maximum(one, other)
    return found


def least(one: Decimal, other: Decimal) -> Decimal:
    """The lesser of two."""
    if type(one) is Decimal and type(other) is Decimal:
        return min(one, other)
    found: Decimal = _numpy().minimum(one, other)
    return found


def over(value: Decimal, divisor: Decimal) -> Decimal:
    """A quotient; zero where the divisor is."""
    some = divisor != 0
    return where(some, value / where(some, divisor, ONE), ZERO)


def rounded(value: Decimal, rounding: Rounding | None) -> Decimal:
    """A value rounded to a unit; as it is when there is no rounding."""
    if rounding is None or type(value) is Decimal:
        return plain.rounded(value, rounding)
    return _rounds(rounding)(value)


@cache
def _rounds(rounding: Rounding) -> Callable[[Decimal], Decimal]:
    found: Callable[[Decimal], Decimal] = _numpy().frompyfunc(plain.rounder(rounding), 1, 1)
    return found


def among(name: str, names: Collection[str]) -> bool:
    """Whether a name is one of some."""
    if isinstance(name, str):
        return name in names
    found: bool = _numpy().isin(name, list(names))
    return found
