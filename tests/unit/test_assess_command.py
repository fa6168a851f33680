"""`manumit assess` from end to end, as people use it."""

import csv
import json
from pathlib import Path

import pytest

from manumit import __version__
from manumit.reference import word
from tests.helpers import ROOT, shared
from tests.helpers_cli import manumit

SAMPLES = ROOT / "examples" / "judgments"
SILIADIN = SAMPLES / "siliadin-v-france-2005.yaml"
Capture = pytest.CaptureFixture[str]


def test_the_samples_agree_with_the_courts(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SAMPLES, "--check")
    assert result.code == 0
    assert "All 13 cases agree" in result.err
    assert "13 assessed, 0 rejected" in result.out


def test_the_judgments_kept_beside_the_project_agree_too(capsys: Capture) -> None:
    files = sorted(shared("examples", "judgments").glob("*.yaml"))
    result = manumit(capsys, "assess", *files, "--check")
    assert result.code == 0, result.err
    assert f"All {len(files)} cases agree" in result.err


def test_json_is_one_document_in_the_agreed_shape(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SILIADIN, "--format", "json", "--as-of", "2026-11-22")
    document = result.document
    assert (document["manumit"], document["as_of"]) == (__version__, "2026-11-22")
    assert document["rejected"] == 0
    (case,) = document["cases"]
    assert set(case) == {"id", "determination", "instruments", "questions", "because"}
    assert case["id"] == "siliadin-v-france-2005"
    assert {
        "forced_labour",
        "trafficking",
        "debt_bondage",
        "serfdom",
        "slavery",
        "state_imposed",
        "c105_breach",
        "exception",
        "label",
        "treat_as_child",
        "protection_opened",
    } <= set(case["determination"])
    assert {"ilo11", "delphi2009", "survey2012"} <= set(case["instruments"])
    assert "retention_of_identity_documents" in case["instruments"]["ilo11"]["present"]
    assert case["instruments"]["delphi2009"]["column"] == "child_labour"
    assert set(case["instruments"]["delphi2009"]["dimensions"].values()) <= {"yes", "no", "unknown"}


def test_a_reader_walks_from_the_result_to_evidence_and_article(capsys: Capture) -> None:
    (case,) = manumit(capsys, "assess", SILIADIN, "--format", "json").document["cases"]
    tree = case["because"][0]
    assert tree["rule"] == "c029.forced_labour"
    assert tree["cites"][0]["id"] == "C029.2.1"
    exacted = next(node for node in tree["from"] if node["rule"] == "c029.exacted")
    penalty = next(node for node in exacted["from"] if node["rule"] == "c029.penalty")
    papers = next(n for n in penalty["from"] if n["rule"] == "facts.documents_held")
    assert papers["evidence"] == ["judgment"]
    assert papers["answer"] == "yes"


def test_questions_name_the_fact_or_the_condition_and_say_why(capsys: Capture) -> None:
    thin = SAMPLES / "thin-file-asks-questions.yaml"
    (case,) = manumit(capsys, "assess", thin, "--format", "json").document["cases"]
    assert all(("fact" in q) != ("condition" in q) for q in case["questions"])
    assert all(q["ask"].endswith("?") and q["why"] for q in case["questions"])
    first = {q.get("fact") for q in case["questions"][:3]}
    assert first == {"documents_held", "movement_limited", "threatened_with_denunciation"}


def test_nothing_is_asked_whose_answer_would_change_nothing(capsys: Capture) -> None:
    (case,) = manumit(capsys, "assess", SILIADIN, "--format", "json").document["cases"]
    assert case["questions"] == []


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_reasons_and_questions_come_in_the_language_asked_for(
    capsys: Capture, language: str
) -> None:
    thin = SAMPLES / "thin-file-asks-questions.yaml"
    result = manumit(capsys, "assess", thin, "--format", "json", "--lang", language)
    (case,) = result.document["cases"]
    (english,) = manumit(capsys, "assess", thin, "--format", "json").document["cases"]
    assert case["determination"] == english["determination"]
    for own, other in zip(case["because"], english["because"], strict=True):
        assert own["says"] != other["says"]
    assert case["questions"][0]["ask"] != english["questions"][0]["ask"]
    table = manumit(capsys, "assess", thin, "--lang", language).out
    assert word("label.undetermined", language).split(":")[0][:12] in table


def test_out_holds_report_result_and_rejects(capsys: Capture, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\nfacts: {locked_inn: yes}\n", encoding="utf-8")
    out = tmp_path / "out"
    result = manumit(capsys, "assess", SILIADIN, broken, "--out", out)
    assert result.code == 0
    assert "1 assessed, 1 rejected" in result.out
    assert f"The report is {out / 'report.html'}" in result.out
    assert "Siliadin" in (out / "report.html").read_text(encoding="utf-8")
    document = json.loads((out / "assessment.json").read_text(encoding="utf-8"))
    assert document["rejected"] == 1
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        (reject,) = csv.DictReader(file)
    assert (reject["file"], reject["column"]) == ("broken.yaml", "facts.locked_inn")
    assert "Did you mean locked_in?" in reject["reason"]


def test_html_is_printed_when_asked_for(capsys: Capture) -> None:
    assert manumit(capsys, "assess", SILIADIN, "--format", "html").out.startswith("<!doctype html>")
    listed = manumit(capsys, "assess", SAMPLES, "--format", "html").out
    assert "Chowdury" in listed
    assert "Siliadin" in listed


def test_a_wrong_expectation_is_a_disagreement(capsys: Capture, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = SILIADIN.read_text(encoding="utf-8").replace("forced_labour: yes", "forced_labour: no")
    wrong.write_text(text + "", encoding="utf-8")
    result = manumit(capsys, "assess", wrong, "--check")
    assert result.code == 1
    assert "forced_labour: expected no, found yes" in result.err
    assert manumit(capsys, "assess", wrong).code == 0


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("{forced_labor: yes}", "no result is called forced_labor"),
        ("{asks_about: documents_held}", "expected to ask about documents_held; it is not asked"),
        ("{survey2012.result: no}", "survey2012.result: expected no, found yes"),
    ],
)
def test_check_says_what_differs(
    capsys: Capture, tmp_path: Path, expected: str, message: str
) -> None:
    text = SILIADIN.read_text(encoding="utf-8").split("expected:")[0]
    case = tmp_path / "case.yaml"
    case.write_text(f"{text}expected: {expected}\n", encoding="utf-8")
    result = manumit(capsys, "assess", case, "--check")
    assert (result.code, message in result.err) == (1, True)


def test_fail_on_ends_with_one_when_somebody_is_found(capsys: Capture) -> None:
    assert manumit(capsys, "assess", SILIADIN, "--fail-on", "forced_labour").code == 1
    assert manumit(capsys, "assess", SILIADIN, "--fail-on", "serfdom").code == 0
    assert manumit(capsys, "assess", SILIADIN, "--fail-on", "rejected").code == 0


def test_only_picks_cases(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SAMPLES, "--only", "v-edwards-2021", "--format", "json")
    assert [case["id"] for case in result.document["cases"]] == ["v-edwards-2021"]


def test_only_names_an_id_that_is_not_there(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SAMPLES, "--only", "v-edwards-2022")
    assert result.code == 2
    assert "v-edwards-2021" in result.err


def test_law_before_it_existed_is_not_invented(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SILIADIN, "--as-of", "1990-01-01")
    assert result.code == 2
    assert "has no value on 1990-01-01" in result.err


def test_the_form_is_written(capsys: Capture, tmp_path: Path) -> None:
    form = tmp_path / "interview.xlsx"
    result = manumit(capsys, "assess", "--form", form)
    assert result.code == 0
    assert form.stat().st_size > 10_000


def test_help_and_version_say_what_they_should(capsys: Capture) -> None:
    assert "assess" in manumit(capsys, "--help").out
    assert __version__ in manumit(capsys, "--version").out
    assert manumit(capsys, "asses").code == 2
