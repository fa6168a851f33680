"""Money is a decimal amount with its currency."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in one currency (ISO 4217 code); never a float, never without a currency.

    Raises:
        TypeError: The amount is not a Decimal.
        ValueError: The currency is not three capital letters, or two currencies are mixed.

    Example:
        >>> str(Money(Decimal("10.50"), "EUR") + Money(Decimal("1"), "EUR"))
        '11.50 EUR'
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money needs a Decimal, not {type(self.amount).__name__}.")
        if not self.amount.is_finite():
            raise ValueError("Money needs a finite amount.")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"Not a currency code: {self.currency!r}. Use one like EUR.")

    def _same(self, other: "Money") -> Decimal:
        if self.currency != other.currency:
            raise ValueError(f"Cannot combine {self.currency} with {other.currency}.")
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
