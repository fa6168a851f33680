"""Rounding of money: to the unit that a law names, or to the smallest unit of the currency."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import cache

from manumit.reference import minor_units
from manumit.reference.wage_scheme import Mode, Rounding

_MODES: dict[Mode, str] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}


_SURE = Decimal("1e-12")
"""Finer than any unit of money."""


def rounded(value: Decimal, rounding: Rounding | None) -> Decimal:
    """A value rounded to a unit; as it is when there is no rounding.

    Example:
        >>> rounded(Decimal("13.636"), Rounding(unit=Decimal("0.01")))
        Decimal('13.64')
    """
    return value if rounding is None else rounder(rounding)(value)


@cache
def rounder(rounding: Rounding) -> Callable[[Decimal], Decimal]:
    """What rounds a value to a unit."""
    unit, mode, whole = rounding.unit, _MODES[rounding.mode], Decimal(1)
    if unit.as_tuple().digits == (1,):
        return lambda value: value.quantize(_SURE).quantize(unit, mode)
    return lambda value: (value.quantize(_SURE) / unit).quantize(whole, mode) * unit


def nearly_exact(value: Decimal) -> Decimal:
    """A value to twelve places, so that what a division left a hair below a tie is one again."""
    return value.quantize(_SURE)


@cache
def to_minor_unit(currency: str) -> Rounding:
    """Rounding half up to the smallest unit of a currency, such as the cent.

    Source:
        ISO 4217, minor units.
    """
    return Rounding(unit=Decimal(1).scaleb(-minor_units(currency)))
