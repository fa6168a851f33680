"""Wage claims drawn up from work records, kept sealed, and read again."""

from dataclasses import dataclass
from typing import Any

from manumit.casework.tracks import may_follow
from manumit.reference import wage_law
from manumit.remedy import claim_of
from manumit.report.claims.document import claim_document
from manumit.web.cases.moving import move, state_of
from manumit.web.claims.records import Json, read
from manumit.web.door.door import Door
from manumit.web.vault.models import Entry
from manumit.web.vault.services import Opened

WAGES = 8
"""The class of data of work records and claims."""

WAY = {"not_begun": "records", "not_wanted": "records", "records": "drawn_up"}
"""How the track of wages comes to the claim drawn up."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a case holds of wages, opened."""

    record: Json | None
    claim: Json | None


def draw_up(document: Json, language: str) -> Json:
    """The claim of a work record, as `manumit claim` computes it.

    Raises:
        InputError: A value cannot be used; the message names its place.
        NotInForce: The law has no value for a day of the record.
    """
    file = read(document)
    claim = claim_of(file.case, wage_law(file.law))
    return claim_document(claim, language) | {"language": language}


def save(door: Door, document: Json, language: str) -> Json:
    """Draw up a claim and keep it with its record; the track of wages moves on.

    Raises:
        AccessRefused: The actor may not write it.
        InputError: A value cannot be used; nothing is kept.
        CannotOpen: The agency does not hold the key.
    """
    claim = draw_up(document, language)
    before = {kind: last(door, kind) for kind in ("work_record", "wage_claim")}
    door.write("work_record", {"document": document}, before["work_record"])
    door.write("wage_claim", {"document": claim}, before["wage_claim"])
    role = door.asker.actor.role
    while (state := state_of(door.case, "wages")) in WAY:
        if WAY[state] not in may_follow("wages", state, role):
            break
        move(door, "wages", WAY[state])
    return claim


def last(door: Door, kind: str) -> Entry | None:
    """The latest entry of a kind, as it is listed."""
    rows = [entry for entry in door.entries(WAGES) if entry.kind == kind]
    return rows[-1] if rows else None


def opened(door: Door, reason: str) -> Kept:
    """The latest work record and claim of a case.

    Raises:
        AccessRefused: The actor may not see them.
        CannotOpen: The agency does not hold the key.
    """
    found = door.reveal(WAGES, reason)
    return Kept(_latest(found, "work_record"), _latest(found, "wage_claim"))


def _latest(found: list[Opened], kind: str) -> Any:
    rows = [each for each in found if each.entry.kind == kind]
    return max(rows, key=lambda each: each.entry.order).content["document"] if rows else None


def in_language(kept: Kept, language: str) -> Json | None:
    """The claim with its sentences in a language."""
    if kept.claim is None or kept.claim.get("language") == language or kept.record is None:
        return kept.claim
    return draw_up(kept.record, language)
