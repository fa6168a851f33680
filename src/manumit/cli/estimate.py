"""`manumit estimate`: lists that overlap in, the hidden number out, with how far to trust it."""

from pathlib import Path

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE, REFUSED, UNUSABLE
from manumit.errors import InputError

METHODS = ("stepwise", "bic", "loglinear", "chao", "coverage", "chapman")


@click.command("estimate")
@options.inputs
@click.option("--out", type=options.FOLDER, help="Folder for report, plots, results and rejects.")
@options.output
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(["all", *METHODS]),
    default=("all",),
    show_default=True,
    help="Method to use. May be repeated.",
)
@click.option(
    "--replicates",
    type=click.IntRange(100, 1_000_000),
    default=1000,
    show_default=True,
    help="Tables drawn for each interval.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draw."
)
@click.option(
    "--max-order",
    type=click.IntRange(1, 4),
    help="Most lists in one interaction: three up to five lists and two above, if not given.",
)
@options.mapping("a table", "count=People")
@options.ignore
@options.lang("reasons and reports")
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: tuple[Path, ...],
    out: Path | None,
    output: str,
    methods: tuple[str, ...],
    replicates: int,
    seed: int,
    max_order: int | None,
    columns: dict[str, str],
    ignore: tuple[str, ...],
    lang: str,
) -> int:
    """Say how many people there are, those on no list included, and how far to trust it.

    INPUTS are tables (CSV, XLSX, Parquet) with a column of 0 and 1 for each list and a column
    `count`: how many people are on just these lists. Without `count` each row is one person.

    Where the data cannot tell, there is no number, and the command ends with 3.
    """
    if len(inputs) == 0:
        raise InputError("give at least one table.", hint="Try: manumit estimate --help")
    need("tables", "`manumit estimate`")
    from manumit.cli.estimating import Run, Settings

    settings = Settings(out, output, methods, replicates, seed, max_order, columns, ignore, lang)
    run = Run(inputs, settings)
    run.perform()
    if run.answered:
        return DONE
    return REFUSED if run.refused else UNUSABLE
