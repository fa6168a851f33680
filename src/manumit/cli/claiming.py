"""One run of `manumit claim`: go through the input once, write and print what was asked for."""

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from manumit import __version__
from manumit.cli.rejects import say_rejects
from manumit.errors import InputError, ManumitError, NotInForce, did_you_mean
from manumit.io.claim_intake import Options, read_claim_inputs
from manumit.io.claim_table import ClaimTable, TableClaim
from manumit.io.claim_work import currency_of
from manumit.io.cohort_file import NO_COHORTS, Cohorts, read_cohorts
from manumit.reference import WageLaw, wage_law
from manumit.remedy import WageCase, claim_lines, claim_of, totals_of
from manumit.report.claims.document import claim_document, totals_document
from manumit.report.document import stream_document
from manumit.tables import Reject, whole_file, write_rejects

if TYPE_CHECKING:
    from manumit.io.claim_results import ClaimWriter

Json = dict[str, Any]

EXPLAINED_CLAIMS = 50
"""A table of at most so many workers is explained line by line, without being asked to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for.

    Attributes:
        day: Day of the claim where a file does not say.
        language: Language of reasons and statements.
        out: Folder for statements, results and rejects.
        output: `table`, `json` or `html`, to print.
        only: Ids to claim for; empty for all.
        law: Law where none is named.
        drafts: Ids of drafts to let through.
        payments: Files of payments.
        columns: Field to column.
        ignore: Columns to leave out.
        currency: Currency where none is named.
        cohorts: Fees paid, with cohorts.
    """

    day: date
    language: str
    out: Path | None
    output: str
    only: frozenset[str]
    law: str
    drafts: frozenset[str]
    payments: tuple[Path, ...]
    columns: Mapping[str, str]
    ignore: Sequence[str]
    currency: str
    cohorts: Path | None


class Run:
    """One run.

    Attributes:
        documents: Claims explained line by line, in order.
        sums: Claims of a long table, without lines.
        found: How many claims were made or ledgers read.
        rejects: Files and rows that were left out.
    """

    def __init__(self, inputs: Sequence[Path], settings: Settings) -> None:
        self.settings = settings
        options = Options(
            settings.day,
            settings.law,
            settings.currency,
            settings.columns,
            settings.ignore,
            _cohorts(settings.cohorts),
        )
        self.intake = read_claim_inputs(inputs, settings.payments, options)
        self.documents: list[Json] = []
        self.sums: list[Json] = []
        self.rejects: list[Reject] = list(self.intake.rejects)
        self.compared = 0
        self.ids: set[str] = set()
        self.underpaid = False
        self.left_over = 0
        self.ledgers: list[Json] = []

    @property
    def found(self) -> int:
        """How many claims were made, or files of payments read."""
        return len(self.documents) + len(self.sums) + len(self.ledgers)

    @property
    def rejected(self) -> int:
        """Number of files and rows that were left out."""
        return len(self.rejects)

    def fails(self, names: Sequence[str]) -> bool:
        """Whether there is any of what the user asked to fail on."""
        unreconciled = any(each["reconciles"] == "no" for each in self.ledgers)
        there = {
            "underpayment": self.underpaid,
            "rejected": self.rejected > 0,
            "unreconciled": unreconciled,
        }
        return any(there[name] for name in names)

    def perform(self) -> None:
        """Compute everything, then print and write.

        Raises:
            InputError: A chosen id is not there, or no claim can be computed.
        """
        settings = self.settings
        for note in self.intake.notes:
            click.echo(f"Note: {note}", err=True)
        if settings.out is not None:
            settings.out.mkdir(parents=True, exist_ok=True)
        end: Json = {}
        pieces = stream_document(
            self._all(end), version=__version__, as_of=settings.day, end=end, key="claims"
        )
        with ExitStack() as stack:
            file = None
            if settings.out is not None:
                part = stack.enter_context(whole_file(settings.out / "claims.json"))
                file = stack.enter_context(part.open("w", encoding="utf-8"))
            held: list[str] | None = [] if settings.output == "json" else None
            for piece in pieces:
                if file is not None:
                    file.write(piece)
                if held is not None:
                    held.append(piece)
        if self.left_over:
            click.echo(
                f"Note: payments that fit into no period of work and were not used: "
                f"{self.left_over}. Give periods as long as the pay periods.",
                err=True,
            )
        self._write()
        if held is not None:
            sys.stdout.writelines(held)
        self._say()

    def _all(self, end: Json) -> Iterator[Json]:
        from manumit.io.payment_evidence import by_worker, ledger_document

        self.payments = by_worker(self.intake.ledgers)
        self.ledgers = [ledger_document(each, self.settings.day) for each in self.intake.ledgers]
        first: InputError | None = None
        for file in self.intake.files:
            if not self._wanted(file.case.id):
                continue
            try:
                yield self._explained(file.case, file.law, file.payroll_id)
            except ManumitError as error:
                where = file.path.name
                found = _placed(error, where)
                first = first or found
                self.rejects.append(Reject(where, 0, found.field, "", str(found)))
        if first is not None and not self.documents and len(self.intake.files) == 1:
            raise first
        with self._sums_file() as writer:
            for table in self.intake.tables:
                yield from self._table(table, writer)
        missing = sorted(self.settings.only - self.ids)
        if missing:
            known = did_you_mean(missing[0], sorted(self.ids))
            raise InputError(f"no claim has the id {missing[0]}. {known}", field="--only")
        end["payments"] = self.ledgers
        end["rejected"] = self.rejected

    def _wanted(self, id_: str) -> bool:
        self.ids.add(id_)
        return not self.settings.only or id_ in self.settings.only

    def _law(self, name: str, currency: str) -> WageLaw:
        if not name:
            raise InputError("no law is named.", field="law", hint="Name one with --law us.flsa.")
        law = wage_law(name, drafts=self.settings.drafts)
        currency_of(name, currency)
        return law

    def _with_evidence(self, case: WageCase, payroll_id: str) -> WageCase:
        from manumit.io.payment_evidence import left_over, with_payments

        if not self.payments:
            return case
        worker = payroll_id or case.worker
        self.left_over += left_over(case, worker, self.payments)
        return with_payments(case, worker, self.payments, self.intake.ledgers)

    def _explained(self, case: WageCase, law: str, payroll_id: str = "") -> Json:
        claim = claim_of(self._with_evidence(case, payroll_id), self._law(law, case.currency))
        document = claim_document(claim, self.settings.language)
        self.documents.append(document)
        self.underpaid |= claim.totals.underpayment.likely > 0
        return document

    def _sums_file(self) -> "AbstractContextManager[ClaimWriter | None]":
        """One file of sums for all tables of the run."""
        from manumit.io.claim_results import ClaimWriter

        out = self.settings.out
        return nullcontext() if out is None or not self.intake.tables else ClaimWriter(out)

    def _table(self, table: ClaimTable, writer: "ClaimWriter | None") -> Iterator[Json]:
        name = table.table.path.name
        table.load()
        gc.freeze()  # what follows is many small objects without cycles
        with click.progressbar(
            length=table.length, label=name, file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            short = table.workers <= EXPLAINED_CLAIMS
            explained = short or len(self.settings.only) > 0
            entries = table.claims() if explained or self.payments else table.sums(self._law)
            for number, entry in enumerate(entries):
                bar.update(len(entry.rows))
                if not self._wanted(entry.case.id):
                    continue
                try:
                    if explained:
                        document = self._explained(entry.case, entry.law, entry.payroll_id)
                    else:
                        document = self._sum(entry)
                except ManumitError as error:
                    if number == 0 and not isinstance(error, InputError | NotInForce):
                        raise
                    self._reject_rows(name, entry.rows, error)
                    continue
                if writer is not None:
                    writer.write(document)
                yield document
        self.rejects += table.rejects

    def _reject_rows(self, name: str, rows: Sequence[int], error: ManumitError) -> None:
        """All rows of a worker whose claim cannot be computed, each kept with the reason."""
        column = getattr(error, "field", "").rpartition(".")[2]
        reason = f"{error.message} {error.hint}".strip()
        self.rejects += [Reject(name, row, column, "", reason) for row in rows]

    def _sum(self, entry: TableClaim) -> Json:
        case, law = entry.case, self._law(entry.law, entry.case.currency)
        totals = entry.totals
        if totals is None:
            case = self._with_evidence(case, entry.payroll_id)
            totals = totals_of(claim_lines(case, law), case, law)
        self.underpaid |= totals.underpayment.likely > 0
        document = {
            "id": case.id,
            "worker": case.worker,
            "employer": case.employer or None,
            "law": law.scheme.id,
            "currency": case.currency,
            "as_of": str(case.as_of),
            **totals_document(totals, case.currency),
        }
        self.sums.append(document)
        return document

    def disagreements(self) -> list[str]:
        """One line for each expectation of a case file that does not hold."""
        by_id = {document["id"]: document for document in self.documents}
        found = []
        for file in self.intake.files:
            if file.case.id in by_id and file.case.expected:
                self.compared += 1
                found += [
                    f"{file.path.name}: {line}"
                    for line in _differing(file.case.expected, by_id[file.case.id], "")
                ]
        return found

    def _write(self) -> None:
        settings = self.settings
        if settings.out is None:
            return
        write_rejects(settings.out / "rejects.csv", self.rejects)
        if not self.documents and not self.sums:
            return
        from manumit.report.claims import write_statements

        written = write_statements(
            [*self.documents, *self.sums],
            settings.out,
            language=settings.language,
            version=__version__,
            rejected=self.rejected,
        )
        if written.note:
            click.echo(f"Note: {written.note}", err=True)

    def _say(self) -> None:
        settings = self.settings
        claims = [*self.documents, *self.sums]
        if settings.output == "html" and claims:
            from manumit.report.claims import index_page, statement_page

            common: Any = {"language": settings.language, "version": __version__}
            single = len(claims) == 1 and self.documents
            page = statement_page(claims[0], **common) if single else index_page(claims, **common)
            sys.stdout.write(page)
        elif settings.output == "table":
            self._print_tables(claims)
        say_rejects(self.rejects, settings.out)

    def _print_tables(self, claims: Sequence[Json]) -> None:
        from manumit.report.claims.ledgers import print_ledgers
        from manumit.report.claims.terminal import print_claims
        from manumit.report.terminal import console

        out, settings = console(), self.settings
        if claims:
            print_claims(out, claims, settings.language)
        if self.ledgers:
            print_ledgers(out, self.ledgers, settings.language)
        click.echo(f"{len(claims):,} claimed, {self.rejected:,} rejected.")
        if settings.out is not None and claims:
            click.echo(f"The statement is {settings.out / 'report.html'}")


def _placed(error: ManumitError, where: str) -> InputError:
    """An error of a case with the file that the case is in."""
    if not isinstance(error, InputError):
        return InputError(error.message, where=where, hint=error.hint)
    error.where = error.where or where
    return error


def _cohorts(path: Path | None) -> Cohorts:
    return NO_COHORTS if path is None else read_cohorts(path)


def _differing(expected: object, found: object, place: str) -> Iterator[str]:
    """Where what is expected is not what was found; names that are not expected do not matter."""
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            yield f"{place}: nothing is called so"
            return
        for name, each in expected.items():
            below = f"{place}.{name}" if place else str(name)
            if name not in found:
                yield f"{below}: no result is called so"
            else:
                yield from _differing(each, found[name], below)
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            yield f"{place}: another number of entries was found"
            return
        for number, (one, other) in enumerate(zip(expected, found, strict=True), start=1):
            yield from _differing(one, other, f"{place}.{number}")
    else:
        shown = found.get("likely") if isinstance(found, Mapping) else found
        if not _same(expected, shown):
            yield f"{place}: expected {expected}, found {shown}"


def _same(expected: object, found: object) -> bool:
    try:
        return Decimal(str(expected)) == Decimal(str(found))
    except InvalidOperation:
        return str(expected) == str(found)
