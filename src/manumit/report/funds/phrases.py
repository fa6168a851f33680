"""Amounts, shares and chances of a fund in the words of a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from manumit.reference import word
from manumit.report.claims.phrases import Phrases

Json: TypeAlias = Mapping[str, Any]

ENDS = ("low", "likely", "high")


@dataclass(frozen=True, slots=True)
class FundPhrases(Phrases):
    """The words of funds in one language, beside those of claims."""

    def fund(self, key: str, **values: object) -> str:
        """The word of a key of funds, with its values filled in."""
        return word(f"fund.{key}", self.language).format(**values)

    def policy(self, found: Json) -> str:
        """The name of a policy."""
        return self.fund(f"policy.{found['policy']}")

    def gives(self, found: Json, document: Json) -> str:
        """What a policy pays, in a sentence."""
        cap = document["plan"]["cap"]
        shown = "" if cap is None else self.money(cap, document["currency"])
        return self.fund(f"gives.{found['policy']}", cap=shown)

    def whole(self, found: Json) -> dict[str, str]:
        """A range of amounts as its middle figure, and a note from low to high."""
        return self.figure({end: str(in_units(found[end])) for end in ENDS})

    def percent(self, share: str) -> str:
        """A share of the plan, exactly as given."""
        exact = format((100 * Decimal(share)).normalize(), "f")
        return self.kept(f"{exact}\u00a0%")

    def rounded_down(self, share: str) -> str:
        """A share of awards, rounded down, so that `at least` stays true."""
        return self.kept(f"{int(100 * Decimal(share))}\u00a0%")

    def shares(self, found: Json | None) -> dict[str, str]:
        """A share of awards as its middle figure, and a note from low to high."""
        if found is None:
            return {"main": self("not_known"), "note": ""}
        low, likely, high = (self.rounded_down(found[end]) for end in ENDS)
        return {"main": likely, "note": "" if low == high else self("range", low=low, high=high)}

    def chance(self, chance: str) -> str:
        """A chance in percent, after `<` or `>` where rounding would hide that it is one."""
        number, side = of_100(chance)
        return self.kept(f"{side}\u00a0{number}\u00a0%".strip())

    def futures(self, chance: str) -> str:
        """A chance as futures of 100, inside a sentence."""
        number, side = of_100(chance)
        bounded = {"<": "fewer_than_1", ">": "more_than_99"}
        return self.fund(bounded[side]) if side else number


def in_units(amount: str, unit: int = 1) -> Decimal:
    """An amount in whole units, halves rounded up, and zero without a sign.

    Example:
        >>> in_units("1499.50"), in_units("1499.50", 1000), in_units("-0.20")
        (Decimal('1500'), Decimal('1'), Decimal('0'))
    """
    return (Decimal(amount) / unit).quantize(Decimal(1), ROUND_HALF_UP) + 0


def of_100(chance: str) -> tuple[str, str]:
    """A chance as a number of 100, and `<` or `>` where rounding would make it none or all.

    Example:
        >>> of_100("0.0004"), of_100("0.415"), of_100("1.0000")
        (('1', '<'), ('42', ''), ('100', ''))
    """
    value = 100 * Decimal(chance)
    if 0 < value < 1:
        return "1", "<"
    if 99 < value < 100:
        return "99", ">"
    return str(value.quantize(Decimal(1), ROUND_HALF_UP)), ""
