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


def where(condition: bool, one: T, other: T) -> T:
    """`one` where the condition holds, else `other`."""
    if condition is True:
        return one
    if condition is False:
        return other
    import numpy as np

    chosen: Any = np.where(condition, one, other)  # type: ignore[call-overload]
    return chosen  # type: ignore[no-any-return]


def anywhere(condition: bool) -> bool:
    """Whether the condition holds at all."""
    return condition if isinstance(condition, bool) else bool(condition.any())


def most(one: Decimal, other: Decimal) -> Decimal:
    """The greater of two."""
    if type(one) is Decimal and type(other) is Decimal:
        return max(one, other)
    import numpy as np

    found: Decimal = np.maximum(one, other)  # type: ignore[call-overload]
    return found


def least(one: Decimal, other: Decimal) -> Decimal:
    """The lesser of two."""
    if type(one) is Decimal and type(other) is Decimal:
        return min(one, other)
    import numpy as np

    found: Decimal = np.minimum(one, other)  # type: ignore[call-overload]
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
    import numpy as np

    found: Any = np.frompyfunc(lambda value: plain.rounded(value, rounding), 1, 1)
    return found  # type: ignore[no-any-return]


def among(name: str, names: Collection[str]) -> bool:
    """Whether a name is one of some."""
    if isinstance(name, str):
        return name in names
    import numpy as np

    found: Any = np.isin(name, list(names))
    return found  # type: ignore[no-any-return]
