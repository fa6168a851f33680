"""Goods, inputs and codes that a supplier gives, and where they come from.

An input says its origin as `cotton@TM`, `cotton@CN/Xinjiang` or `cotton (Turkmenistan)`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from manumit.reference.goods import GoodNamed, commodities, good_key, goods_in, made_into
from manumit.reference.places import places_in
from manumit.reference.territories import territory_code
from manumit.supply.model import Supplier

How: TypeAlias = Literal["same", "synonym", "within", "code", "site"]
"""How a good is known: by a name, by its code; site: not at all, only where it is made."""

Reach: TypeAlias = Literal["product", "input_of_origin", "input_of_site", "input_usual"]
"""product: made at the site; the others are inputs, as `GoodsWeights` has them."""

_AT = re.compile(r"(?P<good>[^@]*[^@\s])\s*@\s*(?P<origin>[^@]*)")
_BRACKET = re.compile(r"(?P<good>.*\S)\s*[(（](?P<origin>[^()（）]+)[)）]\s*")
_BETWEEN = re.compile(r"[,;:/]")
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a good comes from.

    Attributes:
        territory: ISO 3166-1 alpha-2 code; empty if unknown.
        areas: Areas of the territory as in `data/names/places.csv`; none if unknown.
    """

    territory: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A good that a supplier makes, or an input.

    Attributes:
        text: As written in the file.
        good: Name of the commodity, or the code, or the name itself if it is not known.
        how: How it is known.
        reach: Whether it is a product or an input, and what is known of its origin.
        origin: Where it comes from; None if from the site.
        into: Name of the product that it is commonly made into, for usual inputs.
    """

    text: str
    good: str
    how: How
    reach: Reach = "product"
    origin: Origin | None = None
    into: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the text names a certain good."""
        return self.how == "code" or bool(
            self.good in commodities() and commodities()[self.good].hs
        )


def given_by(supplier: Supplier) -> tuple[Given, ...]:
    """Products, stated inputs and usual inputs of a supplier, each once.

    A good found in one text with a good made from it, as cotton in "cotton shirts", is an input. A
    usual input is left out where the supplier states that input's origin.
    """
    inputs = [one for text in supplier.inputs for one in _inputs(text)]
    settled = {one.good for one in inputs if one.reach == "input_of_origin"}
    named = [one for text in supplier.goods for one in _products(text)]
    codes = [Given(text, code, "code") for text in supplier.hs if (code := harmonised(text))]
    known = [one for one in (*named, *codes) if one.good not in settled or one.reach == "product"]
    stated = settled | {one.good for one in inputs}
    usual = [
        one
        for each in known
        if each.reach == "product"
        for one in _usual(each)
        if one.good not in stated
    ]
    return tuple(dict.fromkeys((*known, *inputs, *usual)))


def harmonised(code: str) -> str:
    """A code of the Harmonized System in 2, 4 or 6 digits; empty if it is none.

    National digits after the sixth are cut; codes have even digits, so that a zero lost by a
    spreadsheet is put back.

    Example:
        >>> harmonised("6109.10.00.12"), harmonised("90111"), harmonised("cotton")
        ('610910', '090111', '')
    """
    digits = re.sub(r"[\s.-]", "", code)
    if not digits.isascii() or not digits.isdigit():
        return ""
    return ("0" * (len(digits) % 2) + digits)[:_DIGITS]


def origin_of(text: str) -> Origin | None:
    """The place that a text names by a territory, an area or both; None if it names none.

    Example:
        >>> origin_of("TM"), origin_of("Absurdia")
        (Origin(territory='TM', areas=()), None)
    """
    whole = territory_code(text)
    if whole is not None:
        return Origin(whole)
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    codes = {code for part in parts if (code := territory_code(part))}
    if len(codes) > 1:
        return None
    found = places_in(text, next(iter(codes), ""))
    codes |= {place.territory for place in found}
    if len(codes) != 1:
        return None
    return Origin(codes.pop(), tuple(dict.fromkeys(place.area for place in found if place.area)))


def parted(found: Iterable[GoodNamed]) -> tuple[list[GoodNamed], list[GoodNamed]]:
    """Goods of one text, and apart from them those that the others are made of."""
    found = list(found)
    contained = {good for one in found for good in commodities()[one.good].made_from}
    return (
        [one for one in found if one.good not in contained],
        [one for one in found if one.good in contained],
    )


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> tuple[str, Origin | None]:
    """A text without its origin, and the origin; of territory "" if it is not understood."""
    if at := _AT.fullmatch(text.strip()):
        return at["good"], origin_of(at["origin"]) or Origin("")
    bracket = _BRACKET.fullmatch(text)
    origin = origin_of(bracket["origin"]) if bracket else None
    return (bracket["good"], origin) if bracket and origin else (text, None)


@lru_cache(maxsize=1 << 16)
def _inputs(text: str) -> tuple[Given, ...]:
    name, origin = _read(text)
    reach: Reach = "input_of_site" if origin is None else "input_of_origin"
    found = [Given(text, one.good, one.how, reach, origin) for one in goods_in(name)]
    return tuple(found) or (Given(text, good_key(name), "same", reach, origin),)


@lru_cache(maxsize=1 << 16)
def _products(text: str) -> tuple[Given, ...]:
    name, origin = _read(text)
    products, inputs = parted(goods_in(name))
    made = [Given(text, one.good, one.how, "product", origin) for one in products]
    made += [Given(text, one.good, one.how, "input_of_site") for one in inputs]
    return tuple(made) or (Given(text, good_key(name), "same", "product", origin),)


@lru_cache(maxsize=1 << 16)
def _usual(product: Given) -> tuple[Given, ...]:
    """What a product is commonly made of; it comes from where the product does."""
    return tuple(
        Given(product.text, good, "same", "input_usual", product.origin, into)
        for into in _commodities_of(product)
        for good in commodities()[into].made_from
    )


def _commodities_of(product: Given) -> Iterator[str]:
    if product.how == "code":
        yield from made_into(product.good)
    elif product.good in commodities():
        yield product.good
