"""Interviews made up with a seed, as a Parquet table.

    python -m bench.generate [FOLDER] [--rows N] [--seed N]

Columns: id, age, actor, work, fact_finding, and every fact by phase, `CODE@PHASE`, or `CODE` for a
fact of one phase. All are drawn independently, which real interviews are not:

- a fact is yes for 8 persons in 100, unknown for 5 of those whose fact-finding is open, empty
  (null) for 30, and no for the rest;
- fact-finding is complete for half; of those nobody has an unknown fact;
- ages are even from 8 to 65, and 3 in 100 are empty;
- the actor is private 70, state 10, mixed 5, unknown 15 in 100; work is yes 95, unknown 5.

Answers are plain text columns, compressed as pyarrow does by default.
"""

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench.measure import CACHE
from manumit.identify import ACTORS
from manumit.reference import facts

YES, UNKNOWN, EMPTY = 0.08, 0.05, 0.30
AGES = (8, 65)
AGE_EMPTY = 0.03
COMPLETE = 0.5
ACTOR_SHARES = (0.10, 0.70, 0.05, 0.15)
WORK_UNKNOWN = 0.05


def column_of(code: str, phase: str) -> str:
    """Column of the table that holds a fact in a phase."""
    return code if len(facts()[code].phases) == 1 else f"{code}@{phase}"


def answer_columns() -> list[str]:
    """Columns of the table that hold facts."""
    return [column_of(fact.code, phase) for fact in facts().values() for phase in fact.phases]


def table(rows: int, seed: int) -> pa.Table:
    """The interviews; the same for the same numbers."""
    rng = np.random.default_rng(seed)
    complete = rng.random(rows) < COMPLETE
    ages = pa.array(rng.integers(AGES[0], AGES[1] + 1, rows), mask=rng.random(rows) < AGE_EMPTY)
    columns: dict[str, pa.Array] = {
        "id": pa.array([f"K-{number:07d}" for number in range(1, rows + 1)]),
        "age": ages,
        "actor": _words(rng.choice(len(ACTORS), rows, p=ACTOR_SHARES), ACTORS),
        "work": _words(rng.random(rows) < WORK_UNKNOWN, ("yes", "unknown")),
        "fact_finding": _words(complete, ("open", "complete")),
    }
    for name in answer_columns():
        drawn = rng.random(rows, dtype=np.float32)
        unknown = (drawn >= YES) & (drawn < YES + UNKNOWN) & ~complete
        answers = np.where(drawn < YES, 0, np.where(unknown, 1, 2))
        columns[name] = _words(answers, ("yes", "unknown", "no"), drawn >= 1 - EMPTY)
    return pa.table(columns)


def _words(
    places: NDArray[np.generic], words: tuple[str, ...], empty: NDArray[np.bool_] | None = None
) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int8), mask=empty), words)


def write(folder: Path, rows: int, seed: int) -> Path:
    """Write the interviews to a folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"interviews-{rows}-{seed}.parquet"
    pq.write_table(table(rows, seed), path, store_schema=False)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up interviews as Parquet.")
    parser.add_argument("folder", nargs="?", type=Path, default=CACHE)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(write(arguments.folder, arguments.rows, arguments.seed))


if __name__ == "__main__":
    main()
