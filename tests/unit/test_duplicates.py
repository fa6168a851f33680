"""Duplicates in a file of facilities are found, and sites that only look alike are kept apart."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from bench.facilities import facilities
from manumit.errors import MissingExtra
from manumit.supply.duplicates import Duplicates, find_duplicates, find_links
from manumit.supply.duplicates.columns import facility_columns
from manumit.supply.duplicates.find import SAMPLED_PAIRS
from manumit.supply.records import Record

ROAD = "No. 12, Hongtai Road, Houjie Town, Dongguan, Guangdong 523940"


SYLLABLES = ("Ba", "Ke", "Lo", "Mi", "Nu", "Pa", "Re", "So", "Ti", "Vu", "Za")
WORDS = [
    one + other.lower() + last for one in SYLLABLES for other in SYLLABLES[:5] for last in "nr"
]


def records(*names_and_addresses: tuple[str, str]) -> list[Record]:
    return [Record((name,), address=at, territory="CN") for name, at in names_and_addresses]


def table(names: Sequence[str], addresses: Sequence[str] | None = None) -> Any:
    addresses = addresses or [""] * len(names)
    columns = {"name": list(names), "address": list(addresses)}
    unknown = {part: [""] * len(names) for part in ("territory", "area", "goods")}
    return pa.table(
        {key: pa.array(cells, pa.string()) for key, cells in (columns | unknown).items()}
    )


def compared(*names: str) -> list[dict[str, Any]]:
    return facility_columns(table(names)).to_pylist()


@pytest.fixture(scope="module")
def made() -> Any:
    """Facilities with copies and twins, enough to train on."""
    return facilities(2_500, seed=3)


@pytest.fixture(scope="module")
def given(made: Any) -> Any:
    parts = (made[column].to_pylist() for column in ("address", "city", "postcode"))
    address = [", ".join(each) for each in zip(*parts, strict=True)]
    columns = {"name": made["name"], "address": address}
    return pa.table(columns | {"territory": made["country"], "goods": made["sector"]})


@pytest.fixture(scope="module")
def found(given: Any) -> Duplicates:
    return find_duplicates(given)


def test_the_same_site_written_in_two_ways_is_one() -> None:
    found = find_duplicates(
        records(
            ("Dongguan Luyang Shoes Co., Ltd.", ROAD),
            ("Suzhou Jinyuda Textile Co. Ltd", "36-8 Rainbow Road, Luzhi Town, Suzhou"),
            ("LU YANG SHOES (DONGGUAN) LIMITED", "12 Hongtai Rd, Houjie, Dongguan"),
        )
    )
    assert found.cluster.tolist() == [0, 1, 0]
    assert (found.left.tolist(), found.right.tolist()) == ([0], [2])


def test_plants_of_different_number_at_one_address_are_never_one() -> None:
    found = find_duplicates(
        records(
            ("Luyang Shoes Plant No. 2", ROAD),
            ("Luyang Shoes Plant No. 3", ROAD),
            ("Luyang Shoes Plant III", ROAD),
        )
    )
    assert found.cluster.tolist() == [0, 1, 1]


def test_a_third_row_without_a_number_does_not_join_two_plants() -> None:
    found = find_duplicates(
        records(
            ("Luyang Shoes Plant No. 2", ROAD),
            ("Luyang Shoes", ROAD),
            ("Luyang Shoes Plant No. 3", ROAD),
        )
    )
    first, _, third = found.cluster.tolist()
    assert first != third


def test_numbers_of_units_are_read_in_any_notation() -> None:
    names = (
        "Huaxin Unit-2",
        "Huaxin Plant No. 2",
        "HUAXIN #2",
        "Huaxin II",
        "Huaxin (Unit II)",
        "Huaxin Plant2",
    )
    assert {row["unit"] for row in compared(*names)} == {"2"}


def test_a_letter_at_the_beginning_of_a_name_is_no_number() -> None:
    assert compared("V Mart Garments")[0]["unit"] is None
    assert compared("Unit V Garments")[0]["unit"] == "5"


def test_legal_form_place_and_order_of_words_do_not_change_what_is_compared() -> None:
    rows = compared(
        "Guangzhou Tai Long Garments Co., Ltd.", "Long Tai Garment (Guangzhou) Joint Stock Company"
    )
    assert rows[0]["words"] == rows[1]["words"] == ["long", "tai"]
    assert rows[0]["key_1"] == rows[1]["key_1"] is not None


def test_a_name_in_another_script_is_romanised() -> None:
    native, latin = compared(
        "深圳市华新纺织有限公司第二厂", "Shenzhen Huaxin Textile Co Ltd No. 2 Factory"
    )
    assert native["name"] == latin["name"] == "huaxin"
    assert native["unit"] == latin["unit"] == "2"


def test_a_name_of_trade_words_alone_is_compared_by_them() -> None:
    assert compared("Garment Factory Ltd")[0]["name"] == "garmentfactory"


def test_addresses_are_taken_apart() -> None:
    row = facility_columns(table(["A"], [ROAD])).to_pylist()[0]
    assert (row["houses"], row["postcode"]) == (["12"], "523940")
    assert row["street"] == "hongtai"
    assert row["towns"] == ["dongguan", "guangdong", "houjie"]


def test_a_key_that_too_many_rows_share_is_left_out() -> None:
    keys = facility_columns(table(["Huaxin Garments"] * 100))["key_1"]
    assert keys.null_count == 100


def test_rows_with_the_same_cells_are_one_however_many_they_are() -> None:
    found = find_duplicates(
        [*records(("Luyang Shoes", ROAD)) * 50, *records(("Suzhou Textile", ""))]
    )
    assert found.cluster.tolist() == [0] * 50 + [50]
    assert found.left.tolist() == [0] * 49
    assert set(found.probability.tolist()) == {1.0}


def test_most_copies_are_found_and_nearly_no_twins(made: Any, found: Duplicates) -> None:
    truth = made["truth"].to_numpy()
    same = truth[:, None] == truth[None, :]
    joined = found.cluster[:, None] == found.cluster[None, :]
    above = np.triu(np.ones(same.shape, dtype=bool), 1)
    right = (same & joined & above).sum()
    assert right / (joined & above).sum() > 0.97
    assert right / (same & above).sum() > 0.97


@pytest.mark.parametrize("rows", [400, pytest.param(2_500, marks=pytest.mark.study)])
def test_the_same_rows_give_the_same_answer(given: Any, rows: int) -> None:
    found, again = (find_duplicates(given.slice(0, rows)) for _ in range(2))
    assert np.array_equal(found.left, again.left)
    assert np.array_equal(found.right, again.right)
    assert np.array_equal(found.cluster, again.cluster)
    assert np.allclose(found.probability, again.probability, rtol=0, atol=1e-9)


def test_pairs_are_in_order_and_at_or_above_the_threshold(found: Duplicates) -> None:
    assert (found.left < found.right).all()
    assert (np.diff(found.left) >= 0).all()
    assert found.probability.min() >= 0.5


def test_a_cluster_has_the_place_of_its_first_row(found: Duplicates) -> None:
    assert (found.cluster <= np.arange(len(found.cluster))).all()
    assert (found.cluster[found.cluster] == found.cluster).all()


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_short_files_have_no_duplicates_of_nothing(rows: int) -> None:
    found = find_duplicates([Record(("",))] * rows)
    assert isinstance(found, Duplicates)
    assert len(found.left) == 0
    assert found.cluster.tolist() == list(range(rows))


def test_only_the_name_is_needed() -> None:
    found = find_duplicates(pa.table({"name": ["Luyang Shoes Ltd", "Luyang Shoes Co Ltd", None]}))
    assert len(found.cluster) == 3


@pytest.mark.parametrize(("backend", "extra"), [("duckdb", "link"), ("spark", "spark")])
def test_what_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, backend: Any, extra: str
) -> None:
    def refuse(name: str) -> Any:
        if name.startswith(("splink", "pyspark")):
            raise ImportError(name)
        return import_module(name)

    monkeypatch.setattr(import_module("manumit.supply.duplicates.find"), "import_module", refuse)
    with pytest.raises(MissingExtra) as caught:
        find_duplicates([], backend=backend)
    assert caught.value.extra == extra


@pytest.mark.parametrize("pairs", [1e5, pytest.param(SAMPLED_PAIRS, marks=pytest.mark.study)])
def test_a_long_file_without_addresses_is_linked_by_names_alone(
    monkeypatch: pytest.MonkeyPatch, pairs: float
) -> None:
    find = import_module("manumit.supply.duplicates.find")
    monkeypatch.setattr(find, "SAMPLED_PAIRS", pairs)
    names = [f"{first} {second} Spinning Mills" for first in WORDS[:50] for second in WORDS[50:80]]
    left = [Record((name,), territory="IN") for name in names]
    right = [Record((name.replace("Mills", "Mill"),), territory="IN") for name in reversed(names)]
    one, other, probability = find_links(left, right)
    best = np.unique(one, return_index=True)[1]
    found = {
        left[i].names[0]: right[j].names[0] for i, j in zip(one[best], other[best], strict=True)
    }
    right_ones = sum(found.get(name) == name.replace("Mills", "Mill") for name in names)
    assert right_ones > 0.75 * len(names)  # every name has others one letter away
    assert (np.diff(one) >= 0).all()
    assert ((probability >= 0.5) & (probability <= 1)).all()


def test_each_of_several_like_rows_is_linked_with_each_on_the_other_side() -> None:
    left = records(("Luyang Shoes", ROAD), ("Luyang Shoes", ROAD))
    right = records(("Suzhou Textile", ""), ("Luyang Shoes", ROAD), ("Luyang Shoes", ROAD))
    one, other, _ = find_links(left, right)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 1), (1, 2)]
