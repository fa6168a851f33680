"""Run every measurement and write `bench/results.md`.

python -m bench [--date YYYY-MM-DD] [--rows N] [--workers N] [--runs N] [--case-runs N] [--out FILE]
"""

import argparse
import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench import assess_case, assess_table, claim_batch
from bench.measure import Row, Section

HEADER = ("Claim", "Ours", "Peer", "Ours / peer", "Goal", "Met", "Peak memory, ours; peer")
PACKAGES = ("manumit", "numpy", "pyarrow", "OpenFisca-Core", "pandas")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure every performance claim.")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today())  # noqa: DTZ011
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=10_000, help="of the table of work")
    parser.add_argument("--runs", type=int, default=5, help="of each job on the table")
    parser.add_argument("--case-runs", type=int, default=10, help="of each command on a case")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("results.md"))
    given = parser.parse_args()
    load = os.getloadavg()[0]
    sections = [
        assess_table.measure(given.rows, given.runs),
        assess_case.measure(given.case_runs),
        claim_batch.measure(given.workers, given.runs),
    ]
    runs = f"{given.runs} runs for the table and {given.case_runs} for a case"
    text = "\n".join(_document(sections, given.date, runs, load))
    given.out.write_text(text, encoding="utf-8")
    print(text)


def _document(sections: Sequence[Section], day: date, runs: str, load: float) -> list[str]:
    lines = [
        "# Performance, measured beside a peer",
        "",
        f"Written by `python -m bench` on {day}. {_machine()}",
        "",
        f"Figures are medians of {runs}, each run in a process of its own, ours and the peers "
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
