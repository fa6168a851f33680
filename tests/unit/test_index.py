"""Candidates by letter triples: who is found, in which order, and what never breaks."""

import csv
import string
from collections.abc import Sequence
from functools import cache
from random import Random

import numpy as np
import pytest

from manumit.supply.index import Index
from manumit.supply.names.columns import Vocabulary
from manumit.supply.records import Record, records_as_columns
from tests.helpers import ROOT, SHARED

AT_10 = 10


def index_of(*texts: str) -> Index:
    return Index(texts, np.arange(len(texts)))


def owners_of(index: Index, text: str, most: int = AT_10) -> list[int]:
    queries, owners, _ = index.candidates([text], most)
    assert queries.tolist() == [0] * len(owners)
    return [int(owner) for owner in owners]


@cache
def real_names() -> tuple[str, ...]:
    """Names of palm oil mills, or of labelled organisations where the list is not here."""
    mills = SHARED / "data" / "palm_mills" / "universal_mill_list.csv"
    path, column = mills, "Mill Name"
    if not mills.exists():
        path, column = ROOT / "tests" / "vectors" / "names" / "organisations.csv", "left_name"
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {row[column].strip() for row in csv.DictReader(file)}
    return tuple(sorted(name for name in names if name.isascii() and len(name) >= 10))


def with_typo(name: str, random: Random) -> str:
    """The name with one letter left out, doubled, changed, or exchanged with the next."""
    at = random.choice([place for place, sign in enumerate(name[:-1]) if sign.isalpha()])
    sign = name[at]
    made = random.choice(("", sign * 2, random.choice(string.ascii_uppercase), name[at + 1] + sign))
    return name[:at] + made + name[at + (2 if made == name[at + 1] + sign else 1) :]


def looked_up(names: Sequence[str]) -> tuple[list[str], list[int]]:
    """What names are looked up by, and whose they are, as matching does it."""
    records = records_as_columns([Record((name,)) for name in names], Vocabulary())
    return records.spellings, records.owners().tolist()


def test_each_text_finds_itself_first() -> None:
    texts = [f"{one} {two}" for one in ("alpha", "beta", "gamma") for two in ("mill", "farm", "x")]
    index = index_of(*texts)
    queries, owners, cosines = index.candidates(texts, 3)
    for place in range(len(texts)):
        mine = queries == place
        assert owners[mine][0] == place
        assert cosines[mine][0] == pytest.approx(1, abs=1e-5)
        assert (np.diff(cosines[mine]) <= 0).all()


def test_a_name_with_a_typo_is_among_the_first_ten() -> None:
    random = Random(20261124)  # noqa: S311 - made-up typos
    names = real_names()
    asked = random.sample(range(len(names)), min(len(names), 300))
    texts, owners = looked_up(names)
    index = Index(texts, np.array(owners))
    wrong, whose = looked_up([with_typo(names[at].upper(), random) for at in asked])
    queries, found, _ = index.candidates(wrong, AT_10)
    hits = {
        (whose[query], int(owner)) for query, owner in zip(queries.tolist(), found, strict=True)
    }
    recall = sum((place, at) in hits for place, at in enumerate(asked)) / len(asked)
    assert recall >= 0.99


def test_many_queries_are_answered_as_one_by_one() -> None:
    names = list(real_names()[:400])
    texts, owners = looked_up(names)
    index = Index(texts, np.array(owners))
    queries, found, cosines = index.candidates(texts, AT_10)
    for place in (0, 1, 255, 256, 257, 399):
        mine = queries == place
        _, alone, cosine = index.candidates([texts[place]], AT_10)
        assert found[mine].tolist() == alone.tolist()
        assert cosines[mine] == pytest.approx(cosine)


def test_an_owner_of_several_texts_is_given_once_with_its_best() -> None:
    index = Index(
        ["hoshine silicon", "hoshine silicon industry", "hesheng", "other mill"],
        np.array([7, 7, 7, 3]),
    )
    _, owners, cosines = index.candidates(["hoshine silicon"], AT_10)
    assert owners.tolist() == [7]
    assert cosines[0] == pytest.approx(1, abs=1e-5)


def test_no_more_owners_than_asked_are_given_and_ties_keep_the_order_of_the_list() -> None:
    index = index_of(*["alpha mill"] * 5)
    assert owners_of(index, "alpha mill", 3) == [0, 1, 2]
    assert owners_of(index, "alpha mill", 1) == [0]


def test_rare_letters_weigh_more_than_those_of_every_name() -> None:
    index = index_of(
        *[f"textile {word}" for word in ("mirza", "karim", "osman", "zephyr", "qamar")]
    )
    assert owners_of(index, "zephyr trading")[0] == 3


@pytest.mark.parametrize("text", ["", " ", "a", "和田", "ñ", "\ufffd", "a" * 5000])
def test_any_query_is_answered(text: str) -> None:
    for index in (index_of("alpha mill", "a", ""), index_of(""), index_of()):
        queries, owners, cosines = index.candidates([text], AT_10)
        assert len(queries) == len(owners) == len(cosines)
        assert np.isfinite(cosines).all()


def test_an_empty_index_and_no_queries_give_nothing() -> None:
    assert owners_of(index_of(), "alpha mill") == []
    for index in (index_of(), index_of("alpha mill")):
        assert [len(part) for part in index.candidates([], AT_10)] == [0, 0, 0]


def test_a_name_of_one_letter_finds_itself() -> None:
    assert owners_of(index_of("x", "alpha", "y"), "x") == [0]


def test_a_text_of_which_nothing_is_known_finds_nobody() -> None:
    assert owners_of(index_of("alpha mill", "beta mill"), "zzzqqq") == []
    assert owners_of(index_of("alpha mill"), "") == []


def test_letters_that_are_not_ascii_neither_break_nor_shift_other_texts() -> None:
    index = index_of("和田 haolin", "alpha mill", "łódź mill")
    assert owners_of(index, "alpha mill")[0] == 1
    assert owners_of(index, "和田 haolin")[0] == 0
