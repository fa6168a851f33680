"""Properties of the rules that hold whatever was recorded."""

import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Answer
from manumit.identify import ACTORS, Case, FactRecord, assess
from manumit.identify.assess import summarise
from manumit.identify.evaluate import evaluate
from manumit.identify.inputs import leaf_answers
from manumit.identify.questions import next_questions
from manumit.identify.rules import graph
from manumit.identify.table import EMPTY, NO, UNKNOWN, YES, Rows, assess_table
from manumit.reference import conditions, facts
from tests.helpers import DAY, examples

CODES = {Answer.NO: NO, Answer.YES: YES, Answer.UNKNOWN: UNKNOWN}
ANSWERS = st.sampled_from(list(Answer))

FACT_RECORDS = st.dictionaries(
    st.sampled_from(list(facts())),
    st.tuples(ANSWERS, st.randoms(use_true_random=False)),
    max_size=12,
).map(lambda chosen: {code: _record(code, *pair) for code, pair in chosen.items()})

CASES = st.builds(
    Case,
    id=st.just("c"),
    age=st.none() | st.integers(0, 90),
    actor=st.sampled_from(ACTORS),
    work=ANSWERS,
    complete=st.booleans(),
    facts=FACT_RECORDS,
    conditions=st.dictionaries(st.sampled_from(list(conditions())), ANSWERS, max_size=8),
    c105_purpose=st.none() | ANSWERS,
).map(lambda case: replace(case, raised=_raised(case.conditions)))


def _record(code: str, answer: Answer, choice: random.Random) -> tuple[FactRecord, ...]:
    allowed = facts()[code].phases
    phases = tuple(phase for phase in allowed if choice.random() < 0.6)
    return (FactRecord(answer, phases),)


def _raised(given: Mapping[str, Answer]) -> frozenset[str]:
    return frozenset(
        conditions()[code].group
        for code, answer in given.items()
        if conditions()[code].waits and answer is Answer.YES
    )


def results(case: Case) -> Mapping[str, str]:
    """Every result of a case by name, without reasons and questions."""
    rules = graph()
    return summarise(rules, evaluate(rules, leaf_answers(case, DAY)), case, DAY).results()


def rows(cases: list[Case]) -> Rows:
    """The same cases as a table."""
    answers = {}
    for name in graph().leaves:
        kind, _, rest = name.partition(".")
        if kind == "facts":
            answers[name] = [_told(case, rest) for case in cases]
        elif kind == "conditions":
            answers[name] = [
                CODES[case.conditions[rest]] if rest in case.conditions else EMPTY for case in cases
            ]
    answers["inputs.work"] = [CODES[case.work] for case in cases]
    answers["inputs.c105_purpose"] = [
        EMPTY if case.c105_purpose is None else CODES[case.c105_purpose] for case in cases
    ]
    return Rows(
        len(cases),
        {name: np.array(codes, np.uint8) for name, codes in answers.items()},
        age=np.array([-1 if case.age is None else case.age for case in cases], np.int16),
        actor=np.array([ACTORS.index(case.actor) for case in cases], np.uint8),
        complete=np.array([case.complete for case in cases]),
    )


def _told(case: Case, name: str) -> int:
    code, _, phase = name.partition("@")
    for record in case.facts.get(code, ()):
        if phase in (record.phases or facts()[code].phases):
            return CODES[record.answer]
    return EMPTY


@given(st.lists(CASES, min_size=1, max_size=20))
@examples(150)
def test_a_table_answers_what_single_cases_answer(cases: list[Case]) -> None:
    columns = assess_table(rows(cases), DAY)
    texts = {name: column.text() for name, column in columns.items()}
    for at, case in enumerate(cases):
        single = results(case)
        assert {name: texts[name][at] for name in texts} == dict(single)


@given(CASES, st.randoms(use_true_random=False))
@examples(80)
def test_the_order_of_facts_changes_nothing(case: Case, choice: random.Random) -> None:
    shuffled = list(case.facts.items())
    choice.shuffle(shuffled)
    assert results(replace(case, facts=dict(shuffled))) == results(case)


@given(CASES, st.sampled_from(list(facts())))
@examples(150)
def test_forgetting_a_fact_never_turns_unknown_into_no(case: Case, code: str) -> None:
    case = replace(case, complete=False)
    before = results(case)
    after = results(replace(case, facts={k: v for k, v in case.facts.items() if k != code}))
    for test in ("forced_labour", "trafficking", "debt_bondage", "slavery", "survey2012.result"):
        if before[test] == "unknown":
            assert after[test] == "unknown"


STRENGTH = {"no": 0, "unknown": 1, "yes": 2}


@given(CASES, st.sampled_from(list(facts())))
@examples(150)
def test_one_more_fact_never_weakens_an_answer(case: Case, code: str) -> None:
    more = replace(case, facts={**case.facts, code: (FactRecord(Answer.YES),)})
    before, after = results(case), results(more)
    for name in (
        "forced_labour",
        "trafficking",
        "debt_bondage",
        "slavery",
        "survey2012.result",
        "delphi2009.result",
        "icls20.result",
        "protection_opened",
    ):
        assert STRENGTH[after[name]] >= STRENGTH[before[name]], name


@given(CASES)
@examples(60)
def test_every_unknown_test_has_a_question_and_every_question_is_about_something_unknown(
    case: Case,
) -> None:
    rules = graph()
    answers = evaluate(rules, leaf_answers(case, DAY))
    found = results(case)
    questions = next_questions(rules, answers, case, found["delphi2009.column"], "en")
    codes = {question.code for question in questions}
    if "unknown" in (found["forced_labour"], found["trafficking"], found["debt_bondage"]):
        assert codes
    for question in questions:
        if question.is_fact:
            phases = facts()[question.code].phases
            assert any(
                answers[rules.at[f"facts.{question.code}@{p}"]] is Answer.UNKNOWN for p in phases
            )


@given(CASES)
@examples(60)
def test_a_question_that_settles_a_result_alone_does_so(case: Case) -> None:
    rules = graph()
    leaves = leaf_answers(case, DAY)
    answers = evaluate(rules, leaves)
    column = results(case)["delphi2009.column"]
    for question in next_questions(rules, answers, case, column, "en")[:5]:
        alone = [target for target, others in question.settles if others == 0]
        names = [name for name in leaves if name.split("@")[0].endswith(f".{question.code}")]
        if not alone or not names:
            continue
        turned = set()
        for answer in (Answer.YES, Answer.NO):
            told = leaves | {n: answer for n in names if leaves[n] is Answer.UNKNOWN}
            after = evaluate(rules, told)
            turned |= {t for t in alone if after[rules.at[t]] is not Answer.UNKNOWN}
        assert turned == set(alone)


@given(CASES)
@examples(40)
def test_every_reason_has_a_rule_and_every_rule_of_law_a_source(case: Case) -> None:
    for tree in assess(case, DAY).because:
        for node in tree.walk():
            assert node.says
            assert node.rule
            assert (node.answer is None) != (node.value is None) or node.rule in (
                "facts",
                "inputs.child",
                "inputs.public_actor",
            )
            if node.rule.startswith(("c029.", "c105.", "palermo.", "slavery.", "protection.")):
                assert node.cites
