"""A list of 30,000 parties and a table of 10,000 suppliers, made with a seed from real names.

    python -m bench.screen_generate FOLDER [--suppliers N] [--listed N] [--seed N]

Writes `listed.csv` in the format of an own list, `suppliers.csv`, and `truth.csv`: of each
supplier's row its kind, `listed`, `real` or `made`, and the id it is if it is listed.

Names are those of real companies in public files: mills and their parents (palm_mills), suppliers
of brands (open_apparel_lists, nike) and firms that employ seasonal workers (h2), with countries.
Of the real names, 60 % are listed; names that begin alike, legal forms and plurals aside, stay on
one side, since the files hold most companies in several spellings. As these are not enough, others
are made: the beginning of one real name with the end of another of the same country, the beginning
of a listed one for the list, of one that is not for suppliers that are not listed. Of the
suppliers, 20 % are listed parties with two or
three changes: a typing error, the last word or the legal form left out, words shortened, two words
joined or swapped, capitals, the country in brackets.
"""

import argparse
import csv
import random
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from bench.mill_files import DATA, brand_mills, rows_of, universal_mills

LISTED_OF_REAL, ON_LIST = 0.6, 0.2
ALIKE = 12
"""Letters at the beginning, without legal forms and plurals, by which names count as alike."""
SHORT = {
    "manufacturing": "Mfg", "industries": "Ind.", "industry": "Ind", "international": "Intl",
    "company": "Co", "limited": "Ltd", "private": "Pvt", "corporation": "Corp", "garments": "Gmts",
    "garment": "Gmt", "enterprises": "Ent.", "technology": "Tech", "and": "&", "trading": "Trdg",
}  # fmt: skip
_FORMS = "co ltd limited inc llc pt sdn bhd corp pvt private company plc sa cv sas"
_FIRMS = """farm farms ranch ranches orchard orchards nursery nurseries growers association
    harvesting produce vineyards vineyard dairy cattle livestock sheep brothers bros sons
    partnership greenhouses greenhouse gardens fruit fruits citrus tobacco plantation apiaries honey
"""
FORMS = frozenset(_FORMS.split())
FIRMS = FORMS | frozenset(_FIRMS.split())
NO_NAMES = {"not available", "unknown", "none"}

Party: TypeAlias = tuple[str, str, str]
"""Name, country, address; the last may be empty."""


def real() -> list[Party]:
    """Every name once in a country, in the order of the files."""
    found: dict[tuple[str, str], Party] = {}
    for party in _parties():
        name = " ".join(party[0].split())
        if len(name) > 4 and name.casefold() not in NO_NAMES:
            found.setdefault((name.casefold(), party[1].casefold()), (name, *party[1:]))
    return list(found.values())


def _parties() -> Iterable[Party]:
    for mill in (*universal_mills(), *(one for one, _ in brand_mills())):
        for name in (*mill.names, *mill.parents):
            yield name, mill.territory.title(), ""
    for path in sorted((DATA / "open_apparel_lists").glob("*.csv")):
        for row in rows_of(path):
            yield row["name"], row["country"], row["address"]
    for row in rows_of(DATA / "nike" / "nike_2023-08.csv"):
        country = row["Country / Region"]
        yield row["Factory Name"], country, f"{row['Address']}, {row['City']}"
        yield row["Supplier Group"], country, ""
    yield from _employers()


def _employers() -> Iterable[Party]:
    """Employers whose name has a word of a firm, as many others are persons."""
    import openpyxl

    book = openpyxl.load_workbook(DATA / "h2" / "H-2A_FY2012.xlsx", read_only=True)
    rows = book.active.iter_rows(values_only=True)
    places = {str(name): at for at, name in enumerate(next(rows))}
    columns = [places[f"EMPLOYER_{name}"] for name in ("NAME", "ADDRESS1", "CITY")]
    for row in rows:
        name, street, city = (str(row[at] or "").strip() for at in columns)
        words = set(re.split(r"\W+", name.lower()))
        if words & FIRMS and "dba" not in words:
            yield name, "United States", f"{street}, {city}"


class _Maker:
    """Draws made names and changes from one generator."""

    def __init__(self, parties: Sequence[Party], seed: int) -> None:
        self.chance = random.Random(seed)
        self.parties = parties
        self.seen = {party[0].casefold() for party in parties}
        self.of: dict[str, list[list[str]]] = {}
        for name, country, _ in parties:
            self.of.setdefault(country, []).append(name.split())

    def split(self) -> tuple[list[Party], list[Party]]:
        """Real names for the list, and those that stay off it."""
        groups: dict[str, list[Party]] = {}
        for party in self.parties:
            groups.setdefault(_beginning(party[0]), []).append(party)
        order = self.chance.sample(list(groups.values()), len(groups))
        cut = int(len(order) * LISTED_OF_REAL)
        first, second = (
            [party for group in some for party in group] for some in (order[:cut], order[cut:])
        )
        return first, self.chance.sample(second, len(second))

    def made(self, parties: Sequence[Party]) -> Party:
        """The beginning of the name of one of some parties with the end of another's."""
        while True:
            start, country, address = self.chance.choice(parties)
            one, other = start.split(), self.chance.choice(self.of[country])
            name = " ".join((*one[: (len(one) + 1) // 2], *other[(len(other) + 1) // 2 :]))
            if name.casefold() not in self.seen:
                self.seen.add(name.casefold())
                return name, country, address

    def changed(self, party: Party) -> Party:
        """As another list has it."""
        words = party[0].split()
        for change in self.chance.sample(_CHANGES, self.chance.choice((2, 3))):
            words = change(self.chance, words) or words
        name = " ".join(words)
        name = f"{name} ({party[1]})" if self.chance.random() < 0.1 else name
        return name, party[1], party[2]


def _beginning(name: str) -> str:
    words = re.split(r"\W+", name.lower())
    return "".join(word.rstrip("s") for word in words if word not in FORMS)[:ALIKE]


def _mistype(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    word = words[at]
    if len(word) < 4:
        return words
    place, letter = chance.randrange(1, len(word) - 1), chance.choice("abcdefghiklmnoprstuvwy")
    made = chance.choice(
        (
            word[:place] + letter + word[place:],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place + 1 :],
            word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        )
    )
    return [*words[:at], made, *words[at + 1 :]]


def _no_form(_: random.Random, words: list[str]) -> list[str]:
    return [word for word in words if word.strip(".,()").replace(".", "").lower() not in FORMS]


def _no_last(_: random.Random, words: list[str]) -> list[str]:
    return words[:-1] if len(words) > 3 else words


def _shorten(_: random.Random, words: list[str]) -> list[str]:
    return [SHORT.get(word.strip(".,").lower(), word) for word in words]


def _join(_: random.Random, words: list[str]) -> list[str]:
    return [words[0] + words[1].lower(), *words[2:]] if len(words) > 2 else words


def _swap(_: random.Random, words: list[str]) -> list[str]:
    return [words[1], words[0], *words[2:]] if len(words) > 2 else words


def _capitals(_: random.Random, words: list[str]) -> list[str]:
    return [word.upper() for word in words]


_CHANGES: tuple[Callable[[random.Random, list[str]], list[str]], ...] = (
    _mistype, _no_form, _no_last, _shorten, _join, _swap, _capitals,
)  # fmt: skip


def write(folder: Path, suppliers: int, listed: int, seed: int) -> None:
    """The three files; the same for the same numbers."""
    maker = _Maker(real(), seed)
    own, others = maker.split()
    on_list = [*own[:listed], *(maker.made(own) for _ in range(listed - len(own)))]
    chosen = maker.chance.sample(range(min(len(own), listed)), int(suppliers * ON_LIST))
    rows = [(maker.changed(on_list[at]), "listed", f"p{at}") for at in chosen]
    rows += [(party, "real", "") for party in others[: suppliers - len(rows)]]
    rows += [(maker.made(others), "made", "") for _ in range(suppliers - len(rows))]
    maker.chance.shuffle(rows)
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "listed.csv",
        ("id", "name", "territory"),
        (
            (f"p{at}", name.replace("|", " "), country)
            for at, (name, country, _) in enumerate(on_list)
        ),
    )
    _write(folder / "suppliers.csv", ("name", "country", "address"), (party for party, *_ in rows))
    _write(
        folder / "truth.csv",
        ("row", "kind", "id"),
        ((str(row), *of) for row, (_, *of) in enumerate(rows, start=2)),
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suppliers", type=int, default=10_000)
    parser.add_argument("--listed", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write(given.folder, given.suppliers, given.listed, given.seed)


if __name__ == "__main__":
    main()
