"""`manumit lists`: the outside lists that suppliers are screened against."""

import json
from collections.abc import Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manumit.cli.main import DONE
from manumit.errors import InputError, did_you_mean
from manumit.io.outside_lists import load_lists
from manumit.lists import Entry, OutsideList
from manumit.lists.source import ListSource, list_sources
from manumit.report.terminal import NARROW, console

NEEDS_COPY = "needs your copy"
ENTRIES_SHOWN = 50
_COUNTED = ("entries", "parties", "goods", "places")


@click.command("lists")
@click.argument("choices", nargs=-1, metavar="[ID | FILE | ID=FILE]...")
@click.option("--show", metavar="ID", help="Print the entries of this list.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What to print.",
)
def command(choices: tuple[str, ...], show: str | None, output: str) -> int:
    """Say which lists there are, of which day, and how many parties, goods and places they name.

    Without arguments: all lists that are known. An argument is the ID of a list that is built in,
    a FILE from its publisher or of your own, or ID=FILE.
    """
    chosen = choices or ((show,) if show else ())
    loaded = load_lists(chosen)
    for each in loaded:
        for signal in each.signals:
            click.echo(f"Warning: {each.id}: {signal}", err=True)
    documents = [_document(each) for each in loaded]
    if not chosen:
        documents += [_unloaded(s) for s in list_sources().values() if s.redistributable == "no"]
    if show is not None:
        _show(_one(loaded, show), output)
    elif output == "json":
        click.echo(json.dumps({"lists": documents}, ensure_ascii=False, indent=1))
    else:
        _print_lists(console(), documents)
    return DONE


def _one(loaded: Sequence[OutsideList], id_: str) -> OutsideList:
    found = {each.id: each for each in loaded}
    if id_ not in found:
        hint = did_you_mean(id_, list(found))
        raise InputError(f"no list {id_!r} was loaded.", field="--show", hint=hint)
    return found[id_]


def _document(found: OutsideList) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "publisher": found.publisher,
        "href": found.href,
        "licence": found.licence,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "origin": found.origin,
        "status": list_sources()[found.id].status if found.id in list_sources() else None,
        "entries": len(found.entries),
        "parties": sum(len(entry.who) for entry in found.entries),
        "goods": sum(len(entry.what) for entry in found.entries),
        "places": len({place for entry in found.entries for place in entry.where}),
        "signals": list(found.signals),
    }


def _unloaded(source: ListSource) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "href": source.href,
        "licence": source.licence,
        "as_of": None,
        "origin": NEEDS_COPY,
        "status": source.status,
        **dict.fromkeys(_COUNTED),
        "signals": [],
    }


def _print_lists(out: Console, documents: Sequence[dict[str, Any]]) -> None:
    if out.width < NARROW:
        for each in documents:
            out.print(Text(each["id"], style="bold"))
            out.print(Padding(Text(_line(each)), (0, 0, 1, 2), expand=False))
    else:
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
        for name in ("list", "title", "as of"):
            table.add_column(name, no_wrap=name != "title")
        for name in _COUNTED:
            table.add_column(name, justify="right")
        table.add_column("licence")
        table.add_column("origin")
        for each in documents:
            counts = ("–" if each[name] is None else f"{each[name]:,}" for name in _COUNTED)
            row = (
                *(each["id"], each["title"], each["as_of"] or "–"),
                *(*counts, each["licence"], each["origin"]),
            )
            table.add_row(*(Text(cell) for cell in row))
        out.print(table)
    for each in documents:
        if each["origin"] == NEEDS_COPY:
            text = (
                f"{each['id']}: fetch the list from its publisher and give the file. {each['href']}"
            )
            out.print(Text(text), soft_wrap=True)


def _line(document: dict[str, Any]) -> str:
    counts = [f"{document[name]:,} {name}" for name in _COUNTED if document[name] is not None]
    ends = [document["licence"], document["origin"]]
    return " · ".join([document["title"], document["as_of"] or "–", *counts, *ends])


def _show(found: OutsideList, output: str) -> None:
    if output == "json":
        shown = [_entry_document(entry) for entry in found.entries]
        document = {"lists": [_document(found)], "entries": shown}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    out = console()
    out.print(Text(f"{found.title}, {found.as_of or 'day not known'}", style="bold"))
    for entry in found.entries[:ENTRIES_SHOWN]:
        out.print(Text(f"{entry.id}: {entry.name}"), soft_wrap=True)
        parts = [
            ", ".join(party.names[0] for party in entry.who),
            ", ".join(good.name for good in entry.what),
            ", ".join(place.area or place.territory for place in entry.where),
            entry.status,
            f"from {entry.starts}" if entry.starts else "",
            f"to {entry.ends}" if entry.ends else "",
        ]
        text = Text(" · ".join(part for part in parts if part), style="dim")
        out.print(Padding(text, (0, 0, 0, 2), expand=False))
    rest = len(found.entries) - ENTRIES_SHOWN
    if rest > 0:
        out.print(Text(f"and {rest:,} more; --format json has them all."))


def _entry_document(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "who": [
            {
                "kind": party.kind,
                "names": party.names,
                "subsidiaries": party.subsidiaries,
                "address": party.address,
                "identifiers": dict(party.identifiers),
            }
            for party in entry.who
        ],
        "what": [
            {"name": good.name, "hs": good.hs, "made_with": good.made_with} for good in entry.what
        ],
        "where": [{"territory": p.territory, "area": p.area} for p in entry.where],
        "status": entry.status,
        "starts": str(entry.starts) if entry.starts else None,
        "ends": str(entry.ends) if entry.ends else None,
        "authority": entry.authority,
        "provision": entry.provision,
        "practices": entry.practices,
        "note": entry.note,
    }
