"""Estimates as JSON: every number with what it rests on, and how to read them together."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import isinf
from typing import Any

from manumit.core import Because, Citation
from manumit.estimate import Changed, Estimate, Findings, chapman, lincoln_petersen
from manumit.report.estimates.phrases import EXISTENCE, SOURCES, EstimatePhrases


def estimates_document(
    findings: Sequence[Findings],
    language: str,
    *,
    version: str,
    refused: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the methods say of each table.

    Args:
        findings: One a table.
        language: Language of the sentences.
        version: Version of Manumit.
        refused: Name of each table that cannot be estimated from at all to the reason.

    Returns:
        Numbers of people are not rounded. An upper limit of None is unbounded above; an estimate
        of None is none, and `because` says why.
    """
    say = EstimatePhrases(language)
    several = len(findings) > 1
    readings = [_reading(each, say) for each in findings]
    texts = (
        (f"{each['dataset']}: " if several else "") + " ".join(each["says"]) for each in readings
    )
    return {
        "manumit": version,
        "estimates": [_estimate(e, say) for each in findings for e in each.estimates],
        "diagnostics": {each.table.name: _diagnostics(each) for each in findings},
        "sensitivity": [
            _changed(each.table.name, change) for each in findings for change in each.changed
        ],
        "reading": "\n".join(texts),
        "readings": readings,
        "refused": [{"dataset": name, "why": why} for name, why in (refused or {}).items()],
    }


def _estimate(found: Estimate, say: EstimatePhrases) -> dict[str, Any]:
    cites = [SOURCES[found.method]]
    if found.method in ("stepwise", "bic", "loglinear"):
        cites.append(EXISTENCE)
    limits = found.limits
    return {
        "method": found.method,
        "dataset": found.dataset,
        "estimate": found.value,
        "ci80": None if found.ci80 is None else list(found.ci80),
        "ci95": None if found.ci95 is None else list(found.ci95),
        "model": found.model or None,
        "model_of_lists": found.named or None,
        "seed": found.seed,
        "replicates": found.replicates,
        "because": list(_because(found, say, cites)),
        "warnings": [say.note("warn", note) for note in found.warnings],
        "limits": None
        if limits is None
        else {
            "levels": list(limits.asked),
            "chance": [None if isinf(each) else each for each in limits.chance],
            "below": limits.bias,
            "acceleration": limits.acceleration,
            "without_estimate": limits.unbounded,
        },
    }


def _because(
    found: Estimate, say: EstimatePhrases, cites: Sequence[Citation]
) -> Iterator[dict[str, Any]]:
    for at, note in enumerate(found.because):
        reason = Because(
            says=say.note("because", note),
            rule=f"estimate.{found.method}.{note.key}",
            cites=tuple(cites) if at == 0 else (),
        )
        yield reason.to_dict()


def _diagnostics(found: Findings) -> dict[str, Any]:
    table, totals = found.table, found.table.totals
    overlaps = []
    for one, other in combinations(range(len(table.lists)), 2):
        first, second, both = (totals[1 << one], totals[1 << other], totals[1 << one | 1 << other])
        overlaps.append(
            {
                "lists": [table.lists[one], table.lists[other]],
                "both": int(both),
                "lincoln_petersen": lincoln_petersen(float(first), float(second), float(both)),
                "chapman": chapman(float(first), float(second), float(both)).value,
            }
        )
    return {
        "people": table.people,
        "lists": [
            {"list": name, "people": int(totals[1 << at]), "alone": int(table.counts[1 << at])}
            for at, name in enumerate(table.lists)
        ],
        "overlaps": overlaps,
    }


def _changed(dataset: str, found: Changed) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "change": found.change,
        "lists": list(found.lists),
        "people": found.people,
        "estimate": found.value,
        "model": found.model or None,
    }


def _reading(found: Findings, say: EstimatePhrases) -> dict[str, Any]:
    return {
        "dataset": found.table.name,
        "verdict": found.reading.verdict,
        "says": [say.note("read", note) for note in found.reading.notes],
    }
