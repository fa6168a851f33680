"""Goods and places of origin of suppliers, met with those that lists name.

A listed good of a place is met by what a supplier makes there, and by inputs that come from there.
Entries that name parties are left to the comparison of names, and ended entries are left out. What
is unknown is never "no": what would have to be known is said beside the matches.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from manumit.core import Because
from manumit.lists import Entry, Good, Place
from manumit.reference.goods import commodities, good_key, goods_in, goods_weights
from manumit.reference.places import places_in
from manumit.supply.goods_given import Given, How, Origin, given_by, parted
from manumit.supply.goods_reasons import Listed, Met, Relation, area_unknown, reason, says
from manumit.supply.model import Supplier

_HEADING = 4
_ANYWHERE = ""
_BY_NAME: dict[How, Relation] = {"same": "same", "synonym": "synonym", "within": "within"}
_SITE = Given("", "", "site")


@dataclass(frozen=True, slots=True)
class GoodMatch:
    """An entry that a supplier's goods and their origin may fall under.

    Attributes:
        entry: The entry.
        probability: That the goods fall under it, by `data/goods/weights.yml`.
        because: Which value met which listed good, and where it comes from.
    """

    entry: Entry
    probability: float
    because: tuple[Because, ...]


class GoodsIndex:
    """Listed goods by place of origin, made once for a list or a set of lists.

    Args:
        entries: Entries; those that name parties, and those that have ended, are left out.
        language: Language of the reasons.
    """

    def __init__(self, entries: Iterable[Entry], language: str = "en") -> None:
        self.language = language
        self.weights = goods_weights().by_name()
        self._by_origin: dict[str, list[Listed]] = defaultdict(list)
        self._known: dict[tuple[str, str, str, bool, str], tuple[tuple[Listed, Relation], ...]] = {}
        for entry in entries:
            if not entry.who and entry.status != "ended":
                for listed in _listed(entry):
                    self._by_origin[listed.territory].append(listed)
        every = [listed for each in self._by_origin.values() for listed in each]
        self.inputs = frozenset(good for listed in every for good in listed.made_with)
        """Commodities that are listed as inputs of other goods."""
        self.named = self.inputs.union(*(listed.names for listed in every))
        """Commodities that are listed, as such or as inputs."""
        self._with_areas = {one.territory for one in every if one.area}

    def has_areas(self, territory: str) -> bool:
        """Whether a part of the territory is listed by itself."""
        return territory in self._with_areas

    def met(self, given: Given, territory: str) -> tuple[tuple[Listed, Relation], ...]:
        """Listed goods of a territory, or of anywhere, that a good may fall under, and how."""
        key = (given.good, given.how, given.reach, given.origin is None, territory)
        found = self._known.get(key)
        if found is None:
            places = {territory, _ANYWHERE}
            listed = [one for place in places for one in self._by_origin.get(place, ())]
            pairs = ((one, _relation(given, one)) for one in listed)
            found = tuple((one, relation) for one, relation in pairs if relation is not None)
            self._known[key] = found
        return found


def goods_matches(
    supplier: Supplier, index: GoodsIndex
) -> tuple[tuple[GoodMatch, ...], tuple[str, ...]]:
    """Entries that a supplier's goods may fall under, and what could not be compared.

    Of an entry that is met in several ways, the most probable one counts. An entry of a whole
    territory without goods is met by every site there; one of an area is left to the areas.

    Returns:
        The matches, the most probable first, and sentences on what would have to be known.
    """
    given = given_by(supplier)
    met = tuple(_all_met(supplier, given, index))
    best: dict[int, Met] = {}
    for one in met:
        entry = id(one.listed.entry)  # two lists may use one id
        known = best.get(entry)
        if not _is_left_out(one) and (known is None or one.probability > known.probability):
            best[entry] = one
    matches = [
        GoodMatch(one.listed.entry, float(one.probability), (reason(one, index.language),))
        for one in sorted(best.values(), key=lambda one: -one.probability)
    ]
    return tuple(matches), tuple(_not_checked(supplier, given, met, index))


def _is_left_out(met: Met) -> bool:
    return area_unknown(met) or (met.given.how == "site" and bool(met.listed.area))


def _not_checked(
    supplier: Supplier, given: Iterable[Given], met: Iterable[Met], index: GoodsIndex
) -> Iterator[str]:
    """What could not be compared with the lists, and what would have to be known for it."""
    said: dict[str, Iterable[str]] = {
        "unknown": (one.text for one in given if _is_unknown(one, index)),
        "strange_origin": (one.text for one in given if one.origin and not one.origin.territory),
        "input_origin": (one.good for one in given if _origin_matters(one, index)),
        "no_area": (one.listed.entry.name for one in met if area_unknown(one)),
    }
    if not any(one.reach == "product" for one in given):
        yield says("no_goods", index.language)
    if not supplier.territory:
        yield says("no_territory", index.language)
    for key, values in said.items():
        if joined := ", ".join(dict.fromkeys(values)):
            yield says(key, index.language, values=joined)


def _is_unknown(given: Given, index: GoodsIndex) -> bool:
    stated = given.reach != "input_usual"
    return stated and not given.is_known and given.good not in index.named


def _origin_matters(given: Given, index: GoodsIndex) -> bool:
    """Whether an input of unknown origin is listed from somewhere."""
    if given.reach == "input_of_site":
        return given.good in index.named
    return given.reach == "input_usual" and given.good in index.inputs


def _all_met(supplier: Supplier, given: tuple[Given, ...], index: GoodsIndex) -> Iterator[Met]:
    site = Origin(supplier.territory)
    if index.has_areas(supplier.territory):
        site = Origin(supplier.territory, _areas(supplier))
    for one in (*given, _SITE):
        origin = one.origin or site
        if not origin.territory:
            continue
        for listed, relation in index.met(one, origin.territory):
            if listed.area and origin.areas and listed.area not in origin.areas:
                continue
            other = _is_other_product(one, listed, given)
            probability = index.weights[relation]
            if one.reach != "product":
                probability *= index.weights[one.reach]
            if other:
                probability *= index.weights["other_product"]
            yield Met(one, listed, relation, origin, probability, other_product=other)


def _areas(supplier: Supplier) -> tuple[str, ...]:
    found = places_in(f"{supplier.area}, {supplier.address}", supplier.territory)
    return tuple(dict.fromkeys(place.area for place in found if place.area))


def _is_other_product(given: Given, listed: Listed, all_given: Iterable[Given]) -> bool:
    """Whether an input is listed for goods of certain codes, and no product is known to be one."""
    if given.reach == "product" or given.good not in listed.made_with or not listed.hs:
        return False
    products = (one for one in all_given if one.reach == "product")
    return not any(_by_codes(one, listed.hs) for one in products)


def _relation(given: Given, listed: Listed) -> Relation | None:
    if listed.good is None:
        of_place = given.how == "site" or given.origin is not None
        return "all_goods" if of_place and given.reach != "input_usual" else None
    if given.reach != "product" and given.good in listed.made_with:
        return _BY_NAME.get(given.how)
    if listed.made_with or given.reach == "input_usual":
        return None
    if given.good in listed.names:
        return _BY_NAME.get(given.how)
    return _by_codes(given, listed.hs)


def _by_codes(given: Given, hs: tuple[str, ...]) -> Relation | None:
    """How a good meets listed codes; a supplier's own code says more than those of a name."""
    if given.how == "code":
        if any(given.good.startswith(code) for code in hs):
            return "code"
        if any(code.startswith(given.good) for code in hs):
            return "wider_heading" if len(given.good) == _HEADING else "wider_chapter"
        return None
    own = commodities()[given.good].hs if given.good in commodities() else ()
    below = [any(_lies_below(code, one) for one in hs) for code in own]
    if own and all(below):
        return "narrower"
    above = any(one.startswith(code) and one != code for code in own for one in hs)
    return "overlapping" if any(below) or above else None


def _lies_below(code: str, listed: str) -> bool:
    """Whether a code lies below a listed one, or is the same heading.

    The same six digits prove nothing of two names: 7103.91 holds rubies, sapphires and emeralds.
    """
    return code.startswith(listed) and (code != listed or len(code) <= _HEADING)


def _listed(entry: Entry) -> Iterator[Listed]:
    goods: tuple[Good | None, ...] = entry.what or (None,)
    places: tuple[Place | None, ...] = entry.where or (None,)
    for good in goods:
        made_with = frozenset(
            name for text in (good.made_with if good else ()) for name in _names(text)
        )
        names = frozenset(_names(good.name)) if good and not made_with else frozenset[str]()
        hs = good.hs if good else ()
        if not hs and not made_with:
            hs = tuple(c for name in names if name in commodities() for c in commodities()[name].hs)
        for place in places:
            yield Listed(entry, good, place, names, hs, made_with)


def _names(text: str) -> list[str]:
    """Commodities that a listed text names; a good of which another is made is left out."""
    products, _ = parted(goods_in(text))
    return [one.good for one in products] or [good_key(text)]
