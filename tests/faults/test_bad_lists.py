"""Lists that are cut, wrong or missing: screening stops, and never runs on half a list."""

import json
from pathlib import Path

import pytest

from manumit.errors import InputError
from manumit.io.outside_lists import load_lists
from manumit.lists.load import built_in, read_list
from manumit.lists.own import write

HEADER = (
    "Entity,Country,Industry,Status,WRO/Finding,Remarks,Press Release,Effective Date,"
    "Merchandise,Country Code,Calendar Year"
)


def refused(raw: bytes | str, name: str, id_: str, *, form: str = "") -> InputError:
    raw = raw.encode() if isinstance(raw, str) else raw
    with pytest.raises(InputError) as caught:
        read_list(raw, name, id_, form=form)
    return caught.value


def extraction(list_id: str, count: int, *, said: int | None = None) -> str:
    entity = {
        "name": "A Co., Ltd",
        "aliases": [],
        "country": "China",
        "effective_date": "June 21, 2022",
        "notes": "UFLPA Sec. 2(d)(2)(B)(v)",
    }
    entities = [entity | {"name": f"A{n} Co., Ltd"} for n in range(count)]
    return json.dumps({"list_id": list_id, "count": said or count, "entities": entities})


@pytest.mark.parametrize("count", [3, 400])
def test_a_list_of_another_size_stops_with_both_numbers(count: int) -> None:
    error = refused(extraction("dhs-uflpa", count), "copy.json", "us_dhs_uflpa")
    message = str(error)
    assert f"{count + 1} entries are too {'few' if count < 100 else 'many'}" in message
    assert "120 to 280" in message
    assert "copy.json" in message
    assert "Fetch it anew from https://www.dhs.gov/uflpa-entity-list" in message


def test_an_extraction_with_fewer_entities_than_it_says_was_cut() -> None:
    error = refused(extraction("dhs-uflpa", 130, said=144), "copy.json", "us_dhs_uflpa")
    assert "holds 130 entities and says 144" in str(error)


def test_json_that_breaks_off_is_damaged() -> None:
    text = extraction("dhs-uflpa", 130)[:-40]
    assert "damaged or cut" in str(refused(text, "copy.json", "us_dhs_uflpa"))


def test_the_extraction_of_another_list_is_refused() -> None:
    error = refused(extraction("ofac-sdn", 130), "copy.json", "us_dhs_uflpa")
    assert error.field == "list_id"


def test_a_csv_file_that_was_cut_in_a_row_is_refused() -> None:
    raw = write(built_in("us_cbp_forced_labor").entries)
    error = refused(raw[:-30], "copy.csv", "us_cbp_forced_labor", form="own")
    assert "The file may be cut" in str(error)


def test_a_csv_file_that_was_cut_between_rows_is_too_short() -> None:
    raw = "\n".join(write(built_in("us_cbp_forced_labor").entries).splitlines()[:20])
    error = refused(raw, "copy.csv", "us_cbp_forced_labor", form="own")
    assert "entries are too few" in str(error)


def test_a_row_of_the_publisher_with_too_few_cells_is_refused() -> None:
    error = refused(f"{HEADER}\nA Co.,China,All,Active\n", "orders.csv", "us_cbp_forced_labor")
    assert "line 2 has 4 cells where the header has 11" in str(error)


def test_columns_of_another_table_are_refused_with_those_needed() -> None:
    error = refused("Name,City\nA,B\n", "orders.csv", "us_cbp_forced_labor")
    assert "no line has the columns of this list" in str(error)
    assert "WRO/Finding" in error.hint


@pytest.mark.parametrize("id_", ["us_cbp_forced_labor", "br_slavery"])
def test_a_web_page_is_not_taken_for_the_list(id_: str) -> None:
    error = refused("<!DOCTYPE html><html><body>Log in</body></html>", "list.csv", id_)
    assert "a web page and not the list itself" in str(error)


def test_a_page_without_the_table_or_without_its_end_is_refused() -> None:
    page = "<html><body><table><tr><th>Entity Name</th><th>Effective Date</th></tr>"
    page += "<tr><td>A</td><td>June 21, 2022</td></tr></table>"
    assert "breaks off" in str(refused(page, "page.html", "us_dhs_uflpa"))
    error = refused("<html><body><p>Moved</p></body></html>", "page.html", "us_dhs_uflpa")
    assert "no table with the columns" in str(error)


def test_a_line_that_is_no_entity_is_named() -> None:
    good = '{"id":"c","schema":"Company","properties":{"name":["A"]}}'
    error = refused(f"{good}\n{good[:30]}", "some.json", "some", form="ftm")
    assert str(error).startswith("some.json, line 2: not a JSON object")
    error = refused(f"{good}\n[1]", "some.json", "some", form="ftm")
    assert "not a FollowTheMoney entity" in str(error)


def test_a_list_of_persons_only_is_refused() -> None:
    line = '{"id":"p","schema":"Person","properties":{"name":["Nobody"]}}'
    error = refused(line, "some.json", "some", form="ftm")
    assert "holds no company" in str(error)
    assert "Nobody" not in str(error)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,colour\nA,red\n", "unknown column"),
        ("name,name\nA,B\n", "twice"),
        ("note\nx\n", "neither name nor goods nor territory"),
        ("name,kind\nA,castle\n", "this value is not known"),
        ("name,status\nA,maybe\n", "Use one of: in_force"),
        ("name,starts\nA,1/2/2022\n", "Not a date"),
        ("name,territory\nA,Atlantis\n", "no territory has this name"),
        ("name,area\nA,Xinjiang\n", "an area needs its territory"),
        ("goods,hs\nTea|Rice,09\n", "has 1 values where goods has 2"),
        ("goods,hs\nTea,9\n", "2, 4 or 6 digits"),
        ("name,practices\nA,theft\n", "'theft' is not known"),
        ("name,identifiers\nA,9074729\n", "KIND:NUMBER"),
        ("name,address\n,1 Road\n", "no name that this is about"),
        ("name,note\n,x\n", "names no party, no goods and no place"),
        ("name\nA\nA\n", "another row has the same name"),
        ("id,name,status\n1,A,ended\n1,B,in_force\n", "an earlier row has this id"),
        ("id,goods\n1,Tea\n1,Tea\n", "must name another party"),
    ],
)
def test_a_row_of_ones_own_list_that_cannot_be_read_stops_it(text: str, message: str) -> None:
    error = refused(text, "ours.csv", "ours", form="own")
    assert message in str(error)
    assert "ours.csv" in error.where


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_text("Supplier,Town\nA,B\n")
    with pytest.raises(InputError, match="none of the lists that are known"):
        load_lists([str(path)])
    path.write_text("")
    with pytest.raises(InputError, match="the file is empty"):
        load_lists([str(path)])


def test_a_name_that_is_neither_list_nor_file_gets_a_hint() -> None:
    with pytest.raises(InputError) as caught:
        load_lists(["us_dhs_ufpla"])
    assert "us_dhs_uflpa" in caught.value.hint


def test_a_list_that_is_not_built_in_says_where_to_fetch_it() -> None:
    with pytest.raises(InputError) as caught:
        load_lists(["br_slavery"])
    assert "https://www.gov.br/" in caught.value.hint


def test_one_list_cannot_be_given_twice() -> None:
    with pytest.raises(InputError, match="us_dhs_uflpa is there twice"):
        load_lists(["us_dhs_uflpa", "us_dhs_uflpa"])


def test_a_file_of_one_list_is_not_taken_for_another(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(f"{HEADER}\n")
    with pytest.raises(InputError, match="the file is us_cbp_forced_labor and not br_slavery"):
        load_lists([f"br_slavery={path}"])
