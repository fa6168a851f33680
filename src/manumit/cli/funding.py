"""`manumit claim --fund`: what a compensation fund would face under each policy."""

import json
import sys
from pathlib import Path

import click

from manumit import __version__
from manumit.io.fund_plan import read_plan
from manumit.remedy.fund import CAPPED, POLICIES, compare
from manumit.report.funds import fund_document, fund_page, print_fund
from manumit.report.terminal import console
from manumit.tables import whole_file

RUNS = 2000


def run_fund(path: Path, *, seed: int, out: Path | None, output: str, language: str) -> None:
    """Simulate the fund of a plan under every policy that it can have, and tell of it.

    Raises:
        InputError: The plan cannot be read, or a value is out of bounds.
        MissingExtra: numpy is not installed.
    """
    file = read_plan(path)
    policies = [p for p in POLICIES if file.plan.cap is not None or p not in CAPPED]
    outlooks = compare(file.plan, policies, seed=seed, runs=RUNS)
    document = fund_document(
        file.plan, outlooks, language, currency=file.currency, title=file.title
    )
    text = json.dumps({"manumit": __version__, "fund": document}, ensure_ascii=False, indent=1)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        page = fund_page(document, language=language, version=__version__)
        for name, content in (("fund.json", text + "\n"), ("report.html", page)):
            with whole_file(out / name) as part:
                part.write_text(content, encoding="utf-8")
    if output == "json":
        click.echo(text)
    elif output == "html":
        sys.stdout.write(fund_page(document, language=language, version=__version__))
    else:
        print_fund(console(), document, language)
        if out is not None:
            click.echo(f"The report is {out / 'report.html'}")
