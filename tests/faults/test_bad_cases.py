"""Case files that cannot be used: the message says what, where and how to mend it."""

from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.helpers_cli import manumit

GOOD = ROOT / "examples" / "judgments" / "v-edwards-2021.yaml"
Capture = pytest.CaptureFixture[str]

BAD = {
    "an unknown fact": (
        "id: a1\nfacts: {document_held: yes}\n",
        ["a.yaml:2: facts.document_held: no such fact", "Did you mean documents_held?"],
    ),
    "an answer outside the three": (
        "id: a1\nfacts:\n  locked_in: maybe\n",
        ["a.yaml:3", "'maybe' is not one of yes, no, unknown"],
    ),
    "a phase that the fact does not allow": (
        "id: a1\nfacts: {locked_in: {answer: yes, phases: [recruitment]}}\n",
        ["this fact has no phase recruitment; it has work, leaving"],
    ),
    "a phase that does not exist": (
        "id: a1\nfacts: {locked_in: {answer: yes, phases: [later]}}\n",
        ["'later' is not one of recruitment, work, leaving"],
    ),
    "two answers for one phase": (
        "id: a1\nfacts:\n  locked_in:\n    - {answer: yes, phases: [work]}\n    - {answer: no}\n",
        ["two answers for work"],
    ),
    "an age of 200": ("id: a1\nperson: {age: 200}\n", ["'200' is not an age from 0 to 120"]),
    "a negative age": ("id: a1\nperson: {age: -1}\n", ["'-1' is not an age"]),
    "an age without end": (f"id: a1\nperson: {{age: {'9' * 5000}}}\n", ["is not an age"]),
    "an age in words": ("id: a1\nperson: {age: ten}\n", ["'ten' is not an age"]),
    "no id": ("facts: {locked_in: yes}\n", ["id is missing"]),
    "an empty id": ("id: ' '\n", ["give a case code, never a name"]),
    "an unknown key": ("id: a1\nfact: {}\n", ["unknown key. Did you mean facts"]),
    "a repeated key": ("id: a1\nid: a2\n", ["a.yaml:2: id: written twice (first on line 1)"]),
    "an unknown exception": ("id: a1\nexceptions: {jail: {}}\n", ["no such exception"]),
    "an unknown condition": (
        "id: a1\nexceptions: {prison: {convicted: yes}}\n",
        ["no such condition. Did you mean convicted_by_court?"],
    ),
    "an exception that is not a mapping": (
        "id: a1\nexceptions: {prison: yes}\n",
        ["must be a mapping of conditions to answers"],
    ),
    "a wrong answer to a condition": (
        "id: a1\nexceptions: {prison: {convicted_by_court: si}}\n",
        ["'si' is not one of yes, no, unknown"],
    ),
    "two answers to a condition": (
        "id: a1\ncircumstances: {formal_informed_consent: yes}\n"
        "exceptions: {prison: {formal_informed_consent: no}}\n",
        ["two answers"],
    ),
    "a wrong actor": ("id: a1\nactor: boss\n", ["'boss' is not one of state, private"]),
    "a wrong purpose": ("id: a1\nc105_purpose: profit\n", ["'profit' is not one of"]),
    "wrong fact-finding": ("id: a1\nfact_finding: done\n", ["'done' is not one of complete, open"]),
    "evidence that is not listed": (
        "id: a1\nfacts: {locked_in: {answer: yes, evidence: [e9]}}\n",
        ["evidence 'e9' is not under evidence"],
    ),
    "an impossible date": (
        "id: a1\nevidence: {e1: {says: x, date: 2024-02-31}}\n",
        ["'2024-02-31' is not a PartialDate"],
    ),
    "a file that is not YAML": ("id: [a1\n", ["not valid YAML"]),
    "plain prose": ("The worker said that\n", ["must have the keys id"]),
    "an empty file": ("", ["the file is empty"]),
    "only comments": ("# nothing\n", ["the file is empty"]),
    "binary": ("id: \x00\x01\n", ["not valid YAML"]),
    "a list": ("- id: a1\n", ["must have the keys id"]),
    "nesting without end": ("id: " + "[" * 100_000, ["nested too deeply"]),
    "deep nesting": ("id: " + "[" * 3000 + "]" * 3000, ["nested too deeply"]),
    "an alias bomb": ("id: &a x\ntitle: *a\n", ["alias"]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_case_file_ends_with_two_and_a_message(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    text, messages = BAD[name]
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    result = manumit(capsys, "assess", path)
    assert result.code == 2
    assert result.out == ""
    for message in messages:
        assert message in result.err


@pytest.mark.parametrize("name", BAD)
def test_beside_a_good_file_a_bad_one_is_rejected_and_the_rest_assessed(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BAD[name][0], encoding="utf-8")
    result = manumit(capsys, "assess", path, GOOD, "--format", "json")
    assert result.code == 0
    assert result.document["rejected"] == 1
    assert [case["id"] for case in result.document["cases"]] == ["v-edwards-2021"]


def test_latin_1_is_named_as_such(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("id: a1\ntitle: Café\n".encode("latin-1"))
    result = manumit(capsys, "assess", path)
    assert result.code == 2
    assert "Save the file as UTF-8" in result.err


def test_a_byte_order_mark_and_arabic_text_are_no_obstacle(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeffid: a1\ntitle: قضية\nfacts: {locked_in: yes}\n".encode())
    result = manumit(capsys, "assess", path, "--format", "json")
    assert (result.code, len(result.document["cases"])) == (0, 1)


def test_a_file_that_is_not_there_is_named(capsys: Capture, tmp_path: Path) -> None:
    result = manumit(capsys, "assess", tmp_path / "none.yaml")
    assert result.code == 2
    assert "there is no such file" in result.err


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_read(
    capsys: Capture, tmp_path: Path
) -> None:
    path = tmp_path / "letter.docx"
    path.write_text("x", encoding="utf-8")
    result = manumit(capsys, "assess", path)
    assert result.code == 2
    assert ".csv" in result.err


def test_nothing_to_read_is_said(capsys: Capture, tmp_path: Path) -> None:
    assert "give at least one" in manumit(capsys, "assess").err
    empty = manumit(capsys, "assess", tmp_path)
    assert empty.code == 2
    assert "no case file" in empty.err


def test_two_cases_under_one_id_are_not_mixed_up(capsys: Capture, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("id: same-1\nwork: yes\n", encoding="utf-8")
    result = manumit(capsys, "assess", tmp_path)
    assert "1 assessed, 1 rejected" in result.out
    assert "this id is used in a.yaml" in result.err


@pytest.mark.parametrize(
    ("file", "id_"),
    [
        ("maria_lopez.yaml", "c-1"),
        ("c-1.yaml", "Amina Hassan"),
        ("c-1.yaml", "أمينة حسن"),
    ],
)
def test_a_personal_name_draws_a_warning(
    capsys: Capture, tmp_path: Path, file: str, id_: str
) -> None:
    path = tmp_path / file
    path.write_text(f"id: {id_}\nwork: yes\n", encoding="utf-8")
    result = manumit(capsys, "assess", path)
    assert result.code == 0
    assert f"{file}: the" in result.err
    assert "looks like a personal name" in result.err
    assert id_ == "c-1" or id_ not in result.err


def test_a_case_code_draws_none(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "2026-0147.yaml"
    path.write_text("id: 2026-0147\nwork: yes\n", encoding="utf-8")
    assert manumit(capsys, "assess", path).err == ""


def test_an_unwritable_folder_is_said(capsys: Capture, tmp_path: Path) -> None:
    blocker = tmp_path / "out"
    blocker.write_text("a file", encoding="utf-8")
    assert manumit(capsys, "assess", GOOD, "--out", blocker).code == 2
    assert manumit(capsys, "assess", GOOD, "--out", blocker / "deeper").code == 2
