"""Estimates in the words of a language."""

from dataclasses import dataclass

from manumit.core import Citation
from manumit.estimate import Note
from manumit.reference.words import say
from manumit.report.claims.phrases import Json, Phrases

SOURCES = {
    "stepwise": Citation(
        "chan2021",
        "Chan, Silverman and Vincent, Multiple systems estimation for sparse capture data, "
        "Journal of the American Statistical Association 116 (2021) 1297-1306",
        "https://arxiv.org/abs/1902.05156",
    ),
    "bic": Citation(
        "silverman2024",
        "Silverman, Chan and Vincent, Bootstrapping multiple systems estimates to account for "
        "model selection, Statistics and Computing 34:44 (2024)",
        "https://arxiv.org/abs/2303.17856",
    ),
    "loglinear": Citation(
        "fienberg1972",
        "Fienberg, The multiple recapture census for closed populations and incomplete 2^k "
        "contingency tables, Biometrika 59 (1972) 591-603",
    ),
    "chao": Citation(
        "chao1987",
        "Chao, Estimating the population size for capture-recapture data with unequal "
        "catchability, Biometrics 43 (1987) 783-791",
    ),
    "coverage": Citation(
        "chao1998",
        "Chao and Tsay, A sample coverage approach to multiple-system estimation, Journal of the "
        "American Statistical Association 93 (1998) 283-293",
    ),
    "chapman": Citation(
        "chapman1951",
        "Chapman, Some properties of the hypergeometric distribution with applications to "
        "zoological sample censuses (1951)",
    ),
}
EXISTENCE = Citation(
    "fienberg2012",
    "Fienberg and Rinaldo, Maximum likelihood estimation in log-linear models, Annals of "
    "Statistics 40 (2012) 996-1023",
    "https://arxiv.org/abs/1104.3618",
)
"""What decides whether the estimate of a log-linear model exists."""

_SHARES = frozenset({"coverage"})


@dataclass(frozen=True, slots=True)
class EstimatePhrases(Phrases):
    """The words of estimates in one language, beside those of claims."""

    def of(self, key: str, **values: object) -> str:
        """The phrase of a key of estimates, with its values filled in."""
        return say(f"estimate.{key}", self.language, **values)

    def note(self, kind: str, note: Note) -> str:
        """A note of a kind, such as `warn`, in a sentence."""
        shown = {name: self._shown(name, value) for name, value in note.values.items()}
        return self.of(f"{kind}.{note.key}", **shown)

    def count(self, number: float) -> str:
        """A number of people, with its thousands apart."""
        return self.kept(f"{round(number):,}".replace(",", "\u202f"))

    def value(self, found: Json) -> str:
        """The estimate of a method, or that there is none."""
        value = found["estimate"]
        return self.of("no_number") if value is None else self.count(value)

    def interval(self, ends: list[float | None] | None) -> str:
        """An interval, or a dash where there is none."""
        if ends is None or ends[0] is None:
            return "–"
        if ends[1] is None:
            return self.of("at_least", low=self.count(ends[0]))
        return self.of("range", low=self.count(ends[0]), high=self.count(ends[1]))

    def changed(self, found: Json) -> str:
        """What was done to the lists."""
        names = self.kept(" + ".join(found["lists"]))
        return self.of(found["change"], lists=names)

    def _shown(self, name: str, value: object) -> str:
        if not isinstance(value, int | float):
            return str(value)
        if name in _SHARES:
            return self.kept(f"{100 * value:.0f}\u00a0%")
        if name == "seed":
            return self.kept(value)
        if isinstance(value, float) and value < 10:
            return self.kept(f"{value:.1f}" if value >= 1 else f"{value:g}")
        return self.count(value)
