"""One run of `manumit screen`: go through the suppliers once, write and print what was asked."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from manumit import __version__
from manumit.cli.outputs import writing
from manumit.cli.rejects import keep_rejects, say_rejects
from manumit.io.judgements import Row, read_reviews, write_review
from manumit.io.outside_lists import with_built_in
from manumit.io.suppliers import read_suppliers
from manumit.report.screen import (
    Findings,
    matches_written,
    print_screen,
    screen_document,
    screen_page,
    write_screen_page,
)
from manumit.report.terminal import console
from manumit.supply.judgements import Judgements
from manumit.supply.model import Screened, Supplier
from manumit.supply.screen import Screen
from manumit.tables import Reject, whole_file

PROGRESS_FROM = 2_000
"""Suppliers from which a bar shows how far a run has come, on a terminal."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for.

    Attributes:
        lists: Lists beside those built in.
        day: Day on which entries are in force.
        language: Language of reasons and reports.
        out: Folder for report, results and rejects.
        output: `table`, `json` or `html`, to print.
        threshold: Probability from which a match is reported.
        judgements: Review files.
        columns: Field to column.
        ignore: Columns to leave out.
    """

    lists: Sequence[str]
    day: date
    language: str
    out: Path | None
    output: str
    threshold: float
    judgements: Sequence[Path]
    columns: Mapping[str, str]
    ignore: Sequence[str]


class Run:
    """One run.

    Attributes:
        findings: What was found, counted.
        rejects: Rows and files that were left out.
    """

    def __init__(self, inputs: Sequence[Path], settings: Settings) -> None:
        self.settings = settings
        self.lists = with_built_in(settings.lists)
        review = read_reviews(self._reviews())
        intake = read_suppliers(inputs, mapping=settings.columns, ignore=settings.ignore)
        self.kept: Sequence[Row] = review.kept
        self.rejects: list[Reject] = [*intake.rejects, *review.rejects]
        self.suppliers: Sequence[Supplier] = intake.suppliers
        self.warnings = [
            *(f"{each.id}: {signal}" for each in self.lists for signal in each.signals),
            *intake.warnings,
        ]
        self.findings = Findings(self.lists)
        self.screen = Screen(
            self.lists,
            settings.day,
            threshold=settings.threshold,
            judgements=Judgements.of(review.judgements),
            language=settings.language,
        )

    def _reviews(self) -> list[Path]:
        """Review files to read: those given, and the one that an earlier run left in the folder."""
        given = list(self.settings.judgements)
        if self.settings.out is not None:
            earlier = self.settings.out / "review.csv"
            if earlier.exists() and not any(earlier.samefile(p) for p in given if p.exists()):
                given.append(earlier)
        return given

    def perform(self) -> None:
        """Screen everything, then print and write."""
        settings = self.settings
        for warning in self.warnings:
            click.echo(f"Warning: {warning}", err=True)
        if settings.out is not None:
            settings.out.mkdir(parents=True, exist_ok=True)
        reviewed: list[Screened] = []
        screened = self._kept_for_review(self.findings.watched(self._screened()), reviewed)
        with writing(settings.out), ExitStack() as stack:
            file = None
            if settings.out is not None:
                csv = settings.out / "matches.csv"
                written = matches_written(csv, screened, language=settings.language)
                screened = stack.enter_context(closing(written))
                part = stack.enter_context(whole_file(settings.out / "matches.json"))
                file = stack.enter_context(part.open("w", encoding="utf-8"))
            pieces = screen_document(
                screened,
                self.lists,
                len(self.rejects),
                version=__version__,
                as_of=settings.day,
            )
            for piece in pieces:
                if file is not None:
                    file.write(piece)
                if settings.output == "json":
                    sys.stdout.write(piece)
        with writing(settings.out):
            self._write(reviewed)
        self._say()

    def _screened(self) -> Iterator[Screened]:
        screened = self.screen.screen(self.suppliers)
        if len(self.suppliers) < PROGRESS_FROM or not sys.stderr.isatty():
            yield from screened
            return
        with click.progressbar(
            screened, length=len(self.suppliers), label="Screening", file=sys.stderr
        ) as bar:
            yield from bar

    def _kept_for_review(
        self, screened: Iterator[Screened], reviewed: list[Screened]
    ) -> Iterator[Screened]:
        for one in screened:
            if self.settings.out is not None and any(each.kind != "good" for each in one.matches):
                reviewed.append(one)
            yield one

    def _write(self, reviewed: Sequence[Screened]) -> None:
        out = self.settings.out
        if out is None:
            return
        write_screen_page(
            out / "report.html",
            self.findings,
            language=self.settings.language,
            version=__version__,
            rejected=len(self.rejects),
        )
        write_review(out / "review.csv", self.kept, reviewed)
        keep_rejects(self.rejects, out)

    def _say(self) -> None:
        settings = self.settings
        if settings.output == "html":
            click.echo(
                screen_page(
                    self.findings,
                    language=settings.language,
                    version=__version__,
                    rejected=len(self.rejects),
                )
            )
        elif settings.output == "table":
            print_screen(
                console(), self.findings, rejected=len(self.rejects), language=settings.language
            )
        say_rejects(self.rejects, settings.out)
        if settings.out is not None:
            click.echo(f"The report is {settings.out / 'report.html'}", err=True)
