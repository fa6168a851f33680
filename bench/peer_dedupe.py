"""The matcher of Open Supply Hub on the same input, run with the Python of the peers; prints JSON.

    PYTHON -m bench.peer_dedupe score facilities      each labelled pair
    PYTHON -m bench.peer_dedupe link mills            the likeliest mill for each row of a brand

As its source describes it (https://github.com/opensupplyhub, src/dedupe-hub): first records equal
in cleaned name, cleaned address and country; then a Gazetteer of the library dedupe on three
fields, country exact, name and address as strings, trained from labelled pairs once, with a sample
of 15,000 and recall 1. Its training file is not published with a licence to use, so it learns here
from the labelled pairs of the fold that is fitted, which are about as many. Its release of dedupe
does not run on a current Python; the current one is used.
"""

import io
import json
import re
import sys
from time import perf_counter, process_time
from typing import Any, TypeAlias

import dedupe  # type: ignore[import-not-found,unused-ignore]
from dedupe.variables import (  # type: ignore[import-not-found,unused-ignore]
    Exact,
    String,
)
from unidecode import unidecode  # type: ignore[import-not-found,unused-ignore]

from bench.labelled import Side, pairs_of
from bench.mill_files import Mill, brand_mills, universal_mills

SAMPLE = 15_000
Fields: TypeAlias = dict[str, str | None]


def clean(text: str) -> str | None:
    """As Open Supply Hub cleans: plain letters, some marks dropped, some to spaces, lower case."""
    text = re.sub("[-',]", "", unidecode(text))
    return re.sub(r"\s+", " ", re.sub("[/:]", " ", text)).strip().lower() or None


def site(side: Side) -> Fields:
    return {
        "name": clean(side.name),
        "address": clean(side.address),
        "country": side.country or None,
    }


def mill(one: Mill, name: str) -> Fields:
    place = ", ".join(filter(None, (one.district, one.province)))
    return {"name": clean(name), "address": clean(place), "country": one.territory or None}


def trained(messy: dict[Any, Fields], canonical: dict[Any, Fields]) -> Any:
    """A Gazetteer trained from the labelled pairs of sites that are fitted."""
    labels: dict[str, list[Any]] = {"match": [], "distinct": []}
    for pair in pairs_of("facilities"):
        if pair.fold == "fit":
            sides = {"__class__": "tuple", "__value__": [site(pair.left), site(pair.right)]}
            labels["match" if pair.same else "distinct"].append(sides)
    fields = [
        Exact("country"),
        String("name"),
        String("address", has_missing=True),
    ]
    gazetteer = dedupe.Gazetteer(fields, num_cores=1)
    file = io.StringIO(json.dumps(labels))
    gazetteer.prepare_training(messy, canonical, training_file=file, sample_size=SAMPLE)
    gazetteer.train(recall=1.0)
    return gazetteer


def score(name: str) -> dict[str, Any]:
    pairs = pairs_of(name)
    fit = [pair for pair in pairs if pair.fold == "fit"]
    messy: dict[Any, Fields] = {f"l{at}": site(pair.left) for at, pair in enumerate(fit)}
    canonical: dict[Any, Fields] = {f"r{at}": site(pair.right) for at, pair in enumerate(fit)}
    gazetteer = trained(messy, canonical)
    both = [(site(pair.left), site(pair.right)) for pair in pairs]
    found = gazetteer.classifier.predict_proba(gazetteer.data_model.distances(both))[:, -1]
    scores = [
        1.0 if left == right else float(one) for (left, right), one in zip(both, found, strict=True)
    ]
    return {"dedupe, as Open Supply Hub": scores}


def link(_: str) -> dict[str, Any]:
    """For each row of a brand the likeliest mill; a mill with two names stands in it twice."""
    cpu, wall = process_time(), perf_counter()
    named = [(at, name) for at, one in enumerate(universal_mills()) for name in one.names]
    canonical: dict[Any, Fields] = {
        number: mill(universal_mills()[at], name) for number, (at, name) in enumerate(named)
    }
    messy: dict[Any, Fields] = {
        at: mill(one, one.names[0]) for at, (one, _) in enumerate(brand_mills())
    }
    gazetteer = trained(messy, canonical)
    learnt = process_time() - cpu
    gazetteer.index(canonical)
    found = dict.fromkeys(messy, (-1, 0.0))
    for at, matches in gazetteer.search(messy, threshold=0.0, n_matches=1, generator=True):
        for number, probability in matches:
            found[at] = (named[number][0], float(probability))
    equal = {tuple(fields.values()): named[key][0] for key, fields in canonical.items()}
    for at, fields in messy.items():
        if tuple(fields.values()) in equal:
            found[at] = (equal[tuple(fields.values())], 1.0)
    cpu, wall = process_time() - cpu, perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "learnt": learnt, "best": [found[at] for at in messy]}


JOBS = {"score": score, "link": link}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](sys.argv[2])))
