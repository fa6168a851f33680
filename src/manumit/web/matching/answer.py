"""Answers about matches, in the form of yente."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from manumit.core import Because
from manumit.reference import word
from manumit.supply.explain import GROUPS
from manumit.web.matching.entities import entity, topics
from manumit.web.matching.parties import ALL, Found, ListedParty, PartyIndex
from manumit.web.matching.request import (
    ALGORITHM,
    MOST_RESULTS,
    SCHEMATA,
    Example,
    Options,
)

DESCRIPTION = (
    "Names in any script, territories and addresses compared; the score is the probability that "
    "both are the same, and the parts of its log odds are given as features."
)


def answer(
    index: PartyIndex, lists: Collection[str], examples: Sequence[Example], options: Options
) -> dict[str, Any]:
    """All queries of a request answered.

    Args:
        index: The parties.
        lists: Ids of the lists to look in.
        examples: The queries.
        options: What holds for all of them.
    """
    found: list[list[Found]] = [[] for _ in examples]
    top = MOST_RESULTS if options.topics or options.exclude_entity_ids else options.limit
    for schema in set(chain.from_iterable(SCHEMATA.values())) - set(options.exclude_schema):
        asking = [at for at, one in enumerate(examples) if schema in SCHEMATA[one.schema]]
        records = [examples[at].record for at in asking]
        for at, parties in zip(asking, index.find(records, lists, schema, top), strict=True):
            found[at] += parties
    return {
        "responses": {
            example.key: _response(example, parties, options)
            for example, parties in zip(examples, found, strict=True)
        },
        "matcher": features("en"),
        "limit": options.limit,
    }


def _response(example: Example, found: Sequence[Found], options: Options) -> dict[str, Any]:
    """The results of a query; `total` is a lower bound where there may be more than asked for."""
    kept = [
        one for one in found if one.probability >= options.cutoff and _wanted(one.listed, options)
    ]
    kept.sort(key=lambda one: (-one.probability, one.listed.id))
    relation = "eq" if len(kept) < options.limit else "gte"
    return {
        "status": 200,
        "results": [scored(one, options.threshold) for one in kept[: options.limit]],
        "total": {"value": len(kept), "relation": relation},
        "query": example.document(),
    }


def _wanted(listed: ListedParty, options: Options) -> bool:
    excluded = options.exclude_entity_ids
    if listed.id in excluded or listed.entry.id in excluded:
        return False
    return not options.topics or not set(options.topics).isdisjoint(topics(listed))


def scored(found: Found, threshold: float) -> dict[str, Any]:
    """A result: the party, how probable it is, and why."""
    explained = {_feature(reason): reason for reason in found.because}
    return entity(found.listed) | {
        "score": found.probability,
        "match": found.probability >= threshold,
        "features": {name: _log_odds(reason) for name, reason in explained.items()},
        "explanations": {
            name: {
                "score": _log_odds(reason),
                "detail": reason.says,
                "query": None,
                "candidate": None,
                "weight": None,
            }
            for name, reason in explained.items()
        },
    }


def _feature(reason: Because) -> str:
    return reason.rule.rpartition(".")[2]


def _log_odds(reason: Because) -> float:
    return float(str(reason.value))


def features(language: str) -> Mapping[str, dict[str, Any]]:
    """What each feature compares."""
    return {
        name: {
            "description": word(f"screen.because.{name}", language).partition(":")[0],
            "coefficient": 1.0,
            "url": None,
        }
        for name in (*GROUPS, "start")
    }


def algorithms() -> dict[str, Any]:
    """The one way in which scores are made."""
    docs = {"name": ALGORITHM, "description": DESCRIPTION, "features": features("en"), "config": {}}
    one = {
        "name": ALGORITHM,
        "description": DESCRIPTION,
        "features": docs["features"],
        "docs": docs,
    }
    return {"algorithms": [one], "default": ALGORITHM, "best": ALGORITHM}


def catalog(index: PartyIndex) -> dict[str, Any]:
    """The lists, and the dataset that is made of them all."""
    loaded = [id_ for id_ in index.lists if index.count(id_) > 0]
    datasets = [
        _dataset(each.id, each.title, each.as_of, load=each.id in loaded)
        | {
            "summary": f"Terms: {each.licence}",
            "url": each.href or None,
            "entity_count": index.count(each.id),
            "publisher": {"name": each.publisher, "url": each.href or None},
        }
        for each in index.lists.values()
    ]
    whole = {"entity_count": index.count(ALL), "children": loaded}
    datasets.append(_dataset(ALL, "All lists that are loaded", index.day, load=False) | whole)
    return {"datasets": datasets, "current": loaded, "outdated": [], "index_stale": False}


def _dataset(name: str, title: str, day: date | None, *, load: bool) -> dict[str, Any]:
    version = day.isoformat() if day else "unknown"
    return {
        "name": name,
        "title": title,
        "summary": None,
        "url": None,
        "load": load,
        "entities_url": None,
        "version": version,
        "index_version": version,
        "index_current": True,
        "children": [],
    }
