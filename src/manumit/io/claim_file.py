"""Case files of claims: the work, pay and debts of one worker, as YAML."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from manumit.core import Period
from manumit.errors import InputError, did_you_mean
from manumit.io import claim_keys as keys
from manumit.io.claim_work import WorkReader, currency_of
from manumit.io.cohort_file import NO_COHORTS, Cohorts, fee_in_cohort
from manumit.io.quantities import number
from manumit.io.work_periods import scaled
from manumit.reference.schema import build
from manumit.reference.strict import Document, Value
from manumit.remedy import (
    HEADS,
    DebtTerms,
    Evidence,
    Fee,
    Interest,
    Item,
    Payment,
    Service,
    WageCase,
)

SUFFIXES = (".yaml", ".yml")
OLDEST = 120
CLAIMABLE = ("work", "service", "fees", "other", "debts", "schemes")
"""Keys of which a claim needs at least one."""


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A case of wages as read.

    Attributes:
        path: File it came from.
        law: Id of the law, as written.
        case: The case.
        payroll_id: Under which id payment files know the worker; empty when not given.
    """

    path: Path
    law: str
    case: WageCase
    payroll_id: str = ""


def read_claim(
    path: Path, *, as_of: date, law: str = "", cohorts: Cohorts = NO_COHORTS
) -> ClaimFile:
    """Read the case file of a claim.

    Args:
        path: The file.
        as_of: Day of the claim when the file does not say.
        law: Law when the file does not say.
        cohorts: What cohorts of workers paid, for fees without proof.

    Raises:
        InputError: The file cannot be read, is not YAML, or holds an unknown key, a number that is
            not one, a date that does not exist, or amounts in a currency without a rate. The
            message names file, line, key and what would do.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            "the text is not UTF-8.", where=path.name, hint="Save the file as UTF-8."
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=path.name) from None
    return parse_claim(text, path, as_of=as_of, law=law, cohorts=cohorts)


def parse_claim(
    text: str, path: Path, *, as_of: date, law: str = "", cohorts: Cohorts = NO_COHORTS
) -> ClaimFile:
    """Read a claim from text; `path` names it in messages.

    Raises:
        InputError: As `read_claim`.
    """
    return _Reader(path, text, as_of, law, cohorts).read()


class _Reader(WorkReader):
    """Reads everything of a claim."""

    def __init__(self, path: Path, text: str, as_of: date, law: str, cohorts: Cohorts) -> None:
        super().__init__(path, text)
        self.as_of, self.law, self.cohorts = as_of, law, cohorts

    def read(self) -> ClaimFile:
        raw = self.document.value
        if isinstance(raw, dict):
            kept: dict[str, Value] = {k: v for k, v in raw.items() if v is not None}
            if self.law:
                kept.setdefault("law", self.law)
            self.document = Document(kept, self.document.lines)
        written = build(keys.Written, self.document, fail=self.counted)
        if not written.id.strip():
            raise self.at("is empty; give a case code, never a name", "id")
        if not any(getattr(written, name) for name in CLAIMABLE):
            raise self.at(f"there is nothing to claim for; give {', '.join(CLAIMABLE[:-1])}", "")
        self._keep_evidence(written)
        currency = self._currency(written)
        as_of = written.as_of or self.as_of
        case = WageCase(
            id=written.id,
            worker=written.worker.ref,
            employer=written.employer,
            born=self._born(written),
            currency=currency,
            as_of=as_of,
            work=tuple(self.work(written, as_of)),
            service=self._service(written, as_of),
            fees=tuple(self._fee(fee, at, currency, as_of) for at, fee in enumerate(written.fees)),
            other=tuple(self._item(item, at, as_of) for at, item in enumerate(written.other)),
            debts=tuple(self._debt(debt, at) for at, debt in enumerate(written.debts)),
            part_payments=tuple(
                self._part_payment(payment, at) for at, payment in enumerate(written.part_payments)
            ),
            allocate=self.one_of(written.allocate, ("principal", "interest"), "allocate"),
            interest=self._interest(written.interest),
            schemes=written.schemes,
            contributions_paid=written.contributions_paid,
            evidence=self.evidence,
            expected=written.expected,
        )
        return ClaimFile(self.path, written.law, case, written.worker.payroll_id)

    def _part_payment(self, payment: keys.Payment, at: int) -> Payment:
        self.quantities.ids(payment.evidence, self.wrong("part_payments", at))
        amount = number(payment.amount, self.wrong("part_payments", at, "amount"))
        return Payment(self.day(payment.date_, "part_payments", at, "date"), amount)

    def _keep_evidence(self, written: keys.Written) -> None:
        of_work = ((("work", at, "evidence"), w.evidence) for at, w in enumerate(written.work))
        for place, entries in ((("evidence",), written.evidence), *of_work):
            for number_, each in enumerate(entries):
                said = ", ".join(p for p in (each.note, each.kind, str(each.date_ or "")) if p)
                found = Evidence(each.id, each.grade, said, each.asserted_by, each.contested_by)
                if self.evidence.setdefault(each.id, found) != found:
                    raise self.at(f"evidence {each.id!r} is described twice", *place, number_, "id")

    def _currency(self, written: keys.Written) -> str:
        try:
            return currency_of(written.law, written.currency)
        except InputError as error:
            raise self.at(f"{error.message} {error.hint}".strip(), error.field) from None

    def _born(self, written: keys.Written) -> date | None:
        worker = written.worker
        if worker.born is not None:
            return worker.born.first
        starts = [work.period.from_ for work in written.work if work.period.from_]
        if worker.age is None:
            return None
        if not 0 <= worker.age <= OLDEST:
            raise self.at(f"{worker.age} is not an age from 0 to {OLDEST}", "worker", "age")
        if not starts:
            return None
        first = min(starts)
        day = 28 if (first.month, first.day) == (2, 29) else first.day
        return first.replace(year=first.year - worker.age, day=day)

    def _fee(self, fee: keys.Fee, at: int, currency: str, as_of: date) -> Fee:
        documented = None
        if fee.amount is not None:
            documented = self.with_evidence(fee.amount, fee.evidence, "fees", at)
        amount = documented
        if fee.cohort:
            amount = fee_in_cohort(
                documented, fee.cohort, self.cohorts, self.evidence, self.wrong("fees", at)
            )
        if amount is None:
            raise self.at("amount is missing; give it, or the cohort of the worker", "fees", at)
        paid_on = self.past(fee.date_, as_of, "fees", at, "date")
        if fee.currency in ("", currency):
            return Fee(fee.category, amount, paid_on)
        if fee.rate is None:
            raise self.at(
                f"the fee is in {fee.currency} and the claim in {currency}; give rate: {{value, "
                f"date, source}}, the {currency} for one {fee.currency} on that date",
                "fees",
                at,
            )
        rate = number(fee.rate.value, self.wrong("fees", at, "rate"))
        if rate == 0:
            raise self.at("must be more than 0", "fees", at, "rate", "value")
        said = f"{fee.currency} × {rate} ({fee.rate.date_}, {fee.rate.source})"
        return Fee(fee.category, scaled(amount, rate), paid_on, said)

    def _item(self, item: keys.Item, at: int, as_of: date) -> Item:
        if item.head not in HEADS:
            known = did_you_mean(item.head, list(HEADS))
            raise self.at(f"no such head of claim. {known}", "other", at, "head")
        day = self.past(item.date_ or as_of, as_of, "other", at, "date")
        amount = self.with_evidence(item.amount, item.evidence, "other", at)
        return Item(item.head, amount, Period(day, day))

    def _debt(self, debt: dict[str, object], at: int) -> DebtTerms:
        given: Any = dict(debt)
        for key, value in given.items():
            if isinstance(value, str) and "," in value:
                number(value, self.wrong("debts", at, key))
        lines = {key[2:]: n for key, n in self.document.lines.items() if key[:2] == ("debts", at)}

        def fail(message: str, line: int, key: str) -> InputError:
            return self.fail(message, line, f"debts.{at + 1}.{key}".rstrip("."))

        return build(DebtTerms, Document(given, lines), fail=fail)

    def _interest(self, written: keys.Interest | None) -> Interest | None:
        if written is None:
            return None
        kind = self.one_of(written.kind, ("simple", "compound", "none"), "interest", "kind")
        rate = None
        if written.rate_per_year is not None:
            rate = number(written.rate_per_year, self.wrong("interest", "rate_per_year"))
        return Interest(kind, rate, written.from_)

    def _service(self, written: keys.Written, as_of: date) -> Service | None:
        service = written.service
        if service is None:
            return None
        if service.to < service.from_:
            raise self.at(f"ends ({service.to}) before it starts ({service.from_})", "service")
        ends = ("employer", "worker", "agreement", "expiry", "unknown")
        notice, leave = (
            None if value in (None, "unknown") else number(value, self.wrong("service", name))
            for name, value in (
                ("notice_given_days", service.notice_given_days),
                ("leave_taken_days", service.leave_taken_days),
            )
        )
        basic = self.quantities.fact(
            service.basic_per_month, self.wrong("service", "basic_per_month")
        )
        ids = self.quantities.ids(service.evidence, self.wrong("service"))
        basic = replace(basic, evidence=(*basic.evidence, *ids))
        return Service(
            Period(
                self.day(service.from_, "service", "from"),
                self.past(service.to, as_of, "service", "to"),
            ),
            basic,
            self.one_of(service.ended_by, ends, "service", "ended_by"),
            notice,
            leave,
        )
