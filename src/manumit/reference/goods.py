"""Names of goods in several languages, their codes, and what they are commonly made of."""

import re
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, TypeAlias
from unicodedata import category, normalize

from manumit.reference.compiled import data_file, fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.schema import build
from manumit.reference.strict import read_csv

How: TypeAlias = Literal["same", "synonym", "within"]
"""same: the text is the name; synonym: it is another name; within: it speaks of the good."""

_PATH, _WEIGHTS = "goods/goods.csv", "goods/weights.yml"
_COLUMNS = ("good", "hs", "also", "made_from", "status")
_LONG = 5
"""Letters from which a name is found without its accents; shorter ones become other words."""

_RUN = "\u0e00-\u0e7f\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
_HAS_RUN = re.compile(f"[{_RUN}]")
_BETWEEN = re.compile(r"[^\w\u0980-\u09fe\u0e00-\u0e7f]+|_")
_CODE = re.compile(r"\d{2}(?:\d{2}){0,2}")
_SHORT_WORD = 3


@dataclass(frozen=True, slots=True)
class Commodity:
    """A good, or a group of goods.

    Attributes:
        name: English name, in small letters.
        hs: Codes of the Harmonized System 2022 that it falls under: 2, 4 or 6 digits; none if the
            word names no good, such as a service.
        also: Other names, in any language.
        made_from: Goods that it is commonly made of, by name.
        status: `provisional` where codes or inputs are a judgement.
    """

    name: str
    hs: tuple[str, ...]
    also: tuple[str, ...]
    made_from: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class GoodNamed:
    """A good that a text names.

    Attributes:
        good: Name of the commodity.
        how: How the text names it.
    """

    good: str
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsWeights:
    """Probabilities that a supplier's good falls under a listed one; origin being equal.

    The first group says how the goods meet; of an input it is multiplied by one of the second.

    Attributes:
        same: Same name.
        synonym: Another name of it.
        within: The text speaks of it.
        code: The supplier's code is the listed one or lies below it.
        narrower: All codes of the named good lie below listed ones.
        wider_heading: The supplier's heading of four digits holds the listed code.
        wider_chapter: The supplier's chapter of two digits holds it.
        overlapping: Some codes of the named good and of the listed one hold each other.
        all_goods: All goods of the place are listed.
        input_of_origin: The input, and where it comes from, are stated.
        input_of_site: The input is stated; the site lies in the place.
        input_usual: The good is commonly made of it; the site lies in the place.
        other_product: The input is listed for goods of other codes than those known.
        source: Where this was taken from.
        status: Whether it was measured.
    """

    same: Decimal
    synonym: Decimal
    within: Decimal
    code: Decimal
    narrower: Decimal
    wider_heading: Decimal
    wider_chapter: Decimal
    overlapping: Decimal
    all_goods: Decimal
    input_of_origin: Decimal
    input_of_site: Decimal
    input_usual: Decimal
    other_product: Decimal
    source: tuple[Source, ...]
    status: Status

    def by_name(self) -> dict[str, Decimal]:
        """The probabilities by name."""
        return _weights_by_name(self)


@cache
def goods_weights() -> GoodsWeights:
    """How probable each way of meeting a listed good is."""
    return build(GoodsWeights, load_yaml(_WEIGHTS), fail=fail_in(_WEIGHTS))


@cache
def _weights_by_name(weights: GoodsWeights) -> dict[str, Decimal]:
    values = ((each.name, getattr(weights, each.name)) for each in fields(weights))
    return {name: value for name, value in values if isinstance(value, Decimal)}


@cache
def commodities() -> dict[str, Commodity]:
    """Every good that is entered, by name.

    Raises:
        DataError: A code has another shape, a name stands twice, or an input is not entered.
    """
    fail = fail_in(_PATH)
    rows = read_csv(data_file(_PATH).read_text(encoding="utf-8"), _COLUMNS, fail=fail)
    names = {row["good"] for row in rows}
    found: dict[str, Commodity] = {}
    for line, row in enumerate(rows, start=2):
        hs, also, made_from = (_many(row[column]) for column in ("hs", "also", "made_from"))
        if row["good"] in found:
            raise fail("entered twice", line, row["good"])
        if any(_CODE.fullmatch(code) is None for code in hs):
            raise fail("a code has 2, 4 or 6 digits", line, row["good"])
        if missing := set(made_from) - names:
            raise fail(f"{min(missing)} is not entered as a good", line, row["good"])
        if row["status"] not in ("reviewed", "provisional"):
            raise fail("status is reviewed or provisional", line, row["good"])
        found[row["good"]] = Commodity(row["good"], hs, also, made_from, row["status"])  # type: ignore[arg-type]
    return found


@lru_cache(maxsize=1 << 16)
def goods_in(text: str) -> tuple[GoodNamed, ...]:
    """Goods that a text names, each once, in the order of the text; none if it names none.

    Case and plurals do not matter, nor accents in names of five letters or more. The longest name
    wins: `palm oil` is not oil. One letter of a script without spaces counts only by itself.

    Example:
        >>> goods_in("Clothing")
        (GoodNamed(good='garments', how='synonym'),)
        >>> [named.good for named in goods_in("Cotton T-shirts")]
        ['cotton', 't-shirts']
    """
    names = _names()
    words = _words(text)
    whole = _meaning(words, names)
    if whole is not None:
        return (GoodNamed(*whole),)
    found = [*_in_words(words, names), *_in_runs(text, names)]
    return tuple(GoodNamed(good, "within") for good in dict.fromkeys(found))


@cache
def made_into(code: str) -> tuple[str, ...]:
    """Commodities under whose codes a code of the Harmonized System lies, by name.

    Example:
        >>> made_into("610910")
        ('garments', 't-shirts')
    """
    return tuple(
        good.name for good in commodities().values() if any(code.startswith(hs) for hs in good.hs)
    )


def good_key(text: str) -> str:
    """A name of a good without case, plural and punctuation, to compare unknown names."""
    return " ".join(_singular(word) for word in _words(text))


@dataclass(frozen=True, slots=True)
class _Names:
    """What each name means; names in scripts without spaces also by their first letter."""

    known: dict[str, tuple[str, How]]
    runs: dict[str, tuple[str, ...]]
    most_words: int


@cache
def _names() -> _Names:
    fail = fail_in(_PATH)
    known: dict[str, tuple[str, How]] = {}
    looser: dict[str, tuple[str, How]] = {}
    for line, good in enumerate(commodities().values(), start=2):
        for name in (good.name, *good.also):
            how: How = "same" if name == good.name else "synonym"
            key = " ".join(_words(name))
            if not key or known.setdefault(key, (good.name, how))[0] != good.name:
                raise fail(f"{name!r} is empty or stands for {known.get(key)} too", line, good.name)
            singular = good_key(name)
            looser.setdefault(singular, (good.name, how))
            if len(bare := _bare(singular)) >= _LONG:
                looser.setdefault(bare, (good.name, how))
    known = looser | known
    runs: dict[str, list[str]] = {}
    for key in known:
        if _HAS_RUN.search(key) and len(key) > 1:
            runs.setdefault(key[0], []).append(key)
    ordered = {first: tuple(sorted(keys, key=len, reverse=True)) for first, keys in runs.items()}
    return _Names(known, ordered, max(key.count(" ") for key in known) + 1)


def _meaning(words: list[str], names: _Names) -> tuple[str, How] | None:
    """What words mean as they are, or else without their plurals."""
    found = names.known.get(" ".join(words))
    return found or names.known.get(" ".join(_singular(word) for word in words))


def _in_words(words: list[str], names: _Names) -> list[str]:
    found, start = [], 0
    while start < len(words):
        for size in range(min(names.most_words, len(words) - start), 0, -1):
            known = _meaning(words[start : start + size], names)
            if known is not None:
                found.append(known[0])
                break
        start += size
    return found


def _in_runs(text: str, names: _Names) -> list[str]:
    if _HAS_RUN.search(text) is None:
        return []
    text, found, start = "".join(_words(text)), [], 0
    while start < len(text):
        keys = names.runs.get(text[start], ())
        key = next((key for key in keys if text.startswith(key, start)), "")
        if key:
            found.append(names.known[key][0])
        start += max(len(key), 1)
    return found


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(normalize("NFC", text.casefold())) if word]


def _singular(word: str) -> str:
    """A word without the ending of its plural; wrong for some words, in the same way everywhere."""
    if len(word) <= _SHORT_WORD or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "oes")) else word[:-1]


def _bare(key: str) -> str:
    """Latin text without accents; other scripts as they are."""
    parts = normalize("NFKD", key.replace("đ", "d"))
    if not all(letter.isascii() or category(letter) == "Mn" for letter in parts):
        return key
    return "".join(letter for letter in parts if letter.isascii())


def _many(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
