"""The matrix as it was entered by hand, and worlds in which exactly some conditions hold."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from manumit.casework.model import Actor, Agreement, CaseFacts, Consent, Glass, Opening, Part
from manumit.casework.policy import CONDITIONS, VERBS
from tests.helpers import ROOT

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATH = ROOT / "tests" / "vectors" / "access" / "matrix.csv"

OUTSIDE = frozenset({"addressed", "paper"})
"""Conditions that no case can meet: they are for pages that show nothing of a case."""

ASKED = tuple(name for name in CONDITIONS if name not in OUTSIDE | {"agreed"})
"""Conditions that are set one by one. In a case that another agency leads, the worker agreed where
there is a consent, and nowhere else."""

PURPOSES = {
    "LI": ("inspection", "wage_claim"),
    "POL": ("criminal_complaint",),
    "PRO": ("criminal_complaint", "wage_claim"),
    "IMM": ("residence_certificate",),
    "SOC": ("support", "wage_claim", "residence_certificate"),
    "INT": ("support", "residence_certificate"),
    "UNI": ("support", "wage_claim"),
    "COM": ("own_record",),
    "WRK": ("own_file",),
    "STA": ("statistics", "research"),
    "AUD": ("oversight",),
    "ADM": ("operation",),
}
"""Purposes of each role, entered by hand like the matrix."""

Alternatives = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Cell:
    """One role, one class, one verb, and the groups of conditions of which one must hold."""

    data_class: int
    role: str
    verb: str
    printed: str
    alternatives: Alternatives

    def __str__(self) -> str:
        return f"{self.role}-{self.data_class}-{self.verb}"

    def expected(self, held: Iterable[str]) -> bool:
        return any(group <= set(held) for group in self.alternatives)


def cells() -> list[Cell]:
    """All 1,056 cells."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return [
            Cell(int(row["class"]), row["role"], verb, row["printed"], _groups(row[verb]))
            for row in csv.DictReader(file)
            for verb in VERBS
        ]


def _groups(text: str) -> Alternatives:
    if text == "-":
        return ()
    if text == "always":
        return (frozenset(),)
    return tuple(frozenset(group.split("+")) for group in text.split("|"))


def possible(held: Iterable[str], role: str, data_class: int) -> frozenset[str]:
    """Of some conditions, those that can hold together for a role and a class."""
    found = set(held) - OUTSIDE
    if "part" not in found:
        found.discard("own_filing")
    if role != "WRK":
        found.discard("worker")
    if data_class in {4, 7, 11}:
        found.discard("glass")
    return frozenset(found)


def actor_with(held: Iterable[str], role: str, *, active: bool = True) -> Actor:
    return Actor("person", role, "own", frozenset({"health", "shelter"} & set(held)), active)


def case_with(held: Iterable[str], data_class: int, purpose: str) -> CaseFacts:
    """A case of another agency in which exactly these conditions hold for the actor."""
    have, classes = set(held), frozenset({data_class})
    filed = "own_filing" in have
    agreed = Agreement("a", "other", "own", frozenset({purpose}), classes, NOW - HOUR, NOW + HOUR)
    consent = Consent(purpose, "own", classes, NOW - HOUR, NOW + HOUR, "a")
    openings = tuple(
        Opening(kind, "own", classes, NOW - HOUR, NOW + HOUR)
        for kind in ("order", "danger")
        if kind in have
    )
    return CaseFacts(
        id="case",
        owner="other",
        worker="person" if "worker" in have else "box",
        parts=(Part("own", classes, NOW - HOUR, None, filed),) if "part" in have else (),
        consents=(consent,) if "consent" in have else (),
        agreements=(agreed,) if "consent" in have else (),
        openings=openings,
        glasses=(Glass("person", NOW - HOUR, NOW + HOUR),) if "glass" in have else (),
        review_open="review" in have,
        joint_operation="joint" in have,
        claim_filed="claim" in have,
    )
