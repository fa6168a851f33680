"""A copy of the worker's own file, to take along."""

import json
from typing import Any

from django.template.loader import render_to_string

from manumit.casework.policy import CLASSES, CODES, OPEN
from manumit.errors import CannotOpen
from manumit.reference.words import say
from manumit.web.cases.showing import shown
from manumit.web.door.door import Door
from manumit.web.look.context import direction_of
from manumit.web.mailbox import services as mailbox
from manumit.web.vault.services import open_entries


def copy_of(door: Door, box: mailbox.OpenBox, language: str) -> dict[str, Any]:
    """All of the file that may be taken out, with the messages. The log has each part before."""
    parts = [part for number in CLASSES if (part := _part(door, number, language))]
    messages = [
        {"from": entry.sender, "at": entry.written.isoformat(), "text": entry.text}
        | ({"answers": entry.answers} if entry.answers else {})
        for entry in mailbox.read(box)
    ]
    return {
        "reference": door.case.reference,
        "agency": door.case.owner.name,
        "made": door.now.replace(minute=0, second=0, microsecond=0).isoformat(),
        "parts": parts,
        "messages": messages,
        "agreed": [_agreed(each, language) for each in door.case.consents.all()],
        "asked_for_help": [
            {"agency": each.recipient.name, "state": each.state}
            for each in door.case.referrals.exclude(sent=None)
        ],
    }


def _part(door: Door, number: int, language: str) -> dict[str, Any] | None:
    if number in OPEN or not door.may("export", number):
        return None
    rows = list(door.entries(number))
    if not rows:
        return None
    door.log("export", number)
    try:
        opened = open_entries(rows, door.asker.holder)
    except CannotOpen:
        return {"class": number, "name": _name(number, language), "entries": [], "closed": True}
    entries = [
        {
            "kind": each.entry.kind,
            "at": each.entry.written.isoformat(),
            "by": each.entry.agency.name if each.entry.agency else "",
            "content": dict(each.content),
        }
        for each in opened
    ]
    lines = shown(opened, language)
    return {"class": number, "name": _name(number, language), "entries": entries, "lines": lines}


def _agreed(given: Any, language: str) -> dict[str, Any]:
    return {
        "agency": given.recipient.name,
        "purpose": say(f"access.purpose.{given.purpose}", language),
        "until": given.ends.date().isoformat(),
        "withdrawn": given.withdrawn.isoformat() if given.withdrawn else None,
    }


def _name(number: int, language: str) -> str:
    return say(f"access.class.{CODES[number]}", language)


def as_json(copy: dict[str, Any]) -> str:
    """The copy for programs; files are in it, in base64."""
    bare = [{key: part[key] for key in part if key != "lines"} for part in copy["parts"]]
    return json.dumps({**copy, "parts": bare}, ensure_ascii=False, indent=1)


def as_html(copy: dict[str, Any], language: str) -> str:
    """The copy as one page that needs nothing else."""
    given = {"copy": copy, "language": language, "direction": direction_of(language)}
    return render_to_string("worker/copy.html", given)
