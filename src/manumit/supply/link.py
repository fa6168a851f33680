"""Two lists linked: for each record on the left, the likeliest on the right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from manumit.core import Because
from manumit.supply.evidence import Evidence, Pairs, evidence
from manumit.supply.explain import compared, reasons
from manumit.supply.index import Index
from manumit.supply.names.columns import Array, Vocabulary
from manumit.supply.names.compare import Words
from manumit.supply.probability import fitted, probability
from manumit.supply.records import Record, Records, records_as_columns

CANDIDATES = 20
"""Records on the right that are compared with each name on the left."""
AT_ONCE = 1 << 13


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of records with their probabilities, ready to be explained.

    Attributes:
        left: int64 array of shape (n,): places on the left, in order; of one the likeliest first.
        right: int64 array of shape (n,): places on the right.
        probability: float array of shape (n,).
        because: For each pair, why; empty unless asked for.
    """

    left: Array
    right: Array
    probability: Array
    because: tuple[tuple[Because, ...], ...] = ()


class Linker:
    """A list to be matched against.

    Args:
        records: The records on the right.
        with_parents: Whether records are also looked up by the names of their parents, as sites
            of which one list gives the plant's name and another the company's.
    """

    def __init__(self, records: Sequence[Record], *, with_parents: bool = True) -> None:
        self.with_parents = with_parents
        self.vocabulary = Vocabulary()
        self.right = records_as_columns(records, self.vocabulary)
        self.index = Index(*self._lookups(self.right))

    def _lookups(self, records: Records) -> tuple[list[str], Array]:
        names, owners = records.spellings, records.owners()
        if not self.with_parents:
            return names, owners
        return names + records.parent_spellings, np.concatenate((owners, records.parent_owners()))

    def link(self, left: Sequence[Record], top: int, *, language: str | None = None) -> Links:
        """The likeliest records on the right for each on the left.

        Args:
            left: Records.
            top: Records on the right for each, at most.
            language: Language of the reasons; None for no reasons.
        """
        parts = [
            self._some(left[start : start + AT_ONCE], start, top, language)
            for start in range(0, len(left), AT_ONCE)
        ]
        if len(parts) == 0:
            none = np.zeros(0, dtype=np.int64)
            return Links(none, none, none.astype(float))
        return Links(
            np.concatenate([part.left for part in parts]),
            np.concatenate([part.right for part in parts]),
            np.concatenate([part.probability for part in parts]),
            tuple(because for part in parts for because in part.because),
        )

    def _some(self, left: Sequence[Record], start: int, top: int, language: str | None) -> Links:
        vocabulary = self.vocabulary.copy()
        columns = records_as_columns(left, vocabulary)
        lookups, owners = self._lookups(columns)
        text, j, _ = self.index.candidates(lookups, CANDIDATES)
        chosen = np.unique(np.stack((owners[text], j), axis=1), axis=0)
        i, j = chosen[:, 0], chosen[:, 1]
        weights = fitted()
        pairs = Pairs(columns, self.right, i, j, Words.of(vocabulary))
        found = evidence(pairs, weights)
        log_odds = weights.log_odds(found.values) + weights.candidate
        order = np.lexsort((j, -log_odds, i))
        rank = np.arange(len(order)) - np.searchsorted(i[order], i[order])
        kept = order[rank < top]
        because: tuple[tuple[Because, ...], ...] = ()
        level = weights.intercept + weights.candidate
        if language is not None:
            because = tuple(
                tuple(explained(pairs, found, at, language, level)) for at in kept.tolist()
            )
        return Links(i[kept] + start, j[kept], probability(log_odds[kept]), because)


def score_pairs(
    left: Sequence[Record], right: Sequence[Record], *, language: str | None = None
) -> Links:
    """The probability that each record is the one at the same place on the other side.

    Args:
        left: Records.
        right: As many.
        language: Language of the reasons; None for no reasons.
    """
    vocabulary = Vocabulary()
    one, i = _once(left, vocabulary)
    other, j = _once(right, vocabulary)
    weights = fitted()
    pairs = Pairs(one, other, i, j, Words.of(vocabulary))
    found = evidence(pairs, weights)
    because: tuple[tuple[Because, ...], ...] = ()
    if language is not None:
        because = tuple(
            tuple(explained(pairs, found, at, language, weights.intercept)) for at in range(len(i))
        )
    at = np.arange(len(i))
    return Links(at, at, probability(weights.log_odds(found.values)), because)


def _once(records: Sequence[Record], vocabulary: Vocabulary) -> tuple[Records, Array]:
    """Each record once that is given several times, and the place of each of those given."""
    place = {id(record): record for record in records}
    number = {key: at for at, key in enumerate(place)}
    at = np.fromiter((number[id(record)] for record in records), dtype=np.int64, count=len(records))
    return records_as_columns(list(place.values()), vocabulary), at


def explained(
    pairs: Pairs, found: Evidence, at: int, language: str, start: float
) -> Sequence[Because]:
    """Why one pair has its probability; `start` is its log odds before any evidence."""
    one, other, parts = compared(pairs, found, at, start)
    return tuple(reasons(one, other, parts, language))
