"""Pairs of records on the terminal."""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from manumit.report.funds.phrases import of_100

SHOWN = 50


def print_matches(
    out: Console, pairs: Sequence[dict[str, Any]], compared: int, same: int, rejected: int
) -> None:
    """Print the most probable pairs that are likely the same, and how many there are.

    Args:
        out: Where to print.
        pairs: The most probable pairs, in order.
        compared: How many there are in all.
        same: How many of them are taken to be the same.
        rejected: Rows that could not be read.
    """
    shown = [pair for pair in pairs if pair["same"]]
    if shown:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Probability", justify="right")
        table.add_column("Left")
        table.add_column("Right")
        for pair in shown:
            table.add_row(_percent(pair["probability"]), _side(pair, "left"), _side(pair, "right"))
        out.print(table)
    more = same - len(shown)
    if more > 0:
        out.print(f"and {more:,} more that are likely the same; --out DIR keeps them all")
    out.print(
        f"Pairs compared: {compared:,} · Likely the same: {same:,} · "
        f"Rows that could not be read: {rejected:,}"
    )


def _percent(probability: float) -> str:
    number, side = of_100(f"{probability:.6f}")
    return f"{side} {number} %".strip()


def _side(pair: dict[str, Any], side: str) -> Text:
    if side not in pair:
        return Text(pair[f"{side}_name"])
    record = pair[side]
    return Text(record["name"]).append(f"\n{record['file']}, row {record['row']}", style="dim")
