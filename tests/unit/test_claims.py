"""Wage law in the words of its sources: worked examples, and each boundary."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from manumit.errors import ManumitError
from manumit.io.claim_file import parse_claim
from manumit.reference import wage_law, wage_schemes
from manumit.remedy import Claim, claim_of
from tests.helpers import ROOT, as_yaml, from_yaml

FILES = sorted((ROOT / "tests" / "claims").glob("*.yml"))
DAY = date(2026, 11, 1)


ENTRIES = [
    pytest.param(entry, id=f"{file.stem}: {entry['name']}")
    for file in FILES
    for entry in from_yaml(file)["cases"]
]


def claim(written: dict[str, Any]) -> Claim:
    file = parse_claim(as_yaml(written), Path("case.yaml"), as_of=DAY)
    return claim_of(file.case, wage_law(file.law))


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_claim_is_what_the_law_gives(entry: dict[str, Any]) -> None:
    expect = dict(entry["expect"])
    if "error" in expect:
        with pytest.raises(
            ManumitError, match=re.compile(re.escape(expect["error"]), re.IGNORECASE)
        ):
            claim(entry["claim"])
        return
    totals = claim(entry["claim"]).totals
    for name, value in expect.items():
        amount = getattr(totals, name)
        if isinstance(value, dict):
            found = {reading: getattr(amount, reading) for reading in value}
            assert found == {reading: Decimal(text) for reading, text in value.items()}, name
        else:
            assert amount.likely == Decimal(value), name


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_example_says_what_it_rests_on(entry: dict[str, Any]) -> None:
    assert entry["name"]
    assert entry["cites"]
    assert entry["source"]


def test_every_territory_has_a_file_of_cases() -> None:
    territories = {id_.split(".")[0] for id_ in wage_schemes().values()}
    assert territories == {file.stem for file in FILES}
