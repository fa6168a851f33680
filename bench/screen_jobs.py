"""Jobs of `screening` that run with the project's own Python; each prints JSON.

python -m bench.screen_jobs screen|candidates|read FOLDER
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

DAY = date(2026, 11, 1)
TOP = 10


def truth_of(folder: Path) -> dict[int, tuple[str, str]]:
    """Row of a supplier to its kind, and the id it is on the list if it is on it."""
    rows = _rows(folder / "truth.csv")
    return {int(row["row"]): (row["kind"], row["id"]) for row in rows}


def screen(folder: Path) -> dict[str, Any]:
    """Load and index the list, then read and screen the suppliers, reasons included."""
    from manumit.io.outside_lists import load_lists
    from manumit.io.suppliers import read_suppliers
    from manumit.supply.screen import Screen

    truth = truth_of(folder)
    cpu, wall = process_time(), perf_counter()
    ready = Screen(load_lists([str(folder / "listed.csv")]), DAY)
    loaded = process_time() - cpu
    suppliers = read_suppliers([folder / "suppliers.csv"]).suppliers
    matches = 0
    reported: Counter[str] = Counter()
    for one in ready.screen(suppliers):
        matches += len(one.matches)
        kind, id_ = truth[one.supplier.row]
        reported[kind] += any(id_ in {"", match.entry.id} for match in one.matches)
    cpu, wall = process_time() - cpu, perf_counter() - wall
    counts = Counter(kind for kind, _ in truth.values())
    shares = {kind: reported[kind] / count for kind, count in counts.items()}
    return {"cpu": cpu, "wall": wall, "loaded": loaded, "matches": matches} | shares


def candidates(folder: Path) -> dict[str, Any]:
    """The ten likeliest by letter triples, from names to numbers, as before scoring."""
    from manumit.supply.index import Index
    from manumit.supply.names.columns import Vocabulary
    from manumit.supply.records import Record, records_as_columns

    listed, names, wanted = texts(folder)
    cpu, wall = process_time(), perf_counter()
    vocabulary = Vocabulary()
    right = records_as_columns([Record((name,)) for name in listed], vocabulary)
    index = Index(right.spellings, right.owners())
    left = records_as_columns([Record((name,)) for name in names], vocabulary)
    text, owner, _ = index.candidates(left.spellings, TOP)
    found = set(zip(left.owners()[text].tolist(), owner.tolist(), strict=True))
    cpu, wall = process_time() - cpu, perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "recall": recall(found, wanted)}


def texts(folder: Path) -> tuple[list[str], list[str], dict[int, int]]:
    """Listed names, names of suppliers, and which supplier is which listed one."""
    listed = _rows(folder / "listed.csv")
    places = {row["id"]: at for at, row in enumerate(listed)}
    names = [row["name"] for row in _rows(folder / "suppliers.csv")]
    wanted = {row - 2: places[id_] for row, (_, id_) in truth_of(folder).items() if id_}
    return [row["name"] for row in listed], names, wanted


def recall(found: set[tuple[int, int]], wanted: dict[int, int]) -> float:
    return sum(pair in found for pair in wanted.items()) / len(wanted)


def _rows(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(folder: Path) -> dict[str, Any]:
    """Python's csv module splitting the two files: the least that any program does."""
    cpu, wall = process_time(), perf_counter()
    rows = 0
    for name in ("listed.csv", "suppliers.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows += sum(1 for _ in csv.reader(file))
    return {"cpu": process_time() - cpu, "wall": perf_counter() - wall, "rows": rows}


JOBS = {"screen": screen, "candidates": candidates, "read": read}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](Path(sys.argv[2]))))
