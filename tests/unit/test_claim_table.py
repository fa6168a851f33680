"""Tables of work: a row for each worker and period, many claims in one run."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from manumit.io.claim_table import ClaimTable
from manumit.tables import open_table
from tests.helpers import as_yaml
from tests.helpers_cli import Outcome, manumit

Capture = pytest.CaptureFixture[str]
COLUMNS = "worker,from,to,basis,rate,worked,paid"
ROW = "w1,2026-03-02,2026-03-08,hourly,12.00,46,552.00"
DAY = date(2026, 11, 1)


def written(tmp_path: Path, *lines: str, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def claims(capsys: Capture, *arguments: object) -> Outcome:
    return manumit(
        capsys, "claim", *arguments, "--law", "us.flsa", "--as-of", str(DAY), "--format", "json"
    )  # fmt: skip


def only(outcome: Outcome) -> Any:
    assert outcome.code == 0, outcome.err
    (claim,) = outcome.document["claims"]
    return claim


def test_a_row_of_a_table_is_worth_what_the_same_case_file_is(
    capsys: Capture, tmp_path: Path
) -> None:
    table = written(
        tmp_path,
        f"{COLUMNS},born,deduction_uniform,agreed_uniform,extra_production_bonus,night",
        f"{ROW},1990-05,20.00,yes,10.00,3",
    )
    case = {
        "id": "w1", "law": "us.flsa", "worker": {"ref": "w1", "born": "1990-05"},
        "as_of": "2026-11-01",
        "work": [
            {
                "period": {"from": "2026-03-02", "to": "2026-03-08"},
                "pay": {"basis": "hourly", "rate": "12.00"},
                "hours": {"worked": 46, "night": 3},
                "paid": "552.00",
                "deductions": [{"kind": "uniform", "amount": "20.00", "agreed": "yes"}],
                "extra_pay": [{"kind": "production_bonus", "amount": "10.00"}],
            }
        ],
    }  # fmt: skip
    file = tmp_path / "w1.yaml"
    file.write_text(as_yaml(case), encoding="utf-8")
    one, other = only(claims(capsys, table)), only(claims(capsys, file))
    assert one == other


@pytest.mark.parametrize(
    ("column", "basis"),
    [
        ("rate", "hourly"), ("rate", "daily"), ("amount", "monthly"),
        ("amount", "salary"), ("earnings", "piece"), ("amount", "fluctuating"),
    ],
)  # fmt: skip
def test_each_basis_has_its_column(
    capsys: Capture, tmp_path: Path, column: str, basis: str
) -> None:
    header = f"worker,from,to,basis,{column},worked,paid"
    table = written(tmp_path, header, f"w1,2026-03-02,2026-03-08,{basis},700,46,0")
    assert float(only(claims(capsys, table))["due"]["likely"]) > 0


def test_a_range_has_columns_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "worker,from,to,basis,rate,worked_low,worked,worked_high,paid_low,paid_high",
        "w1,2026-03-02,2026-03-08,hourly,10,40,44,50,300,500",
        "w2,2026-03-02,2026-03-08,hourly,10,40,,50,400,400",
        "w3,2026-03-02,2026-03-08,hourly,10,40,55,50,400,400",
        "w4,2026-03-02,2026-03-08,hourly,10,40,,,400,400",
    )
    result = claims(capsys, table)
    one, two = result.document["claims"]
    # 40 × 10 − 500, 44 × 10 + 4 × 5 − 400, 50 × 10 + 10 × 5 − 300
    assert one["underpayment"] == {"low": "0.00", "likely": "60.00", "high": "250.00"}
    assert two["underpayment"] == {"low": "0.00", "likely": "75.00", "high": "150.00"}
    assert "row 4, worked: is not in order: low 40, likely 55, high 50" in result.err
    assert "row 5, worked: a range needs both worked_low and worked_high" in result.err


def test_an_empty_cell_is_unknown_and_never_zero(capsys: Capture, tmp_path: Path) -> None:
    claim = only(claims(capsys, written(tmp_path, COLUMNS, ROW.replace("552.00", ""))))
    assert claim["underpayment"] == {"low": "0.00", "likely": "588.00", "high": "588.00"}
    zero = only(claims(capsys, written(tmp_path, COLUMNS, ROW.replace("552.00", "0"))))
    assert zero["underpayment"]["low"] == "588.00"


def test_a_worker_of_two_employers_has_two_claims(capsys: Capture, tmp_path: Path) -> None:
    table = written(tmp_path, f"{COLUMNS},employer", f"{ROW},e1", f"{ROW},e2")
    found = claims(capsys, table).document["claims"]
    assert [(c["id"], c["employer"]) for c in found] == [("w1--e1", "e1"), ("w1--e2", "e2")]


def test_columns_are_named_with_map(capsys: Capture, tmp_path: Path) -> None:
    names = ["Staff", "Start", "End", "basis", "rate", "Hours", "paid"]
    table = written(tmp_path, ",".join(names), ROW)
    maps: list[str] = []
    for field, column in (
        ("worker", "Staff"),
        ("from", "Start"),
        ("to", "End"),
        ("worked", "Hours"),
    ):
        maps += ["--map", f"{field}={column}"]
    assert only(claims(capsys, table, *maps))["underpayment"]["likely"] == "36.00"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--map", "worker=Staf"), "there is no column 'Staf'"),
        (("--map", "worker"), "'worker' is not FIELD=COLUMN"),
        (("--map", "wrker=Staff"), "the column 'Staff' is not known"),
        ((), "the column 'Staff' is not known"),
    ],
)
def test_a_wrong_map_is_said(
    capsys: Capture, tmp_path: Path, option: tuple[str, ...], message: str
) -> None:
    table = written(tmp_path, COLUMNS.replace("worker", "Staff"), ROW)
    result = claims(capsys, table, *option)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_column_is_left_out_by_name_only(capsys: Capture, tmp_path: Path) -> None:
    table = written(tmp_path, f"{COLUMNS},remarks on file", f"{ROW},x")
    refused = claims(capsys, table)
    assert refused.code == 2
    assert "--ignore remarks on file" in refused.err
    assert only(claims(capsys, table, "--ignore", "remarks on file"))["id"] == "w1"


def test_only_picks_workers(capsys: Capture, tmp_path: Path) -> None:
    table = written(tmp_path, COLUMNS, ROW, ROW.replace("w1", "w2"), ROW.replace("w1", "w3"))
    result = claims(capsys, table, "--only", "w2", "--only", "w3")
    assert [claim["id"] for claim in result.document["claims"]] == ["w2", "w3"]
    missing = claims(capsys, table, "--only", "w9")
    assert (missing.code, missing.out) == (2, "")
    assert "no claim has the id w9" in missing.err


def many(tmp_path: Path, workers: int = 120) -> Path:
    rows = []
    for worker in range(workers):
        for week in range(2):
            start, end = date(2026, 3, 2 + 7 * week), date(2026, 3, 8 + 7 * week)
            hours, paid = 40 + worker % 20, 480 if worker % 3 else ""
            rows.append(f"w{worker:04},{start},{end},hourly,12.{worker % 100:02},{hours},{paid}")
    return written(tmp_path, COLUMNS, *rows)


def test_a_long_table_gives_the_cents_of_single_claims(capsys: Capture, tmp_path: Path) -> None:
    table = many(tmp_path)
    long = claims(capsys, table).document["claims"]
    assert len(long) == 120
    names = ("due", "paid", "underpayment", "arrears", "interest", "multiplied", "total")
    for at in (0, 1, 2, 17, 60, 119):
        single = only(claims(capsys, table, "--only", long[at]["id"]))
        assert {name: single[name] for name in names} == {name: long[at][name] for name in names}
        assert "lines" in single


def test_every_row_is_claimed_or_rejected(capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "out"
    good = (ROW.replace("w1", f"g{n}") for n in range(70))
    bad = (ROW.replace("w1", f"b{n}").replace("46", "469") for n in range(30))
    table = written(tmp_path, COLUMNS, *good, *bad)
    result = claims(capsys, table, "--out", out)
    assert result.code == 0
    assert len(result.document["claims"]) + result.document["rejected"] == 100
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        rejects = list(csv.DictReader(file))
    assert {int(row["row"]) for row in rejects} == set(range(72, 102))
    assert len(rejects) == 30
    assert {row["column"] for row in rejects} == {"worked"}
    assert "and 10 more; all are in" in result.err


def test_the_results_of_all_tables_of_a_run_are_in_one_file(
    capsys: Capture, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = written(tmp_path, COLUMNS, ROW)
    second = written(tmp_path, COLUMNS, ROW.replace("w1", "w2"), name="u.csv")
    result = claims(capsys, first, second, "--out", out)
    assert [claim["id"] for claim in result.document["claims"]] == ["w1", "w2"]
    with (out / "claims.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["worker"], row["total_likely"], row["currency"]) for row in rows] == [
        ("w1", "72.00", "USD"),
        ("w2", "72.00", "USD"),
    ]
    document = json.loads((out / "claims.json").read_text(encoding="utf-8"))
    assert document["claims"] == result.document["claims"]


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.xlsx", "t.parquet"])
def test_a_table_may_be_of_any_kind(capsys: Capture, tmp_path: Path, name: str) -> None:
    header, row = COLUMNS.split(","), ROW.split(",")
    path = tmp_path / name
    if name.endswith("xlsx"):
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(header)
        book.active.append(row)
        book.save(path)
    elif name.endswith("parquet"):
        pq.write_table(pa.table({key: [cell] for key, cell in zip(header, row, strict=True)}), path)
    else:
        mark = "\t" if name.endswith("tsv") else ","
        path.write_text("\n".join(mark.join(cells) for cells in (header, row)), encoding="utf-8")
    assert only(claims(capsys, path))["underpayment"]["likely"] == "36.00"


def test_numbers_and_days_of_a_typed_file_are_read_as_they_are(
    capsys: Capture, tmp_path: Path
) -> None:
    path = tmp_path / "t.parquet"
    columns = {
        "worker": ["w1"], "from": [date(2026, 3, 2)], "to": [date(2026, 3, 8)],
        "basis": ["hourly"], "rate": pa.array([12.0]), "worked": pa.array([46]),
        "paid": pa.array([552.0]),
    }  # fmt: skip
    pq.write_table(pa.table(columns), path)
    assert only(claims(capsys, path))["underpayment"]["likely"] == "36.00"


def test_the_order_of_rows_changes_nothing(capsys: Capture, tmp_path: Path) -> None:
    table = many(tmp_path, 30)
    lines = table.read_text(encoding="utf-8").splitlines()
    turned = written(tmp_path, lines[0], *reversed(lines[1:]), name="u.csv")
    one, other = claims(capsys, table).document, claims(capsys, turned).document
    assert one["claims"] == other["claims"]


def test_a_table_knows_its_length_and_its_workers(tmp_path: Path) -> None:
    table = ClaimTable(open_table(many(tmp_path, 7)), "us.flsa", "", DAY)
    table.load()
    assert (table.length, table.workers) == (14, 7)
    found = list(table.claims())
    assert [len(each.rows) for each in found] == [2] * 7
    assert found[0].rows == (2, 3)
    assert {each.case.currency for each in found} == {"USD"}


def test_nights_in_accommodation_are_days_of_the_row(capsys: Capture, tmp_path: Path) -> None:
    # 6.19 × 45 = 278.55 paid, rent 75 for five nights at an offset of 4.82: 50.90 beyond it, so
    # that 227.65 counts (HM Revenue and Customs, National Minimum Wage Manual, NMWM10220)
    table = written(
        tmp_path,
        f"{COLUMNS},nights,deduction_accommodation,law",
        "w1,2013-03-04,2013-03-10,hourly,6.19,45,278.55,5,75,gb.nmw",
    )
    assert only(claims(capsys, table))["underpayment"]["likely"] == "50.90"
