"""What holds for every supplier list."""

import csv
import string
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from manumit.core.os_id import os_id, os_id_check
from manumit.errors import InputError
from manumit.io.supplier_cells import Doubt, hs_codes, latitude
from manumit.io.suppliers import SupplierIntake, read_suppliers

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
STARTS = st.tuples(
    st.text(string.ascii_uppercase, min_size=2, max_size=2),
    st.text(string.digits, min_size=7, max_size=7),
    st.text(SIGNS, min_size=5, max_size=5),
).map("".join)


def read_rows(rows: list[list[str]]) -> SupplierIntake:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(["name", "address", "country", "lat"])
            writer.writerows(rows)
        return read_suppliers([path])


@given(st.lists(st.lists(NAMES, min_size=4, max_size=4), min_size=1, max_size=5))
def test_every_row_is_read_rejected_or_blank_and_none_is_lost(rows: list[list[str]]) -> None:
    try:
        intake = read_rows(rows)
    except InputError as error:
        if "there are no rows" in str(error):
            return
        raise
    used = [supplier.row for supplier in intake.suppliers]
    rejected = [reject.row for reject in intake.rejects]
    assert used == sorted(used)
    assert not set(used) & set(rejected)
    blank = {at for at, row in enumerate(rows, start=2) if not "".join(row).strip()}
    assert set(used) | set(rejected) | blank == set(range(2, len(rows) + 2))


@given(STARTS, st.integers(0, 13), st.sampled_from(SIGNS))
def test_one_wrong_sign_of_an_id_is_found(start: str, at: int, sign: str) -> None:
    id_ = start + os_id_check(start)
    assert os_id(id_) == id_
    changed = id_[:at] + sign + id_[at + 1 :]
    different = SIGNS.find(id_[at]) != SIGNS.find(sign)
    if at >= 2 and different:
        assert os_id(changed) is None


@given(st.text(max_size=20))
def test_any_text_is_an_id_or_none(text: str) -> None:
    found = os_id(text)
    assert found is None or os_id(found) == found


@given(st.text(string.digits + " .,|-x", max_size=12))
def test_codes_of_goods_have_an_even_number_of_digits(text: str) -> None:
    try:
        codes = hs_codes(text)
    except Doubt as doubt:
        codes = doubt.value
    assert all(len(code) in (2, 4, 6) and code.isdecimal() for code in codes)


@given(st.floats(-90, 90))
def test_a_latitude_is_read_as_it_was_written(value: float) -> None:
    assert latitude(repr(value)) == value
