"""Duplicates in a long file of facilities, beside Splink used alone.

    python -m bench.duplicates [--rows N] [--runs N]

Both sides get the same rows, in a process each. The peer is Splink as its documentation sets it
up: names and addresses in lower case without punctuation, unknown cells null, three blocking
rules, five comparisons, u from random pairs, m by expectation maximisation on two rules, clusters
at a threshold. Of four rule sets and five thresholds tried on 100,000 rows it has those with the
second best F1 (0.864); the best (0.874) blocks on the postal code alone, which would be slow on a
million rows and was not run there. Ours gets address, city and postal code in one text, as supplier
lists give it.

A pair counts as found if its rows are in one cluster. Goal: F1 of 0.97 in the time of the peer.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bench.measure import CACHE, Cost, Row, Section, megabytes, middle, run, run_job, say, times

LEAST_F1 = 0.97
PEER_JOIN = 0.9999


def measure(rows: int, runs: int) -> Section:
    """Both sides, each run in a process of its own, taking turns."""
    path = CACHE / f"facilities-{rows}-7.parquet"
    say(f"Making {rows:,} facilities")
    run([sys.executable, "-m", "bench.facilities", str(path), "--rows", str(rows)])
    costs: dict[str, list[Cost]] = {job: [] for job in JOBS}
    for turn in range(runs):
        for job in JOBS:
            say(f"Run {turn + 1} of {runs}: {job}")
            costs[job].append(run_job("bench.duplicates", "--job", job, "--file", str(path)))
    ours, peer = middle(costs["ours"]), middle(costs["peer"])
    return Section(f"Duplicates in a file of {rows:,} facilities", _rows(ours, peer), _notes(rows))


def _rows(ours: Cost, peer: Cost) -> list[Row]:
    f1, peers = ours.detail["f1"], peer.detail["f1"]
    return [
        Row(
            "Time, from an Arrow table to clusters",
            times(ours),
            f"Splink: {times(peer)}",
            f"{ours.cpu / peer.cpu:.2f}",
            "at most 1",
            ours.cpu <= peer.cpu,
            f"{megabytes(ours.peak)}; {megabytes(peer.peak)}",
        ),
        Row(
            "F1 of pairs (precision, recall)",
            _accuracy(ours.detail),
            f"Splink: {_accuracy(peer.detail)}",
            f"{f1 / peers:.3f}",
            f"at least {LEAST_F1}",
            f1 >= LEAST_F1,
        ),
    ]


def _accuracy(figures: Mapping[str, float]) -> str:
    return f"{figures['f1']:.4f} ({figures['precision']:.4f}, {figures['recall']:.4f})"


def _notes(rows: int) -> list[str]:
    return [
        f"The {rows:,} facilities are made up by rules that `bench/facilities.py` describes; real "
        "lists are harder. One in twenty is a twin that differs in its unit number or town alone, "
        "on which the peer, which compares whole names, loses most of its precision.",
        "Both run on DuckDB with Splink's own model. What differs is what it is given: words of "
        "names and addresses taken apart, keys that too many rows share left out or narrowed, and "
        "unit numbers that keep sites apart.",
    ]


def ours(table: pa.Table) -> Any:
    from manumit.supply.duplicates import find_duplicates

    address = pc.binary_join_element_wise(table["address"], table["city"], table["postcode"], ", ")
    return find_duplicates(
        pa.table(
            {
                "name": table["name"],
                "address": address,
                "territory": table["country"],
                "goods": table["sector"],
            }
        )
    ).cluster


def peer(table: pa.Table) -> Any:
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    connection = duckdb.connect()
    connection.register("facilities", table)
    plain = "nullif(trim(regexp_replace(lower({0}), '[^a-z0-9]+', ' ', 'g')), '') AS {0}"
    columns = ", ".join(map(plain.format, ("name", "address", "city", "postcode", "sector")))
    connection.execute(
        "CREATE TABLE prepared AS SELECT row_number() OVER () - 1 AS unique_id, country, "
        f"{columns} FROM facilities"
    )
    linker = Linker(DuckDBAPI(connection).register("prepared"), _peer_settings(), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("name", "address")], 0.4)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    training.estimate_parameters_using_expectation_maximisation(block_on("address", "city"))
    pairs = linker.inference.predict(PEER_JOIN)
    clusters: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, PEER_JOIN)
    found = clusters.as_pyarrow_table().select(["unique_id", "cluster_id"]).sort_by("unique_id")
    return found["cluster_id"].to_numpy()


def _peer_settings() -> Any:
    from splink import SettingsCreator, block_on
    from splink import comparison_library as of

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            of.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            of.JaroWinklerAtThresholds("address", [0.95, 0.88, 0.8]),
            of.ExactMatch("city").configure(term_frequency_adjustments=True),
            of.LevenshteinAtThresholds("postcode", 1),
            of.ExactMatch("sector"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("country", "substr(name, 1, 12)"),
            block_on("postcode", "substr(address, 1, 6)"),
            block_on("city", "substr(address, 1, 10)"),
        ],
        retain_matching_columns=False,
    )


JOBS = {"ours": ours, "peer": peer}


def _pairs_within(*labels: Any) -> int:
    """Pairs of rows that have all labels in common."""
    order = np.lexsort(labels)
    first = np.zeros(len(order), dtype=bool)
    first[:1] = True
    for label in labels:
        first[1:] |= np.diff(label[order]) != 0
    sizes = np.diff(np.append(np.flatnonzero(first), len(order)))
    return int((sizes * (sizes - 1) // 2).sum())


def run_alone(job: str, path: Path) -> Mapping[str, float]:
    """One side once, with the clock on, its libraries loaded before."""
    import splink  # noqa: F401

    import manumit.supply.duplicates  # noqa: F401

    table = parquet.read_table(path)
    cpu, wall = process_time(), perf_counter()
    cluster = JOBS[job](table)
    cpu, wall = process_time() - cpu, perf_counter() - wall
    truth = table["truth"].to_numpy()
    right = _pairs_within(truth, cluster)
    precision, recall = right / _pairs_within(cluster), right / _pairs_within(truth)
    f1 = 2 * precision * recall / (precision + recall)
    return {"cpu": cpu, "wall": wall, "f1": f1, "precision": precision, "recall": recall}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    if given.job:
        print(json.dumps(run_alone(given.job, given.file)))
        return
    section = measure(given.rows, given.runs)
    print(section.title)
    for row in section.rows:
        print(
            "\n".join(
                f"  {part}" for part in (row.claim, row.ours, row.peer, row.ratio, row.memory)
            )
        )


if __name__ == "__main__":
    main()
