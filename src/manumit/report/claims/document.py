"""Claims as JSON: the shape that other programs, and every page, rely on."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from manumit.core import Because, Period
from manumit.reference.wage_law import wage_law
from manumit.remedy import HEADS, Amount, Claim, Line, Totals
from manumit.remedy.explain import Explainer
from manumit.remedy.result import SchemeFinding, exactly, total
from manumit.remedy.rounding import rounded, to_minor_unit

Json: TypeAlias = dict[str, Any]


def claim_document(claim: Claim, language: str = "en") -> Json:
    """One claim with its lines and reasons.

    Args:
        claim: The claim.
        language: Language of the sentences.
    """
    explain = Explainer(claim, language)
    case, law, totals = claim.case, claim.law, claim.totals
    lines = [_line(line, explain) for line in claim.lines]
    because = explain.total().to_dict()
    debts = [_debt(explain, at) for at in range(len(claim.debts))]
    return {
        "id": case.id,
        "worker": case.worker,
        "employer": case.employer or None,
        "law": law.scheme.id,
        "law_title": law.scheme.title,
        "law_href": law.scheme.href,
        "law_status": law.scheme.status,
        "reading": {name: _variant(claim, name, explain)["label"] for name in law.reading},
        "territory": law.scheme.id.split(".", maxsplit=1)[0],
        "currency": case.currency,
        "as_of": str(case.as_of),
        "period": _whole_period(claim),
        **totals_document(totals, case.currency),
        "floor": None if claim.floor is None else _money(claim.floor, case.currency),
        "heads": _heads(claim),
        "lines": lines,
        "debts": debts,
        "variants": {
            name: {**_variant(claim, name, explain), **totals_document(found, case.currency)}
            for name, found in claim.variants.items()
        },
        "narrow_by": _narrow_by(claim, explain),
        "missing": explain.missing(),
        "limitation": _limitation(claim),
        "schemes": [_scheme(found) for found in claim.schemes],
        "evidence": [
            {
                "id": each.id,
                "grade": None if each.grade is None else each.grade.value,
                "note": each.note,
                "asserted_by": each.asserted_by,
                "contested_by": each.contested_by or None,
            }
            for each in case.evidence.values()
        ],
        "cites": _cites(line["because"] for line in [*lines, *debts, {"because": because}]),
        "because": because,
    }


def totals_document(totals: Totals, currency: str) -> Json:
    """The sums of a claim as decimal strings in three readings."""
    found = {
        name: _amount(getattr(totals, name), currency)
        for name in (
            "due",
            "paid",
            "underpayment",
            "arrears",
            "interest",
            "multiplied",
            "total",
        )
    }
    penalty = totals.penalty
    return {
        **found,
        "repaid": _money(totals.repaid, currency),
        "penalty": None if penalty is None else _amount(penalty, currency),
    }


def _line(line: Line, explain: Explainer) -> Json:
    currency = explain.claim.case.currency
    return {
        "head": line.head,
        "code": HEADS[line.head],
        "period": _period(line.period),
        "due": _amount(line.due, currency),
        "paid": _amount(line.paid, currency),
        "difference": _amount(line.difference, currency),
        "evidence": list(line.evidence),
        "because": explain.line(line).to_dict(),
    }


def _heads(claim: Claim) -> list[Json]:
    """What each head adds to the total, in the order of the heads."""
    totals, currency = claim.totals, claim.case.currency
    by_head = [
        (head, code, total(line.difference for line in claim.lines if line.head == head))
        for head, code in HEADS.items()
    ]
    added = (
        ("uplift", "W14", totals.arrears.minus(totals.underpayment)),
        ("interest", "W14", totals.interest),
        ("multiplier", "W15", totals.multiplied.minus(totals.arrears)),
        ("repaid", "", exactly(-totals.repaid)),
    )
    return [
        {"head": head, "code": code, "amount": _amount(amount, currency)}
        for head, code, amount in (*by_head, *added)
        if any(amount)
    ]


def _debt(explain: Explainer, at: int) -> Json:
    claim = explain.claim
    terms, found, currency = claim.case.debts[at], claim.debts[at], claim.case.currency
    never = found.never.value == "yes"
    return {
        "principal": _money(terms.principal, currency),
        "months_to_clear": "never" if never else found.months_to_clear,
        "limb_a": found.limb_a.value,
        "limb_b": found.limb_b.value,
        "cleared_at_legal_wage_month": found.cleared_at_legal_wage_month,
        "over_recovery": None
        if found.over_recovery is None
        else _money(found.over_recovery, currency),
        "over_recovery_months": found.over_recovery_months,
        "balances": {
            "recorded": [_money(balance, currency) for balance in found.recorded],
            "fair": [_money(balance, currency) for balance in found.fair],
        },
        "because": explain.debt(terms, found).to_dict(),
    }


def _variant(claim: Claim, name: str, explain: Explainer) -> Json:
    known = wage_law(claim.law.scheme.id, drafts=claim.law.drafts).scheme.variants
    if name in known:
        return {"label": known[name].label, "article": known[name].article}
    return {"label": explain.says(f"variant.{name}"), "article": ""}


def _narrow_by(claim: Claim, explain: Explainer) -> Json | None:
    found = claim.narrow_by
    if found is None:
        return None
    currency = claim.case.currency
    return {
        "fact": found.fact,
        "says": explain.says(f"narrow.{found.fact}"),
        "width": _money(found.width, currency),
        "leaves": _money(found.leaves, currency),
    }


def _limitation(claim: Claim) -> Json | None:
    limit = claim.limitation
    if limit is None:
        return None
    return {
        "years": str(limit.years),
        "since": str(limit.since),
        "outside": _amount(limit.outside, claim.case.currency),
        "article": limit.cite.title,
    }


def _scheme(found: SchemeFinding) -> Json:
    reasons = tuple(
        Because(says, answer=answer, rule=cite.id, cites=(cite,))
        for says, answer, cite in found.reasons
    )
    amount = None if found.amount is None else _amount(exactly(found.amount), found.currency)
    return {
        "id": found.id,
        "title": found.title,
        "eligible": found.eligible.value,
        "currency": found.currency,
        "amount": amount,
        "missing": list(found.missing),
        "because": Because(
            found.title, answer=found.eligible, rule=found.id, because=reasons
        ).to_dict(),
    }


def _whole_period(claim: Claim) -> Json | None:
    days = [work.period for work in claim.case.work]
    if claim.case.service is not None:
        days.append(claim.case.service.period)
    if not days:
        return None
    start = min(period.start for period in days)
    return _period(Period(start, max(period.end or period.start for period in days)))


def _period(period: Period) -> Json:
    return {"from": str(period.start), "to": str(period.end or period.start)}


def _amount(amount: Amount, currency: str) -> dict[str, str]:
    return {
        "low": _money(amount.low, currency),
        "likely": _money(amount.likely, currency),
        "high": _money(amount.high, currency),
    }


def _money(value: Decimal, currency: str) -> str:
    return f"{rounded(value, to_minor_unit(currency)):f}"


def _cites(trees: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Every place of law cited, once, in the order met."""
    found: dict[str, Json] = {}
    for node in _walk(trees):
        for cite in node["cites"]:
            found.setdefault(cite["id"], cite)
    return list(found.values())


def _walk(trees: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for tree in trees:
        yield tree
        yield from _walk(tree["from"])
