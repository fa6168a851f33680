"""The review file: what people wrote is read, kept as it stands, and never lost."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.io.judgements import DECIDED, SHOWN, VERDICTS, Row, read_reviews, write_review
from manumit.supply.judgements import supplier_key
from manumit.supply.model import Screened
from tests.screen_samples import match, screened, supplier

HEADER = (*DECIDED, *SHOWN)
SIGNS = ("=", "+", "-", "@", "\t", "\r")


def row(**cells: str) -> Row:
    made = dict.fromkeys(HEADER, "")
    return (
        made
        | {"supplier": "s-1", "list": "parties", "entry": "alpha-mill", "verdict": "same"}
        | {"who": "A. Reader", "when": "2026-01-10", "why": "The licence names the same plant."}
        | {"name": "Alpha Mill", "territory": "CN", "row": "2"}
        | cells
    )


def written(path: Path, rows: list[Row], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, HEADER, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.csv"


# What is put forward


def test_matches_by_name_and_area_are_put_forward_and_those_by_good_are_not(path: Path) -> None:
    both = Screened(supplier(2), (match(), match(kind="good"), match(kind="area")))
    assert write_review(path, [], [both]) == 2
    assert [each["kind"] for each in rows_of(path)] == ["name", "area"]


def test_a_match_is_put_forward_with_all_that_is_needed_to_judge_it(path: Path) -> None:
    one = supplier(7, "Alpha Mill", "CN")
    write_review(path, [], [Screened(one, (match(0.934),))])
    (found,) = rows_of(path)
    assert tuple(found) == HEADER
    assert found == dict.fromkeys(HEADER, "") | {
        "supplier": supplier_key(one),
        "list": "parties",
        "entry": "alpha-mill",
        "name": "Alpha Mill",
        "address": "1 High Road",
        "territory": "CN",
        "listed": "Alpha Mill Co., Ltd.",
        "kind": "name",
        "probability": "0.93",
        "file": "ours.csv",
        "row": "7",
    }


def test_what_a_person_has_decided_is_not_put_forward_again(path: Path) -> None:
    count = write_review(path, [], screened())
    assert count == 2
    assert [each["row"] for each in rows_of(path)] == ["2", "9"]


def test_a_review_of_nothing_is_a_header(path: Path) -> None:
    assert write_review(path, [], []) == 0
    assert path.read_text(encoding="utf-8").split() == [",".join(HEADER)]
    found = read_reviews([path])
    assert (found.judgements, found.kept, found.rejects) == ([], [], [])


def test_what_was_decided_stands_before_what_is_put_forward(path: Path) -> None:
    assert write_review(path, [row(supplier="s-9")], screened()) == 2
    assert [bool(each["verdict"]) for each in rows_of(path)] == [True, False, False]


# What is read


def test_a_verdict_is_read_with_who_when_and_why(path: Path) -> None:
    (judgement,) = read_reviews([written(path, [row()])]).judgements
    assert (judgement.supplier, judgement.list, judgement.entry) == ("s-1", "parties", "alpha-mill")
    assert (judgement.verdict, judgement.who) == ("same", "A. Reader")
    assert judgement.when == date(2026, 1, 10)
    assert judgement.why == "The licence names the same plant."


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_read(path: Path, verdict: str) -> None:
    (judgement,) = read_reviews([written(path, [row(verdict=verdict)])]).judgements
    assert judgement.verdict == verdict


def test_rows_without_a_verdict_are_passed_over(path: Path) -> None:
    found = read_reviews([written(path, [row(verdict="", who="", when="", why="")])])
    assert (found.judgements, found.kept, found.rejects) == ([], [], [])


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_spreadsheets_that_write_semicolons_and_a_mark_are_read(
    path: Path, delimiter: str, encoding: str
) -> None:
    why = 'Même usine; 同一工厂, same "plant"'
    (judgement,) = read_reviews([written(path, [row(why=why)], delimiter, encoding)]).judgements
    assert judgement.why == why


def test_line_ends_of_any_kind_are_read(path: Path) -> None:
    text = written(path, [row(), row(supplier="s-2")]).read_text(encoding="utf-8")
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(end.join(text.splitlines()).encode())
        assert len(read_reviews([path]).judgements) == 2


def test_columns_in_another_order_and_without_those_that_are_shown_are_read(path: Path) -> None:
    path.write_text(
        "why,when,who,verdict,entry,list,supplier\nseen,2026-01-10,A,different,e,l,s\n",
        encoding="utf-8",
    )
    found = read_reviews([path])
    assert found.judgements[0].verdict == "different"
    assert found.kept[0] == dict.fromkeys(HEADER, "") | {
        "supplier": "s",
        "list": "l",
        "entry": "e",
        "verdict": "different",
        "who": "A",
        "when": "2026-01-10",
        "why": "seen",
    }


def test_blanks_around_a_cell_do_not_count(path: Path) -> None:
    found = read_reviews([written(path, [row(verdict=" same ", when=" 2026-01-10")])])
    assert len(found.judgements) == 1


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"verdict": "yes"}, "verdict", "a verdict is one of same, different, unsure"),
        ({"verdict": "SAME"}, "verdict", "a verdict is one of same, different, unsure"),
        ({"who": ""}, "who", "says who decided and why"),
        ({"why": " "}, "why", "says who decided and why"),
        ({"supplier": ""}, "supplier", "on which supplier and entry"),
        ({"list": ""}, "list", "on which supplier and entry"),
        ({"entry": ""}, "entry", "on which supplier and entry"),
        ({"when": ""}, "when", "write the day as 2026-11-24"),
        ({"when": "10/01/2026"}, "when", "write the day as 2026-11-24"),
        ({"when": "2026-02-30"}, "when", "write the day as 2026-11-24"),
        ({"when": "2026"}, "when", "write the day as 2026-11-24"),
    ],
)
def test_a_verdict_that_cannot_be_used_is_rejected_with_its_reason_and_kept(
    path: Path, cells: Row, column: str, reason: str
) -> None:
    found = read_reviews([written(path, [row(supplier="s-0"), row(**cells)])])
    assert len(found.judgements) == 1
    assert len(found.kept) == 2
    (reject,) = found.rejects
    assert (reject.file, reject.row, reject.column) == ("review.csv", 3, column)
    assert reason in reject.reason


def test_no_reject_names_the_person_who_judged(path: Path) -> None:
    faulty = [row(verdict="yes"), row(when="soon"), row(why=""), row(entry="")]
    found = read_reviews([written(path, faulty)])
    assert len(found.rejects) == 4
    assert "Reader" not in str(found.rejects)


def test_the_same_row_in_two_files_is_kept_once(tmp_path: Path) -> None:
    one = written(tmp_path / "one.csv", [row(), row(verdict="different", who="B. Reader")])
    other = written(tmp_path / "other.csv", [row()])
    found = read_reviews([one, other])
    assert [each["verdict"] for each in found.kept] == ["same", "different"]


def test_two_verdicts_on_one_pair_are_both_kept(path: Path) -> None:
    found = read_reviews([written(path, [row(), row(verdict="different", when="2026-03-01")])])
    assert len(found.kept) == len(found.judgements) == 2


# Files that cannot be used


def test_a_file_that_is_not_utf_8_is_refused_with_a_way_out(path: Path) -> None:
    written(path, [row(why="même")], encoding="cp1252")
    with pytest.raises(InputError, match=r"review\.csv: the review file is not UTF-8") as caught:
        read_reviews([path])
    assert "CSV UTF-8" in caught.value.hint
    written(path, [row()], encoding="utf-16")
    with pytest.raises(InputError, match="not UTF-8"):
        read_reviews([path])


@pytest.mark.parametrize("column", DECIDED)
def test_a_missing_column_is_named(path: Path, column: str) -> None:
    path.write_text(",".join(name for name in HEADER if name != column) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"lacks the column '{column}'") as caught:
        read_reviews([path])
    assert caught.value.field == column


@pytest.mark.parametrize("text", ["", "\n", "not a table"])
def test_a_file_that_is_no_table_is_refused(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="lacks the column 'supplier'"):
        read_reviews([path])


def test_a_file_that_is_not_there_is_said(path: Path) -> None:
    with pytest.raises(InputError, match=r"review\.csv: cannot be read: No such file"):
        read_reviews([path])


# Round trips


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))
PLAIN = CELL.map(str.strip).filter(lambda text: not text.startswith(SIGNS))


@given(
    st.lists(
        st.fixed_dictionaries(
            dict.fromkeys(HEADER, PLAIN)
            | {name: PLAIN.filter(bool) for name in ("who", "why", "supplier")}
            | {"verdict": st.sampled_from([*VERDICTS, "perhaps"])}
            | {"when": st.dates().map(date.isoformat) | PLAIN}
        ),
        max_size=4,
        unique_by=lambda each: tuple(each.values()),
    )
)
def test_every_row_with_a_verdict_survives_rewriting_as_it_stands(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    path = tmp_path_factory.mktemp("review") / "review.csv"
    for _ in range(2):
        write_review(path, rows, screened())
        assert read_reviews([path]).kept == rows


@pytest.mark.parametrize("name", ["=1+1", "+880 Weaving", "-Mill", "@ Home", '=HYPERLINK("x")'])
def test_no_cell_is_run_as_a_formula_however_often_the_file_is_rewritten(
    path: Path, name: str
) -> None:
    write_review(path, [], [Screened(supplier(2, name), (match(),))])
    (found,) = rows_of(path)
    written(path, [found | {"verdict": "same", "who": "A", "when": "2026-01-10", "why": "seen"}])
    for _ in range(3):
        kept = read_reviews([path]).kept
        write_review(path, kept, [])
        assert rows_of(path)[0]["name"] == f"'{name}"


def test_an_earlier_file_stays_where_writing_fails(path: Path) -> None:
    written(path, [row()])
    before = path.read_bytes()

    def broken() -> "list[Screened]":
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_review(path, [], (each for _ in range(1) for each in broken()))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["review.csv"]


# What is easily lost


def test_a_reason_without_a_verdict_is_kept_and_said(path: Path) -> None:
    review = read_reviews([written(path, [row(verdict="")])])
    assert [each["why"] for each in review.kept] == ["The licence names the same plant."]
    assert [reject.column for reject in review.rejects] == ["verdict"]
    assert review.judgements == []


@pytest.mark.parametrize("sign", SIGNS[:4])
def test_what_looks_like_a_formula_means_the_same_after_any_number_of_runs(
    path: Path, sign: str
) -> None:
    given_ = row(entry=f"{sign}x", why=f"{sign}not sure")
    write_review(path, [given_], [])
    for _ in range(3):
        review = read_reviews([path])
        assert [(each.entry, each.why) for each in review.judgements] == [
            (f"{sign}x", f"{sign}not sure")
        ]
        write_review(path, review.kept, [])
    assert len(read_reviews([path, path]).judgements) == 1


def test_columns_of_the_reviewers_own_are_kept(path: Path) -> None:
    cells = row() | {"note": "call them on Monday"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(cells))
        writer.writeheader()
        writer.writerow(cells)
    write_review(path, read_reviews([path]).kept, screened())
    assert rows_of(path)[0]["note"] == "call them on Monday"


def test_a_cell_too_long_to_be_read_says_where_it_stands(path: Path) -> None:
    written(path, [row(), row(why="x" * 140_000)])
    with pytest.raises(InputError, match="line 3 cannot be read"):
        read_reviews([path])


def test_an_address_of_any_length_is_put_forward_in_a_file_that_can_be_read(path: Path) -> None:
    write_review(path, [], [Screened(replace(supplier(2), address="x" * 140_000), (match(),))])
    assert read_reviews([path]).kept == []
