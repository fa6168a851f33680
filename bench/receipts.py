"""Opening a box of the intake: a wrong locator beside a wrong secret, which nobody may tell apart.

    python -m bench.receipts GUESSES       one job, which prints JSON

Each guess takes the memory that the server takes by default, 128 MiB.
"""

import json
import os
import sys
import tempfile
from contextlib import suppress
from statistics import median
from time import perf_counter, process_time
from uuid import uuid4

from bench.measure import Cost, Row, Section, megabytes, middle, run_job, say, seconds

MOST_APART = 0.05
GUESSES = 40


def measure(runs: int) -> Section:
    """Guesses of both kinds, taking turns."""
    costs = []
    for turn in range(runs):
        say(f"Run {turn + 1} of {runs}: receipts")
        costs.append(run_job("bench.receipts", str(GUESSES)))
    cost = middle(costs)
    return Section("Receipts of the intake", [_guesses(cost), _opening(cost)], _NOTES)


def _guesses(cost: Cost) -> Row:
    locator, secret = cost.detail["locator"], cost.detail["secret"]
    apart = abs(locator - secret) / secret
    return Row(
        "A wrong locator; peer: a wrong secret",
        f"{seconds(locator)} wall",
        f"{seconds(secret)} wall",
        f"{locator / secret:.3f}",
        f"at most {MOST_APART:.0%} apart",
        apart <= MOST_APART,
        megabytes(cost.peak),
    )


def _opening(cost: Cost) -> Row:
    opened, made = cost.detail["opened"], cost.detail["made"]
    return Row(
        "Opening a box with its receipt; peer: making one",
        f"{seconds(opened)} wall",
        f"{seconds(made)} wall",
        f"{opened / made:.2f}",
    )


def job(guesses: int) -> dict[str, float]:
    """Medians of this many guesses of each kind."""
    os.environ["MANUMIT_HOME"] = tempfile.mkdtemp()
    os.environ["MANUMIT_ARGON_MEBIBYTES"] = "128"
    from manumit.web.server import INTAKE, prepare

    prepare(INTAKE)
    from manumit.errors import CannotOpen
    from manumit.web.mailbox import services
    from manumit.web.mailbox.models import Attempt
    from manumit.web.sealing import new_pair

    desk = services.register_desk(uuid4(), "Desk", new_pair().public)
    start, began = perf_counter(), process_time()
    receipt = services.open_box(desk, "en", "web", {})
    took: dict[str, list[float]] = {"made": [perf_counter() - start]}
    wrong = "0" * 16
    kinds = {
        "locator": ("00000000", wrong),
        "secret": (receipt.locator, wrong),
        "opened": (receipt.locator, receipt.secret),
    }
    for _ in range(guesses):
        for kind, numbers in kinds.items():
            Attempt.objects.all().delete()
            at = perf_counter()
            with suppress(CannotOpen):
                services.unlock(*numbers)
            took.setdefault(kind, []).append(perf_counter() - at)
    figures = {kind: median(each) for kind, each in took.items()}
    return figures | {"cpu": process_time() - began, "wall": perf_counter() - start}


_NOTES = (
    f"Medians of {GUESSES} guesses of each kind, taking turns, at 128 MiB and three passes of "
    "Argon2id, with the mailbox in a file.",
    "What a guess costs is its memory and time, not whether there is such a box.",
)

if __name__ == "__main__":
    print(json.dumps(job(int(sys.argv[1]))))
