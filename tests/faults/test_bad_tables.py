"""Tables that cannot be used, or not wholly: what, where, how to mend, and nothing lost."""

import csv
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.helpers_cli import Outcome, manumit

Capture = pytest.CaptureFixture[str]
GOOD = "id,age,work,locked_in,cannot_resign\n"


def table(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def assess(capsys: Capture, path: Path, *options: object) -> Outcome:
    return manumit(capsys, "assess", path, *options)


UNUSABLE = {
    "an empty file": ("", "the file is empty"),
    "only a header": (GOOD, "there are no rows below the header"),
    "a misspelt fact": ("id,locked_inn\np1,yes\n", "Did you mean locked_in?"),
    "a phase that the fact does not allow": (
        "id,locked_in@recruitment\np1,yes\n",
        "no fact or condition has this name",
    ),
    "no id": ("locked_in\nyes\n", "there is no column id"),
    "no fact": ("id,age\np1,3\n", "no column is a fact"),
    "a column twice": ("id,locked_in,locked_in\np1,yes,no\n", "the header has 'locked_in' twice"),
    "a column in two spellings": (
        "id,locked_in@work,locked_in__work\np1,yes,no\n",
        "two columns answer for the same thing",
    ),
    "a blank first line": ("\nid,locked_in\n", "not a header of column names"),
    "binary": (b"\x00\x01\x02\x00\n", "not a header of column names"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_table_that_cannot_be_used_ends_with_two(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    text, message = UNUSABLE[name]
    result = assess(capsys, table(tmp_path, text))
    assert result.code == 2
    assert message in result.err
    assert "t.csv" in result.err


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_a_damaged_file_is_named(capsys: Capture, tmp_path: Path, suffix: str) -> None:
    result = assess(capsys, table(tmp_path, b"PK\x03\x04 not really", f"t{suffix}"))
    assert result.code == 2
    assert f"t{suffix}: not a readable" in result.err


def test_a_truncated_parquet_file_is_named(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": ["p1"], "locked_in": ["yes"]}), path)
    path.write_bytes(path.read_bytes()[:-20])
    assert assess(capsys, path).code == 2


def test_three_bad_rows_among_many_are_set_aside_with_their_reasons(
    capsys: Capture, tmp_path: Path
) -> None:
    rows = [f"p{i},30,yes,yes,no" for i in range(100_000)]
    rows[10] = "p10,200,yes,yes,no"
    rows[50_000] = "p50000,30,yes,maybe,no"
    rows[99_999] = "p99999,30,yes,yes"
    path, out = table(tmp_path, GOOD + "\n".join(rows) + "\n"), tmp_path / "out"
    result = assess(capsys, path, "--out", out)
    assert result.code == 0
    assert "99,997 assessed, 3 rejected" in result.out
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        rejects = list(csv.DictReader(file))
    assert [(r["file"], r["row"], r["column"], r["value"]) for r in rejects] == [
        ("t.csv", "12", "age", "200"),
        ("t.csv", "50002", "locked_in", "maybe"),
        ("t.csv", "100001", "", "p99999,30,yes,yes"),
    ]
    assert "0 to 120" in rejects[0]["reason"]
    assert "4 cells where the header has 5" in rejects[2]["reason"]


def test_row_numbers_stay_right_after_rows_that_were_skipped(
    capsys: Capture, tmp_path: Path
) -> None:
    text = GOOD + "p1,30,yes\np2,30,yes,yes,no\np3\np4,30,yes,oui,no\np5,30,yes,yes,non\n"
    err = assess(capsys, table(tmp_path, text)).err
    for row in ("row 2:", "row 4:", "row 5, locked_in: 'oui'", "row 6, cannot_resign: 'non'"):
        assert row in err


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("p1,-1,yes,yes,no", "is not an age from 0 to 120"),
        ("p1,17.5,yes,yes,no", "is not an age"),
        ("p1,30,si,yes,no", "'si' is not one of yes, no, unknown"),
        (",30,yes,yes,no", "every row needs a case code"),
        ("p0,30,yes,yes,no", "this id was used in an earlier row"),
        ("p1,30,yes,=1+1,no", "'=1+1' is not one of yes, no, unknown"),
    ],
)
def test_a_bad_row_is_rejected_and_the_rest_goes_on(
    capsys: Capture, tmp_path: Path, row: str, reason: str
) -> None:
    result = assess(capsys, table(tmp_path, f"{GOOD}p0,30,yes,yes,yes\n{row}\n"))
    assert result.code == 0
    assert "1 assessed, 1 rejected" in result.out
    assert reason in result.err


def test_every_wrong_cell_of_a_row_is_named_and_the_row_counted_once(
    capsys: Capture, tmp_path: Path
) -> None:
    result = assess(capsys, table(tmp_path, f"{GOOD}p1,999,yes,x,y\np2,1,yes,yes,no\n"))
    assert "1 assessed, 1 rejected" in result.out
    assert result.err.count("Rejected: t.csv, row 2") == 3


def test_a_formula_in_a_workbook_is_not_taken_for_an_empty_cell(
    capsys: Capture, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "locked_in"], ["p1", '=IF(1,"yes","no")'], ["p2", "yes"], [None, None]):
        sheet.append(row)
    book.create_sheet("second")
    book.save(tmp_path / "t.xlsx")
    result = assess(capsys, tmp_path / "t.xlsx")
    assert "1 assessed, 1 rejected" in result.out
    assert "row 2, locked_in" in result.err
    assert "holds a formula" in result.err
    assert "Only the first sheet" in result.err


def test_rejected_cells_cannot_run_in_a_spreadsheet(capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "out"
    text = f"{GOOD}p1,30,yes,=cmd|' /C calc'!A0,no\n=p2,30,yes,yes,no\n"
    assess(capsys, table(tmp_path, text), "--out", out)
    for name in ("rejects.csv", "t.results.csv"):
        with (out / name).open(encoding="utf-8") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_latin_1_is_read_and_said(capsys: Capture, tmp_path: Path) -> None:
    result = assess(
        capsys, table(tmp_path, f"{GOOD}José,30,yes,yes,no\n".encode("latin-1")), "--format", "json"
    )
    assert result.document["cases"][0]["id"] == "José"
    assert "read as Windows-1252" in result.err


def test_arabic_ids_are_kept(capsys: Capture, tmp_path: Path) -> None:
    result = assess(capsys, table(tmp_path, f"{GOOD}حالة-7,30,yes,yes,no\n"), "--format", "json")
    assert result.document["cases"][0]["id"] == "حالة-7"


def test_ids_that_look_like_names_draw_a_warning_that_does_not_repeat_them(
    capsys: Capture, tmp_path: Path
) -> None:
    text = f"{GOOD}Amina Hassan,30,yes,yes,no\n2026-1,30,yes,yes,no\n"
    result = assess(capsys, table(tmp_path, text))
    assert result.code == 0
    assert "1 of the first 2 ids look like personal names" in result.err
    assert "Amina" not in result.err


def test_a_column_can_be_left_out_by_name_only(capsys: Capture, tmp_path: Path) -> None:
    path = table(tmp_path, "id,locked_in,remarks on file\np1,yes,x\n")
    refused = assess(capsys, path)
    assert refused.code == 2
    assert "--ignore" in refused.err
    assert assess(capsys, path, "--ignore", "remarks on file").code == 0


def test_two_thousand_rejects_are_counted_and_not_poured_out(
    capsys: Capture, tmp_path: Path
) -> None:
    path = table(tmp_path, GOOD + "".join(f"p{i},30,yes,nope,no\n" for i in range(2000)))
    result = assess(capsys, path)
    assert result.code == 2
    assert "0 assessed, 2,000 rejected" in result.out
    assert "and 1,980 more; --out DIR keeps them all" in result.err


def test_a_second_file_that_cannot_be_used_does_not_stop_the_first(
    capsys: Capture, tmp_path: Path
) -> None:
    good = table(tmp_path, f"{GOOD}p1,30,yes,yes,yes\n")
    bad = table(tmp_path, "", "empty.csv")
    result = manumit(capsys, "assess", good, bad)
    assert result.code == 0
    assert "1 assessed, 1 rejected" in result.out
    assert "empty.csv: the file is empty" in result.err
