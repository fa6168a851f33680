"""`manumit screen`: suppliers held against outside lists, each match with its reasons."""

from datetime import date, datetime
from pathlib import Path

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE, FAILED_ON, UNUSABLE
from manumit.errors import InputError


@click.command("screen")
@options.inputs
@click.option(
    "--list",
    "lists",
    multiple=True,
    metavar="ID|FILE|ID=FILE",
    help="A list beside those built in; one of the same ID takes its place. May be repeated.",
)
@click.option("--out", type=options.FOLDER, help="Folder for the report, results and rejects.")
@options.output
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Probability from which a match is reported.",
)
@click.option(
    "--judgements",
    multiple=True,
    type=options.FILE,
    help="A review file with the verdicts of people. May be repeated.",
)
@options.mapping("a supplier list", "name=Factory")
@options.ignore
@click.option("--as-of", type=options.DAY, help="Day on which entries are in force; today.")
@options.lang("reasons and reports")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["match", "rejected"]),
    help="Exit 1 if there is any. May be repeated.",
)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: tuple[Path, ...],
    lists: tuple[str, ...],
    out: Path | None,
    output: str,
    threshold: float,
    judgements: tuple[Path, ...],
    columns: dict[str, str],
    ignore: tuple[str, ...],
    as_of: datetime | None,
    lang: str,
    fail_on: tuple[str, ...],
) -> int:
    """Say which suppliers may be on an outside list, and which goods and places are listed.

    INPUTS are supplier lists: CSV, XLSX or Parquet tables, such as those of Open Supply Hub, and
    FollowTheMoney entities (JSON lines). `manumit lists` shows the lists.

    A match says what was compared and how probable it is. A person judges it.
    """
    if len(inputs) == 0:
        raise InputError("give at least one supplier list.", hint="Try: manumit screen --help")
    need("screen", "`manumit screen`")
    from manumit.cli.screening import Run, Settings

    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the user's own calendar day
    settings = Settings(lists, day, lang, out, output, threshold, judgements, columns, ignore)
    run = Run(inputs, settings)
    run.perform()
    if run.findings.suppliers == 0:
        return UNUSABLE
    found = {"match": run.findings.states["look"] > 0, "rejected": len(run.rejects) > 0}
    return FAILED_ON if any(found[name] for name in fail_on) else DONE
