"""Results as JSON: the shape that other programs rely on."""

import json
from collections.abc import Iterable, Iterator, Mapping
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


def row_document(row: Mapping[str, str]) -> Json:
    """One person of a table, from the result columns of `identify.table`."""

    def part(prefix: str, *, without: tuple[str, ...] = ()) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value
            for name, value in row.items()
            if name.startswith(prefix) and name.removeprefix(prefix) not in without
        }

    ilo11 = part("ilo11.")
    own = ("column", "result", "outcome", "result_with_vulnerability")
    delphi = part("delphi2009.")
    return {
        "id": row["id"],
        "determination": {name: row[name] for name in (*DETERMINATION, "exception", "label")},
        "instruments": {
            "ilo11": {
                "present": [code for code, answer in ilo11.items() if answer == "yes"],
                "unknown": [code for code, answer in ilo11.items() if answer == "unknown"],
            },
            "delphi2009": {
                "column": delphi["column"],
                "dimensions": part("delphi2009.", without=own),
                "result": delphi["result"],
                "outcome": delphi["outcome"],
                "result_with_vulnerability": delphi["result_with_vulnerability"],
            },
            "survey2012": {
                "dimensions": part("survey2012.", without=("result",)),
                "result": row["survey2012.result"],
            },
            "icls20": part("icls20."),
        },
    }


def stream_document(
    cases: Iterable[Json], *, version: str, as_of: date, end: Mapping[str, Any]
) -> Iterator[str]:
    """One JSON document, piece by piece, so that a long table is never held whole.

    Args:
        cases: The cases, in order.
        version: Version of Manumit.
        as_of: Day whose law was applied.
        end: What is known only after the last case; read when the cases are exhausted.
    """
    head = json.dumps({"manumit": version, "as_of": as_of.isoformat()})
    yield head[:-1] + ', "cases": ['
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
