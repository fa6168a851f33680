"""The Universal Mill List and two brands' mill lists; needs the standard library only.

The files are public and lie outside the project, in `shared/data/palm_mills` beside it. Each row of
a brand carries the id of its mill as the brand printed it, which is the truth; ids and coordinates
are not shown to any side.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
MILLS = DATA / "palm_mills"


@dataclass(frozen=True, slots=True)
class Mill:
    """One row of a list of mills; `territory` is the name of the country in lower case."""

    names: tuple[str, ...]
    parents: tuple[str, ...]
    territory: str
    province: str
    district: str


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def universal_mills() -> tuple[Mill, ...]:
    """All mills."""
    return tuple(
        Mill(
            _filled(row["Mill Name"], row["Alternative name"]),
            _filled(row["Parent Company"], row["Group Name"]),
            row["Country"].strip().lower(),
            row["Province"].strip(),
            row["District"].strip(),
        )
        for row in rows_of(MILLS / "universal_mill_list.csv")
    )


@cache
def brand_mills() -> tuple[tuple[Mill, int], ...]:
    """Rows of the brands, each with the place of its mill in `universal_mills`."""
    rows = rows_of(MILLS / "universal_mill_list.csv")
    places = {row["UML ID"]: at for at, row in enumerate(rows)}
    brands: dict[str, list[dict[str, str]]] = {}
    found = []
    for truth in rows_of(MILLS / "truth.csv"):
        name = truth["brand_list"]
        if name not in brands:
            brands[name] = rows_of(MILLS / f"brand_{name}.csv")
        row = brands[name][int(truth["row"])]
        mill = Mill(
            _filled(row["mill_name"]),
            _filled(row["parent_company"], row.get("group", "")),
            row["country"].strip().lower(),
            row["province"].strip(),
            row.get("district", "").strip(),
        )
        found.append((mill, places[truth["uml_id"]]))
    return tuple(found)


def _filled(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
