"""Quantities known only within bounds."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity as low, likely and high, in one unit.

    Attributes:
        low: Least value that the evidence allows.
        likely: Best single value; None means that none can be named.
        high: Greatest value that the evidence allows.
        unit: Unit of all three.

    Raises:
        ValueError: The three are not in order.

    Example:
        >>> str(Range(Decimal(8), None, Decimal(11), "h") + Range.exactly(Decimal(1), "h"))
        '9 to 12 h'
    """

    low: Decimal
    likely: Decimal | None
    high: Decimal
    unit: str = ""

    def __post_init__(self) -> None:
        middle = self.low if self.likely is None else self.likely
        if not self.low <= middle <= self.high:
            raise ValueError(f"Not in order: {self.low}, {self.likely}, {self.high}.")

    @classmethod
    def exactly(cls, value: Decimal, unit: str = "") -> "Range":
        """A quantity that is known."""
        return cls(value, value, value, unit)

    def __add__(self, other: "Range") -> "Range":
        """Sum of two quantities of one unit; likely stays unknown if either is."""
        if self.unit != other.unit:
            raise ValueError(f"Cannot add {other.unit or 'no unit'} to {self.unit or 'no unit'}.")
        likely = None
        if self.likely is not None and other.likely is not None:
            likely = self.likely + other.likely
        return Range(self.low + other.low, likely, self.high + other.high, self.unit)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.low == self.high:
            return f"{self.low}{unit}"
        likely = "" if self.likely is None else f", likely {self.likely}"
        return f"{self.low} to {self.high}{unit}{likely}"
