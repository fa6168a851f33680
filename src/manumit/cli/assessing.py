"""One run of `manumit assess`: go through the input once, write and print what was asked for."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from manumit import __version__
from manumit.cli.rejects import say_rejects
from manumit.errors import InputError, did_you_mean
from manumit.identify import Assessment, Case, assess
from manumit.io.intake import Intake
from manumit.io.names import USE_A_CODE, looks_personal
from manumit.report.document import Json, case_document, stream_document, table_documents
from manumit.tables import Reject, whole_file, write_rejects

if TYPE_CHECKING:
    from manumit.io.interviews import InterviewReader, Interviews
    from manumit.io.results import ResultWriter

EXPLAINED_ROWS = 200
"""A table of at most so many rows is explained person by person, without being asked to."""

NAMES_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for.

    Attributes:
        day: Day whose law applies.
        language: Language of reasons, questions and reports.
        out: Folder for report, results and rejects.
        output: `table`, `json` or `html`, to print.
        only: Ids to assess; empty for all.
        htcds: File for HTCDS 2.0.
    """

    day: date
    language: str
    out: Path | None
    output: str
    only: frozenset[str]
    htcds: Path | None


class Run:
    """One run. Cases are explained; persons of a long table are answered without reasons.

    Attributes:
        counts: Name of a result to how many persons have each value.
        persons: How many were assessed, with or without reasons.
    """

    def __init__(self, intake: Intake, settings: Settings) -> None:
        self.intake, self.settings = intake, settings
        self.pairs: list[tuple[Case, Assessment]] = []
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.persons = 0
        self.ids: set[str] = set()
        self.results: dict[str, None] = {}

    @property
    def assessments(self) -> list[Assessment]:
        """The explained cases, in order."""
        return [assessment for _, assessment in self.pairs]

    @property
    def rejected(self) -> int:
        """Number of files and rows that were left out."""
        return len(self.intake.rejects) + sum(table.rejected for table in self.intake.tables)

    @property
    def rejects(self) -> list[Reject]:
        """What was left out, file by file."""
        return [*self.intake.rejects, *(r for table in self.intake.tables for r in table.rejects)]

    def found(self, names: Sequence[str]) -> bool:
        """Whether one of these determinations is yes for anyone, or something was rejected."""
        return any(
            self.rejected > 0 if name == "rejected" else self.counts[name]["yes"] > 0
            for name in names
        )

    def perform(self) -> None:
        """Assess everything, then print and write.

        Raises:
            InputError: A chosen id is not there, or a table turns out to be damaged.
        """
        settings = self.settings
        if settings.out is not None:
            settings.out.mkdir(parents=True, exist_ok=True)
        end: dict[str, Any] = {}
        pieces = stream_document(
            self._documents(end), version=__version__, as_of=settings.day, end=end
        )
        with ExitStack() as stack:
            file = None
            if settings.out is not None:
                part = stack.enter_context(whole_file(settings.out / "assessment.json"))
                file = stack.enter_context(part.open("w", encoding="utf-8"))
            for piece in pieces:
                if file is not None:
                    file.write(piece)
                if settings.output == "json":
                    sys.stdout.write(piece)
        self._write_files()
        self._say()

    def _documents(self, end: dict[str, Any]) -> Iterator[Json]:
        for case in self.intake.all_cases():
            yield from self._explained(case)
        for table in self.intake.tables:
            yield from self._table(table)
        missing = sorted(self.settings.only - self.ids)
        if missing:
            known = did_you_mean(missing[0], sorted(self.ids))
            raise InputError(f"no case has the id {missing[0]}. {known}", field="--only")
        end["rejected"] = self.rejected
        if self.results:
            end["results"] = list(self.results)

    def _explained(self, case: Case) -> Iterator[Json]:
        """A case with reasons and questions; nothing if it is not among those chosen."""
        self.ids.add(case.id)
        if self.settings.only and case.id not in self.settings.only:
            return
        assessment = assess(case, self.settings.day, language=self.settings.language)
        self.pairs.append((case, assessment))
        self.persons += 1
        for name, value in assessment.results().items():
            self.counts[name][value] += 1
        yield case_document(assessment)

    def _table(self, reader: "InterviewReader") -> Iterator[Json]:
        from manumit.io.results import ResultWriter

        path, out = reader.table.path, self.settings.out
        with ExitStack() as stack:
            writer = (
                None if out is None else stack.enter_context(ResultWriter(out, path, self.results))
            )
            bar = stack.enter_context(
                click.progressbar(
                    length=1000, label=path.name, file=sys.stderr, hidden=not sys.stderr.isatty()
                )
            )
            for number, (interviews, done) in enumerate(reader.batches()):
                short = number == 0 and interviews.rows.count <= EXPLAINED_ROWS
                if number == 0:
                    warn_of_names(path.name, interviews.ids[:NAMES_LOOKED_AT])
                yield from self._batch(interviews, writer, short)
                bar.update(int(done * 1000) - bar.pos)

    def _batch(
        self, interviews: "Interviews", writer: "ResultWriter | None", short: bool
    ) -> Iterator[Json]:
        from manumit.identify.table import assess_table

        if self.settings.only:
            self.ids |= self.settings.only.intersection(interviews.ids)
            for case in interviews.cases(self.settings.only):
                yield from self._explained(case)
            return
        columns = assess_table(interviews.rows, self.settings.day)
        if writer is not None:
            writer.write(interviews.ids, columns)
            self.results[writer.path.name] = None
        if short:
            for case in interviews.cases():
                yield from self._explained(case)
            return
        if self.settings.htcds is not None:
            raise InputError(
                f"only cases and tables of at most {EXPLAINED_ROWS} rows are written as HTCDS.",
                field="--htcds",
                hint="Choose persons with --only.",
            )
        self.persons += interviews.rows.count
        for name, column in columns.items():
            self.counts[name].update(column.counts())
        if self.settings.output == "json":
            texts = {name: column.text() for name, column in columns.items()}
            yield from table_documents(interviews.ids, texts)

    def _write_files(self) -> None:
        settings = self.settings
        if settings.htcds is not None:
            from manumit.io.htcds import write_htcds

            write_htcds(self.pairs, settings.htcds)
            click.echo(f"The HTCDS file is {settings.htcds}", err=True)
        if settings.out is not None:
            from manumit.report.html import write_report

            write_rejects(settings.out / "rejects.csv", self.rejects)
            write_report(
                self.assessments,
                settings.out,
                language=settings.language,
                version=__version__,
                rejected=self.rejected,
                counts=self.counts,
                as_of=settings.day,
            )

    def _say(self) -> None:
        settings = self.settings
        if settings.output == "html":
            from manumit.report.html import case_page, index_page

            common: Any = {"language": settings.language, "version": __version__}
            if len(self.pairs) == self.persons == 1:
                page = case_page(self.assessments[0], rejected=self.rejected, **common)
            else:
                page = index_page(
                    self.assessments,
                    rejected=self.rejected,
                    counts=self.counts,
                    as_of=settings.day,
                    **common,
                )
            sys.stdout.write(page)
        elif settings.output == "table":
            self._print_table()
        say_rejects(self.rejects, settings.out)

    def _print_table(self) -> None:
        from manumit.report.terminal import console, print_cases, print_counts

        settings, out = self.settings, console()
        if self.persons > len(self.pairs):
            print_counts(out, self.counts, settings.language)
        elif self.pairs:
            print_cases(out, self.assessments, settings.language)
        click.echo(
            f"{self.persons:,} assessed, {self.rejected:,} rejected, law as of {settings.day}."
        )
        if settings.out is not None:
            click.echo(f"The report is {settings.out / 'report.html'}")


def warn_of_names(file: str, ids: Sequence[str]) -> None:
    """Say how many ids look like personal names; the ids themselves are not repeated."""
    found = sum(looks_personal(id_) for id_ in ids)
    if found:
        looked = f"{found} of the first {len(ids):,} ids look like personal names"
        click.echo(f"Warning: {file}: {looked}. {USE_A_CODE}", err=True)
