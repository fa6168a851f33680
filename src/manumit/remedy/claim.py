"""A claim: every line, the sums, the other readings of the law, and what is still to be known."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from manumit.errors import NotInForce
from manumit.reference import WageLaw, readings, wage_law
from manumit.remedy.compensation import scheme_findings
from manumit.remedy.debt import debt_finding
from manumit.remedy.lines import claim_lines, has_record
from manumit.remedy.missing import missing_of
from manumit.remedy.model import Fact, Hours, WageCase, Work
from manumit.remedy.reckoner import EVIDENCE, RECORD, Readings
from manumit.remedy.result import Amount, Claim, Narrowing, Totals
from manumit.remedy.totals import totals_of
from manumit.remedy.uplift import limitation_of

ZERO = Decimal(0)


def claim_of(case: WageCase, law: WageLaw) -> Claim:
    """What a worker is owed under a law, line by line, in three readings of the evidence.

    Args:
        case: What is known; amounts in its currency.
        law: The law in one reading, from `wage_law`.

    Returns:
        The claim. The floor is owed on every reading of the evidence; the likely sum is the just
        and reasonable inference; the ceiling is the most that the evidence allows.

    Raises:
        InputError: Periods overlap, hours do not fit, or pay cannot be reckoned from what is given.
        NotInForce: The law, or a value of it, does not reach back to a period.

    Source:
        ILO Conventions No. 95, Articles 8, 9, 12 and 15, and No. 189, Articles 10 to 12;
        Anderson v. Mt. Clemens Pottery Co., 328 U.S. 680 (1946), on inference from the worker's
        evidence.
    """
    lines = claim_lines(case, law)
    totals = totals_of(lines, case, law)
    floor = totals_of(claim_lines(case, law, RECORD), case, law) if has_record(case) else None
    return Claim(
        case=case,
        law=law,
        lines=lines,
        totals=totals,
        floor=None if floor is None else floor.total.likely,
        variants=dict(_variants(case, law)),
        debts=tuple(debt_finding(terms) for terms in case.debts),
        narrow_by=narrowing(case, law, totals.total),
        limitation=limitation_of(lines, case, law),
        schemes=scheme_findings(case, law.drafts),
        missing=missing_of(case, law),
    )


def total_of(case: WageCase, law: WageLaw, which: Readings = EVIDENCE) -> Amount:
    """The total of a claim alone."""
    return totals_of(claim_lines(case, law, which), case, law).total


def _variants(case: WageCase, law: WageLaw) -> Iterator[tuple[str, Totals]]:
    """The sums under each other reading of the law, and under each contract alone."""
    for name in readings(law.scheme.id):
        if name not in law.reading:
            chosen = "+".join((*law.reading, name))
            other = wage_law(f"{law.scheme.id}#{chosen}", drafts=law.drafts)
            try:
                yield name, totals_of(claim_lines(case, other), case, other)
            except NotInForce:
                continue  # a reading that the law did not have at the time
    if any(work.other_pay is not None for work in case.work):
        for name, choose in (("contract_first", _first), ("contract_second", _second)):
            alone = replace(case, work=tuple(choose(work) for work in case.work))
            yield name, totals_of(claim_lines(alone, law), alone, law)


def _first(work: Work) -> Work:
    return replace(work, other_pay=None)


def _second(work: Work) -> Work:
    return replace(work, pay=work.other_pay or work.pay, other_pay=None)


def narrowing(case: WageCase, law: WageLaw, now: Amount | None = None) -> Narrowing | None:
    """The kind of fact whose disclosure would narrow a claim most; None when it is certain.

    Each kind in turn is taken as known at its likely value in every period, as one record of the
    employer would make it known, and the distance from floor to ceiling is measured again.

    Args:
        case: The case.
        law: The law.
        now: Total of the claim; None to compute it.
    """
    width = (total_of(case, law) if now is None else now).width
    if width == 0:
        return None
    left = {}
    for kind, known in _KINDS.items():
        other = replace(case, **known(case))
        left[kind] = width if other == case else total_of(other, law).width
    kind = min(left, key=lambda each: left[each])
    return Narrowing(kind, width, left[kind]) if left[kind] < width else None


def _in_work(change: Callable[[Work], Work]) -> Callable[[WageCase], dict[str, Any]]:
    return lambda case: {"work": tuple(change(work) for work in case.work)}


def _known(fact: Fact | None) -> Fact | None:
    return None if fact is None else fact.known()


def _with_known_hours(work: Work) -> Work:
    return replace(work, hours=Hours(**{n: fact.known() for n, fact in work.hours.named()}))


def _with_known_pay(work: Work) -> Work:
    return replace(work, pay=replace(work.pay, amount=work.pay.amount.known()))


def _with_known_paid(work: Work) -> Work:
    return replace(work, paid=Fact.exactly(ZERO) if work.paid is None else work.paid.known())


_KINDS: dict[str, Callable[[WageCase], dict[str, Any]]] = {
    "hours": _in_work(_with_known_hours),
    "paid": _in_work(_with_known_paid),
    "weeks": _in_work(lambda work: replace(work, weeks=_known(work.weeks))),
    "pay": _in_work(_with_known_pay),
    "deductions": _in_work(
        lambda work: replace(
            work,
            deductions=tuple(replace(d, amount=d.amount.known()) for d in work.deductions),
        )
    ),
    "extra_pay": _in_work(
        lambda work: replace(
            work, extra=tuple(replace(e, amount=e.amount.known()) for e in work.extra)
        )
    ),
    "fees": lambda case: {
        "fees": tuple(replace(fee, amount=fee.amount.known()) for fee in case.fees)
    },
    "other": lambda case: {
        "other": tuple(replace(item, amount=item.amount.known()) for item in case.other)
    },
}
