"""A screening as an HTML page that needs nothing else, in the look of the other reports."""

from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import urlsplit

from manumit.lists import Entry, OutsideList
from manumit.report.html import _render
from manumit.report.maps import world
from manumit.report.screen.findings import KEPT, STATES, Finding, Findings, Tally
from manumit.report.screen.map import off_the_map, world_map
from manumit.report.screen.phrases import ScreenPhrases, name_of_supplier
from manumit.supply.model import MatchKind, Supplier

LONG = 12
"""With more rows than this, a table that is not the main one is closed at first."""

GAPS = 30
"""Kinds of gaps that the page names; the JSON has them all."""

SHOWN = 40
"""Names, goods or places of an entry that are shown."""

STATUS_CHIPS = {"proposed": "unknown", "confirmed": "yes", "rejected": "no"}
"""Status to the class of its chip, whose shape tells it without colour."""


def screen_page(findings: Findings, *, language: str, version: str, rejected: int = 0) -> str:
    """A screening as a complete HTML document.

    Args:
        findings: What was found, once all suppliers have passed.
        language: Language of the page; reasons stay in the language that they were given in.
        version: Version of Manumit, for the foot of the page.
        rejected: Rows of the input that could not be read.

    Raises:
        InputError: The language is not available.
    """
    say = ScreenPhrases(language)
    titles = {one.id: one.title for one in findings.lists}
    rows = [_row(each, titles, say) for each in findings.foremost]
    gaps = sorted(findings.gaps.items(), key=lambda item: (-item[1].suppliers, item[0]))
    territories = [
        {"name": say.territory(code), "cells": _cells(tally, say)}
        for code, tally in sorted(findings.territories.items(), key=_by_need)
    ]
    return _render(
        "screen.html",
        language,
        version,
        rejected,
        say=say,
        found=findings,
        files=[say.kept(file) for file in findings.files],
        outcome=_share(findings.states["look"], findings.suppliers, say),
        counts=list(_counts(findings, rejected, say)),
        by_list=[(one, say.count(findings.by_list[one.id])) for one in findings.lists],
        rows=rows,
        more=max(0, findings.matches - KEPT),
        filters=_filters(findings, say),
        map=world_map(findings, say),
        off_map=off_the_map(findings),
        territories=territories,
        gaps=gaps[:GAPS],
        more_gaps=max(0, len(gaps) - GAPS),
        lists=[_list(one, say) for one in findings.lists],
        source=world().source,
        long=LONG,
        safe=safe_address,
        chips=STATUS_CHIPS,
    )


def safe_address(href: str) -> str:
    """An address that a link may lead to; empty if it is not one of the web."""
    return href if urlsplit(href).scheme in ("http", "https") else ""


def _share(part: int, whole: int, say: ScreenPhrases) -> str:
    return say.page("of", part=say.count(part), whole=say.count(whole))


def _counts(
    findings: Findings, rejected: int, say: ScreenPhrases
) -> Iterator[tuple[str, str, str]]:
    """Key of a number, the number, and what it means in a sentence."""
    for state in STATES:
        yield say.page(state), say.count(findings.states[state]), say.page(f"{state}_text")
    for status in ("confirmed", "rejected"):
        if findings.statuses[status]:
            number = say.count(findings.statuses[status])
            yield say.page(f"matches_{status}"), number, say.page(f"matches_{status}_text")
    if rejected:
        yield say.page("unread"), say.count(rejected), say.page("unread_text")


def _by_need(item: tuple[str, Tally]) -> tuple[int, int, str]:
    code, tally = item
    return -tally.states["look"], -tally.suppliers, code


def _cells(tally: Tally, say: ScreenPhrases) -> list[str]:
    states = (tally.states[state] for state in STATES)
    return [say.count(number) for number in (tally.suppliers, *states)]


def _filters(findings: Findings, say: ScreenPhrases) -> list[list[tuple[str, str]]]:
    """Key and name of lists, kinds and statuses by which rows can be chosen, where they differ."""
    found = [each.match for each in findings.foremost]
    ids, kinds, statuses = (
        {getattr(match, key) for match in found} for key in ("list", "kind", "status")
    )
    groups = (
        [(f"l{at}", one.title) for at, one in enumerate(findings.lists) if one.id in ids],
        [(each, say.page(f"kind_{each}")) for each in get_args(MatchKind) if each in kinds],
        [(each, say.page(each)) for each in STATUS_CHIPS if each in statuses],
    )
    return [group for group in groups if len(group) > 1]


def _row(finding: Finding, titles: dict[str, str], say: ScreenPhrases) -> dict[str, Any]:
    match, supplier = finding.match, finding.supplier
    return {
        "match": match,
        "group": f"l{list(titles).index(match.list)}" if match.list in titles else "",
        "list": titles.get(match.list, match.list),
        "name": name_of_supplier(supplier),
        "where": say.row(supplier),
        "about": " · ".join(_about(match.entry, say)),
        "probability": say.probability(match.probability),
        "kind": say.page(f"kind_{match.kind}"),
        "status": say.page(match.status),
        "compared": list(_compared(supplier, match.entry, say)),
        "entry": list(_entry(match.entry, say)),
    }


def _about(entry: Entry, say: ScreenPhrases) -> Iterator[str]:
    """Since when an entry stands, and what was found: child labour is not always forced."""
    if entry.starts:
        yield say.kept(entry.starts)
    yield from (say.page(practice) for practice in entry.practices)


def _compared(
    supplier: Supplier, entry: Entry, say: ScreenPhrases
) -> Iterator[tuple[str, str, str]]:
    """What the file says beside what the list says; nothing where both are silent."""
    names = _joined(name for party in entry.who for name in party.names)
    addresses = [party.address for party in entry.who if party.address]
    goods = [good.name for good in entry.what]
    given = (*supplier.goods, *supplier.inputs, *supplier.hs)
    numbers = [pair for party in entry.who for pair in party.identifiers]
    rows = (
        ("names", _joined(supplier.names), names),
        ("address", supplier.address, _joined(addresses)),
        ("place", _place(supplier, say), _joined(_places(entry, say))),
        ("goods", _joined(given), _joined(goods)),
        ("parents", _joined(supplier.parents), ""),
        ("numbers", _numbers(supplier.identifiers), _numbers(numbers)),
    )
    for key, left, right in rows:
        if left or right:
            yield say.page(key), left or "–", right or "–"


def _entry(entry: Entry, say: ScreenPhrases) -> Iterator[tuple[str, str]]:
    """What else the list says of an entry."""
    ended = f" – {entry.ends}" if entry.ends else ""
    yield say.page("entry_status"), say.page(f"entry_{entry.status}")
    if entry.starts or entry.ends:
        yield say.page("since"), say.kept(f"{entry.starts or ''}{ended}".strip())
    if entry.practices:
        yield say.page("practices"), _joined(say.page(each) for each in entry.practices)
    for key, text in (("authority", entry.authority), ("provision", entry.provision)):
        if text:
            yield say.page(key), text
    if entry.note:
        yield say.page("note"), entry.note


def _place(supplier: Supplier, say: ScreenPhrases) -> str:
    territory = say.territory(supplier.territory) if supplier.territory else ""
    return ", ".join(part for part in (supplier.area, territory) if part)


def _places(entry: Entry, say: ScreenPhrases) -> Iterator[str]:
    for place in entry.where:
        territory = say.territory(place.territory) if place.territory else say.page("high_seas")
        yield f"{place.area}, {territory}" if place.area else territory


def _numbers(identifiers: Any) -> str:
    return _joined(f"{kind.upper()} {number}" for kind, number in identifiers)


def _joined(texts: Any) -> str:
    found = list(dict.fromkeys(text for text in texts if text))
    more = f" … (+{len(found) - SHOWN})" if len(found) > SHOWN else ""
    return "; ".join(found[:SHOWN]) + more


def _list(one: OutsideList, say: ScreenPhrases) -> dict[str, Any]:
    facts = (
        ("publisher", one.publisher),
        ("as_of", say.day(one)),
        ("entries", say.count(len(one.entries))),
        ("origin", say.origin(one)),
        ("licence", one.licence),
    )
    return {
        "id": one.id,
        "title": one.title,
        "href": safe_address(one.href),
        "facts": [(say.page(key), text) for key, text in facts if text],
        "dated": one.as_of is not None,
        "signals": one.signals[:SHOWN],
    }
