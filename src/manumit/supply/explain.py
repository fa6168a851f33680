"""Why two records match, as reasons: each group of evidence, and what it adds to the log odds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from manumit.core import Because, Citation
from manumit.lists import Entry, OutsideList
from manumit.reference import word
from manumit.supply.evidence import FEATURES, Evidence, Pairs
from manumit.supply.judgements import Judgement
from manumit.supply.names.lexicon import Kind
from manumit.supply.names.parse import Name
from manumit.supply.probability import fitted
from manumit.supply.records import Record

_OF_NAMES = {
    "core": (
        "core_less",
        "core_more",
        "joined",
        "whole",
        "core_found",
        "core_extra",
        "core_other",
        "initials",
        "native",
    ),
    "trade": ("trade_both", "trade_one", "trade_same"),
    "place": ("place_both", "place_one", "place_same"),
    "number": ("number_conflict", "number_one", "number_same"),
    "form": ("form_same", "form_other", "form_one"),
}
GROUPS: dict[str, tuple[str, ...]] = {
    group: (*features, *(f"native_{feature}" for feature in features))
    for group, features in _OF_NAMES.items()
} | {
    "territory": ("territory_same", "territory_other"),
    "area": ("area_same", "area_other"),
    "address": (
        "address_alike",
        "address_other",
        "address_word_same",
        "address_word_other",
        "address_place_same",
        "address_place_other",
        "address_number_same",
        "address_number_other",
    ),
    "distance": ("near", "far"),
    "parent": ("parent_same", "parent_other"),
    "identifier": ("same_number",),
}
"""Features that one sentence speaks of."""

LEAST_SHOWN = 0.05
"""Log odds below which a group is not worth a sentence."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of a comparison: a record, and the reading of its name that was compared."""

    record: Record
    reading: Name

    def of(self, group: str) -> str:
        """What this side has of a group of evidence; empty if nothing."""
        record = self.record
        point = "{:.3f}, {:.3f}".format(*record.point) if record.point else ""
        numbers = ", ".join(f"{kind} {number}" for kind, number in record.identifiers)
        found = {
            "territory": record.territory,
            "area": record.area,
            "address": record.address,
            "distance": point,
            "parent": "; ".join(record.parents),
            "identifier": numbers,
        }
        if group in found:
            return found[group]
        if group == "core":
            return self._words(Kind.DISTINCT) or self._words(Kind.TRADE, Kind.PLACE)
        return self._words(Kind[group.upper()])

    def _words(self, *kinds: Kind) -> str:
        pairs = zip(self.reading.words, self.reading.kinds, strict=True)
        return " ".join(one for one, kind in pairs if kind in kinds)


def says(key: str, language: str, **values: str) -> str:
    """A sentence of screening, by its key."""
    return word(f"screen.{key}", language).format(**values)


def shown(log_odds: float) -> str:
    """A part of the log odds, with its sign."""
    return f"{log_odds:+.2f}"


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains matches with one list in one language.

    Attributes:
        list: The list.
        language: Language of the sentences.
    """

    list: OutsideList
    language: str = "en"

    def says(self, key: str, **values: str) -> str:
        """A sentence of screening in the language of this explainer, by its key."""
        return says(key, self.language, **values)

    def cites(self, entry: Entry) -> tuple[Citation, ...]:
        """The list, and the provision of the entry."""
        title = ", ".join(part for part in (self.list.title, entry.provision) if part)
        return (Citation(f"{self.list.id}.{entry.id}", title, self.list.href),)

    def match(  # noqa: PLR0913 - what was compared, and what came of it
        self,
        entry: Entry,
        *,
        name: str,
        listed: str,
        probability: float,
        reasons: Iterable[Because],
        key: str = "because.match",
    ) -> Because:
        """The node on top: what may be what, by which list and provision."""
        return Because(
            self.says(key, name=name, listed=listed, list=self.list.title),
            value=f"{probability:.2f}",
            rule=f"screen.{key.rpartition('.')[2]}",
            cites=self.cites(entry),
            because=tuple(reasons),
        )

    def judged(self, judgements: Iterable[Judgement]) -> Iterator[Because]:
        """One reason for each judgement, the latest first."""
        for judgement in reversed(tuple(judgements)):
            yield Because(
                self.says(
                    f"because.judged.{judgement.verdict}",
                    who=judgement.who,
                    when=judgement.when.isoformat(),
                    why=judgement.why,
                ),
                rule="screen.judged",
            )


def compared(
    pairs: Pairs, found: Evidence, at: int, start: float
) -> tuple[Compared, Compared, dict[str, float]]:
    """Both sides of one pair, and what each feature adds to its log odds.

    Args:
        pairs: The pairs.
        found: Their evidence.
        at: Place of the pair.
        start: Its log odds before any evidence.
    """
    added = fitted().parts(found.values[at : at + 1])[0].tolist()
    parts = dict(zip(FEATURES, added, strict=True)) | {"intercept": start}
    left, right = pairs.left, pairs.right
    one = Compared(left.records[pairs.i[at]], left.reading(int(found.left[at])))
    other = Compared(right.records[pairs.j[at]], right.reading(int(found.right[at])))
    return one, other, parts


def reasons(
    left: Compared, right: Compared, parts: Mapping[str, float], language: str
) -> Iterator[Because]:
    """One reason for each group of evidence that counts, the weightiest first.

    Args:
        left: One side.
        right: The other.
        parts: What each feature, and the intercept, adds to the log odds.
        language: Language of the sentences.
    """
    none = says("none", language)
    sums = {group: sum(parts.get(feature, 0) for feature in of) for group, of in GROUPS.items()}
    for group in sorted(sums, key=lambda one: -abs(sums[one])):
        if abs(sums[group]) >= LEAST_SHOWN:
            one, other = left.of(group) or none, right.of(group) or none
            yield Because(
                says(f"because.{group}", language, left=one, right=other),
                value=shown(sums[group]),
                rule=f"screen.{group}",
            )
    yield Because(
        says("because.start", language), value=shown(parts["intercept"]), rule="screen.start"
    )
