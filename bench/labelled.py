"""Labelled pairs of names and sites, for all sides alike; needs the standard library only."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "tests" / "vectors" / "names"
SETS = ("organisations_check", "organisations", "cross_script", "facilities")
TIMED = "organisations"
FOLDS = ("held_out", "fit")
SEED = 7
GRID, DRAWN, RANDOM_PAIRS = 120, 1_000, 300_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair; what the file does not give is empty."""

    name: str
    country: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, whether they are the same, the fold, and the language of a cross-script pair."""

    left: Side
    right: Side
    same: bool
    fold: str
    language: str


def pairs_of(name: str) -> list[Pair]:
    """All pairs of a set, in the order of its file."""
    with (VECTORS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [_pair(row) for row in csv.DictReader(file)]


def _pair(row: dict[str, str]) -> Pair:
    def side(which: str) -> Side:
        of = (row.get(f"{which}_{what}", "") for what in ("name", "country", "address"))
        return Side(*of)

    return Pair(
        side("left"), side("right"), row["same"] == "yes", row["fold"], row.get("language", "")
    )


def speed_input(kind: str) -> tuple[list[Side], list[Side], list[tuple[int, int]]]:
    """Names on the left and on the right, and which of them are compared.

    Args:
        kind: `fresh`, the labelled pairs of organisations as they come, names and countries;
            `grid`, 120 of their names with 120 others; `random`, 300,000 pairs of 1,000 of their
            names and 1,000 others. About one name in seven is not in plain Latin letters.
    """
    found = pairs_of(TIMED)
    if kind == "fresh":
        left = [Side(pair.left.name, pair.left.country) for pair in found]
        right = [Side(pair.right.name, pair.right.country) for pair in found]
        return left, right, [(at, at) for at in range(len(found))]
    chance = random.Random(SEED)
    names = list(dict.fromkeys(side.name for pair in found for side in (pair.left, pair.right)))
    count = GRID if kind == "grid" else DRAWN
    drawn = [Side(name) for name in chance.sample(names, 2 * count)]
    grid = [(i, j) for i in range(GRID) for j in range(GRID)]
    some = [(chance.randrange(DRAWN), chance.randrange(DRAWN)) for _ in range(RANDOM_PAIRS)]
    return drawn[:count], drawn[count:], grid if kind == "grid" else some
