"""Names as columns, so that many pairs are compared at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

import numpy as np

from manumit.supply.names.lexicon import FORMS, Kind, words_of
from manumit.supply.names.parse import Name
from manumit.supply.names.romanise import is_pinyin, plain_spelling, sound

Array: TypeAlias = Any
"""An array of NumPy."""

WIDTH = 10
"""Words of a name that are compared; of a longer name those of least weight are left out."""

WEIGHTS = {
    Kind.DISTINCT: 1.0,
    Kind.TRADE: 0.35,
    Kind.PLACE: 0.5,
    Kind.NUMBER: 0.5,
    Kind.FORM: 0.0,
    Kind.PARTICLE: 0.0,
}
GENERAL_WEIGHT = 0.1
"""Weight of trade words that names gain and lose freely, such as `industry`."""
_FORM_BIT = {form: 1 << place for place, form in enumerate(FORMS)}


@dataclass(slots=True)
class Vocabulary:
    """Every word that names in a comparison have, numbered.

    Attributes:
        words: The words, by number.
        numbers: Number of each word.
        marks: For each word 64 bits, one for each pair of its letters, by which most words that
            cannot be alike are told apart without comparing them.
        sounds: Consonants of each word, as `sound` gives them.
        spellings: Each word as `plain_spelling` gives it.
        pinyin: Whether each word is made of syllables of Mandarin.
    """

    words: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    marks: list[int] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    pinyin: list[bool] = field(default_factory=list)

    def copy(self) -> "Vocabulary":
        """A vocabulary of the same words that grows by itself."""
        return Vocabulary(
            self.words.copy(),
            self.numbers.copy(),
            self.marks.copy(),
            self.sounds.copy(),
            self.spellings.copy(),
            self.pinyin.copy(),
        )

    def number(self, word: str) -> int:
        """Number of a word, new if it is."""
        found = self.numbers.get(word)
        if found is not None:
            return found
        made = self.numbers[word] = len(self.words)
        self.words.append(word)
        mark = 0
        letters = word.encode()
        before = 0
        for letter in letters:
            mark |= 1 << ((before * 31 + letter * 7) & 63)
            before = letter
        self.marks.append(mark)
        self.sounds.append(sound(word))
        self.spellings.append(plain_spelling(word))
        self.pinyin.append(is_pinyin(word))
        return made


@dataclass(frozen=True, slots=True)
class Columns:
    """Readings of names as columns; axis 0 is the reading, axis 1 the place of the word in it.

    Attributes:
        words: int32 of shape (n, WIDTH): numbers of words; -1 where the name has no more.
        count: int8 of shape (n,): how many words it has.
        soft: bool of shape (n, WIDTH): words that may be spelled in several ways.
        core: float32 of shape (n, WIDTH): weight of words that make the name this name: the
            distinctive ones, or all if there is none.
        trade: float32 of shape (n, WIDTH): weight of trade words.
        place: float32 of shape (n, WIDTH): weight of places.
        number: float32 of shape (n, WIDTH): weight of numbers.
        forms: int32 of shape (n,): one bit for each class of legal form.
        initials: int32 of shape (n, 4): numbers of the words made of its first letters, as
            `Name.initials`; -1 if there is none.
        native: bool of shape (n,): romanised from another script.
        compact: text of shape (n,): the words of the core, joined.
        letters: int32 of shape (n,): letters of `compact`.
        sound: text of shape (n,): the sound of `compact`.
        mandarin: bool of shape (n,): `compact` is made of syllables of Mandarin.
        spelled: text of shape (n,): `Name.spelled` without spaces, or the words joined.
        spelled_sound: text of shape (n,): as `sound`, of `spelled`.
        lookups: text of shape (n,): the words as written, and their usual forms beside them.
        sorted_words: text of shape (n,): all words but forms and particles, in order of spelling.
    """

    words: Array
    count: Array
    soft: Array
    core: Array
    trade: Array
    place: Array
    number: Array
    forms: Array
    initials: Array
    native: Array
    compact: Array
    letters: Array
    sound: Array
    mandarin: Array
    spelled: Array
    spelled_sound: Array
    lookups: Array
    sorted_words: Array

    def take(self, at: Array, width: int = WIDTH) -> "Columns":
        """The readings at some places, with room for fewer words."""
        made = {
            field.name: getattr(self, field.name)[:, :width][at]
            if field.name in _WIDE
            else getattr(self, field.name)[at]
            for field in fields(self)
        }
        return Columns(**made)


_WIDE = ("words", "soft", "core", "trade", "place", "number")
"""Columns with a place for each word."""


def columns(readings: Sequence[Name], vocabulary: Vocabulary) -> Columns:
    """The readings as columns; new words enter the vocabulary.

    One that is given several times, as the same object, is looked at once.
    """
    places: dict[int, int] = {}
    at = np.fromiter(
        (places.setdefault(id(name), len(places)) for name in readings), np.int64, len(readings)
    )
    if len(places) == len(readings):
        return _columns(readings, vocabulary)
    first = np.unique(at, return_index=True)[1]
    made = _columns([readings[place] for place in first.tolist()], vocabulary)
    return made.take(at)


def _columns(readings: Sequence[Name], vocabulary: Vocabulary) -> Columns:
    count = len(readings)
    words = np.full((count, WIDTH), -1, dtype=np.int32)
    kinds = np.full((count, WIDTH), Kind.PARTICLE, dtype=np.int8)
    general = np.zeros((count, WIDTH), dtype=bool)
    forms = np.zeros(count, dtype=np.int32)
    initials = np.full((count, 4), -1, dtype=np.int32)
    compact: list[str] = []
    joined: list[str] = []
    lookups: list[str] = []
    sorted_words: list[str] = []
    number, freely = vocabulary.number, words_of("general")
    for at, name in enumerate(readings):
        kept, bits = _kept(name)
        forms[at] = bits
        if kept:
            words[at, : len(kept)] = [number(word) for word, _ in kept]
            kinds[at, : len(kept)] = [kind for _, kind in kept]
            general[at, : len(kept)] = [word in freely for word, _ in kept]
        spelled = [word for word, _ in kept]
        if any(kind == Kind.DISTINCT for _, kind in kept):
            spelled = [word for word, kind in kept if kind != Kind.TRADE or word not in freely]
        compact.append("".join(w for w, k in kept if k == Kind.DISTINCT) or "".join(spelled))
        sorted_words.append(" ".join(sorted(spelled)))
        joined.append(name.spelled.replace(" ", "") or "".join(spelled))
        lookups.append(" ".join(dict.fromkeys((*name.spelled.split(), *spelled))))
        for place, text in enumerate(name.initials):
            initials[at, place] = number(text)
    return _assemble(
        readings, words, kinds, general, forms, initials, compact, joined, lookups, sorted_words
    )


def _kept(name: Name) -> tuple[list[tuple[str, Kind]], int]:
    """Words that weigh, at most WIDTH of them, each once; and the bits of the legal forms."""
    bits = 0
    kept: dict[tuple[str, Kind], None] = {}
    for word, kind in zip(name.words, name.kinds, strict=True):
        if kind == Kind.FORM:
            bits |= _FORM_BIT[word]
        elif kind != Kind.PARTICLE:
            kept[word, kind] = None
    found = list(kept)
    if len(found) == 0:
        found = [(word, Kind.TRADE) for word in dict.fromkeys(name.words)]
    if len(found) > WIDTH:
        heaviest = sorted(range(len(found)), key=lambda i: (-WEIGHTS[found[i][1]], i))[:WIDTH]
        found = [found[i] for i in sorted(heaviest)]
    return found, bits


def _assemble(  # noqa: PLR0913, PLR0917 - the columns
    readings: Sequence[Name],
    words: Array,
    kinds: Array,
    general: Array,
    forms: Array,
    initials: Array,
    compact: list[str],
    joined: list[str],
    lookups: list[str],
    sorted_words: list[str],
) -> Columns:
    def weight(*of: Kind) -> Array:
        made = np.zeros(words.shape, dtype=np.float32)
        for kind in of:
            made[kinds == kind] = WEIGHTS[kind]
        return made

    distinct, trade = weight(Kind.DISTINCT), weight(Kind.TRADE)
    without = ~distinct.any(axis=1)
    core = distinct
    core[without] = weight(Kind.TRADE, Kind.PLACE)[without] > 0
    only_numbers = ~core.any(axis=1)
    core[only_numbers] = weight(Kind.NUMBER)[only_numbers]
    return Columns(
        words,
        (words >= 0).sum(axis=1).astype(np.int8),
        np.isin(kinds, (Kind.DISTINCT, Kind.TRADE, Kind.PLACE)),
        core,
        np.where(general, np.minimum(trade, np.float32(GENERAL_WEIGHT)), trade),
        weight(Kind.PLACE),
        weight(Kind.NUMBER),
        forms,
        initials,
        np.array([name.native for name in readings], dtype=bool),
        np.array(compact, dtype=object),
        np.array([len(text) for text in compact], dtype=np.int32),
        np.array([sound(text) for text in compact], dtype=object),
        np.array([is_pinyin(text) for text in compact], dtype=bool),
        np.array(joined, dtype=object),
        np.array([sound(text) for text in joined], dtype=object),
        np.array(lookups, dtype=object),
        np.array(sorted_words, dtype=object),
    )
