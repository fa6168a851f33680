"""Listed parties as entities of FollowTheMoney."""

from typing import Any

from manumit.web.matching.parties import ListedParty
from manumit.web.matching.request import FORCED_LABOUR, NUMBERS

_FORCED = ("forced_labour", "forced_child_labour")
_NUMBERS = {kind: name for name, kind in NUMBERS.items()} | {"inn": "innCode", "mmsi": "mmsi"}
"""Kinds of register number, and the property that holds each."""


def entity(listed: ListedParty) -> dict[str, Any]:
    """A party as an entity of FollowTheMoney."""
    as_of = listed.list.as_of
    return {
        "id": listed.id,
        "caption": listed.party.names[0],
        "schema": listed.schema,
        "properties": {name: values for name, values in _properties(listed).items() if values},
        "datasets": [listed.list.id],
        "referents": [listed.entry.id],
        "target": True,
        "first_seen": None,
        "last_seen": f"{as_of.isoformat()}T00:00:00" if as_of else None,
        "last_change": None,
    }


def _properties(listed: ListedParty) -> dict[str, list[str]]:
    entry, party = listed.entry, listed.party
    codes = dict.fromkeys(place.territory.lower() for place in entry.where if place.territory)
    covers = "The entry covers subsidiaries or subordinates." if party.subsidiaries else ""
    found: dict[str, list[str]] = {
        "name": [party.names[0]],
        "alias": list(party.names[1:]),
        "country": list(codes),
        "address": [party.address] if party.address else [],
        "classification": [party.kind] if party.kind in ("site", "owner") else [],
        "topics": topics(listed),
        "notes": [note for note in (entry.note, covers) if note],
        "sourceUrl": [listed.list.href] if listed.list.href else [],
    }
    for kind, number in party.identifiers:
        found.setdefault(_NUMBERS.get(kind, "registrationNumber"), []).append(number)
    return found


def nested_entity(listed: ListedParty) -> dict[str, Any]:
    """A party as an entity, with the measure against it."""
    found, entry = entity(listed), listed.entry
    measure = {
        "authority": entry.authority,
        "provisions": entry.provision,
        "startDate": str(entry.starts) if entry.starts else "",
        "endDate": str(entry.ends) if entry.ends else "",
        "status": entry.status,
    }
    sanction = found | {
        "id": f"{listed.id}.measure",
        "caption": entry.name,
        "schema": "Sanction",
        "properties": {name: [text] for name, text in measure.items() if text},
        "target": False,
    }
    found["properties"]["sanctions"] = [sanction]
    return found


def topics(listed: ListedParty) -> list[str]:
    """Topics of FollowTheMoney, where the list says what was found."""
    forced = any(practice in _FORCED for practice in listed.entry.practices)
    return [FORCED_LABOUR] if forced else []
