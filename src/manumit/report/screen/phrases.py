"""Matches in the words of a language."""

from collections.abc import Iterator
from dataclasses import dataclass

from manumit.core import Because
from manumit.lists import OutsideList
from manumit.lists.load import BUILT_IN
from manumit.reference import word
from manumit.report.claims.phrases import Phrases
from manumit.report.funds.phrases import of_100
from manumit.report.maps import name_of
from manumit.supply.model import Match, Supplier

WEIGHTIEST = 2
"""Reasons that a line of a table has room for."""


@dataclass(frozen=True, slots=True)
class ScreenPhrases(Phrases):
    """The words of screening in one language, beside those of claims."""

    def page(self, key: str, **values: object) -> str:
        """The word of a key of the report, with its values filled in."""
        return word(f"screen.page.{key}", self.language).format(**values)

    def count(self, number: int) -> str:
        """A number with its thousands apart."""
        return self.kept(f"{number:,}".replace(",", "\u202f"))

    def pair(self, key: str, value: object) -> str:
        """A key in words, and its value."""
        return self.page("pair", label=self.page(key), value=value)

    def probability(self, value: float) -> str:
        """A probability in percent, after `<` or `>` where rounding would make it certain."""
        number, side = of_100(f"{value:.6f}")
        return self.kept(f"{side}\u00a0{number}\u00a0%".strip())

    def territory(self, code: str) -> str:
        """Name of a territory, or that it is not known."""
        return name_of(code, self.language) if code else self.page("territory_unknown")

    def row(self, supplier: Supplier) -> str:
        """Where a supplier stands: file, sheet and row."""
        file = f"{supplier.file} ({supplier.sheet})" if supplier.sheet else supplier.file
        return self.page("row", file=self.kept(file), row=supplier.row)

    def origin(self, one: OutsideList) -> str:
        """Where a list comes from."""
        return self.page("built_in") if one.origin == BUILT_IN else one.origin

    def day(self, one: OutsideList) -> str:
        """Day of the edition of a list, or that it is not known."""
        return self.kept(one.as_of.isoformat()) if one.as_of else self.page("day_unknown")

    def why(self, match: Match) -> str:
        """The weightiest reasons in one line, each with what it adds."""
        reasons = list(_grounds(match))[:WEIGHTIEST]
        return " · ".join(f"{each.says.rstrip('.')}{_added(each.value)}" for each in reasons)


def name_of_supplier(supplier: Supplier) -> str:
    """The name of a supplier; empty if the file gives none."""
    return supplier.names[0] if supplier.names else ""


def _grounds(match: Match) -> Iterator[Because]:
    """What a match rests on: judgements, then reasons in the order of their weight."""
    for top in match.because:
        if len(top.because) == 0:
            yield top
        yield from (each for each in top.because if each.rule != "screen.start")


def _added(value: object) -> str:
    """What a reason adds to the log odds, in brackets; other weights are left to the details."""
    text = "" if value is None else str(value)
    return f" ({text})" if text.startswith(("+", "-")) else ""
