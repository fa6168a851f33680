"""Estimates on a terminal: how to read them, the methods side by side, and what to know."""

from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from manumit.report.claims.phrases import unmarked
from manumit.report.estimates.phrases import EstimatePhrases
from manumit.report.terminal import NARROW


def print_estimates(out: Console, document: dict[str, Any], language: str) -> None:
    """Each table with its reading first, then the methods.

    Args:
        out: Where to print.
        document: A document of `estimates_document`, with sentences in `language`.
        language: Language of what is printed.
    """
    say = EstimatePhrases(language)
    for reading in document["readings"]:
        name = reading["dataset"]
        people = document["diagnostics"][name]["people"]
        head = f"{name}: {say.of('verdict.' + reading['verdict'])}"
        out.print(Text(unmarked(head), style="bold"))
        for sentence in reading["says"]:
            out.print(Padding(Text(unmarked(sentence)), (0, 0, 0, 2)))
        seen = f"{say.of('seen')}: {say.count(people)}"
        out.print(Padding(Text(unmarked(seen)), (0, 0, 0, 2)))
        found = [each for each in document["estimates"] if each["dataset"] == name]
        if out.width >= NARROW:
            out.print(_table(found, say))
        for each in found:
            if out.width < NARROW:
                _print_lines(out, each, say)
            _print_notes(out, each, say)
    out.print(Text(unmarked(say.of("not_a_count")), style="dim"))


def _cells(found: dict[str, Any], say: EstimatePhrases) -> list[str]:
    cells = [
        say.value(found),
        say.interval(found["ci80"]),
        say.interval(found["ci95"]),
        found["model_of_lists"] or "",
    ]
    return [unmarked(cell) for cell in cells]


def _table(found: list[dict[str, Any]], say: EstimatePhrases) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column(say.of("method"))
    for key in ("estimate", "interval80", "interval95"):
        table.add_column(say.of(key), justify="right")
    table.add_column(say.of("model"))
    for each in found:
        cells = (Text(cell) for cell in _cells(each, say))
        table.add_row(say.of(f"method.{each['method']}"), *cells)
    return table


def _print_lines(out: Console, found: dict[str, Any], say: EstimatePhrases) -> None:
    value, lower, wider, model = _cells(found, say)
    out.print(Text(f"{say.of('method.' + found['method'])}: {value}", style="bold"))
    for key, cell in (("interval80", lower), ("interval95", wider), ("model", model)):
        if cell not in ("", "–"):
            out.print(Padding(Text(f"{say.of(key)} {cell}"), (0, 0, 0, 2)))


def _print_notes(out: Console, found: dict[str, Any], say: EstimatePhrases) -> None:
    """Why there is no number, and what to know before using one."""
    none = [each["says"] for each in found["because"]] if found["estimate"] is None else []
    method = say.of(f"method.{found['method']}")
    for sentence in (*none, *found["warnings"]):
        out.print(Padding(Text(unmarked(f"{method}: {sentence}"), style="dim"), (0, 0, 0, 2)))
