"""The page of wage law: every scheme, rule by rule, with the values in force."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from manumit.reference import Parameter, legislation, wage_law, wage_schemes, word
from manumit.reference.wage_scheme import (
    Band,
    Deductions,
    Provision,
    Rounding,
    ServiceStep,
    Step,
    Variant,
    WageScheme,
)
from manumit.remedy import HEADS, Grade
from tools.reference.page import heading, page, sources, table, words_of

RULES = {
    "hours": "Normal hours",
    "overtime": "Overtime",
    "night": "Night work",
    "rest_day": "Work on rest days",
    "holiday": "Work on public holidays",
    "minimum": "Minimum wage",
    "extra_pay": "Pay outside the overtime rate",
    "deductions": "Deductions",
    "fees": "Recruitment fees and related costs",
    "burden": "Burden of proof",
    "uplift": "Uplift",
    "multiplier": "Statutory multiple",
    "penalty": "Penalty owed to the state",
    "interest": "Interest",
    "limitation": "Time limit",
    "end_of_service": "End-of-service pay",
    "notice": "Notice",
    "leave": "Annual leave",
    "contributions": "Social contributions",
    "presumption": "Presumed length of employment",
}
"""Rule of a scheme to its title, in the order of the page."""

SAYS: Mapping[tuple[str, str], str] = {
    ("month", "weeks"): "A month's pay becomes an hour's by twelve months over 52 weeks",
    ("month", "days"): "A month's pay becomes an hour's by days of normal hours",
    ("part_of_month", "calendar"): "A part of a month is a share of its calendar days",
    ("part_of_month", "thirtieths"): "A part of a month is counted in thirtieths",
    ("part_of_month", "weeks"): "A part of a month is counted in weeks",
    ("of", "regular"): "The rate for overtime is all pay over all hours",
    ("of", "basic"): "The rate for overtime is pay without extra pay",
    ("of", "total"): "The rate for overtime is pay with extra pay",
    ("within", "overtime"): "Only overtime at night earns it",
    ("within", "all"): "Every hour at night earns it",
    ("on", "first_day"): "A period has the value of its first day",
    ("on", "each_day"): "Each day has its own value",
    ("since", "due"): "It runs from the day on which each sum was due",
    ("since", "stated"): "It runs only from a day that the case states",
    ("day", "thirtieth"): "A day's pay is a thirtieth of a month's",
    ("day", "twenty_sixth"): "A day's pay is a twenty-sixth of a month's",
    ("day", "year_days"): "A day's pay is twelve months' over 365 days",
    ("by", "current_minimum"): "Arrears rise to the minimum of the day of the claim",
    ("treatment", "stands"): "The law lets them be",
    ("on", "employer"): "The employer must prove what was paid and worked",
    ("on", "worker"): "The worker must prove what was paid and worked",
    ("kind", "simple"): "It is simple",
    ("kind", "compound"): "It is added to the sum once a year",
}
"""Choice of a scheme, by field, in a sentence."""

LABELS = {
    "unlisted": "A kind that is not listed",
    "treatment": "What becomes of them",
    "excluded": "Kinds that do not enter",
    "stands": "Categories that the worker may bear",
    "heads": "Heads that it is of",
    "start": "Night from",
    "end": "Night until",
    "year_days": "Days of a year",
    "daily": "Interest of a day",
    "least_years": "Years of service from which it is due",
    "least_months": "Months of service from which it is due",
    "most_months": "At most, in months of pay",
    "days_per_year": "Days of pay for each year",
}
"""Field of a rule in words, where its name does not say enough."""

TREATMENTS = {
    "lawful": "stands",
    "free_and_clear": "may not take pay below the minimum of the law",
    "offset": "counts beyond a daily value",
    "if_agreed": "stands if the worker agreed as the law asks, and is owed back if not",
    "wages_if_agreed": "counts as wages if the worker agreed; if not, it may not reach below the "
    "minimum",
    "employer_may": "stands up to the cap",
    "repayable": "owed back in full",
}
"""What becomes of a deduction or fee."""


def wage_law_page() -> str:
    """Every wage scheme, with its rules, values and other readings."""
    lines = [
        "Every text below is a paraphrase. Reviewed means that the text itself was read; "
        "provisional means that it was not at hand; a draft is not applied unless asked for by "
        "name with `--draft`. How the rules work together: "
        "[wage claims](../explain/wage-claims.md).",
        "",
    ]
    for id_ in sorted(set(wage_schemes().values())):
        lines += _scheme(wage_law(id_, drafts=frozenset({id_})).scheme)
    lines += [*_heads(), *_grades(), *_treatments()]
    says = (
        "The wage law that claims are computed from: each scheme with its rules, its values in "
        "force and its other readings."
    )
    return page("Wage law", says, lines)


def values_of(scheme_id: str) -> dict[str, Parameter]:
    """Values of law of a scheme, by their names in it."""
    entered = legislation(scheme_id.split(".", maxsplit=1)[0]).parameters
    start = f"{scheme_id}."
    return {id_.removeprefix(start): v for id_, v in entered.items() if id_.startswith(start)}


def scheme_of(value_id: str) -> WageScheme | None:
    """The wage scheme that a value of law belongs to; None when it belongs to none."""
    id_ = value_id.rpartition(".")[0]
    known = id_ in set(wage_schemes().values())
    return wage_law(id_, drafts=frozenset({id_})).scheme if known else None


def _scheme(scheme: WageScheme) -> Iterator[str]:
    yield from heading(2, f"{scheme.title} ({scheme.id})", scheme.id)
    yield f"- Id: `{scheme.id}`, {scheme.status}"
    if scheme.also:
        yield f"- Also: {', '.join(f'`{name}`' for name in scheme.also)}"
    yield f"- Currency: {_currency(scheme.currency)}; in force from {scheme.in_force}"
    yield f"- Basis of pay: {', '.join(f'`{basis}`' for basis in scheme.bases)}"
    yield from _roundings(scheme)
    yield f"- Text: <{scheme.href}>"
    yield from (*sources(scheme.source), "", f"Limits: {scheme.limits}", "")
    values = values_of(scheme.id)
    for name, title in RULES.items():
        rule: Provision | None = getattr(scheme, name)
        if rule is not None:
            yield from _rule(f"{scheme.id}.{name}", title, rule, values)
    if scheme.variants:
        yield from heading(3, "Other readings", f"{scheme.id}.variants")
        for name, variant in scheme.variants.items():
            yield _variant(f"{scheme.id}#{name}", variant)
        yield ""


def _currency(code: str) -> str:
    return "that of the case" if code == "XXX" else code


def _roundings(scheme: WageScheme) -> Iterator[str]:
    for field in fields(scheme.rounding):
        rounding: Rounding | None = getattr(scheme.rounding, field.name)
        if rounding is not None:
            yield f"- Rounded, {words_of(field.name).lower()}: {_rounding(rounding)}"


def _rounding(rounding: Rounding) -> str:
    return f"to {rounding.unit}, {words_of(rounding.mode).lower()}"


def _rule(id_: str, title: str, rule: Provision, values: Mapping[str, Parameter]) -> Iterator[str]:
    yield from (*heading(3, title, id_), rule.says, "")
    yield f"- Based on: {_article(rule)}, {rule.status}"
    for field in fields(rule):
        if field.name not in _OF_EVERY_RULE:
            yield from (
                f"- {line}" for line in _field(field.name, getattr(rule, field.name), values)
            )
    yield ""
    if isinstance(rule, Deductions) and rule.kinds:
        yield from _kinds(rule, values)


_OF_EVERY_RULE = frozenset({*(field.name for field in fields(Provision)), "kinds"})


def _article(rule: Provision) -> str:
    return f"[{rule.article}]({rule.href})" if rule.href else rule.article


def _field(name: str, content: Any, values: Mapping[str, Parameter]) -> Iterator[str]:
    """What one field of a rule says; nothing for one that is empty."""
    match content:
        case None | "" | () | Decimal(real=0):
            return
        case str() if content in values:
            yield _value(values[content])
        case str():
            yield SAYS.get((name, content)) or f"{_label(name)}: {_treated(content)}"
        case Decimal():
            yield f"{_label(name)}: {content}"
        case Rounding():
            yield f"{_label(name)}: rounded {_rounding(content)}"
        case dict():
            yield from (_value(values[value]) for value in content.values())
        case _:
            yield from _items(name, content, values)


def _items(name: str, content: Any, values: Mapping[str, Parameter]) -> Iterator[str]:
    for item in content:
        match item:
            case Band():
                yield f"From {_age(item.from_age, values)}: {_figure(values[item.per_hour])}"
            case ServiceStep():
                yield _service_step(item, last=item is content[-1] and len(content) > 1)
            case Step():
                yield f"Up to {item.share} of a normal day: {item.days} days' pay"
            case _:
                continue
    if content and isinstance(content[0], str):
        yield f"{_label(name)}: {', '.join(f'`{item}`' for item in content)}"


def _label(name: str) -> str:
    return LABELS.get(name) or words_of(name)


def _age(written: str, values: Mapping[str, Parameter]) -> str:
    return f"the age of {_figure(values[written])}" if written in values else f"age {written}"


def _service_step(step: ServiceStep, *, last: bool) -> str:
    if step.up_to_years is not None:
        return f"{step.days} days up to {step.up_to_years} years of service"
    if step.below_years is not None:
        return f"{step.days} days below {step.below_years} years of service"
    return f"{step.days} days for longer service" if last else f"{step.days} days"


def _value(value: Parameter) -> str:
    """A value by its label, with the latest figure."""
    return f"{value.label}: {_figure(value)}"


def _figure(value: Parameter) -> str:
    """The latest figure with the day from which it holds, linked to all of them."""
    days = [(day, number) for day, number in sorted(value.values.items()) if number is not None]
    start, latest = days[-1]
    ended = max(value.values)
    until = f", ended on {ended}" if ended > start else ""
    mark = "" if value.status == "reviewed" else f" ({value.status})"
    unit = f"({value.unit})" if value.unit.startswith("share") else value.unit
    return f"[{latest} {unit}](law.md#{value.id}) from {start}{until}{mark}"


def _treated(content: str) -> str:
    return TREATMENTS.get(content, content.replace("_", " "))


def _kinds(rule: Deductions, values: Mapping[str, Parameter]) -> Iterator[str]:
    rows = []
    for kind, each in rule.kinds.items():
        treated = _treated(each.treatment)
        if each.per_day:
            treated += f": {_value(values[each.per_day])}"
        rows.append((f"`{kind}`", treated, each.says, f"{_article(each)}, {each.status}"))
    yield from table(("Kind", "What becomes of it", "What the law says", "Based on"), rows)


def _variant(id_: str, variant: Variant) -> str:
    mark = "" if variant.status == "reviewed" else f", {variant.status}"
    changed = ", ".join(f"`{place}`" for place in variant.set)
    return f"- `{id_}`{mark}: {variant.label}. {variant.says} ({_article(variant)}; sets {changed})"


def _heads() -> Iterator[str]:
    yield from heading(2, "Heads of claim", "heads")
    rows = [(code, f"`{head}`", word(f"claim.head.{head}", "en")) for head, code in HEADS.items()]
    yield from table(("Code", "Head", "Meaning"), rows)


def _grades() -> Iterator[str]:
    yield from heading(2, "Grades of evidence", "grades")
    rows = [(each.value, words_of(word(f"claim.grade.{each.value}", "en"))) for each in Grade]
    yield from table(("Grade", "What the evidence is"), rows)


def _treatments() -> Iterator[str]:
    yield from heading(2, "What becomes of a deduction", "treatments")
    rows = [(f"`{name}`", words_of(says)) for name, says in TREATMENTS.items()]
    yield from table(("Treatment", "Meaning"), rows)
