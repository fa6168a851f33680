"""A name taken apart: what is distinctive in it, its trade, places, numbers and legal form."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from manumit.supply.names.lexicon import LONGEST_PHRASE, Kind, Lexicon, lexicon, words_of
from manumit.supply.names.romanise import UNSPACED, has_han, has_kana, latin, pinyin, plain_words

LONGEST_NAME = 400
"""Characters that are read of a name."""
SPELLINGS = range(5)
"""Ways to write what is distinctive in a native name: romanised; in the first and second usual
spelling of its words; translated by the first and second meaning of its words."""
TRANSLATED = 3

_ALSO = re.compile(
    r"[\s,;(]+(?:(?:formerly|previously|also)(?:\s+(?:known\s+as|named|called))?|"
    r"doing\s+business\s+as|trading\s+as|[afd]\s?[./]\s?k\s?[./]\s?a\b\.?|d\s?/\s?b\s?/\s?a|aka|fka|"
    r"dba)[\s:]+",
    re.IGNORECASE,
)
_LAST = re.compile(r"\s*(?:\(([^()]+)\)|\s-\s([^-]+))\s*$")
_FORM_IN_BRACKETS = {"주": "주식회사", "유": "유한회사", "株": "株式会社", "有": "有限会社"}
_BRACKETED = re.compile("[(]([주유株有])[)]")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_NUMBERED = re.compile(r"^(?:no|nr|num|unit|plant)0*(\d+)$")
_CHINESE_NUMBER = re.compile(
    "第?([一二三四五六七八九十]{1,3}|[0-9]+)(?=[厂廠号號])|第([一二三四五六七八九十]{1,3}|[0-9]+)"
)
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of a name.

    Attributes:
        words: Words in lower-case Latin letters; a place is one word, a legal form its class.
        kinds: Kind of each word.
        native: Whether a part of it was romanised from a script other than Latin.
        initials: First letters of the words as written: of all, and without those that weigh
            nothing, such as `of` and legal forms.
        spelled: The words that weigh, as written or romanised.
    """

    words: tuple[str, ...]
    kinds: tuple[Kind, ...]
    native: bool = False
    initials: tuple[str, ...] = ()
    spelled: str = ""


@lru_cache(maxsize=1 << 18)
def readings_of(name: str) -> tuple[Name, ...]:
    """The ways to read a name, the plainest first.

    A name in Latin letters has one reading, and one more for each name it says it is also known
    by. A name in another script has several: in plain romanisation, in the usual spellings of its
    words, translated, and with a trade word of one character read as part of what is distinctive.
    Of the names that it says it has, those without a distinctive word are left out if another has
    one: in `A & B doing business as Sheep Company`, the second is no name to go by.
    """
    text = unicodedata.normalize("NFKC", name[:LONGEST_NAME])
    text = _BRACKETED.sub(lambda found: f" {_FORM_IN_BRACKETS[found[1]]} ", text)
    parts = [part for part in _ALSO.split(text) if part.strip(" ,;()")] or [text]
    several = [_readings_of_one(part) for part in parts]
    named = [one for one in several if any(Kind.DISTINCT in name.kinds for name in one)]
    return tuple(dict.fromkeys(name for one in named or several for name in one))


def _readings_of_one(text: str) -> list[Name]:
    if UNSPACED.search(text):
        ways = product((True, False), SPELLINGS)
        return [_native(text, singles, spelling) for singles, spelling in ways]
    plain = [_latin(text)]
    return plain if text.isascii() else [*plain, _latin(text, translated=True)]


def _latin(text: str, *, translated: bool = False) -> Name:
    """A name with spaces between its words; if asked, with the distinctive ones translated."""
    kept, country = _without_country(text)
    spoken = plain_words(latin(kept))
    if translated:
        spoken = _translated(spoken)
    own = _own_initials(spoken)
    if own >= 0:
        del spoken[own]
    words: list[str] = []
    kinds: list[Kind] = []
    _spaced(spoken, words, kinds)
    if country:
        words.append(country)
        kinds.append(Kind.PARTICLE)
    return Name(
        tuple(words),
        tuple(kinds),
        not text.isascii() and _foreign(text),
        tuple(one for one in dict.fromkeys(_initials(spoken)) if len(one) > 1),
        " ".join(_weighing(spoken)),
    )


def _translated(spoken: list[str]) -> list[str]:
    """The words, with those that names translate by meaning in English."""
    meanings = lexicon().meanings
    found: list[str] = []
    at = 0
    while at < len(spoken):
        for size in range(min(LONGEST_PHRASE, len(spoken) - at), 0, -1):
            meaning = meanings.get(" ".join(spoken[at : at + size]))
            if meaning is not None:
                found += meaning[0].split()
                at += size
                break
        else:
            found.append(spoken[at])
            at += 1
    return found


def _weighing(spoken: list[str]) -> list[str]:
    """The words that are neither particles nor legal forms."""
    spaced = lexicon().spaced
    return [
        word for word in spoken if (known := spaced.get(word)) is None or known.kind < Kind.FORM
    ]


def _initials(spoken: list[str]) -> tuple[str, str, str, str]:
    """First letters of all words, of all but particles, of those that weigh, and with the form.

    The last has the legal form whole after the first letters, as in PDVSA.
    """
    spaced = lexicon().spaced
    all_, some, weighing, with_form = "", "", "", ""
    for word in spoken:
        known = spaced.get(word)
        kind = Kind.DISTINCT if known is None else known.kind
        all_ += word[0]
        with_form += word if kind == Kind.FORM else word[0]
        if kind != Kind.PARTICLE:
            some += word[0]
        if kind < Kind.FORM:
            weighing += word[0]
    return all_, some, weighing, with_form


def _own_initials(spoken: list[str]) -> int:
    """Place of the word that is made of the first letters of the others; -1 if there is none."""
    if len(spoken) < 4:
        return -1
    first = {word[0] for word in spoken[:3]}
    for at, word in enumerate(spoken):
        if 3 <= len(word) <= len(spoken) + 2 and word[0] in first:
            others = spoken[:at] + spoken[at + 1 :]
            if word in _initials(others):
                return at
    return -1


def _without_country(text: str) -> tuple[str, str]:
    """The name, and the territory that stands in brackets or after a dash at its end."""
    found = _LAST.search(text)
    if found is None or found.start() == 0:
        return text, ""
    phrase = " ".join(plain_words(latin(found[1] or found[2])))
    meaning = lexicon().spaced.get(phrase)
    if meaning is None or meaning.kind != Kind.PLACE:
        return text, ""
    return text[: found.start()], meaning.words[0]


def _foreign(text: str) -> bool:
    """Whether a letter of the text is of a script other than Latin."""
    return any(ord(letter) > 0x36F and letter.isalpha() for letter in text)


def _spaced(spoken: list[str], words: list[str], kinds: list[Kind]) -> None:
    """Add the words of a text in Latin letters, the longest phrases of the lexicon first."""
    known = lexicon()
    spaced, phrases = known.spaced, known.phrases
    at, count = 0, len(spoken)
    units = words_of("unit")
    while at < count:
        word = spoken[at]
        if len(word) == 1 and at > 0 and spoken[at - 1] in units:
            words.append(word)
            kinds.append(Kind.NUMBER)
            at += 1
            continue
        longest = min(phrases.get(word, 1), count - at)
        for size in range(longest, 0, -1):
            phrase = word if size == 1 else " ".join(spoken[at : at + size])
            meaning = spaced.get(phrase)
            if meaning is not None:
                words += meaning.words
                kinds += [meaning.kind] * len(meaning.words)
                at += size
                break
        else:
            text, kind = _unknown(word, known)
            words.append(text)
            kinds.append(kind)
            at += 1


def _unknown(word: str, known: Lexicon) -> tuple[str, Kind]:
    """A word that the lexicon lacks: a number, the plural of a trade word, or distinctive."""
    if word[-1] == "s":
        meaning = known.spaced.get(word[:-1])
        if meaning is not None and meaning.kind == Kind.TRADE and len(meaning.words) == 1:
            return meaning.words[0], Kind.TRADE
    if word.isalpha():
        return word, Kind.DISTINCT
    if word.isdigit():
        return word.lstrip("0") or "0", Kind.NUMBER
    found = _ORDINAL.match(word) or _NUMBERED.match(word)
    return (found.group(1), Kind.NUMBER) if found else (word, Kind.NUMBER)


@dataclass(slots=True)
class _Reading:
    """A reading of a native name in the making."""

    singles: bool
    spelling: int
    japanese: bool
    words: list[str]
    kinds: list[Kind]
    spelled: list[str]

    def add_spaced(self, text: str) -> None:
        """Add words in Latin letters or another script with spaces."""
        spoken = plain_words(latin(text))
        _spaced(spoken, self.words, self.kinds)
        self.spelled += _weighing(spoken)

    def add_run(self, run: str) -> None:
        """Add a run without spaces: known words by longest match, the rest romanised."""
        rest: list[str] = []
        known = lexicon()
        for piece in _pieces(run, self.singles, self.spelling >= TRANSLATED):
            meaning = known.unspaced.get(piece)
            if self.spelling >= TRANSLATED and piece in known.meanings:
                self._flush(rest)
                phrases = known.meanings[piece]
                phrase = phrases[min(self.spelling - TRANSLATED, len(phrases) - 1)]
                self.add_spaced(phrase)
                continue
            if meaning is None:
                read = _read(piece, self.spelling, self.japanese)
                rest.append(read)
                self.spelled.append(read)
                continue
            self._flush(rest)
            self.words += meaning.words
            self.kinds += [meaning.kind] * len(meaning.words)
            if meaning.kind < Kind.FORM:
                self.spelled.append(_read(piece, self.spelling, self.japanese))
        self._flush(rest)

    def _flush(self, rest: list[str]) -> None:
        spoken = "".join(word for part in rest for word in plain_words(part))
        if spoken:
            self.words.append(spoken)
            self.kinds.append(Kind.DISTINCT)
        rest.clear()


def _native(text: str, singles: bool, spelling: int) -> Name:
    """One reading of a name that has words in a script without spaces."""
    numbered = _CHINESE_NUMBER.sub(lambda found: f" {_number(found[1] or found[2])} ", text)
    made = _Reading(singles, spelling, has_kana(text), [], [], [])
    at = 0
    for run in UNSPACED.finditer(numbered):
        made.add_spaced(numbered[at : run.start()])
        made.add_run(run.group())
        at = run.end()
    made.add_spaced(numbered[at:])
    spelled = " ".join(word for part in made.spelled for word in plain_words(part))
    return Name(tuple(made.words), tuple(made.kinds), True, (), spelled)


def _number(signs: str) -> int:
    if signs.isascii():
        return int(signs)
    tens, ten, ones = signs.rpartition("十")
    if not ten:
        return _DIGITS[signs[0]]
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _pieces(run: str, singles: bool, translated: bool) -> list[str]:
    """A run cut into known words and what lies between them.

    Chinese words are found wherever they stand. In an alphabet or syllabary a short word is found
    only at the start or end of the run, and none may leave a scrap of the run over.
    """
    dense = has_han(run)
    shortest = (1 if singles else 2) if dense else _shortest(run, singles)
    pieces: list[str] = []
    start = at = 0
    while at < len(run):
        size, only_read = _known_at(run, at, shortest, translated)
        if only_read:
            at += size
            continue
        if size > 0 and not dense:
            left = at - start, len(run) - at - size
            inside = at > 0 and at + size < len(run)
            scraps = any(0 < one < shortest for one in left)
            if scraps or (inside and size < shortest + 1):
                size = 0
        if size == 0:
            at += 1
            continue
        if at > start:
            pieces.append(run[start:at])
        pieces.append(run[at : at + size])
        start = at = at + size
    if start < len(run):
        pieces.append(run[start:])
    return pieces


def _shortest(run: str, singles: bool) -> int:
    """Characters of the shortest word that is looked for: about two syllables, or three."""
    if "\uac00" <= run[0] <= "\ud7a3":
        return 2 if singles else 3
    return 3 if singles else 6


def _known_at(run: str, at: int, shortest: int, translated: bool) -> tuple[int, bool]:
    """Length of the longest known word at a place, and whether it is one that is only read.

    A longer word with a usual spelling of its own, such as a firm's, hides a shorter trade word.
    """
    known = lexicon()
    longest = min(known.longest.get(run[at], 0), len(run) - at)
    for size in range(longest, 0, -1):
        piece = run[at : at + size]
        if size >= shortest and piece in known.unspaced:
            return size, False
        if translated and size > 1 and piece in known.meanings:
            return size, False
        if size > 1 and piece in known.readings:
            return size, True
    return 0, False


def _read(text: str, spelling: int, japanese: bool) -> str:
    """A text without known words in Latin letters, by plain romanisation or usual spellings."""
    plain = latin_japanese if japanese else latin
    if spelling == 0 or spelling >= TRANSLATED:
        return plain(text)
    known = lexicon()
    letters = _letter_names(text, known)
    if letters:
        return letters
    found: list[str] = []
    start = at = 0
    while at < len(text):
        for size in range(min(known.longest.get(text[at], 0), len(text) - at), 0, -1):
            spellings = known.readings.get(text[at : at + size])
            if spellings is not None:
                found += [plain(text[start:at]), spellings[min(spelling, len(spellings)) - 1]]
                start = at = at + size
                break
        else:
            at += 1
    return "".join([*found, plain(text[start:])])


def _letter_names(text: str, known: Lexicon) -> str:
    """The Latin letters that a text spells by their names; empty if it is not all such names."""
    letters = ""
    at = 0
    while at < len(text):
        for size in range(min(known.longest.get(text[at], 0), len(text) - at), 0, -1):
            spellings = known.readings.get(text[at : at + size], ("",))
            if len(spellings[0]) == 1:
                letters += spellings[0]
                at += size
                break
        else:
            return ""
    return letters


def latin_japanese(text: str) -> str:
    """Kana in Latin letters; Chinese characters among them as Mandarin, for want of a reading."""
    return latin(pinyin(text))
