"""Words of long columns of text, worked on for all rows at once."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from manumit.supply.names.columns import Array
from manumit.supply.names.lexicon import LONGEST_PHRASE, lexicon


@dataclass(frozen=True, slots=True)
class Words:
    """Words of all rows, one after another.

    Attributes:
        row: int64 of shape (n,): the row of each word, in order.
        word: int32 of shape (n,): its place in `spellings`.
        spellings: Each word once.
    """

    row: Array
    word: Array
    spellings: list[str]

    def only(self, kept: Array) -> "Words":
        """Those of which `kept`, a bool array of shape (n,), is true."""
        return Words(self.row[kept], self.word[kept], self.spellings)

    def first(self, rows: int) -> Array:
        """int64 of shape (rows,): the first word of each row; -1 if it has none."""
        found = np.full(rows, -1, dtype=np.int64)
        found[self.row[::-1]] = self.word[::-1]
        return found

    def last(self, rows: int) -> Array:
        """As `first`, the last word."""
        found = np.full(rows, -1, dtype=np.int64)
        found[self.row] = self.word
        return found

    def sum(self, rows: int) -> Array:
        """int64 of shape (rows,): one number for the words of a row in any order; 0 for none."""
        found = np.zeros(rows, dtype=np.int64)
        np.add.at(found, self.row, mixed(self.word.astype(np.int64) + 1))
        return found

    def sorted(self) -> "Words":
        """The words of each row in order of spelling, each once."""
        rank = np.empty(len(self.spellings), dtype=np.int64)
        rank[sorted(range(len(rank)), key=self.spellings.__getitem__)] = np.arange(len(rank))
        order = np.lexsort((rank[self.word], self.row))
        row, word = self.row[order], self.word[order]
        once = np.ones(len(row), dtype=bool)
        once[1:] = (row[1:] != row[:-1]) | (word[1:] != word[:-1])
        return Words(row[once], word[once], self.spellings)

    def lists(self, rows: int) -> pa.ListArray:
        """The words of each row; null for none."""
        counts = np.bincount(self.row, minlength=rows)
        starts = pa.array(np.concatenate(([0], np.cumsum(counts))).astype(np.int32))
        spelled = pa.array(self.spellings, pa.string()).take(pa.array(self.word))
        return pc.if_else(counts > 0, pa.ListArray.from_arrays(starts, spelled), None)

    def joined(self, rows: int, by: str = " ") -> pa.Array:
        """The words of each row as text; null for none."""
        return pc.binary_join(self.lists(rows), by)


def split(column: pa.ChunkedArray, romanised: Callable[[str], str]) -> Words:
    """The words of a column; texts not in plain letters are romanised one by one."""
    text = pc.fill_null(column, "").combine_chunks()
    foreign = pc.invert(pc.string_is_ascii(text))
    if pc.any(foreign).as_py():
        made = pa.array([romanised(each) for each in text.filter(foreign).to_pylist()], pa.string())
        text = pc.replace_with_mask(text, foreign, made)
    text = pc.replace_substring(pc.ascii_lower(text), "&", " and ")
    text = pc.replace_substring_regex(text, r"\b([a-z])[./]|['`]", r"\1")
    text = pc.ascii_trim(pc.replace_substring_regex(text, "[^a-z0-9]+", " "), " ")
    lists = pc.split_pattern(text, " ")
    words = pc.list_flatten(lists).dictionary_encode()
    row, word = pc.list_parent_indices(lists).to_numpy(), words.indices.to_numpy()
    spellings = words.dictionary.to_pylist()
    found = Words(row, word, spellings)
    return found.only(word != spellings.index("")) if "" in spellings else found


def with_phrases(words: Words) -> Words:
    """Phrases of the lexicon as one word each, the longest first."""
    phrases = [phrase.split() for phrase in lexicon().spaced if " " in phrase]
    parts = {part: at for at, part in enumerate(dict.fromkeys(chain(*phrases)), start=1)}
    part = np.array([parts.get(spelling, 0) for spelling in words.spellings], dtype=np.int64)
    part = np.concatenate((part, np.zeros(len(phrases), dtype=np.int64)))
    row, word, spellings = words.row, words.word.astype(np.int64), list(words.spellings)
    for size in range(LONGEST_PHRASE, 1, -1):
        sized = [phrase for phrase in phrases if len(phrase) == size]
        codes = _codes(np.array([[parts[one] for one in each] for each in sized]), len(parts))
        order = np.argsort(codes)
        ahead = np.arange(max(len(row) - size + 1, 0))[:, None] + np.arange(size)
        whole = (row[ahead[:, 0]] == row[ahead[:, -1]]) & (part[word[ahead]] > 0).all(axis=1)
        starts = ahead[whole, 0]
        code = _codes(part[word[ahead[whole]]], len(parts))
        place = np.minimum(np.searchsorted(codes[order], code), len(codes) - 1)
        known = codes[order][place] == code
        starts, place = starts[known], order[place[known]]
        apart = np.diff(starts, prepend=-size) >= size
        starts = starts[apart]
        word[starts] = len(spellings) + place[apart]
        kept = np.ones(len(row), dtype=bool)
        kept[(starts[:, None] + np.arange(1, size)).ravel()] = False
        row, word = row[kept], word[kept]
        spellings += [" ".join(phrase) for phrase in sized]
    return Words(row, word, spellings)


def _codes(parts: Array, most: int) -> Array:
    """One whole number for each row of small ones."""
    return parts @ (most + 1) ** np.arange(parts.shape[1], dtype=np.int64)


def mixed(*parts: Array) -> Array:
    """One number of 64 bits for several, different for different ones (splitmix64)."""
    mixed = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        mixed = (mixed + part.view(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
    return mixed.view(np.int64)
