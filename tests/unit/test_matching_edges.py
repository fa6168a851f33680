"""Matching at its edges: names without words, numbers of sites, subsidiaries, brackets."""

import csv
from typing import Any

import pytest

from manumit.reference.compiled import data_file, data_paths
from manumit.supply.names.lexicon import Kind, lexicon
from manumit.supply.names.romanise import sound
from tests.unit import test_judgements as tj
from tests.unit import test_screen_engine as ts
from tests.unit.test_names import LIKELY, UNLIKELY, chance, of_kind, weighing


@pytest.mark.parametrize(
    "fields",
    [{"address": "Kashgar, Xinjiang", "territory": "CN"}, {"identifiers": (("imo", "9074729"),)}],
)
def test_a_supplier_without_a_name_is_found_by_its_area_or_register_number(
    fields: dict[str, Any],
) -> None:
    assert ts.found(ts.site(**fields), ts.BAN, ts.SHIP) != {}


def test_a_native_name_in_another_place_falls_under_an_entry_that_covers_subsidiaries() -> None:
    listed = ts.entry("z", "Xinjiang Zhongtai Group Co. Ltd.", subsidiaries=True)
    match = ts.found(ts.site("喀什中泰集团有限公司"), listed, threshold=0)["z"]
    assert all(one.rule != "screen.place" for one in match.because[0].because)
    assert match.probability > 0.5


def test_a_subsidiary_of_another_city_falls_under_an_entry_that_covers_subsidiaries() -> None:
    listed = ts.entry("beta", "Ningbo Beta Spinning Co., Ltd.", subsidiaries=True)
    assert "beta" in ts.found(ts.site("Suzhou Beta Spinning Co., Ltd."), listed)


def test_a_match_that_people_were_unsure_of_is_shown_below_the_threshold_too() -> None:
    (one,) = tj.screened([tj.judged("unsure")], threshold=0.999)
    assert [match.entry.id for match in one.matches] == ["alpha"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Bestway Unit II", "2"),
        ("Bestway 2nd Factory", "2"),
        ("Bestway Second Factory", "2"),
        ("百事威第二十一厂", "21"),
        ("Alpha Knit Unit A", "a"),
    ],
)
def test_a_number_of_a_site_is_read(name: str, number: str) -> None:
    assert all(numbers == {number} for numbers in of_kind(name, Kind.NUMBER))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bestway Garments Unit II", "Bestway Garments Unit III"),
        ("Alpha Knit Unit A", "Alpha Knit Unit B"),
        ("东莞百事威第二厂", "东莞百事威第三厂"),
        ("东莞百事威第二厂", "Dongguan Baishiwei No. 3 Factory"),
        ("합성제2공장", "합성제3공장"),
        ("合盛硅业股份有限公司", "Xinte Silicon Industry Co., Ltd."),
    ],
)
def test_names_that_differ_in_number_or_distinctive_word_are_others(left: str, right: str) -> None:
    assert chance(left, right) < UNLIKELY


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bestway Unit II", "Bestway Unit 2"),
        ("Dongguan Bestway Plant No. 2", "Dongguan Bestway Factory 2"),
        ("บริษัท เจริญโภคภัณฑ์อาหาร จำกัด (มหาชน)", "Charoen Pokphand Foods PCL"),
        ("XPCC", "Xinjiang Production and Construction Corps"),
        ("Bingtuan", "新疆生产建设兵团"),
    ],
)
def test_names_written_in_two_ways_are_one(left: str, right: str) -> None:
    assert chance(left, right) > LIKELY


@pytest.mark.parametrize("name", ["(주)노바텍스", "㈜노바텍스", "노바텍스(주)"])
def test_a_legal_form_in_brackets_is_no_part_of_the_name(name: str) -> None:
    assert any(words in weighing("노바텍스") for words in weighing(name)), weighing(name)


def test_two_romanisations_have_one_sound() -> None:
    assert sound("beximco") == sound("beksimko") == "pksmk"


@pytest.mark.parametrize("path", data_paths("names/words", ".csv"))
def test_every_file_of_words_is_sorted(path: str) -> None:
    words = [row["word"] for row in csv.DictReader(data_file(path).read_text("utf-8").splitlines())]
    assert words == sorted(words)


def test_a_text_read_in_two_languages_keeps_the_readings_of_both() -> None:
    assert {"ue", "shang"} <= set(lexicon().readings["上"])
    assert {"hikari", "guang"} <= set(lexicon().readings["光"])
