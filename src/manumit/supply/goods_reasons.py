"""Reasons of matches by good: which value met which listed good, by what, and what it added."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from manumit.core import Because
from manumit.lists import Entry, Good, Place
from manumit.reference.goods import commodities, goods_weights
from manumit.reference.territories import territory_name
from manumit.supply import explain
from manumit.supply.goods_given import Given, Origin

Relation: TypeAlias = Literal[
    "same",
    "synonym",
    "within",
    "code",
    "narrower",
    "wider_heading",
    "wider_chapter",
    "overlapping",
    "all_goods",
]
"""How a supplier's good meets a listed one; the words are those of `GoodsWeights`."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A good of a place that an entry names.

    Attributes:
        entry: The entry.
        good: The good; None if all goods of the place are meant.
        place: Place of origin; None if the entry names none.
        names: Commodities that the good is, or its own name if it is not known.
        hs: Its codes: those of the list, or else of the commodities.
        made_with: Commodities which, as inputs, make other goods fall under the entry.
    """

    entry: Entry
    good: Good | None
    place: Place | None
    names: frozenset[str]
    hs: tuple[str, ...]
    made_with: frozenset[str]

    @property
    def territory(self) -> str:
        """Territory of origin; empty if any is meant."""
        return self.place.territory if self.place else ""

    @property
    def area(self) -> str:
        """Area of origin; empty if the whole territory is meant."""
        return self.place.area if self.place else ""


@dataclass(frozen=True, slots=True)
class Met:
    """A good of a supplier that met a listed one.

    Attributes:
        given: The supplier's good.
        listed: The listed good.
        relation: How they meet.
        origin: Where the supplier's good comes from.
        probability: That it falls under the entry.
        other_product: Whether the input is listed for goods of codes that none of the products has.
    """

    given: Given
    listed: Listed
    relation: Relation
    origin: Origin
    probability: Decimal
    other_product: bool = False


def area_unknown(met: Met) -> bool:
    """Whether only a part of the territory is listed, and the part is not known of the good."""
    return bool(met.listed.area) and not met.origin.areas


def says(key: str, language: str, **values: str) -> str:
    """A sentence about goods, by the end of its key."""
    return explain.says(f"good.{key}", language, **values)


def reason(met: Met, language: str) -> Because:
    """Why a supplier may fall under an entry: the goods, then the origin."""
    listed = met.listed
    steps = [_goods(met, language), _origin(met, language)]
    if met.other_product:
        text = says("other_product", language, codes=", ".join(listed.hs))
        steps.append(_step(text, "other_product"))
    return Because(
        says("match", language, entry=listed.entry.name),
        value=str(met.probability.normalize()),
        rule=listed.entry.id,
        because=tuple(steps),
    )


def _goods(met: Met, language: str) -> Because:
    given, listed = met.given, met.listed
    if listed.good is None:
        return _step(says("all_goods", language, place=_place(met)), "all_goods")
    values = {"given": given.text, "listed": listed.good.name, "codes": _codes(met)}
    if given.reach != "product" and given.good in listed.made_with:
        key = "made_with_usual" if given.reach == "input_usual" else "made_with"
        text = says(key, language, given=given.text, input=given.good, listed=listed.good.name)
    else:
        key = {"wider_heading": "wider", "wider_chapter": "wider"}.get(met.relation, met.relation)
        text = says(key, language, **values)
    return _step(text, met.relation)


def _codes(met: Met) -> str:
    """Listed codes that hold a code of the good, or lie below one."""
    given = met.given
    own: tuple[str, ...] = (given.good,)
    if given.how != "code":
        own = commodities()[given.good].hs if given.good in commodities() else ()
    shown = [code for code in met.listed.hs if any(_one_holds_other(code, each) for each in own)]
    return ", ".join(shown)


def _one_holds_other(code: str, other: str) -> bool:
    return code.startswith(other) or other.startswith(code)


def _origin(met: Met, language: str) -> Because:
    given, place = met.given, _place(met)
    if given.origin is not None:
        key = "origin_input" if given.reach == "input_of_origin" else "origin_given"
    else:
        key = "site" if given.reach == "product" else "site_input"
    text = says(key, language, given=given.text or given.good, place=place)
    return _step(text, "" if given.reach == "product" else given.reach)


def _step(text: str, weight: str) -> Because:
    """A reason with the weight that it has by `data/goods/weights.yml`."""
    if not weight:
        return Because(text, value="1", rule="goods.weights.origin")
    value = goods_weights().by_name()[weight]
    return Because(text, value=str(value), rule=f"goods.weights.{weight}")


def _place(met: Met) -> str:
    place = Place(met.origin.territory, met.listed.area)
    name = territory_name(place.territory)
    return f"{place.area}, {name}" if place.area else name
