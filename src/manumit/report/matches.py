"""Pairs of records on the terminal."""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

SHOWN = 50


def print_matches(
    out: Console, pairs: Sequence[dict[str, Any]], compared: int, same: int, rejected: int
) -> None:
    """Print the most probable pairs, and how many there are.

    Args:
        out: Where to print.
        pairs: The most probable pairs, in order.
        compared: How many there are in all.
        same: How many of them are taken to be the same.
        rejected: Rows that could not be read.
    """
    if pairs:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Probability", justify="right")
        table.add_column("Left")
        table.add_column("Right")
        for pair in pairs:
            table.add_row(
                f"{100 * pair['probability']:.0f} %", _side(pair, "left"), _side(pair, "right")
            )
        out.print(table)
    more = compared - len(pairs)
    if more > 0:
        out.print(f"and {more:,} more; --out DIR keeps them all")
    out.print(
        f"Pairs compared: {compared:,} · Likely the same: {same:,} · "
        f"Rows that could not be read: {rejected:,}"
    )


def _side(pair: dict[str, Any], side: str) -> Text:
    if side not in pair:
        return Text(pair[f"{side}_name"])
    record = pair[side]
    return Text(record["name"]).append(f"\n{record['file']}, row {record['row']}", style="dim")
