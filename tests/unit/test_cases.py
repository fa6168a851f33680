"""Cases in the words of the standards: each says what it is about and what it rests on."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from manumit.cli.check import disagreements
from manumit.identify import assess
from manumit.io.case_file import parse_case
from manumit.reference import article_of
from tests.helpers import DAY, ROOT, as_yaml

FILES = sorted((ROOT / "tests" / "cases").glob("*.yml"))


ENTRIES = [
    pytest.param(entry, id=f"{file.stem}: {entry['name']}")
    for file in FILES
    for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_rules_say_what_the_standard_says(entry: dict[str, Any]) -> None:
    entry = copy.deepcopy(entry)
    body = {"id": "case-1", "fact_finding": "complete", "actor": "private", "work": "yes"}
    person = {key: entry["case"].pop(key) for key in ("age", "moved") if key in entry["case"]}
    body |= entry["case"] | {"person": person, "expected": entry["expect"]}
    file = parse_case(as_yaml(body), Path("case-1.yaml"))
    assert disagreements([file], [assess(file.case, DAY)]) == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_case_cites_an_article_that_is_entered(entry: dict[str, Any]) -> None:
    assert entry["cites"]
    for id_ in entry["cites"]:
        assert article_of(id_)[1].says
