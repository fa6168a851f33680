"""The log of acts: what a record costs beside a plain row, and verifying beside reading.

Goal: a log of 1,000,000 records verified in well under a minute of processor time.
"""

import tempfile

from bench.measure import CACHE, Cost, Row, Section, megabytes, middle, run_job, say, seconds, times

RECORDS = 2_000
MOST_SECONDS = 60.0


def measure(rows: int, runs: int) -> Section:
    """Adding one by one, and verifying all; each job runs in a process of its own."""
    CACHE.mkdir(exist_ok=True)
    costs: dict[str, list[Cost]] = {"record": [], "insert": [], "verify": [], "read": []}
    with tempfile.TemporaryDirectory(dir=CACHE) as home:
        say(f"Making a log of {rows:,} records")
        run_job("bench.audit_jobs", "make", home, str(rows))
        for turn in range(runs):
            for job, each in costs.items():
                say(f"Run {turn + 1} of {runs}: {job}")
                each.append(run_job("bench.audit_jobs", job, home, str(RECORDS)))
    of = {job: middle(each) for job, each in costs.items()}
    verified = _row(
        f"A log of {rows:,} records verified, rows to verdict; peer: sqlite3 reading the rows",
        of["verify"],
        of["read"],
    )
    added = _row(
        f"{RECORDS:,} records added at the end of it, each committed; peer: the same rows into a "
        "table without a log, each committed",
        of["record"],
        of["insert"],
    )
    return Section("The log of acts", [added, verified], _notes(of))


def _row(claim: str, ours: Cost, peer: Cost) -> Row:
    verifying = "verified" in claim
    return Row(
        claim,
        times(ours),
        times(peer),
        f"{ours.cpu / peer.cpu:.2f}",
        f"under {MOST_SECONDS:g} s CPU" if verifying else "",
        ours.cpu < MOST_SECONDS if verifying else None,
        f"{megabytes(ours.peak)}; {megabytes(peer.peak)}",
    )


def _notes(of: dict[str, Cost]) -> list[str]:
    one, plain = (seconds(of[job].wall / RECORDS) for job in ("record", "insert"))
    return [
        f"One record takes {one} by the clock, and one plain row {plain}; both wait for the disk "
        "once. The length of the log makes no difference to it.",
        "Verifying recomputes the digest of every record and the root of the tree, and checks the "
        "signatures of 24 checkpoints.",
    ]
