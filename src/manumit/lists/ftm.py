"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and others publish lists.

Companies, organisations and vessels become entries; `Sanction` entities give them status, days,
authority and provision, and `Address` entities their address. Persons are never loaded.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from manumit.core import PartialDate
from manumit.errors import InputError
from manumit.lists.model import Entry, EntryStatus, Party, PartyKind, Place
from manumit.lists.parts import Signals, decoded, distinct, once, refuse_page, tidy
from manumit.lists.source import ListSource, Reading
from manumit.reference.territories import territory_code

_KINDS: dict[str, PartyKind] = {
    "Company": "entity",
    "Organization": "entity",
    "LegalEntity": "entity",
    "PublicBody": "entity",
    "Vessel": "vessel",
}
_JOINED = {"Sanction": "entity", "Risk": "entity"}
"""Schemata that speak of another entity, and the property that names it."""

_IGNORED = frozenset(
    {"UnknownLink", "Ownership", "Directorship", "Membership", "Employment", "Representation"}
    | {"Succession", "Associate", "Family", "Identification", "Passport", "Security", "Article"}
    | {"Documentation", "Mention", "Occupancy", "Position", "Payment", "Debt", "EconomicActivity"}
)
_NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
_NUMBERS = {
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "leiCode": "lei",
    "dunsCode": "duns",
    "uscCode": "uscc",
    "innCode": "inn",
    "registrationNumber": "registration",
    "taxNumber": "tax",
}
_FORCED_LABOUR = "forced.labor"


def read(raw: bytes, source: ListSource) -> Reading:
    """Read entities of any list.

    Raises:
        InputError: A line is not an entity, or none can be screened against.
    """
    text, signals = decoded(raw), Signals()
    refuse_page(text, source)
    found = list(_entities(text, source))
    addresses = {e["id"]: _first(e, "full") for e in found if e["schema"] == "Address"}
    measures: dict[str, list[dict[str, Any]]] = {}
    for entity in found:
        for about in _values(entity, _JOINED.get(entity["schema"], "")):
            measures.setdefault(about, []).append(entity)
    taken: set[str] = set()
    entries = tuple(
        _entry(entity, measures.get(entity["id"], []), addresses, taken)
        for entity in found
        if _wanted(entity, signals)
    )
    if not entries:
        raise InputError("holds no company, organisation or vessel.", where=source.id)
    return Reading(entries, signals.words())


def _entities(text: str, source: ListSource) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{source.id}, line {number}"
        try:
            entity = json.loads(line)
        except ValueError:
            message = "not a JSON object; the file may be cut."
            raise InputError(message, where=where) from None
        parts = entity if isinstance(entity, dict) else {}
        if not isinstance(parts.get("properties"), dict) or not {"id", "schema"} <= set(parts):
            message = "not a FollowTheMoney entity with id, schema and properties."
            raise InputError(message, where=where)
        yield parts


def _wanted(entity: dict[str, Any], signals: Signals) -> bool:
    schema = entity["schema"]
    if schema == "Person":
        signals.add("Persons are not screened; a person was left out.")
    elif schema not in {*_KINDS, *_JOINED, *_IGNORED, "Address"}:
        signals.add(f"Schema {schema!r} is not known and was left out.")
    elif schema in _KINDS and not _values(entity, "name"):
        signals.add("An entity without a name was left out.")
    else:
        return schema in _KINDS
    return False


def _entry(
    entity: dict[str, Any],
    measures: Sequence[dict[str, Any]],
    addresses: dict[str, str],
    taken: set[str],
) -> Entry:
    codes = dict.fromkeys(
        territory_code(code)
        for key in ("mainCountry", "country", "jurisdiction")
        for code in _values(entity, key)
    )
    by_id = (addresses.get(each, "") for each in _values(entity, "addressEntity"))
    address = next((a for a in (_first(entity, "address"), *by_id) if a), "")
    numbers = ((kind, n) for key, kind in _NUMBERS.items() for n in _values(entity, key))
    party = Party(
        _KINDS[entity["schema"]],
        once([name for key in _NAMES for name in _values(entity, key)]),
        False,
        address,
        tuple(numbers),
    )
    starts, ends, status = _days(measures)
    return Entry(
        id=distinct(str(entity["id"]), taken),
        name=party.names[0],
        who=(party,),
        where=tuple(Place(code) for code in codes if code),
        status=status,
        starts=starts,
        ends=ends,
        authority=_all(measures, "authority"),
        provision=_all(measures, "provisions") or _all(measures, "program"),
        practices=("forced_labour",) if _FORCED_LABOUR in _values(entity, "topics") else (),
        note="; ".join(
            part for part in (_all(measures, "reason"), *_values(entity, "notes")) if part
        ),
    )


def _days(
    measures: Sequence[dict[str, Any]],
) -> tuple[PartialDate | None, PartialDate | None, EntryStatus]:
    """First day, last day and status: in force while any measure is open, ended if all ended."""
    if not measures:
        return None, None, "unknown"
    starts = [_day(m, "startDate") or _day(m, "listingDate") for m in measures]
    ends = [_day(m, "endDate") for m in measures]
    first = min((d for d in starts if d), key=lambda d: d.first, default=None)
    closed = [d for d in ends if d is not None]
    if len(closed) < len(ends):
        return first, None, "in_force"
    return first, max(closed, key=lambda d: d.last), "ended"


def _day(entity: dict[str, Any], key: str) -> PartialDate | None:
    try:
        return PartialDate.parse(_first(entity, key)[:10])
    except ValueError:
        return None


def _values(entity: dict[str, Any], key: str) -> list[str]:
    values = entity["properties"].get(key, [])
    return [tidy(str(value)) for value in values] if isinstance(values, list) else []


def _first(entity: dict[str, Any], key: str) -> str:
    return next(iter(_values(entity, key)), "")


def _all(measures: Sequence[dict[str, Any]], key: str) -> str:
    return "; ".join(dict.fromkeys(v for m in measures for v in _values(m, key) if v))
