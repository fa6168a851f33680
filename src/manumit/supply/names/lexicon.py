"""Words that names are made of: trade words, legal forms, places, particles and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

from manumit.reference.compiled import data_file, data_paths, fail_in
from manumit.reference.strict import read_csv
from manumit.supply.names.romanise import UNSPACED, latin, plain_words

LONGEST_PHRASE = 4
ROMANISED_AT_LEAST = 4
"""Letters of a romanised word that is read in a Latin name; shorter ones mean too many things."""


class Kind(IntEnum):
    """What a word of a name does."""

    DISTINCT = 0
    TRADE = 1
    PLACE = 2
    NUMBER = 3
    FORM = 4
    PARTICLE = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase stands for: a kind, and English words, a place or a class of form."""

    kind: Kind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words.

    Attributes:
        spaced: By phrase in Latin letters, a space between its words.
        phrases: Number of words of the longest phrase that begins with a word.
        unspaced: By word of a script without spaces.
        readings: Usual Latin spellings of a native word, where plain romanisation is not usual.
        meanings: English words by which names translate a native word that is distinctive, in any
            script; one without spaces as it is, another in Latin letters.
        longest: Characters of the longest word without spaces, by its first character.
    """

    spaced: dict[str, Meaning] = field(default_factory=dict)
    phrases: dict[str, int] = field(default_factory=dict)
    unspaced: dict[str, Meaning] = field(default_factory=dict)
    readings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    meanings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def measure(self, word: str) -> None:
        """Let words as long as this one be looked for from its first character."""
        self.longest[word[0]] = max(len(word), self.longest.get(word[0], 0))

    def add(self, spelling: str, meaning: Meaning) -> None:
        """Add a word in any script; the first meaning of a spelling stays."""
        if UNSPACED.search(spelling):
            word = spelling.replace(" ", "")
            self.unspaced.setdefault(word, meaning)
            self.measure(word)
            return
        self._add_spaced(spelling, meaning)

    def _add_spaced(self, spelling: str, meaning: Meaning) -> None:
        words = plain_words(latin(spelling))
        phrase = " ".join(words)
        short = len(phrase) < ROMANISED_AT_LEAST and meaning.kind != Kind.FORM
        if len(words) == 0 or (short and latin(spelling) != spelling.lower()):
            return
        self.spaced.setdefault(phrase, meaning)
        self.phrases[words[0]] = max(len(words), self.phrases.get(words[0], 0))


FORMS = (
    "limited",
    "joint_stock",
    "public",
    "partnership",
    "sole",
    "branch",
    "cooperative",
    "foundation",
    "state",
    "company",
)
"""Classes of legal forms."""

_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}


@cache
def lexicon() -> Lexicon:
    """All words, read once.

    Where a spelling has several meanings, a number goes before a legal form, that before a trade
    word, and that before a place and a particle.
    """
    made = Lexicon()
    for text, reading in _readings():
        known = made.readings.get(text, ())
        made.readings[text] = (*known[:1], *reading, *known[1:])
        made.measure(text)
    english = {word: tuple(means.split()) for word, means in _words_in("en", Kind.TRADE)}
    for text, meanings in _meanings():
        made.meanings[text] = meanings
        made.measure(text)
    for word, number in _numbers():
        made.add(word, Meaning(Kind.NUMBER, (str(number),)))
    for word, means in _words(Kind.FORM):
        made.add(word, Meaning(Kind.FORM, (means,)))
    for word, means in _words(Kind.TRADE):
        usual = (one for each in means.split() for one in english.get(each, (each,)))
        made.add(word, Meaning(Kind.TRADE, tuple(dict.fromkeys(usual))))
    for spelling, name in (*_places(), *_demonyms()):
        made.add(spelling, Meaning(Kind.PLACE, (name,)))
    for word, _ in _words(Kind.PARTICLE):
        made.add(word, Meaning(Kind.PARTICLE, ()))
    return made


@cache
def words_of(role: str) -> frozenset[str]:
    """Words of one role beside their meaning.

    general: trade words that names gain and lose freely; unit: trade words after which one letter
    numbers a site; street: words of addresses that say what kind of place it is, not which.
    """
    rows = _rows("names/roles.csv", ("word", "role"))
    return frozenset(row["word"] for row in rows if row["role"] == role)


def _rows(path: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return read_csv(data_file(path).read_text(encoding="utf-8"), columns, fail=fail_in(path))


@cache
def _words_of_all() -> list[tuple[str, str, str, str]]:
    """Language, word, kind and meaning of every word, English first."""
    paths = data_paths("names/words", ".csv")
    paths.sort(key=lambda path: (not path.endswith("/en.csv"), path))
    kinds = [kind.name.lower() for kind in (Kind.TRADE, Kind.FORM, Kind.PARTICLE)]
    found = []
    for path in paths:
        for line, row in enumerate(_rows(path, ("word", "kind", "means")), start=2):
            if row["kind"] not in kinds:
                raise fail_in(path)(f"kind is one of {', '.join(kinds)}", line, row["word"])
            language = path.rpartition("/")[2].removesuffix(".csv")
            found.append((language, row["word"], row["kind"], row["means"]))
    return found


def _words(kind: Kind) -> Iterator[tuple[str, str]]:
    named = kind.name.lower()
    return ((word, means) for _, word, of, means in _words_of_all() if of == named)


def _words_in(language: str, kind: Kind) -> Iterator[tuple[str, str]]:
    named = kind.name.lower()
    return (
        (word, means)
        for of_language, word, of, means in _words_of_all()
        if (of_language, of) == (language, named)
    )


def _numbers() -> Iterator[tuple[str, int]]:
    for words, first in ((_NUMBERS, 0), (_ORDINALS, 1)):
        yield from ((word, number) for number, word in enumerate(words.split(), start=first))
    for ten, word in enumerate(_TENS.split(), start=2):
        yield word, 10 * ten
        for one, small in enumerate(_NUMBERS.split()[1:10], start=1):
            yield f"{word} {small}", 10 * ten + one
    yield from _ROMAN.items()


def _places() -> Iterator[tuple[str, str]]:
    """Spelling and one-word name of every place and territory."""
    for path, column in (("names/territories.csv", "name"), ("names/places.csv", "place")):
        columns = {
            "name": ("code", "code3", "name", "also"),
            "place": ("place", "territory", "area", "also"),
        }[column]
        for row in _rows(path, columns):
            name = "".join(plain_words(latin(row[column])))
            for spelling in (row[column], *filter(None, row["also"].split("|"))):
                yield spelling, name


def _demonyms() -> Iterator[tuple[str, str]]:
    """Word for what is of a territory, such as Polish, and the territory's one-word name."""
    columns = ("code", "code3", "name", "also")
    names = {row["code"]: row["name"] for row in _rows("names/territories.csv", columns)}
    for row in _rows("names/demonyms.csv", ("code", "word")):
        yield row["word"], "".join(plain_words(latin(names[row["code"]])))


def _readings() -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in _rows("names/readings.csv", ("text", "language", "reading")):
        spellings = (latin(reading).replace(" ", "") for reading in row["reading"].split("|"))
        yield row["text"], tuple(spellings)


def _meanings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Native word, as it is looked up, and the English phrases that translate it."""
    for row in _rows("names/meanings.csv", ("text", "language", "meaning")):
        text = row["text"]
        if UNSPACED.search(text) is None:
            text = " ".join(plain_words(latin(text)))
        if text:
            yield text, tuple(row["meaning"].split("|"))
