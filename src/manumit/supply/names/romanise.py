"""Any script in plain Latin letters, and how a word sounds."""

import re
import unicodedata
from functools import cache, lru_cache

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff]+"
)
"""Runs of scripts that put no space between words, or not between all: Thai, Lao, Burmese, Khmer,
kana, Han and hangul."""

_HAN = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
_THAI_VOWEL_FIRST = re.compile("([\u0e40-\u0e44\u0ec0-\u0ec4])([\u0e01-\u0e2e\u0e81-\u0eae])")
_SILENT = re.compile(".\u0e4c|[\u0e47-\u0e4e\u0ec8-\u0ecd]")


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(text) is not None


def has_kana(text: str) -> bool:
    """Whether there is a Japanese syllable sign in it."""
    return _KANA.search(text) is not None


@lru_cache(maxsize=1 << 16)
def latin(text: str) -> str:
    """The text in lower-case letters a to z, digits and what punctuation it has.

    Chinese is read in pinyin. Thai and Lao vowels that are written before their consonant are put
    after it, and silenced letters and tone marks are left out.
    """
    if text.isascii():
        return text.lower()
    from anyascii import anyascii

    text = unicodedata.normalize("NFKC", text)
    text = _THAI_VOWEL_FIRST.sub(r"\2\1", _SILENT.sub("", text))
    if has_han(text) and not has_kana(text):
        text = pinyin(text)
    return anyascii(text).lower()


@lru_cache(maxsize=1 << 16)
def pinyin(text: str) -> str:
    """Chinese characters as their Mandarin syllables, joined; other characters stay.

    A character with several readings takes the one that the words around it ask for.
    """
    return "".join(_pinyin()(text))


@cache
def _pinyin():  # type: ignore[no-untyped-def]
    from pypinyin import lazy_pinyin

    return lazy_pinyin


_ELIDED = re.compile(r"\b(?:d|l|dell|dall|nell|all|sull|qu)['\u2019](?=[a-z])")
_JOINED = re.compile(r"(?<![a-z0-9])([a-z0-9])[./](?=[a-z0-9])|['`\u2019]")
_WORD = re.compile(r"[a-z]+[0-9]+[a-z]*|[0-9]+[a-z]*|[a-z]+")


def plain_words(text: str) -> list[str]:
    """Words of a text in lower-case Latin letters, without punctuation.

    Elided articles are left out. Other apostrophes, and a stop or stroke after a single letter,
    join: `s.a.` and `a/s` are the words `sa` and `as`. An ampersand is the word `and`.
    """
    if "'" in text or "." in text or "/" in text or "\u2019" in text or "`" in text:
        text = _JOINED.sub(r"\1", _ELIDED.sub("", text))
    if "&" in text:
        text = text.replace("&", " and ")
    return _WORD.findall(text)


_SPELLED_STEPS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"([bdgkt])h"), r"\1"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"c(?![heiy])"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"oo|ou|eu"), "u"),
    (re.compile(r"ee|ie|y"), "i"),
    (re.compile(r"ae|eo"), "e"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=1 << 16)
def plain_spelling(word: str) -> str:
    """A romanised word with the spellings that differ between systems made one."""
    for pattern, by in _SPELLED_STEPS:
        word = pattern.sub(by, word)
    return word


_SOUND_STEPS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"^(x|hs)"), "s"),
    (re.compile(r"ph"), "p"),
    (re.compile(r"tch|ts|tz|zh|ch|cz|dj|sch"), "j"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"x(?=.)"), "s"),
    (re.compile(r"sh|ss|hs"), "s"),
    (re.compile(r"q(?=u)"), "k"),
    (re.compile(r"kh|gh|ck"), "k"),
    (re.compile(r"th|dh"), "t"),
    (re.compile(r"bh"), "p"),
    (re.compile(r"ng"), "n"),
    (re.compile(r"[aeiouwyh]+"), ""),
)
_CLASSES = str.maketrans("bfvgcqdzxlj", "pppkkjtssrj")
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Classes of consonants of a romanised word, in order, without vowels and repetition.

    Words of one native name that were romanised in different ways mostly have one sound, such as
    taepyung and taepyeong (`tpn`), or beximco and beksimko (`pksmk`).
    """
    for pattern, by in _SOUND_STEPS:
        word = pattern.sub(by, word)
    return _REPEATED.sub(r"\1", word.translate(_CLASSES))
