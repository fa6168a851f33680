"""`manumit assess`: case files or interview tables in, explained determinations out."""

from datetime import date, datetime
from pathlib import Path

import click

from manumit.cli import options
from manumit.cli.assessing import Run, Settings
from manumit.cli.check import disagreements
from manumit.cli.main import DONE, FAILED_ON, UNUSABLE
from manumit.errors import InputError
from manumit.identify.outcome import DETERMINATION
from manumit.io.intake import read_inputs


@click.command("assess")
@options.inputs
@click.option(
    "--out", type=options.FOLDER, help="Folder for the report, the results and the rejects."
)
@options.output
@click.option("--as-of", type=options.DAY, help="Day whose law applies; today if not given.")
@options.lang("reasons, questions and reports")
@options.check
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice([*DETERMINATION, "rejected"]),
    help="Exit 1 if this is yes for anyone. May be repeated.",
)
@click.option("--only", multiple=True, metavar="ID", help="Assess only this id. May be repeated.")
@options.ignore
@click.option(
    "--htcds", type=options.FILE, help="Also write HTCDS 2.0, to this .json or .csv file."
)
@click.option(
    "--form", type=options.FILE, help="Write the interview form (XLSForm) there, and stop."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: tuple[Path, ...],
    out: Path | None,
    output: str,
    as_of: datetime | None,
    lang: str,
    check: bool,
    fail_on: tuple[str, ...],
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    htcds: Path | None,
    form: Path | None,
) -> int:
    """Say what the facts of each case amount to, by which rule, and what is still to be asked.

    INPUTS are case files (YAML), folders of case files, interview tables with a row a person
    (CSV, XLSX, Parquet), or HTCDS 2.0 files (JSON, CSV).

    The result says which criteria the recorded facts meet. A named person determines.
    """
    if form is not None:
        from manumit.io.xlsform import write_form

        write_form(form)
        click.echo(f"The interview form is {form}")
        return DONE
    if len(inputs) == 0:
        raise InputError(
            "give at least one case file or interview table.", hint="Try: manumit assess --help"
        )
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the user's own calendar day
    intake = read_inputs(inputs, ignore=ignore)
    for warning in intake.warnings:
        click.echo(f"Warning: {warning}", err=True)
    run = Run(intake, Settings(day, lang, out, output, frozenset(only), htcds))
    run.perform()
    differing = disagreements(intake.files, run.assessments) if check else []
    for line in differing:
        click.echo(line, err=True)
    if check and not differing:
        compared = sum(1 for file in intake.files if file.expected)
        click.echo(f"All {compared} cases agree with what they expect.", err=True)
    if run.persons == 0 and run.rejected > 0:
        return UNUSABLE
    return FAILED_ON if differing or run.found(fail_on) else DONE
