"""The hidden number from lists that overlap, beside what the packages in R were recorded to take.

    python -m bench.capture JOB            one job, which prints JSON

The tables are public and lie outside the project, in `shared/data/capture` beside it, with the
answers of the R packages and their CPU seconds.
"""

import csv
import json
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from bench.measure import Cost, Row, Section, megabytes, middle, run_job, say, seconds, times
from manumit.estimate import Captures, Run, estimate_table
from manumit.estimate.hierarchy import hierarchical_models
from manumit.estimate.selection import fit_all, ranked

DATA = Path(__file__).parents[2] / "shared" / "data" / "capture"
SIX = "UKdat"

JOBS = {
    "stepwise": (
        "Six lists, stepwise, 1,000 replicates with selection, BCa",
        "stepwise_bca_mse",
        0.4,
    ),
    "bic": ("Six lists, all 32,768 models of pairs, by BIC", "bic_enum", 1.0),
    "bic_bca": ("The same with 1,000 replicates among the best 100", "bic_bca", 3.0),
    "all": ("Six lists, every method, each list left out and each pair merged", "", 60.0),
    "ten": ("Ten lists, 5,000 people made up, stepwise, 1,000 replicates", "", 10.0),
}
"""Name of a job to what it does, the entry of R's answers, and the goal in CPU seconds."""


def measure(runs: int) -> Section:
    """Each job in a process of its own, taking turns."""
    costs: dict[str, list[Cost]] = {job: [] for job in JOBS}
    for turn in range(runs):
        for job in JOBS:
            say(f"Run {turn + 1} of {runs}: {job}")
            costs[job].append(run_job("bench.capture", job))
    rows = [_row(job, middle(found)) for job, found in costs.items()]
    return Section("The hidden number from lists that overlap", rows, _NOTES)


def _row(job: str, cost: Cost) -> Row:
    claim, entry, goal = JOBS[job]
    peer = _recorded(entry) if entry else 0.0
    return Row(
        f"{claim}; peer: R, as recorded" if peer else claim,
        times(cost),
        f"{seconds(peer)} CPU" if peer else "",
        f"{cost.cpu / peer:.4f}" if peer else "",
        f"at most {seconds(goal)} CPU",
        cost.cpu <= goal,
        megabytes(cost.peak),
    )


def _recorded(entry: str) -> float:
    found = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))["results"]
    return float(next(e["cpu_s"] for e in found if (e["dataset"], e["method"]) == (SIX, entry)))


def six_lists() -> Captures:
    """Potential victims of trafficking in the United Kingdom in 2013, on six lists."""
    with (DATA / f"{SIX}.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    counts = np.zeros(1 << (len(header) - 1))
    for row in rows:
        counts[sum(int(on) << at for at, on in enumerate(row[:-1]))] = int(row[-1])
    return Captures(SIX, tuple(header[:-1]), counts)


def ten_lists() -> Captures:
    """People made up, each on each of ten lists with probability 0.08."""
    on = (np.random.default_rng(1).random((5000, 10)) < 0.08) @ (1 << np.arange(10))
    counts = np.bincount(on, minlength=1 << 10).astype(np.float64)
    counts[0] = 0
    return Captures("ten", tuple(f"L{at}" for at in range(10)), counts)


def job(name: str) -> dict[str, float]:
    """What one job took."""
    table = ten_lists() if name == "ten" else six_lists()
    start, began = perf_counter(), process_time()
    if name == "bic":
        models = hierarchical_models(6, 2)
        assert models is not None
        assert len(ranked(fit_all(table.counts[:, None], models), models, "bic").models) == 32768
    elif name == "all":
        estimate_table(table)
    else:
        Run(table).estimates(["bic" if name == "bic_bca" else "stepwise"])
    return {"cpu": process_time() - began, "wall": perf_counter() - start}


_NOTES = (
    "The figures of R 4.2.2 with MultipleSystemsEstimation 1.2.0 were recorded on a loaded machine "
    "of two cores, which may not be this one; its stepwise run on a quiet one took a sixth less. R "
    "is not run here.",
    "NumPy alone: nothing is compiled before the first call. The answers are the same: see "
    "`tests/unit/test_estimate_engine.py`.",
)

if __name__ == "__main__":
    print(json.dumps(job(sys.argv[1])))
