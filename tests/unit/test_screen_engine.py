"""Suppliers screened against lists: who falls under which entry, and why; all names invented,
but those of the lists that are built in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from manumit.core import PartialDate
from manumit.lists import Entry, Good, OutsideList, Party, Place
from manumit.lists.load import built_in
from manumit.supply.areas import area_bans, located
from manumit.supply.model import Match, Screened, Supplier
from manumit.supply.screen import Screen, in_force

DAY = date(2026, 11, 22)
LIKELY = 0.6
XINJIANG = Place("CN", "Xinjiang")


def entry(id_: str, *names: str, **fields: Any) -> Entry:
    """An entry that names one party."""
    of_party = ("kind", "subsidiaries", "address", "identifiers")
    of_entry = {key: value for key, value in fields.items() if key not in of_party}
    of_party_fields = {key: fields[key] for key in of_party if key in fields}
    party = Party(**({"kind": "entity", "names": names} | of_party_fields))
    return Entry(id_, names[0], who=(party,), **of_entry)


def a_list(*entries: Entry, id_: str = "ours") -> OutsideList:
    return OutsideList(
        id_, f"List {id_}", "A body", f"https://example.org/{id_}", "", None, "file", entries
    )


def site(*names: str, **fields: Any) -> Supplier:
    return Supplier("ours.csv", fields.pop("row", 2), names, **fields)


def screened(suppliers: Sequence[Supplier], *lists: OutsideList, **options: Any) -> list[Screened]:
    return list(Screen(lists, options.pop("day", DAY), **options).screen(suppliers))


def found(supplier: Supplier, *entries: Entry, **options: Any) -> dict[str, Match]:
    """Matches of one supplier with one list, by the id of the entry."""
    (one,) = screened([supplier], a_list(*entries), **options)
    assert len({match.entry.id for match in one.matches}) == len(one.matches)
    return {match.entry.id: match for match in one.matches}


ALPHA = entry("alpha", "Alpha Weaving Co., Ltd.", where=(Place("CN"),))
BETA_GROUP = entry("beta", "Beta Spinning Group", subsidiaries=True, where=(Place("CN"),))
FLEET = entry("fleet", "Zephyr Ocean Fishing Co. Ltd.", kind="owner")
SHIP = entry("ship", "Lu Wang 7", kind="vessel", identifiers=(("imo", "9074729"),))
BAN = Entry("ban", "All goods of Xinjiang", where=(XINJIANG,))
COTTON = Entry("cotton", "Cotton of Xinjiang", what=(Good("Cotton", ("52",)),), where=(XINJIANG,))


# Which entries are in force


@pytest.mark.parametrize(
    ("starts", "ends", "status", "holds"),
    [
        (None, None, "in_force", True),
        (None, None, "modified", True),
        (None, None, "unknown", True),
        (None, None, "ended", False),
        ("2026-11-22", None, "in_force", True),
        ("2026-11-23", None, "in_force", False),
        ("2026-11", None, "in_force", True),
        ("2026-12", None, "in_force", False),
        ("2027", None, "in_force", False),
        (None, "2026-11-22", "in_force", True),
        (None, "2026-11-21", "in_force", False),
        (None, "2026-11-21", "ended", False),
        (None, "2026", "ended", True),
        ("2020-01-01", "2030-01-01", "ended", True),
    ],
)
def test_an_entry_is_in_force_from_its_first_day_to_its_last(
    starts: str | None, ends: str | None, status: Any, holds: bool
) -> None:
    one = replace(
        ALPHA,
        starts=PartialDate.parse(starts) if starts else None,
        ends=PartialDate.parse(ends) if ends else None,
        status=status,
    )
    assert in_force(one, DAY) is holds
    assert (found(site("Alpha Weaving"), one) != {}) is holds


def test_an_entry_that_has_ended_was_in_force_on_an_earlier_day() -> None:
    one = replace(ALPHA, status="ended", ends=PartialDate.parse("2024-03-01"))
    assert found(site("Alpha Weaving"), one) == {}
    assert "alpha" in found(site("Alpha Weaving"), one, day=date(2024, 2, 29))


# By name


def test_a_party_is_found_under_its_name_and_each_other_name() -> None:
    listed = entry("hoshine", "Hoshine Silicon Industry Co., Ltd.", "Luxing New Material")
    for name in ("HOSHINE SILICON INDUSTRY", "合盛硅业股份有限公司", "Luxing New Materials Ltd"):
        (match,) = found(site(name), listed).values()
        assert (match.kind, match.status, match.list) == ("name", "proposed", "ours")
        assert LIKELY < match.probability < 1


def test_a_supplier_of_another_name_place_or_number_is_not_found() -> None:
    listed = entry("plant", "Dongguan Bestway Plant No. 2", where=(Place("CN"),))
    assert "plant" in found(site("Dongguan Bestway Plant 2", territory="CN"), listed)
    for name in ("Dongguan Bestway Plant No. 3", "Ningbo Bestway Plant No. 2", "Other Footwear"):
        assert found(site(name, territory="CN"), listed) == {}
    assert found(site("Dongguan Bestway Plant No. 2", territory="BR"), listed) == {}


def test_the_native_name_of_a_supplier_finds_a_party() -> None:
    listed = entry("hoshine", "Hoshine Silicon Industry Co., Ltd.")
    assert found(site("HS Trading"), listed) == {}
    assert "hoshine" in found(site("HS Trading", "合盛硅业股份有限公司"), listed)


def test_an_entry_counts_once_for_a_supplier_by_its_likeliest_party() -> None:
    both = Entry(
        "both",
        "Alpha and Beta",
        who=(
            Party("entity", ("Beta Spinning",)),
            Party("entity", ("Alpha Weaving Co., Ltd.", "Alpha Weaving")),
        ),
    )
    (match,) = found(site("Alpha Weaving Co., Ltd.", "Beta Spinners"), both).values()
    assert "Alpha Weaving" in match.because[0].says


def test_a_name_goes_before_an_area_for_one_entry() -> None:
    mixed = [entry("alpha", "Alpha Weaving Co., Ltd.", where=(XINJIANG,)), BAN]
    matches = found(site("Alpha Weaving", territory="CN", address="1 Renmin Road, Kashgar"), *mixed)
    assert {id_: match.kind for id_, match in matches.items()} == {"alpha": "name", "ban": "area"}


def test_matches_come_the_most_probable_first_then_by_list_and_entry() -> None:
    lists = (
        a_list(ALPHA, replace(ALPHA, id="again"), id_="zeta"),
        a_list(ALPHA, id_="eta"),
        a_list(entry("near", "Alpha Weavers of Dongguan Ltd"), BAN, id_="theta"),
    )
    supplier = site("Alpha Weaving Co., Ltd.", address="Kashgar, Xinjiang", territory="CN")
    (one,) = screened([supplier], *lists, threshold=0.0)
    order = [(-match.probability, match.list, match.entry.id) for match in one.matches]
    assert order == sorted(order)
    assert {(match.list, match.entry.id) for match in one.matches} >= {
        ("zeta", "alpha"),
        ("zeta", "again"),
        ("eta", "alpha"),
        ("theta", "ban"),
    }


def test_matches_below_the_threshold_are_left_out() -> None:
    supplier = site("Alpha Weaving Co., Ltd.", territory="CN")
    likely = found(supplier, ALPHA)["alpha"].probability
    assert found(supplier, ALPHA, threshold=likely - 0.01) != {}
    assert found(supplier, ALPHA, threshold=likely + 0.01) == {}
    area = site("Gamma Footwear", address="Kashgar", territory="CN")
    assert found(area, BAN, threshold=0.99) == {}


def test_each_supplier_is_given_once_in_the_order_of_the_file() -> None:
    suppliers = [site("Alpha Weaving", row=row) for row in (5, 2, 9)] + [site("Gamma", row=3)]
    assert [one.supplier for one in screened(suppliers, a_list(ALPHA))] == suppliers


def test_many_suppliers_are_screened_as_one_by_one() -> None:
    suppliers = [
        site("Alpha Weaving Company Ltd", territory="CN"),
        site("Beta Spinning (Hubei) Co", parents=("Beta Spinning Group",)),
        site("合盛硅业", address="Kashgar, Xinjiang"),
        site("Farm", identifiers=(("imo", "9074729"),)),
        site("Zephyr Ocean Fishing"),
    ]
    lists = (a_list(ALPHA, BETA_GROUP, FLEET, SHIP, BAN),)
    together = screened(suppliers, *lists)
    alone = [one for supplier in suppliers for one in screened([supplier], *lists)]
    for one, other in zip(together, alone, strict=True):
        assert [(m.entry.id, m.kind) for m in one.matches] == [
            (m.entry.id, m.kind) for m in other.matches
        ]
        assert [m.probability for m in one.matches] == pytest.approx(
            [m.probability for m in other.matches], abs=1e-6
        )


def test_nothing_is_found_where_there_is_nothing_to_find() -> None:
    nameless = site(address="1 High Street", territory="VN")
    assert [one.matches for one in screened([nameless, site("")], a_list(ALPHA, BAN))] == [(), ()]
    assert screened([], a_list(ALPHA)) == []
    assert [one.matches for one in screened([site("Alpha Weaving")])] == [()]
    assert [one.matches for one in screened([site("Alpha Weaving")], a_list())] == [()]


# Subsidiaries and owners


def test_a_subsidiary_is_found_by_its_parent_if_the_entry_covers_subsidiaries() -> None:
    supplier = site("Hubei Gold Thread Co., Ltd.", parents=("Beta Spinning Group",), territory="CN")
    (match,) = found(supplier, BETA_GROUP).values()
    assert match.probability > LIKELY
    assert match.because[0].rule == "screen.parent_match"
    assert "Beta Spinning Group" in match.because[0].says
    alone = replace(BETA_GROUP, who=(replace(BETA_GROUP.who[0], subsidiaries=False),))
    assert found(supplier, alone) == {}


def test_another_place_does_not_count_against_an_entry_that_covers_subsidiaries() -> None:
    listed = entry("beta", "Ningbo Beta Spinning Co., Ltd.", where=(Place("CN", "Zhejiang"),))
    covers = replace(listed, who=(replace(listed.who[0], subsidiaries=True),))
    supplier = site("Suzhou Beta Spinning Co., Ltd.", territory="CN", area="Jiangsu")
    assert found(supplier, listed) == {}
    alone = found(supplier, listed, threshold=0)["beta"]
    match = found(supplier, covers, threshold=0)["beta"]
    assert match.probability > alone.probability
    assert all(reason.rule != "screen.place" for reason in match.because[0].because)
    assert any(reason.rule == "screen.covers_more" for reason in match.because[0].because)


def test_nor_does_a_place_in_a_name_that_was_romanised() -> None:
    covers = entry("hoshine", "Hoshine Silicon Co., Ltd.", subsidiaries=True)
    (match,) = found(site("新疆合盛硅业有限公司", territory="CN"), covers).values()
    assert all(reason.rule != "screen.place" for reason in match.because[0].because)


def test_all_vessels_of_an_owner_are_found_by_the_owner() -> None:
    assert "fleet" in found(site("Zephyr Ocean Fishing"), FLEET)
    assert "fleet" in found(
        site("Lucky Star 8", parents=("Zephyr Ocean Fishing Co., Ltd.",)), FLEET
    )
    assert found(site("Lucky Star 8", parents=("Northern Trawlers Ltd",)), FLEET) == {}


def test_a_parent_that_is_the_supplier_itself_adds_no_second_match() -> None:
    supplier = site("Beta Spinning Group", parents=("Beta Spinning Group",))
    (match,) = found(supplier, BETA_GROUP).values()
    assert match.because[0].rule == "screen.match"


# Register numbers


def test_one_register_number_decides_whatever_the_names() -> None:
    supplier = site("Unheard of Name", identifiers=(("imo", "9074729"),), territory="BR")
    (match,) = found(supplier, SHIP).values()
    assert match.probability > 0.9
    assert any(reason.rule == "screen.identifier" for reason in match.because[0].because)


def test_a_register_number_finds_each_entry_that_has_it() -> None:
    renamed = entry(
        "renamed", "Quick Harbour 2", kind="vessel", identifiers=SHIP.who[0].identifiers
    )
    supplier = site("Unheard of Name", identifiers=(("imo", "9074729"),))
    assert set(found(supplier, SHIP, renamed)) == {"ship", "renamed"}


def test_a_number_of_another_kind_or_value_decides_nothing() -> None:
    for identifiers in ((("lei", "9074729"),), (("imo", "9074730"),), ()):
        assert found(site("Unheard of Name", identifiers=identifiers), SHIP) == {}


# By area


@pytest.mark.parametrize(
    "address",
    [
        "12 Renmin Road, Kashgar, Xinjiang",
        "Kashi Economic Zone",
        "新疆喀什市人民路12号",
        "No. 1, Hotan Prefecture",
        "XINJIANG UYGUR AUTONOMOUS REGION",
    ],
)
def test_a_site_whose_address_lies_in_a_banned_area_is_found(address: str) -> None:
    (match,) = found(site("Gamma Footwear", address=address, territory="CN"), BAN).values()
    assert (match.kind, match.status) == ("area", "proposed")
    assert match.probability > 0.9
    assert match.because[0].because[0].rule == "screen.located"
    assert "Xinjiang" in match.because[0].because[0].says


@pytest.mark.parametrize(
    ("address", "territory"),
    [
        ("88 Xinjiang Road, Qingdao, Shandong", "CN"),
        ("青岛市新疆路88号", "CN"),
        ("1 High Street, Dhaka", "BD"),
        ("Guangdong", "CN"),
        ("", "CN"),
        ("Kashgar, Xinjiang", "VN"),
    ],
)
def test_a_street_named_after_an_area_or_a_site_elsewhere_is_not_in_it(
    address: str, territory: str
) -> None:
    assert found(site("Gamma Footwear", address=address, territory=territory), BAN) == {}


def test_the_area_column_counts_as_the_address() -> None:
    match = found(site("Gamma", area="Xinjiang", territory="CN"), BAN)["ban"]
    assert match.probability > 0.9


def test_a_name_of_the_area_counts_less_and_not_against_an_address_elsewhere() -> None:
    named = site("Kashgar Gold Thread", territory="CN")
    assert 0.5 < found(named, BAN)["ban"].probability < 0.9
    elsewhere = replace(named, address="1 High Road, Dongguan, Guangdong")
    assert found(elsewhere, BAN) == {}


def test_an_area_that_a_list_bans_for_some_goods_is_not_banned_for_all() -> None:
    supplier = site("Gamma Footwear", address="Kashgar", territory="CN")
    assert found(supplier, COTTON) == {}
    bans = area_bans([COTTON, BAN, ALPHA])
    assert [one.entry.id for one in located(supplier, bans)] == ["ban"]


def test_a_site_that_names_several_places_of_an_area_is_found_once() -> None:
    supplier = site("Kashgar Weaving", address="Hotan Road 5, Hotan, Kashgar, Xinjiang")
    assert list(found(supplier, BAN)) == ["ban"]


# By good


def test_goods_of_a_list_do_not_appear_as_companies() -> None:
    garments = Entry("garments", "Garments, Bangladesh", (), (Good("Garments", ("62",)),))
    supplier = site("Garments Bangladesh", territory="BD")
    assert found(replace(supplier, goods=()), replace(garments, where=(Place("BD"),))) == {}
    match = found(replace(supplier, goods=("garments",)), replace(garments, where=(Place("BD"),)))[
        "garments"
    ]
    assert match.kind == "good"


def test_what_could_not_be_checked_is_said() -> None:
    garments = Entry("g", "Garments", (), (Good("Garments", ("62",)),), (Place("BD"),))
    (one,) = screened([site("Gamma", territory="BD")], a_list(garments), a_list(garments, id_="b"))
    assert one.matches == ()
    assert len(one.not_checked) == len(set(one.not_checked)) >= 1


# Why


def test_a_match_says_which_values_were_compared_and_cites_list_and_provision() -> None:
    listed = replace(ALPHA, provision="s. 2(d)")
    supplier = site("Alpha Weaving Company", territory="CN")
    match = found(supplier, listed)["alpha"]
    (top,) = match.because
    assert top.value == f"{match.probability:.2f}"
    assert top.cites[0].id == "ours.alpha"
    assert top.cites[0].href == "https://example.org/ours"
    assert "s. 2(d)" in top.cites[0].title
    assert "Alpha Weaving Company" in top.says
    core = next(one for one in top.because if one.rule == "screen.core")
    assert "alpha" in core.says
    assert float(str(core.value)) > 0


def test_every_match_of_every_kind_cites_its_list_and_gives_reasons() -> None:
    supplier = site(
        "Alpha Weaving Co., Ltd.",
        address="Kashgar, Xinjiang",
        territory="CN",
        goods=("cotton",),
        parents=("Beta Spinning Group",),
    )
    (one,) = screened([supplier], a_list(ALPHA, BETA_GROUP, BAN, COTTON))
    assert {match.kind for match in one.matches} == {"name", "area", "good"}
    for match in one.matches:
        cited = [cite.id for top in match.because for node in top.walk() for cite in node.cites]
        assert match.kind == "good" or f"ours.{match.entry.id}" in cited
        assert match.because[0].because
        assert all(node.says for top in match.because for node in top.walk())


def test_reasons_come_the_weightiest_first() -> None:
    (match,) = found(site("Alpha Weaving Company", territory="CN"), ALPHA).values()
    *evidence, start = match.because[0].because
    added = [abs(float(str(reason.value))) for reason in evidence]
    assert start.rule == "screen.start"
    assert added == sorted(added, reverse=True)


def test_reasons_are_given_in_french() -> None:
    match = found(site("Alpha Weaving Company", territory="CN"), ALPHA, language="fr")["alpha"]
    said = " ".join(node.says for node in match.because[0].walk())
    assert "est peut-être" in said
    assert "Mots distinctifs" in said
    assert "Territoires" in said


# The lists that are built in


@pytest.fixture(scope="module")
def of_built_in_lists() -> Screen:
    ids = ("us_dhs_uflpa", "us_cbp_forced_labor", "us_dol_goods")
    return Screen([built_in(id_) for id_ in ids], DAY)


@pytest.mark.parametrize(
    ("name", "listed", "entry_begins"),
    [
        ("合盛硅业股份有限公司", "us_cbp_forced_labor", "wro-2021-06-23-hoshine"),
        ("新疆生产建设兵团", "us_dhs_uflpa", "xinjiang-production-and-construction"),
        ("XPCC", "us_dhs_uflpa", "xinjiang-production-and-construction"),
        ("Bingtuan", "us_dhs_uflpa", "xinjiang-production-and-construction"),
        ("태평염전", "us_cbp_forced_labor", "wro-2025-04-02-taepyung"),
        ("Khotan Haolin Hair Accessories", "us_dhs_uflpa", "hetian-haolin"),
        ("Dalian Ocean Fishing", "us_cbp_forced_labor", "wro-2021-05-26-fishing-vessels"),
    ],
)
def test_a_listed_party_is_found_in_its_own_script_or_another_spelling(
    of_built_in_lists: Screen, name: str, listed: str, entry_begins: str
) -> None:
    (one,) = of_built_in_lists.screen([site(name)])
    (match,) = [
        m
        for m in one.matches
        if m.list == listed and m.kind == "name" and m.entry.id.startswith(entry_begins)
    ]
    assert match.probability > LIKELY


def test_every_listed_party_finds_its_own_entry(of_built_in_lists: Screen) -> None:
    ours = [
        (one, entry_, party)
        for one, entries in zip(of_built_in_lists.lists, of_built_in_lists.entries, strict=True)
        for entry_ in entries
        for party in entry_.who
    ]
    suppliers = [site(party.names[0], row=row) for row, (_, _, party) in enumerate(ours)]
    missed = [
        entry_.id
        for (one, entry_, _), result in zip(ours, of_built_in_lists.screen(suppliers), strict=True)
        if not any((m.list, m.entry.id) == (one.id, entry_.id) for m in result.matches)
    ]
    assert missed == []


@pytest.mark.parametrize(
    "name",
    ["Marks and Spencer plc", "Grupo Inditex", "Arvind Limited", "Sunrise Bakery", "ร้านอาหารสยาม"],
)
def test_a_company_that_is_not_listed_is_not_found(of_built_in_lists: Screen, name: str) -> None:
    (one,) = of_built_in_lists.screen([site(name)])
    assert [match.entry.id for match in one.matches if match.kind == "name"] == []
