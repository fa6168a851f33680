"""Wage payments joined with a claim as evidence of what was paid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from manumit.errors import InputError
from manumit.io.payments import Ledger, PaymentRecord, overtime_rates
from manumit.io.payments.model import total_of
from manumit.reference import wage_law
from manumit.remedy import Evidence, Fact, Grade, WageCase, Work
from manumit.remedy.rounding import rounded, to_minor_unit
from manumit.remedy.terms import terms_on

Payments: TypeAlias = Mapping[str, Sequence[tuple[str, PaymentRecord]]]
"""Worker, as payment files know one, to the evidence id and the payments."""


def by_worker(ledgers: Iterable[Ledger]) -> Payments:
    """Payments by worker; the evidence of each ledger has an id of its own."""
    found: dict[str, list[tuple[str, PaymentRecord]]] = {}
    for number, ledger in enumerate(ledgers, start=1):
        for record in ledger.records:
            if record.worker:
                found.setdefault(record.worker, []).append((f"payments-{number}", record))
    return found


def with_payments(
    case: WageCase, worker: str, payments: Payments, ledgers: Sequence[Ledger]
) -> WageCase:
    """A case with what payment files show for its worker.

    A bank or wages protection file shows that at least so much was paid for a period; the
    employer's own payroll, that at most so much was. A period for which nothing was known is paid
    what the file shows. So payments narrow a claim and never widen it. Two files may show the same
    payment twice: at least the greatest of their sums was paid, and at most all of them.

    Args:
        case: The case.
        worker: The worker as payment files know one.
        payments: From `by_worker`.
        ledgers: The same ledgers, in the same order.

    Raises:
        InputError: A payment is in another currency than the claim.
    """
    mine = payments.get(worker, ())
    if len(mine) == 0:
        return case
    of_id = {f"payments-{number}": ledger for number, ledger in enumerate(ledgers, start=1)}
    used = {id_ for id_, _ in mine}
    for id_ in used:
        if of_id[id_].currency != case.currency:
            raise InputError(
                f"payments are in {of_id[id_].currency} and the claim in {case.currency}.",
                where=of_id[id_].file,
                hint="Give payments in the currency of the claim.",
            )
    work = tuple(_with_paid(each, mine, of_id) for each in case.work)
    evidence = {
        id_: Evidence(id_, Grade(of_id[id_].grade), of_id[id_].layout, _by(of_id[id_]))
        for id_ in sorted(used)
    }
    return replace(case, work=work, evidence={**case.evidence, **evidence})


def left_over(case: WageCase, worker: str, payments: Payments) -> int:
    """Number of the worker's payments that fit into no period of the case and are not used."""
    mine = payments.get(worker, ())
    return sum(not any(_falls_in(record, work) for work in case.work) for _, record in mine)


def _by(ledger: Ledger) -> str:
    """Who puts a ledger forward."""
    return "employer" if ledger.grade == "E1" else "bank"


def _with_paid(
    work: Work, mine: Sequence[tuple[str, PaymentRecord]], of_id: Mapping[str, Ledger]
) -> Work:
    shown = [(id_, record) for id_, record in mine if _falls_in(record, work)]
    if not shown:
        return work
    ids = tuple(dict.fromkeys(id_ for id_, _ in shown))
    sums = {id_: total_of(r.amount for each, r in shown if each == id_) for id_ in ids}
    banked = [amount for id_, amount in sums.items() if of_id[id_].grade == "E2"]
    booked = [amount for id_, amount in sums.items() if of_id[id_].grade == "E1"]
    record = min(booked) if booked else None
    fact = work.paid
    if fact is None:
        least, most = (max(banked), total_of(banked)) if banked else (min(booked), max(booked))
        return replace(work, paid=Fact(least, least, most, record, ids))
    low, high = fact.low, fact.high
    if banked:
        low = max(low, *banked)
        high = max(high, low)
    if record is not None:
        high = max(low, min(high, record))
    likely = min(max(fact.likely, low), high)
    record = fact.record if record is None else record
    return replace(work, paid=Fact(low, likely, high, record, (*fact.evidence, *ids)))


def _falls_in(record: PaymentRecord, work: Work) -> bool:
    """Whether a payment is for days of a period, or was made in it when it names no days."""
    start, last = work.period.start, work.last
    if record.start is not None and record.end is not None:
        return start <= record.start and record.end <= last
    return record.paid_on is not None and start <= record.paid_on <= last


LAW_OF_LAYOUT = {"qa_sif": "qa.2004", "ae_sif": "ae.2021"}
"""Layout of a territory's wages protection system to the law that its overtime is tried with."""


def overtime_document(ledger: Ledger, as_of: date) -> dict[str, object] | None:
    """Pay for extra hours against the overtime rate of the law; None where a file has no hours.

    The file does not say whether extra income is for extra hours alone, so the shortfall is the
    least that it allows.

    Args:
        ledger: Payments.
        as_of: Day whose law applies when the file names none.
    """
    law_id = LAW_OF_LAYOUT.get(ledger.layout)
    if law_id is None or not any(record.extra_hours for record in ledger.records):
        return None
    law = wage_law(law_id)
    terms = terms_on(law, ledger.written_on or as_of, None)
    premium, month, day = terms.overtime_times, terms.month_hours, terms.day_hours
    if premium is None or month is None or day is None:
        return None
    rates = overtime_rates(ledger, premium=premium, month_days=month / day, day_hours=day)
    short = [rate.shortfall for rate in rates if rate.shortfall]
    unit = to_minor_unit(ledger.currency)
    return {
        "law": law.scheme.id,
        "cite": law.cite("overtime").to_dict(),
        "payments": len(rates),
        "short": len(short),
        "unknown": sum(rate.shortfall is None for rate in rates),
        "shortfall": _money(rounded(total_of(short), unit)),
        "rows": [rate.row for rate in rates if rate.shortfall],
    }


def ledger_document(ledger: Ledger, as_of: date) -> dict[str, object]:
    """A ledger as JSON: what it declares beside what was found; no worker is named."""
    return {
        "file": ledger.file,
        "layout": ledger.layout,
        "currency": ledger.currency,
        "grade": ledger.grade,
        "records": ledger.count,
        "total": _money(ledger.total),
        "declared_records": ledger.declared_count,
        "declared_total": _money(ledger.declared_total),
        "reconciles": ledger.reconciles.value,
        "overtime": overtime_document(ledger, as_of),
        "rejected": len(ledger.rejects),
        "notes": list(ledger.notes),
    }


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
