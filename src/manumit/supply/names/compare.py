"""Pairs of names compared: how far the words of one are found in the other."""

from dataclasses import dataclass

import numpy as np

from manumit.supply.names.columns import WIDTH, Array, Columns, Vocabulary

CHUNK = 1 << 13
FEW = 4
"""Words of the names that are compared in less room."""
ALIKE = 0.7
"""Similarity, as share of letters that need no change, below which two words are not alike."""

ALIKE_JOINED = 0.9
"""Likeness of two cores with their words joined from which they count as found in each other."""

ALIKE_SPELLED = 0.9
"""The same in the plain spelling of words that were not romanised from another script here."""

MEASURES = (
    "core_less",
    "core_more",
    "joined",
    "whole",
    "core_found",
    "core_extra",
    "core_other",
    "trade_both",
    "trade_one",
    "trade_same",
    "place_both",
    "place_one",
    "place_same",
    "number_conflict",
    "number_one",
    "number_same",
    "form_same",
    "form_other",
    "form_one",
    "initials",
    "native",
)
SHARED = ("place_both", "number_conflict", "number_one", "number_same", "native")
"""What speaks as much of a name that was romanised as of another."""
FEATURES = (*MEASURES, *(f"native_{name}" for name in MEASURES if name not in SHARED))
"""What is measured of a pair of names.

core_less, core_more: share of the core of each name that is found in the other; the lesser first.
joined: likeness of the cores with their words joined. whole: likeness of all words, sorted.
core_found: core_less times the letters of the smaller core, at most 12, as a share of 12.
core_extra: weight of the core of one name that the other lacks, the more of the two, at most 3;
core_other: the less of the two.
trade_both, place_both, number_conflict: what of each is found in neither; trade_one, place_one,
number_one: what only one name has; trade_same, place_same, number_same: what both have.
form_same, form_other, form_one: legal forms of one class, of different classes, of one name only.
initials: one name is made of the first letters of the other. native: one was romanised; then the
features that begin so stand for the others, as romanised and translated words agree less.
"""
_APART = np.array([name not in SHARED for name in MEASURES])


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary as arrays."""

    words: Array
    marks: Array
    bits: Array
    lengths: Array
    sounds: Array
    spellings: Array
    pinyin: Array

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Words":
        """The arrays of a vocabulary that no longer grows."""
        marks = np.array(vocabulary.marks, dtype=np.uint64)
        return cls(
            np.array(vocabulary.words, dtype=object),
            marks,
            np.bitwise_count(marks).astype(np.int16),
            np.array([len(word) for word in vocabulary.words], dtype=np.int16),
            np.array(vocabulary.sounds, dtype=object),
            np.array(vocabulary.spellings, dtype=object),
            np.array(vocabulary.pinyin, dtype=bool),
        )


def compare(left: Columns, right: Columns, i: Array, j: Array, words: Words) -> Array:
    """Features of pairs of readings.

    Args:
        left: Readings on the left.
        right: Readings on the right, of the same vocabulary.
        i: int array of shape (n,): places in `left`.
        j: int array of shape (n,): places in `right`.
        words: The vocabulary.

    Returns:
        float32 array of shape (n, len(FEATURES)).
    """
    found = np.empty((len(i), len(FEATURES)), dtype=np.float32)
    few = np.maximum(left.count[i], right.count[j]) <= FEW
    for width, chosen in ((FEW, few.nonzero()[0]), (WIDTH, (~few).nonzero()[0])):
        for start in range(0, len(chosen), CHUNK):
            at = chosen[start : start + CHUNK]
            found[at] = _measured(left.take(i[at], width), right.take(j[at], width), words)
    return found


def _measured(one: Columns, other: Columns, words: Words) -> Array:
    """Features of the pairs of readings at the same places of both sides."""
    native = one.native | other.native
    of_one, of_other = _matched(_likeness(one, other, words))

    def shares(column: str) -> tuple[Array, Array, Array, Array]:
        mine, yours = getattr(one, column), getattr(other, column)
        return (
            mine.sum(axis=1),
            yours.sum(axis=1),
            (mine * of_one).sum(axis=1),
            (yours * of_other).sum(axis=1),
        )

    a, b, in_a, in_b = shares("core")
    core_one, core_other = in_a / np.maximum(a, 1e-6), in_b / np.maximum(b, 1e-6)
    lacks = np.minimum(np.stack((a - in_a, b - in_b)), 3)
    joined = _letters(one.compact, other.compact)
    spelled = _letters(one.spelled, other.spelled)
    if native.any():
        heard = native & ~(one.mandarin & other.mandarin)
        joined[heard] = np.maximum(joined[heard], _sounding(one.sound, other.sound, heard))
        sounds = _sounding(one.spelled_sound, other.spelled_sound, native)
        spelled[native] = np.maximum(spelled[native], sounds)
    whole = np.maximum(_letters(one.sorted_words, other.sorted_words), spelled)
    whole = np.maximum(whole, np.minimum(_covered(one, of_one), _covered(other, of_other)))
    whole_words = np.maximum(joined, spelled)
    whole_words[whole_words < ALIKE_JOINED] = 0
    less = np.maximum(np.minimum(core_one, core_other), whole_words)
    more = np.maximum(np.maximum(core_one, core_other), whole_words)
    size = np.minimum(np.minimum(one.letters, other.letters), 12) / 12
    lacks[:, whole_words > 0] = 0
    features = [less, more, joined, whole, less * size, lacks.max(axis=0), lacks.min(axis=0)]
    for column in ("trade", "place", "number"):
        a, b, in_a, in_b = shares(column)
        alone_a, alone_b = a - in_a, b - in_b
        both = np.minimum(alone_a, alone_b)
        features += [both, np.maximum(alone_a, alone_b) - both, np.minimum(in_a, in_b)]
    same = (one.forms & other.forms) != 0
    stated = (one.forms != 0) & (other.forms != 0)
    features += [same, stated & ~same, (one.forms != 0) ^ (other.forms != 0)]
    features += [_spells(one, other) | _spells(other, one), native]
    measured = np.stack(features, axis=1).astype(np.float32)
    romanised = measured[:, _APART] * native[:, None]
    measured[:, _APART] -= romanised
    return np.hstack((measured, romanised))


def _letters(one: Array, other: Array) -> Array:
    """Likeness of texts: the share of their letters that stand in the same order in both."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cpdist

    scorer = Indel.normalized_similarity
    found: Array = cpdist(one.tolist(), other.tolist(), scorer=scorer, dtype=np.float32)
    return found


def _likeness(one: Columns, other: Columns, words: Words) -> Array:
    """float32 of shape (n, width, width): how alike each word of one is to each of the other."""
    a, b = one.words, other.words
    native = one.native | other.native
    found = ((a[:, :, None] == b[:, None, :]) & (a >= 0)[:, :, None]).astype(np.float32)
    open_ = (one.soft & ~found.any(axis=2))[:, :, None] & (other.soft & ~found.any(axis=1))[
        :, None, :
    ]
    pair, x, y = np.nonzero(open_)
    mine, yours = a[pair, x], b[pair, y]
    keep = _may_be_alike(mine, yours, words) | native[pair]
    pair, x, y, mine, yours = pair[keep], x[keep], y[keep], mine[keep], yours[keep]
    if len(pair) > 0:
        found[pair, x, y] = _word_likeness(mine, yours, native[pair], words)
    return found


def _may_be_alike(one: Array, other: Array, words: Words) -> Array:
    """Whether two words share enough pairs of letters and are of like length."""
    shared = np.bitwise_count(words.marks[one] & words.marks[other]).astype(np.int16)
    fewer = np.minimum(words.bits[one], words.bits[other])
    shorter = np.minimum(words.lengths[one], words.lengths[other])
    apart = np.abs(words.lengths[one] - words.lengths[other])
    return (2 * shared >= fewer - 1) & (apart <= 1 + shorter // 3) & (shorter >= 3)


def _word_likeness(one: Array, other: Array, native: Array, words: Words) -> Array:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    same = cpdist(
        words.words[one].tolist(),
        words.words[other].tolist(),
        scorer=OSA.normalized_similarity,
        dtype=np.float32,
    )
    spelled = cpdist(
        words.spellings[one].tolist(),
        words.spellings[other].tolist(),
        scorer=OSA.normalized_similarity,
        dtype=np.float32,
    )
    least = np.where(native, ALIKE, ALIKE_SPELLED)
    found = np.maximum(
        np.where(same >= ALIKE, same, 0), np.where(spelled >= least, spelled * 0.97, 0)
    )
    if native.any():
        found[native] = np.maximum(found[native], _heard(one[native], other[native], words))
        # a syllable of Mandarin more or less is another name, not another spelling
        found[native & words.pinyin[one] & words.pinyin[other]] = 0
    return found


def _heard(one: Array, other: Array, words: Words) -> Array:
    """Likeness of the consonants of words of which one was romanised."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cpdist

    heard, said = words.sounds[one].tolist(), words.sounds[other].tolist()
    sounds = cpdist(heard, said, scorer=Indel.normalized_similarity, dtype=np.float32)
    long = np.array([min(len(x), len(y)) for x, y in zip(heard, said, strict=True)]) >= 2
    return np.where(long & (sounds >= ALIKE), sounds * 0.9, 0)


def _sounding(one: Array, other: Array, chosen: Array) -> Array:
    """Likeness of the chosen sounds; none if one of them has fewer than three consonants."""
    one, other = one[chosen], other[chosen]
    lengths = np.array([min(len(x), len(y)) for x, y in zip(one, other, strict=True)], dtype=int)
    return np.where(lengths >= 3, _letters(one, other) * 0.9, 0)


def _matched(likeness: Array) -> tuple[Array, Array]:
    """Likeness of each word to the one it is paired with: the most alike pair first, and so on."""
    count, width, _ = likeness.shape
    of_left = np.zeros((count, width), dtype=np.float32)
    of_right = np.zeros((count, width), dtype=np.float32)
    left = likeness.reshape(count, -1)
    live = np.nonzero(left.any(axis=1))[0]
    while len(live) > 0:
        best = left[live].argmax(axis=1)
        x, y = np.divmod(best, width)
        value = likeness[live, x, y]
        of_left[live, x] = value
        of_right[live, y] = value
        likeness[live, x, :] = 0
        likeness[live, :, y] = 0
        live = live[left[live].any(axis=1)]
    return of_left, of_right


def _covered(columns: Columns, matched: Array) -> Array:
    """Share of the weight of all words of each name that the other has."""
    weight = np.maximum(columns.core, columns.trade + columns.place + columns.number)
    found: Array = (weight * matched).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-6)
    return found


def _spells(one: Columns, other: Columns) -> Array:
    """Whether a word of the other name is made of the first letters of this one."""
    initials, words = one.initials, other.words
    same = (initials[:, :, None] == words[:, None, :]) & (initials >= 0)[:, :, None]
    found: Array = same.any(axis=(1, 2))
    return found
