"""`manumit claim` on many workers, on one, and on a salary information file, beside peers.

Goals: 10,000 workers of 104 weeks and 8 heads in under 60 seconds of processor time and under 2 GB
of memory; a line explained in under 50 ms. Where a goal is not met the figures say so.
"""

import sys
import tempfile
from collections.abc import Mapping

from bench.claim_generate import WEEKS
from bench.measure import (
    CACHE,
    MANUMIT,
    ROOT,
    Cost,
    Row,
    Section,
    megabytes,
    middle,
    run,
    run_job,
    say,
    seconds,
    times,
)

ON_WORK = ("heads", "heads_ae", "same", "pandas", "openfisca", "read_csv", "explain")
ON_PAYMENTS = ("sif", "sif_as_csv")
MOST_SECONDS = 60.0
MOST_BYTES = 2e9
MOST_FOR_A_LINE = 0.05
A_CASE = ROOT / "examples" / "claims" / "us-overtime.yaml"


def measure(workers: int, runs: int) -> Section:
    """Everything about claims; each job runs in a process of its own, the jobs taking turns."""
    say(f"Making {WEEKS} weeks of {workers:,} workers, and a salary information file")
    given = ("bench.claim_generate", str(CACHE), "--workers", str(workers))
    _, printed = run([sys.executable, "-m", *given])
    work, payments = printed.split()
    say("Comparing claims among others with the same claims alone")
    checked = run_job("bench.claim_jobs", "check", work).detail
    costs: dict[str, list[Cost]] = {job: [] for job in (*ON_WORK, *ON_PAYMENTS)}
    costs |= {"claim": [], "nothing": []}
    for turn in range(runs):
        for job in (*ON_WORK, *ON_PAYMENTS):
            say(f"Run {turn + 1} of {runs}: {job}")
            path = payments if job in ON_PAYMENTS else work
            costs[job].append(run_job("bench.claim_jobs", job, path))
        with tempfile.TemporaryDirectory() as folder:
            costs["claim"].append(run([MANUMIT, "claim", str(A_CASE), "--out", folder])[0])
        costs["nothing"].append(run([sys.executable, "-c", "pass"])[0])
    medians = {job: middle(each) for job, each in costs.items()}
    _same(medians, checked)
    say("Running the whole command once")
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = [MANUMIT, "claim", work, "--law", "qa", "--as-of", "2026-11-01", "--out", folder]
        whole, _ = run(command)
    return Section(
        f"Claims of {workers:,} workers, of one, and a file of payments",
        [*_batch_rows(workers, whole, medians), *_other_rows(medians)],
        _notes(medians, checked),
    )


def _same(medians: Mapping[str, Cost], checked: Mapping[str, float]) -> None:
    """Stop if claims differ alone and among others, or the peers do not compute the same."""
    ours, theirs = medians["same"].detail["owed"], medians["pandas"].detail["owed"]
    if checked["differing"] or round(ours, 2) != round(theirs, 2):
        sys.exit(f"Not the same is computed: {ours}, {theirs}, {dict(checked)}")


def _row(claim: str, ours: Cost, peer: Cost, most: float | None = None) -> Row:
    return Row(
        claim,
        times(ours),
        times(peer),
        f"{ours.cpu / peer.cpu:.2f}",
        "" if most is None else f"under {most:g} s CPU",
        None if most is None else ours.cpu < most,
        f"{megabytes(ours.peak)}; {megabytes(peer.peak)}",
    )


def _batch_rows(workers: int, whole: Cost, of: Mapping[str, Cost]) -> list[Row]:
    rows = f"{workers:,} workers, {WEEKS} weeks, 8 heads, three readings"
    return [
        _row(
            f"`manumit claim TABLE --law qa --out DIR`, {rows}, run once; peer: pandas, file to"
            " minimum wage and overtime of point values",
            whole,
            of["pandas"],
            MOST_SECONDS,
        ),
        Row(
            "Peak memory of that command; peer: the same",
            megabytes(whole.peak),
            megabytes(of["pandas"].peak),
            f"{whole.peak / of['pandas'].peak:.2f}",
            f"under {megabytes(MOST_BYTES)}",
            whole.peak < MOST_BYTES,
        ),
        _row("File to sums, `qa`; peer: pandas, as above", of["heads"], of["pandas"]),
        _row("File to sums, `ae`; peer: pandas, as above", of["heads_ae"], of["pandas"]),
        _row(
            "File to sums, `us.flsa`, wages, minimum and overtime; peer: pandas, the same",
            of["same"],
            of["pandas"],
        ),
        _row("The same; peer: OpenFisca, file read by pyarrow", of["same"], of["openfisca"]),
        _row("The same; peer: Python's csv module reading the file", of["same"], of["read_csv"]),
    ]


def _other_rows(of: Mapping[str, Cost]) -> list[Row]:
    slowest, usual = (of["explain"].detail[name] for name in ("slowest", "middle"))
    return [
        _row(
            "100,000 payments of a salary information file read and checked; peer: Python's csv"
            " module splitting the same file",
            of["sif"],
            of["sif_as_csv"],
        ),
        _row(
            '`manumit claim CASE --out DIR`, statement included; peer: `python -c "pass"`',
            of["claim"],
            of["nothing"],
        ),
        Row(
            "Explaining one line of a claim of 104 weeks, the slowest",
            f"{slowest * 1000:.2f} ms wall",
            "",
            "",
            f"under {seconds(MOST_FOR_A_LINE)}",
            slowest < MOST_FOR_A_LINE,
            f"(the middle one {usual * 1000:.2f} ms)",
        ),
    ]


def _notes(of: Mapping[str, Cost], checked: Mapping[str, float]) -> list[str]:
    ours, fisca = of["same"].detail["owed"], of["openfisca"].detail["owed"]
    return [
        f"Checked before measuring: {checked['compared']:,.0f} claims under three laws, each among "
        f"others and alone; {checked['differing']:.0f} differ in any digit of any sum. pandas owes "
        f"the workers the same to the cent in all; OpenFisca, which counts in 32 bits, differs by "
        f"{abs(ours - fisca):,.2f} of {ours:,.2f}.",
        "What the peers do not do: they know no range and no empty cell, no law but the few lines "
        "written for them, no change of it, no age, other premium, deduction, interest or "
        "multiple; they refuse no row, read no word and give no total but what is owed. They "
        "count in binary fractions, and get the cents right by a small amount added before "
        "rounding. Ours counts in exact decimals, one Python object a number, which is most of "
        "its time.",
        "Nearly every week of the table is underpaid and has every head. Under `qa` food and "
        "housing that nobody says were provided make the high reading another one, so that the "
        "arithmetic is done twice; under `ae` nothing is open and it is done once.",
        "A claim with a row that cannot be reckoned beside others, such as periods that share a "
        "day, takes the path of a single claim, several times as long; here none does.",
        f"OpenFisca's calculation alone takes {seconds(of['openfisca'].detail['calculating'])}; "
        "the rest is reading the file.",
    ]
