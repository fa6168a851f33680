"""`manumit match` from end to end, as people use it."""

import csv
import json
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from tests.helpers_cli import Outcome, manumit

Capture = pytest.CaptureFixture[str]
SIDE = {"file", "row", "name"}
LINKED = ["left_file", "left_row", "left_name", "right_file", "right_row", "right_name"]

LEFT = """name,address,country
Alpha Weaving Co Ltd,12 Renmin Road Dongguan,China
Gamma Footwear,1 High Street,Viet Nam
"""
RIGHT = """Factory,City,Country
GAMMA FOOTWEAR LIMITED,Hanoi,Vietnam
Zeta Plastics,Lima,Peru
Alpha Weaving Company Limited,Dongguan,CN
Alpha Weaving Unit 2,Dongguan,CN
"""
PAIRS = """left_name,right_name
Alpha Weaving Co Ltd,ALPHA WEAVING COMPANY LIMITED
Delta Mills,Omega Foods
"""


class Desk:
    """A folder with lists, and runs on them."""

    def __init__(self, capsys: Capture, folder: Path) -> None:
        self.capsys, self.folder, self.out = capsys, folder, folder / "out"
        self.left, self.right = self.file("left.csv", LEFT), self.file("right.csv", RIGHT)
        self.pairs = self.file("pairs.csv", PAIRS)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: object) -> Outcome:
        return manumit(self.capsys, "match", *arguments)

    def of_pairs(self, text: str, *arguments: object) -> Outcome:
        self.pairs.write_text(text, encoding="utf-8")
        return self.run("--pairs", self.pairs, "--format", "json", *arguments)


@pytest.fixture
def desk(capsys: Capture, tmp_path: Path) -> Desk:
    return Desk(capsys, tmp_path)


def table_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


# Two lists


def test_two_lists_are_linked_in_the_agreed_shape(desk: Desk) -> None:
    result = desk.run(desk.left, desk.right, "--format", "json")
    document = result.document
    assert result.code == 0
    assert set(document) == {"pairs", "compared", "same", "rejected"}
    assert document["compared"] == len(document["pairs"])
    assert document["same"] == sum(pair["same"] for pair in document["pairs"])
    for pair in document["pairs"]:
        assert set(pair) == {"left", "right", "rank", "probability", "same"}
        assert set(pair["left"]) == set(pair["right"]) == SIDE
        assert pair["same"] == (pair["probability"] >= 0.5)
    best = [pair for pair in document["pairs"] if pair["rank"] == 1]
    assert [(pair["left"]["row"], pair["right"]["row"]) for pair in best] == [(2, 4), (3, 2)]
    assert best[0]["left"] == {"file": "left.csv", "row": 2, "name": "Alpha Weaving Co Ltd"}


def test_top_limits_the_records_on_the_right_and_ranks_them(desk: Desk) -> None:
    rows = "".join(f"Alpha Weaving Unit {at},China\n" for at in range(8))
    right = desk.file("many.csv", f"name,country\n{rows}")
    for top in (1, 3):
        pairs = desk.run(desk.left, right, "--top", top, "--format", "json").document["pairs"]
        of_first = [pair for pair in pairs if pair["left"]["row"] == 2]
        assert [pair["rank"] for pair in of_first] == list(range(1, top + 1))
        probabilities = [pair["probability"] for pair in of_first]
        assert probabilities == sorted(probabilities, reverse=True)
    assert (
        max(
            pair["rank"]
            for pair in desk.run(desk.left, right, "--format", "json").document["pairs"]
        )
        == 5
    )


def test_the_threshold_says_which_pairs_are_the_same_and_drops_none(desk: Desk) -> None:
    loose, strict = (
        desk.run(desk.left, desk.right, "--threshold", each, "--format", "json").document
        for each in (0, 1)
    )
    assert loose["same"] == loose["compared"] == strict["compared"]
    assert strict["same"] == 0


def test_reasons_are_given_when_asked_for_in_the_language_asked_for(desk: Desk) -> None:
    says = {}
    for language in ("en", "fr"):
        arguments = (desk.left, desk.right, "--explain", "--lang", language, "--format", "json")
        pair = desk.run(*arguments).document["pairs"][0]
        assert {"screen.core", "screen.start"} <= {each["rule"] for each in pair["because"]}
        assert set(pair["because"][0]) >= {"says", "value", "rule", "cites", "from"}
        says[language] = pair["because"][0]["says"]
    assert says["en"] != says["fr"]


def test_csv_has_a_row_a_pair_and_no_reasons(desk: Desk) -> None:
    arguments = (desk.left, desk.right, "--top", 1, "--explain")
    header, *rows = table_of(desk.run(*arguments, "--format", "csv").out)
    assert header == [*LINKED, "rank", "probability", "same"]
    assert [row[:3] for row in rows] == [
        ["left.csv", "2", "Alpha Weaving Co Ltd"],
        ["left.csv", "3", "Gamma Footwear"],
    ]
    assert [row[3:7] for row in rows] == [
        ["right.csv", "4", "Alpha Weaving Company Limited", "1"],
        ["right.csv", "2", "GAMMA FOOTWEAR LIMITED", "1"],
    ]
    assert {row[8] for row in rows} == {"yes"}


def test_columns_are_mapped_and_left_out(desk: Desk) -> None:
    for path in (desk.left, desk.right):
        path.write_text("Lieferant X,Erfunden\nAlpha Weaving,z\n", encoding="utf-8")
    arguments = (desk.left, desk.right, "--map", "name=Lieferant X", "--format", "json")
    result = desk.run(*arguments)
    assert result.document["same"] == 1
    assert "Erfunden" in result.err
    assert "Erfunden" not in desk.run(*arguments, "--ignore", "Erfunden").err


def test_a_table_shows_likely_pairs_and_counts_the_rest(desk: Desk) -> None:
    rows = "".join(f"Alpha Weaving Unit {at},China\n" for at in range(60))
    many = desk.file("many.csv", f"name,country\n{rows}")
    out = desk.run(many, many, "--top", 1).out
    assert "Pairs compared: 60 · Likely the same: 60" in out
    assert "and 10 more that are likely the same; --out DIR keeps them all" in out


# Pairs


def test_each_pair_gets_a_probability_in_the_order_of_the_file(desk: Desk) -> None:
    result = desk.of_pairs(PAIRS)
    document = result.document
    assert result.code == 0
    assert set(document) == {"pairs", "compared", "same", "rejected"}
    assert (document["compared"], document["same"], document["rejected"]) == (2, 1, 0)
    assert [set(pair) for pair in document["pairs"]] == [
        {"row", "left_name", "right_name", "probability", "same"}
    ] * 2
    assert [pair["row"] for pair in document["pairs"]] == [2, 3]
    assert [pair["same"] for pair in document["pairs"]] == [True, False]
    assert document["pairs"][0]["right_name"] == "ALPHA WEAVING COMPANY LIMITED"


def test_columns_that_are_there_count_and_others_do_not(desk: Desk) -> None:
    head = "left_name,right_name"
    bare = desk.of_pairs(f"{head}\nAlpha Weaving,Alpha Weaving\n").document["pairs"][0]
    more = desk.of_pairs(f"{head},note,score\nAlpha Weaving,Alpha Weaving,x,1\n")
    assert more.document["pairs"][0] == bare
    text = f"{head},left_country,right_country\nAlpha Weaving,Alpha Weaving,China,Peru\n"
    assert desk.of_pairs(text).document["pairs"][0]["probability"] < bare["probability"]


def test_reasons_of_pairs_are_given_when_asked_for(desk: Desk) -> None:
    pairs = desk.of_pairs(PAIRS, "--explain", "--lang", "fr").document["pairs"]
    assert all(pair["because"] for pair in pairs)
    assert "because" not in desk.of_pairs(PAIRS).document["pairs"][0]


def test_a_country_that_is_not_known_is_said_and_the_pair_compared(desk: Desk) -> None:
    result = desk.of_pairs("left_name,right_name,left_country\nAlpha,Alpha,Atlantis\n")
    assert (result.code, result.document["compared"]) == (0, 1)
    assert "pairs.csv: no territory is called 'Atlantis'" in result.err


def test_a_pair_without_a_name_is_rejected_and_the_others_compared(desk: Desk) -> None:
    result = desk.of_pairs(f"{PAIRS},Omega\nAlpha,\n", "--out", desk.out)
    assert result.code == 0
    assert (result.document["compared"], result.document["rejected"]) == (2, 2)
    assert "pairs.csv, row 4, name: a pair needs a name on both sides" in result.err
    assert len(table_of((desk.out / "rejects.csv").read_text(encoding="utf-8"))) == 3


def test_pairs_of_which_none_can_be_compared_end_with_two(desk: Desk) -> None:
    result = desk.of_pairs("left_name,right_name\n,Omega\n")
    assert (result.code, result.document["compared"], result.document["rejected"]) == (2, 0, 1)


def test_a_workbook_of_pairs_is_read(desk: Desk) -> None:
    book = openpyxl.Workbook()
    for row in table_of(PAIRS):
        book.worksheets[0].append(row)
    path = desk.folder / "pairs.xlsx"
    book.save(path)
    found = desk.run("--pairs", path, "--format", "json").document
    assert found == desk.of_pairs(PAIRS).document


def test_csv_has_its_header_where_there_are_no_pairs(desk: Desk) -> None:
    desk.pairs.write_text("left_name,right_name\n", encoding="utf-8")
    result = desk.run("--pairs", desk.pairs, "--format", "csv")
    assert result.code == 0
    assert table_of(result.out) == [["row", "left_name", "right_name", "probability", "same"]]
    document = desk.of_pairs("left_name,right_name\n").document
    assert document == {"pairs": [], "compared": 0, "same": 0, "rejected": 0}


def test_a_name_like_a_formula_is_text_in_csv_and_itself_in_json(desk: Desk) -> None:
    desk.pairs.write_text("left_name,right_name\n=1+1,+880 Mill\n", encoding="utf-8")
    _, row = table_of(desk.run("--pairs", desk.pairs, "--format", "csv").out)
    assert row[1:3] == ["'=1+1", "'+880 Mill"]
    (pair,) = desk.run("--pairs", desk.pairs, "--format", "json").document["pairs"]
    assert (pair["left_name"], pair["right_name"]) == ("=1+1", "+880 Mill")


# Duplicates of one list


@pytest.mark.skipif(
    find_spec("splink") is None or find_spec("duckdb") is None, reason="needs the extra link"
)
def test_duplicates_of_one_list_are_paired_and_grouped(desk: Desk) -> None:
    text = LEFT + "ALPHA WEAVING CO.,12 Renmin Rd Dongguan,China\n"
    many = desk.file("one.csv", text)
    document = desk.run(many, "--format", "json", "--out", desk.out).document
    assert set(document) == {"pairs", "compared", "same", "clusters", "rejected"}
    (pair,) = document["pairs"]
    assert set(pair) == {"left", "right", "probability", "same"}
    assert (pair["left"]["row"], pair["right"]["row"], pair["same"]) == (2, 4, True)
    (cluster,) = document["clusters"]
    assert [each["row"] for each in cluster["rows"]] == [2, 4]
    written = table_of((desk.out / "pairs.csv").read_text(encoding="utf-8"))
    assert written[0] == [*LINKED, "probability", "same"]
    assert written[1][:3] == ["one.csv", "2", "Alpha Weaving Co Ltd"]


# What is written


def test_out_holds_the_pairs_as_csv_and_json_whatever_is_printed(desk: Desk) -> None:
    result = desk.run(desk.left, desk.right, "--out", desk.out)
    assert {file.name for file in desk.out.iterdir()} == {"pairs.csv", "pairs.json"}
    assert f"The pairs are in {desk.out / 'pairs.csv'}" in result.err
    printed = desk.run(desk.left, desk.right, "--format", "json").document
    assert json.loads((desk.out / "pairs.json").read_text(encoding="utf-8")) == printed
    as_csv = desk.run(desk.left, desk.right, "--format", "csv").out
    assert table_of((desk.out / "pairs.csv").read_text(encoding="utf-8")) == table_of(as_csv)


def test_rejects_are_written_only_where_there_are_any_and_old_ones_removed(desk: Desk) -> None:
    desk.left.write_text(LEFT + ",,China\n", encoding="utf-8")
    result = desk.run(desk.left, desk.right, "--out", desk.out)
    assert "left.csv, row 4" in result.err
    assert (desk.out / "rejects.csv").exists()
    desk.left.write_text(LEFT, encoding="utf-8")
    desk.run(desk.left, desk.right, "--out", desk.out)
    assert not (desk.out / "rejects.csv").exists()


# How it ends


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give two lists"),
        (["left.csv", "right.csv", "left.csv"], "give two lists"),
        (["left.csv", "--pairs", "pairs.csv"], "give two lists"),
        (["left.csv", "right.csv", "--pairs", "pairs.csv"], "give two lists"),
        (["left.csv", "right.csv", "--top", "0"], "--top"),
        (["left.csv", "right.csv", "--threshold", "2"], "--threshold"),
        (["left.csv", "right.csv", "--format", "html"], "--format"),
        (["left.csv", "right.csv", "--engine", "abacus"], "--engine"),
        (["left.csv", "nowhere.csv"], "nowhere.csv: there is no such file"),
        (["left.csv", "right.csv", "--map", "nam=name"], "Did you mean name"),
        (["--pairs", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["--pairs", "left.csv"], "lacks the column left_name"),
    ],
)
def test_wrong_use_ends_with_two_and_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(desk.folder)
    result = desk.run(*arguments)
    assert result.code == 2
    assert message in result.err
    assert result.out == ""


def missing(*names: str) -> object:
    return lambda name: None if name in names else name


def test_a_library_that_is_missing_says_how_to_install_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manumit.cli.extras.find_spec", missing("rapidfuzz"))
    result = desk.run(desk.left, desk.right)
    assert result.code == 2
    assert "pip install 'manumit[screen]'" in result.err


def test_only_duplicates_and_a_chosen_engine_need_more_libraries(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manumit.cli.extras.find_spec", missing("splink"))
    assert desk.run(desk.left, desk.right).code == 0
    assert desk.run("--pairs", desk.pairs).code == 0
    for arguments in ([desk.left], [desk.left, desk.right, "--engine", "duckdb"]):
        result = desk.run(*arguments)
        assert result.code == 2
        assert "pip install 'manumit[link]'" in result.err


@pytest.mark.parametrize("output", ["json", "csv"])
def test_input_that_cannot_be_used_prints_and_writes_nothing(
    desk: Desk, tmp_path: Path, output: str
) -> None:
    out = tmp_path / "none"
    result = desk.run(desk.left, tmp_path / "nope.csv", "--format", output, "--out", out)
    assert (result.code, result.out) == (2, "")
    assert not out.exists()


def test_unknown_territories_are_named_up_to_twenty(desk: Desk) -> None:
    rows = "".join(f"Alpha,Alpha,Land {at}\n" for at in range(50))
    said = desk.of_pairs(f"left_name,right_name,left_country\n{rows}").err
    assert said.count("no territory is called") == 20
    assert "and 30 more unknown territories" in said
