"""Strict reading, look-up by day, and the crosswalk of facts."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from manumit.errors import DataError, InputError, NotInForce, NotReviewed
from manumit.reference import (
    article_of,
    citation,
    facts,
    indicators,
    legislation,
    rules,
    texts,
    word,
)
from manumit.reference import compiled as compiled_module
from manumit.reference.catalogue import check_column, expand
from manumit.reference.compiled import load_yaml, parse, write_index
from manumit.reference.legislation import Branch
from manumit.reference.models import Parameter, Rule
from manumit.reference.schema import build
from manumit.reference.strict import Document, read_csv


def fail(message: str, line: int, key: str) -> DataError:
    return DataError(message, path="x.yml", line=line, key=key)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "written twice (first on line 1)"),
        ("a: 1\nwhen: 2024-01-31\n", 2, 'put the date in quotes: "2024-01-31"'),
        ("2024-01-31: x\n", 1, "put the date in quotes"),
        ("a: &x [1]\nb: *x\n", 1, "alias"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("a: [1\n", 2, "not valid YAML"),
        ("? [a]\n: b\n", 1, "key must be plain text"),
        ("a: \x07\n", 0, "not valid YAML"),
    ],
)
def test_strict_yaml_refuses_what_other_loaders_guess(text: str, line: int, message: str) -> None:
    with pytest.raises(DataError) as error:
        parse("x.yml", text.encode())
    assert message in str(error.value)
    assert f"data/x.yml:{line}" in str(error.value) or line == 0


def test_words_that_other_loaders_turn_into_booleans_and_numbers_stay_words() -> None:
    document = parse("x.yml", b"a: no\nb: yes\nc: 007\nd: 1_000\ne: ~\nf: NO\n")
    assert document.value == {"a": "no", "b": "yes", "c": "007", "d": "1_000", "e": None, "f": "NO"}
    assert document.line(("c",)) == 3
    assert document.line(("c", "deeper")) == 3


@dataclass(frozen=True)
class Entry:
    id: str
    amount: Decimal
    since: date
    tags: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"id": "x", "amount": "1", "since": "2024-01-01", "amout": "2"}, "Did you mean amount?"),
        ({"id": "x", "amount": "1"}, "since is missing"),
        ({"id": "x", "amount": "one", "since": "2024-01-01"}, "'one' is not a Decimal"),
        ({"id": "x", "amount": "1", "since": "2024-02-31"}, "is not a date"),
        ({"id": ["x"], "amount": "1", "since": "2024-01-01"}, "must be a single value"),
        ({"id": "x", "amount": "1", "since": "2024-01-01", "tags": "a"}, "must be a list"),
        ("text", "must have the keys"),
        (None, "the file is empty"),
    ],
)
def test_the_annotations_of_a_class_are_its_schema(value: object, message: str) -> None:
    with pytest.raises(DataError, match=message.replace("?", r"\?")):
        build(Entry, Document(value), fail=fail)  # type: ignore[arg-type]


def test_text_is_typed_by_the_schema() -> None:
    document = Document({"id": "x", "amount": "1.50", "since": "2024-01-31", "tags": ["a"]})
    entry = build(Entry, document, fail=fail)
    assert entry == Entry("x", Decimal("1.50"), date(2024, 1, 31), ("a",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,c\n1,2\n", "columns must be a, b"),
        ("a,b\n1\n", "1 cells where 2 are due"),
        ('a,b\n"x\n', "not valid CSV"),
    ],
)
def test_a_csv_data_file_has_exactly_its_columns(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_csv(text, ("a", "b"), fail=fail)


def test_an_index_that_no_longer_fits_its_file_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "compiled.json"
    write_index(index)
    held = json.loads(index.read_text(encoding="utf-8"))
    assert held["units.yml"][1] == load_yaml("units.yml").value
    held["units.yml"][1] = {"status": "reviewed", "units": {"planted": "x"}}
    kept = dict(held)
    monkeypatch.setattr(compiled_module, "_index", lambda: kept)
    assert load_yaml("units.yml").value == {"status": "reviewed", "units": {"planted": "x"}}
    held["units.yml"][0] = "0" * 32
    monkeypatch.setattr(compiled_module, "_index", lambda: held)
    assert load_yaml("units.yml").value != {"status": "reviewed", "units": {"planted": "x"}}


def test_a_missing_data_file_is_named() -> None:
    with pytest.raises(DataError, match=r"data/no/such\.yml: the file is missing"):
        load_yaml("no/such.yml")


def test_the_age_of_a_child_is_law_with_a_date() -> None:
    age = legislation("intl").person.child_below_age
    assert age.at(date(2000, 11, 19)) == Decimal(18)
    with pytest.raises(NotInForce, match="2000-11-18"):
        age.at(date(2000, 11, 18))
    assert age.parameter.source[0].title
    with pytest.raises(InputError, match="Did you mean"):
        legislation("intl").person.child_above_age  # noqa: B018
    with pytest.raises(InputError, match="folder of values"):
        legislation("intl").person.at(date(2020, 1, 1))
    with pytest.raises(InputError, match="Entered are: ae, br"):
        legislation("../rules")


def parameter(values: dict[str, Decimal | None], status: str = "reviewed") -> Parameter:
    return Parameter(
        "xx.a", "A", "years", values, (), (), date(2026, 1, 1), date(2027, 1, 1), status
    )  # type: ignore[arg-type]


def test_a_value_holds_from_its_day_until_the_next_or_until_it_ends() -> None:
    a = parameter({"2020-01-01": Decimal(1), "2021-01-01": Decimal(2), "2022-01-01": None})
    law = Branch("xx.a", {"xx.a": a})
    assert [law.at(date(2020, 12, 31)), law.at(date(2021, 1, 1))] == [1, 2]
    for day in (date(2019, 12, 31), date(2022, 1, 1)):
        with pytest.raises(NotInForce, match=r"first value is of 2020-01-01"):
            law.at(day)


def test_a_draft_value_runs_only_when_asked_for_by_name() -> None:
    a = parameter({"2020-01-01": Decimal(1)}, "draft")
    with pytest.raises(NotReviewed, match=r"xx\.a is a draft"):
        Branch("xx.a", {"xx.a": a}).at(date(2020, 1, 1))
    assert Branch("xx.a", {"xx.a": a}, frozenset({"xx.a"})).at(date(2020, 1, 1)) == 1


def test_the_sexual_exploitation_columns_are_drafts_and_do_not_run() -> None:
    for column in ("adult_sexual", "child_sexual"):
        with pytest.raises(NotReviewed):
            check_column(column)
    check_column("adult_labour")


def test_every_indicator_is_reached_by_a_fact() -> None:
    reached = {indicator for fact in facts().values() for indicator in fact.speaks_to}
    assert reached == set(indicators())
    assert len(facts()) == 82
    assert sum(len(fact.phases) for fact in facts().values()) == 123


def test_a_fact_of_several_phases_speaks_to_each_instrument_by_its_own_rule() -> None:
    speaks = facts()["documents_held"].speaks_to
    code = "confiscation_of_identity_or_travel_documents"
    assert speaks[f"survey2012.penalty.unfree_recruitment.{code}"] == ("recruitment",)
    assert speaks[f"survey2012.penalty.impossibility_of_leaving.{code}"] == ("leaving",)
    assert speaks["delphi2009.coercive_recruitment.confiscation_of_documents"] == ("recruitment",)
    assert speaks["delphi2009.coercion_at_destination.confiscation_of_documents"] == (
        "work",
        "leaving",
    )
    assert speaks["ilo11.retention_of_identity_documents"] == ("recruitment", "work", "leaving")


def test_a_rule_with_placeholders_stands_for_every_combination() -> None:
    template = Rule(
        "r.{a}.{b}",
        "{a.words}",
        "says {b.words}",
        ("C029.2.1",),
        {"any": [{"indicators": "{a}.{b}"}]},
        each={"a": {"x": "Ex", "y": "Why"}, "b": {"1": "One"}},
    )
    made = expand(template)
    assert [(rule.id, rule.label, rule.says) for rule in made] == [
        ("r.x.1", "Ex", "says One"),
        ("r.y.1", "Why", "says One"),
    ]
    assert made[1].logic == {"any": [{"indicators": "y.1"}]}
    assert "delphi2009.child_labour.exploitation" in rules()


def test_a_citation_is_in_the_language_of_the_reader() -> None:
    assert citation("C029.2.1").title == "Forced Labour Convention, 1930 (No. 29), Article 2(1)"
    assert "travail forcé" in citation("C029.2.1", "fr").title
    with pytest.raises(InputError, match="Did you mean"):
        article_of("C029.2.11")


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match="en, fr, es, ar"):
        texts("de")
    assert word("answer.yes", "es") == "sí"
