"""One case, assessed by every instrument and the legal test, with reasons and next questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from manumit.core import Answer
from manumit.identify.evaluate import evaluate
from manumit.identify.explain import Explainer
from manumit.identify.inputs import leaf_answers
from manumit.identify.model import Assessment, Case, Dimensions
from manumit.identify.outcome import (
    DELPHI_DIMENSIONS,
    DETERMINATION,
    EXCEPTIONS,
    LABELS,
    LAST_LABEL,
    OPEN_LABEL,
    SURVEY_DIMENSIONS,
    TESTS,
    delphi_column,
)
from manumit.identify.questions import next_questions
from manumit.identify.rules import Graph, graph
from manumit.reference import indicators


def assess(case: Case, as_of: date, *, language: str = "en") -> Assessment:
    """Apply every instrument and the legal test to a case.

    The instruments stand side by side, each with its own rule and strengths, never mixed.
    The result says which criteria are met. It is not a finding: a named person determines.

    Args:
        case: What was recorded of one person in one situation of work.
        as_of: Day whose law applies.
        language: Language of reasons and questions.

    Raises:
        NotInForce: The law that a rule needs has no value on `as_of`.

    Source:
        C029 Article 2; docs/explain/legal-test and docs/explain/instruments.
    """
    rules = graph()
    answers = evaluate(rules, leaf_answers(case, as_of))
    result = summarise(rules, answers, case, as_of)
    column = result.delphi2009.column
    because = Explainer(rules, answers, case, language, _explained(column, result)).because()
    questions = next_questions(rules, answers, case, column, language)
    return replace(result, because=because, questions=questions)


def summarise(rules: Graph, steps: Sequence[Answer], case: Case, as_of: date) -> Assessment:
    """The results of a case without reasons and questions."""

    def of(name: str) -> Answer:
        return steps[rules.at[name]]

    answers = {name: of(rule) for name, rule in DETERMINATION.items()}
    column = delphi_column(answers["treat_as_child"] is Answer.YES)
    delphi = {d: of(f"delphi2009.{column}.{d}") for d in DELPHI_DIMENSIONS}
    delphi_result = of(f"delphi2009.{column}.result")
    return Assessment(
        id=case.id,
        as_of=as_of,
        answers=answers,
        exception=_first({name: of(rule) for name, rule in EXCEPTIONS.items()}, "unknown", "no"),
        label=label_of({name: of(rule) for name, rule in LABELS.items()}, answers),
        ilo11={i.code: of(i.id) for i in indicators().values() if i.set == "ilo11"},
        delphi2009=Dimensions(
            delphi,
            delphi_result,
            column,
            delphi_outcome(delphi_result, delphi),
            of(f"delphi2009.{column}.result_with_vulnerability"),
        ),
        survey2012=Dimensions(
            {d: of(f"survey2012.{d}") for d in SURVEY_DIMENSIONS}, of("survey2012.result")
        ),
        icls20=Dimensions(
            {d: of(f"icls20.{d}") for d in ("state_imposed", "privately_imposed")},
            of("icls20.result"),
        ),
        title=case.title,
        source=case.source,
        evidence=case.evidence,
    )


def _first(answers: Mapping[str, Answer], if_unknown: str, otherwise: str) -> str:
    """The first name whose answer is yes; else one of two words."""
    for name, answer in answers.items():
        if answer is Answer.YES:
            return name
    return if_unknown if Answer.UNKNOWN in answers.values() else otherwise


def label_of(earned: Mapping[str, Answer], answers: Mapping[str, Answer]) -> str:
    """The first label that is earned, else whether a legal test is still open."""
    tests_open = any(answers[test] is Answer.UNKNOWN for test in TESTS)
    rest = OPEN_LABEL if tests_open else LAST_LABEL
    return _first(earned, rest, rest)


def delphi_outcome(result: Answer, dimensions: Mapping[str, Answer]) -> str:
    """Name of the outcome that the dimensions combine to.

    Coercion with exploitation, but neither deceptive nor coercive recruitment, has no name in the
    brochure; it is given one of its own so that coercion is not lost.

    Source:
        ILO and European Commission (2009), combination of dimensions.
    """
    parts = ("exploitation", "deceptive_recruitment", "coercion_at_destination")
    exploited, deceived, coerced = (dimensions[part] for part in parts)
    if result is Answer.YES:
        return "trafficking"
    if exploited is Answer.NO:
        return "none"
    if Answer.UNKNOWN in (result, exploited, deceived, coerced):
        return "unknown"
    if coerced is Answer.YES:
        return "coercion_and_exploitation"
    return "deception_and_exploitation" if deceived is Answer.YES else "exploitation"


def _explained(column: str, result: Assessment) -> list[str]:
    """Rules whose trees are given: each determination, the exception, then each instrument."""
    considered = ["c029.exception", "c029.ordinary_duty"]
    if result.label == "abusive_conditions":
        considered.append("protection.abusive_conditions")
    return [
        *DETERMINATION.values(),
        *considered,
        "ilo11.any",
        *(f"delphi2009.{column}.{dimension}" for dimension in DELPHI_DIMENSIONS),
        f"delphi2009.{column}.result",
        "survey2012.result",
        "icls20.result",
    ]
