"""Candidates: for each text, those of a long list that share most of its rarer letter triples."""

from collections.abc import Sequence

import numpy as np

from manumit.supply.names.columns import Array

QUERIES_AT_ONCE = 256
LEAST = 0.15
"""Cosine of two texts below which one is no candidate for the other."""
OF_BEST = 0.3
"""Share of the best candidate's cosine below which another is not one."""
RAREST = 16
"""Triples of a text that are looked up, the rarest of them; the commoner ones tell little and cost
most."""


class Index:
    """Letter triples of texts, by triple, each weighted by how rare it is.

    The cosine of two texts is that of their sets of triples, each with the weight
    `log((1 + n) / (1 + texts that have it)) + 1` (inverse document frequency), as in
    vector-space retrieval (Salton and Buckley 1988).
    """

    def __init__(self, texts: Sequence[str], owners: Array) -> None:
        """Index texts of ASCII letters and spaces.

        Args:
            texts: The texts.
            owners: int array of shape (n,): whom each text belongs to; several may share one.
        """
        self.owners = np.asarray(owners, dtype=np.int64)
        row, code = _triples(texts)
        codes, place, counts = np.unique(code, return_inverse=True, return_counts=True)
        self.codes = codes
        self.rarity: Array = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
        weight: Array = self.rarity[place]
        weight = weight / np.sqrt(np.bincount(row, weight**2, minlength=len(texts)))[row]
        order = np.argsort(place, kind="stable")
        self.rows = row[order].astype(np.int32)
        self.weights = weight[order].astype(np.float32)
        self.starts = np.concatenate(([0], np.cumsum(counts)))

    def candidates(self, texts: Sequence[str], most: int) -> tuple[Array, Array, Array]:
        """The likeliest owners for each text.

        Args:
            texts: What to look for.
            most: Owners for a text, at most.

        Returns:
            Three arrays: places in `texts`, owners, cosines; of a text the likeliest first.
        """
        found = [
            self._chunk(texts[start : start + QUERIES_AT_ONCE], start, most)
            for start in range(0, len(texts), QUERIES_AT_ONCE)
        ]
        if len(found) == 0:
            none = np.zeros(0, dtype=np.int64)
            return none, none, none.astype(np.float32)
        queries, owners, cosines = zip(*found, strict=True)
        return np.concatenate(queries), np.concatenate(owners), np.concatenate(cosines)

    def _chunk(self, texts: Sequence[str], start: int, most: int) -> tuple[Array, Array, Array]:
        count = len(self.owners)
        query, code = _triples(texts)
        place: Array = np.searchsorted(self.codes, code)
        place[place == len(self.codes)] = 0
        known = self.codes[place] == code if len(self.codes) else np.zeros(len(code), dtype=bool)
        rare = np.float32(np.log(1 + count) + 1)
        weight = np.where(known, self.rarity[place] if len(self.codes) else 0, rare)
        weight = weight / np.sqrt(np.bincount(query, weight**2, minlength=len(texts)))[query]
        query, place, weight = query[known], place[known], weight[known]
        order = np.lexsort((-weight, query))
        rank = np.arange(len(order)) - np.searchsorted(query[order], query[order])
        rarest = order[rank < RAREST]
        query, place, weight = query[rarest], place[rarest], weight[rarest]
        lengths = self.starts[place + 1] - self.starts[place]
        at = np.repeat(self.starts[place] - np.cumsum(lengths) + lengths, lengths)
        at += np.arange(len(at))
        key = np.repeat(query, lengths) * count + self.rows[at]
        cosines = np.bincount(
            key, np.repeat(weight, lengths) * self.weights[at], minlength=len(texts) * count
        ).reshape(len(texts), count)
        least = np.maximum(LEAST, OF_BEST * cosines.max(axis=1, initial=0))
        query, row = np.nonzero(cosines >= least[:, None])
        return _first(query, self.owners[row], cosines[query, row], start, most)


def _first(
    query: Array, owner: Array, cosine: Array, start: int, most: int
) -> tuple[Array, Array, Array]:
    """Each owner once for a text, with its best cosine; the first `most` of a text."""
    order = np.lexsort((-cosine, owner, query))
    query, owner, cosine = query[order], owner[order], cosine[order]
    once = np.ones(len(query), dtype=bool)
    once[1:] = (query[1:] != query[:-1]) | (owner[1:] != owner[:-1])
    query, owner, cosine = query[once], owner[once], cosine[once]
    order = np.lexsort((owner, -cosine, query))
    query, owner, cosine = query[order], owner[order], cosine[order]
    rank = np.arange(len(query)) - np.searchsorted(query, query)
    keep = rank < most
    return query[keep] + start, owner[keep], cosine[keep].astype(np.float32)


def _triples(texts: Sequence[str]) -> tuple[Array, Array]:
    """Each triple of letters of each text once: the text's place, and the triple as a number.

    A text begins and ends with a space, so that the beginnings of words count.
    """
    joined = "".join(f"  {text} " for text in texts).encode("ascii", "replace")
    letters = np.frombuffer(joined, dtype=np.uint8).astype(np.int64)
    lengths = np.array([len(text) + 3 for text in texts], dtype=np.int64)
    row = np.repeat(np.arange(len(texts)), lengths)
    if len(letters) < 3:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    code = (letters[:-2] << 16) | (letters[1:-1] << 8) | letters[2:]
    inside = row[:-2] == row[2:]
    key = np.unique((row[:-2][inside] << 24) | code[inside])
    return key >> 24, key & 0xFFFFFF
