"""`manumit serve --match` over HTTP, beside what the documentation of yente says of yente.

    python -m bench.match_server LIST.csv       one job, which prints JSON

Yente needs Elasticsearch or OpenSearch and its data, so it cannot be run here; the peer is its own
published figure: about 4 requests a second on one vCPU of a Google N4 machine with its default
algorithm logic-v2, about 15 with logic-v1, each of one query with up to 50 candidates
(https://github.com/opensanctions/yente, docs/deploy/scaling.md).
"""

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import SplitResult, urlsplit

from bench.measure import CACHE, ROOT, Cost, Row, Section, megabytes, middle, run_job, say, seconds

THEIRS = {"logic-v2": 4.0, "logic-v1": 15.0}
"""Requests a second on one vCPU, as published."""

SIZES = (300, 30_000)
REQUESTS, WARM_UP = 300, 20
SEED = 7
SYLLABLES = (
    "bao",
    "chang",
    "dong",
    "fu",
    "guang",
    "hai",
    "hua",
    "jin",
    "kang",
    "li",
    "long",
    "ning",
)
TRADES = ("Textile", "Garment", "Cotton", "Food", "Electronics", "Shoes", "Plastics", "Trading")
CITIES = ("Urumqi", "Kashgar", "Hotan", "Aksu", "Dongguan", "Ningbo", "Wuxi", "Hefei", "Qingdao")
FORMS = ("Co., Ltd.", "Company Limited", "Group Co., Ltd.", "Industry Co., Ltd.")
SERVE = "from manumit.cli.serve import command; command()"


def measure(runs: int) -> Section:
    """Requests a second of processor time, with a short list and a long one."""
    CACHE.mkdir(exist_ok=True)
    paths = {size: _write_list(size) for size in SIZES}
    costs: dict[int, list[Cost]] = {size: [] for size in SIZES}
    for turn in range(runs):
        for size, path in paths.items():
            say(f"Run {turn + 1} of {runs}: {REQUESTS} requests, {size:,} parties")
            costs[size].append(run_job("bench.match_server", str(path)))
    rows = [
        _row(size, name, theirs, middle(each))
        for size, each in costs.items()
        for name, theirs in THEIRS.items()
    ]
    return Section("The matching server", rows, _NOTES)


def _row(size: int, name: str, theirs: float, cost: Cost) -> Row:
    ours = REQUESTS / cost.cpu
    usual, slowest = (seconds(cost.detail[key]) for key in ("usual", "slowest"))
    return Row(
        f"`POST /match` of one query, {size:,} listed parties beside those built in; peer: yente "
        f"with {name}, as published",
        f"{ours:.0f} requests a CPU second (latency {usual}; of 100 the slowest {slowest})",
        f"about {theirs:g} requests a second of one vCPU",
        f"{ours / theirs:.1f} times as many",
        "more than the peer",
        ours > theirs,
        f"{megabytes(cost.detail['memory'])}; not published",
    )


def _names(count: int) -> list[str]:
    """Names of companies, made up, no two the same."""
    chance = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < count:
        core = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).title()
        parts = (chance.choice(CITIES), core, chance.choice(TRADES), chance.choice(FORMS))
        found[" ".join(parts)] = None
    return list(found)


def _write_list(size: int) -> Path:
    path = CACHE / f"listed-{size}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "territory"))
        writer.writerows((name, "China") for name in _names(size))
    return path


def main() -> None:
    """Start the server on the list, ask it, and print what that cost the server."""
    path = Path(sys.argv[1])
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    with _server(path) as (process, address):
        connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
        asked = [json.dumps(_query(name)) for name in _asked(names, REQUESTS + WARM_UP)]
        for body in asked[:WARM_UP]:
            _ask(connection, address.path, body)
        before, start = _cpu(process.pid), perf_counter()
        latencies = sorted(_ask(connection, address.path, body) for body in asked[WARM_UP:])
        found: dict[str, float] = {
            "wall": perf_counter() - start,
            "cpu": _cpu(process.pid) - before,
            "usual": latencies[len(latencies) // 2],
            "slowest": latencies[len(latencies) * 99 // 100],
            "memory": _peak(process.pid),
        }
    print(json.dumps(found))


def _asked(names: Sequence[str], count: int) -> Iterator[str]:
    """Names to ask for: by turns a listed one with two letters changed, and one that is not."""
    chance = random.Random(SEED + 1)
    others = [name[::-1].title() for name in names]
    for number in range(count):
        name = chance.choice(names if number % 2 == 0 else others)
        at = chance.randrange(1, len(name) - 2)
        yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _query(name: str) -> dict[str, Any]:
    properties = {"name": [name], "country": ["cn"]}
    return {"queries": {"q": {"schema": "Company", "properties": properties}}}


def _ask(connection: HTTPConnection, path: str, body: str) -> float:
    start = perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        sys.exit(f"{response.status}: {answer.decode()[:500]}")
    return perf_counter() - start


@contextmanager
def _server(path: Path) -> Iterator[tuple[subprocess.Popen[str], SplitResult]]:
    command = [sys.executable, "-c", SERVE, "--match", "--port", "0", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            said = next(line for line in iter(process.stdout.readline, "") if _tells(line))
            yield process, urlsplit(said.split()[-1])
        finally:
            process.terminate()


def _tells(line: str) -> bool:
    return line.startswith("Listening:")


def _cpu(pid: int) -> float:
    """Processor seconds of a process so far, user and system (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak(pid: int) -> int:
    """Greatest resident memory of a process, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


_NOTES = (
    "One client asks one query after another over one connection; the figure is of the processor "
    "time of the server, parsing and writing of HTTP and JSON and all reasons included. One "
    "process serves on one core.",
    "Yente could not be run here, as it needs Elasticsearch or OpenSearch; its figure is the rough "
    "guidance of its own documentation for one vCPU of another machine. It searches millions of "
    "entities of all kinds, persons among them, compares up to 50 candidates of all lists with its "
    "own algorithm, and its search engine runs elsewhere and is not counted. Ours compares up to "
    "20 of each list. The ratio says that screening suppliers needs no fleet, and not that one "
    "algorithm is faster than the other at the same work.",
    "The listed names are made up, of few syllables, cities and trades, so that most queries have "
    "as many candidates as are compared.",
)


if __name__ == "__main__":
    main()
