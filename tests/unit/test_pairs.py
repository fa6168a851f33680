"""Files of pairs: two records a row, any column but the names may be missing."""

from pathlib import Path

import openpyxl
import pytest

from manumit.errors import InputError
from manumit.io.pairs import COLUMNS, PairFile
from manumit.supply.records import Record

FULL = ",".join(COLUMNS)


def opened(tmp_path: Path, text: str, name: str = "pairs.csv") -> PairFile:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return PairFile(path)


def pairs_of(file: PairFile) -> list[tuple[int, Record, Record]]:
    return [
        pair
        for batch in file.batches()
        for pair in zip(batch.rows, batch.left, batch.right, strict=True)
    ]


def test_every_column_reaches_its_record(tmp_path: Path) -> None:
    cells = "Alpha,1 Road,China,Xinjiang,A Group,Beta,2 Road,Viet Nam,Hanoi,B Group"
    ((row, left, right),) = pairs_of(opened(tmp_path, f"{FULL}\n{cells}\n"))
    assert row == 2
    assert left == Record(("Alpha",), ("A Group",), "1 Road", "CN", "Xinjiang")
    assert right == Record(("Beta",), ("B Group",), "2 Road", "VN", "Hanoi")


def test_all_but_the_names_may_be_missing_on_either_side(tmp_path: Path) -> None:
    file = opened(tmp_path, "right_name,left_name,right_country\nBeta,Alpha,BD\n")
    ((_, left, right),) = pairs_of(file)
    assert left == Record(("Alpha",))
    assert right == Record(("Beta",), territory="BD")
    assert file.rejects == []


def test_empty_cells_are_unknown(tmp_path: Path) -> None:
    ((_, left, right),) = pairs_of(opened(tmp_path, f"{FULL}\nAlpha,,,,,Beta,,,,\n"))
    assert (left, right) == (Record(("Alpha",)), Record(("Beta",)))


def test_headings_in_any_case_and_order_and_other_columns_do_no_harm(tmp_path: Path) -> None:
    file = opened(tmp_path, "note;RIGHT_NAME;Left_Name ;score\nx;Beta;Alpha;0.5\n")
    ((_, left, right),) = pairs_of(file)
    assert (left.names, right.names) == (("Alpha",), ("Beta",))


@pytest.mark.parametrize("needed", ["left_name", "right_name"])
def test_a_name_column_that_is_missing_is_named(tmp_path: Path, needed: str) -> None:
    other = "right_name" if needed == "left_name" else "left_name"
    with pytest.raises(InputError, match=f"lacks the column {needed}") as caught:
        opened(tmp_path, f"{other},left_country\nAlpha,CN\n")
    assert caught.value.field == needed
    assert caught.value.allowed == COLUMNS


def test_a_row_without_one_of_its_names_is_rejected_and_the_others_keep_their_rows(
    tmp_path: Path,
) -> None:
    file = opened(tmp_path, "left_name,right_name\nA,\n,B\n  ,  \nC,D\n")
    assert [row for row, _, _ in pairs_of(file)] == [5]
    assert [(each.row, each.column) for each in file.rejects] == [
        (2, "name"),
        (3, "name"),
        (4, "name"),
    ]
    assert {each.reason for each in file.rejects} == {"a pair needs a name on both sides"}


def test_a_country_that_is_not_known_leaves_the_pair_and_is_kept_once(tmp_path: Path) -> None:
    text = "left_name,left_country,right_name,right_country\n"
    text += "A,Atlantis,B,Bangladesh\nC,Atlantis,D,Lemuria\nE,,F,BGD\n"
    file = opened(tmp_path, text)
    found = pairs_of(file)
    assert [(left.territory, right.territory) for _, left, right in found] == [
        ("", "BD"),
        ("", ""),
        ("", "BD"),
    ]
    assert list(file.unknown) == ["Atlantis", "Lemuria"]
    assert file.rejects == []


def test_a_workbook_is_read_as_a_csv_file_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in (
        ["left_name", "right_name", "right_country"],
        [3001, 3001.0, "China"],
        [None, "Beta", None],
        [None, None, None],
        ["=A2", "Gamma", "CN"],
        ["公司", "Công ty", "VNM"],
    ):
        sheet.append(cells)
    book.save(tmp_path / "pairs.xlsx")
    file = PairFile(tmp_path / "pairs.xlsx")
    assert pairs_of(file) == [
        (2, Record(("3001",)), Record(("3001",), territory="CN")),
        (6, Record(("公司",)), Record(("Công ty",), territory="VN")),
    ]
    assert {each.row for each in file.rejects} == {3, 5}


def test_a_header_alone_holds_no_pairs(tmp_path: Path) -> None:
    file = opened(tmp_path, "left_name,right_name\n")
    assert pairs_of(file) == []
    assert file.rejects == []


def test_words_that_stand_for_unknown_elsewhere_are_names_here(tmp_path: Path) -> None:
    file = opened(tmp_path, "left_name,right_name\nUnknown,None\nNA,yes\n001,1e5\n")
    names = [(left.names[0], right.names[0]) for _, left, right in pairs_of(file)]
    assert names == [("Unknown", "None"), ("NA", "yes"), ("001", "1e5")]


def test_more_pairs_than_are_read_at_once_keep_their_order(tmp_path: Path) -> None:
    count = 70_000
    text = "left_name,right_name\n" + "".join(f"A{at},B{at}\n" for at in range(count))
    rows = [row for batch in opened(tmp_path, text).batches() for row in batch.rows]
    assert rows == list(range(2, count + 2))


def test_a_file_that_is_missing_or_empty_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pairs\.csv: cannot be read: No such file"):
        PairFile(tmp_path / "pairs.csv")
    with pytest.raises(InputError, match="the file is empty"):
        opened(tmp_path, "")
