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
_LETTERS_AND = re.compile(r"(?<![a-z0-9])([a-z])\s*&\s*(?=[a-z](?![a-z0-9]))")
_WORD = re.compile(r"[a-z]+[0-9]+[a-z]*|[0-9]+[a-z]*|[a-z]+")


def plain_words(text: str) -> list[str]:
    """Words of a text in lower-case Latin letters, without punctuation.

    Elided articles are left out. Other apostrophes, and a stop or stroke after a single letter,
    join: `s.a.` and `a/s` are the words `sa` and `as`. An ampersand joins single letters too, and
    else is the word `and`.
    """
    if "'" in text or "." in text or "/" in text or "\u2019" in text or "`" in text:
        text = _JOINED.sub(r"\1", _ELIDED.sub("", text))
    if "&" in text:
        text = _LETTERS_AND.sub(r"\1", text).replace("&", " and ")
    return _WORD.findall(text)


_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|er|ia|ie|iu"
    "|ua|uo|ui|ue|ve|a|o|e|i|u|v)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{2,}}")


def is_pinyin(word: str) -> bool:
    """Whether a word is made of two or more syllables of Mandarin."""
    return _PINYIN.fullmatch(word) is not None


_REPEATED = re.compile(r"(.)\1+")
_SPELLED = {
    "ph": "f", "bh": "b", "dh": "d", "gh": "g", "kh": "k", "th": "t", "ck": "k", "q": "k",
    "x": "ks", "ch": "ch", "ce": "se", "ci": "si", "cy": "si", "c": "k", "oo": "u", "ou": "u",
    "eu": "u", "ee": "i", "ie": "i", "y": "i", "ae": "e", "eo": "e", "w": "v", "z": "s",
}  # fmt: skip
_SOUNDS = {
    "sch": "j", "tch": "j", "ts": "j", "tz": "j", "zh": "j", "ch": "j", "cz": "j", "dj": "j",
    "ph": "p", "bh": "p", "ce": "s", "ci": "s", "cy": "s", "sh": "s", "hs": "s", "x": "ks",
    "kh": "k", "gh": "k", "ck": "k", "th": "t", "dh": "t", "ng": "n",
}  # fmt: skip
_CLASSES = str.maketrans("bfvgcqdzl", "pppkkjtsr", "aeiouwyh0123456789")


def _any_of(spellings: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(spellings, key=len, reverse=True)))


_SPELLING, _SOUND = _any_of(_SPELLED), _any_of(_SOUNDS)


@lru_cache(maxsize=1 << 16)
def plain_spelling(word: str) -> str:
    """A romanised word with the spellings that differ between systems made one."""
    return _REPEATED.sub(r"\1", _SPELLING.sub(lambda found: _SPELLED[found[0]], word))


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Classes of consonants of a romanised word, in order, without vowels and repetition.

    Words of one native name that were romanised in different ways mostly have one sound, such as
    taepyung and taepyeong (`tpn`), or beximco and beksimko (`pksmk`).
    """
    if word.startswith("x"):
        word = "s" + word[1:]
    found = _SOUND.sub(lambda found: _SOUNDS[found[0]], word).translate(_CLASSES)
    return _REPEATED.sub(r"\1", found)
