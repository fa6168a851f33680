"""Pages made from the catalogue: facts, conditions, indicators, instruments, values of law."""

from collections.abc import Iterable, Iterator

from manumit.reference import (
    Fact,
    Indicator,
    Instrument,
    Parameter,
    conditions,
    facts,
    indicators,
    instruments,
    legislation,
    word,
    wording,
)
from manumit.reference.catalogue import COLUMNS, DRAFT_COLUMNS
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.models import Units
from manumit.reference.schema import build
from tools.reference.page import STRENGTHS, cited, heading, page, sources, table, words_of
from tools.reference.wages import scheme_of


def facts_page() -> str:
    """The neutral facts, with what each speaks to."""
    lines = []
    for fact in facts().values():
        lines += [*heading(2, fact.code, fact.code), f"{fact.statement}.", "", *_asked(fact.code)]
        lines += [f"- Phases: {', '.join(fact.phases)}", "- Speaks to:", *_speaks(fact)]
        lines += [f"- HTCDS method of control: `{fact.htcds}`", ""]
    says = (
        f"The {len(facts())} neutral facts that an interviewer records once, and the indicators of "
        "each instrument that a fact speaks to."
    )
    return page("Facts", says, lines)


def _asked(code: str) -> tuple[str, str]:
    english = wording(code, "en")
    return f"- Asked: {english.question}", f"- Advice: {english.hint}"


def _speaks(fact: Fact) -> Iterator[str]:
    for id_, phases in fact.speaks_to.items():
        own = indicators()[id_]
        when = "every phase" if phases == fact.phases else " and ".join(phases) or "no phase"
        yield f"    - {own.label}: [`{id_}`](indicators.md#{_place(own)}), {when}"


def _place(indicator: Indicator) -> str:
    return ".".join(part for part in (indicator.set, indicator.dimension) if part)


def conditions_page() -> str:
    """Circumstances, and conditions of exceptions."""
    unlisted = {
        False: "no when fact-finding is complete, unknown while it is open",
        True: "as facts are; once its group is put forward, unknown until answered",
    }
    lines, group = list[str](), None
    for each in sorted(conditions().values(), key=lambda condition: condition.group):
        if each.group != group:
            group = each.group
            title = f"Group {group}" if group else "Circumstances"
            lines += heading(2, title, f"group-{group}" if group else "circumstances")
        lines += [*heading(3, each.code, each.code), f"{each.statement}.", "", *_asked(each.code)]
        lines += [f"- When not listed: {unlisted[each.waits]}", f"- Based on: {cited(each.cites)}"]
        lines += [""]
    says = "Circumstances and conditions of exceptions, which are answered as facts are."
    return page("Conditions", says, lines)


def indicators_page() -> str:
    """Every set, dimension by dimension."""
    drafts = ", ".join(words_of(c).lower() for c in COLUMNS if c in DRAFT_COLUMNS)
    lines = [
        "Sources differ about a strength of an indicator marked *. Columns marked draft "
        f"({drafts}) rest on no verified source and do not run.",
        "",
    ]
    sets: dict[str, dict[str, list[Indicator]]] = {}
    for each in indicators().values():
        sets.setdefault(each.set, {}).setdefault(each.dimension, []).append(each)
    for name, dimensions in sets.items():
        base, _, part = name.partition(".")
        title = word(f"instrument.{base}", "en") + (f": {part}" if part else "")
        lines += heading(2, title, name)
        for dimension, rows in dimensions.items():
            if dimension:
                lines += heading(3, words_of(dimension), f"{name}.{dimension}")
            lines += _dimension(rows)
    says = (
        f"The {len(indicators())} indicators, set by set, with their strengths and the facts that "
        "speak to them."
    )
    return page("Indicators", says, lines)


def _dimension(rows: list[Indicator]) -> Iterator[str]:
    columns = [column for column in COLUMNS if any(column in row.strengths for row in rows)]
    heads = [f"{words_of(c)} (draft)" if c in DRAFT_COLUMNS else words_of(c) for c in columns]
    yield from table(
        ("Indicator", "Code", *heads, "Facts"),
        (
            (_label(row), f"`{row.code}`", *(_strength(row, c) for c in columns), _speakers(row))
            for row in rows
        ),
    )


def _label(row: Indicator) -> str:
    return f"{row.label} *" if row.status == "uncertain" else row.label


def _strength(row: Indicator, column: str) -> str:
    return STRENGTHS[row.strengths[column]] if column in row.strengths else "not in the set"


def _speakers(row: Indicator) -> str:
    codes = [fact.code for fact in facts().values() if row.id in fact.speaks_to]
    return ", ".join(f"[`{code}`](facts.md#{code})" for code in codes)


def instruments_page() -> str:
    """Conventions and guidance, article by article."""
    lines = [
        "Every text below is a paraphrase. Reviewed means that the text itself was read; "
        "provisional means that it was not at hand.",
        "",
    ]
    for instrument in instruments().values():
        lines += _instrument(instrument)
    says = "The instruments that rules and values of law rest on, with the places that are cited."
    return page("Instruments and articles", says, lines)


def _instrument(instrument: Instrument) -> Iterator[str]:
    yield from heading(2, instrument.title["en"], instrument.id)
    yield f"- Kind: {instrument.kind}, {instrument.status}"
    if instrument.adopted is not None:
        yield f"- Adopted: {instrument.adopted}"
    if instrument.in_force is not None:
        yield f"- In force: {instrument.in_force}"
    yield from (f"- Text: <{instrument.href}>", *sources(instrument.source), "")
    for id_, article in instrument.articles.items():
        yield from (*heading(3, article.label, id_), article.says, "")
        yield from (f"- Id: `{id_}`, {article.status}", f"- Read in: {article.read_in}", "")


def law_page() -> str:
    """Values of law by territory and act, and the units."""
    lines = list[str]()
    for territory in sorted({path.split("/")[1] for path in data_paths("legislation")}):
        title = "International law" if territory == "intl" else territory.upper()
        lines += heading(2, title, territory)
        for place, values in _by_place(legislation(territory).parameters.values()).items():
            lines += _place_of_law(place, values)
    units = build(Units, load_yaml("units.yml"), fail=fail_in("units.yml"))
    lines += ["## Units", "", *table(("Unit", "Meaning"), units.units.items())]
    says = "Values of law, each with the day from which it holds, its unit and its source."
    return page("Values of law", says, lines)


def _by_place(values: Iterable[Parameter]) -> dict[str, list[Parameter]]:
    """Values by the act or area that holds them, in order."""
    found: dict[str, list[Parameter]] = {}
    for value in sorted(values, key=lambda each: each.id):
        found.setdefault(value.id.rpartition(".")[0], []).append(value)
    return found


def _place_of_law(place: str, values: list[Parameter]) -> Iterator[str]:
    scheme = scheme_of(values[0].id)
    if scheme is None:
        yield from heading(3, words_of(place.rpartition(".")[2]), place)
    else:
        yield from heading(3, f"{scheme.title} ({place})", place)
        yield from (f"How these values work together: [`{place}`](wage-law.md#{place}).", "")
    for value in values:
        yield from _value(value)


def _value(value: Parameter) -> Iterator[str]:
    yield from heading(4, value.label, value.id)
    days = ((day, "ended" if v is None else str(v)) for day, v in sorted(value.values.items()))
    yield from table(("From", f"Value ({value.unit})"), days)
    yield f"- Id: `{value.id}`, {value.status}"
    if value.cites:
        yield f"- Based on: {cited(value.cites)}"
    yield from sources(value.source)
    yield f"- Reviewed on {value.reviewed_on}; to be checked again by {value.recheck_after}"
    yield ""
