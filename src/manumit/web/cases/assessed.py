"""An assessment as the page of the facts shows it."""

from dataclasses import dataclass
from typing import Any

from manumit.core import Because
from manumit.identify import Assessment
from manumit.reference import indicator_label, rule_wording, word
from manumit.report.html import legal_tests, next_steps
from manumit.web.cases.facts import Given, field_of

ASKED_NEXT = 6
"""Questions that are named; the first is asked at the top of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One result with its reasons.

    Attributes:
        answer: yes, no or unknown.
        tree: Why; None where it has no reasons of its own.
    """

    name: str
    answer: str
    note: str = ""
    tree: Because | None = None


def as_shown(assessment: Assessment, given: Given, language: str) -> dict[str, Any]:
    """What the page says of an assessment."""
    trees = {tree.rule: tree for tree in assessment.because}
    return {
        "label": word(f"label.{assessment.label}", language),
        "not_a_finding": word("report.not_a_finding", language),
        "tests": [_test(rule, key, trees, language) for rule, key in legal_tests(assessment)],
        "instruments": _instruments(assessment, trees, language),
        "steps": [
            (word(f"report.{key}", language), cites)
            for key, cites in next_steps(assessment, language)
        ],
        "questions": [
            (each, field_of(each.code, given)) for each in assessment.questions[:ASKED_NEXT]
        ],
        "open_questions": len(assessment.questions),
    }


def _test(rule: str, key: str, trees: dict[str, Because], language: str) -> Line:
    tree = trees[rule]
    name = word(key, language) if key else rule_wording(rule, language).label
    return Line(name, _answer(tree), tree.says, tree)


def _answer(tree: Because) -> str:
    return "unknown" if tree.answer is None else tree.answer.value


def _instruments(
    found: Assessment, trees: dict[str, Because], language: str
) -> list[tuple[str, str, list[Line]]]:
    """Name, note and lines of each instrument, side by side and never mixed."""

    def of(rule: str, name: str, note: str = "") -> Line:
        tree = trees[rule]
        return Line(name, _answer(tree), note, tree)

    def label(rule: str) -> str:
        return rule_wording(rule, language).label

    result = word("report.result", language)
    present = [
        Line(indicator_label(f"ilo11.{code}", language), answer.value)
        for code, answer in found.ilo11.items()
    ]
    delphi, prefix = found.delphi2009, f"delphi2009.{found.delphi2009.column}"
    dimensions = [of(f"{prefix}.{name}", label(f"{prefix}.{name}")) for name in delphi.dimensions]
    outcome = word(f"outcome.{delphi.outcome}", language)
    plain = {
        name: [Line(label(f"{name}.{each}"), answer.value) for each, answer in part.items()]
        for name, part in (
            ("survey2012", found.survey2012.dimensions),
            ("icls20", found.icls20.dimensions),
        )
    }
    return [
        ("ilo11", word("report.no_weights", language), [*present, of("ilo11.any", result)]),
        (
            "delphi2009",
            word(f"column.{delphi.column}", language),
            [*dimensions, of(f"{prefix}.result", result, outcome)],
        ),
        *((name, "", [*lines, of(f"{name}.result", result)]) for name, lines in plain.items()),
    ]
