"""The sums of many claims at once are those of each claim by itself, to the last digit."""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import ManumitError
from manumit.io.claim_table import ClaimTable
from manumit.reference import WageLaw, wage_law
from manumit.remedy import Totals, WageCase, claim_lines, totals_of
from manumit.tables import open_table
from tests.helpers import examples

AS_OF = date(2026, 11, 1)
LAWS = {
    "us.flsa": "USD",
    "gb.nmw": "GBP",
    "qa": "QAR",
    "ae": "AED",
    "my": "MYR",
    "fr": "EUR",
    "sg": "SGD",
    "in": "INR",
    "nz": "NZD",
    "br": "BRL",
    "sa": "SAR",
    "intl.c095": "PHP",
}
BASES = ("hourly", "daily", "monthly", "salary", "piece", "fluctuating")
HOURS = ("worked", "normal", "overtime", "night", "rest_day", "holiday", "days")
RANGED = ("worked", "night", "rest_day", "paid", "rate", "days")
KINDS = ("fine", "uniform", "accommodation", "tax", "loan")

_money = st.sampled_from(("0", "1", "7.25", "13.333", "99.99", "480", "1200.5"))
_hours = st.sampled_from(("0", "0", "2", "7.5", "8", "16.25", "40", "48", "61.75"))
_days = st.sampled_from(("0", "3", "6", "6.5", "7"))


def _law_of(name: str, _currency: str) -> WageLaw:
    return wage_law(name)


@st.composite
def _quantity(draw: Any, name: str, columns: list[str]) -> dict[str, str]:
    """Cells of one quantity: exact, a range, or empty."""
    values = _days if name == "days" else _hours if name in HOURS else _money
    cells = {}
    if name in columns:
        cells[name] = draw(st.one_of(values, st.just("")) if draw(st.booleans()) else values)
    if f"{name}_low" in columns and draw(st.booleans()):
        ends = sorted((float(draw(values)), float(draw(values))))
        cells[f"{name}_low"], cells[f"{name}_high"] = map(str, ends)
        if cells.get(name):
            cells[name] = draw(st.sampled_from(("", str(ends[0]), str(ends[1]))))
    return cells


@st.composite
def _row(draw: Any, columns: list[str], bases: list[str]) -> dict[str, str]:
    cells = {"basis": draw(st.sampled_from(bases))}
    for name in (*HOURS, "paid", "rate", "amount", "earnings"):
        cells |= draw(_quantity(name, columns))
    for name in columns:
        if name.startswith(("deduction_", "extra_")):
            cells[name] = draw(st.sampled_from(("", "0", "3.2", "25", "311.11")))
        elif name.startswith("agreed_"):
            cells[name] = draw(st.sampled_from(("", "yes", "no", "unknown")))
        elif name == "ramadan":
            cells[name] = draw(st.sampled_from(("", "yes", "no")))
        elif name == "for_hours":
            cells[name] = draw(st.sampled_from(("", "40", "48")))
    return cells


@st.composite
def _tables(draw: Any) -> list[dict[str, str]]:
    """Rows of a few workers, in any order, over days on which laws change."""
    some = st.booleans()
    columns = ["worked", "paid", "rate", "amount", "earnings"]
    columns += [name for name in ("normal", "overtime", *HOURS[3:]) if draw(some)]
    columns += [f"{n}_{end}" for n in RANGED if draw(some) for end in ("low", "high")]
    for kind in KINDS:
        if draw(some):
            columns += [f"deduction_{kind}", *([f"agreed_{kind}"] if draw(some) else [])]
    columns += [name for name in ("extra_bonus", "ramadan", "for_hours") if draw(some)]
    bases = draw(st.lists(st.sampled_from(BASES), min_size=1, max_size=3, unique=True))
    born = draw(some)
    found = []
    for number in range(draw(st.integers(1, 4))):
        day = draw(st.sampled_from((date(2024, 12, 23), date(2025, 3, 24), date(2026, 3, 25))))
        birth = draw(st.sampled_from(("", "1990", "2007-03-28", "2005")))
        for _ in range(draw(st.integers(1, 4))):
            length = draw(st.sampled_from((7, 7, 7, 14, 30)))
            cells = draw(_row(columns, bases))
            cells |= {"worker": f"w{number}", "from": str(day)}
            cells["to"] = str(day + timedelta(days=length - 1))
            found.append(cells | ({"born": birth} if born else {}))
            day += timedelta(days=length + draw(st.sampled_from((0, 0, 0, 3, -1))))
    for row in found:
        if draw(st.integers(0, 9)) == 0:
            row[draw(st.sampled_from(sorted(row)))] = draw(st.sampled_from(("", " ", "much")))
    shuffled: list[dict[str, str]] = draw(st.permutations(found))
    return shuffled


def _write(rows: list[dict[str, str]], path: Path) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def _open(path: Path, law: str) -> ClaimTable:
    table = ClaimTable(open_table(path), law, LAWS[law], AS_OF)
    table.load()
    return table


def _singly(case: WageCase, law: str) -> Totals | str:
    try:
        return totals_of(claim_lines(case, wage_law(law)), case, wage_law(law))
    except ManumitError as error:
        return str(error)


def _both_ways(path: Path, law: str) -> Iterator[tuple[Totals | str, Totals | str]]:
    """The sums of each claim by itself, and of the same claim among others."""
    alone, together = _open(path, law), _open(path, law)
    among: dict[str, Any] = {entry.case.id: entry for entry in together.sums(_law_of)}
    for entry in alone.claims():
        other = among.pop(entry.case.id)
        assert other.rows == entry.rows or sorted(other.rows) == sorted(entry.rows)
        yield _singly(entry.case, law), other.totals or _singly(other.case, law)
    assert among == {}
    assert together.rejects == alone.rejects


@pytest.mark.parametrize("law", LAWS)
@given(rows=_tables())
@examples(12)
def test_a_claim_among_others_is_the_claim_alone(law: str, rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.csv"
        _write(rows, path)
        for alone, among in _both_ways(path, law):
            assert among == alone


def _plain_rows(cells: Mapping[str, str]) -> list[dict[str, str]]:
    """Two years of weeks of three workers, with the same cells."""
    return [
        {
            "worker": f"w{number}",
            "from": str(date(2024, 6, 3) + timedelta(weeks=week)),
            "to": str(date(2024, 6, 9) + timedelta(weeks=week)),
            **cells,
        }
        for week in range(104)
        for number in range(3)
    ]


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(
    "cells",
    [
        {"basis": "hourly", "rate": "9.1", "worked": "61.5", "paid": "301.07"},
        {"basis": "hourly", "rate": "9.1", "worked_low": "50", "worked_high": "61.5"},
        {"basis": "monthly", "amount": "800", "worked": "61.5", "paid": "0", "deduction_fine": "3"},
    ],
    ids=["exact", "range", "month"],
)
def test_two_years_over_changes_of_the_law_are_reckoned_together(
    law: str, cells: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "work.csv"
    _write(_plain_rows(cells), path)
    assert all(entry.totals is not None for entry in _open(path, law).sums(_law_of))
    for alone, among in _both_ways(path, law):
        assert among == alone
