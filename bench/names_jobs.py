"""Jobs of `names` that run with the project's own Python; each prints JSON.

python -m bench.names_jobs score SET            ours, each labelled pair
python -m bench.names_jobs rapidfuzz SET        the same, three scorers of rapidfuzz
python -m bench.names_jobs splink facilities    the same, Splink
python -m bench.names_jobs speed KIND           ours, pairs a second
"""

import json
import re
import sys
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Any

from bench.labelled import Pair, Side, pairs_of, speed_input


def score(name: str) -> dict[str, Any]:
    from manumit.supply.link import score_pairs

    pairs = pairs_of(name)
    links = score_pairs(*_records(pairs))
    return {"manumit": links.probability.tolist()}


def _records(pairs: Sequence[Pair]) -> tuple[list[Any], list[Any]]:
    return [_record(pair.left) for pair in pairs], [_record(pair.right) for pair in pairs]


def _record(side: Side) -> Any:
    from manumit.supply.records import Record

    return Record((side.name,), address=side.address, territory=side.country)


def rapidfuzz(name: str) -> dict[str, Any]:
    """Scores from 0 to 1; of sites those of name and address in one text."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.utils import default_process

    texts = [
        tuple(default_process(_text(side)) for side in (pair.left, pair.right))
        for pair in pairs_of(name)
    ]
    return {
        "WRatio": [fuzz.WRatio(*pair) / 100 for pair in texts],
        "token_sort_ratio": [fuzz.token_sort_ratio(*pair) / 100 for pair in texts],
        "JaroWinkler": [JaroWinkler.similarity(*pair) for pair in texts],
    }


def _text(side: Side) -> str:
    return f"{side.name} {side.address}".strip()


def splink(name: str) -> dict[str, Any]:
    """Fellegi-Sunter on name, address and country; m from the labels of the fold that is fitted."""
    import duckdb
    import pyarrow as pa
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as of

    pairs = pairs_of(name)
    fit = [pair for pair in pairs if pair.fold == "fit"]
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=sum(pair.same for pair in fit) / len(fit),
        comparisons=[
            of.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8, 0.7]),
            of.JaroWinklerAtThresholds("address", [0.95, 0.88, 0.8, 0.7]),
            of.ExactMatch("country"),
        ],
        blocking_rules_to_generate_predictions=[block_on("pair")],
        additional_columns_to_retain=["pair"],
    )
    api = DuckDBAPI(duckdb.connect())
    sides = [[pair.left for pair in pairs], [pair.right for pair in pairs]]
    tables = [
        api.register(
            pa.Table.from_pylist(
                [
                    {
                        "unique_id": at,
                        "pair": at,
                        "label": at if pair.same and pair.fold == "fit" else None,
                        "name": plain(side.name),
                        "address": plain(side.address),
                        "country": side.country or None,
                    }
                    for at, (pair, side) in enumerate(zip(pairs, each, strict=True))
                ]
            ),
            dataset_display_name=which,
        )
        for which, each in zip(("a_side", "b_side"), sides, strict=True)
    ]
    linker: Any = Linker(tables, settings, log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_m_from_label_column("label")
    found = linker.inference.predict().as_pyarrow_table().to_pylist()
    scores = [0.0] * len(pairs)
    for row in found:
        scores[row["pair_l"]] = row["match_probability"]
    return {"Splink": scores}


def plain(text: str) -> str | None:
    return re.sub(r"[\W_]+", " ", text.lower()).strip() or None


def speed(kind: str) -> dict[str, Any]:
    """From names to probabilities; the lexicon is loaded before, names are taken apart within."""
    import numpy as np

    from manumit.supply.evidence import Pairs, evidence
    from manumit.supply.link import score_pairs
    from manumit.supply.names.columns import Vocabulary
    from manumit.supply.names.compare import Words
    from manumit.supply.probability import fitted, probability
    from manumit.supply.records import records_as_columns

    left, right, places = speed_input(kind)
    i, j = np.array(places).T
    score_pairs([_record(Side("Ännchen 手 Works"))], [_record(Side("Other Works Ltd"))])
    cpu, wall = process_time(), perf_counter()
    vocabulary = Vocabulary()
    one = records_as_columns([_record(side) for side in left], vocabulary)
    other = records_as_columns([_record(side) for side in right], vocabulary)
    pairs = Pairs(one, other, i, j, Words.of(vocabulary))
    found = probability(fitted().log_odds(evidence(pairs, fitted()).values))
    cpu, wall = process_time() - cpu, perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "pairs": len(found)}


JOBS = {"score": score, "rapidfuzz": rapidfuzz, "splink": splink, "speed": speed}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](sys.argv[2])))
