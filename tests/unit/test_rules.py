"""The compiler of rules: what it accepts and what it refuses."""

import pytest

from manumit.core import Answer
from manumit.errors import DataError, NotReviewed
from manumit.identify import rules as compiler
from manumit.identify.evaluate import evaluate
from manumit.identify.rules import Graph, facts_for, graph, indicators_for
from manumit.reference.models import Rule


def compiled(monkeypatch: pytest.MonkeyPatch, **logic: object) -> Graph:
    """The graph of made-up rules."""
    made = {f"t.{name}": Rule(f"t.{name}", name, name, (), tree) for name, tree in logic.items()}
    monkeypatch.setattr(compiler, "rules", lambda _drafts: made)
    return compiler._Compiler(frozenset()).graph()


def answer(rules: Graph, name: str, **leaves: str) -> Answer:
    answers = dict.fromkeys(rules.leaves, Answer.UNKNOWN)
    answers |= {f"inputs.{leaf}": Answer(word) for leaf, word in leaves.items()}
    return evaluate(rules, answers)[rules.at[f"t.{name}"]]


@pytest.mark.parametrize(
    ("logic", "message"),
    [
        ("c029.penalti", "names c029.penalti"),
        ("conditions.convicted_by_curt", "Did you mean conditions.convicted_by_court"),
        ({"both": ["inputs.work"]}, "operator that is not known"),
        ({"all": ["inputs.work"], "any": ["inputs.work"]}, "operator that is not known"),
        ({"at_least": "two", "of": ["inputs.work"]}, "operator that is not known"),
        ({"all": [{"indicators": "delphi2010"}]}, "there are none"),
        (["inputs.work"], "where a name or an operator is due"),
        ({"not": "t.a"}, "leads back to itself"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_id(
    monkeypatch: pytest.MonkeyPatch, logic: object, message: str
) -> None:
    with pytest.raises(DataError, match=message) as error:
        compiled(monkeypatch, a=logic)
    assert "t.a" in str(error.value)


def test_operators_answer_in_three_values(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = compiled(
        monkeypatch,
        two={"at_least": "2", "of": ["inputs.work", "inputs.child", "inputs.public_actor"]},
        maybe={"possible": "inputs.child"},
        surely={"certain": "inputs.child"},
        none={"any": []},
        same="inputs.work",
    )
    assert answer(rules, "two", work="yes") is Answer.UNKNOWN
    assert answer(rules, "two", work="yes", child="yes") is Answer.YES
    assert answer(rules, "two", work="no", child="no") is Answer.NO
    assert answer(rules, "maybe") is Answer.YES
    assert answer(rules, "surely") is Answer.NO
    assert answer(rules, "none") is Answer.NO
    assert answer(rules, "same", work="no") is Answer.NO


def test_selectors_stand_for_the_facts_and_indicators_of_a_set() -> None:
    assert "documents_held" in facts_for(("survey2012.penalty",))
    assert "documents_held" not in facts_for(("survey2012.involuntariness",))
    assert facts_for(("survey2012.pen",)) == []
    strong = indicators_for(
        "delphi2009.exploitation", {"column": "adult_labour", "strength": ["S"]}
    )
    assert strong == ["delphi2009.exploitation.excessive_working_days_or_hours"]
    assert (
        indicators_for(
            "delphi2009.abuse_of_vulnerability_at_destination",
            {"column": "adult_labour", "strength": ["S"]},
        )
        == []
    )
    with pytest.raises(NotReviewed):
        indicators_for("delphi2009", {"column": "adult_sexual"})


def test_parts_come_before_what_they_make_up() -> None:
    for place, node in enumerate(graph().nodes):
        assert all(part < place for part in node.parts)
        assert (node.op == "leaf") == (place < len(graph().leaves))
