"""What a person may take out of one case: as JSON, and as a page to print."""

import json
from dataclasses import dataclass, replace
from typing import Any

from manumit.casework.policy import CLASSES, CODES, OPEN, matrix
from manumit.casework.records import kinds
from manumit.errors import CannotOpen
from manumit.web.cases.showing import Shown, shown
from manumit.web.door.door import FORM_OF_ROWS, Door

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula, where a spreadsheet opens the page."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One class of data of an export.

    Attributes:
        locked: Whether the agency does not hold the key.
    """

    number: int
    code: str
    form: str
    entries: tuple[Shown, ...]
    raw: tuple[dict[str, Any], ...]
    locked: bool = False


def classes_of(door: Door) -> list[int]:
    """Classes of which the actor may take a copy out."""
    return [
        number
        for number in CLASSES
        if number not in OPEN
        and any(kind.data_class == number for kind in kinds().values())
        and door.may("export", number).form in FORM_OF_ROWS
        and door.may("export", number).form != "listed"
    ]


def never(door: Door) -> list[int]:
    """Classes that the actor may see and that never leave the system."""
    return [int(n) for n in matrix().never_exported if door.may("read", int(n))]


def export(door: Door, reason: str, language: str) -> list[Exported]:
    """Every class that may leave, opened; each is in the log before it is opened."""
    found = []
    for number in classes_of(door):
        form = door.may("export", number).form
        if not door.entries(number):
            continue
        try:
            opened = door.reveal(number, reason, verb="export")
        except CannotOpen:
            found.append(Exported(number, CODES[number], form, (), (), locked=True))
            continue
        raw = tuple(
            {
                "kind": each.entry.kind,
                "written": each.entry.written.isoformat(),
                "agency": each.entry.agency.name if each.entry.agency else None,
                "content": each.content,
            }
            for each in opened
        )
        entries = tuple(_safe(each) for each in shown(opened, language))
        found.append(Exported(number, CODES[number], form, entries, raw))
    return found


def _safe(entry: Shown) -> Shown:
    """An entry whose values no spreadsheet takes for a formula."""
    lines = tuple(
        replace(line, value=plain(line.value), items=tuple(plain(each) for each in line.items))
        for line in entry.lines
    )
    return replace(entry, lines=lines)


def plain(text: str) -> str:
    """A value that no spreadsheet takes for a formula.

    Example:
        >>> plain("=1+1"), plain("Amina")
        ("'=1+1", 'Amina')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(door: Door, sections: list[Exported], reason: str) -> str:
    """An export as JSON; it says who took it, when and why."""
    person = door.asker.person
    document = {
        "case": door.case.reference,
        "exported": {
            "by": person.name if person else "",
            "agency": person.agency.name if person else "",
            "at": door.now.isoformat(),
            "purpose": door.purpose,
            "reason": reason,
        },
        "classes": {
            each.code: {"form": each.form, "locked": each.locked, "entries": list(each.raw)}
            for each in sections
        },
        "never_exported": [CODES[number] for number in never(door)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
