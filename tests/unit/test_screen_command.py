"""`manumit screen` from end to end, as people use it."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from manumit import __version__
from manumit.lists.load import built_in
from manumit.lists.own import write
from tests.helpers import shared
from tests.helpers_cli import Outcome, manumit

Capture = pytest.CaptureFixture[str]
BUILT_IN = ["us_cbp_forced_labor", "us_dhs_uflpa", "us_dol_goods"]
WRITTEN = {"report.html", "matches.csv", "matches.json", "review.csv"}
MATCH = {"list", "entry", "entry_id", "kind", "probability", "status", "because"}
REASON = {"says", "answer", "value", "rule", "evidence", "cites", "from"}

OURS = """id,name,territory,area,goods,starts,ends
alpha,"Alpha Weaving Co., Ltd",CN,,,2020-01-01,
beta,Beta Spinning Mills,VN,,,2019-01-01,2021-01-01
south,,CN,Guangdong,,,
shirts,,BD,,Shirts,,
"""
SUPPLIERS = """name,address,country,goods
Alpha Weaving Company Limited,12 Renmin Road,China,
Gamma Footwear,1 High Street,Viet Nam,
Beta Spinning Mills,2 Low Street,Viet Nam,
"""


class Desk:
    """A folder with a supplier list and a list of one's own, and runs on them."""

    def __init__(self, capsys: Capture, folder: Path) -> None:
        self.capsys, self.folder, self.out = capsys, folder, folder / "out"
        self.suppliers = self.file("suppliers.csv", SUPPLIERS)
        self.ours = self.file("ours.csv", OURS)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: object) -> Outcome:
        return manumit(self.capsys, "screen", *arguments)

    def screen(self, *arguments: object) -> Outcome:
        """A run on the supplier list with the list of one's own, into the folder."""
        return self.run(self.suppliers, "--list", self.ours, "--out", self.out, *arguments)

    @property
    def names(self) -> set[str]:
        return {file.name for file in self.out.iterdir()}

    @property
    def review(self) -> list[dict[str, str]]:
        return rows_of(self.out / "review.csv")

    @property
    def matches(self) -> list[tuple[int, str, str, float]]:
        """Row, entry, status and probability of each match in matches.json."""
        return list(matches_in(json.loads((self.out / "matches.json").read_text("utf-8"))))

    def judge(self, **cells: str) -> dict[str, str]:
        """Fill the first row of the review file, as somebody does in a spreadsheet."""
        rows = self.review
        rows[0] |= {"verdict": "same", "who": "A. Reader", "when": "2026-01-10"}
        rows[0] |= {"why": "Seen on the licence."} | cells
        with (self.out / "review.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return rows[0]


@pytest.fixture
def desk(capsys: Capture, tmp_path: Path) -> Desk:
    return Desk(capsys, tmp_path)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def matches_in(document: Any) -> Iterator[tuple[int, str, str, float]]:
    for supplier in document["suppliers"]:
        for match in supplier["matches"]:
            yield supplier["row"], match["entry_id"], match["status"], match["probability"]


# What is printed


def test_json_is_one_document_in_the_agreed_shape_and_nothing_else(desk: Desk) -> None:
    options = ("--list", desk.ours, "--format", "json", "--as-of", "2026-11-22")
    document = desk.run(desk.suppliers, *options).document
    assert set(document) == {"manumit", "as_of", "suppliers", "lists", "rejected"}
    assert (document["manumit"], document["as_of"]) == (__version__, "2026-11-22")
    assert document["rejected"] == 0
    assert [one["row"] for one in document["suppliers"]] == [2, 3, 4]
    alpha = document["suppliers"][0]
    assert set(alpha) == {"row", "file", "name", "territory", "matches", "not_checked"}
    assert alpha["file"] == "suppliers.csv"
    assert (alpha["name"], alpha["territory"]) == ("Alpha Weaving Company Limited", "CN")
    (match,) = alpha["matches"]
    assert set(match) == MATCH
    assert (match["list"], match["entry"]) == ("ours", "Alpha Weaving Co., Ltd")
    assert (match["entry_id"], match["kind"], match["status"]) == ("alpha", "name", "proposed")
    assert 0.5 <= match["probability"] < 1
    (top,) = match["because"]
    assert all(set(reason) == REASON for reason in (top, *top["from"]))
    assert {reason["rule"] for reason in top["from"]} >= {"screen.core", "screen.start"}
    assert [one["id"] for one in document["lists"]] == [*BUILT_IN, "ours"]
    assert document["lists"][1] == {
        "id": "us_dhs_uflpa",
        "as_of": "2026-07-09",
        "entries": 145,
        "origin": "built in",
    }
    assert document["lists"][3] == {"id": "ours", "as_of": None, "entries": 4, "origin": "ours.csv"}


def test_what_is_printed_as_json_is_what_is_written(desk: Desk) -> None:
    printed = desk.screen("--format", "json").out
    assert (desk.out / "matches.json").read_text(encoding="utf-8") == printed


def test_several_files_are_one_list_of_suppliers(desk: Desk) -> None:
    other = desk.file("other.csv", "Factory,Country\nAlpha Weaving,China\n")
    document = desk.run(other, desk.suppliers, "--format", "json").document
    assert [(one["file"], one["row"]) for one in document["suppliers"]] == [
        ("other.csv", 2),
        *(("suppliers.csv", row) for row in (2, 3, 4)),
    ]


def test_a_table_says_what_was_found_what_could_not_be_checked_and_which_lists(desk: Desk) -> None:
    result = desk.run(desk.suppliers, "--list", desk.ours)
    assert "Alpha Weaving Co., Ltd" in result.out
    assert "A person judges every match" in result.out
    assert "Suppliers read: 3" in result.out
    assert "ours · day not known · Entries: 4 · ours.csv" in result.out


def test_html_is_printed_when_asked_for(desk: Desk) -> None:
    result = desk.run(desk.suppliers, "--list", desk.ours, "--format", "html")
    assert result.out.startswith("<!doctype html>")
    assert "Alpha Weaving Company Limited" in result.out


def test_reasons_and_table_come_in_the_language_asked_for(desk: Desk) -> None:
    table = desk.run(desk.suppliers, "--list", desk.ours, "--lang", "fr").out
    assert "Fournisseurs lus : 3" in table
    documents = [
        desk.screen("--format", "json", "--lang", language).document for language in ("en", "fr")
    ]
    english, french = (one["suppliers"][0]["matches"][0] for one in documents)
    assert french["because"][0]["says"] != english["because"][0]["says"]
    assert french["probability"] == english["probability"]
    assert '<html lang="fr"' in (desk.out / "report.html").read_text(encoding="utf-8")


# How it ends


def test_the_code_is_one_where_a_match_was_to_fail_on_and_there_is_one(desk: Desk) -> None:
    arguments = (desk.suppliers, "--list", desk.ours)
    assert desk.run(*arguments).code == 0
    assert desk.run(*arguments, "--fail-on", "match").code == 1
    assert desk.run(desk.suppliers, "--fail-on", "match").code == 0
    assert desk.run(*arguments, "--fail-on", "rejected").code == 0


def test_the_code_is_one_where_rows_were_to_fail_on_and_one_was_left_out(desk: Desk) -> None:
    desk.suppliers.write_text(SUPPLIERS + ",,China,\n", encoding="utf-8")
    result = desk.run(desk.suppliers, "--format", "json", "--fail-on", "rejected")
    assert (result.code, result.document["rejected"]) == (1, 1)
    assert "suppliers.csv, row 5" in result.err
    assert desk.run(desk.suppliers, "--fail-on", "match").code == 0


def test_a_match_that_a_person_rejected_is_no_longer_failed_on(desk: Desk) -> None:
    assert desk.screen("--fail-on", "match").code == 1
    desk.judge(verdict="different")
    assert desk.screen("--fail-on", "match").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give at least one supplier list"),
        (["nowhere.csv"], "nowhere.csv: there is no such file"),
        (["suppliers.csv", "--list", "us_dhs_ufpla"], "Did you mean us_dhs_uflpa"),
        (["suppliers.csv", "--list", "br_slavery"], "https://www.gov.br/"),
        (["suppliers.csv", "--list", "us_dhs_uflpa=ours.csv"], "4 entries are too few"),
        (["suppliers.csv", "--list", "ours.csv", "--list", "ours.csv"], "there twice"),
        (["suppliers.csv", "--list", "suppliers.csv"], "none of the lists that are known"),
        (["suppliers.csv", "--map", "name"], "not FIELD=COLUMN"),
        (["suppliers.csv", "--map", "nam=name"], "Did you mean name"),
        (["suppliers.csv", "--map", "name=Factory"], "no table has the column 'Factory'"),
        (["suppliers.csv", "--threshold", "1.5"], "--threshold"),
        (["suppliers.csv", "--as-of", "22/11/2026"], "--as-of"),
        (["suppliers.csv", "--lang", "xx"], "--lang"),
        (["suppliers.csv", "--fail-on", "rows"], "--fail-on"),
        (["suppliers.csv", "--judgements", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["suppliers.csv", "--judgements", "ours.csv"], "lacks the column 'supplier'"),
        (["header.csv"], "there are no rows below the header"),
        (["empty.csv"], "the file is empty"),
        (["letter.docx"], "files ending in .docx are not read"),
    ],
)
def test_wrong_use_ends_with_two_says_why_and_writes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(desk.folder)
    desk.file("header.csv", "name,country\n")
    desk.file("empty.csv", "")
    desk.file("letter.docx", "x")
    result = desk.run(*arguments, "--format", "json", "--out", desk.out)
    assert result.code == 2
    assert message in result.err
    assert result.out == ""
    assert not desk.out.exists()


def test_a_list_of_which_no_row_can_be_used_ends_with_two_and_keeps_the_rejects(
    desk: Desk,
) -> None:
    desk.suppliers.write_text("name,address,country\n,,China\n", encoding="utf-8")
    result = desk.screen("--format", "json")
    assert result.code == 2
    assert (result.document["suppliers"], result.document["rejected"]) == ([], 1)
    assert len(rows_of(desk.out / "rejects.csv")) == 1


def test_a_file_that_cannot_be_used_is_set_aside_where_another_can(desk: Desk) -> None:
    result = desk.run(desk.suppliers, desk.folder / "nowhere.csv", "--format", "json")
    assert result.code == 0
    assert (len(result.document["suppliers"]), result.document["rejected"]) == (3, 1)
    assert "there is no such file" in result.err


@pytest.mark.parametrize("library", ["numpy", "rapidfuzz", "pyarrow"])
def test_a_library_that_is_missing_says_how_to_install_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setattr(
        "manumit.cli.extras.find_spec", lambda name: None if name == library else name
    )
    result = desk.screen()
    assert result.code == 2
    assert "pip install 'manumit[screen]'" in result.err
    assert not desk.out.exists()


# What is written


def test_out_holds_report_matches_and_review(desk: Desk) -> None:
    result = desk.screen()
    assert result.code == 0
    assert desk.names == WRITTEN
    assert f"The report is {desk.out / 'report.html'}" in result.err
    assert "Alpha Weaving" in (desk.out / "report.html").read_text(encoding="utf-8")
    (match,) = rows_of(desk.out / "matches.csv")
    assert (match["list"], match["entry_id"], match["row"]) == ("ours", "alpha", "2")
    assert (match["status"], match["kind"]) == ("proposed", "name")
    (open_,) = desk.review
    assert (open_["entry"], open_["verdict"]) == ("alpha", "")
    assert open_["name"] == "Alpha Weaving Company Limited"


def test_without_out_nothing_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    before = sorted(desk.folder.iterdir())
    assert desk.run(desk.suppliers, "--list", desk.ours).code == 0
    assert sorted(desk.folder.iterdir()) == before


def test_rejects_are_written_only_where_there_are_any_and_old_ones_removed(desk: Desk) -> None:
    desk.suppliers.write_text(SUPPLIERS + ",,China,\n", encoding="utf-8")
    desk.screen()
    assert desk.names == WRITTEN | {"rejects.csv"}
    (reject,) = rows_of(desk.out / "rejects.csv")
    assert (reject["file"], reject["row"]) == ("suppliers.csv", "5")
    desk.suppliers.write_text(SUPPLIERS, encoding="utf-8")
    desk.screen()
    assert desk.names == WRITTEN


def test_matches_by_good_are_written_and_not_put_forward_for_review(desk: Desk) -> None:
    rows = "Zeta,1 Road,Bangladesh,shirts\nEta,5 Renmin Road Guangzhou Guangdong,China,\n"
    desk.suppliers.write_text(f"name,address,country,goods\n{rows}", encoding="utf-8")
    desk.screen()
    kinds = {(each["entry_id"], each["kind"]) for each in rows_of(desk.out / "matches.csv")}
    assert kinds >= {("shirts", "good"), ("south", "area")}
    assert [(each["entry"], each["kind"]) for each in desk.review] == [("south", "area")]


def test_a_name_like_a_formula_is_text_in_every_table(desk: Desk) -> None:
    desk.suppliers.write_text("name,country\n+880 Weaving,BD\n", encoding="utf-8")
    desk.ours.write_text("id,name,territory\nplus,+880 Weaving,BD\n", encoding="utf-8")
    desk.screen()
    desk.judge(who="=A. Reader")
    for _ in range(2):
        desk.screen()
        for name in ("matches.csv", "review.csv"):
            (row,) = rows_of(desk.out / name)
            assert row["name"] == "'+880 Weaving"
            assert not any(cell.startswith(("=", "+", "@")) for cell in row.values())
        assert [status for _, _, status, _ in desk.matches] == ["confirmed"]


# Lists


def test_a_list_of_the_id_of_a_built_in_one_takes_its_place(desk: Desk) -> None:
    entries = built_in("us_cbp_forced_labor").entries
    copy = desk.file("copy.csv", write(entries))
    document = desk.run(
        desk.suppliers, "--list", f"us_cbp_forced_labor={copy}", "--format", "json"
    ).document
    found = {one["id"]: one for one in document["lists"]}
    assert sorted(found) == BUILT_IN
    assert found["us_cbp_forced_labor"]["origin"] == "copy.csv"
    assert found["us_cbp_forced_labor"]["entries"] == len(entries)


def test_a_list_can_be_given_a_name(desk: Desk) -> None:
    document = desk.run(desk.suppliers, "--list", f"watch={desk.ours}", "--format", "json").document
    assert document["lists"][-1]["id"] == "watch"
    assert document["suppliers"][0]["matches"][0]["list"] == "watch"


@pytest.mark.parametrize(
    ("day", "expected"), [("2019-06-30", [4]), ("2020-06-30", [2, 4]), ("2026-01-01", [2])]
)
def test_an_entry_counts_only_on_days_on_which_it_is_in_force(
    desk: Desk, day: str, expected: list[int]
) -> None:
    result = desk.run(desk.suppliers, "--list", desk.ours, "--as-of", day, "--format", "json")
    assert result.document["as_of"] == day
    assert [row for row, *_ in matches_in(result.document)] == expected


@pytest.mark.parametrize(("threshold", "count"), [(0.5, 1), (0.999, 0)])
def test_only_matches_from_the_threshold_on_are_reported(
    desk: Desk, threshold: float, count: int
) -> None:
    desk.screen("--threshold", threshold)
    assert len(desk.matches) == len(desk.review) == count


# Columns


def test_a_column_of_another_name_is_mapped_and_one_left_out(desk: Desk) -> None:
    text = "Lieferant X,Erfunden,country\nAlpha Weaving Co Ltd,z,China\n"
    desk.suppliers.write_text(text, encoding="utf-8")
    arguments = (desk.suppliers, "--list", desk.ours, "--format", "json")
    mapped = desk.run(*arguments, "--map", "name=Lieferant X")
    assert mapped.document["suppliers"][0]["name"] == "Alpha Weaving Co Ltd"
    assert "not read, since their names are not known: Erfunden" in mapped.err
    ignored = desk.run(*arguments, "--map", "name=Lieferant X", "--ignore", "Erfunden")
    assert "Erfunden" not in ignored.err
    assert ignored.document == mapped.document


# What people decide


@pytest.mark.parametrize(
    ("verdict", "status", "probability"), [("same", "confirmed", 1), ("different", "rejected", 0)]
)
def test_a_verdict_in_the_review_file_holds_in_the_next_run(
    desk: Desk, verdict: str, status: str, probability: float
) -> None:
    desk.screen()
    filled = desk.judge(verdict=verdict)
    for _ in range(2):
        desk.screen()
        assert desk.matches == [(2, "alpha", status, probability)]
        assert rows_of(desk.out / "matches.csv")[0]["status"] == status
        assert desk.review == [filled]
    assert "A. Reader" in (desk.out / "matches.json").read_text(encoding="utf-8")


def test_an_unsure_verdict_leaves_the_match_proposed_and_the_row_in_place(desk: Desk) -> None:
    desk.screen()
    before = desk.matches
    filled = desk.judge(verdict="unsure")
    desk.screen()
    assert desk.matches == before
    assert filled in desk.review


def test_a_verdict_on_a_supplier_that_is_no_longer_there_is_kept(desk: Desk) -> None:
    desk.screen()
    filled = desk.judge()
    desk.suppliers.write_text("name,country\nGamma Footwear,VN\n", encoding="utf-8")
    desk.screen()
    assert (desk.matches, desk.review) == ([], [filled])
    desk.suppliers.write_text(SUPPLIERS, encoding="utf-8")
    desk.screen()
    assert desk.matches == [(2, "alpha", "confirmed", 1)]


def test_a_verdict_on_a_list_that_is_not_used_is_kept(desk: Desk) -> None:
    desk.screen()
    filled = desk.judge()
    assert desk.run(desk.suppliers, "--out", desk.out).code == 0
    assert desk.review == [filled]


def test_a_verdict_is_shown_where_the_match_is_below_the_threshold(desk: Desk) -> None:
    desk.screen()
    desk.judge()
    desk.screen("--threshold", 0.999)
    assert desk.matches == [(2, "alpha", "confirmed", 1)]


def test_a_later_verdict_ends_an_earlier_one_and_both_are_kept(desk: Desk) -> None:
    desk.screen()
    earlier = desk.judge()
    later = earlier | {"verdict": "different", "who": "B. Reader", "when": "2026-03-01"}
    with (desk.out / "review.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(later)).writerow(later)
    desk.screen()
    assert desk.matches == [(2, "alpha", "rejected", 0)]
    assert desk.review == [earlier, later]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"verdict": "yes"}, "verdict"),
        ({"who": ""}, "who"),
        ({"when": "10/01/2026"}, "when"),
        ({"why": ""}, "why"),
    ],
)
def test_a_verdict_that_cannot_be_used_is_rejected_with_its_reason_and_kept(
    desk: Desk, cells: dict[str, str], column: str
) -> None:
    desk.screen()
    filled = desk.judge(**cells)
    result = desk.screen("--fail-on", "rejected")
    assert result.code == 1
    assert f"review.csv, row 2, {column}" in result.err
    assert "A. Reader" not in result.err
    (reject,) = rows_of(desk.out / "rejects.csv")
    assert (reject["file"], reject["column"]) == ("review.csv", column)
    assert filled in desk.review
    assert [status for _, _, status, _ in desk.matches] == ["proposed"]


def test_a_verdict_that_was_mended_holds(desk: Desk) -> None:
    desk.screen()
    desk.judge(when="soon")
    desk.screen()
    mended = desk.judge(when="2026-01-10")
    desk.screen()
    assert desk.names == WRITTEN
    assert desk.review == [mended]
    assert [status for _, _, status, _ in desk.matches] == ["confirmed"]


def test_verdicts_are_carried_over_to_another_upload_with_rows_in_another_order(
    desk: Desk,
) -> None:
    desk.screen()
    filled = desk.judge()
    judged = (desk.out / "review.csv").rename(desk.folder / "judged.csv")
    text = "country;Factory;address\nVietnam;GAMMA FOOTWEAR;1, High Street\n"
    text += "CN;ALPHA WEAVING COMPANY, LIMITED;12 renmin road.\n"
    desk.suppliers.write_text(text, encoding="utf-8")
    desk.screen("--judgements", judged)
    assert desk.matches == [(3, "alpha", "confirmed", 1)]
    assert desk.review == [filled]
    desk.screen("--judgements", judged, "--judgements", desk.out / "review.csv")
    assert desk.review == [filled]
    assert rows_of(judged) == [filled]


def test_a_review_file_saved_with_semicolons_and_a_mark_is_read(desk: Desk) -> None:
    desk.screen()
    filled = desk.judge(why="Même usine, 同一工厂")
    with (desk.out / "review.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(filled), delimiter=";")
        writer.writeheader()
        writer.writerow(filled)
    desk.screen()
    assert desk.matches == [(2, "alpha", "confirmed", 1)]
    assert desk.review == [filled]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("supplier,list,entry,verdict,who,when,why\n\xe9".encode("latin-1"), "not UTF-8"),
        (b"supplier,list,entry,who,when,why\n", "lacks the column 'verdict'"),
    ],
)
def test_a_review_file_that_cannot_be_read_stops_the_run_and_stays(
    desk: Desk, content: bytes, message: str
) -> None:
    desk.screen()
    (desk.out / "review.csv").write_bytes(content)
    result = desk.screen("--format", "json")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert (desk.out / "review.csv").read_bytes() == content


# Real suppliers


def test_no_supplier_of_the_open_apparel_lists_is_on_a_built_in_list_by_name(
    capsys: Capture,
) -> None:
    folder = shared("data", "open_apparel_lists")
    paths = [folder / f"list_{number}.csv" for number in range(2, 16)]
    document = manumit(capsys, "screen", *paths, "--format", "json").document
    assert (len(document["suppliers"]), document["rejected"]) == (932, 0)
    found = [match for one in document["suppliers"] for match in one["matches"]]
    assert [match for match in found if match["kind"] == "name"] == []
