"""`manumit assess` on a table of interviews, beside a bare NumPy pass and OpenFisca-Core.

Goals: from a Parquet file to all result columns in at most 3 times what it takes to read the same
file and join the same answers by one boolean operator; under 2 GB of memory; ten times as fast as
OpenFisca-Core works out the Delphi dimensions. Where a goal is not met the figures say so.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.measure import (
    CACHE,
    MANUMIT,
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

JOBS = (
    "read",
    "boolean_pass",
    "ours",
    "delphi_from_file",
    "boolean_pass_in_memory",
    "ours_in_memory",
    "ours_rules",
    "ours_delphi",
    "delphi_plain",
    "delphi_lean",
    "all_rules",
)
MOST_TIMES_THE_PASS = 3.0
MOST_BYTES = 2e9
MOST_TIMES_OPENFISCA = 0.1


def measure(rows: int, runs: int) -> Section:
    """Everything about tables; each job runs in a process of its own, the jobs taking turns."""
    say(f"Making a table of {rows:,} interviews")
    _, printed = run([sys.executable, "-m", "bench.generate", str(CACHE), "--rows", str(rows)])
    table = Path(printed.strip())
    say("Comparing the results with OpenFisca's, row by row")
    checked = run_job("bench.table_check", str(table)).detail
    costs: dict[str, list[Cost]] = {job: [] for job in JOBS}
    for turn in range(runs):
        for job in JOBS:
            say(f"Run {turn + 1} of {runs}: {job}")
            costs[job].append(run_job("bench.table_jobs", job, str(table)))
    medians = {job: middle(each) for job, each in costs.items()}
    _same(medians, checked)
    say("Running the whole command, once with counts and once with --out")
    commands = _commands(table)
    peers = _pass_rows(rows, medians) + _openfisca_rows(medians)
    return Section(
        f"A table of {rows:,} interviews",
        [*peers, *_command_rows(commands, medians["boolean_pass"])],
        _notes(table, medians, checked),
    )


def _same(medians: Mapping[str, Cost], checked: Mapping[str, float]) -> None:
    """Stop if the peers do not compute the same."""
    passes = medians["boolean_pass"].detail, medians["boolean_pass_in_memory"].detail
    differing = checked["delphi_differing"] + checked["rules_differing"]
    if passes[0] != passes[1] or differing:
        sys.exit(f"The peers do not compute the same: {passes}, {dict(checked)}")


def _commands(table: Path) -> dict[str, Cost]:
    command = [MANUMIT, "assess", str(table)]
    counts, _ = run(command)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        written, _ = run([*command, "--out", folder])
    return {"assess TABLE": counts, "assess TABLE --out DIR": written}


def _row(
    claim: str, ours: Cost, peer: Cost, *, most: float | None = None, memory: bool = True
) -> Row:
    ratio = ours.cpu / peer.cpu
    return Row(
        claim,
        times(ours),
        times(peer),
        f"{ratio:.2f} ({ours.wall / peer.wall:.2f} wall)",
        _goal(most),
        None if most is None else ratio <= most,
        f"{megabytes(ours.peak)}; {megabytes(peer.peak)}" if memory else "",
    )


def _goal(most: float | None) -> str:
    if most is None:
        return ""
    return f"at most {most:g}" if most >= 1 else f"at most {most:g} ({1 / most:g} times as fast)"


def _pass_rows(rows: int, of: Mapping[str, Cost]) -> list[Row]:
    ours = of["ours"]
    return [
        _row(
            "File to result columns; peer: a bare NumPy boolean pass from the same file",
            ours,
            of["boolean_pass"],
            most=MOST_TIMES_THE_PASS,
        ),
        Row(
            f"Peak memory for {rows:,} rows, results and ids kept; peer: the same pass",
            megabytes(ours.peak),
            megabytes(of["boolean_pass"].peak),
            f"{ours.peak / of['boolean_pass'].peak:.2f}",
            f"under {megabytes(MOST_BYTES)}",
            ours.peak < MOST_BYTES,
        ),
        _row("File to result columns; peer: reading the file and nothing else", ours, of["read"]),
        _row(
            "Answer codes in memory to result columns; peer: the boolean pass over the same codes",
            of["ours_in_memory"],
            of["boolean_pass_in_memory"],
            memory=False,
        ),
    ]


def _openfisca_rows(of: Mapping[str, Cost]) -> list[Row]:
    def rules_row(claim: str, peer: Cost, most: float | None = None) -> Row:
        return _row(claim, of["ours_in_memory"], peer, most=most, memory=False)

    return [
        _row(
            "The six Delphi dimensions in both readings, inputs set before, each side in its own"
            " form; peer: OpenFisca, the same dimensions in one reading",
            of["ours_delphi"],
            _calculation(of["delphi_plain"]),
            most=MOST_TIMES_OPENFISCA,
            memory=False,
        ),
        _row(
            "All rules in both readings, inputs set before, each side in its own form; peer:"
            " OpenFisca, the six Delphi dimensions only, in one reading",
            of["ours_rules"],
            _calculation(of["delphi_plain"]),
            most=MOST_TIMES_OPENFISCA,
            memory=False,
        ),
        rules_row(
            "Codes to result columns, all rules; peer: OpenFisca, six Delphi dimensions only,"
            " inputs set before",
            _calculation(of["delphi_plain"]),
        ),
        rules_row("The same, setting OpenFisca's inputs included", of["delphi_plain"]),
        rules_row(
            "The same, OpenFisca formulas tuned by hand to count in 8 bits, inputs set before",
            _calculation(of["delphi_lean"]),
        ),
        rules_row(
            "All rules, in memory; peer: OpenFisca, all rules, tuned formulas, inputs set before",
            _calculation(of["all_rules"]),
        ),
        _row(
            "File to all results; peer: file to the six Delphi dimensions by OpenFisca",
            of["ours"],
            of["delphi_from_file"],
            most=MOST_TIMES_OPENFISCA,
        ),
    ]


def _calculation(cost: Cost) -> Cost:
    """Without setting the inputs, which one thread does, so that its wall time is its CPU time."""
    setting = cost.detail["setting"]
    return Cost(cost.cpu - setting, cost.wall - setting, cost.peak)


def _command_rows(commands: Mapping[str, Cost], peer: Cost) -> list[Row]:
    return [
        _row(f"`manumit {name}`, run once; peer: the boolean pass from the file", cost, peer)
        for name, cost in commands.items()
    ]


def _notes(table: Path, of: Mapping[str, Cost], checked: Mapping[str, float]) -> list[str]:
    ours = of["ours"]
    reading, rules = ours.detail["reading"], ours.detail["rules"]
    decoding = ours.cpu - reading - rules
    after = (ours.cpu - reading) / (of["boolean_pass"].cpu - of["read"].cpu)
    shares = ", ".join(
        f"{name} {seconds(part)} ({part / ours.cpu:.0%})"
        for name, part in (("reading", reading), ("decoding", decoding), ("rules", rules))
    )
    return [
        f"From file to results, CPU: {shares}. Decoding is turning words into answer codes, ids "
        "into text and looking for ids used twice; rules is packing the codes into bits, every "
        "rule in both readings, and the result columns.",
        f"Beyond reading, ours takes {after:.2f} times the peer's time beyond reading.",
        f"The file has {table.stat().st_size / 1e6:.0f} MB, {ours.detail['columns']:.0f} result "
        "columns come out, and it is in the system's file cache: no disk is measured.",
        f"Checked before measuring, on all {checked['rows']:,.0f} rows, "
        f"{checked['yes_or_no_rows']:,.0f} of them with no unknown: OpenFisca's six dimensions in "
        f"both readings ({checked['delphi_compared']:,.0f} answers, "
        f"{checked['delphi_differing']:.0f} differ) and every rule that a result is read from "
        f"({checked['rules_compared']:,.0f} answers, {checked['rules_differing']:.0f} differ).",
        "The boolean pass answers nothing about anyone: it is the least work that touches every "
        "answer, a floor and not a rival.",
        "OpenFisca's Delphi row is uneven in its favour: it starts from indicators that were "
        "already made from facts, knows no unknown, and gives 6 yes/no answers; ours starts from "
        f"facts and gives {ours.detail['columns']:.0f} columns with unknown kept. With all rules, "
        "its formulas are made from the same graph, two yes/no variables a step, and its inputs "
        "are both readings of each fact, ready to use; an author could write fewer steps.",
        "The table is made up, answers drawn independently (bench/generate.py). Real "
        "columns hold other shares and repeat differently, which changes the time of reading. "
        "CSV and XLSX are not measured.",
        "From the file, both sides spend most of their time in pyarrow: no rules, however fast, "
        f"could be more than {of['delphi_from_file'].cpu / of['read'].cpu:.1f} times as fast as "
        "OpenFisca there.",
        "The figures for the file end at result columns in memory. The rows for `manumit assess` "
        "are what a user waits for: start-up, and a line for each person, written with --out.",
    ]
