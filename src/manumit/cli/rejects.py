"""Rejects as every command tells of them."""

from collections.abc import Sequence
from pathlib import Path

import click

from manumit.tables import Reject, write_rejects

REJECTS_SHOWN = 20


def keep_rejects(rejects: Sequence[Reject], out: Path) -> None:
    """Write `rejects.csv` into a folder; with none, one of an earlier run goes."""
    if rejects:
        write_rejects(out / "rejects.csv", rejects)
    else:
        (out / "rejects.csv").unlink(missing_ok=True)


def say_rejects(rejects: Sequence[Reject], out: Path | None) -> None:
    """Name the first rejects on standard error, and where the others are."""
    for reject in rejects[:REJECTS_SHOWN]:
        if reject.row == 0:
            click.echo(f"Rejected: {reject.reason}", err=True)
            continue
        value = f" {reject.value!r}" if reject.value else ""
        place = ", ".join(part for part in (f"row {reject.row}", reject.column) if part)
        click.echo(f"Rejected: {reject.file}, {place}:{value} {reject.reason}", err=True)
    rest = len(rejects) - REJECTS_SHOWN
    if rest > 0:
        where = f"all are in {out / 'rejects.csv'}" if out else "--out DIR keeps them all"
        click.echo(f"and {rest:,} more; {where}.", err=True)
    elif rejects and out is not None:
        click.echo(f"The rejects are in {out / 'rejects.csv'}", err=True)
