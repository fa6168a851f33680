"""The United States list of goods: every edition, and files that are not it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from manumit.core import PartialDate
from manumit.errors import InputError
from manumit.lists import dol_goods
from manumit.lists.load import built_in, read_list
from manumit.lists.model import Entry
from manumit.lists.source import Reading, list_sources
from tests.helpers import shared

SOURCE = list_sources()["us_dol_goods"]

ONE = """<?xml version="1.0" encoding="UTF-8"?>
<Goods>
  <Good>
    <Good_Name>Garments</Good_Name>
    <Good_Sector>Manufacturing</Good_Sector>
    <Countries>
      <Country>
        <Country_Name>Burma</Country_Name>
        <Country_ISO2>BU</Country_ISO2>
        <Country_Region>Asia &amp; Pacific</Country_Region>
        <Child_Labor>Yes</Child_Labor>
        <Forced_Labor>No</Forced_Labor>
        <Forced_Child_Labor>Yes</Forced_Child_Labor>
      </Country>
    </Countries>
  </Good>
</Goods>
"""


def read(text: str) -> Reading:
    return dol_goods.read(text.encode(), SOURCE)


def pairs(entries: tuple[Entry, ...]) -> set[tuple[tuple[str, ...], str]]:
    return {(entry.what[0].hs, entry.where[0].territory) for entry in entries}


def edition(name: str) -> tuple[Entry, ...]:
    reading = dol_goods.read(shared("data", "dol_goods", name).read_bytes(), SOURCE)
    assert reading.signals == ()
    return reading.entries


def test_an_entry_is_one_good_of_one_country_with_the_practices_marked_yes() -> None:
    (entry,) = read(ONE).entries
    assert (entry.id, entry.name) == ("garments-mm", "Garments, Burma")
    assert entry.what[0].hs == ("61", "62")
    assert entry.practices == ("child_labour", "forced_child_labour")
    assert entry.who == ()
    assert entry.status == "in_force"


def test_a_country_is_known_by_its_name_and_not_by_the_old_code_beside_it() -> None:
    assert read(ONE).entries[0].where[0].territory == "MM"  # the file says BU


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("goods_2014_complete_goods_by_good.xml", 353),
        ("goods_2016.xml", 379),
        ("TVPRA2016_0.xlsx", 379),
        ("goods_2017.xml", 418),
        ("goods_2018.xml", 418),
        ("goods_2019.xml", 438),
    ],
)
def test_every_edition_is_read_whole_and_without_a_signal(name: str, count: int) -> None:
    entries = edition(name)
    assert len(entries) == len({entry.id for entry in entries}) == count
    assert all(entry.practices and entry.what[0].hs for entry in entries)


def test_the_edition_of_2014_has_the_practices_that_its_file_marks() -> None:
    found = Counter(
        p for e in edition("goods_2014_complete_goods_by_good.xml") for p in e.practices
    )
    assert found == {"child_labour": 319, "forced_labour": 102, "forced_child_labour": 55}


def test_the_workbook_of_2016_lists_the_goods_of_the_xml_of_2016_in_other_spellings() -> None:
    assert pairs(edition("TVPRA2016_0.xlsx")) == pairs(edition("goods_2016.xml"))


def test_the_built_in_edition_is_the_file_of_2019() -> None:
    outside = built_in("us_dol_goods")
    assert outside.entries == edition("goods_2019.xml")


def test_the_built_in_edition_says_which_it_is_and_that_a_newer_one_exists() -> None:
    outside = built_in("us_dol_goods")
    assert len(outside.entries) == 438
    assert outside.as_of is not None
    assert outside.as_of.year == 2019
    (signal,) = outside.signals
    assert "2024 is newer" in signal


def test_csv_with_yes_and_no_gives_the_entries_of_the_xml() -> None:
    text = "Country,Good,Child Labor,Forced Labor,Forced Child Labor\nBurma,Garments,Yes,No,Yes\n"
    assert read(text).entries == read(ONE).entries


API = "Country,Country_ISOCode,Region,Sector,Good,All_Exploitations,CL,FL,FCL\n"


def test_years_of_the_programming_interface_say_when_a_good_was_listed() -> None:
    text = API + (
        "Bangladesh,BGD,Asia,Manufacturing,Bricks,CL FL,2009-2024,2009-present,\n"
        "Namibia,NAM,Africa,Agriculture,Cattle,CL,2009-2018,,\n"
    )
    bricks, cattle = read(text).entries
    assert bricks.starts == PartialDate(2009)
    assert bricks.status == "in_force"
    assert bricks.practices == ("child_labour", "forced_labour")
    assert bricks.ends is None
    assert (cattle.status, cattle.ends) == ("ended", PartialDate(2018))


def test_an_unknown_answer_is_signalled_and_is_not_a_no() -> None:
    reading = read(ONE.replace("<Child_Labor>Yes", "<Child_Labor>Perhaps"))
    assert "Garments, Burma" in reading.signals[0]
    assert "'Perhaps'" in reading.signals[0]
    assert "Perhaps" in reading.entries[0].note


def test_an_empty_answer_of_the_xml_is_signalled() -> None:
    reading = read(ONE.replace("<Forced_Labor>No</Forced_Labor>", "<Forced_Labor />"))
    assert "Forced_Labor" in reading.signals[0]


def test_an_unknown_tag_is_signalled() -> None:
    reading = read(ONE.replace("<Countries>", "<Good_Colour>blue</Good_Colour><Countries>"))
    assert reading.signals == ("Tag 'Good_Colour' is not known and was left out.",)


def test_an_unknown_country_is_signalled_with_its_place() -> None:
    reading = read(ONE.replace("Burma", "Freedonia"))
    assert reading.entries == ()
    assert reading.signals[0].startswith("Garments, Freedonia: the country is not known")


def test_an_unknown_good_is_kept_and_signalled() -> None:
    reading = read(ONE.replace("Garments", "Unobtainium"))
    assert reading.entries[0].what[0].hs == ()
    assert "Unobtainium" in reading.signals[0]


def test_xml_that_is_cut_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="damaged or cut at line"):
        read(ONE[: len(ONE) // 2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused(encoding: str) -> None:
    text = ONE.replace("<Goods>", '<!DOCTYPE g [<!ENTITY a "b">]>\n<Goods>').replace(
        "UTF-8", encoding
    )
    with pytest.raises(InputError, match="declares"):
        dol_goods.read(text.encode(encoding), SOURCE)


def test_xml_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="not a list of goods"):
        read("<?xml version='1.0'?><Invoices/>")


def test_an_entry_without_an_answer_tag_is_refused() -> None:
    with pytest.raises(InputError, match="has no tag"):
        read(ONE.replace("<Child_Labor>Yes</Child_Labor>", ""))


def test_a_damaged_workbook_is_refused() -> None:
    with pytest.raises(InputError, match="damaged"):
        dol_goods.read(b"PK\x03\x04 and no more", SOURCE)


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(InputError, match="no line has the columns"):
        read("a,b\n1,2\n")


def test_a_list_with_too_few_goods_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few"):
        read_list(ONE.encode(), str(tmp_path / "goods.xml"), "us_dol_goods")


def test_the_same_good_and_country_twice_get_two_ids() -> None:
    text = "Country,Good,Child Labor,Forced Labor\nChina,Tea,X,\nChina,Tea,,X\n"
    first, second = read(text).entries
    assert replace(first, id="", practices=()) == replace(second, id="", practices=())
    assert first.id != second.id
