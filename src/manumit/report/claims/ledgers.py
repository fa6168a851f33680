"""Files of wage payments on a terminal: what they declare beside what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from manumit.reference import word


def print_ledgers(out: Console, ledgers: Sequence[Mapping[str, Any]], language: str) -> None:
    """A row for each file and currency."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    names = ("file", "layout", "grade", "records", "total", "declared_total", "reconciles")
    for name in names:
        right = name in ("records", "total", "declared_total")
        table.add_column(
            word(f"claim.ledger.{name}", language), justify="right" if right else "left"
        )
    for ledger in ledgers:
        answer = word(f"answer.{ledger['reconciles']}", language)
        declared = ledger["declared_total"] or word("claim.not_known", language)
        table.add_row(
            ledger["file"],
            ledger["layout"],
            ledger["grade"],
            f"{ledger['records']:,}",
            f"{ledger['total']} {ledger['currency']}",
            declared,
            answer,
        )
    out.print(table)
    for ledger in ledgers:
        found = ledger["overtime"]
        if found is not None:
            text = word("claim.ledger.overtime", language).format(
                file=ledger["file"],
                law=found["law"],
                n=found["short"],
                m=found["payments"],
                amount=f"{found['shortfall']} {ledger['currency']}",
            )
            out.print(Text(text))
