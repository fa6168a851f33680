"""nomenklatura's `logic-v2` on the same pairs, run with the Python of the peers; prints JSON.

    PYTHON -m bench.peer_nomenklatura score SET
    PYTHON -m bench.peer_nomenklatura speed KIND

Names are kept by the id of an entity, so each entity has one of its own.
"""

import json
import sys
import uuid
from time import perf_counter, process_time
from typing import Any

from followthemoney import model  # type: ignore[import-not-found,unused-ignore]
from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found,unused-ignore]

from bench.labelled import Side, pairs_of, speed_input

ALGORITHM = get_algorithm("logic-v2")
CONFIG = ALGORITHM.default_config()


def entity(side: Side) -> Any:
    given = {"name": side.name, "country": side.country.lower(), "address": side.address}
    properties = {name: [value] for name, value in given.items() if value}
    return model.get_proxy(
        {"id": str(uuid.uuid4()), "schema": "Organization", "properties": properties}
    )


def compare(left: Any, right: Any) -> float:
    return float(ALGORITHM.compare(left, right, CONFIG).score)


def score(name: str) -> dict[str, Any]:
    found = [compare(entity(pair.left), entity(pair.right)) for pair in pairs_of(name)]
    return {"logic-v2": found}


def speed(kind: str) -> dict[str, Any]:
    """From names to scores; its own data is loaded before."""
    left, right, places = speed_input(kind)
    compare(entity(Side("Ännchen 手 Works")), entity(Side("Other Works Ltd")))
    cpu, wall = process_time(), perf_counter()
    ones, others = [entity(side) for side in left], [entity(side) for side in right]
    found = [compare(ones[i], others[j]) for i, j in places]
    cpu, wall = process_time() - cpu, perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "pairs": len(found)}


JOBS = {"score": score, "speed": speed}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](sys.argv[2])))
