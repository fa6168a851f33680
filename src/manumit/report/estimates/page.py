"""Estimates as an HTML page that needs nothing else, and their plots as files."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from manumit.report.claims.plots import INK, Bar, Frame, bars
from manumit.report.estimates.phrases import EXISTENCE, SOURCES, EstimatePhrases
from manumit.report.html import _render

ASSUMPTIONS = ("closed", "matched", "reach", "interaction")
WIDTH = 720
"""Width in pixels of a plot that stands alone."""


def estimates_page(
    document: dict[str, Any], notes: Sequence[str], *, language: str, version: str
) -> str:
    """A document of `estimates_document` as a complete HTML page.

    Args:
        document: The document, with sentences in `language`.
        notes: What was done to the rows of the files.
        language: Language of the page.
        version: Version of Manumit, for the foot of the page.

    Raises:
        InputError: The language is not available.
    """
    say = EstimatePhrases(language)
    used = dict.fromkeys(each["method"] for each in document["estimates"])
    return _render(
        "estimate.html",
        language,
        version,
        0,
        tables=[_table(document, at, say) for at in range(len(document["readings"]))],
        assumptions=[say.of(f"assume.{key}") for key in ASSUMPTIONS],
        sources=[*(SOURCES[method] for method in used), EXISTENCE],
        notes=notes,
        say=say,
    )


def plots(document: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Name and SVG of each plot of a document, in fixed colours, to stand alone."""
    say = EstimatePhrases(language)
    for at, reading in enumerate(document["readings"]):
        end = f"-{at + 1}" if len(document["readings"]) > 1 else ""
        name = reading["dataset"]
        yield f"methods{end}.svg", _forest(document, name, f"m{at}", say, alone=True)
        changed = _changes(document, name, f"c{at}", say, alone=True)
        if changed:
            yield f"lists{end}.svg", changed


def _table(document: dict[str, Any], at: int, say: EstimatePhrases) -> dict[str, Any]:
    """Everything that the page shows of one table."""
    reading = document["readings"][at]
    name = reading["dataset"]
    found = document["diagnostics"][name]
    changes = [each for each in document["sensitivity"] if each["dataset"] == name]
    return {
        "id": f"table-{at}",
        "name": name,
        "verdict": say.of(f"verdict.{reading['verdict']}"),
        "says": reading["says"],
        "seen": say.count(found["people"]),
        "lists": len(found["lists"]),
        "rows": [_row(e, say) for e in document["estimates"] if e["dataset"] == name],
        "forest": _forest(document, name, f"forest-{at}", say),
        "changes": [
            [say.changed(e), say.count(e["people"]), say.value(e), e["model"] or "–"]
            for e in changes
        ],
        "changed": _changes(document, name, f"changed-{at}", say),
        "names": [each["list"] for each in found["lists"]],
        "matrix": list(_matrix(found, say)),
        "pairs": [_pair(each, say) for each in found["overlaps"]],
    }


def _row(found: dict[str, Any], say: EstimatePhrases) -> dict[str, Any]:
    return {
        "method": say.of(f"method.{found['method']}"),
        "cells": [
            (say.of("estimate"), say.value(found)),
            (say.of("interval80"), say.interval(found["ci80"])),
            (say.of("interval95"), say.interval(found["ci95"])),
            (say.of("model"), found["model_of_lists"] or "–"),
        ],
        "because": [each["says"] for each in found["because"]],
        "warnings": found["warnings"],
    }


def _matrix(found: dict[str, Any], say: EstimatePhrases) -> Iterator[tuple[str, list[str], str]]:
    """Name of each list, people on it and on each other list, and people on it alone."""
    both = {frozenset(each["lists"]): each["both"] for each in found["overlaps"]}
    for one in found["lists"]:
        both[frozenset([one["list"]])] = one["people"]
    for one in found["lists"]:
        pairs = (frozenset([one["list"], other["list"]]) for other in found["lists"])
        yield one["list"], [say.count(both[pair]) for pair in pairs], say.count(one["alone"])


def _pair(found: dict[str, Any], say: EstimatePhrases) -> list[str]:
    petersen = found["lincoln_petersen"]
    return [
        " + ".join(found["lists"]),
        say.count(found["both"]),
        say.of("no_number") if petersen is None else say.count(petersen),
        say.of("no_number") if petersen is None else say.count(found["chapman"]),
    ]


def _forest(
    document: dict[str, Any], name: str, id_: str, say: EstimatePhrases, *, alone: bool = False
) -> str:
    rows = []
    for each in document["estimates"]:
        if each["dataset"] == name and each["estimate"] is not None:
            value, (low, high) = Decimal(round(each["estimate"])), each["ci95"]
            ends = Decimal(round(low)), None if high is None else Decimal(round(high))
            label = say.of(f"method.{each['method']}")
            rows.append(Bar(label, ends[0], value, ends[1], _written(each, say)))
    frame = _frame(id_, say.of("methods"), say.of("forest_seen"), say, alone=alone)
    return bars(rows, frame) if rows else ""


def _written(found: dict[str, Any], say: EstimatePhrases) -> str:
    return f"{say.value(found)} ({say.interval(found['ci95'])})"


def _changes(
    document: dict[str, Any], name: str, id_: str, say: EstimatePhrases, *, alone: bool = False
) -> str:
    rows = []
    for each in document["sensitivity"]:
        if (each["dataset"], each["change"]) == (name, "drop") and each["estimate"] is not None:
            value = Decimal(round(each["estimate"]))
            rows.append(Bar(say.changed(each), value, value, value, say.value(each)))
    frame = _frame(id_, say.of("sensitivity"), say.of("sensitivity_text"), say, alone=alone)
    return bars(rows, frame) if rows else ""


def _frame(id_: str, title: str, seen: str, say: EstimatePhrases, *, alone: bool) -> Frame:
    if alone:
        return Frame(id_, title, seen, say.direction, colours=INK, font="sans-serif", width=WIDTH)
    return Frame(id_, title, seen, say.direction)
