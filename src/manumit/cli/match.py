"""`manumit match`: which records of two lists, or of one, are the same."""

from pathlib import Path
from typing import Literal

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE, UNUSABLE
from manumit.errors import InputError


@click.command("match")
@options.inputs
@click.option(
    "--pairs",
    type=options.FILE,
    help="Compare the two records of each row of this file, in place of INPUTS.",
)
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="Records on the right for each on the left.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Probability from which two records are taken to be the same.",
)
@click.option("--explain", is_flag=True, help="Give the reasons of each pair, in JSON.")
@click.option("--out", type=options.FOLDER, help="Folder for pairs.csv, pairs.json and rejects.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="What to print.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    help="Where Splink runs: for duplicates and very long lists, DuckDB if not given.",
)
@options.mapping("the lists", "name=Factory")
@options.ignore
@options.lang("reasons")
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: tuple[Path, ...],
    pairs: Path | None,
    top: int,
    threshold: float,
    explain: bool,
    out: Path | None,
    output: str,
    engine: Literal["duckdb", "spark"] | None,
    columns: dict[str, str],
    ignore: tuple[str, ...],
    lang: str,
) -> int:
    """Say which companies or sites are the same, and how probable that is.

    INPUTS are two supplier lists to be linked, LEFT and RIGHT, or one in which duplicates are
    looked for. With --pairs, a table whose rows name two records each: left_name, left_address,
    left_country, right_name and so on, of which all but the names may be missing.
    """
    need("screen", "`manumit match`")
    if (pairs is not None) == (len(inputs) > 0) or len(inputs) > 2:
        raise InputError(
            "give two lists, or one to look for duplicates in, or --pairs FILE.",
            hint="Try: manumit match --help",
        )
    from manumit.cli.matching import Run, Settings

    if len(inputs) == 1:
        need("link", "Looking for duplicates")
    settings = Settings(top, threshold, explain, out, output, engine, columns, ignore, lang)
    run = Run(settings)
    run.perform(inputs, pairs)
    return UNUSABLE if run.compared == 0 and run.rejects else DONE
