"""What a command costs, in a process of its own.

The process that measures stays small: the peak memory that the system reports for a child is
never less than that of the process that started it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
CACHE = Path(__file__).parent / ".cache"
MANUMIT = str(Path(sys.executable).with_name("manumit"))

_SETTINGS = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
"""Settings of Python that slow every start and every line; they are taken off for what is run."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and bytes.

    Attributes:
        cpu: Processor seconds, user and system, of all threads.
        wall: Seconds by the clock.
        peak: Greatest resident memory of the process, in bytes.
        detail: Further figures that a job gives.
    """

    cpu: float
    wall: float
    peak: int
    detail: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results; `met` is None where there is no goal."""

    claim: str
    ours: str
    peer: str
    ratio: str
    goal: str = ""
    met: bool | None = None
    memory: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one file of this folder measured."""

    title: str
    rows: Sequence[Row]
    notes: Sequence[str]


def run(command: Sequence[str]) -> tuple[Cost, str]:
    """Run a command to its end, start-up included.

    Returns:
        What it cost and what it printed.

    Raises:
        SystemExit: It failed.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            err.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{err.read()[-3000:]}")
        out.seek(0)
        cost = Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024)
        return cost, out.read()


def _environment() -> dict[str, str]:
    """That of an installed program: Python's compiled files are kept, here in `CACHE`."""
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return kept | {"PYTHONPYCACHEPREFIX": str(CACHE / "compiled")}


def run_job(module: str, *arguments: str, python: str = sys.executable) -> Cost:
    """Run a job that measures itself and prints JSON; start-up and preparation not included."""
    cost, printed = run([python, "-m", module, *arguments])
    figures: dict[str, float] = json.loads(printed)
    return Cost(figures.pop("cpu"), figures.pop("wall"), cost.peak, figures)


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each figure."""
    all_of = list(costs)
    return Cost(
        median(cost.cpu for cost in all_of),
        median(cost.wall for cost in all_of),
        int(median(cost.peak for cost in all_of)),
        {name: median(cost.detail[name] for cost in all_of) for name in all_of[0].detail},
    )


def seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 0.995 else f"{value:.2f} s"


def times(cost: Cost) -> str:
    return f"{seconds(cost.cpu)} CPU, {seconds(cost.wall)} wall"


def megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB"


def say(text: str) -> None:
    """Tell on the terminal what is being measured."""
    print(text, file=sys.stderr, flush=True)
