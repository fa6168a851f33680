"""Evidence that two records are one, the weights it has, and lists linked by it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from manumit.core import Because
from manumit.supply.evidence import FEATURES, Pairs, evidence
from manumit.supply.link import Linker, score_pairs
from manumit.supply.names.columns import Vocabulary
from manumit.supply.names.compare import Words
from manumit.supply.probability import Model, fitted, model, probability
from manumit.supply.records import Record, address_of, records_as_columns

LIKELY, UNLIKELY = 0.6, 0.4
"""What is surely on a side of one half, whatever the weights are fitted to next."""
NAME = "Alpha Weaving Co., Ltd."
OPPOSITE = (
    ("territory_same", "territory_other"),
    ("area_same", "area_other"),
    ("address_alike", "address_other"),
    ("address_word_same", "address_word_other"),
    ("address_place_same", "address_place_other"),
    ("address_number_same", "address_number_other"),
    ("near", "far"),
    ("parent_same", "parent_other"),
)
"""Features that speak for and against."""


def record(*names: str, **fields: Any) -> Record:
    return Record(names or (NAME,), **fields)


def measured(left: Record, right: Record) -> dict[str, float]:
    """What is measured of a pair, by feature."""
    vocabulary = Vocabulary()
    one = records_as_columns([left], vocabulary)
    other = records_as_columns([right], vocabulary)
    at = np.zeros(1, dtype=np.int64)
    found = evidence(Pairs(one, other, at, at, Words.of(vocabulary)), fitted())
    return dict(zip(FEATURES, found.values[0].tolist(), strict=True))


def chance(left: Record, right: Record) -> float:
    return float(score_pairs([left], [right]).probability[0])


def added(reason: Because) -> float:
    """What a reason adds to the log odds."""
    return float(str(reason.value))


def log_odds(values: Mapping[str, float]) -> float:
    """Log odds of a pair of which only these features are not zero."""
    row = np.array([[values.get(name, 0) for name in FEATURES]], dtype=np.float32)
    return float(fitted().log_odds(row)[0])


# Territories and areas


def test_one_territory_speaks_for_a_match_and_two_against() -> None:
    unknown, same, other = (
        chance(record(territory=code), record(territory="CN")) for code in ("", "CN", "VN")
    )
    assert same >= unknown > other
    assert other < UNLIKELY


def test_what_is_unknown_on_a_side_adds_nothing() -> None:
    known = record(
        territory="CN",
        area="Xinjiang",
        address="12 Renmin Road, Kashgar",
        point=(39.47, 75.99),
    )
    for left, right in ((known, record()), (record(), known), (record(), record())):
        values = measured(left, right)
        for one, other in OPPOSITE:
            assert values[one] == values[other] == 0
    assert chance(known, record()) == pytest.approx(chance(record(), record()), abs=1e-6)


def test_no_evidence_speaks_for_and_against_at_once() -> None:
    left = record(territory="CN", area="Xinjiang", address="12 Renmin Road", point=(39.5, 76.0))
    for right in (
        left,
        record(territory="VN", area="Hanoi", address="9 Le Loi Street", point=(21.0, 105.8)),
    ):
        values = measured(left, right)
        for one, other in (*OPPOSITE[:3], OPPOSITE[7]):
            assert min(values[one], values[other]) == 0


@pytest.mark.parametrize(
    ("territory", "one", "other"),
    [
        ("ID", "North Sumatra", "Sumatera Utara"),
        ("CN", "Xinjiang", "新疆维吾尔自治区"),
        ("CN", "Xinjiang", "Xinjiang Uyghur Autonomous Region"),
        ("VN", "Ho Chi Minh City", "TP Hồ Chí Minh"),
        ("BR", "São Paulo", "SAO PAULO"),
        ("IN", "Tamil Nadu", "தமிழ்நாடு"),
        ("BR", "Pará", "Para"),
    ],
)
def test_an_area_is_one_in_every_language(territory: str, one: str, other: str) -> None:
    values = measured(
        record(area=one, territory=territory), record(area=other, territory=territory)
    )
    assert (values["area_same"], values["area_other"]) == (1, 0)


def test_another_area_speaks_against_a_match() -> None:
    here = record(territory="ID", area="North Sumatra")
    there = record(territory="ID", area="Kalimantan Barat")
    assert measured(here, there)["area_other"] == 1
    assert chance(here, here) > chance(here, record(territory="ID")) > chance(here, there)


# Addresses and points


def test_an_address_is_taken_apart_into_words_places_and_numbers() -> None:
    found = address_of("Plot No. 012, Baghbari Road, Savar, Dhaka-1341")
    assert found.words >= {"baghbari"}
    assert "Dhaka" in found.places
    assert {"12", "1341"} <= found.numbers
    assert "road" not in found.words


def test_an_address_without_spaces_gives_places_and_numbers() -> None:
    found = address_of("新疆喀什市人民路12号")
    assert "Xinjiang" in found.places
    assert "12" in found.numbers
    assert found.words == frozenset()


def test_other_numbers_in_one_street_speak_against_a_match() -> None:
    here = record(address="12 Renmin Road, Dongguan")
    same = record(address="No. 12 Renmin Rd., Dongguan City")
    other = record(address="85 Renmin Road, Dongguan")
    assert measured(here, same)["address_number_same"] == 1
    assert measured(here, other)["address_number_other"] == 1
    assert chance(here, same) > chance(here, other)


def test_names_alike_at_an_address_of_other_numbers_and_words_are_two_sites() -> None:
    here = record(address="12 Baghbari Road, Savar, Dhaka")
    other = record(address="85 Gazir Chat, Ashulia, Narayanganj")
    assert chance(here, other) < chance(here, here)
    assert chance(here, other) < UNLIKELY < LIKELY < chance(here, here)


def test_an_address_in_two_scripts_names_one_place() -> None:
    values = measured(
        record(address="广东省东莞市长安镇12号"),
        record(address="12, Chang'an, Dongguan, Guangdong"),
    )
    assert values["address_place_same"] > 0.5
    assert values["address_number_same"] == 1
    assert values["address_word_other"] == 0


@pytest.mark.parametrize(
    ("kilometres", "near", "far"), [(0, 1, 0), (1, 1, 0), (26, 0.5, 0.5), (60, 0, 1), (5000, 0, 1)]
)
def test_nearness_falls_from_two_kilometres_to_fifty(
    kilometres: float, near: float, far: float
) -> None:
    # A degree of latitude of a sphere of 6,371 km is 111.195 km.
    values = measured(record(point=(10.0, 20.0)), record(point=(10 + kilometres / 111.195, 20.0)))
    assert values["near"] == pytest.approx(near, abs=0.01)
    assert values["far"] == pytest.approx(far, abs=0.01)


def test_points_on_both_sides_of_the_date_line_are_near() -> None:
    values = measured(record(point=(-17.0, 179.999)), record(point=(-17.0, -179.999)))
    assert values["near"] == 1


def test_a_site_far_away_is_less_likely_the_same() -> None:
    here = record(point=(23.8, 90.4))
    near, far = record(point=(23.801, 90.401)), record(point=(22.3, 91.8))
    assert chance(here, near) > chance(here, record()) > chance(here, far)


# Parents


def test_one_parent_speaks_for_a_match_and_another_against() -> None:
    site = record("Sedenak Mill", parents=("Kulim Malaysia Berhad",))
    same = record("Sedenak Mill", parents=("KULIM (MALAYSIA) BHD",))
    other = record("Sedenak Mill", parents=("Sime Darby Plantation",))
    assert measured(site, same)["parent_same"] > 0.5
    assert measured(site, other)["parent_other"] > 0.5
    assert chance(site, same) > chance(site, record("Sedenak Mill")) > chance(site, other)


def test_a_site_may_be_listed_by_the_name_of_its_company() -> None:
    site = record("Sedenak", parents=("Kulim Malaysia Berhad",))
    company = record("Kulim Malaysia Berhad")
    assert measured(site, company)["parent_same"] > 0.5
    assert measured(company, site)["parent_same"] > 0.5
    assert measured(site, record("Golden Hope"))["parent_other"] == 0


# Several names


def test_of_several_names_those_that_agree_best_count() -> None:
    several = record("Unheard Name Ltd", "合盛硅业股份有限公司", "HSY Trading")
    listed = record("Hoshine Silicon Industry Co., Ltd.")
    alone = chance(record("合盛硅业股份有限公司"), listed)
    assert alone > LIKELY
    assert chance(several, listed) == pytest.approx(alone, abs=1e-6)
    assert chance(listed, several) == pytest.approx(alone, abs=1e-6)


def test_a_native_name_beside_an_english_one_never_lowers_the_probability() -> None:
    listed = record("Xinjiang Production and Construction Corps", "XPCC")
    english = record("Construction Corps of Xinjiang")
    both = record("Construction Corps of Xinjiang", "新疆生产建设兵团")
    assert chance(both, listed) >= chance(english, listed)
    assert chance(both, listed) > LIKELY


def test_a_record_without_a_name_is_no_match() -> None:
    for nameless in (Record(()), Record(("",)), Record(("...",))):
        assert chance(nameless, record()) < UNLIKELY
        assert chance(record(), nameless) < UNLIKELY


# Weights


def test_the_parts_of_a_probability_sum_to_its_log_odds() -> None:
    rows = np.random.default_rng(7).uniform(0, 3, (200, len(FEATURES))).astype(np.float32)
    weights = fitted()
    sums = weights.parts(rows).sum(axis=1) + weights.intercept
    assert sums == pytest.approx(weights.log_odds(rows), abs=1e-3)


def test_log_odds_are_probabilities_that_never_overflow() -> None:
    found = probability(np.array([-1e9, -2.0, 0.0, 2.0, 1e9]))
    assert found[2] == 0.5
    assert (np.diff(found) > 0).all()
    assert ((found >= 0) & (found <= 1)).all()
    assert found[1] + found[3] == pytest.approx(1)


def test_a_term_adds_its_weight_between_its_corners() -> None:
    made = model(("a", "b"), 1, -1, [("b", 0, 1, 4.0), ("a", 0.5, 1, 2.0)])
    rows = np.array([[0.5, 0], [0.75, 0], [1, 0], [2, 0.25]], dtype=np.float32)
    assert made.log_odds(rows) == pytest.approx([-1, 0, 1, 2])
    assert made.of_names().log_odds(rows) == pytest.approx([-1, 0, 1, 1])


def test_no_evidence_makes_a_match_unlikely() -> None:
    assert log_odds({}) < -1


def test_every_kind_of_evidence_beyond_names_counts_in_its_direction() -> None:
    for one, other in OPPOSITE:
        assert log_odds({one: 1}) >= log_odds({})
        assert log_odds({other: 1}) <= log_odds({})
        assert log_odds({one: 1}) > log_odds({other: 1})
    assert log_odds({"number_conflict": 0.5}) < log_odds({"number_one": 0.5}) < log_odds({})
    assert log_odds({"initials": 1}) > log_odds({})


def test_every_weight_is_of_a_piece_of_a_feature_that_exists() -> None:
    weights: Model = fitted()
    assert weights.features == FEATURES
    assert (weights.begins < weights.ends).all()
    assert np.isfinite(weights.weights).all()
    assert weights.named == FEATURES.index("territory_same")


# Lists linked


def log_odds_of(found: Any) -> Any:
    return np.log(found / (1 - found))


MILLS = tuple(
    Record((name,), territory=territory)
    for name, territory in (
        ("Hoshine Silicon Industry Co., Ltd.", "CN"),
        ("Hetian Haolin Hair Accessories Co., Ltd.", "CN"),
        ("Taepyung Salt Farm", "KR"),
        ("Dongguan Bestway Plant No. 2", "CN"),
        ("Dongguan Bestway Plant No. 3", "CN"),
    )
)


def best(left: Sequence[Record], right: Sequence[Record]) -> list[int]:
    links = Linker(right).link(left, 1)
    assert links.left.tolist() == sorted(set(links.left.tolist()))
    return [int(place) for place in links.right]


def test_each_record_is_linked_to_its_own_in_another_list() -> None:
    left = [
        Record(("태평염전",), territory="KR"),
        Record(("Bestway Plant 3, Dongguan",), territory="CN"),
        Record(("合盛硅业股份有限公司",), territory="CN"),
        Record(("Hotan Haolin Hair Accessories",), territory="CN"),
        Record(("Dongguan Bestway Plant No 2",), territory="CN"),
    ]
    assert best(left, MILLS) == [2, 4, 0, 1, 3]


def test_the_likeliest_of_a_record_come_first_and_no_more_than_asked() -> None:
    links = Linker(MILLS).link(MILLS, 2)
    for place in range(len(MILLS)):
        mine = links.left == place
        assert links.right[mine][0] == place
        assert mine.sum() <= 2
        assert (np.diff(links.probability[mine]) <= 0).all()
    assert (np.diff(links.left) >= 0).all()


def test_a_pair_that_the_index_brings_up_is_no_likelier_than_one_put_forward() -> None:
    links = Linker(MILLS).link(MILLS, 3)
    pairs = score_pairs(
        [MILLS[at] for at in links.left.tolist()], [MILLS[at] for at in links.right.tolist()]
    )
    apart = log_odds_of(pairs.probability) - log_odds_of(links.probability)
    assert (apart >= -1e-3).all()
    assert apart == pytest.approx(apart[0], abs=0.01)


def test_a_site_is_found_by_the_name_of_its_parent_if_asked() -> None:
    sites = [Record(("Sedenak",), parents=("Kulim Malaysia Berhad",))]
    companies = [Record(("Kulim Malaysia Berhad",)), Record(("Golden Hope Berhad",))]
    assert Linker(companies).link(sites, 1).right.tolist() == [0]
    assert Linker(sites).link(companies[:1], 1).right.tolist() == [0]
    assert len(Linker(companies, with_parents=False).link(sites, 1).right) == 0


def test_empty_lists_link_nothing() -> None:
    for left, right in (((), MILLS), (MILLS, ()), ((), ()), ((Record(()),), MILLS)):
        links = Linker(right).link(left, 3)
        assert len(links.left) == len(links.right) == len(links.probability) == 0
    assert len(score_pairs([], []).probability) == 0


def test_reasons_say_what_was_compared_and_what_it_added() -> None:
    left = record("Dongguan Bestway Plant No. 2", territory="CN", address="12 Renmin Road")
    right = record("Dongguan Bestway Plant No. 3", territory="CN", address="85 Renmin Road")
    ((*because,),) = score_pairs([left], [right], language="en").because
    rules = {reason.rule: reason for reason in because}
    assert {"screen.core", "screen.number", "screen.address"} <= rules.keys()
    assert added(rules["screen.number"]) < 0
    assert added(rules["screen.core"]) > 0
    assert all(added(reason) != 0 for reason in because)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_reasons_add_up_to_the_probability_in_every_language(language: str) -> None:
    left = record(
        "合盛硅业股份有限公司", territory="CN", address="12 Renmin Road, Kashgar", point=(39.5, 76)
    )
    right = record(
        "Hoshine Silicon Industry Co., Ltd.", territory="CN", address="Kashgar", point=(39.9, 76.1)
    )
    links = score_pairs([left], [right], language=language)
    total = sum(added(reason) for reason in links.because[0])
    assert float(probability(np.array(total))) == pytest.approx(links.probability[0], abs=0.05)
