"""Goods of suppliers met with goods that lists name, and the concordance of their names."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.lists import Entry, Good, Party, Place
from manumit.lists.load import built_in
from manumit.reference import word
from manumit.reference.goods import commodities, goods_in, goods_weights, made_into
from manumit.reference.territories import territory_code
from manumit.reference.texts import texts
from manumit.supply.goods import GoodMatch, GoodsIndex, goods_matches
from manumit.supply.goods_given import Origin, harmonised, origin_of
from manumit.supply.model import Supplier
from tests.helpers import examples, shared

TURKMEN_COTTON = Entry(
    "turkmen-cotton",
    "All Turkmenistan cotton, or products made in whole or in part with it",
    what=(
        Good("Cotton", ("52",)),
        Good("Products made with cotton", made_with=("cotton",)),
    ),
    where=(Place("TM"),),
)
XINJIANG = Entry(
    "xinjiang",
    "Cotton, tomatoes and downstream products",
    what=(
        Good("Cotton", ("52",)),
        Good("Tomatoes", ("0702", "2002")),
        Good("Downstream products of cotton and tomatoes", made_with=("cotton", "tomatoes")),
    ),
    where=(Place("CN", "Xinjiang"),),
)
PRESUMPTION = Entry("presumption", "All goods of Xinjiang", where=(Place("CN", "Xinjiang"),))
MALAWI_TOBACCO = Entry(
    "malawi-tobacco",
    "Products containing tobacco",
    what=(Good("Products containing tobacco", ("2402", "2403"), ("tobacco",)),),
    where=(Place("MW"),),
)


def dol(good: str, territory: str, *hs: str) -> Entry:
    return Entry(
        f"{good}-{territory}", f"{good}, {territory}", (), (Good(good, hs),), (Place(territory),)
    )


LISTED = (
    TURKMEN_COTTON,
    XINJIANG,
    PRESUMPTION,
    MALAWI_TOBACCO,
    dol("Garments", "BD", "61", "62"),
    dol("Shrimp", "TH", "030617"),
    dol("Sapphires", "MG", "710310", "710391"),
    dol("Widgets", "BD"),
)
INDEX = GoodsIndex(LISTED)


def screened(**known: object) -> tuple[dict[str, GoodMatch], tuple[str, ...]]:
    supplier = Supplier("list.csv", 2, ("Mill",), **known)  # type: ignore[arg-type]
    matches, notes = goods_matches(supplier, INDEX)
    return {match.entry.id: match for match in matches}, notes


def says(match: GoodMatch) -> str:
    return " ".join(reason.says for top in match.because for reason in top.walk())


def test_cotton_garments_made_in_turkmenistan_may_fall_under_the_ban_of_its_cotton() -> None:
    matches, _ = screened(goods=("cotton garments",), territory="TM")
    assert matches["turkmen-cotton"].probability == pytest.approx(0.85 * 0.75)
    assert "Turkmenistan" in says(matches["turkmen-cotton"])


def test_garments_made_in_turkmenistan_are_commonly_of_cotton() -> None:
    matches, _ = screened(goods=("garments",), territory="TM")
    assert matches["turkmen-cotton"].probability == pytest.approx(0.95 * 0.5)
    assert "commonly made" in says(matches["turkmen-cotton"])


def test_a_garment_plant_in_bangladesh_makes_the_listed_garments_of_bangladesh() -> None:
    matches, _ = screened(goods=("Garments",), territory="BD")
    assert matches.keys() == {"Garments-BD"}
    assert matches["Garments-BD"].probability == pytest.approx(0.95)


def test_cotton_of_unknown_origin_is_not_turkmen_cotton_but_not_checked() -> None:
    matches, notes = screened(goods=("cotton shirts",), territory="BD")
    assert matches.keys() == {"Garments-BD"}
    assert any("cotton" in note and "Origin unknown" in note for note in notes)


def test_cotton_that_comes_from_turkmenistan_falls_under_the_ban_wherever_it_is_sewn() -> None:
    for written in ("cotton@TM", "cotton (Turkmenistan)", "raw cotton @ TKM"):
        matches, notes = screened(goods=("shirts",), inputs=(written,), territory="VN")
        assert matches["turkmen-cotton"].probability > 0.8
        assert not any("Origin unknown" in note for note in notes)


def test_cotton_that_comes_from_elsewhere_does_not_fall_under_the_ban() -> None:
    matches, notes = screened(goods=("cotton shirts",), inputs=("cotton@US",), territory="TM")
    assert matches == {}
    assert notes == ()


def test_code_5201_of_turkmenistan_falls_under_the_listed_chapter() -> None:
    matches, _ = screened(hs=("5201.00",), territory="TM")
    assert matches["turkmen-cotton"].probability == pytest.approx(0.95)
    assert "5201.00" in says(matches["turkmen-cotton"])


def test_a_chapter_that_only_contains_the_listed_code_is_weaker() -> None:
    chapter, _ = screened(hs=("03",), territory="TH")
    heading, _ = screened(hs=("0306",), territory="TH")
    code, _ = screened(hs=("030617",), territory="TH")
    found = [each["Shrimp-TH"].probability for each in (chapter, heading, code)]
    assert found == pytest.approx([0.5, 0.6, 0.95])


def test_tomato_paste_of_xinjiang_is_a_listed_product_of_tomatoes() -> None:
    for goods in ("tomatoes paste", "番茄酱"):
        matches, _ = screened(goods=(goods,), territory="CN", area="Xinjiang")
        assert matches["xinjiang"].probability == pytest.approx(0.8)


def test_tomato_paste_of_another_province_is_not_listed() -> None:
    matches, notes = screened(goods=("tomato paste",), territory="CN", area="Guangdong")
    assert matches == {}
    assert not any("part of the territory" in note for note in notes)


def test_an_unknown_province_is_not_checked_and_never_no_match() -> None:
    matches, notes = screened(goods=("tomato paste",), territory="CN")
    assert matches == {}
    assert any("part of the territory" in note and XINJIANG.name in note for note in notes)


def test_an_unknown_territory_is_not_checked_and_never_no_match() -> None:
    matches, notes = screened(goods=("garments",))
    assert matches == {}
    assert word("screen.good.no_territory", "en") in notes


def test_unknown_goods_are_not_checked_and_never_no_match() -> None:
    matches, notes = screened(territory="BD")
    assert matches == {}
    assert word("screen.good.no_goods", "en") in notes


def test_a_word_that_names_no_good_is_not_checked() -> None:
    for goods in ("Manufacturing", "Flim flam"):
        _, notes = screened(goods=(goods,), territory="BD")
        assert any(goods in note for note in notes)


def test_an_origin_that_is_no_territory_is_not_checked() -> None:
    matches, notes = screened(goods=("towels",), inputs=("cotton@Absurdia",), territory="TM")
    assert matches == {}
    assert any("cotton@Absurdia" in note for note in notes)


def test_a_listed_good_that_the_concordance_lacks_is_met_by_its_own_name() -> None:
    matches, notes = screened(goods=("widget",), territory="BD")
    assert matches["Widgets-BD"].probability == pytest.approx(0.95)
    assert not any("widget" in note for note in notes)


def test_an_input_of_a_place_of_which_all_goods_are_listed_is_met() -> None:
    matches, _ = screened(goods=("bags",), inputs=("cotton@CN/Xinjiang",), territory="VN")
    assert {"presumption", "xinjiang"} <= matches.keys()


def test_a_site_in_a_listed_area_is_left_to_the_areas() -> None:
    matches, _ = screened(goods=("bags",), territory="CN", area="Xinjiang")
    assert "presumption" not in matches


def test_a_site_in_a_territory_of_which_all_goods_are_listed_is_met_without_goods() -> None:
    supplier = Supplier("f", 2, ("Mill",), territory="KP")
    (match,), _ = goods_matches(supplier, GoodsIndex((Entry("kp", "All", where=(Place("KP"),)),)))
    assert match.probability == pytest.approx(0.95)


def test_an_input_listed_for_certain_goods_counts_less_for_others() -> None:
    cigarettes, _ = screened(goods=("cigarettes",), inputs=("tobacco@MW",), territory="ZA")
    towels, _ = screened(goods=("towels",), inputs=("tobacco@MW",), territory="ZA")
    assert cigarettes["malawi-tobacco"].probability > towels["malawi-tobacco"].probability


def test_rubies_are_not_sapphires_though_both_have_one_code() -> None:
    assert screened(goods=("rubies",), territory="MG")[0] == {}
    assert screened(goods=("sapphire",), territory="MG")[0].keys() == {"Sapphires-MG"}


def test_a_wider_word_may_be_the_listed_good() -> None:
    matches, _ = screened(goods=("seafood",), territory="TH")
    assert matches["Shrimp-TH"].probability == pytest.approx(0.4)


def test_entries_that_name_parties_or_have_ended_are_not_met_by_goods() -> None:
    named = Entry(
        "a", "Mill", (Party("entity", ("Mill",)),), (Good("Tea", ("0902",)),), (Place("CN"),)
    )
    ended = Entry("b", "Tea", what=(Good("Tea", ("0902",)),), where=(Place("CN"),), status="ended")
    supplier = Supplier("f", 2, ("X",), territory="CN", goods=("tea",))
    assert goods_matches(supplier, GoodsIndex((named, ended)))[0] == ()


def test_an_entry_without_a_place_is_met_from_anywhere() -> None:
    anywhere = Entry("c", "Ivory", what=(Good("Carpets", ("57",)),))
    supplier = Supplier("f", 2, ("X",), territory="NP", goods=("rugs",))
    assert len(goods_matches(supplier, GoodsIndex((anywhere,)))[0]) == 1


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_reasons_and_notes_are_said_in_every_language(language: str) -> None:
    index = GoodsIndex(LISTED, language)
    supplier = Supplier("f", 2, ("X",), territory="CN", goods=("tomatoes", "??"), hs=("52",))
    _, notes = goods_matches(supplier, index)
    own = texts(language).words
    assert notes
    assert all("{" not in note for note in notes)
    assert all(key in own for key in texts("en").words if key.startswith("screen.good."))


NAMES = st.sampled_from(
    ["garments", "cotton shirts", "tea", "shrimp", "??", "cotton@TM", "seafood"]
)


@examples(60)
@given(
    goods=st.lists(NAMES, max_size=3),
    more=NAMES,
    inputs=st.lists(st.sampled_from(["cotton", "cotton@TM", "tobacco@MW"]), max_size=2),
    territory=st.sampled_from(["", "TM", "BD", "TH", "CN"]),
)
def test_adding_a_good_never_removes_or_weakens_a_match(
    goods: list[str], more: str, inputs: list[str], territory: str
) -> None:
    known = {"inputs": tuple(inputs), "territory": territory}
    before, _ = screened(goods=tuple(goods), **known)
    after, _ = screened(goods=(*goods, more), **known)
    for id_, match in before.items():
        assert after[id_].probability >= match.probability


@given(st.text(max_size=40))
def test_any_text_is_read_as_goods_and_as_an_origin(text: str) -> None:
    goods_in(text)
    origin_of(text)
    screened(goods=(text,), inputs=(text,), hs=(text,), territory="TM")


def test_codes_are_read_with_points_with_national_digits_and_with_a_lost_zero() -> None:
    assert harmonised("6109.10.00.12") == "610910"
    assert harmonised("90111") == "090111"
    assert harmonised("cotton") == harmonised("") == ""


def test_an_origin_is_a_territory_or_an_area_of_one() -> None:
    assert origin_of("China") == Origin("CN")
    assert origin_of("Xinjiang, China") == Origin("CN", ("Xinjiang",))
    assert origin_of("Xinjiang") == Origin("CN", ("Xinjiang",))
    assert origin_of("China / Vietnam") is None


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Vêtements", "garments"),
        ("prendas de vestir", "garments"),
        ("服装", "garments"),
        ("may mặc", "garments"),
        ("เสื้อผ้า", "garments"),
        ("পোশাক", "garments"),
        ("pakaian jadi", "garments"),
        ("camaron", "shrimp"),
        ("minyak sawit", "oil (palm)"),
        ("Palm oil", "oil (palm)"),
        ("Peppers", "peppers"),
        ("Pepper", "pepper"),
    ],
)
def test_a_good_is_known_by_its_names_in_the_languages_of_supplier_lists(
    text: str, good: str
) -> None:
    assert [named.good for named in goods_in(text)] == [good]


def test_one_letter_of_a_script_without_spaces_is_no_good_within_other_words() -> None:
    assert goods_in("香")[0].good == "incense (agarbatti)"
    assert [named.good for named in goods_in("香港服装")] == ["garments"]


def test_the_codes_of_what_is_made_give_its_usual_inputs() -> None:
    assert {"garments", "t-shirts"} == set(made_into("610910"))


def test_every_listed_good_of_the_built_in_list_is_in_the_concordance() -> None:
    for entry in built_in("us_dol_goods").entries:
        assert any(named.how != "within" for named in goods_in(entry.what[0].name)), entry.name


def test_every_good_of_every_edition_is_in_the_concordance() -> None:
    import xml.etree.ElementTree as ET

    for path in shared("data", "dol_goods").glob("*.xml"):
        for name in ET.parse(path).getroot().iterfind("Good/Good_Name"):  # noqa: S314
            assert any(named.how != "within" for named in goods_in(name.text or "")), name.text


def test_every_code_of_the_concordance_is_in_the_harmonized_system_of_2022() -> None:
    with shared("data", "codes", "hs_2022.csv").open(encoding="utf-8") as lines:
        known = {row["hscode"] for row in csv.DictReader(lines)}
    assert {code for good in commodities().values() for code in good.hs} <= known


def test_every_sector_of_open_supply_hub_is_a_known_word() -> None:
    import json

    path = shared("data", "open_apparel_lists", "os_hub_sectors.json")
    for row in json.loads(path.read_text(encoding="utf-8")):
        assert any(named.how != "within" for named in goods_in(row["pk"])), row["pk"]


def test_every_weight_is_a_probability_and_a_judgement_until_it_is_measured() -> None:
    weights = goods_weights()
    assert weights.status == "provisional"
    assert all(0 < value < 1 for value in weights.by_name().values())


def test_a_real_supplier_list_without_goods_is_said_to_be_unchecked() -> None:
    index = GoodsIndex(built_in("us_dol_goods").entries)
    with shared("data", "open_apparel_lists", "list_4.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            site = Supplier(
                "list_4.csv", 2, (row["name"],), territory=territory_code(row["country"]) or ""
            )
            matches, notes = goods_matches(site, index)
            assert matches == ()
            assert notes == (word("screen.good.no_goods", "en"),)


def test_the_apparel_plants_of_a_real_list_make_the_garments_of_their_countries() -> None:
    index = GoodsIndex(built_in("us_dol_goods").entries)
    found = set()
    with shared("data", "nike", "nike_2023-08.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            code = territory_code(row["Country / Region"]) or ""
            site = Supplier("n", 2, ("x",), territory=code, goods=(row["Product Type Type"],))
            found |= {match.entry.id for match in goods_matches(site, index)[0]}
    assert {"garments-vn", "garments-cn", "footwear-cn", "garments-ar"} <= found
