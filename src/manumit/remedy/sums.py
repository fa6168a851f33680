"""Arithmetic as it is printed, and its replay: `6 × 6.00 = 36.00`."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from manumit.remedy.rounding import nearly_exact

_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|[()×÷+−])")
LONGEST = 6
"""Decimal places up to which a number is printed as such; a longer one is printed as its sum."""


def plain(value: Decimal) -> str:
    """A number as people write it, with no exponent and no empty places beyond two.

    Example:
        >>> plain(Decimal("40")), plain(Decimal("12.50")), plain(Decimal("1E+2"))
        ('40', '12.50', '100')
    """
    text = f"{value:f}"
    if "." not in text:
        return text.replace("-", "−")
    whole, places = text.split(".")
    places = places.rstrip("0")
    places = places.ljust(2, "0") if places else ""
    return f"{whole}{'.' + places if places else ''}".replace("-", "−")


def is_short(value: Decimal) -> bool:
    """Whether a number can be printed as such."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= LONGEST


def shown(value: Decimal) -> str:
    """A number for reading alone: a long one to two places.

    Example:
        >>> shown(Decimal("12.345")), shown(Decimal(1) / 3)
        ('12.345', '0.33')
    """
    return plain(value if is_short(value) else value.quantize(Decimal("0.01")))


def number_or(value: Decimal, expression: str) -> str:
    """A short number as such, else the arithmetic that it comes from, in brackets."""
    return plain(value) if is_short(value) else f"({expression})"


def replay(arithmetic: str) -> bool:
    """Whether a printed sum comes out: what stands before `=`, rounded half up, is what follows.

    Raises:
        ValueError: It is not a sum of numbers, brackets and the four signs.

    Example:
        >>> replay("46 × 12.00 + 36 = 588.00"), replay("1 ÷ 3 = 0.34")
        (True, False)
    """
    left, _, right = arithmetic.rpartition(" = ")
    shown = Decimal(right.replace("−", "-"))
    tokens = _Tokens(left)
    value = _sum(tokens)
    if next(tokens, None) is not None:
        raise ValueError(f"not a sum: {arithmetic}")
    return nearly_exact(value).quantize(shown, ROUND_HALF_UP) == shown


class _Tokens(Iterator[str]):
    """Tokens of a sum, with a look at the next one."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text.strip(), 0

    def peek(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        return "" if found is None else found.group(1)

    def __next__(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            if self.at < len(self.text):
                raise ValueError(f"not a sum: {self.text}")
            raise StopIteration
        self.at = found.end()
        return found.group(1)


def _sum(tokens: _Tokens) -> Decimal:
    value = _product(tokens)
    while tokens.peek() in ("+", "−"):
        sign = next(tokens)
        other = _product(tokens)
        value = value + other if sign == "+" else value - other
    return value


def _product(tokens: _Tokens) -> Decimal:
    value = _factor(tokens)
    while tokens.peek() in ("×", "÷"):
        sign = next(tokens)
        other = _factor(tokens)
        value = value * other if sign == "×" else value / other
    return value


def _factor(tokens: _Tokens) -> Decimal:
    found = next(tokens, "")
    if found == "−":
        return -_factor(tokens)
    if found == "(":
        value = _sum(tokens)
        if next(tokens, "") != ")":
            raise ValueError(f"a bracket stays open: {tokens.text}")
        return value
    return Decimal(found)
