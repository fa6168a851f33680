"""Results as JSON: the shape that other programs rely on."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from manumit.core import Answer
from manumit.identify import Assessment, Dimensions, Question
from manumit.identify.outcome import DETERMINATION

Json: TypeAlias = dict[str, Any]


def case_document(assessment: Assessment) -> Json:
    """One case with its reasons and questions."""
    return results_document(assessment) | {
        "questions": [_question(question) for question in assessment.questions],
        "because": [reason.to_dict() for reason in assessment.because],
    }


def results_document(assessment: Assessment) -> Json:
    """One case without reasons and questions."""
    determination: dict[str, str] = _words(assessment.answers)
    determination |= {"exception": assessment.exception, "label": assessment.label}
    delphi = assessment.delphi2009
    return {
        "id": assessment.id,
        "determination": determination,
        "instruments": {
            "ilo11": {
                "present": _codes(assessment.ilo11, Answer.YES),
                "unknown": _codes(assessment.ilo11, Answer.UNKNOWN),
            },
            "delphi2009": {
                "column": delphi.column,
                **_dimensions(delphi),
                "outcome": delphi.outcome,
                "result_with_vulnerability": delphi.result_with_vulnerability.value,
            },
            "survey2012": _dimensions(assessment.survey2012),
            "icls20": {
                "result": assessment.icls20.result.value,
                **_words(assessment.icls20.dimensions),
            },
        },
    }


def table_documents(ids: Sequence[str], columns: Mapping[str, Sequence[str]]) -> Iterator[Json]:
    """Each person of a table, without reasons and questions.

    Args:
        ids: Case codes.
        columns: Results by name, as `identify.table.assess_table` names them, person by person.
    """

    def part(prefix: str, *left_out: str) -> Iterator[Json]:
        names = [
            name
            for name in columns
            if name.startswith(prefix) and name.removeprefix(prefix) not in left_out
        ]
        keys = [name.removeprefix(prefix) for name in names]
        for words in zip(*(columns[name] for name in names), strict=True):
            yield dict(zip(keys, words, strict=True))

    own = ("column", "result", "outcome", "result_with_vulnerability")
    determinations = (*DETERMINATION, "exception", "label")
    for id_, determined, ilo11, delphi, dimensions, survey, survey_result, icls20 in zip(
        ids,
        zip(*(columns[name] for name in determinations), strict=True),
        part("ilo11."),
        zip(*(columns[f"delphi2009.{name}"] for name in own), strict=True),
        part("delphi2009.", *own),
        part("survey2012.", "result"),
        columns["survey2012.result"],
        part("icls20."),
        strict=True,
    ):
        column, result, outcome, with_vulnerability = delphi
        yield {
            "id": id_,
            "determination": dict(zip(determinations, determined, strict=True)),
            "instruments": {
                "ilo11": {
                    "present": [code for code, answer in ilo11.items() if answer == "yes"],
                    "unknown": [code for code, answer in ilo11.items() if answer == "unknown"],
                },
                "delphi2009": {
                    "column": column,
                    "dimensions": dimensions,
                    "result": result,
                    "outcome": outcome,
                    "result_with_vulnerability": with_vulnerability,
                },
                "survey2012": {"dimensions": survey, "result": survey_result},
                "icls20": icls20,
            },
        }


def stream_document(
    cases: Iterable[Json],
    *,
    version: str,
    as_of: date,
    end: Mapping[str, Any],
    key: str = "cases",
) -> Iterator[str]:
    """One JSON document, piece by piece, so that a long table is never held whole.

    Args:
        cases: The cases, in order.
        key: What the list of them is called.
        version: Version of Manumit.
        as_of: Day whose law was applied.
        end: What is known only after the last case; read when the cases are exhausted.
    """
    head = json.dumps({"manumit": version, "as_of": as_of.isoformat()})
    yield f'{head[:-1]}, "{key}": ['
    for number, case in enumerate(cases):
        yield (",\n" if number else "\n") + json.dumps(case, ensure_ascii=False)
    yield "\n], " + json.dumps(dict(end), ensure_ascii=False)[1:] + "\n"


def _words(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {name: answer.value for name, answer in answers.items()}


def _codes(answers: Mapping[str, Answer], wanted: Answer) -> list[str]:
    return [code for code, answer in answers.items() if answer is wanted]


def _dimensions(instrument: Dimensions) -> Json:
    return {"dimensions": _words(instrument.dimensions), "result": instrument.result.value}


def _question(question: Question) -> Json:
    return {
        "ask": question.ask,
        "hint": question.hint,
        "fact" if question.is_fact else "condition": question.code,
        "why": question.why,
        "settles": [{"result": result, "others": n} for result, n in question.settles],
    }
