"""Weeks of work made up with a seed, and a salary information file.

    python -m bench.claim_generate FOLDER [--workers N] [--records N] [--seed N]

Each worker has 104 weeks of hourly pay from June 2024, with every head that a table can hold:
hours, some at night, on a rest day and on a holiday; pay received; and a deduction. All are drawn
independently and evenly, which real payrolls are not: nearly every week is underpaid. Rows are in
order of time, as a payroll writes them, and not of workers.
"""

import argparse
import csv
import random
from datetime import date, timedelta
from pathlib import Path

from bench.measure import CACHE

WEEKS = 104
FIRST = date(2024, 6, 3)
QUANTITIES = ("rate", "worked", "night", "rest_day", "holiday", "paid", "deduction_fine")
HEADER = ("worker", "from", "to", "basis", *QUANTITIES)


def write_work(path: Path, workers: int, seed: int) -> None:
    """The table; the same for the same numbers."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for week in range(WEEKS):
            start = FIRST + timedelta(weeks=week)
            end = start + timedelta(days=6)
            writer.writerows([_name(n), start, end, *_week(rng)] for n in range(workers))


def _name(number: int) -> str:
    return f"w{number:05d}"


def _week(rng: random.Random) -> list[object]:
    return [
        "hourly",
        f"{rng.randint(500, 2000) / 100:.2f}",
        rng.randint(160, 280) / 4,
        rng.randint(0, 16) / 4,
        rng.choice((0, 8)),
        rng.choice((0, 8)),
        f"{rng.randint(10000, 80000) / 100:.2f}",
        f"{rng.randint(1, 2000) / 100:.2f}",
    ]


def write_sif(path: Path, records: int, seed: int) -> None:
    """A salary information file of the United Arab Emirates for one month."""
    rng = random.Random(seed)
    total = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(records):
            fixed, variable = rng.randint(80_000, 300_000), rng.randint(0, 90_000)
            total += fixed + variable
            file.write(
                f"EDR,{number:014d},123456789,AE{number:021d},2026-03-01,2026-03-31,31,"
                f"{fixed / 100:.2f},{variable / 100:.2f},0\n"
            )
        file.write(
            f"SCR,0000000000001,123456789,2026-04-01,0900,032026,{records},{total / 100:.2f},AED,\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=CACHE)
    parser.add_argument("--workers", type=int, default=10_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    work = given.folder / f"work-{given.workers}-{given.seed}.csv"
    sif = given.folder / f"sif-{given.records}-{given.seed}.csv"
    if not work.exists():
        write_work(work, given.workers, given.seed)
    if not sif.exists():
        write_sif(sif, given.records, given.seed)
    print(work)
    print(sif)


if __name__ == "__main__":
    main()
