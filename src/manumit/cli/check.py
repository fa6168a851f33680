"""`--check`: what a case file expects against what the rules say."""

from collections.abc import Sequence

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
        results = assessment.results()
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
