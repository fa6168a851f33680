"""Withhold-release orders and findings of United States Customs and Border Protection.

The list mixes companies, vessels, prisons, regions and whole goods in one column of names. What a
rule cannot read rightly is read by hand, in `data/lists/us_cbp_forced_labor.yml`, by listed text.
Read are the CSV file that CBP publishes, and the JSON extraction that some publish.
"""

import re
from collections.abc import Iterator

from manumit.core import PartialDate
from manumit.lists.model import Entry, EntryStatus, Good, Party, PartyKind, Place
from manumit.lists.parts import (
    Signals,
    changed,
    day,
    decoded,
    distinct,
    extraction,
    is_object,
    once,
    rows_of,
    slug,
    territory,
    tidy,
)
from manumit.lists.source import HandReading, ListSource, Reading

_STATUS: dict[str, EntryStatus] = {
    "in_force": "in_force",
    "modified": "modified",
    "ended": "ended",
    "unknown": "unknown",
}
_KIND: dict[str, PartyKind] = {"site": "site", "vessel": "vessel", "owner": "owner"}
_PREFIX: dict[str, PartyKind] = {"Fishing Vessel: ": "vessel", "Fishing Vessels owned by ": "owner"}
_SUBORDINATES = re.compile(
    r",? and (?:(?:its|their) )?(?:subsidiaries|subordinates)\.?$", re.IGNORECASE
)
_EITHER = re.compile(r"(\w+) \(or (\w+)\)")
_SHORT = re.compile(r" \([A-Z]{3,}\)$")
_SEVERAL = re.compile(
    r";|\b(?:Ltd|Co|Limited|Pvt|C\.V|Inc)\.?,? (?:and )?[A-Z][a-z]"
    r"|\b(?:produced|made|grown|containing)\b|^All "
)
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_NO_SPACE = re.compile(r"(?<=[a-z]:)(?=[A-Z])")
_RUN_ON = re.compile(r"(?<=\d)(?=See )|(?<=\d{4})(?=[A-Z\"])")
_NOTE = re.compile(
    r"(?P<decision>\w+)(?:; Industry: (?P<industry>.*?))?(?:; Merchandise: (?P<goods>.*?))?"
    r"(?:; Remarks: (?P<remark>.*))?"
)
_ID_WORDS = 6


def read(raw: bytes, source: ListSource) -> Reading:
    """Read the list. An order and a finding about the same party are two entries.

    Raises:
        InputError: The file is not the list, or is cut.
    """
    text, signals, as_of = decoded(raw), Signals(), None
    if is_object(text):
        entities, as_of = extraction(text, source)
        rows = [_extracted(entity, source, signals) for entity in entities]
    else:
        rows = [dict(row) for row in rows_of(text, source, signals)]
    taken: set[str] = set()
    entries = tuple(_entry(row, source, signals, taken) for row in rows)
    return Reading(entries, signals.words(), as_of)


def _extracted(entity: dict[str, object], source: ListSource, signals: Signals) -> dict[str, str]:
    handled = {"name", "aliases", "country", "status", "effective_date", "notes"}
    for key, value in entity.items():
        if value and key not in handled:
            signals.add(f"Key {key!r} holds a value, which was left out.")
    found = _NOTE.fullmatch(tidy(str(entity["notes"] or "")))
    if found is None:
        raise changed(source, "a note is not in the known form.", column="notes")
    aliases = entity["aliases"] if isinstance(entity["aliases"], list) else []
    return {
        "name": ", a/k/a ".join(tidy(str(each)) for each in (entity["name"], *aliases)),
        "country": str(entity.get("country") or ""),
        "status": str(entity.get("status") or ""),
        "starts": str(entity["effective_date"] or ""),
        **{key: value or "" for key, value in found.groupdict().items() if key != "industry"},
    }


def _entry(row: dict[str, str], source: ListSource, signals: Signals, taken: set[str]) -> Entry:
    name = row["name"].partition(", a/k/a ")[0]
    status = source.values["status"].get(row["status"])
    decision = source.values["decision"].get(row["decision"])
    starts = day(row["starts"])
    if status is None:
        signals.add(f"Status {row['status']!r} is not known; its entries have status unknown.")
    if decision is None:
        signals.add(f"Decision {row['decision']!r} is not known; its provision was left out.")
    if starts is None:
        signals.add(f"Date {row['starts']!r} cannot be read and was left out.")
    hand = source.hand.get(name)
    remark = _NO_SPACE.sub(" ", _RUN_ON.sub("; ", row["remark"]))
    if hand is None and _SEVERAL.search(_plain(name)):
        signals.add(f"{name!r} may name several parties or goods; it was read as one party.")
    if hand is not None and not set(_DATE.findall(remark)) <= set(hand.dates):
        signals.add(f"{name!r} has changed since it was read by hand; check what it covers.")
    words = slug(name).split("-")[:_ID_WORDS]
    stated = [] if status == "in_force" else [f"Listed as {row['status']}"]
    return Entry(
        id=distinct("-".join([row["decision"].lower(), str(starts or "undated"), *words]), taken),
        name=name,
        who=tuple(p.party() for p in hand.who) if hand else (_party(row["name"], source),),
        what=_goods(row["goods"], hand, source, signals),
        where=_places(row["country"], hand, source, signals),
        status=_STATUS.get(status or "", "unknown"),
        starts=starts,
        ends=_ends(remark) if status == "ended" else None,
        authority=source.authority,
        provision=decision or "",
        note="; ".join(part for part in (*stated, remark) if part),
    )


def _plain(name: str) -> str:
    """The name without its legal ending, so that `Co., Ltd.` is not taken for two firms."""
    return re.sub(
        r",? (?:Co|CO|Pvt)\.,? (?:Ltd|LTD)\.?|,? Limited$", "", _SUBORDINATES.sub("", name)
    )


def _party(text: str, source: ListSource) -> Party:
    """A party of a name that a rule can read, with its other names."""
    first, *others = (part.strip() for part in re.split(r", a/k/a |; ", text))
    kind: PartyKind = "entity"
    for prefix, of_kind in _PREFIX.items():
        if first.startswith(prefix):
            first, kind = first.removeprefix(prefix), of_kind
    for words, of_word in source.values["kind"].items():
        if re.search(rf"\b{re.escape(words)}\b", first):
            kind = _KIND[of_word]
    plain = _SUBORDINATES.sub("", first)
    spelled = [form for name in (plain, *others) for form in _spellings(name, source)]
    return Party(kind, once(spelled), plain != first)


def _spellings(name: str, source: ListSource) -> Iterator[str]:
    for written, usual in source.values["spelling"].items():
        name = name.replace(written, usual)
    name = _SHORT.sub("", name)
    yield _EITHER.sub(r"\1", name)
    if _EITHER.search(name):
        yield _EITHER.sub(r"\2", name)


def _goods(
    listed: str, hand: HandReading | None, source: ListSource, signals: Signals
) -> tuple[Good, ...]:
    if hand is not None and hand.what is not None:
        return hand.what
    if listed in source.goods:
        return source.goods[listed]
    signals.add(f"Merchandise {listed!r} is new; it was read as one good without codes.")
    return (Good(listed),) if listed else ()


def _places(
    listed: str, hand: HandReading | None, source: ListSource, signals: Signals
) -> tuple[Place, ...]:
    if hand is not None and hand.where is not None:
        return hand.where
    code = territory(listed, source, signals)
    return (Place(code),) if code else ()


def _ends(remark: str) -> PartialDate | None:
    """The day that the remark of an ended entry gives, if it gives just one."""
    found = _DATE.findall(remark)
    return day(found[0]) if len(found) == 1 else None
