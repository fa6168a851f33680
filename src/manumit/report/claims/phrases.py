"""Amounts, periods and heads of a claim in the words of a language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias
from unicodedata import bidirectional

from manumit.reference import word
from manumit.report.html import RIGHT_TO_LEFT

Json: TypeAlias = Mapping[str, Any]
_OPEN, _CLOSE = "\u2066", "\u2069"
"""Isolates that keep an amount or a code in one piece inside text from right to left."""

_MARKS = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def decimal(value: str | None) -> Decimal | None:
    """An amount of a claim document; None where it is not known."""
    return None if value is None else Decimal(value)


def amount(value: Decimal | str) -> str:
    """An amount with its thousands apart; a point stands before the decimals in every language.

    Example:
        >>> amount("-17132.31").replace(chr(0x202f), "_")
        '−17_132.31'
    """
    return f"{Decimal(value):,f}".replace(",", "\u202f").replace("-", "\u2212")


def unmarked(text: str) -> str:
    """Text without the marks of direction, for a terminal that does not know them."""
    return text.translate(_MARKS)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of claims in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The word of a key of claims, with its values filled in."""
        return word(f"claim.{key}", self.language).format(**values)

    @property
    def direction(self) -> str:
        """`rtl` for languages written from right to left, else `ltr`."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def kept(self, text: object) -> str:
        """A code, day, amount or title that keeps its own direction."""
        own = any(bidirectional(letter) in ("R", "AL") for letter in str(text))
        return str(text) if own or self.direction == "ltr" else f"{_OPEN}{text}{_CLOSE}"

    def money(self, value: Decimal | str, currency: str = "") -> str:
        """An amount, after its currency when one is given."""
        return self.kept(f"{currency}\u00a0{amount(value)}" if currency else amount(value))

    def span(self, found: Json, currency: str = "") -> str:
        """A range in words: one amount, `36.00 to 40.00`, or `at least 36.00`."""
        low, high = found["low"], found["high"]
        if high is None:
            return self("at_least", low=self.money(low, currency))
        if Decimal(low) == Decimal(high):
            return self.money(low, currency)
        return self("range", low=self.money(low, currency), high=self.money(high, currency))

    def figure(self, found: Json, currency: str = "") -> dict[str, str]:
        """A range as its best single figure, `main`, and a `note` with what is open about it."""
        span, likely = self.span(found, currency), found["likely"]
        if likely is None:
            return {"main": span, "note": "" if exact(found) else self("no_likely")}
        return {"main": self.money(likely, currency), "note": "" if exact(found) else span}

    def sentence(self, found: Json, currency: str) -> str:
        """A range inside a sentence: the likely figure, with its bounds in brackets."""
        figure = self.figure(found, currency)
        return f"{figure['main']} ({figure['note']})" if figure["note"] else figure["main"]

    def cells(self, found: Json) -> list[str]:
        """Low, likely and high for a table; a dash where none can be named."""
        ends = (found["low"], found["likely"], found["high"])
        return ["–" if end is None else self.money(end) for end in ends]

    def days(self, period: Json | None) -> str:
        """A period of days, or that it is not known."""
        if period is None:
            return self("not_known")
        start, end = period["from"], period["to"]
        if start == end:
            return self.kept(start)
        return self("days", **{"from": self.kept(start), "to": self.kept(end)})

    def named(self, kind: str, code: str) -> str:
        """The word for a code of a kind, such as a head; the code itself where there is none."""
        try:
            return self(f"{kind}.{code}")
        except KeyError:
            return self.kept(code.replace("_", " "))


def exact(found: Json) -> bool:
    """Whether a range is one known amount."""
    return found["high"] is not None and Decimal(found["low"]) == Decimal(found["high"])


def nothing(found: Json) -> bool:
    """Whether a range is known to be zero."""
    return exact(found) and Decimal(found["low"]) == 0


def steps(claim: Json) -> Iterator[tuple[str, Json]]:
    """The way from what was due to the total: key of a word, and range; idle steps are left out."""
    yield from ((name, claim[name]) for name in ("due", "paid", "underpayment"))
    if claim["arrears"] != claim["underpayment"]:
        yield "arrears", claim["arrears"]
    if claim["multiplied"] != claim["arrears"]:
        yield "multiplied", claim["multiplied"]
    if not nothing(claim["interest"]):
        yield "interest", claim["interest"]
    repaid = -Decimal(claim["repaid"])
    if repaid:
        yield "head.repaid", dict.fromkeys(("low", "likely", "high"), str(repaid))
    yield "total", claim["total"]


def total(ranges: Iterable[Json]) -> dict[str, str | None]:
    """Sum of ranges; an end stays unknown when it is unknown in one of them."""
    found = list(ranges)

    def add(end: str) -> str | None:
        values = [each[end] for each in found]
        known = [Decimal(value) for value in values if value is not None]
        return str(sum(known, Decimal(0))) if len(known) == len(values) else None

    return {end: add(end) for end in ("low", "likely", "high")}
