"""The UFLPA Entity List of the United States, and the presumption about goods of Xinjiang.

Read are the page of the Department of Homeland Security as saved by a browser, a CSV copy of its
tables, and the JSON extraction that some publish. Public Law 117-78, sections 2(d)(2)(B) and 3(a).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manumit.core import PartialDate
from manumit.lists.model import Entry, Party, Place
from manumit.lists.page import tables_of
from manumit.lists.parts import (
    Signals,
    changed,
    day,
    decoded,
    extraction,
    is_object,
    is_page,
    once,
    places_of,
    rows_of,
    slug,
    territory,
    tidy,
)
from manumit.lists.source import ListSource, Reading

PRESUMPTION = Entry(
    id="xinjiang-presumption",
    name="Goods mined, produced or manufactured wholly or in part in the Xinjiang Uyghur "
    "Autonomous Region",
    where=(Place("CN", "Xinjiang"),),
    starts=PartialDate(2022, 6, 21),
    authority="Congress of the United States",
    provision="Pub. L. 117-78, s. 3(a)",
    practices=("forced_labour",),
    note="The law itself, not an entry of the list; rebuttable under s. 3(b)",
)
"""All goods of Xinjiang are presumed made with forced labour; in force 180 days after enactment."""

_SECTIONS = ("i", "ii", "iii", "iv", "v")
_SECTION = re.compile(r"2\(d\)\(2\)\(B\)\((i{1,3}|iv|v)\)")
_SUBORDINATES = re.compile(
    r",? and (?:its |their )?(?:subsidiaries|subordinate and affiliated entities)\.?$",
    re.IGNORECASE,
)
_NAMED_SUBSIDIARIES = re.compile(
    r",? and its (?:\w+ [\w-]+-based subsidiaries, which include|subsidiary) (.+)$"
)
_NEXT_SUBSIDIARY = re.compile(r", and |, (?=[A-Z])(?!(?:Ltd|Inc)\b)|(?<=\.) and ")
_ALSO = re.compile(
    r" ?\((?:(?:and|including) (\w+) alias(?:es)? ?:|also known as) ?(.+)\)", re.IGNORECASE
)
_FORMERLY = re.compile(r"(?:,? and |, |^)formerly known as ")
_SHORT = re.compile(r" \([A-Z]{3,}\)$")
_TWO_FIRMS = re.compile(r"\b(?:Co|Ltd|Inc|Corporation|Group|Company)\.?,? and [A-Z]")
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of one section of the list, before its names are told apart."""

    listed: str
    starts: str
    sections: tuple[str, ...]
    also: tuple[str, ...] = ()
    subordinates: bool = False
    territory: str = ""


@dataclass(frozen=True, slots=True)
class _Listing:
    """One entity in one row of the list."""

    listed: str
    names: tuple[str, ...]
    subordinates: bool
    territory: str
    sections: tuple[str, ...]
    starts: PartialDate | None


def read(raw: bytes, source: ListSource) -> Reading:
    """Read the list; the presumption about Xinjiang comes first.

    An entity that stands in several sections is one entry that cites all of them.

    Raises:
        InputError: The file is not the list, or is cut.
    """
    text, signals, as_of = decoded(raw), Signals(), None
    if is_object(text):
        entities, as_of = extraction(text, source)
        rows = [_extracted(entity, source, signals) for entity in entities]
    elif is_page(text):
        rows = list(_of_page(text, source, signals))
    else:
        rows = [
            _Row(row["name"], row["starts"], tuple(_SECTION.findall(row.get("section", ""))))
            for row in rows_of(text, source, signals)
        ]
    listings: dict[str, list[_Listing]] = {}
    for row in rows:
        for listing in _listings(row, source, signals):
            key = slug(listing.names[0]).replace("-", "")
            listings.setdefault(key, []).append(listing)
    entries = (_entry(group, source) for group in listings.values())
    return Reading((PRESUMPTION, *entries), signals.words(), as_of)


def _extracted(entity: dict[str, object], source: ListSource, signals: Signals) -> _Row:
    for key, value in entity.items():
        if value and key not in {"name", "aliases", "country", "effective_date", "notes"}:
            signals.add(f"Key {key!r} holds a value, which was left out.")
    notes, country = str(entity["notes"] or ""), str(entity.get("country") or "")
    subordinates = False
    for part in notes.split("; "):
        if _SUBORDINATES.search(f" {part}"):
            subordinates = True
        elif not _SECTION.search(part):
            signals.add(f"Note {part!r} is not known and was left out.")
    aliases = entity["aliases"] if isinstance(entity["aliases"], list) else []
    return _Row(
        tidy(str(entity["name"])),
        str(entity["effective_date"] or ""),
        tuple(_SECTION.findall(notes)),
        tuple(tidy(str(alias)) for alias in aliases),
        subordinates,
        territory(country, source, signals),
    )


def _of_page(text: str, source: ListSource, signals: Signals) -> Iterator[_Row]:
    tables, whole = tables_of(text)
    found = False
    for table in tables:
        places = places_of(table.rows[0], source) if table.rows else None
        if places is None:
            continue
        found = True
        for row in table.rows[1:]:
            if len(row) != len(table.rows[0]):
                raise changed(source, "a row of the table has another number of cells.")
            section = row[places["section"]] if "section" in places else table.above
            yield _Row(row[places["name"]], row[places["starts"]], _last_section(section))
        for name in table.rows[0]:
            if name.casefold() not in {h.casefold() for hs in source.columns.values() for h in hs}:
                signals.add(f"Column {name!r} is not known and was left out.")
    if not found:
        raise changed(source, "the page has no table with the columns of this list.")
    if not whole:
        raise changed(source, "the page breaks off before its end.")


def _last_section(text: str) -> tuple[str, ...]:
    return tuple(_SECTION.findall(text)[-1:])


def _listings(row: _Row, source: ListSource, signals: Signals) -> Iterator[_Listing]:
    starts = day(row.starts)
    if starts is None:
        signals.add(f"Date {row.starts!r} cannot be read and was left out.")
    if not row.sections:
        signals.add("An entry stands under no section of the law that is known.")
    text, subordinates = row.listed, row.subordinates
    if found := _SUBORDINATES.search(text):
        text, subordinates = text[: found.start()], True
    named = []
    if found := _NAMED_SUBSIDIARIES.search(text):
        text, named = text[: found.start()], _NEXT_SUBSIDIARY.split(found[1])
    names = _names(text, row.also, source, signals)
    yield _Listing(row.listed, names, subordinates, row.territory, row.sections, starts)
    for name in named:
        yield _Listing(row.listed, (name,), False, row.territory, row.sections, starts)


def _names(text: str, also: Sequence[str], source: ListSource, signals: Signals) -> tuple[str, ...]:
    """The name without its brackets, then the other names, each by itself."""
    others = list(also)
    if found := _ALSO.search(text):
        others += _aliases(found[2], found[1] or "", signals)
        text = text[: found.start()] + text[found.end() :]
    name = _SHORT.sub("", text.strip(" ,"))
    plain = []
    for alias in others:
        by_hand = source.values["alias"].get(alias)
        parts = by_hand.split("|") if by_hand else _FORMERLY.split(alias)
        if by_hand is None and any(_TWO_FIRMS.search(part) for part in parts):
            signals.add(f"{alias!r} may be two names; it was read as one.")
        plain += [part.strip(" ,") for part in parts]
    return once([name, *plain])


def _aliases(text: str, count: str, signals: Signals) -> list[str]:
    """Names of a bracket such as `two aliases: A and B`; the count says how many there are."""
    parts = re.split(r"; (?:and )?", text)
    due = _NUMBERS.index(count.lower()) if count.lower() in _NUMBERS else 0
    halves = text.split(" and ")
    if len(parts) == 1 and len(halves) == due:
        parts = halves
    if due and sum(len(_FORMERLY.split(part)) for part in parts) != due:
        signals.add(f"{text!r} should be {count} names; it was read as {len(parts)}.")
    return parts


def _entry(group: Sequence[_Listing], source: ListSource) -> Entry:
    """One entry of all rows that name an entity; the first day counts, the note keeps the others.

    The territory is left out where rows differ, as the law does not ask for one.
    """
    dated = {s: listing.starts for listing in reversed(group) for s in listing.sections}
    sections = sorted(dated, key=_SECTIONS.index)
    days = [listing.starts for listing in group if listing.starts is not None]
    names = once([name for listing in group for name in listing.names])
    territories = {listing.territory for listing in group}
    several = len(set(days)) > 1
    return Entry(
        id=slug(names[0]),
        name=group[0].listed,
        who=(Party("entity", names, any(listing.subordinates for listing in group)),),
        where=tuple(Place(code) for code in territories if code and len(territories) == 1),
        starts=min(days, key=lambda d: d.first, default=None),
        authority=source.authority,
        provision=source.provision + " and ".join(f"({section})" for section in sections),
        practices=("forced_labour",),
        note="; ".join(f"({s}) from {dated[s]}" for s in sections) if several else "",
    )
