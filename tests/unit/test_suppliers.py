"""Supplier lists: real ones, those of Open Supply Hub, workbooks, and FollowTheMoney entities."""

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from manumit.core.os_id import os_id, os_id_check
from manumit.core.register_numbers import register_number
from manumit.errors import DataError
from manumit.io.suppliers import SupplierIntake, read_suppliers
from manumit.reference import territories
from manumit.reference.territories import territory_code, territory_hint, territory_name
from manumit.supply.model import Supplier
from tests.helpers import shared

# Ids that Open Supply Hub uses in the tests and examples of its own repositories.
OS_IDS = (
    "CN2021250D1DTN7",
    "BD2020021QK28YZ",
    "BD2019086FE689M",
    "CN2019303BQ3FZP",
    "CN202031463D4MB",
)


def written(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path: Path, text: str, name: str = "list.csv", **options: object) -> SupplierIntake:
    return read_suppliers([written(tmp_path, text, name)], **options)  # type: ignore[arg-type]


def only(intake: SupplierIntake) -> Supplier:
    (supplier,) = intake.suppliers
    return supplier


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


# --- real lists


# Rows of each list, counted with the csv module of the standard library.
OPEN_APPAREL = (75, 18, 77, 62, 38, 29, 59, 33, 54, 51, 14, 25, 46, 351)


def test_every_row_of_the_open_apparel_lists_is_read_with_a_country_and_a_point() -> None:
    folder = shared("data", "open_apparel_lists")
    paths = [folder / f"list_{number}.csv" for number in range(2, 16)]
    intake = read_suppliers(paths)
    counts = Counter(supplier.file for supplier in intake.suppliers)
    assert tuple(counts[path.name] for path in paths) == OPEN_APPAREL
    assert len(intake.suppliers) == intake.rows == 932
    assert intake.rejects == []
    assert intake.warnings == []
    assert all(supplier.territory and supplier.latitude for supplier in intake.suppliers)


def test_a_list_as_workbook_gives_the_same_names_as_the_list_as_csv() -> None:
    folder = shared("data", "open_apparel_lists")
    book = read_suppliers([folder / "list_12.xlsx"])
    table = read_suppliers([folder / "list_12.csv"])
    assert len(book.suppliers) == 15
    assert {each.names for each in table.suppliers} <= {each.names for each in book.suppliers}
    assert {each.sheet for each in book.suppliers} == {"12"}


def test_the_universal_mill_list_is_read_with_groups_and_its_contradictions() -> None:
    intake = read_suppliers([shared("data", "palm_mills", "universal_mill_list.csv")])
    assert len(intake.suppliers) == 2095
    first = intake.suppliers[1]
    assert first.names == ("SEDENAK",)
    assert first.parents == ("EPA MANAGEMENT SDN BHD", "KULIM (MALAYSIA) BERHAD")
    assert (first.territory, first.area) == ("MY", "Johor")
    assert first.address == "Kulaijaya, Johor"
    assert first.identifiers == (("uml", "PO1000000019"),)
    # 26 mills in Indonesia have IND, the code of India.
    territories_ = Counter(supplier.territory for supplier in intake.suppliers)
    assert (territories_["ID"], territories_["IN"]) == (1247, 9)
    (warning,) = intake.warnings
    assert "and 6 more: columns of the country disagree" in warning


def test_lists_of_two_brands_are_read_with_the_points_that_cannot_be_right_left_out() -> None:
    folder = shared("data", "palm_mills")
    intake = read_suppliers(
        [folder / "brand_ferrero_2020H1.csv", folder / "brand_unilever_2019.csv"]
    )
    assert Counter(each.file for each in intake.suppliers) == {
        "brand_ferrero_2020H1.csv": 650,
        "brand_unilever_2019.csv": 1523,
    }
    assert sum(each.latitude is None for each in intake.suppliers) == 6
    assert any("rows 117, 243: a latitude is not from -90" in text for text in intake.warnings)


def test_a_manufacturing_map_is_read_with_its_address_in_parts() -> None:
    intake = read_suppliers([shared("data", "nike", "nike_2023-08.csv")])
    assert len(intake.suppliers) == 643
    assert intake.warnings == []
    first = intake.suppliers[0]
    assert first.names == ("A & K Designs, Inc.",)
    assert first.address == "8564 NE Alderwood Road, Portland, Oregon, 97220"
    assert (first.territory, first.area) == ("US", "Oregon")
    assert first.parents == ("A & K DESIGNS",)
    assert first.goods == ("Apparel",)


# --- columns


def test_the_upload_of_open_supply_hub_is_read_whole(tmp_path: Path) -> None:
    header = (
        "country,name,address,sector,product_type,sector_product_type,facility_type,"
        "processing_type,number_of_workers,parent_company,parent_company_os_id,"
        "native_language_name,duns_id,lei_id,rba_id,lat,lng,isic_4"
    )
    row = (
        "Bangladesh,Ha-Meem,Dhaka,Apparel,Shirts|Trousers,Unspecified,Cutting,Sewing,1001-5000,"
        "Ha-Meem Group|Other,BD2020021QK28YZ,হা-মীম,123456789,5493001KJTIIGC8Y1R12,x7,23.8,90.4,"
    )
    intake = read(tmp_path, f"{header}\n{row}\n")
    assert intake.warnings == []
    assert only(intake) == Supplier(
        file="list.csv",
        row=2,
        names=("Ha-Meem", "হা-মীম"),
        address="Dhaka",
        territory="BD",
        latitude=23.8,
        longitude=90.4,
        parents=("Ha-Meem Group", "Other"),
        goods=("Shirts", "Trousers", "Apparel"),
        identifiers=(("lei", "5493001KJTIIGC8Y1R12"), ("duns", "123456789"), ("rba", "x7")),
    )


def test_the_downloads_of_open_supply_hub_are_read(tmp_path: Path) -> None:
    header = (
        "os_id,contribution_date,name,address,country_code,country_name,lat,lng,sector,"
        "number_of_workers,parent_company,processing_type_facility_type_raw,facility_type,"
        "processing_type,product_type,is_closed"
    )
    row = "CN2021250D1DTN7,2024-01-01,A,B,CN,China,1.5,2.5,Apparel|Toys,5,,,,,,False"
    supplier = only(intake := read(tmp_path, f"{header}\n{row}\n"))
    assert (supplier.os_id, supplier.territory) == ("CN2021250D1DTN7", "CN")
    assert supplier.goods == ("Apparel", "Toys")
    assert intake.warnings == []


def test_the_export_of_list_items_is_read_with_the_id_that_was_matched(tmp_path: Path) -> None:
    header = (
        "row_index,status,country_code,country_name,name,address,matched_facility_os_id,"
        "matched_facility_name,matched_facility_address,matched_facility_lng,matched_facility_lat,"
        "potential_match_os_id,potential_match_confidence,potential_match_status"
    )
    row = "0,MATCHED,BD,Bangladesh,A,B,BD2019086FE689M,Other,Else,90.1,23.1,CN2019303BQ3FZP,0.7,x"
    supplier = only(intake := read(tmp_path, f"{header}\n{row}\n"))
    assert (supplier.os_id, supplier.names, supplier.address) == ("BD2019086FE689M", ("A",), "B")
    assert intake.warnings == []


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("Factory Name *,Address,Country / Region,Products", "English"),
        ("NOM DU FOURNISSEUR,Adresse,Pays,Produits", "French"),
        ("Nombre de la fabrica,Direccion,País,Productos", "Spanish"),
        ("工厂名称,地址,国家,产品", "Chinese"),
        ("供应商 Supplier,地址 (Address),国家/Country,产品 Products", "two languages"),
    ],
)
def test_headings_are_known_in_the_language_of_the_list(
    tmp_path: Path, header: str, language: str
) -> None:
    intake = read(tmp_path, f"{header}\n合盛硅业,Shihezi,中国,Silicon\n")
    supplier = only(intake)
    assert supplier.names == ("合盛硅业",), language
    assert (supplier.address, supplier.territory) == ("Shihezi", "CN")
    assert supplier.goods == ("Silicon",)
    assert intake.warnings == []


def test_a_mapping_wins_over_the_headings(tmp_path: Path) -> None:
    text = "name,Werk,Land\nGroup,Plant 2,India\n"
    supplier = only(intake := read(tmp_path, text, mapping={"name": "Werk"}))
    assert (supplier.names, supplier.territory) == (("Plant 2",), "IN")
    assert "not read, since their names are not known: name." in intake.warnings[0]


def test_an_unknown_column_draws_one_warning_and_an_ignored_one_none(tmp_path: Path) -> None:
    text = "name,country,Shoe size,Buyer\nA,IN,3,x\n"
    intake = read(tmp_path, text, ignore=("Buyer",))
    assert [text for text in intake.warnings if "Shoe size" in text] == [
        "list.csv: not read, since their names are not known: Shoe size. "
        "--map FIELD=COLUMN reads one, --ignore COLUMN leaves it out."
    ]
    assert not any("Buyer" in text for text in intake.warnings)


def test_two_columns_of_names_are_both_kept(tmp_path: Path) -> None:
    text = "Supplier Name,Factory Name,Alternative name\nB Ltd,A Ltd,C|b ltd\n"
    assert only(read(tmp_path, text)).names == ("A Ltd", "B Ltd", "C", "b ltd")


# --- values


def test_goods_inputs_and_codes_are_set_apart(tmp_path: Path) -> None:
    text = "name;product;raw materials;HS code\nA;Shirts|Shirts|Unspecified;Cotton;6109.10.00|52\n"
    supplier = only(read(tmp_path, text))
    assert supplier.goods == ("Shirts",)
    assert supplier.inputs == ("Cotton",)
    assert supplier.hs == ("610910", "52")


@pytest.mark.parametrize(
    ("cell", "codes", "warned"),
    [
        ("610910", ("610910",), False),
        ("10121", ("010121",), True),
        ("0901.1", ("0901",), False),
        ("6109 10, 6110", ("610910", "6110"), False),
        ("99", (), True),
        ("cotton", (), True),
        ("n/a", (), False),
    ],
)
def test_codes_of_goods_have_two_four_or_six_digits(
    tmp_path: Path, cell: str, codes: tuple[str, ...], warned: bool
) -> None:
    intake = read(tmp_path, f'name,country,hs\nA,IN,"{cell}"\n')
    assert only(intake).hs == codes
    assert any("HS code" in text for text in intake.warnings) is warned


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [
        ("22.5", "114.1", (22.5, 114.1)),
        ('"22,5"', '"114,1"', (22.5, 114.1)),
        ("22.5 N", "14.1° W", (22.5, -14.1)),
        ("0", "0", (None, None)),
        ("0", "32.5", (0.0, 32.5)),
        ("22.5", "", (None, None)),
        ("91", "10", (None, None)),
        ("nan", "10", (None, None)),
        ("north", "10", (None, None)),
        ("22.5", "180.5", (None, None)),
    ],
)
def test_a_point_is_known_whole_or_not_at_all(
    tmp_path: Path, latitude: str, longitude: str, point: tuple[float | None, float | None]
) -> None:
    supplier = only(read(tmp_path, f"name,lat,lng\nA,{latitude},{longitude}\n"))
    assert (supplier.latitude, supplier.longitude) == point


def test_coordinates_in_one_cell_are_read(tmp_path: Path) -> None:
    supplier = only(read(tmp_path, 'name,GPS coordinates\nA,"-2.253539, -48.58567"\n'))
    assert (supplier.latitude, supplier.longitude) == (-2.253539, -48.58567)


def test_an_address_holds_each_part_once(tmp_path: Path) -> None:
    text = (
        "name,address,city,province,postcode\n"
        'A,"1 Road, Dhaka 1341",DHAKA,Dhaka,1341\n'
        "B,Al Quoz,Al,,5\n"
        "C,,Lima,,\n"
    )
    addresses = [supplier.address for supplier in read(tmp_path, text).suppliers]
    assert addresses == ["1 Road, Dhaka 1341", "Al Quoz, 5", "Lima"]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'name,country\nA,IN\n\n"B\nC",IN\n,\nD\nE,IN\n'
    intake = read(tmp_path, text)
    assert [(each.row, each.names) for each in intake.suppliers] == [
        (2, ("A",)),
        (4, ("B C",)),
        (7, ("E",)),
    ]
    assert [(reject.row, reject.reason) for reject in intake.rejects] == [
        (6, "1 cells where the header has 2")
    ]
    assert intake.rows == 4


def test_the_same_supplier_twice_is_kept_twice(tmp_path: Path) -> None:
    assert len(read(tmp_path, "name,country\nA,IN\nA,IN\n").suppliers) == 2


# --- ids


@pytest.mark.parametrize("id_", OS_IDS)
def test_ids_of_open_supply_hub_end_with_their_check_character(id_: str) -> None:
    assert os_id(id_) == id_
    assert os_id(f"{id_[:2]}-{id_[2:9]} {id_[9:].lower()}") == id_
    assert os_id_check(id_[:-1]) == id_[-1]


def test_the_id_that_illustrates_the_rule_of_open_supply_hub_does_not_follow_it() -> None:
    # IN 2019067 X1K87 E stands in a comment of its code, to show the parts of an id.
    assert os_id_check("IN2019067X1K87") == "G"
    assert os_id("IN2019067X1K87E") is None


def test_an_id_with_a_wrong_check_character_is_left_out_and_its_row_kept(tmp_path: Path) -> None:
    intake = read(tmp_path, "os_id,name,country\nCN2021250D1DTN8,A,CN\n")
    assert only(intake).os_id == ""
    assert any(text.startswith("list.csv: row 2: an OS ID is not one") for text in intake.warnings)


def test_register_numbers_are_checked() -> None:
    # Petróleo Brasileiro, and the example that Receita Federal gives for numbers with letters.
    assert register_number("cnpj", "33.000.167/0001-01") == "33000167000101"
    assert register_number("cnpj", "12.ABC.345/01DE-35") == "12ABC34501DE35"
    assert register_number("cnpj", "33.000.167/0001-02") is None
    assert register_number("cnpj", "0" * 14) is None
    assert register_number("uscc", "91350100M000100Y43") == "91350100M000100Y43"
    assert register_number("uscc", "91350100M000100Y44") is None
    assert register_number("lei", "5493001KJTIIGC8Y1R12") == "5493001KJTIIGC8Y1R12"
    assert register_number("lei", "5493001KJTIIGC8Y1R13") is None
    assert register_number("duns", "12-345-6789") == "123456789"
    assert register_number("duns", "12345") is None


def test_the_number_of_a_person_in_the_place_of_a_company_is_not_kept(tmp_path: Path) -> None:
    intake = read(tmp_path, "name,cnpj,country\nA,123.456.789-09,BR\n")
    assert only(intake).identifiers == ()
    assert not any("123" in text for text in intake.warnings)


# --- workbooks and Parquet


def test_every_sheet_with_a_header_is_read_below_its_titles(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        Notes=[["This list is public"], ["Since 2019"]],
        Asia=[
            ["Tier 1 suppliers"],
            [],
            ["Factory", None, "Location", None],
            ["Name", "Products", "Address", "Country"],
            ["A Ltd", "Shirts", "Dhaka", "Bangladesh"],
            ["=A5", None, None, "Bangladesh"],
        ],
        Africa=[
            ["name", None, "country"],
            ["B Ltd", 5, "Egypt"],
            [None, None, None],
            ["C", 1, "MA"],
        ],
    )
    intake = read_suppliers([path])
    assert [(s.sheet, s.row, s.names, s.territory) for s in intake.suppliers] == [
        ("Asia", 5, ("A Ltd",), "BD"),
        ("Africa", 2, ("B Ltd",), "EG"),
        ("Africa", 4, ("C",), "MA"),
    ]
    assert [(reject.file, reject.row) for reject in intake.rejects] == [("list.xlsx, Asia", 6)]
    assert intake.rows == 4
    assert "list.xlsx: Not read, since no row is a header: sheets Notes." in intake.warnings
    assert "list.xlsx: The header is row 4 of sheet Asia." in intake.warnings
    assert any("not known: column 2." in text for text in intake.warnings)


def test_a_header_below_titles_is_found_in_csv_with_any_delimiter(tmp_path: Path) -> None:
    text = "Supplier list, May 2024\n\nName;Address;Country\nA;Dhaka, Zone 2;BD\n"
    intake = read(tmp_path, text)
    assert only(intake).address == "Dhaka, Zone 2"
    assert only(intake).row == 4
    assert "list.csv: The header is row 3." in intake.warnings


def test_parquet_is_read(tmp_path: Path) -> None:
    table = pa.table(
        {"name": ["A", None], "address": [None, "B"], "lat": [1.5, None], "lng": [2, 3]}
    )
    pq.write_table(table, tmp_path / "list.parquet")
    intake = read_suppliers([tmp_path / "list.parquet"])
    assert [(s.names, s.address, s.latitude) for s in intake.suppliers] == [
        (("A",), "", 1.5),
        ((), "B", None),
    ]


# --- entities of FollowTheMoney


def entity(id_: str, schema: str, **properties: list[str]) -> str:
    return json.dumps({"id": id_, "schema": schema, "properties": properties}, ensure_ascii=False)


def test_companies_are_read_from_entities_with_address_and_parent(tmp_path: Path) -> None:
    lines = [
        entity(
            "c1",
            "Company",
            name=["合盛硅业股份有限公司"],
            alias=["Hoshine Silicon"],
            country=["cn"],
            addressEntity=["a1"],
            parent=["c2"],
            sector=["Silicon"],
            registrationNumber=["91350100M000100Y43"],
            leiCode=["5493001KJTIIGC8Y1R12"],
        ),
        entity("p1", "Person", name=["Somebody"]),
        "",
        entity("c2", "Organization", name=["Parent"], address=["Road 1"], jurisdiction=["hk"]),
        entity(
            "a1",
            "Address",
            city=["Shihezi"],
            region=["Xinjiang"],
            latitude=["44.3"],
            longitude=["86.0"],
        ),
        entity("o1", "Ownership", owner=["c2"]),
    ]
    intake = read(tmp_path, "\n".join(lines), "list.ftm.json")
    first, second = intake.suppliers
    assert first == Supplier(
        file="list.ftm.json",
        row=1,
        names=("合盛硅业股份有限公司", "Hoshine Silicon"),
        address="Shihezi, Xinjiang",
        territory="CN",
        area="Xinjiang",
        latitude=44.3,
        longitude=86.0,
        parents=("Parent",),
        goods=("Silicon",),
        identifiers=(("lei", "5493001KJTIIGC8Y1R12"), ("uscc", "91350100M000100Y43")),
    )
    assert (second.row, second.address, second.territory) == (4, "Road 1", "HK")
    assert intake.warnings == [
        "list.ftm.json: left out, since they are not companies: 1 Person, 1 Ownership."
    ]
    assert "Somebody" not in str(intake)


# --- territories


def test_territories_are_known_by_names_and_codes_in_any_spelling() -> None:
    for text in ("Viet Nam", "VIETNAM", "vn", "VNM", "Việt Nam", "越南"):
        assert territory_code(text) == "VN", text
    assert territory_code("Cote d'Ivoire") == territory_code("CÔTE D’IVOIRE") == "CI"
    assert territory_code("Atlantis") is None
    assert territory_code("") is None
    assert territory_name("VN") == "Vietnam"
    assert territory_hint("Bangladsh") == "Did you mean Bangladesh?"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("AA,AAB,One,x\nAB,AAC,Two,X.", "stands for AA too"),
        ("AA,AAB,One,\nAA,AAC,Two,", "this code is entered twice"),
        ("Aa,AAB,One,", "codes of two and three capitals"),
    ],
)
def test_a_spelling_or_code_of_two_territories_is_an_error_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, message: str
) -> None:
    path = written(tmp_path, f"code,code3,name,also\n{row}\n", "territories.csv")
    monkeypatch.setattr(territories, "data_file", lambda _: path)
    with pytest.raises(DataError, match=message):
        territories._territories.__wrapped__()
