"""`manumit assess` on one case file, end to end with start-up, beside Python doing nothing.

Claims: a case in under 0.5 s, and `import manumit` in under 0.3 s, of processor time.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.measure import (
    MANUMIT,
    ROOT,
    Cost,
    Row,
    Section,
    megabytes,
    middle,
    run,
    say,
    times,
)

CASES = {
    "a judgment, all asked": "siliadin-v-france-2005.yaml",
    "a thin file with questions": "thin-file-asks-questions.yaml",
}
MOST_FOR_A_CASE = 0.5
MOST_FOR_IMPORT = 0.3


def measure(runs: int) -> Section:
    """Every command, the commands taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        for command, _ in commands.values():
            run(command)
        costs: dict[str, list[Cost]] = {name: [] for name in ("", *commands)}
        for turn in range(runs):
            say(f"Run {turn + 1} of {runs}: single cases and start-up")
            costs[""].append(run([sys.executable, "-c", "pass"])[0])
            for name, (command, _) in commands.items():
                costs[name].append(run(command)[0])
    floor = middle(costs[""])
    rows = [_row(name, middle(costs[name]), floor, most) for name, (_, most) in commands.items()]
    return Section("A single case, and start-up", rows, _NOTES)


def _commands(folder: Path) -> dict[str, tuple[Sequence[str], float | None]]:
    """Name to command, and the most CPU seconds that it may take."""
    commands: dict[str, tuple[Sequence[str], float | None]] = {}
    for about, name in CASES.items():
        assess = [MANUMIT, "assess", str(ROOT / "examples" / "judgments" / name)]
        commands |= {
            f"`assess CASE --out DIR`, {about}": ([*assess, "--out", str(folder)], MOST_FOR_A_CASE),
            f"`assess CASE --format json`, {about}": (
                [*assess, "--format", "json"],
                MOST_FOR_A_CASE,
            ),
        }
    commands["`manumit --help`"] = [MANUMIT, "--help"], None
    commands["`import manumit`"] = [sys.executable, "-c", "import manumit"], MOST_FOR_IMPORT
    return commands


def _row(name: str, ours: Cost, floor: Cost, most: float | None) -> Row:
    return Row(
        f'{name}; peer: `python -c "pass"`',
        times(ours),
        times(floor),
        f"{ours.cpu / floor.cpu:.1f}",
        "" if most is None else f"under {most:g} s CPU",
        None if most is None else ours.cpu < most,
        f"{megabytes(ours.peak)}; {megabytes(floor.peak)}",
    )


_NOTES = (
    "The peer is the floor under any Python command; it does nothing.",
    "Each command ran once before measuring, so that Python's compiled files were there, as they "
    "are after the first use of an installed program; that first use takes longer. "
    "The index of the data files was there too (`make data`).",
    "A peak that is less than that of the measuring process, about 20 MB, shows as that.",
    "`import manumit` loads no rule and no library; `manumit --help` loads the command line only.",
)
