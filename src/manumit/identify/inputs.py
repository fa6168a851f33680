"""From what was recorded to the answers that rules start from."""

from collections.abc import Mapping
from datetime import date

from manumit.core import Answer
from manumit.identify.model import Case
from manumit.identify.rules import graph
from manumit.reference import condition_groups, conditions, facts, legislation


def leaf_answers(case: Case, as_of: date) -> dict[str, Answer]:
    """The answer to every leaf of the rules.

    What is not listed is no when fact-finding is complete and unknown while it is open. A
    condition of an exception that someone raised is different: it stays unknown until answered,
    since an exception holds only if every condition is yes.

    Raises:
        NotInForce: The law has no definition of a child on `as_of`.
    """
    unlisted = Answer.NO if case.complete else Answer.UNKNOWN
    answers = dict.fromkeys(graph().leaves, unlisted)
    for code, records in case.facts.items():
        for record in records:
            for phase in record.phases or facts()[code].phases:
                answers[f"facts.{code}@{phase}"] = record.answer
    for code, condition in conditions().items():
        waits = condition.waits and condition.group in case.raised
        answers[f"conditions.{code}"] = case.conditions.get(
            code, Answer.UNKNOWN if waits else unlisted
        )
    for group in condition_groups():
        answers[f"raised.{group}"] = Answer.YES if group in case.raised else Answer.NO
    answers["inputs.work"] = case.work
    answers["inputs.child"] = child(case.age, as_of)
    answers["inputs.public_actor"] = PUBLIC_ACTOR[case.actor]
    answers["inputs.c105_purpose"] = unlisted if case.c105_purpose is None else case.c105_purpose
    return answers


def raised_by(given: Mapping[str, Answer]) -> frozenset[str]:
    """Groups of conditions that the answers put forward: some condition of them is yes."""
    return frozenset(
        condition.group
        for code, answer in given.items()
        if (condition := conditions()[code]).waits and answer is Answer.YES
    )


PUBLIC_ACTOR = {
    "state": Answer.YES,
    "mixed": Answer.YES,
    "private": Answer.NO,
    "unknown": Answer.UNKNOWN,
}


def child(age: int | None, as_of: date) -> Answer:
    """Whether a person of this age is a child; unknown while the age is.

    Source:
        C182 Article 2; Palermo Protocol Article 3(d).
    """
    if age is None:
        return Answer.UNKNOWN
    return Answer.YES if age < adult_age(as_of) else Answer.NO


def adult_age(as_of: date) -> int:
    """Age from which a person is no longer a child."""
    return int(legislation("intl").person.child_below_age.at(as_of))
