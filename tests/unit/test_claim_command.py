"""`manumit claim` from end to end, as people use it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from manumit import __version__
from manumit.reference import word
from manumit.remedy.sums import replay
from tests.helpers import ROOT, as_yaml
from tests.helpers_cli import manumit

SAMPLES = ROOT / "examples" / "claims"
Capture = pytest.CaptureFixture[str]

CASE = {
    "id": "example-1",
    "law": "us.flsa",
    "currency": "USD",
    "as_of": "2026-11-01",
    "worker": {"ref": "w1"},
    "work": [
        {
            "period": {"from": "2026-03-02", "to": "2026-03-08"},
            "pay": {"basis": "hourly", "rate": "12.00"},
            "hours": {"worked": 46},
            "paid": "552.00",
            "evidence": [{"id": "e1", "grade": "E4", "note": "diary"}],
        }
    ],
    "debts": [
        {
            "principal": "1200.00",
            "rate_per_month": "0.05",
            "paid_per_month": "70.00",
            "legal_wage_applied_per_month": "220.00",
        }
    ],
    "interest": {"kind": "simple", "rate_per_year": "0.08", "from": "2026-03-15"},
    "expected": {"due": "588.00", "arrears": "36.00"},
}


def written(tmp_path: Path, name: str = "example-1.yaml", **changes: Any) -> Path:
    path = tmp_path / name
    body = {key: value for key, value in (CASE | changes).items() if value is not None}
    path.write_text(as_yaml(body), encoding="utf-8")
    return path


def test_the_samples_are_what_they_expect(capsys: Capture) -> None:
    result = manumit(capsys, "claim", SAMPLES, "--check")
    assert result.code == 0, result.err
    assert "agree with what they expect" in result.err


def test_json_is_one_document_in_the_agreed_shape(capsys: Capture, tmp_path: Path) -> None:
    result = manumit(capsys, "claim", written(tmp_path), "--format", "json")
    document = result.document
    assert document["manumit"] == __version__
    assert (document["rejected"], document["payments"]) == (0, [])
    (claim,) = document["claims"]
    for name in (
        "due",
        "paid",
        "underpayment",
        "arrears",
        "interest",
        "multiplied",
        "total",
    ):
        assert set(claim[name]) == {"low", "likely", "high"}, name
        assert all(isinstance(text, str) for text in claim[name].values()), name
    # 29 CFR 778.110(a): 46 hours at 12 dollars earn 588.00
    assert (claim["due"]["likely"], claim["arrears"]["likely"]) == ("588.00", "36.00")
    assert claim["multiplied"]["likely"] == "72.00"
    for line in claim["lines"]:
        assert {"head", "period", "due", "paid", "difference", "because"} <= set(line)
    (debt,) = claim["debts"]
    # 1,200 at 5 per cent a month: cleared in 40 months, or in 7 at the legal wage
    assert (debt["months_to_clear"], debt["cleared_at_legal_wage_month"]) == (40, 7)
    assert {"limb_a", "limb_b", "over_recovery"} <= set(debt)
    assert {"variants", "narrow_by", "missing", "limitation", "heads"} <= set(claim)


def test_a_reader_walks_from_a_line_to_rule_arithmetic_and_evidence(
    capsys: Capture, tmp_path: Path
) -> None:
    document = manumit(capsys, "claim", written(tmp_path), "--format", "json").document
    lines = {line["head"]: line for line in document["claims"][0]["lines"]}
    nodes = list(walk(lines["overtime"]["because"]))
    sums = [node["value"] for node in nodes if " = " in str(node["value"])]
    assert "46 − 40 = 6" in sums
    assert any(text.endswith("= 36.00") for text in sums)
    assert all(replay(text) for text in sums)
    assert "e1" in {id_ for node in nodes for id_ in node["evidence"]}
    cited = {cite["id"] for node in nodes for cite in node["cites"]}
    assert "us.flsa.overtime" in cited


def walk(node: dict[str, Any]) -> Any:
    yield node
    for below in node["from"]:
        yield from walk(below)


def test_check_agrees_or_says_what_differs(capsys: Capture, tmp_path: Path) -> None:
    good = manumit(capsys, "claim", written(tmp_path), "--check")
    assert (good.code, "All 1 cases agree" in good.err) == (0, True)


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"due": "589.00"}, "example-1.yaml: due: expected 589.00, found 588.00"),
        ({"arrears": {"low": "35.00"}}, "arrears.low: expected 35.00, found 36.00"),
        ({"owed": "36.00"}, "owed: no result is called so"),
        ({"debts": []}, "debts: another number of entries was found"),
        (
            {"debts": [{"months_to_clear": "never"}]},
            "debts.1.months_to_clear: expected never, found 40",
        ),
        ({"due": {"low": {"x": "1"}}}, "due.low: nothing is called so"),
    ],
)
def test_a_wrong_expectation_ends_with_one(
    capsys: Capture, tmp_path: Path, expected: Any, message: str
) -> None:
    path = written(tmp_path, expected=expected)
    result = manumit(capsys, "claim", path, "--check")
    assert result.code == 1
    assert message in result.err
    assert manumit(capsys, "claim", path).code == 0


@pytest.mark.parametrize(
    ("name", "paid", "code"),
    [
        ("underpayment", "552.00", 1),
        ("underpayment", "588.00", 0),
        ("rejected", "552.00", 0),
        ("unreconciled", "552.00", 0),
    ],
)
def test_fail_on_ends_with_one_when_there_is_any(
    capsys: Capture, tmp_path: Path, name: str, paid: str, code: int
) -> None:
    work = [CASE["work"][0] | {"paid": paid}]  # type: ignore[index]
    assert manumit(capsys, "claim", written(tmp_path, work=work), "--fail-on", name).code == code


def test_fail_on_rejected_ends_with_one_beside_a_good_case(capsys: Capture, tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.yaml", id="bad", law="us.flsaa")
    result = manumit(capsys, "claim", written(tmp_path), bad, "--fail-on", "rejected")
    assert result.code == 1
    assert "1 claimed, 1 rejected" in result.out


def test_an_unknown_condition_to_fail_on_is_wrong_use(capsys: Capture, tmp_path: Path) -> None:
    assert manumit(capsys, "claim", written(tmp_path), "--fail-on", "everything").code == 2


def test_out_holds_statement_result_and_rejects(capsys: Capture, tmp_path: Path) -> None:
    bad, out = written(tmp_path, "bad.yaml", id="bad", law="us.flsaa"), tmp_path / "out"
    result = manumit(capsys, "claim", written(tmp_path), bad, "--out", out)
    assert result.code == 0
    assert f"The statement is {out / 'report.html'}" in result.out
    assert "example-1" in (out / "report.html").read_text(encoding="utf-8")
    document = json.loads((out / "claims.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in document["claims"]] == ["example-1"]
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        (reject,) = csv.DictReader(file)
    assert (reject["file"], reject["column"]) == ("bad.yaml", "law")
    assert not list(out.glob("*.part"))


def test_the_same_run_writes_the_same_bytes(capsys: Capture, tmp_path: Path) -> None:
    path = written(tmp_path)
    first, second = (tmp_path / name for name in ("one", "two"))
    for out in (first, second):
        assert manumit(capsys, "claim", path, "--out", out, "--as-of", "2026-11-01").code == 0
    for name in ("claims.json", "report.html", "rejects.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_html_is_printed_when_asked_for(capsys: Capture, tmp_path: Path) -> None:
    result = manumit(capsys, "claim", written(tmp_path), "--format", "html")
    assert result.out.startswith("<!doctype html>")
    listed = manumit(capsys, "claim", SAMPLES, "--format", "html")
    assert listed.out.startswith("<!doctype html>")


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_reasons_come_in_the_language_asked_for_and_sums_stay(
    capsys: Capture, tmp_path: Path, language: str
) -> None:
    path = written(tmp_path)
    own = manumit(capsys, "claim", path, "--format", "json", "--lang", language)
    english = manumit(capsys, "claim", path, "--format", "json")
    (one,), (other,) = own.document["claims"], english.document["claims"]
    assert one["total"] == other["total"]
    assert one["because"]["says"] == word("claim.total", language)
    assert one["because"]["says"] != other["because"]["says"]


def test_only_picks_cases_and_names_one_that_is_not_there(capsys: Capture, tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, "b.yaml", id="example-2")
    chosen = manumit(capsys, "claim", tmp_path, "--only", "example-2", "--format", "json")
    assert [claim["id"] for claim in chosen.document["claims"]] == ["example-2"]
    missing = manumit(capsys, "claim", tmp_path, "--only", "example-3", "--format", "json")
    assert (missing.code, missing.out) == (2, "")
    assert "no claim has the id example-3. Did you mean example-" in missing.err


def test_a_law_can_be_given_where_a_case_names_none(capsys: Capture, tmp_path: Path) -> None:
    path = written(tmp_path, law=None)
    assert manumit(capsys, "claim", path).code == 2
    assert manumit(capsys, "claim", path, "--law", "us.flsa", "--check").code == 0
    other = manumit(capsys, "claim", written(tmp_path), "--law", "gb.nmw", "--format", "json")
    assert other.document["claims"][0]["law"] == "us.flsa"


def test_the_day_of_the_claim_is_that_of_the_case_or_of_the_option(
    capsys: Capture, tmp_path: Path
) -> None:
    path = written(tmp_path, as_of=None)
    result = manumit(capsys, "claim", path, "--as-of", "2026-04-01", "--format", "json")
    assert result.document["claims"][0]["as_of"] == "2026-04-01"
    early = manumit(capsys, "claim", path, "--as-of", "2026-03-01")
    assert early.code == 2
    assert "after the day of the claim, 2026-03-01" in early.err
    assert manumit(capsys, "claim", path, "--as-of", "2026-02-29").code == 2


def test_a_draft_runs_only_by_name(capsys: Capture, tmp_path: Path) -> None:
    path = written(tmp_path, schemes={"qa.support_fund": {"judgment_unpaid": "yes"}})
    refused = manumit(capsys, "claim", path)
    assert refused.code == 2
    assert "qa.support_fund is a draft and does not run. Ask for it by name" in refused.err
    named = manumit(capsys, "claim", path, "--draft", "qa.support_fund", "--format", "json")
    (scheme,) = named.document["claims"][0]["schemes"]
    assert (scheme["eligible"], scheme["amount"]) == ("yes", None)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_reading_of_the_law_is_computed_beside_the_one_chosen(
    capsys: Capture, tmp_path: Path, language: str
) -> None:
    document = manumit(
        capsys, "claim", written(tmp_path), "--format", "json", "--lang", language
    ).document  # fmt: skip
    variants = document["claims"][0]["variants"]
    assert variants["no_liquidated_damages"]["multiplied"]["likely"] == "36.00"
    assert all(each["label"] for each in variants.values())


def test_the_help_names_every_input(capsys: Capture) -> None:
    text = manumit(capsys, "claim", "--help").out
    for name in ("YAML", "CSV", "SIF", "pain.001", "--check", "--fail-on", "--out"):
        assert name in text
    assert "claim" in manumit(capsys, "--help").out
