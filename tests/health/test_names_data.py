"""Guards of the words, readings, places, territories, weights and lists that matching knows."""

import csv
import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from manumit.lists.load import built_in
from manumit.lists.model import Entry, OutsideList
from manumit.lists.source import list_sources
from manumit.reference.compiled import data_file, data_paths
from manumit.reference.places import places
from manumit.reference.territories import territory_code, territory_name
from manumit.supply.evidence import FEATURES
from manumit.supply.names.lexicon import Kind, lexicon
from manumit.supply.names.romanise import UNSPACED, latin, plain_words

WORDS = data_paths("names/words", ".csv")
KINDS = {"trade", "form", "particle"}
FORMS = {
    *("limited", "joint_stock", "public", "partnership", "sole", "branch", "cooperative"),
    *("foundation", "state", "company"),
}
BUILT_IN = [id_ for id_, source in list_sources().items() if source.redistributable == "yes"]
LANGUAGE = re.compile("[a-z]{2}(-[A-Z][a-z]{3})?")

Row = dict[str, str]


@cache
def rows(path: str) -> tuple[Row, ...]:
    return tuple(csv.DictReader(data_file(path).read_text("utf-8").splitlines(), strict=True))


def header(path: str) -> list[str]:
    return next(csv.reader(data_file(path).read_text("utf-8").splitlines()))


def twice(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


# Words


def test_words_of_thirty_languages_are_entered() -> None:
    languages = {path.rpartition("/")[2].removesuffix(".csv") for path in WORDS}
    assert len(languages) >= 30
    assert all(LANGUAGE.fullmatch(language) for language in languages)
    assert languages >= {"en", "zh", "ko", "ja", "th", "bn", "vi", "tr", "ru", "ar", "hi", "id"}


@pytest.mark.parametrize("path", WORDS)
def test_every_word_has_a_kind_and_means_what_its_kind_may_mean(path: str) -> None:
    assert header(path) == ["word", "kind", "means"]
    for row in rows(path):
        word, kind, means = row["word"], row["kind"], row["means"]
        assert word.strip() == word != "", row
        assert kind in KINDS, row
        if kind == "form":
            assert means in FORMS, row
        elif kind == "trade":
            assert re.fullmatch("[a-z0-9]+( [a-z0-9]+)*", means), row
        else:
            assert means == "", row


@pytest.mark.parametrize("path", WORDS)
def test_every_word_stands_once_in_its_file(path: str) -> None:
    assert twice([row["word"] for row in rows(path)]) == []


@pytest.mark.parametrize("path", WORDS)
def test_every_language_has_trade_words_legal_forms_and_its_own_letters(path: str) -> None:
    kinds = Counter(row["kind"] for row in rows(path))
    assert kinds["trade"] >= 50
    assert kinds["form"] >= 5
    for row in rows(path):
        assert plain_words(latin(row["word"])) or UNSPACED.search(row["word"]), row


def test_the_words_are_read_with_their_kinds() -> None:
    found = lexicon()
    assert len(found.spaced) > 10_000
    assert len(found.unspaced) > 3_000
    assert all(word.isascii() for word in found.spaced)
    for meaning in (*found.spaced.values(), *found.unspaced.values()):
        if meaning.kind == Kind.FORM:
            assert set(meaning.words) <= FORMS
        assert (meaning.kind == Kind.PARTICLE) == (len(meaning.words) == 0)
        assert all(word.isascii() and word for word in meaning.words)


# Readings


def test_every_reading_is_of_a_native_word_in_latin_letters() -> None:
    path = "names/readings.csv"
    assert header(path) == ["text", "language", "reading"]
    for row in rows(path):
        assert UNSPACED.search(row["text"]), row
        assert LANGUAGE.fullmatch(row["language"]), row
        for reading in row["reading"].split("|"):
            assert reading.strip() == reading != "", row
            assert latin(reading).isascii(), row
        assert twice(row["reading"].split("|")) == [], row
    assert twice([f"{row['text']} {row['language']}" for row in rows(path)]) == []


def test_every_role_of_a_word_is_known_and_given_once() -> None:
    path = "names/roles.csv"
    assert header(path) == ["word", "role"]
    found = [(row["word"], row["role"]) for row in rows(path)]
    assert found == sorted(set(found))
    assert {role for _, role in found} == {"general", "street", "unit"}
    assert all(plain_words(word) == [word] for word, _ in found)


def test_every_word_for_what_is_of_a_territory_names_one_that_is_entered() -> None:
    path = "names/demonyms.csv"
    assert header(path) == ["code", "word"]
    codes = {row["code"] for row in rows("names/territories.csv")}
    for row in rows(path):
        assert row["code"] in codes, row
        assert plain_words(latin(row["word"])), row
    assert twice([row["word"] for row in rows(path)]) == []


# Territories and places


def test_every_territory_of_the_standard_is_entered_once() -> None:
    # ISO 3166-1 has 249 codes; XK is the code that users have agreed on for Kosovo.
    found = rows("names/territories.csv")
    codes = [row["code"] for row in found]
    assert len(codes) == 250
    assert "XK" in codes
    assert codes == sorted(set(codes))
    assert twice([row["code3"] for row in found]) == []
    assert all(re.fullmatch("[A-Z]{2}", row["code"]) for row in found)
    assert all(re.fullmatch("[A-Z]{3}", row["code3"]) for row in found)


def test_every_name_of_a_territory_stands_for_it_alone() -> None:
    for row in rows("names/territories.csv"):
        spellings = [row["code"], row["code3"], row["name"], *filter(None, row["also"].split("|"))]
        assert territory_name(row["code"]) == row["name"]
        for spelling in spellings:
            assert spelling.strip() == spelling, row
            assert territory_code(spelling) == row["code"], spelling


def test_every_place_lies_in_a_territory_and_in_an_area_that_are_entered() -> None:
    path = "names/places.csv"
    assert header(path) == ["place", "territory", "area", "also"]
    codes = {row["code"] for row in rows("names/territories.csv")}
    areas = {(row["territory"], row["place"]) for row in rows(path) if row["place"] == row["area"]}
    for row in rows(path):
        assert row["territory"] in codes, row
        assert row["area"] == "" or (row["territory"], row["area"]) in areas, row
        assert twice(row["also"].split("|")) == [], row
    assert twice([f"{r['territory']} {r['area']} {r['place']}" for r in rows(path)]) == []
    assert len(places()) > len(rows(path))


# Weights


def test_every_weight_is_fitted_or_marked_as_a_judgement() -> None:
    path = "names/weights.csv"
    assert header(path) == ["feature", "begins", "ends", "weight", "basis"]
    found = rows(path)
    assert found[0]["feature"] == "intercept"
    for row in found:
        assert float(row["weight"]) == float(row["weight"]) < 20, row
        assert row["basis"] in ("fitted", "judgement"), row
        if row["begins"] or row["ends"]:
            assert row["feature"] in FEATURES, row
            assert 0 <= float(row["begins"]) < float(row["ends"]), row


def test_the_pieces_of_a_feature_stand_in_order_without_overlap() -> None:
    pieces = [row for row in rows("names/weights.csv") if row["ends"]]
    order = [FEATURES.index(row["feature"]) for row in pieces]
    assert order == sorted(order)
    for one, other in pairwise(pieces):
        if one["feature"] == other["feature"]:
            assert float(one["ends"]) <= float(other["begins"]), one


# Lists


def _entries(id_: str) -> list[Entry]:
    return list(built_in(id_).entries)


def test_the_lists_whose_terms_allow_it_are_built_in() -> None:
    assert sorted(BUILT_IN) == BUILT_IN
    assert len(BUILT_IN) >= 3


@pytest.mark.parametrize("id_", BUILT_IN)
def test_a_built_in_list_has_the_size_and_day_that_its_source_states(id_: str) -> None:
    source, found = list_sources()[id_], built_in(id_)
    assert isinstance(found, OutsideList)
    assert source.at_least <= len(found.entries) <= source.at_most
    assert (found.id, found.title, found.as_of) == (id_, source.title, source.as_of)
    assert len(found.signals) == (1 if source.newer else 0)
    assert twice([entry.id for entry in found.entries]) == []


@pytest.mark.parametrize("id_", BUILT_IN)
def test_every_place_of_a_list_is_entered_as_a_territory_or_an_area(id_: str) -> None:
    codes = {row["code"] for row in rows("names/territories.csv")}
    areas = {(row["territory"], row["area"]) for row in rows("names/places.csv")}
    for entry in _entries(id_):
        for place in entry.where:
            assert place.territory in codes, entry.id
            assert place.area == "" or (place.territory, place.area) in areas, entry.id


@pytest.mark.parametrize("id_", BUILT_IN)
def test_every_code_of_a_listed_good_has_two_four_or_six_digits(id_: str) -> None:
    for entry in _entries(id_):
        for good in entry.what:
            assert good.name, entry.id
            assert all(re.fullmatch("[0-9]{2}([0-9]{2}){0,2}", code) for code in good.hs), entry.id


@pytest.mark.parametrize("id_", BUILT_IN)
def test_every_entry_of_a_list_names_a_party_a_good_or_a_place(id_: str) -> None:
    for entry in _entries(id_):
        assert entry.who or entry.what or entry.where, entry.id
        assert entry.name, entry.id
        assert entry.authority, entry.id
        assert entry.provision, entry.id
        for party in entry.who:
            assert party.names, entry.id
            assert twice(list(party.names)) == [], entry.id
            assert all(name.strip() == name != "" for name in party.names), entry.id


def test_every_code_of_the_concordance_of_goods_has_two_four_or_six_digits() -> None:
    for row in rows("goods/goods.csv"):
        for code in filter(None, row["hs"].split("|")):
            assert re.fullmatch("[0-9]{2}([0-9]{2}){0,2}", code), row
