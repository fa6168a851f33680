"""`manumit claim`: work records in, what is owed out, line by line, with a statement to file."""

from datetime import date, datetime
from pathlib import Path

import click

from manumit.cli import options
from manumit.cli.claiming import Run, Settings
from manumit.cli.main import DONE, FAILED_ON, UNUSABLE
from manumit.errors import InputError


@click.command("claim")
@options.inputs
@click.option(
    "--out", type=options.FOLDER, help="Folder for the statements, the results and the rejects."
)
@options.output
@click.option(
    "--as-of",
    type=options.DAY,
    help="Day of the claim, where a case file does not say; today if not given.",
)
@options.lang("reasons and statements")
@options.check
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["underpayment", "rejected", "unreconciled"]),
    help="Exit 1 if there is any. May be repeated.",
)
@click.option(
    "--only", multiple=True, metavar="ID", help="Claim only for this id. May be repeated."
)
@click.option(
    "--law", default="", metavar="LAW", help="Law for tables, or where a case names none."
)
@click.option(
    "--draft", multiple=True, metavar="ID", help="Use this draft of law, by name. May be repeated."
)
@click.option(
    "--payments",
    multiple=True,
    type=options.FILE,
    help="Wage payment file (SIF, pain.001, payroll) as evidence. May be repeated.",
)
@options.mapping("a table or payroll", "worked=Hours")
@options.ignore
@click.option("--currency", default="", metavar="CODE", help="Currency of tables and payrolls.")
@click.option(
    "--cohorts", type=options.FILE, help="Fees paid, with cohorts, to estimate those without proof."
)
@click.option(
    "--fund", type=options.FILE, help="Plan of a compensation fund to try out; no other input."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the fund's chances.")
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: tuple[Path, ...],
    out: Path | None,
    output: str,
    as_of: datetime | None,
    lang: str,
    check: bool,
    fail_on: tuple[str, ...],
    only: tuple[str, ...],
    law: str,
    draft: tuple[str, ...],
    payments: tuple[Path, ...],
    columns: dict[str, str],
    ignore: tuple[str, ...],
    currency: str,
    cohorts: Path | None,
    fund: Path | None,
    seed: int,
) -> int:
    """Say what each worker is owed, by which rule and on which evidence, and write the claim.

    INPUTS are case files (YAML), folders of them, tables with a row for each worker and period
    (CSV, XLSX, Parquet), or wage payment files (UAE and Qatar SIF, ISO 20022 pain.001).

    The claim says what is owed on the facts recorded. A competent authority decides.
    """
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the user's own calendar day
    if fund is not None:
        from manumit.cli.funding import run_fund

        run_fund(fund, seed=seed, out=out, output=output, language=lang)
        return DONE
    if len(inputs) == 0 and len(payments) == 0:
        raise InputError(
            "give at least one case file, table or payment file.", hint="Try: manumit claim --help"
        )
    settings = Settings(
        day=day,
        language=lang,
        out=out,
        output=output,
        only=frozenset(only),
        law=law,
        drafts=frozenset(draft),
        payments=payments,
        columns=columns,
        ignore=ignore,
        currency=currency,
        cohorts=cohorts,
    )
    run = Run(inputs, settings)
    run.perform()
    differing = run.disagreements() if check else []
    for line in differing:
        click.echo(line, err=True)
    if check and not differing:
        click.echo(f"All {run.compared} cases agree with what they expect.", err=True)
    if run.found == 0 and run.rejected > 0:
        return UNUSABLE
    return FAILED_ON if differing or run.fails(fail_on) else DONE
