"""`manumit estimate`: from a file to the table, the document and the report."""

import csv
import json
from pathlib import Path

import pytest

from manumit.cli.estimate import METHODS as NAMES
from manumit.estimate import METHODS
from manumit.io.captures import read_captures
from tests.helpers_cli import manumit

Capture = pytest.CaptureFixture[str]

# Potential victims of trafficking in the United Kingdom in 2013: Silverman, Home Office (2014).
UK = """LA,NG,PFNCA,GO,GP,count
1,0,0,0,0,54
0,1,0,0,0,463
0,0,1,0,0,995
0,0,0,1,0,695
0,0,0,0,1,316
1,1,0,0,0,15
1,0,1,0,0,19
1,0,0,1,0,3
0,1,1,0,0,62
0,1,0,1,0,19
0,1,0,0,1,1
0,0,1,1,0,76
0,0,1,0,1,11
0,0,0,1,1,8
1,1,1,0,0,1
1,1,0,1,0,1
0,1,1,1,0,4
1,1,1,1,0,1
"""
SMALL = (
    "police,ngo,health,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,12\n1,0,1,9\n0,1,1,8\n1,1,1,2\n"
)


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_methods_of_the_command_are_those_of_the_engine() -> None:
    assert NAMES == METHODS


def test_one_run_writes_the_report_the_document_and_the_plots(
    tmp_path: Path, capsys: Capture
) -> None:
    path, out = written(tmp_path, UK, "uk.csv"), tmp_path / "out"
    result = manumit(capsys, "estimate", path, "--out", out, "--replicates", 100)
    assert result.code == 0
    assert "The methods differ by a factor of 4.6" in result.out
    document = json.loads((out / "estimates.json").read_text(encoding="utf-8"))
    found = {each["method"]: each for each in document["estimates"]}
    assert list(found) == ["stepwise", "bic", "loglinear", "chao", "coverage"]
    assert found["stepwise"]["model"] == "[12,13,24,25,35,45]"
    assert found["stepwise"]["estimate"] == pytest.approx(11312.99028944)
    assert found["bic"]["estimate"] == pytest.approx(25311.29061253)
    assert found["bic"]["because"][0]["cites"][0]["id"] == "silverman2024"
    assert found["stepwise"]["replicates"] == 100
    assert document["reading"].startswith("The methods differ by a factor of 4.6")
    assert document["readings"][0]["verdict"] == "method_dependent"
    assert document["diagnostics"]["uk"]["people"] == 2744
    assert len(document["sensitivity"]) == 5 + 10
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.index("The methods differ") < page.index("Log-linear, chosen by steps")
    assert "<script" not in page
    assert " style=" not in page
    assert {"methods.svg", "lists.svg"} <= {each.name for each in out.iterdir()}


def test_the_same_seed_gives_the_same_document(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, SMALL)
    arguments = ("estimate", path, "--format", "json", "--replicates", 100, "--method", "stepwise")
    one, same = manumit(capsys, *arguments), manumit(capsys, *arguments)
    assert one.out == same.out
    other = manumit(capsys, *arguments, "--seed", 2)
    assert one.document["estimates"][0]["ci95"] != other.document["estimates"][0]["ci95"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_sentence_is_there_in_every_language(
    tmp_path: Path, capsys: Capture, language: str
) -> None:
    path = written(tmp_path, SMALL)
    arguments = ("estimate", path, "--replicates", 100, "--lang", language)
    page = manumit(capsys, *arguments, "--format", "html").out
    assert f'lang="{language}"' in page
    assert "{" not in page.split("</style>")[1]
    assert manumit(capsys, *arguments).code == 0


def test_a_table_without_overlaps_is_refused_with_the_reason(
    tmp_path: Path, capsys: Capture
) -> None:
    path = written(tmp_path, "A,B,count\n1,0,40\n0,1,30\n")
    out = tmp_path / "out"
    assert manumit(capsys, "estimate", written(tmp_path, SMALL, "s.csv"), "--out", out).code == 0
    result = manumit(capsys, "estimate", path, "--out", out, "--format", "json")
    assert result.code == 3
    assert "nobody is on two lists" in result.err
    assert "nobody is on two lists" in result.document["refused"][0]["why"]
    assert result.document["estimates"] == []
    # The report of the earlier run is gone.
    assert [each.name for each in out.iterdir()] == ["estimates.json"]


def test_an_estimate_above_all_sense_is_refused_with_the_reason(
    tmp_path: Path, capsys: Capture
) -> None:
    path = written(tmp_path, "A,B,count\n1,0,4000\n0,1,5000\n1,1,1\n")
    result = manumit(capsys, "estimate", path, "--replicates", 100, "--format", "json")
    assert result.code == 3
    assert all(each["estimate"] is None for each in result.document["estimates"])
    says = [each["because"][0]["says"] for each in result.document["estimates"]]
    assert any("100 times the people seen" in each for each in says)
    assert result.document["readings"][0]["verdict"] == "not_identified"


def test_two_lists_get_the_formula_of_chapman(tmp_path: Path, capsys: Capture) -> None:
    path = written(tmp_path, "A,B,count\n1,0,180\n0,1,80\n1,1,20\n")
    result = manumit(capsys, "estimate", path, "--method", "chapman", "--format", "json")
    (found,) = result.document["estimates"]
    assert found["estimate"] == pytest.approx(201 * 101 / 21 - 1)


def test_several_tables_are_told_one_after_the_other(tmp_path: Path, capsys: Capture) -> None:
    one, other = written(tmp_path, SMALL, "one.csv"), written(tmp_path, SMALL, "other.csv")
    out = tmp_path / "out"
    arguments = ("--method", "chao", "--out", out)
    assert manumit(capsys, "estimate", one, other, *arguments).code == 0
    document = json.loads((out / "estimates.json").read_text(encoding="utf-8"))
    assert [each["dataset"] for each in document["estimates"]] == ["one", "other"]
    assert (out / "methods-2.svg").exists()
    assert manumit(capsys, "estimate", one, one, *arguments).code == 2


def test_rows_of_the_same_history_are_added_and_said(tmp_path: Path, capsys: Capture) -> None:
    twice = SMALL + "1,1,0,3\n"
    once = SMALL.replace("1,1,0,12", "1,1,0,15")
    found = read_captures(written(tmp_path, twice, "twice.csv"))
    assert found.notes == ["twice.csv: 1 rows repeat a history; their counts are added."]
    expected = read_captures(written(tmp_path, once, "once.csv")).table
    assert found.table is not None
    assert expected is not None
    assert list(found.table.counts) == list(expected.counts)
    result = manumit(capsys, "estimate", tmp_path / "twice.csv", "--method", "chao")
    assert "1 rows repeat a history" in result.err


def test_without_a_count_each_row_is_a_person(tmp_path: Path) -> None:
    found = read_captures(written(tmp_path, "A,B\n1,0\n1,1\n1,0\n0,1\n"))
    assert found.table is not None
    assert list(found.table.counts) == [0, 2, 1, 1]
    assert found.notes == []


def test_a_byte_order_mark_other_marks_and_another_name_of_the_count(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xef\xbb\xbfA;B;people;note\nyes;no;5;x\nno;yes;4;y\n1;1;2;z\n")
    found = read_captures(path, mapping={"count": "people"}, ignore=["note"])
    assert found.table is not None
    assert found.table.lists == ("A", "B")
    assert list(found.table.counts) == [0, 5, 4, 2]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("1,0,0,-3", "count", "whole number of people, 0 or more"),
        ("1,0,0,2.5", "count", "whole number of people, 0 or more"),
        ("1,0,0,many", "count", "number of people, in digits alone"),
        ("1,0,0,1e99", "count", "at most"),
        ("2,0,0,3", "police", "1 for people on this list"),
        (",0,0,3", "police", "1 for people on this list"),
        ("0,0,0,90", "", "counts people who are on no list"),
        ("1,0,0", "", "3 cells where the header has 4"),
    ],
)
def test_a_row_that_cannot_be_used_stops_the_table(
    tmp_path: Path, capsys: Capture, row: str, column: str, reason: str
) -> None:
    path, out = written(tmp_path, f"{SMALL}{row}\n"), tmp_path / "out"
    result = manumit(capsys, "estimate", path, "--out", out)
    assert result.code == 2
    assert "every number would be wrong" in result.err
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        (found,) = csv.DictReader(file)
    assert (found["row"], found["column"]) == ("9", column)
    assert reason in found["reason"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("A,B,count\n", "there are no rows below the header"),
        ("A,count\n1,4\n", "there are 1 columns of lists"),
        ("A,A,count\n1,0,4\n", "the header has 'A' twice"),
        ("A,B,C,count\n1,0,0,4\n1,1,0,3\n0,1,0,2\n", "C: nobody is on this list"),
        ("A,B,C,count\n1,1,0,4\n1,1,1,3\n0,0,1,2\n", "B: it holds the same people as A"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(
    tmp_path: Path, capsys: Capture, text: str, message: str
) -> None:
    result = manumit(capsys, "estimate", written(tmp_path, text), "--method", "chao")
    assert result.code == 2
    assert message in result.err


def test_thirteen_lists_are_too_many(tmp_path: Path, capsys: Capture) -> None:
    names = [f"L{number}" for number in range(13)]
    text = ",".join([*names, "count"]) + "\n" + ",".join(["1"] * 13 + ["5"]) + "\n"
    result = manumit(capsys, "estimate", written(tmp_path, text))
    assert result.code == 2
    assert "Give 2 to 12" in result.err
