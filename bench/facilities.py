"""Facilities made up with a seed, with copies as other lists write them and twins that differ.

    python -m bench.facilities FILE [--rows N] [--seed N]

A Parquet file: `truth` (rows of one facility share it), name, address, city, postcode, country and
sector, in no order. Of all rows

- 65 % are facilities: a name of place, one to three words made of the syllables of the country's
  language, trade words and a legal form; a street with a number, a city (frequencies as 1 / rank),
  a postal code shared by a few hundred facilities of the city. One in eight names numbers its unit;
- 5 % are twins, other facilities that look alike: half have the name and city of a facility and
  another unit number, some at its very address; half have its name in another city;
- 30 % are copies of a facility or a twin with two to five changes: a typing error, a word left out,
  shortened or joined with the next, another romanisation, another or no legal form, the place in
  brackets, the number of the unit written in another way (it is never left out), and parts of the
  address, the postal code, the city or the sector missing.

Nothing is taken from the lexicon of Manumit; some of its words and places occur in both.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
from pyarrow import parquet

T = TypeVar("T")

TWINS, COPIES = 0.05, 0.30
CITIES = 300
"""Cities of a country, most of them made up."""
_SYLLABLES = {
    "CN": "hua xin jia tai hong sheng long da feng yu ming zhong guang li rui heng de xing yuan jin"
    " hai wei cheng bo chang hui yong fu run shun qiang xiang zheng kai lian dong qing ze",
    "VN": "thanh phu an binh minh hoa tan long viet nam dai hung phat tien loc thinh duc quang son"
    " khanh nhat vinh hai dong xuan kim ngoc bao huy gia",
    "BD": "rah man noor islam ka shah ali zaman khan mia far hana sul tan ami ra bari sha ha que"
    " mol la chow dhu ry pur aziz kab ir dul al",
    "IN": "ra ja shree lak shmi ven kat esh pra bhu sun dar am gan ga mani kum ar sar as wati deep"
    " ak vi jay an and ha ri om par",
    "TR": "yil maz kaya de mir oz turk ak sel can er dog an gul ay den iz tas bul ut kar al sen gun"
    " es tek bas ar kon ya",
    "MX": "gar cia lo pez ra mi rez san tos ville gas mo ra les ro sa flo res cas ti llo ver de"
    " cruz mar ti nez sol lu na pal ma",
    "ID": "su mber ja ya ma kmur abadi sen to sa in dah le star i citra per da na bu di cah aya mul"
    " ia ra tu ba ru",
    "EG": "al nas sr ka he ra mis ri del ta no ur ha san mah moud sal em far ouk zah ra ta we el"
    " ba dr gha ly hus sein",
}
_CITIES = {
    "CN": "Shenzhen Dongguan Ningbo Suzhou Guangzhou Wenzhou Quanzhou Hangzhou Jiaxing Shaoxing",
    "VN": "Hanoi Haiphong Bien-Hoa Da-Nang Nam-Dinh Hai-Duong Thu-Duc My-Tho",
    "BD": "Dhaka Gazipur Chittagong Savar Narayanganj Ashulia Tongi",
    "IN": "Tirupur Bengaluru Chennai Noida Gurugram Ludhiana Jaipur Mumbai",
    "TR": "Istanbul Bursa Izmir Denizli Gaziantep Adana Kayseri",
    "MX": "Puebla Tijuana Torreon Monterrey Aguascalientes Merida",
    "ID": "Bandung Bogor Bekasi Semarang Tangerang Karawang",
    "EG": "Cairo Alexandria Ismailia Port-Said Mahalla",
}
_FORMS = {
    "CN": ("Co., Ltd.", "Company Limited", "Co Ltd", "Limited", "Co.,Ltd"),
    "VN": ("JSC", "Joint Stock Company", "Co., Ltd", "Company Limited"),
    "BD": ("Ltd.", "Limited", "LTD", "Pvt. Ltd."),
    "IN": ("Pvt. Ltd.", "Private Limited", "Pvt Ltd", "Limited", "Ltd."),
    "TR": ("A.S.", "AS", "Ltd. Sti.", "San. ve Tic. A.S."),
    "MX": ("S.A. de C.V.", "SA de CV", "S. de R.L. de C.V."),
    "ID": ("Tbk", "Persero", ""),
    "EG": ("S.A.E.", "SAE", "LLC", "Co."),
}
_TRADES = {
    "Apparel": ("Garments", "Garment", "Apparel", "Clothing", "Fashion", "Knitting", "Sportswear"),
    "Textiles": ("Textile", "Textiles", "Weaving Mills", "Spinning Mills", "Dyeing", "Fabrics"),
    "Footwear": ("Shoes", "Footwear", "Leather Products", "Leather"),
    "Electronics": ("Electronics", "Electronic Technology", "Precision", "Components"),
    "Food": ("Foods", "Seafood", "Agro Products", "Beverage"),
    "Furniture": ("Furniture", "Wood Products", "Home Products"),
}
_ACTS = ("Manufacturing", "Industrial", "Industry", "Factory", "International", "Trading", "", "")
_SHORT = {
    "garments": "Gmts", "garment": "Gmt", "manufacturing": "Mfg", "industrial": "Ind.",
    "industry": "Ind", "international": "Intl", "technology": "Tech", "products": "Prod.",
    "road": "Rd", "street": "St.", "avenue": "Ave", "district": "Dist.", "building": "Bldg",
    "trading": "Trdg", "factory": "Fty", "textile": "Tex",
}  # fmt: skip
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_UNITS = ("Unit {0}", "Unit-{0}", "Plant No. {0}", "Plant {0}", "No. {0} Factory", "Factory {0}",
          "#{0}", "(Unit {1})", "{1}", "Unit {1}")  # fmt: skip
_ROADS = ("Road", "Street", "Avenue", "Industrial Park", "Highway", "Village", "Lane")
_SPELLINGS = (("zh", "j"), ("xi", "hsi"), ("ou", "u"), ("ee", "i"), ("ph", "f"), ("q", "ch"),
              ("sh", "s"), ("k", "q"), ("y", "i"), ("ng", "n"), ("uo", "o"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility in parts; `unit` is 0 where the name has no number."""

    truth: int
    country: str
    place: str
    words: tuple[str, ...]
    trades: tuple[str, ...]
    form: str
    unit: int
    unit_style: int
    house: str
    street: tuple[str, ...]
    city: str
    postcode: str
    sector: str
    brackets: bool = False


class _Maker:
    """Draws facilities, twins and copies from one generator."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self._draws: list[float] = []
        self.countries = tuple(_SYLLABLES)
        self.syllables = {code: tuple(text.split()) for code, text in _SYLLABLES.items()}
        self.cities = {code: self._city_names(code) for code in self.countries}
        weights = np.cumsum(1 / np.arange(1, CITIES + 1))
        self.city_shares = weights / weights[-1]

    def draw(self) -> float:
        if len(self._draws) == 0:
            self._draws = self.rng.random(1 << 16).tolist()
        return self._draws.pop()

    def below(self, count: int) -> int:
        return int(self.draw() * count)

    def one(self, values: Sequence[T]) -> T:
        return values[self.below(len(values))]

    def word(self, country: str, most: int = 3) -> str:
        return "".join(self.one(self.syllables[country]) for _ in range(2 + self.below(most - 1)))

    def _city_names(self, country: str) -> tuple[str, ...]:
        known = tuple(name.replace("-", " ") for name in _CITIES[country].split())
        names = dict.fromkeys(known)
        while len(names) < CITIES:
            names[self.word(country, 4).title()] = None
        return tuple(names)

    def facility(self, truth: int) -> Facility:
        country = self.one(self.countries)
        city = int(np.searchsorted(self.city_shares, self.draw()))
        sector = self.one(tuple(_TRADES))
        place = self.cities[country][city] if self.draw() < 0.35 else ""
        words = tuple(self.word(country).title() for _ in range(1 + self.below(3)))
        trades = (self.one(_TRADES[sector]), self.one(_ACTS))
        return Facility(
            truth,
            country,
            place,
            words,
            tuple(filter(None, trades)),
            self.one(_FORMS[country]),
            1 + self.below(9) if self.draw() < 0.125 else 0,
            self.below(len(_UNITS)),
            *self.address(country),
            self.cities[country][city],
            self.postcode(country, city),
            sector,
        )

    def address(self, country: str) -> tuple[str, tuple[str, ...]]:
        """House number and street."""
        street = [self.word(country).title() for _ in range(1 + self.below(2))]
        return str(1 + self.below(400)), (*street, self.one(_ROADS))

    def postcode(self, country: str, city: int) -> str:
        """One of those of a city; a larger city has more."""
        start = 10 + self.countries.index(country)
        return f"{start}{city:03d}{self.below(max(1, 100 // (city + 1))):02d}"[:7]

    def twin(self, of: Facility, truth: int) -> Facility:
        """Another facility that looks like one."""
        if of.unit:
            unit = (of.unit + self.below(8)) % 9 + 1
            twin = replace(of, truth=truth, unit=unit, unit_style=self.below(len(_UNITS)))
            if self.draw() < 0.5:
                return twin
            house, street = self.address(of.country)
            return replace(twin, house=house, street=street)
        city = int(np.searchsorted(self.city_shares, self.draw()))
        if self.cities[of.country][city] == of.city:
            city = (city + 1) % CITIES
        house, street = self.address(of.country)
        return replace(
            of,
            truth=truth,
            place=of.place and self.cities[of.country][city],
            city=self.cities[of.country][city],
            house=house,
            street=street,
            postcode=self.postcode(of.country, city),
        )

    def copy(self, of: Facility) -> Facility:
        """The facility as another list has it."""
        for _ in range(2 + self.below(4)):
            of = self.one(_CHANGES)(self, of)
        return of

    def typed(self, word: str) -> str:
        """A word with one typing error."""
        at = self.below(len(word))
        letter = chr(97 + self.below(26))
        kind = self.below(4)
        if kind == 0:
            return word[:at] + letter + word[at:]
        if kind == 1 and len(word) > 2:
            return word[:at] + word[at + 1 :]
        if kind == 2:
            return word[:at] + letter + word[at + 1 :]
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]

    def row(self, facility: Facility) -> tuple[int, str, str, str, str, str, str]:
        f = facility
        unit = _UNITS[f.unit_style].format(f.unit, _ROMAN[f.unit]) if f.unit else ""
        core = (*f.words, *f.trades, unit, f.form)
        place = f"({f.place})" if f.brackets and f.place else f.place
        parts = (f.words[0], place, *core[1:]) if f.brackets else (place, *core)
        name = " ".join(filter(None, parts))
        street = " ".join(f.street)
        address = (
            f"{f.house} {street}" if f.country in {"BD", "IN", "EG"} else f"No.{f.house}, {street}"
        )
        if not f.house:
            address = street
        if self.draw() < 0.2:
            name, address = name.upper(), address.upper()
        return f.truth, name, address, f.city, f.postcode, f.country, f.sector


def _changed(values: tuple[str, ...], at: int, by: str) -> tuple[str, ...]:
    return tuple(filter(None, (*values[:at], by, *values[at + 1 :])))


def _mistype_name(maker: _Maker, f: Facility) -> Facility:
    at = maker.below(len(f.words))
    return replace(f, words=_changed(f.words, at, maker.typed(f.words[at])))


def _spell(maker: _Maker, f: Facility) -> Facility:
    """Romanise one word in another way."""
    at = maker.below(len(f.words))
    start = maker.below(len(_SPELLINGS))
    for one, other in (*_SPELLINGS[start:], *_SPELLINGS[:start]):
        if one in f.words[at].lower():
            made = f.words[at].lower().replace(one, other, 1).title()
            return replace(f, words=_changed(f.words, at, made))
    return f


def _join(_: _Maker, f: Facility) -> Facility:
    return replace(f, words=("".join(f.words[:2]), *f.words[2:])) if len(f.words) > 1 else f


def _drop_word(maker: _Maker, f: Facility) -> Facility:
    """Leave out a trade word, or the last of three words."""
    if len(f.words) == 3 and maker.draw() < 0.3:
        return replace(f, words=f.words[:2])
    return replace(f, trades=f.trades[:1] if maker.draw() < 0.7 else f.trades[1:])


def _shorten(_: _Maker, f: Facility) -> Facility:
    def short(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_SHORT.get(value.lower(), value) for value in values)

    return replace(f, trades=short(f.trades), street=short(f.street))


def _change_form(maker: _Maker, f: Facility) -> Facility:
    return replace(f, form=maker.one((*_FORMS[f.country], "")))


def _move_place(maker: _Maker, f: Facility) -> Facility:
    """Put the place in brackets, or leave it out."""
    return replace(f, brackets=True) if maker.draw() < 0.5 else replace(f, place="")


def _renumber(maker: _Maker, f: Facility) -> Facility:
    return replace(f, unit_style=maker.below(len(_UNITS)))


def _mistype_address(maker: _Maker, f: Facility) -> Facility:
    if len(f.street) == 0:
        return f
    at = maker.below(len(f.street))
    return replace(f, street=_changed(f.street, at, maker.typed(f.street[at])))


def _cut_address(maker: _Maker, f: Facility) -> Facility:
    kind = maker.below(4)
    if kind == 0:
        return replace(f, house="")
    if kind == 1:
        return replace(f, street=f.street[:-1])
    return replace(f, house="", street=()) if kind == 2 else f


def _no_postcode(_: _Maker, f: Facility) -> Facility:
    return replace(f, postcode="")


def _no_sector(_: _Maker, f: Facility) -> Facility:
    return replace(f, sector="")


def _change_city(maker: _Maker, f: Facility) -> Facility:
    if maker.draw() < 0.3:
        return replace(f, city="")
    return replace(f, city=f.city + " City") if maker.draw() < 0.5 else f


_CHANGES: tuple[Callable[[_Maker, Facility], Facility], ...] = (
    _mistype_name, _mistype_name, _spell, _spell, _join, _drop_word, _shorten, _change_form,
    _move_place, _renumber, _mistype_address, _cut_address, _no_postcode, _no_sector, _change_city,
)  # fmt: skip


def facilities(rows: int, seed: int) -> pa.Table:
    """The table; the same for the same numbers."""
    maker = _Maker(seed)
    twins, copies = int(rows * TWINS), int(rows * COPIES)
    made = [maker.facility(truth) for truth in range(rows - twins - copies)]
    numbered = [facility for facility in made if facility.unit]
    plain = [facility for facility in made if not facility.unit]
    for group in (numbered, plain):
        chosen = maker.rng.permutation(len(group))[: twins // 2].tolist()
        made += [maker.twin(group[at], len(made) + place) for place, at in enumerate(chosen)]
    copies = rows - len(made)
    made += [maker.copy(maker.one(made)) for _ in range(copies)]
    order = maker.rng.permutation(len(made)).tolist()
    columns = zip(*(maker.row(made[at]) for at in order), strict=True)
    names = ("truth", "name", "address", "city", "postcode", "country", "sector")
    return pa.table(dict(zip(names, columns, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    if not given.file.exists():
        given.file.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(facilities(given.rows, given.seed), given.file)


if __name__ == "__main__":
    main()
