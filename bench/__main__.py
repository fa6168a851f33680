"""Run every measurement and write `bench/results.md`.

    python -m bench [--only NAME ...] [--peers] [--peer-python FILE] [--date YYYY-MM-DD]
        [--rows N] [--workers N] [--entries N] [--facilities N] [--runs N] [--case-runs N]
        [--facility-runs N] [--out FILE]

The peers of matching need an environment of their own: `--peers` makes it, which takes minutes and
a compiler; afterwards it is found by itself. `--only` prints some sections and writes nothing.
"""

import argparse
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench import (
    assess_case,
    assess_table,
    audit_log,
    capture,
    casework_keys,
    claim_batch,
    match_server,
    mills,
    names,
    receipts,
    screening,
)
from bench.measure import Row, Section
from bench.peers import python_of_peers

HEADER = ("Claim", "Ours", "Peer", "Ours / peer", "Goal", "Met", "Peak memory, ours; peer")
PACKAGES = (
    *("manumit", "numpy", "pyarrow", "rapidfuzz", "OpenFisca-Core", "pandas", "splink", "duckdb"),
)
OF_MATCHING = ("names", "mills", "screening")
"""Sections that need the environment of the peers."""


def main() -> None:
    given = _arguments()
    load = os.getloadavg()[0]
    chosen = given.only or list(_sections(given, ""))
    needed = any(name in OF_MATCHING for name in chosen)
    python = python_of_peers(given.peer_python, make=given.peers) if needed else ""
    sections = [_sections(given, python)[name]() for name in chosen]
    text = "\n".join(_document(sections, given, load))
    if not given.only:
        given.out.write_text(text, encoding="utf-8")
    print(text)


def _sections(given: argparse.Namespace, python: str) -> Mapping[str, Callable[[], Section]]:
    return {
        "assess_table": lambda: assess_table.measure(given.rows, given.runs),
        "assess_case": lambda: assess_case.measure(given.case_runs),
        "claim_batch": lambda: claim_batch.measure(given.workers, given.runs),
        "names": lambda: names.measure(given.runs, python),
        "mills": lambda: mills.measure(given.runs, python),
        "screening": lambda: screening.measure(given.runs, python),
        "match_server": lambda: match_server.measure(given.runs),
        "receipts": lambda: receipts.measure(given.runs),
        "audit_log": lambda: audit_log.measure(given.rows, given.runs),
        "casework_keys": lambda: casework_keys.measure(given.entries, given.facility_runs),
        "capture": lambda: capture.measure(given.runs),
        "duplicates": lambda: _duplicates(given),
    }


def _duplicates(given: argparse.Namespace) -> Section:
    """Last, and loaded only now: its libraries make this process large (see `measure`)."""
    from bench import duplicates

    return duplicates.measure(given.facilities, given.facility_runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every performance claim.")
    parser.add_argument("--only", nargs="+", choices=_sections(argparse.Namespace(), ""))
    parser.add_argument("--peers", action="store_true", help="install the peers of matching")
    parser.add_argument("--peer-python", type=Path, help="a Python that has them")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today())  # noqa: DTZ011
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=10_000, help="of the table of work")
    parser.add_argument("--entries", type=int, default=8_000, help="whose keys are renewed")
    parser.add_argument("--facilities", type=int, default=1_000_000, help="with duplicates")
    parser.add_argument("--runs", type=int, default=5, help="of each job on the table")
    parser.add_argument("--case-runs", type=int, default=10, help="of each command on a case")
    parser.add_argument("--facility-runs", type=int, default=1, help="of each job on facilities")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("results.md"))
    return parser.parse_args()


def _document(sections: Sequence[Section], given: argparse.Namespace, load: float) -> list[str]:
    runs = (
        f"{given.runs} runs, {given.case_runs} for a case and {given.facility_runs} for facilities,"
        " unless a section says otherwise"
    )
    lines = [
        "# Performance, measured beside a peer",
        "",
        f"Written by `python -m bench` on {given.date}. {_machine()}",
        "",
        f"Figures are medians of {runs}; each run is in a process of its own, ours and the peers "
        "taking turns. CPU seconds are user and system time of all threads; ratios and goals are "
        "of CPU seconds, with the clock beside them, as other programs were running on the "
        f"machine (load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end, the "
        "measurements included). A goal was set before measuring; where it is not met, the "
        "table says so.",
    ]
    for section in sections:
        lines += ["", f"## {section.title}", "", *_table(section.rows), ""]
        lines += [f"- {note}" for note in section.notes]
    return [*lines, ""]


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"Machine: {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}. "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _table(rows: Sequence[Row]) -> list[str]:
    words = {None: "", True: "yes", False: "**no**"}
    cells = [
        (row.claim, row.ours, row.peer, row.ratio, row.goal, words[row.met], row.memory)
        for row in rows
    ]
    rule = ("---",) * len(HEADER)
    return [f"| {' | '.join(each)} |" for each in (HEADER, rule, *cells)]


if __name__ == "__main__":
    main()
