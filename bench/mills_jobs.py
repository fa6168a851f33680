"""Jobs of `mills` that run with the project's own Python; each prints JSON.

    python -m bench.mills_jobs ours|splink|rapidfuzz

Each gives, for each row of a brand, the place of the likeliest mill and its score, and what it cost
from rows in memory to that answer.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter, process_time
from typing import Any

from bench.mill_files import Mill, brand_mills, universal_mills
from bench.names_jobs import plain

TOP = 10


def ours() -> dict[str, Any]:
    import numpy as np

    from manumit.supply.link import Linker, score_pairs
    from manumit.supply.records import Record

    right = [_record(mill) for mill in universal_mills()]
    left = [_record(mill) for mill, _ in brand_mills()]
    truth = np.array([place for _, place in brand_mills()])
    score_pairs([Record(("Ännchen 手 Works",))], [Record(("Other Works Ltd",))])
    cpu, wall = process_time(), perf_counter()
    links = Linker(right).link(left, TOP)
    cpu, wall = process_time() - cpu, perf_counter() - wall
    rows, first = np.unique(links.left, return_index=True)
    best = [(-1, 0.0)] * len(left)
    for row, at in zip(rows.tolist(), first.tolist(), strict=True):
        best[row] = (int(links.right[at]), float(links.probability[at]))
    found = links.right == truth[links.left]
    return {"cpu": cpu, "wall": wall, "best": best, "recall_at_10": found.sum() / len(left)}


def _record(mill: Mill) -> Any:
    from manumit.reference.territories import territory_code
    from manumit.supply.records import Record

    return Record(
        mill.names, mill.parents, territory=territory_code(mill.territory) or "", area=mill.province
    )


def rapidfuzz() -> dict[str, Any]:
    """WRatio of each row with every name of its country."""
    from rapidfuzz import fuzz, process

    cpu, wall = process_time(), perf_counter()
    names: dict[str, list[tuple[str, int]]] = {}
    for at, mill in enumerate(universal_mills()):
        names.setdefault(mill.territory, []).extend((plain(n) or "", at) for n in mill.names)
    best = []
    for mill, _ in brand_mills():
        choices = names[mill.territory]
        found = process.extractOne(
            plain(mill.names[0]), [name for name, _ in choices], scorer=fuzz.WRatio
        )
        best.append((choices[found[2]][1], found[1] / 100))
    return {"cpu": process_time() - cpu, "wall": perf_counter() - wall, "best": best}


def splink() -> dict[str, Any]:
    """Fellegi-Sunter within the country, trained without labels as its documentation shows."""
    import duckdb
    import pyarrow as pa
    from splink import DuckDBAPI, Linker, block_on

    cpu, wall = process_time(), perf_counter()
    api = DuckDBAPI(duckdb.connect())
    sides = ([mill for mill, _ in brand_mills()], universal_mills())
    tables = [
        api.register(pa.Table.from_pylist(list(_rows(mills))), dataset_display_name=name)
        for name, mills in zip(("a_brand", "b_universal"), sides, strict=True)
    ]
    linker: Any = Linker(tables, _settings(), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("country", "name"), block_on("country", "parent", "province")], 0.7
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("country", "name"))
    training.estimate_parameters_using_expectation_maximisation(block_on("country", "parent"))
    pairs = linker.inference.predict().as_pyarrow_table()
    best = [(-1, 0.0)] * len(sides[0])
    for row, mill, score in zip(
        pairs["mill_l"].to_pylist(),
        pairs["mill_r"].to_pylist(),
        pairs["match_probability"].to_pylist(),
        strict=True,
    ):
        if score > best[row][1]:
            best[row] = (mill, score)
    return {"cpu": process_time() - cpu, "wall": perf_counter() - wall, "best": best}


def _rows(mills: Sequence[Mill]) -> Iterator[dict[str, Any]]:
    """A row for each name of a mill."""
    number = 0
    for at, mill in enumerate(mills):
        parents = [plain(parent) for parent in mill.parents]
        for name in mill.names:
            yield {
                "unique_id": number,
                "mill": at,
                "name": plain(name),
                "parent": parents[0] if parents else None,
                "province": plain(mill.province),
                "country": mill.territory,
                "words": sorted(set((plain(name) or "").split())),
            }
            number += 1


def _settings() -> Any:
    from splink import SettingsCreator, block_on
    from splink import comparison_library as of

    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            of.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            of.JaroWinklerAtThresholds("parent", [0.95, 0.88, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            of.JaroWinklerAtThresholds("province", [0.9]).configure(
                term_frequency_adjustments=True
            ),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("country", "substr(name, 1, 3)"),
            block_on("country", "words", arrays_to_explode=["words"]),
            block_on("country", "parent"),
        ],
        additional_columns_to_retain=["mill"],
        retain_matching_columns=False,
    )


JOBS = {"ours": ours, "rapidfuzz": rapidfuzz, "splink": splink}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]]()))
