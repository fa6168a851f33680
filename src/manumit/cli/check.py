"""`--check`: what a case file expects against what the rules say."""

from collections.abc import Mapping, Sequence

from manumit.identify import Assessment
from manumit.io.case_file import CaseFile


def disagreements(files: Sequence[CaseFile], assessments: Sequence[Assessment]) -> list[str]:
    """One line for each expectation that does not hold.

    Expected names are those of the JSON result: a determination, `exception`, `label`, or an
    instrument's part such as `survey2012.result`. `asks_about` names a fact or condition, or a
    list of them, that must be among the questions.
    """
    by_id = {assessment.id: assessment for assessment in assessments}
    lines = []
    for file in files:
        if file.case.id not in by_id:
            continue
        assessment = by_id[file.case.id]
        results = flat_results(assessment)
        asked = {question.code for question in assessment.questions}
        for name, expected in file.expected.items():
            if name == "asks_about":
                wanted = expected if isinstance(expected, list) else [expected]
                lines += [
                    f"{file.path.name}: expected to ask about {code}; it is not asked"
                    for code in wanted
                    if code not in asked
                ]
            elif name not in results:
                lines.append(f"{file.path.name}: no result is called {name}")
            elif results[name] != expected:
                found = results[name]
                lines.append(f"{file.path.name}: {name}: expected {expected}, found {found}")
    return lines


def flat_results(assessment: Assessment) -> Mapping[str, str]:
    """Every result of a case by its name, as in a table of results."""
    delphi, survey, icls = assessment.delphi2009, assessment.survey2012, assessment.icls20
    results = {name: answer.value for name, answer in assessment.answers.items()}
    results |= {"exception": assessment.exception, "label": assessment.label}
    results |= {f"ilo11.{code}": answer.value for code, answer in assessment.ilo11.items()}
    for name, part in (("delphi2009", delphi), ("survey2012", survey), ("icls20", icls)):
        results |= {f"{name}.{code}": answer.value for code, answer in part.dimensions.items()}
        results[f"{name}.result"] = part.result.value
    results["delphi2009.column"] = delphi.column
    results["delphi2009.outcome"] = delphi.outcome
    results["delphi2009.result_with_vulnerability"] = delphi.result_with_vulnerability.value
    return results
