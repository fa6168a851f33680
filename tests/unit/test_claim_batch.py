"""Sums of many claims: what is reckoned together, what is left to a claim by itself, and why."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from manumit.cli.claiming import EXPLAINED_CLAIMS
from manumit.cli.main import run
from manumit.io.claim_table import ClaimTable, TableClaim
from manumit.reference import WageLaw, wage_law
from manumit.reference.wage_scheme import Mode, Rounding
from manumit.remedy import claim_lines, elementwise, totals_of
from manumit.remedy.columns import objects
from manumit.remedy.rounding import rounded
from manumit.tables import open_table

HEADER = "worker,from,to,basis,rate,worked,paid"
GOOD = "w1,2025-03-03,2025-03-09,hourly,9.10,50,301.07"
NUMBERS = [Decimal(each) for each in ("0", "-1.005", "0.005", "13.636", "7", "2.5")]


def _law_of(name: str, _currency: str) -> WageLaw:
    return wage_law(name)


def _table(path: Path, *rows: str, header: str = HEADER, law: str = "us.flsa") -> ClaimTable:
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    table = ClaimTable(open_table(path), law, "USD", date(2026, 11, 1))
    table.load()
    return table


def _sums(path: Path, *rows: str, header: str = HEADER) -> list[TableClaim]:
    return list(_table(path, *rows, header=header).sums(_law_of))


def test_a_sum_among_others_is_that_of_the_claim_alone(tmp_path: Path) -> None:
    rows = [GOOD, GOOD.replace("w1", "w2").replace("50", "38.25"), GOOD.replace("w1", "w3")]
    law = wage_law("us.flsa")
    alone = list(_table(tmp_path / "a.csv", *rows).claims())
    among = _sums(tmp_path / "b.csv", *rows)
    assert [entry.totals for entry in among] == [
        totals_of(claim_lines(entry.case, law), entry.case, law) for entry in alone
    ]
    assert [entry.rows for entry in among] == [(2,), (3,), (4,)]


@pytest.mark.parametrize(
    "wrong",
    [
        "w1,2025-03-05,2025-03-11,hourly,9.10,50,0",  # shares days with the first
        "w1,2025-03-10,2025-03-16,hourly,9.10,500,0",  # hours that do not fit
        "w1,2025-03-10,2025-03-16,hourly,,50,0",  # no pay
        "w1,2025-03-10,2025-03-16,hourly,9.10,,0",  # no hours
        "w1,2025-03-10,2025-03-16,hourly,9.10,many,0",
        "w1,2025-03-10,2025-03-16, ,9.10,50,0",
        "w1,2025-03-10,2027-03-16,hourly,9.10,50,0",  # after the day of the claim
        "w1,1937-03-10,1937-03-16,hourly,9.10,50,0",  # before the law
    ],
)
def test_a_claim_with_a_row_that_does_not_fit_is_left_to_itself(tmp_path: Path, wrong: str) -> None:
    entries = _sums(tmp_path / "a.csv", GOOD, wrong, GOOD.replace("w1", "w2"))
    assert [entry.totals is None for entry in entries] == [True, False]
    assert entries[0].case.work


def test_workers_of_two_laws_stand_in_one_table(tmp_path: Path) -> None:
    rows = [f"{GOOD},us.flsa,USD", f"{GOOD},gb.nmw,GBP".replace("w1", "w2")]
    entries = _sums(tmp_path / "a.csv", *rows, header=f"{HEADER},law,currency")
    assert [entry.law for entry in entries] == ["us.flsa", "gb.nmw"]
    for entry, alone in zip(
        entries,
        _table(tmp_path / "b.csv", *rows, header=f"{HEADER},law,currency").claims(),
        strict=True,
    ):
        law = wage_law(entry.law)
        assert entry.totals == totals_of(claim_lines(alone.case, law), alone.case, law)


def test_one_worker_of_two_employers_has_two_claims(tmp_path: Path) -> None:
    rows = [f"{GOOD},one", f"{GOOD},two"]
    entries = _sums(tmp_path / "a.csv", *rows, header=f"{HEADER},employer")
    assert [entry.case.id for entry in entries] == ["w1--one", "w1--two"]
    assert all(entry.totals is not None for entry in entries)


def test_many_claims_are_cut_into_chunks_without_cutting_a_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [GOOD.replace("w1", f"w{n:02}") for n in range(20)]
    rows += [row.replace("2025-03-0", "2025-02-0") for row in rows]
    whole = [(entry.case.id, entry.totals) for entry in _sums(tmp_path / "a.csv", *rows)]
    monkeypatch.setattr("manumit.io.claim_columns.ROWS_TOGETHER", 3)
    assert [(e.case.id, e.totals) for e in _sums(tmp_path / "b.csv", *rows)] == whole
    assert len(whole) == 20


def test_a_long_table_keeps_what_it_rejects_beside_the_sums(tmp_path: Path) -> None:
    path, out = tmp_path / "work.csv", tmp_path / "out"
    rows = [GOOD.replace("w1", f"w{n:02}") for n in range(EXPLAINED_CLAIMS + 1)]
    rows += [GOOD.replace("w1", "w07"), GOOD.replace("w1", "w08").replace("50", "much")]
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    given = ["claim", str(path), "--law", "us.flsa", "--as-of", "2026-11-01", "--out", str(out)]
    assert run(given) == 0
    claims = (out / "claims.csv").read_text(encoding="utf-8")
    assert claims.count("us.flsa") == EXPLAINED_CLAIMS
    assert "w07" not in claims
    rejects = (out / "rejects.csv").read_text(encoding="utf-8")
    assert rejects.count("overlaps the one from 2025-03-03") == 2
    assert "'much' is not a number" in rejects


def test_rows_of_nobody_are_rejected(tmp_path: Path) -> None:
    table = _table(tmp_path / "a.csv", GOOD.replace("w1", " "), GOOD.replace("w1", ""), GOOD)
    assert [entry.case.id for entry in table.sums(_law_of)] == ["w1"]
    assert [(reject.row, reject.reason) for reject in table.rejects] == [
        (3, "is empty"),
        (2, "is empty"),
    ]


@pytest.mark.parametrize("kind", ["simple", "compound"])
@pytest.mark.parametrize("daily", [None, Rounding(unit=Decimal("0.01"))])
def test_interest_runs_on_each_line_from_the_end_of_its_period(
    tmp_path: Path, kind: Any, daily: Rounding | None
) -> None:
    law = wage_law("gb.nmw")
    assert law.scheme.interest is not None
    interest = replace(law.scheme.interest, kind=kind, daily=daily, since="due")
    law = replace(law, scheme=replace(law.scheme, interest=interest))
    rows = [
        f"w{n},{start},{start + timedelta(days=13)},hourly,9.1{n},8{n},{n}1.07"
        for n in range(3)
        for start in (date(2023, 3, 20), date(2024, 2, 16), date(2024, 3, 20))
    ]
    alone = _table(tmp_path / "a.csv", *rows, law="gb.nmw").claims()
    among = _table(tmp_path / "b.csv", *rows, law="gb.nmw").sums(lambda _name, _currency: law)
    for one, other in zip(alone, among, strict=True):
        assert other.totals == totals_of(claim_lines(one.case, law), one.case, law)
        assert other.totals.interest.low > 0


@pytest.mark.parametrize("mode", ["half_up", "half_even", "down", "up"])
@pytest.mark.parametrize("unit", ["0.01", "0.05"])
def test_arrays_are_rounded_as_numbers_are(mode: Mode, unit: str) -> None:
    rounding = Rounding(unit=Decimal(unit), mode=mode)
    numbers: Any = objects(NUMBERS)
    many: Any = elementwise.rounded(numbers, rounding)
    assert list(many) == [rounded(each, rounding) for each in NUMBERS]


@pytest.mark.parametrize("name", ["most", "least", "over"])
def test_choices_hold_for_arrays_as_for_numbers(name: str) -> None:
    choose = getattr(elementwise, name)
    pairs = [(one, other) for one in NUMBERS for other in NUMBERS]
    ones, others = (objects(each) for each in zip(*pairs, strict=True))
    assert list(choose(ones, others)) == [choose(one, other) for one, other in pairs]


def test_conditions_hold_for_arrays_as_for_numbers() -> None:
    numbers: Any = objects(NUMBERS)
    chosen: Any = elementwise.where(numbers > 0, numbers, Decimal(0))
    assert list(chosen) == [elementwise.where(each > 0, each, Decimal(0)) for each in NUMBERS]
    assert elementwise.anywhere(numbers > 10)
    assert not elementwise.anywhere(numbers > 100)
    assert elementwise.same(numbers, numbers.copy())
    heads: Any = np.array(["a", "b"])
    among: Any = elementwise.among(heads, {"b"})
    assert list(among) == [False, True]


def test_one_claim_loads_no_arrays() -> None:
    case = Path(__file__).parents[2] / "examples" / "claims" / "us-overtime.yaml"
    code = (
        "import sys; from manumit.cli.main import run; "
        f"run(['claim', {str(case)!r}]); "
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_birth_that_cannot_be_read_is_a_reject_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "work.csv"
    path.write_text(
        "worker,from,to,basis,rate,worked,paid,born\n"
        "w1,2024-12-23,2024-12-29,hourly,5.00,40,200.00,much\n"
        "w2,2024-12-23,2024-12-29,hourly,5.00,40,200.00,1990\n",
        encoding="utf-8",
    )
    table = ClaimTable(open_table(path), "gb.nmw", "", date(2026, 11, 1))
    table.load()
    entries = list(table.sums(lambda name, _: wage_law(name)))
    assert [entry.case.worker for entry in entries] == ["w2"]
    assert [(reject.row, reject.column) for reject in table.rejects] == [(2, "born")]
