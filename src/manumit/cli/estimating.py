"""One run of `manumit estimate`: read each table, ask every method, write and print the answers."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from manumit import __version__
from manumit.cli.outputs import writing
from manumit.cli.rejects import keep_rejects, say_rejects
from manumit.errors import EstimateRefused, InputError
from manumit.estimate import METHODS, Captures, Findings, Method, estimate_table
from manumit.io.captures import read_captures
from manumit.report.estimates import estimates_document, estimates_page, plots, print_estimates
from manumit.report.terminal import console
from manumit.tables import Reject, whole_file


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for.

    Attributes:
        out: Folder for report, plots, results and rejects.
        output: `table`, `json` or `html`, to print.
        methods: Names of methods; `all` is every one.
        replicates: Tables drawn for each interval.
        seed: Seed of the draw.
        order: Most lists in one interaction; None for what is usual.
        columns: Field to column.
        ignore: Columns to leave out.
        language: Language of reasons and reports.
    """

    out: Path | None
    output: str
    methods: Sequence[str]
    replicates: int
    seed: int
    order: int | None
    columns: Mapping[str, str]
    ignore: Sequence[str]
    language: str

    @property
    def asked(self) -> tuple[Method, ...]:
        """The methods, in the order in which they are told."""
        return tuple(each for each in METHODS if "all" in self.methods or each in self.methods)


class Run:
    """One run.

    Attributes:
        findings: What the methods say, one a table.
        refusals: Tables that cannot be estimated from at all.
        rejects: Rows that cannot be used.
    """

    def __init__(self, inputs: Sequence[Path], settings: Settings) -> None:
        self.settings = settings
        self.findings: list[Findings] = []
        self.refusals: list[EstimateRefused] = []
        self.rejects: list[Reject] = []
        self.notes: list[str] = []
        tables: list[Captures] = []
        for path in inputs:
            file = read_captures(path, mapping=settings.columns, ignore=settings.ignore)
            self.notes.extend(file.notes)
            self.rejects.extend(file.rejects)
            if file.table is not None:
                tables.append(file.table)
        names = [each.name for each in tables]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise InputError(
                f"two tables are called {twice}.", hint="Give the files different names."
            )
        self.tables = tables

    @property
    def answered(self) -> bool:
        """Whether any table has a number."""
        return any(e.value is not None for each in self.findings for e in each.estimates)

    @property
    def refused(self) -> bool:
        """Whether a table was read and cannot tell the number."""
        return len(self.refusals) > 0 or len(self.findings) > 0

    def perform(self) -> None:
        """Ask every method of every table, then print and write.

        Raises:
            InputError: A list has nobody, two are the same, or the results cannot be written.
        """
        for note in self.notes:
            click.echo(f"Note: {note}", err=True)
        for table in self.tables:
            self._ask(table)
        settings = self.settings
        if self.refused:
            document = estimates_document(
                self.findings,
                settings.language,
                version=__version__,
                refused={each.where: each.message for each in self.refusals},
            )
            with writing(settings.out):
                self._write(document)
            self._print(document)
        if settings.out is not None:
            with writing(settings.out):
                settings.out.mkdir(parents=True, exist_ok=True)
                keep_rejects(self.rejects, settings.out)
        for refusal in self.refusals:
            click.echo(f"Refused: {refusal}", err=True)
        say_rejects(self.rejects, settings.out)
        if self.rejects:
            click.echo(
                "A table with a row that cannot be used is not estimated: every number would be "
                "wrong. Mend the rows and run again.",
                err=True,
            )

    def _ask(self, table: Captures) -> None:
        settings, methods = self.settings, self.settings.asked
        if "all" in settings.methods and len(table.lists) > 2:
            methods = tuple(each for each in methods if each != "chapman")
        try:
            found = estimate_table(
                table,
                methods,
                replicates=settings.replicates,
                seed=settings.seed,
                order=settings.order,
            )
        except EstimateRefused as refusal:
            self.refusals.append(refusal)
            return
        self.findings.append(found)

    def _page(self, document: dict[str, Any]) -> str:
        language = self.settings.language
        return estimates_page(document, self.notes, language=language, version=__version__)

    def _write(self, document: dict[str, Any]) -> None:
        out = self.settings.out
        if out is None:
            return
        out.mkdir(parents=True, exist_ok=True)
        files = {"estimates.json": _text(document)}
        if self.findings:
            files["report.html"] = self._page(document)
            files |= dict(plots(document, self.settings.language))
        for name, content in files.items():
            with whole_file(out / name) as part:
                part.write_text(content, encoding="utf-8")
        # A report of an earlier run must not look like that of this one.
        for name in {"report.html", "methods.svg", "lists.svg"} - set(files):
            (out / name).unlink(missing_ok=True)

    def _print(self, document: dict[str, Any]) -> None:
        settings = self.settings
        if settings.output == "json":
            sys.stdout.write(_text(document))
        elif self.findings and settings.output == "html":
            sys.stdout.write(self._page(document))
        elif self.findings:
            print_estimates(console(), document, settings.language)
        if self.findings and settings.out is not None:
            click.echo(f"The report is {settings.out / 'report.html'}", err=True)


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
