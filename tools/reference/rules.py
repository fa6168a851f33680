"""The page of rules: proposition, logic in words, examples, sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from manumit.core import Answer
from manumit.identify import Case
from manumit.identify.evaluate import evaluate
from manumit.identify.inputs import leaf_answers
from manumit.identify.outcome import DETERMINATION, EXCEPTIONS, LABELS, delphi_column
from manumit.identify.rules import facts_for, graph, indicators_for
from manumit.io.case_file import parse_case
from manumit.reference import Rule, conditions, facts, word
from manumit.reference.catalogue import expand
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.models import RuleFile
from manumit.reference.schema import build
from tools.reference.page import ROOT, STRENGTHS, cited, heading, page, sources, words_of

DAY = date(2026, 11, 22)
"""Day whose law the examples are read by, so that the page stays the same."""

SHARED = {"fact_finding": "complete", "actor": "private", "work": "yes"}
"""What a test case says when it says nothing, as in tests/unit/test_cases.py."""


@dataclass(frozen=True, slots=True)
class Example:
    """A test case: where it stands, what it cites and expects, and the answer of every rule."""

    name: str
    file: str
    cites: frozenset[str]
    expects: frozenset[str]
    answers: Mapping[str, Answer]


def rules_page() -> str:
    """Every rule, file by file."""
    lines = ["Each answer is yes, no or unknown: see [why](../explain/unknown.md).", ""]
    for path in data_paths("rules"):
        file = build(RuleFile, load_yaml(path), fail=fail_in(path))
        lines += [f"## {file.title}", "", f"- File: `data/{path}`, {file.status}"]
        lines += [*sources(file.source), ""]
        for template in file.rules:
            for rule in expand(template):
                lines += _rule(rule)
    return page("Rules", "Every rule: what it says, how it is answered, and why.", lines)


def _rule(rule: Rule) -> Iterator[str]:
    yield from (*heading(3, rule.label, rule.id), f"{rule.says}.", "")
    yield from (f"`{rule.id}` is yes when this holds:", "", *_logic(rule.logic, 0), "")
    examples = list(_examples(rule))
    if examples:
        yield from ("Examples, from the test cases:", "", *examples, "")
    if rule.why:
        yield from (f"Why it matters: {rule.why}", "")
    yield from (f"Based on: {cited(rule.cites)}.", "")
    if rule.limits:
        yield from (f"Limits: {rule.limits}", "")


def _logic(logic: Any, depth: int) -> Iterator[str]:
    """The logic of a rule as nested points."""
    indent, below = "    " * depth, list[Any]()
    match logic:
        case {"all": parts}:
            says, below = "all of:", parts
        case {"any": parts}:
            says, below = "any of:", parts
        case {"at_least": count, "of": parts}:
            says, below = f"at least {count} of:", parts
        case {"not": part}:
            says, below = "not:", [part]
        case {"possible": part}:
            says, below = "not excluded (yes or unknown):", [part]
        case {"certain": part}:
            says, below = "certain (unknown counts as no):", [part]
        case {"facts": places}:
            says = _facts(places)
        case {"indicators": place}:
            says = _indicators(place, logic)
        case name:
            says = _named(name)
    yield f"{indent}- {says}"
    for part in below:
        yield from _logic(part, depth + 1)


def _facts(places: Sequence[str]) -> str:
    speak_to = " or ".join(f"[`{place}`](indicators.md#{place})" for place in places)
    return f"one of the {len(facts_for(tuple(places)))} facts that speak to {speak_to}"


def _indicators(place: str, choice: Mapping[str, Any]) -> str:
    kinds = " or ".join(STRENGTHS[strength] for strength in choice.get("strength", ()))
    column = f" for {words_of(choice['column']).lower()}" if "column" in choice else ""
    which = f"{kinds} indicators{column}" if kinds else "indicators"
    count = len(indicators_for(place, choice))
    return f"the {count} {which} of [`{place}`](indicators.md#{place})"


def _named(name: str) -> str:
    kind, _, rest = name.partition(".")
    match kind:
        case "facts":
            return f"{facts()[rest].statement}: [`{rest}`](facts.md#{rest})"
        case "conditions":
            return f"{conditions()[rest].statement}: [`{rest}`](conditions.md#{rest})"
        case "inputs":
            return word(f"input.{rest}", "en")
        case "raised":
            return f"The [group {rest}](conditions.md#group-{rest}) was put forward"
    return f"Rule [`{name}`](#{name})"


def _examples(rule: Rule) -> Iterator[str]:
    """For each answer, a case that expects a result of the rule, else one that cites its source."""
    about = [each for each in _test_cases() if rule.id in each.expects]
    about += [each for each in _test_cases() if each.cites & set(rule.cites)]
    for answer in Answer:
        found = next((each for each in about if each.answers.get(rule.id) is answer), None)
        if found is not None:
            yield f"- {answer} in the case *{found.name}* (`{found.file}`)"


@cache
def _test_cases() -> tuple[Example, ...]:
    """The cases below tests/cases, answered by every rule."""
    found = []
    for path in sorted((ROOT / "tests" / "cases").glob("*.yml")):
        file = str(path.relative_to(ROOT))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            steps = evaluate(graph(), leaf_answers(_case(entry["case"]), DAY))
            answers = {name: steps[at] for name, at in graph().at.items()}
            column = delphi_column(answers["protection.treat_as_child"] is Answer.YES)
            expects = frozenset(_ruled(entry["expect"], column))
            cites = frozenset(entry["cites"])
            found.append(Example(entry["name"], file, cites, expects, answers))
    return tuple(found)


def _case(written: Mapping[str, Any]) -> Case:
    person = {key: written[key] for key in ("age", "moved") if key in written}
    body = {key: value for key, value in written.items() if key not in person}
    text = yaml.safe_dump({"id": "case-1", **SHARED, **body, "person": person})
    return parse_case(text, Path("case-1.yaml")).case


def _ruled(expect: Mapping[str, str], column: str) -> Iterator[str]:
    """The rules that answer what a case expects."""
    for name, value in expect.items():
        match name:
            case "exception":
                yield from ("c029.exception", EXCEPTIONS.get(value, ""))
            case "label":
                yield LABELS.get(value, "")
            case _:
                yield DETERMINATION.get(name, name.replace("delphi2009.", f"delphi2009.{column}."))
