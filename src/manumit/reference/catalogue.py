"""Facts, conditions, indicators, instruments and rules, each loaded once and checked."""

from functools import cache
from typing import Any

from manumit.core import Citation
from manumit.errors import InputError, NotReviewed, did_you_mean
from manumit.reference.compiled import data_file, data_paths, fail_in, load_yaml
from manumit.reference.models import (
    PHASES,
    Article,
    Condition,
    Fact,
    Indicator,
    Instrument,
    Phase,
    Rule,
    RuleFile,
)
from manumit.reference.schema import build
from manumit.reference.strict import read_csv

COLUMNS = ("adult_labour", "child_labour", "adult_sexual", "child_sexual")
DRAFT_COLUMNS = frozenset({"adult_sexual", "child_sexual"})
"""Columns of the Delphi set that rest on no verified source and do not run."""

_DIMENSION_OF_PHASE: dict[Phase, str] = {
    "recruitment": "unfree_recruitment",
    "work": "work_and_life_under_duress",
    "leaving": "impossibility_of_leaving",
}
_DELPHI_RECRUITMENT = ("coercive_recruitment", "recruitment_by_abuse_of_vulnerability")


def _rows(path: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return read_csv(data_file(path).read_text(encoding="utf-8"), columns, fail=fail_in(path))


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator of every set, by id, in the order of the file."""
    path = "indicators/indicators.csv"
    columns = ("set", "dimension", "code", "label", *COLUMNS, "status")
    found: dict[str, Indicator] = {}
    for line, row in enumerate(_rows(path, columns), start=2):
        id_ = ".".join(part for part in (row["set"], row["dimension"], row["code"]) if part)
        if id_ in found:
            raise fail_in(path)("entered twice", line, id_)
        strengths = {column: row[column] for column in COLUMNS if row[column]}
        if not set(strengths.values()) <= {"S", "M", "W"}:
            raise fail_in(path)("a strength is S, M or W", line, id_)
        if row["status"] not in ("active", "uncertain"):
            raise fail_in(path)("status is active or uncertain", line, id_)
        found[id_] = Indicator(
            id_, row["set"], row["dimension"], row["code"], row["label"], strengths, row["status"]
        )
    return found


@cache
def facts() -> dict[str, Fact]:
    """The neutral facts by code, in the order of the file.

    A fact of several phases speaks to the survey dimension of the phase. Of the Delphi rows,
    coercive recruitment and recruitment by abuse of vulnerability take its recruitment phase; all
    others take work or leaving. A fact of one phase speaks with that phase.
    """
    path = "facts.csv"
    columns = (
        "code",
        "statement",
        "phases",
        "ilo11",
        "survey_involuntariness",
        "survey_penalty",
        "delphi",
        "htcds_method_of_control",
    )
    found: dict[str, Fact] = {}
    for line, row in enumerate(_rows(path, columns), start=2):
        fail = fail_in(path)
        phases = tuple(phase for phase in PHASES if phase in row["phases"].split())
        if len(phases) == 0 or len(phases) != len(row["phases"].split()):
            raise fail(f"phases are some of {', '.join(PHASES)}", line, row["code"])
        if row["code"] in found:
            raise fail("entered twice", line, row["code"])
        speaks_to = _speaks_to(row, phases)
        for id_ in speaks_to:
            if id_ not in indicators():
                known = did_you_mean(id_, list(indicators()))
                raise fail(f"no indicator {id_}. {known}", line, row["code"])
        found[row["code"]] = Fact(
            row["code"], row["statement"], phases, speaks_to, row["htcds_method_of_control"]
        )
    return found


def _speaks_to(row: dict[str, str], phases: tuple[Phase, ...]) -> dict[str, tuple[Phase, ...]]:
    speaks: dict[str, tuple[Phase, ...]] = {}
    if row["ilo11"]:
        speaks[f"ilo11.{row['ilo11']}"] = phases
    for column in ("involuntariness", "penalty"):
        for place in row[f"survey_{column}"].split():
            dimension, code = place.split(":")
            own = tuple(p for p in phases if _DIMENSION_OF_PHASE[p] == dimension)
            speaks[f"survey2012.{column}.{dimension}.{code}"] = phases if len(phases) == 1 else own
    for place in row["delphi"].split():
        dimension, code = place.split(":")
        at_recruitment = dimension in _DELPHI_RECRUITMENT
        own = tuple(p for p in phases if (p == "recruitment") == at_recruitment)
        speaks[f"delphi2009.{dimension}.{code}"] = phases if len(phases) == 1 else own
    return speaks


@cache
def conditions() -> dict[str, Condition]:
    """Circumstances and conditions of exceptions, by code, in the order of the file."""
    path = "conditions.csv"
    found: dict[str, Condition] = {}
    for line, row in enumerate(_rows(path, ("code", "group", "unlisted", "statement", "cites")), 2):
        if row["code"] in found or row["code"] in facts():
            raise fail_in(path)("entered twice, or also a fact", line, row["code"])
        if row["unlisted"] not in ("as_facts", "ask"):
            raise fail_in(path)("unlisted is as_facts or ask", line, row["code"])
        waits = row["unlisted"] == "ask"
        cites = tuple(row["cites"].split())
        found[row["code"]] = Condition(row["code"], row["group"], waits, row["statement"], cites)
    return found


@cache
def condition_groups() -> tuple[str, ...]:
    """Groups that can be raised: the exceptions, then other considerations."""
    return tuple(dict.fromkeys(c.group for c in conditions().values() if c.group))


@cache
def instruments() -> dict[str, Instrument]:
    """Conventions and guidance by id."""
    found = {}
    for path in data_paths("instruments"):
        instrument = build(Instrument, load_yaml(path), fail=fail_in(path))
        for id_ in instrument.articles:
            if not id_.startswith(f"{instrument.id}."):
                raise fail_in(path)(f"must start with {instrument.id}.", 0, id_)
        if len(instrument.source) == 0:
            raise fail_in(path)("needs a source", 0, "source")
        found[instrument.id] = instrument
    return found


@cache
def citation(id: str, language: str = "en") -> Citation:  # noqa: A002
    """An article as a citation: title of the instrument in the language, and its place.

    Raises:
        InputError: No such article is entered.
    """
    instrument, article = article_of(id)
    title = instrument.title.get(language, instrument.title["en"])
    return Citation(id, f"{title}, {article.label}", instrument.href)


def article_of(id: str) -> tuple[Instrument, Article]:  # noqa: A002
    """The instrument and the article of an id such as `C029.2.1`.

    Raises:
        InputError: No such article is entered.
    """
    instrument = instruments().get(id.split(".", maxsplit=1)[0])
    if instrument is None or id not in instrument.articles:
        known = [name for each in instruments().values() for name in each.articles]
        raise InputError(f"No article {id} is entered.", hint=did_you_mean(id, known))
    return instrument, instrument.articles[id]


@cache
def rules(drafts: frozenset[str] = frozenset()) -> dict[str, Rule]:
    """Every rule by id, expanded over its placeholders.

    Args:
        drafts: Names of draft rule files to let through.

    Raises:
        DataError: A rule file is wrong, or an id is used twice.
    """
    found: dict[str, Rule] = {}
    for path in data_paths("rules"):
        file = build(RuleFile, load_yaml(path), fail=fail_in(path))
        name = path.removeprefix("rules/").removesuffix(".yml")
        if len(file.source) == 0:
            raise fail_in(path)("needs a source", 0, "source")
        if file.status == "draft" and name not in drafts:
            continue
        for template in file.rules:
            for rule in expand(template):
                if rule.id in found:
                    raise fail_in(path)("this id is used twice", 0, rule.id)
                found[rule.id] = rule
    return found


def check_column(column: str) -> None:
    """Refuse a column of strengths that is a draft.

    Raises:
        NotReviewed: The column rests on no verified source.
    """
    if column in DRAFT_COLUMNS:
        raise NotReviewed(f"delphi2009.{column}")


def expand(template: Rule) -> list[Rule]:
    """The rules that a template stands for: one for each combination of its placeholders.

    `{name}` becomes the code of a value and `{name.words}` its words.
    """
    filled: list[dict[str, str]] = [{}]
    for name, values in template.each.items():
        filled = [
            {**known, f"{{{name}}}": code, f"{{{name}.words}}": words}
            for known in filled
            for code, words in values.items()
        ]

    def fill(value: Any, known: dict[str, str]) -> Any:
        if isinstance(value, str):
            for placeholder, text in known.items():
                value = value.replace(placeholder, text)
            return value
        if isinstance(value, list):
            return [fill(item, known) for item in value]
        if isinstance(value, dict):
            return {key: fill(item, known) for key, item in value.items()}
        return value

    return [
        Rule(
            id=fill(template.id, known),
            label=fill(template.label, known),
            says=fill(template.says, known),
            cites=template.cites,
            logic=fill(template.logic, known),
            why=template.why,
            limits=template.limits,
        )
        for known in filled
    ]
