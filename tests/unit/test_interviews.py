"""Interview tables in every format, and the same answers as case files."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from manumit.io.interviews import InterviewReader
from manumit.io.xlsform import form_rows
from manumit.reference import facts
from manumit.tables import open_table
from tests.helpers_cli import manumit

Capture = pytest.CaptureFixture[str]

HEADER = [
    "id",
    "age",
    "sex",
    "actor",
    "work",
    "fact_finding",
    "documents_held@work",
    "documents_held",
    "cannot_resign",
    "hired_to_private_party",
    "convicted_by_court",
]
ROWS = [
    ["p1", "30", "female", "private", "yes", "complete", "yes", "", "yes", "", ""],
    ["p2", "", "male", "private", "yes", "open", "", "unknown", "", "", ""],
    ["p3", "17", "", "private", "yes", "complete", "no", "yes", "no", "", ""],
    ["p4", "40", "", "state", "yes", "complete", "", "yes", "yes", "no", "yes"],
]
EXPECTED = {"p1": "yes", "p2": "unknown", "p3": "yes", "p4": "unknown"}


def write_csv(
    path: Path,
    rows: list[list[str]] = ROWS,
    header: list[str] = HEADER,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def write_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)
    return path


def write_parquet(path: Path) -> Path:
    columns = {name: [row[i] or None for row in ROWS] for i, name in enumerate(HEADER)}
    table = pa.table(columns | {"age": [int(row[1]) if row[1] else None for row in ROWS]})
    pq.write_table(table, path)
    return path


def results(capsys: Capture, *arguments: Any) -> dict[str, str]:
    document = manumit(capsys, "assess", *arguments, "--format", "json").document
    return {case["id"]: case["determination"]["forced_labour"] for case in document["cases"]}


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("t.csv", write_csv),
        ("t.tsv", lambda path: write_csv(path, delimiter="\t")),
        ("semicolons.csv", lambda path: write_csv(path, delimiter=";")),
        ("bom.csv", lambda path: write_csv(path, encoding="utf-8-sig")),
        ("utf16.csv", lambda path: write_csv(path, encoding="utf-16")),
        ("t.xlsx", write_xlsx),
        ("t.parquet", write_parquet),
    ],
)
def test_every_format_gives_the_same_answers(
    capsys: Capture, tmp_path: Path, name: str, write: Any
) -> None:
    assert results(capsys, write(tmp_path / name)) == EXPECTED


def test_a_row_is_explained_as_the_same_case_file_is(capsys: Capture, tmp_path: Path) -> None:
    case = tmp_path / "p1.yaml"
    case.write_text(
        "id: p1\nperson: {age: 30}\nactor: private\nwork: yes\nfact_finding: complete\n"
        "facts: {documents_held: {answer: yes, phases: [work]}, cannot_resign: yes}\n",
        encoding="utf-8",
    )
    table = write_csv(tmp_path / "t.csv", ROWS[:1])
    (from_table,) = manumit(capsys, "assess", table, "--format", "json").document["cases"]
    (from_file,) = manumit(capsys, "assess", case, "--format", "json").document["cases"]
    assert from_table == from_file


def test_a_phase_of_its_own_wins_over_the_plain_column(tmp_path: Path) -> None:
    reader = InterviewReader(open_table(write_csv(tmp_path / "t.csv"), plain=("id",)))
    ((interviews, _),) = reader.batches()
    third = list(interviews.cases())[2]
    answers = {
        phase: record.answer.value
        for record in third.facts["documents_held"]
        for phase in record.phases
    }
    assert answers == {"recruitment": "yes", "work": "no", "leaving": "yes"}


@pytest.mark.parametrize("prefix", ["part_work/", "part_work-", ""])
def test_columns_of_collection_tools_come_back_in_unchanged(
    capsys: Capture, tmp_path: Path, prefix: str
) -> None:
    header = [
        "SubmissionDate",
        f"{prefix}id",
        f"{prefix}documents_held__work",
        f"{prefix}cannot_resign",
        f"{prefix}work",
        f"{prefix}actor",
        f"{prefix}opening",
        "meta-instanceID",
        "KEY",
        "SubmitterName",
    ]
    row = ["2026-01-01", "p1", "yes", "yes", "yes", "private", "", "uuid:1", "uuid:1", "a person"]
    path = write_csv(tmp_path / "t.csv", [row], header)
    assert results(capsys, path, "--ignore", "opening") == {"p1": "yes"}


def test_columns_may_be_written_as_paths_of_a_case_file(capsys: Capture, tmp_path: Path) -> None:
    header = [
        "id",
        "person.age",
        "actor",
        "work",
        "fact_finding",
        "facts.privileges_removed",
        "facts.cannot_resign@leaving",
        "exceptions.prison.convicted_by_court",
        "exceptions.prison.supervised_by_public_authority",
        "exceptions.prison.hired_to_private_party",
    ]
    row = ["p1", "50", "state", "yes", "complete", "yes", "yes", "yes", "yes"]
    path = write_csv(tmp_path / "t.csv", [[*row, "no"], ["p2", *row[1:], "yes"]], header)
    assert results(capsys, path) == {"p1": "no", "p2": "yes"}


@pytest.mark.parametrize("separator", ["/", "-", ""])
def test_every_question_of_the_form_comes_back_in(
    capsys: Capture, tmp_path: Path, separator: str
) -> None:
    names = [row["name"] for row in form_rows(["en"]) if "group" not in row["type"]]
    header = [f"part_x{separator}{name}" if separator else name for name in names]
    answers = {
        "id": "p1",
        "age": "",
        "actor": "private",
        "fact_finding": "open",
        "work": "yes",
        "sex": "unknown",
        "documents_held__work": "yes",
        "cannot_resign": "yes",
    }
    row = [
        "" if name in ("instructions", "exceptions_note") else answers.get(name, "unknown")
        for name in names
    ]
    path = write_csv(tmp_path / "t.csv", [row], header)
    assert results(capsys, path) == {"p1": "yes"}


def test_a_long_table_gives_every_person_and_leaves_reasons_to_only(
    capsys: Capture, tmp_path: Path
) -> None:
    rows = [[f"p{i}", *ROWS[i % 4][1:]] for i in range(1000)]
    path, out = write_csv(tmp_path / "t.csv", rows), tmp_path / "out"
    document = manumit(capsys, "assess", path, "--format", "json", "--out", out).document
    assert len(document["cases"]) == 1000
    assert set(document["cases"][0]) == {"id", "determination", "instruments"}
    assert json.loads((out / "assessment.json").read_text(encoding="utf-8")) == document
    short = manumit(capsys, "assess", path, "--only", "p999", "--format", "json").document
    (explained,) = short["cases"]
    assert explained["because"]
    for key in ("determination", "instruments"):
        assert explained[key] == document["cases"][999][key]
    assert document["results"] == ["t.results.csv"]
    with (out / "t.results.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [row["id"] for row in written] == [case["id"] for case in document["cases"]]
    assert all(
        row["forced_labour"] == case["determination"]["forced_labour"]
        for row, case in zip(written, document["cases"], strict=True)
    )
    table = manumit(capsys, "assess", path).out
    assert "1,000 assessed, 0 rejected" in table


def test_a_long_table_is_not_half_written_as_an_exchange_file(
    capsys: Capture, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "t.csv", [[f"p{i}", *ROWS[0][1:]] for i in range(500)])
    target = tmp_path / "cases.json"
    result = manumit(capsys, "assess", path, "--htcds", target)
    assert result.code == 2
    assert "--only" in result.err
    assert not target.exists()
    assert manumit(capsys, "assess", path, "--htcds", target, "--only", "p7").code == 0
    assert [record["id"] for record in json.loads(target.read_text(encoding="utf-8"))] == ["p7"]


def test_two_tables_of_one_name_do_not_overwrite_each_other(
    capsys: Capture, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = write_csv(tmp_path / "other" / "t.csv", [["q1", *ROWS[0][1:]]])
    out = tmp_path / "out"
    manumit(capsys, "assess", write_csv(tmp_path / "t.csv"), other, "--out", out)
    assert (out / "t.results.csv").read_text(encoding="utf-8").count("\n") == 5
    assert (out / "t-2.results.csv").read_text(encoding="utf-8").count("\n") == 2


def test_parquet_in_gives_parquet_out(capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "out"
    manumit(capsys, "assess", write_parquet(tmp_path / "t.parquet"), "--out", out)
    found = pq.read_table(out / "t.results.parquet").to_pydict()
    assert dict(zip(found["id"], found["forced_labour"], strict=True)) == EXPECTED


def test_booleans_and_dictionaries_of_parquet_are_read(capsys: Capture, tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array(["p1", "p2"]).dictionary_encode(),
            "work": [True, True],
            "fact_finding": pa.array(["complete", "complete"]).dictionary_encode(),
            "documents_held": [True, False],
            "cannot_resign": [True, True],
            "age": pa.array([30, 30], pa.int8()),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    assert results(capsys, tmp_path / "t.parquet") == {"p1": "yes", "p2": "no"}


def test_every_fact_and_phase_is_a_column(capsys: Capture, tmp_path: Path) -> None:
    header = ["id", *(f"{fact.code}@{phase}" for fact in facts().values() for phase in fact.phases)]
    path = write_csv(tmp_path / "t.csv", [["p1", *["no"] * (len(header) - 1)]], header)
    assert len(header) == 124
    assert list(results(capsys, path)) == ["p1"]
