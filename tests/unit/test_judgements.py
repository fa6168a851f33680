"""What people decide about matches: the latest holds, nothing is lost, the next upload keeps it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from unicodedata import normalize

import pytest

from manumit.core import PartialDate
from manumit.lists import Entry, OutsideList, Party, Place
from manumit.supply.judgements import Judgement, Judgements, Verdict, supplier_key, verdict
from manumit.supply.model import Match, Screened, Supplier
from manumit.supply.screen import Screen

DAY = date(2026, 11, 22)
LISTED = OutsideList(
    "ours",
    "Our list",
    "",
    "https://example.org",
    "",
    None,
    "ours.csv",
    (
        Entry(
            "alpha",
            "Alpha Weaving",
            who=(Party("entity", ("Alpha Weaving Co., Ltd.",)),),
            starts=PartialDate.parse("2020"),
        ),
        Entry("beta", "Beta Spinning", who=(Party("entity", ("Beta Spinning Mills",)),)),
        Entry("area", "All of Xinjiang", where=(Place("CN", "Xinjiang"),)),
    ),
)
SUPPLIER = Supplier(
    "one.csv", 2, ("Alpha Weaving Company Limited",), "12 Renmin Road, Dongguan", "CN"
)
STRANGER = Supplier("one.csv", 3, ("Gamma Footwear",), "1 High Street", "VN")


def judged(
    what: Verdict,
    day: str = "2026-01-10",
    who: str = "A. Reader",
    supplier: Supplier = SUPPLIER,
    entry: str = "alpha",
) -> Judgement:
    key = supplier_key(supplier)
    return Judgement(key, "ours", entry, what, who, date.fromisoformat(day), f"papers of {day}")


def screened(
    given: Sequence[Judgement], suppliers: Sequence[Supplier] = (SUPPLIER,), threshold: float = 0.5
) -> list[Screened]:
    screen = Screen([LISTED], DAY, judgements=Judgements.of(given), threshold=threshold)
    return list(screen.screen(suppliers))


def the_match(one: Screened, entry: str = "alpha") -> Match:
    (found,) = [match for match in one.matches if match.entry.id == entry]
    return found


# What holds


def test_nobody_having_judged_is_unsure() -> None:
    assert verdict(()) == "unsure"


@pytest.mark.parametrize("last", ["same", "different", "unsure"])
def test_the_latest_day_holds_in_whatever_order_they_are_read(last: Verdict) -> None:
    given = [
        judged("same", "2026-01-10"),
        judged("different", "2026-02-10"),
        judged(last, "2026-03-10"),
    ]
    for order in permutations(given):
        kept = Judgements.of(order).on(supplier_key(SUPPLIER), "ours", "alpha")
        assert [one.when.month for one in kept] == [1, 2, 3]
        assert verdict(kept) == last


def test_people_who_differ_on_one_day_are_unsure_and_both_are_kept() -> None:
    given = [judged("same", who="A. Reader"), judged("different", who="B. Reader")]
    kept = Judgements.of(given).on(supplier_key(SUPPLIER), "ours", "alpha")
    assert verdict(kept) == "unsure"
    assert {one.who for one in kept} == {"A. Reader", "B. Reader"}


def test_people_who_agree_on_one_day_are_sure() -> None:
    given = (judged("same", who="A. Reader"), judged("same", who="B. Reader"))
    assert verdict(given) == "same"


def test_an_older_dispute_is_settled_by_a_later_day() -> None:
    given = [judged("same"), judged("different", who="B. Reader"), judged("same", "2026-05-01")]
    assert verdict(Judgements.of(given).on(supplier_key(SUPPLIER), "ours", "alpha")) == "same"


def test_no_judgement_is_lost_and_the_same_one_twice_is_one() -> None:
    given = [judged("same"), judged("same"), judged("same", who="B. Reader"), judged("different")]
    kept = Judgements.of(given).on(supplier_key(SUPPLIER), "ours", "alpha")
    assert set(kept) == set(given)
    assert len(kept) == 3


def test_judgements_are_of_one_supplier_one_list_and_one_entry() -> None:
    held = Judgements.of([judged("same")])
    key = supplier_key(SUPPLIER)
    assert len(held.on(key, "ours", "alpha")) == 1
    assert held.on(key, "ours", "beta") == held.on(key, "theirs", "alpha") == ()
    assert held.on(supplier_key(STRANGER), "ours", "alpha") == ()


# Who is meant


@pytest.mark.parametrize(
    "changes",
    [
        {"names": ("ALPHA WEAVING COMPANY LIMITED",)},
        {"names": ("Álpha  Weaving, Company Limited.",)},
        {"names": ("Ａｌｐｈａ Weaving Company Limited",)},
        {"names": ("Alpha Weaving Company Limited", "阿尔法")},
        {"address": "12, RENMIN ROAD; DONGGUAN."},
        {"file": "two.xlsx", "row": 977, "sheet": "Tier 1"},
        {"goods": ("shirts",), "parents": ("A Group",), "area": "Guangdong"},
        {"latitude": 23.0, "longitude": 113.7},
    ],
)
def test_case_accents_points_and_rows_do_not_make_another_supplier(
    changes: dict[str, object],
) -> None:
    other = replace(SUPPLIER, **changes)  # type: ignore[arg-type]
    assert supplier_key(other) == supplier_key(SUPPLIER)


def test_composed_and_decomposed_letters_are_one_supplier() -> None:
    one = replace(SUPPLIER, names=("Công ty Dệt may Thành Công",), address="Hà Nội")
    other = replace(
        one, names=(normalize("NFD", one.names[0]),), address=normalize("NFD", "Hà Nội")
    )
    assert supplier_key(one) == supplier_key(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"names": ("Alpha Weaving Company Limited Unit 2",)},
        {"address": "14 Renmin Road, Dongguan"},
        {"address": ""},
        {"territory": "VN"},
        {"territory": ""},
    ],
)
def test_another_name_address_or_territory_is_another_supplier(changes: dict[str, object]) -> None:
    other = replace(SUPPLIER, **changes)  # type: ignore[arg-type]
    assert supplier_key(other) != supplier_key(SUPPLIER)


def test_a_word_that_moves_from_the_name_to_the_address_is_another_supplier() -> None:
    one = Supplier("one.csv", 2, ("Alpha",), "Weaving Road")
    assert supplier_key(one) != supplier_key(Supplier("one.csv", 2, ("Alpha Weaving",), "Road"))


def test_the_id_of_open_supply_hub_goes_before_name_and_address() -> None:
    one = replace(SUPPLIER, os_id="CN2019098FMPXF3")
    other = Supplier("two.csv", 9, ("Another name",), "Elsewhere", "VN", os_id="CN2019098FMPXF3")
    assert supplier_key(one) == supplier_key(other) == "CN2019098FMPXF3"
    assert supplier_key(one) != supplier_key(SUPPLIER)


def test_a_supplier_without_a_name_has_a_key_that_holds_no_name() -> None:
    assert supplier_key(Supplier("one.csv", 2, ())).startswith("s-")
    assert "alpha" not in supplier_key(SUPPLIER)


# In screening


def test_a_match_that_nobody_judged_is_proposed() -> None:
    match = the_match(screened([])[0])
    assert match.status == "proposed"
    assert 0.5 < match.probability < 1


def test_a_confirmed_match_is_certain_and_says_who_when_and_why() -> None:
    match = the_match(screened([judged("same")])[0])
    assert (match.status, match.probability) == ("confirmed", 1)
    assert match.because[0].rule == "screen.judged"
    for part in ("A. Reader", "2026-01-10", "papers of 2026-01-10"):
        assert part in match.because[0].says


def test_a_rejected_match_stays_visible_with_probability_zero() -> None:
    match = the_match(screened([judged("different")])[0])
    assert (match.status, match.probability) == ("rejected", 0)
    assert any(reason.rule == "screen.match" for reason in match.because)


def test_an_unsure_match_stays_proposed_with_its_own_probability_and_shows_both() -> None:
    before = the_match(screened([])[0])
    given = [judged("same", who="A. Reader"), judged("different", who="B. Reader")]
    match = the_match(screened(given)[0])
    assert match.status == "proposed"
    assert match.probability == pytest.approx(before.probability)
    said = " ".join(reason.says for reason in match.because)
    assert "A. Reader" in said
    assert "B. Reader" in said


def test_a_later_judgement_ends_an_earlier_one_and_both_are_shown_the_latest_first() -> None:
    given = [judged("same", "2026-01-10"), judged("different", "2026-04-10")]
    match = the_match(screened(given)[0])
    assert match.status == "rejected"
    first, second = (one for one in match.because if one.rule == "screen.judged")
    assert "2026-04-10" in first.says
    assert "2026-01-10" in second.says


def test_a_judgement_is_carried_over_to_an_upload_with_rows_in_another_order() -> None:
    again = replace(
        SUPPLIER, file="two.csv", row=57, names=("ALPHA WEAVING COMPANY, LIMITED",), sheet="Tier 1"
    )
    one, other = screened([judged("different")], [STRANGER, again])
    assert one.matches == ()
    assert the_match(other).status == "rejected"


def test_a_judged_match_is_shown_below_the_threshold_too() -> None:
    given = [judged("same")]
    (one,) = screened(given, threshold=0.999)
    assert the_match(one).status == "confirmed"
    assert screened([], threshold=0.999)[0].matches == ()


def test_a_judgement_on_one_entry_leaves_the_others() -> None:
    site = replace(SUPPLIER, names=("Alpha Weaving Co",), address="Kashgar, Xinjiang")
    (one,) = screened([judged("different", supplier=site)], [site])
    assert the_match(one).status == "rejected"
    assert the_match(one, "area").status == "proposed"


def test_a_match_by_area_is_judged_as_one_by_name() -> None:
    site = replace(SUPPLIER, names=("Gamma Footwear",), address="Kashgar, Xinjiang")
    (one,) = screened([judged("different", supplier=site, entry="area")], [site])
    assert (the_match(one, "area").status, the_match(one, "area").probability) == ("rejected", 0)
