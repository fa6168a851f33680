"""The page of compensation schemes: what each asks, and what it pays."""

from collections.abc import Iterator

from manumit.remedy.compensation import (
    Award,
    CompensationScheme,
    Condition,
    compensation_schemes,
)
from tools.reference.page import heading, page, sources, table


def compensation_page() -> str:
    """Every compensation scheme, with what it asks and pays."""
    lines = [
        "A claim shows what a scheme offers when its file answers the questions under `schemes`. "
        "What a scheme pays is not part of the total of a claim. A draft runs only when asked for "
        "by name with `--draft`.",
        "",
    ]
    for scheme in compensation_schemes().values():
        lines += _compensation(scheme)
    says = "Compensation schemes of states: who is eligible, on which answers, and for how much."
    return page("Compensation schemes", says, lines)


def _compensation(scheme: CompensationScheme) -> Iterator[str]:
    draft = " (draft)" if scheme.status == "draft" else ""
    yield from heading(2, f"{scheme.title}{draft}", scheme.id)
    yield f"- Id: `{scheme.id}`, {scheme.status}"
    until = "" if scheme.until is None else f" to {scheme.until}"
    yield f"- Territory: `{scheme.territory}`; currency: {scheme.currency}"
    yield f"- In force from {scheme.in_force}{until}"
    yield f"- Text: <{scheme.href}>"
    yield from (*sources(scheme.source), "", f"Limits: {scheme.limits.strip()}", "")
    asks = (
        (f"`{key}`", ask.says, ", ".join(f"`{c}`" for c in ask.choices or ("yes", "no")))
        for key, ask in scheme.asks.items()
    )
    yield from table(("Asks", "Question", "Answers, or `unknown`"), asks)
    yield from table(
        ("Condition", "What the scheme asks", "Based on"), map(_condition, scheme.conditions)
    )
    if scheme.awards:
        yield from table(
            ("When", "Award", "Amount", "Based on"), (_award(scheme, a) for a in scheme.awards)
        )
    else:
        yield from ("No amount is entered.", "")


def _condition(condition: Condition) -> tuple[str, str, str]:
    return f"`{condition.key}`: {condition.answer}", condition.says, condition.article


def _award(scheme: CompensationScheme, award: Award) -> tuple[str, str, str, str]:
    when = ", ".join(f"`{key}`: {answer}" for key, answer in award.when.items()) or "in every case"
    amount = "not entered"
    if award.amount is not None:
        amount = f"{award.amount:,} {scheme.currency}"
    elif award.multiple is not None:
        times, of = award.multiple.times, award.multiple.of
        amount = f"{times} × [`{of}`](law.md#{of})"
    return when, award.says, amount, award.article
