"""Supplier lists that cannot be used, or not wholly: what, where, how to mend, nothing lost."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from manumit.errors import InputError
from manumit.io.suppliers import SupplierIntake, read_suppliers

ROW = "\nA,Dhaka,BD\n"


def written(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> SupplierIntake:
    return read_suppliers([written(tmp_path, text, name)])


UNUSABLE = {
    "an empty file": ("", "list.csv: the file is empty."),
    "only a header": ("name,address,country\n", "there are no rows below the header"),
    "only a header without a line end": ("name,country", "there are no rows below the header"),
    "only blank rows": ("name,country\n,\n\n , \n", "there are no rows below the header"),
    "other columns": ("shoe,size\n1,2\n", "The columns are shoe, size. Say which one it is: --map"),
    "a column twice": ("name,name\nA,B\n", "the header has 'name' twice"),
    "two columns of one thing": (
        "name,province,state\nA,B,C\n",
        'province and state are both read as area. Say which one it is: --map area="province"',
    ),
    "binary": (b"\x00\x01\x02\x00\n", "not a header of column names"),
    "blank lines": ("\n\n\n", "not a header of column names"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, name: str) -> None:
    text, message = UNUSABLE[name]
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)
    assert "list.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("list.pdf", "x", "files ending in .pdf are not read"),
        ("list.xlsx", "PK not really", "not a readable XLSX file"),
        ("list.parquet", "PAR1 not really", "not a readable Parquet file"),
        ("list.json", "[]\n", "no line is an entity of FollowTheMoney"),
        ("list.json", "", "no line is an entity of FollowTheMoney"),
        ("list.json", b'{"id": "\xff"}', "the text is not UTF-8"),
    ],
)
def test_a_file_of_another_kind_says_so(
    tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, text, name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name in ("list.csv", "list.json"):
        with pytest.raises(InputError, match=r"no such file|No such file"):
            read_suppliers([tmp_path / name])


def test_a_file_that_cannot_be_used_does_not_stop_another(tmp_path: Path) -> None:
    good, bad = written(tmp_path, f"name,address,country{ROW}"), written(tmp_path, "", "bad.csv")
    intake = read_suppliers([bad, good])
    assert len(intake.suppliers) == intake.rows == 1
    (reject,) = intake.rejects
    assert (reject.file, reject.row) == ("bad.csv", 0)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"nam": "name"}, "Did you mean name"),
        ({"name": "Factry"}, "no table has the column 'Factry'"),
    ],
)
def test_a_mapping_to_nothing_is_an_error(
    tmp_path: Path, mapping: dict[str, str], message: str
) -> None:
    path = written(tmp_path, f"name,address,country{ROW}")
    with pytest.raises(InputError, match=message):
        read_suppliers([path], mapping=mapping)


def test_a_list_without_countries_is_read_with_one_warning(tmp_path: Path) -> None:
    intake = read(tmp_path, "name,address\nA,Dhaka\nB,Lima\n")
    assert [supplier.territory for supplier in intake.suppliers] == ["", ""]
    assert intake.warnings == ["list.csv: no country: matches rest on names alone."]


def test_a_row_without_name_and_address_is_rejected(tmp_path: Path) -> None:
    intake = read(tmp_path, "name,address,country,province\nA,,BD,\n,,BD,Dhaka\n-,n/a,BD,\n")
    assert len(intake.suppliers) == 1
    assert [(reject.row, reject.reason) for reject in intake.rejects] == [
        (3, "has neither name nor address"),
        (4, "has neither name nor address"),
    ]
    assert intake.rows == 3


def test_a_country_that_is_not_known_leaves_the_row_and_says_what_is_near(tmp_path: Path) -> None:
    intake = read(tmp_path, "name,country\nA,Bangladsh\nB,Bangladsh\nC,BD\n")
    assert [supplier.territory for supplier in intake.suppliers] == ["", "", "BD"]
    warning = "the country 'Bangladsh' is not known. Did you mean Bangladesh?"
    assert f"list.csv: rows 2, 3: {warning}" in intake.warnings


def test_many_unknown_countries_are_counted_and_not_poured_out(tmp_path: Path) -> None:
    rows = "".join(f"A,Land number {at} of nowhere\n" for at in range(500))
    intake = read(tmp_path, f"name,country\n{rows}")
    assert len(intake.warnings) == 22
    assert "and 460 more: more countries that are not known" in "\n".join(intake.warnings)


def test_a_name_of_more_than_two_hundred_characters_is_kept_and_said(tmp_path: Path) -> None:
    name = "工" * 201
    intake = read(tmp_path, f"name,country\n{'x' * 200},BD\n{name},CN\n")
    assert intake.suppliers[1].names == (name,)
    assert intake.warnings == [
        "list.csv: row 3: a name has more than 200 characters, which is kept"
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|x", "-2+3+cmd|' /C"]
)
def test_a_formula_in_a_text_file_is_rejected(tmp_path: Path, cell: str) -> None:
    intake = read(tmp_path, f"name,country\nA,BD\n{cell},BD\n")
    assert len(intake.suppliers) == 1
    (reject,) = intake.rejects
    assert (reject.row, reject.column, reject.value) == (3, "name", cell)
    assert "holds a formula" in reject.reason


@pytest.mark.parametrize("cell", ["- Plot 5 (east)", "+880 2 9898", "@ Home", "-7.5"])
def test_a_sign_at_the_start_of_a_text_is_no_formula(tmp_path: Path, cell: str) -> None:
    intake = read(tmp_path, f"name,address,country\nA,{cell},BD\n")
    assert intake.suppliers[0].address == cell


def test_a_formula_in_a_workbook_is_rejected_and_a_date_is_no_fault(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["name", "country"],
        ["=A1", "BD"],
        [date(2024, 5, 1), "BD"],
        ["#REF!", 1],
    ):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    intake = read_suppliers([tmp_path / "list.xlsx"])
    assert [supplier.names for supplier in intake.suppliers] == [("2024-05-01 00:00:00",)]
    assert [reject.row for reject in intake.rejects] == [2, 4]


def test_one_os_id_beside_two_names_is_said_with_both_rows(tmp_path: Path) -> None:
    id_ = "CN2021250D1DTN7"
    intake = read(tmp_path, f"os_id,name,country\n{id_},A,CN\n{id_},a,CN\n{id_},B,CN\n")
    assert [supplier.os_id for supplier in intake.suppliers] == [id_] * 3
    assert intake.warnings == [
        "list.csv: row 4 (as row 2): the OS ID of an earlier row stands beside another name"
    ]


TEXT = "工厂名称,地址,国家\n浙江纺织有限公司,浙江省杭州市工业园区,中国\n"
KANA = "name,address,country\n株式会社トヨタ紡織,愛知県刈谷市豊田町一丁目,日本\n"
HANGUL = "name,address,country\n태평염전 주식회사,전라남도 신안군 증도면,대한민국\n"
TAIWAN = "公司名稱,地址,國家\n台灣紡織股份有限公司,台北市中山區南京東路,臺灣\n"
CAPITALS = "nombre,address,country\nCOMPAÑÍA TEXTIL,LIMA,PERU\n"
WESTERN = "name,address,country\nCompañía Textil López,Córdoba 45 él Ñuñoa,México\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (TEXT, "utf-8", ""),
        (TEXT, "utf-8-sig", ""),
        (TEXT, "utf-16", ""),
        (TEXT, "gb18030", "GB 18030"),
        (KANA, "cp932", "Shift JIS"),
        (HANGUL, "euc_kr", "EUC-KR"),
        (TAIWAN, "big5", "Big5"),
        (CAPITALS, "cp1252", "Windows-1252"),
        (WESTERN, "cp1252", "Windows-1252"),
        (WESTERN, "latin-1", "Windows-1252"),
        (WESTERN, "utf-16", ""),
    ],
)
def test_the_encoding_of_a_list_is_found_and_said(
    tmp_path: Path, text: str, encoding: str, named: str
) -> None:
    intake = read(tmp_path, text.encode(encoding))
    name, address, _ = text.splitlines()[1].split(",")
    (supplier,) = intake.suppliers
    assert (supplier.names, supplier.address) == ((name,), address)
    assert supplier.territory in ("CN", "JP", "KR", "TW", "PE", "MX")
    assert [warning for warning in intake.warnings if "not UTF-8" in warning] == (
        [f"list.csv: The text is not UTF-8; it was read as {_long(named)}."] if named else []
    )


def _long(name: str) -> str:
    return {
        "EUC-KR": "EUC-KR (Korean)",
        "Big5": "Big5 (Chinese)",
        "GB 18030": "GB 18030 (Chinese)",
        "Shift JIS": "Shift JIS (Japanese)",
        "Windows-1252": "Windows-1252 (Latin-1)",
    }[name]


def test_titles_above_the_header_do_not_hide_the_encoding(tmp_path: Path) -> None:
    intake = read(tmp_path, f"供应商名单\n{TEXT}".encode("utf-16"))
    assert intake.suppliers[0].names == ("浙江纺织有限公司",)
    assert intake.suppliers[0].row == 3


def test_strange_cells_do_not_stop_the_list(tmp_path: Path) -> None:
    text = (
        "name,country,number_of_workers,lat,lng,sector,hs\n"
        "مصنع النسيج,مصر,-5,1e400,x,|||,0\n"
        "\u202eevil\u0007 name,BD,many,,,;;,1.2.3.4.5.6.7.8\n"
        "2024-05-01,1,,+1,-1,\U0001f45f,\n"
    )
    intake = read(tmp_path, text)
    assert len(intake.suppliers) == 3
    assert intake.suppliers[0].territory == "EG"
    assert intake.suppliers[1].names == ("evil name",)


def test_a_line_that_is_no_entity_is_rejected_without_what_it_holds(tmp_path: Path) -> None:
    good = '{"id": "c", "schema": "Company", "properties": {"name": ["A"]}}'
    text = f'{good}\n{{"name": "Somebody"}}\nnot json\n{good.replace("name", "alias")}\n'
    empty = '{"id": "d", "schema": "Company", "properties": {}}\n'
    intake = read(tmp_path, text + empty, "list.jsonl")
    assert len(intake.suppliers) == 2
    assert [(reject.row, reject.value) for reject in intake.rejects] == [(2, ""), (3, ""), (5, "")]
    assert "Somebody" not in str(intake)


def test_a_person_is_not_named_in_any_warning(tmp_path: Path) -> None:
    text = "name,country,lat,lng,os_id,lei\nAmina Hassan,,95,1,x,y\n"
    intake = read(tmp_path, text)
    assert len(intake.warnings) == 4
    assert not any("Amina" in warning for warning in intake.warnings)
