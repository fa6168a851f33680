"""Suppliers screened against outside lists: by name, by area, by good."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from manumit.core import Because
from manumit.lists import Entry, OutsideList, Party
from manumit.supply.areas import area_bans, located
from manumit.supply.evidence import FEATURES, Pairs, evidence
from manumit.supply.explain import Compared, Explainer, compared, reasons
from manumit.supply.goods import GoodsIndex, goods_matches
from manumit.supply.index import Index
from manumit.supply.judgements import Judgements, supplier_key, verdict
from manumit.supply.model import Match, Screened, Supplier
from manumit.supply.names.columns import Array, Vocabulary
from manumit.supply.names.compare import Words
from manumit.supply.probability import fitted, probability
from manumit.supply.records import Record, Records, record_of, record_of_party, records_as_columns

THRESHOLD = 0.5
CANDIDATES = 20
"""Listed parties that are compared with each name of a supplier."""
AT_ONCE = 1 << 13
"""Suppliers that are compared at once."""
SAME_NUMBER = 9.0
"""Log odds that the same register number adds: two companies share one about once in 10,000."""
PLACES = tuple(
    FEATURES.index(name)
    for name in ("place_both", "place_one", "native_place_one", "area_other", "far")
)
"""What does not speak against a match where the entry covers subsidiaries."""
SAME_CORE = 0.9
"""Share of the distinctive words from which they count as the same."""
NO_JUDGEMENTS = Judgements({})


@dataclass(frozen=True, slots=True)
class _Target:
    """One listed party."""

    list: int
    entry: Entry
    party: Party
    record: Record


@dataclass(frozen=True, slots=True)
class _Found:
    """A supplier, or a parent of it, and a listed party that it may be."""

    target: int
    log_odds: float
    parts: dict[str, float]
    left: Compared
    right: Compared
    parent: str


class Screen:
    """Lists, ready for suppliers.

    Args:
        lists: The lists.
        day: Entries that had not begun or had ended on this day are left out.
        threshold: Probability from which a match is reported.
        judgements: What people decided before.
        language: Language of the reasons.
    """

    def __init__(
        self,
        lists: Sequence[OutsideList],
        day: date,
        *,
        threshold: float = THRESHOLD,
        judgements: Judgements = NO_JUDGEMENTS,
        language: str = "en",
    ) -> None:
        self.lists = lists
        self.threshold = threshold
        self.judgements = judgements
        self.explainers = [Explainer(one, language) for one in lists]
        self.entries = [[e for e in one.entries if in_force(e, day)] for one in lists]
        self.targets = [
            _Target(number, entry, party, record_of_party(entry, party))
            for number, entries in enumerate(self.entries)
            for entry in entries
            for party in entry.who
        ]
        self.numbers: dict[tuple[str, str], list[int]] = {}
        for at, one in enumerate(self.targets):
            for pair in one.record.identifiers:
                self.numbers.setdefault(pair, []).append(at)
        self.vocabulary = Vocabulary()
        self.right = records_as_columns([one.record for one in self.targets], self.vocabulary)
        self.index = Index(self.right.spellings, self.right.owners())
        self.bans = [area_bans(entries) for entries in self.entries]
        self.goods = [GoodsIndex(entries, language) for entries in self.entries]

    @cached_property
    def covers_more(self) -> Array:
        """bool: listed parties whose subsidiaries, ships or sites are covered too."""
        return np.array(
            [one.party.subsidiaries or one.party.kind == "owner" for one in self.targets], bool
        )

    def screen(self, suppliers: Sequence[Supplier]) -> Iterator[Screened]:
        """Each supplier with its matches, in the order given."""
        for start in range(0, len(suppliers), AT_ONCE):
            some = suppliers[start : start + AT_ONCE]
            named = self._named(some)
            for at, supplier in enumerate(some):
                yield self._screened(supplier, named[at])

    def _named(self, suppliers: Sequence[Supplier]) -> list[list[_Found]]:
        """For each supplier the listed parties that it, or a parent of it, may be."""
        found: list[list[_Found]] = [[] for _ in suppliers]
        records = [record_of(supplier) for supplier in suppliers]
        owners = list(range(len(records)))
        if self.covers_more.any():
            for at, supplier in enumerate(suppliers):
                for parent in supplier.parents:
                    if parent not in supplier.names:
                        records.append(Record((parent,)))
                        owners.append(at)
        if len(self.targets) == 0:
            return found
        vocabulary = self.vocabulary.copy()
        left = records_as_columns(records, vocabulary)
        words = Words.of(vocabulary)
        weights = fitted()
        i, j = self._pairs(left, len(suppliers))
        pairs = Pairs(left, self.right, i, j, words)
        measured = evidence(pairs, weights)
        values = measured.values
        _without_places(values, self.covers_more[j])
        same_number = np.array(
            [shares_number(records[a], self.targets[b].record) for a, b in zip(i, j, strict=True)],
            dtype=bool,
        )
        log_odds = weights.log_odds(values) + weights.candidate + SAME_NUMBER * same_number
        start = weights.intercept + weights.candidate
        keys = [supplier_key(one) for one in suppliers] if self.judgements.by_pair else []
        for at in np.nonzero(self._kept(i, j, log_odds, owners, keys))[0].tolist():
            a, b = int(i[at]), int(j[at])
            one, other, parts = compared(pairs, measured, at, start)
            parts["same_number"] = SAME_NUMBER * bool(same_number[at])
            parent = records[a].names[0] if a >= len(suppliers) else ""
            found[owners[a]].append(_Found(b, float(log_odds[at]), parts, one, other, parent))
        return found

    def _pairs(self, left: Records, suppliers: int) -> tuple[Array, Array]:
        """Records on the left, each with the listed parties to compare it with."""
        reading, j, _ = self.index.candidates(left.spellings, CANDIDATES)
        i = left.owners()[reading]
        extra = [
            (at, listed)
            for at, record in enumerate(left.records)
            for pair in record.identifiers
            for listed in self.numbers.get(pair, ())
        ]
        if extra:
            i = np.concatenate((i, [a for a, _ in extra]))
            j = np.concatenate((j, [b for _, b in extra]))
        pairs = np.unique(np.stack((i, j), axis=1), axis=0)
        pairs = pairs[(pairs[:, 0] < suppliers) | self.covers_more[pairs[:, 1]]]
        return pairs[:, 0], pairs[:, 1]

    def _kept(
        self, i: Array, j: Array, log_odds: Array, owners: Sequence[int], keys: Sequence[str]
    ) -> Array:
        """Pairs at or above the threshold, and those that a person has judged."""
        kept = probability(log_odds) >= self.threshold
        if keys:
            for at in np.nonzero(~kept)[0]:
                target = self.targets[j[at]]
                pair = (keys[owners[i[at]]], self.lists[target.list].id, target.entry.id)
                kept[at] = pair in self.judgements.by_pair
        return kept

    def _screened(self, supplier: Supplier, named: Sequence[_Found]) -> Screened:
        matches: dict[tuple[int, str], Match] = {}
        for found in sorted(named, key=lambda one: -one.log_odds):
            target = self.targets[found.target]
            matches.setdefault((target.list, target.entry.id), self._by_name(supplier, found))
        unchecked: dict[str, None] = {}
        for number in range(len(self.lists)):
            for match in self._by_area(supplier, number):
                matches.setdefault((number, match.entry.id), match)
            for match in self._by_good(supplier, number, unchecked):
                matches.setdefault((number, match.entry.id), match)
        kept = [
            judged
            for (number, _), one in matches.items()
            if (judged := self._judged(supplier, number, one)) is not one
            or one.probability >= self.threshold
        ]
        kept.sort(key=lambda one: (-one.probability, one.list, one.entry.id))
        return Screened(supplier, tuple(kept), tuple(unchecked))

    def _by_name(self, supplier: Supplier, found: _Found) -> Match:
        target = self.targets[found.target]
        explainer = self.explainers[target.list]
        likely = float(probability(np.float64(found.log_odds)))
        because = list(reasons(found.left, found.right, found.parts, explainer.language))
        if self.covers_more[found.target]:
            because.append(
                Because(explainer.says("because.covers_more"), rule="screen.covers_more")
            )
        name = found.parent or _name(supplier)
        top = explainer.match(
            target.entry,
            name=name,
            listed=target.party.names[0],
            probability=likely,
            reasons=because,
            key="because.parent_match" if found.parent else "because.match",
        )
        return Match(self.lists[target.list].id, target.entry, "name", likely, "proposed", (top,))

    def _by_area(self, supplier: Supplier, number: int) -> Iterator[Match]:
        explainer = self.explainers[number]
        for found in located(supplier, self.bans[number]):
            says = explainer.says(
                "because.located", text=found.text, place=found.named.place, area=found.place.area
            )
            top = explainer.match(
                found.entry,
                name=_name(supplier),
                listed=found.place.area,
                probability=found.probability,
                reasons=[Because(says, rule="screen.located")],
                key="because.area_match",
            )
            yield Match(
                self.lists[number].id, found.entry, "area", found.probability, "proposed", (top,)
            )

    def _by_good(
        self, supplier: Supplier, number: int, unchecked: dict[str, None]
    ) -> Iterator[Match]:
        found, notes = goods_matches(supplier, self.goods[number])
        unchecked.update(dict.fromkeys(notes))
        for one in found:
            cites = self.explainers[number].cites(one.entry)
            because = tuple(replace(top, cites=cites, rule="screen.good") for top in one.because)
            yield Match(
                self.lists[number].id, one.entry, "good", one.probability, "proposed", because
            )

    def _judged(self, supplier: Supplier, number: int, match: Match) -> Match:
        """The match as the people who judged it left it."""
        if not self.judgements.by_pair:
            return match
        given = self.judgements.on(supplier_key(supplier), match.list, match.entry.id)
        if len(given) == 0:
            return match
        because = (*self.explainers[number].judged(given), *match.because)
        match verdict(given):
            case "same":
                return replace(match, probability=1.0, status="confirmed", because=because)
            case "different":
                return replace(match, probability=0.0, status="rejected", because=because)
        return replace(match, because=because)


def _without_places(values: Array, covered: Array) -> None:
    """Let another place in a name or address not count where subsidiaries are covered.

    Where the distinctive words are the same, the whole name counts as the same too, as the place
    is what it lacks.
    """
    values[np.ix_(covered.nonzero()[0], PLACES)] = 0
    for prefix in ("", "native_"):
        core, whole = (FEATURES.index(f"{prefix}{name}") for name in ("core_less", "whole"))
        same = covered & (values[:, core] >= SAME_CORE)
        values[same, whole] = np.maximum(values[same, whole], SAME_CORE)


def in_force(entry: Entry, day: date) -> bool:
    """Whether an entry had begun and had not ended on a day; what is not stated counts as so."""
    begun = entry.starts is None or entry.starts.first <= day
    ended = entry.status == "ended" if entry.ends is None else entry.ends.last < day
    return begun and not ended


def shares_number(one: Record, other: Record) -> bool:
    """Whether two records have a register number in common."""
    return not set(one.identifiers).isdisjoint(other.identifiers)


def _name(supplier: Supplier) -> str:
    """What a supplier is called in sentences."""
    return supplier.names[0] if supplier.names else supplier.address
