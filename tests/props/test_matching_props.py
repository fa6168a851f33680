"""Properties of matching that hold whatever the names are, and what the labelled pairs measure."""

import csv
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal
from unicodedata import normalize
from zlib import crc32

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from manumit.supply.evidence import FEATURES
from manumit.supply.link import Linker, score_pairs
from manumit.supply.names.lexicon import Kind
from manumit.supply.names.parse import readings_of
from manumit.supply.names.romanise import latin, plain_words
from manumit.supply.probability import Model, fitted
from manumit.supply.records import Record
from tests.helpers import ROOT, examples
from tools import fit_names

VECTORS = ROOT / "tests" / "vectors" / "names"
SETS = {"organisations": 0.83, "cross_script": 0.84, "facilities": 0.85}
"""Labelled sets, with the least F1 on the pairs that were held out when the weights were fitted."""
EXACT = 1e-6

Form = Literal["NFD", "NFKC", "NFKD"]
FORMS: tuple[Form, ...] = ("NFD", "NFKC", "NFKD")
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (VECTORS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


@cache
def real_names() -> tuple[str, ...]:
    """Names in many scripts."""
    found = {
        row[f"{side}_name"] for name in SETS for row in rows(name) for side in ("left", "right")
    }
    return tuple(sorted(found))


letters = st.sampled_from(
    "abc ABC123 .,&()-'é有限公司第二厂株式会社주식ไทยবাংলаяΩع\u0301\u200b\ufffd"
)
any_text = st.text(max_size=25) | st.text(letters, max_size=30)
names = st.deferred(lambda: st.sampled_from(real_names())) | any_text
territories = st.sampled_from(["", "CN", "BD", "VN", "TR"])
records = st.builds(
    Record,
    st.lists(names, max_size=3).map(tuple),
    parents=st.lists(names, max_size=2).map(tuple),
    address=st.sampled_from(["", "12 Renmin Road, Kashgar", "东莞市12号", "Savar, Dhaka 1341"])
    | any_text,
    territory=territories,
    area=st.sampled_from(["", "Xinjiang", "新疆", "Dhaka", "Nowhere"]),
    point=st.none()
    | st.tuples(st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False)),
)
pairs = st.lists(st.tuples(records, records), min_size=1, max_size=6)


def scores(given_pairs: Sequence[tuple[Record, Record]]) -> list[float]:
    """The probability of each pair."""
    left, right = zip(*given_pairs, strict=True)
    return score_pairs(left, right).probability.tolist()  # type: ignore[no-any-return]


def alone(left: Record, right: Record) -> float:
    return scores([(left, right)])[0]


# Whatever is compared


@examples(60)
@given(pairs)
def test_both_sides_are_alike(given_pairs: list[tuple[Record, Record]]) -> None:
    turned = [(other, one) for one, other in given_pairs]
    assert scores(given_pairs) == pytest.approx(scores(turned), abs=EXACT)


@examples(40)
@given(pairs, st.randoms(use_true_random=False))
def test_pairs_together_are_scored_as_one_by_one_in_any_order(
    given_pairs: list[tuple[Record, Record]], random: object
) -> None:
    together = scores(given_pairs)
    assert together == pytest.approx([alone(*pair) for pair in given_pairs], abs=EXACT)
    order = list(range(len(given_pairs)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert scores([given_pairs[at] for at in order]) == pytest.approx(
        [together[at] for at in order], abs=EXACT
    )


@examples(60)
@given(records, records)
def test_a_probability_lies_strictly_between_no_and_certainty(one: Record, other: Record) -> None:
    assert 0 < alone(one, other) < 1


@examples(60)
@given(names)
def test_any_name_is_read_in_plain_letters(name: str) -> None:
    readings = readings_of(name)
    assert readings
    for read in readings:
        assert len(read.words) == len(read.kinds)
        assert all(word.isascii() and word for word in read.words)
    assert all(word.isascii() and word.isalnum() for word in plain_words(latin(name)))


@examples(40)
@given(st.sampled_from(FORMS), st.lists(names, min_size=1, max_size=4))
def test_composed_and_decomposed_letters_are_one_name(form: Form, given_names: list[str]) -> None:
    for name in given_names:
        assume(normalize("NFC", normalize(form, name)) == normalize("NFC", name))
        assert readings_of(normalize(form, name)) == readings_of(normalize("NFC", name))


@examples(60)
@given(names)
def test_full_width_letters_are_the_same_letters(name: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name)
    assert readings_of(wide) == readings_of(name)


@examples(60)
@given(st.deferred(lambda: st.sampled_from(real_names())), territories)
def test_a_name_is_itself(name: str, territory: str) -> None:
    spoken = plain_words(latin(name))
    assume(len(spoken) >= 2 or len("".join(spoken)) >= 6)
    assume(any(kind < Kind.FORM for read in readings_of(name) for kind in read.kinds))
    one = Record((name,), territory=territory)
    assert alone(one, one) > 0.9


@examples(60)
@given(records, records, names)
def test_another_name_never_lowers_the_probability(one: Record, other: Record, name: str) -> None:
    assume(one.names)
    more = Record((*one.names, name), one.parents, one.address, one.territory, one.area, one.point)
    before, after = scores([(one, other), (more, other)])
    assert after >= before - EXACT


@examples(25)
@given(st.lists(records, max_size=6), st.lists(records, max_size=6), st.integers(1, 3))
def test_lists_are_linked_whatever_they_hold(
    left: list[Record], right: list[Record], top: int
) -> None:
    links = Linker(right).link(left, top)
    assert len(links.left) == len(links.right) == len(links.probability)
    assert all(count <= top for count in Counter(links.left.tolist()).values())
    assert len(set(zip(links.left.tolist(), links.right.tolist(), strict=True))) == len(links.left)
    assert set(links.left.tolist()) <= set(range(len(left)))
    assert set(links.right.tolist()) <= set(range(len(right)))


# Weights

FALLING = ("_extra", "_other", "_both", "_one", "_two", "_conflict", "far")
RISING = [
    at
    for at, name in enumerate(FEATURES)
    if name.removeprefix("native_") != "native" and not name.endswith(FALLING)
]
rows_of_features = st.lists(
    st.floats(0, 3, width=32), min_size=len(FEATURES), max_size=len(FEATURES)
).map(lambda values: np.array([values], dtype=np.float32))


@examples(60)
@given(rows_of_features, st.integers(0, len(FEATURES) - 1), st.floats(0, 3, width=32))
def test_more_of_what_speaks_for_a_match_never_lowers_the_log_odds_nor_against_it_raises_them(
    values: np.ndarray, at: int, more: float
) -> None:
    assume(FEATURES[at] != "native")
    changed = values.copy()
    changed[0, at] += more
    before, after = (float(fitted().log_odds(each)[0]) for each in (values, changed))
    if at in RISING:
        assert after >= before - 1e-4
    else:
        assert after <= before + 1e-4


@examples(30)
@given(rows_of_features)
def test_the_parts_sum_to_the_log_odds(values: np.ndarray) -> None:
    weights = fitted()
    assert weights.parts(values).sum() + weights.intercept == pytest.approx(
        weights.log_odds(values)[0], abs=1e-3
    )


def test_every_line_of_the_model_rises_or_falls_as_its_feature_says() -> None:
    weights = fitted()
    for at, weight in zip(weights.of.tolist(), weights.weights.tolist(), strict=True):
        if FEATURES[at] != "native":
            assert (weight >= 0) == (at in RISING), FEATURES[at]


def test_the_pieces_of_a_feature_follow_each_other() -> None:
    weights = fitted()
    terms = zip(weights.of.tolist(), weights.begins.tolist(), weights.ends.tolist(), strict=True)
    for (one, _, ends), (other, begins, _) in pairwise(terms):
        assert one != other or begins >= ends


# Labelled pairs


@pytest.mark.parametrize("name", SETS)
def test_labelled_pairs_are_once_in_the_file_in_the_fold_of_their_left_name(name: str) -> None:
    for row in rows(name):
        held_out = crc32(row["left_name"].encode()) % 3 == 0
        assert row["fold"] == ("held_out" if held_out else "fit"), row["left_name"]
    keys = [_key(row) for row in rows(name)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("name", SETS)
def test_labelled_pairs_have_names_territories_a_label_a_kind_and_a_source(name: str) -> None:
    for row in rows(name):
        assert row["same"] in ("yes", "no"), row
        for column in ("left_name", "right_name", "kind", "source"):
            assert row[column].strip() == row[column] != "", row
        for column in ("left_country", "right_country"):
            assert row[column] == "" or (len(row[column]) == 2 and row[column].isupper()), row
        assert None not in row
        assert None not in row.values()


@pytest.mark.parametrize("name", SETS)
def test_no_pair_is_labelled_both_ways(name: str) -> None:
    labels: dict[frozenset[tuple[str, ...]], set[str]] = {}
    for row in rows(name):
        labels.setdefault(frozenset(_key(row)), set()).add(row["same"])
    assert [key for key, given_labels in labels.items() if len(given_labels) > 1] == []


def _key(row: Row) -> tuple[tuple[str, ...], ...]:
    parts = ("name", "address", "country")
    return tuple(
        tuple(row.get(f"{side}_{part}", "") for part in parts) for side in ("left", "right")
    )


@pytest.mark.parametrize("name", SETS)
def test_each_set_has_both_labels_in_both_folds(name: str) -> None:
    found = Counter((row["same"], row["fold"]) for row in rows(name))
    assert min(found[same, fold] for same in ("yes", "no") for fold in ("fit", "held_out")) >= 50


@pytest.mark.parametrize(("name", "least"), SETS.items())
def test_pairs_that_were_held_out_are_told_apart(name: str, least: float) -> None:
    held_out = [row for row in rows(name) if row["fold"] == "held_out"]
    found = np.array(scores([(_record(row, "left"), _record(row, "right")) for row in held_out]))
    same = np.array([row["same"] == "yes" for row in held_out])
    hits = (same & (found >= 0.5)).sum()
    precision, recall = hits / (found >= 0.5).sum(), hits / same.sum()
    assert 2 * precision * recall / (precision + recall) >= least


@pytest.mark.parametrize("language", ["bn", "ja", "ko", "ru", "th", "vi", "zh"])
def test_names_in_each_script_are_found_in_english(language: str) -> None:
    chosen = [
        row
        for row in rows("cross_script")
        if row["language"] == language and row["fold"] == "held_out"
    ]
    found = np.array(scores([(_record(row, "left"), _record(row, "right")) for row in chosen]))
    same = np.array([row["same"] == "yes" for row in chosen])
    assert (found[same] >= 0.5).mean() >= 0.6
    assert (found[~same] < 0.5).mean() >= 0.75


def test_probabilities_of_held_out_pairs_are_calibrated() -> None:
    """Of pairs given one half to nine tenths, and more, about that share is one."""
    held_out = [row for name in SETS for row in rows(name) if row["fold"] == "held_out"]
    found = np.array(scores([(_record(row, "left"), _record(row, "right")) for row in held_out]))
    same = np.array([row["same"] == "yes" for row in held_out])
    assert same[found >= 0.9].mean() >= 0.9
    assert same[found < 0.1].mean() <= 0.1
    assert ((found - same) ** 2).mean() <= 0.12


def _record(row: Row, side: str) -> Record:
    return Record(
        (row[f"{side}_name"],),
        address=row.get(f"{side}_address", ""),
        territory=row[f"{side}_country"],
    )


@pytest.mark.study
def test_the_weights_are_those_that_the_labelled_pairs_give() -> None:
    """Another round of fitting, begun at the weights of the data file, leaves them as they are."""
    sets = [fit_names.read(name) for name in fit_names.SETS]
    ours = fitted()
    values = [fit_names.values_of(one, ours)[~one.held_out] for one in sets]
    others = np.vstack([fit_names.unlabelled(one, ours) for one in sets])
    same = np.concatenate([one.same[~one.held_out] for one in sets]).astype(float)
    share = fit_names.SHARE * len(same) / len(others)
    again = fit_names.fit(
        np.vstack([*values, others]),
        np.concatenate((same, np.zeros(len(others)))),
        np.concatenate((np.ones(len(same)), np.full(len(others), share))),
    )
    one, other = (_sums(weights) for weights in (again, ours))
    for name, weight in (one | other).items():
        assert one.get(name, 0) == pytest.approx(other.get(name, 0), abs=0.3 + abs(weight) / 4)


def _sums(weights: Model) -> dict[str, float]:
    """What each feature adds at most."""
    total = np.bincount(weights.of, weights.weights, minlength=len(FEATURES))
    return dict(zip(FEATURES, total.tolist(), strict=True))
