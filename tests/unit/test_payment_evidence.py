"""Payment files joined with claims: what they show narrows a claim and never widens it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Period
from manumit.errors import InputError
from manumit.io.payment_evidence import by_worker, ledger_document, with_payments
from manumit.io.payments import Ledger, PaymentRecord
from manumit.reference import wage_law
from manumit.remedy import Fact, Grade, Hours, Interest, Pay, WageCase, Work, claim_of, total_of
from tests.helpers import as_yaml
from tests.helpers_cli import manumit

Capture = pytest.CaptureFixture[str]
DAY, MARCH = date(2026, 11, 1), Period(date(2026, 3, 1), date(2026, 3, 31))
NO_INTEREST = Interest("none", None)


def d(text: object) -> Decimal:
    return Decimal(str(text))


def record(amount: object, worker: str = "10001", **fields: Any) -> PaymentRecord:
    given_ = {"start": MARCH.start, "end": MARCH.end} | fields
    return PaymentRecord(1, worker, d(amount), **given_)


def bank(*records: PaymentRecord, currency: str = "AED") -> Ledger:
    return Ledger("march.sif", "ae_sif", currency, records)


def payroll(*records: PaymentRecord) -> Ledger:
    return Ledger("payroll.csv", "payroll", "AED", records)


def case(paid: Fact | None, period: Period = MARCH) -> WageCase:
    work = Work(
        period,
        Pay("monthly", Fact.exactly(d(1000))),
        Hours(overtime=Fact(d(0), d(20), d(40))),
        paid=paid,
    )
    return WageCase("c1", "10001", "AED", DAY, work=(work,), interest=NO_INTEREST)


def joined(paid: Fact | None, *ledgers: Ledger, worker: str = "10001") -> WageCase:
    return with_payments(case(paid), worker, by_worker(ledgers), ledgers)


def paid_in(found: WageCase) -> Fact:
    fact = found.work[0].paid
    assert fact is not None
    return fact


def test_where_nothing_was_known_what_the_bank_shows_was_paid() -> None:
    found = joined(None, bank(record("640.50")))
    assert paid_in(found) == Fact.exactly(d("640.50"), "payments-1")
    assert found.evidence["payments-1"].grade is Grade.E2
    assert (
        total_of(found, wage_law("ae.2021")).high < total_of(case(None), wage_law("ae.2021")).high
    )


@pytest.mark.parametrize(
    ("stated", "banked", "low", "likely", "high"),
    [
        ((500, 700, 900), 600, 600, 700, 900),
        ((500, 700, 900), 400, 500, 700, 900),
        ((500, 700, 900), 800, 800, 800, 900),
        # a bank shows more than the worker remembers: at least that was paid
        ((500, 700, 900), 950, 950, 950, 950),
    ],
)
def test_a_bank_shows_that_at_least_so_much_was_paid(
    stated: tuple[int, ...], banked: int, low: int, likely: int, high: int
) -> None:
    fact = paid_in(joined(Fact(*map(d, stated)), bank(record(banked))))  # type: ignore[arg-type]
    assert (fact.low, fact.likely, fact.high, fact.record) == (low, likely, high, None)


@pytest.mark.parametrize(
    ("stated", "booked", "low", "likely", "high"),
    [
        ((500, 700, 900), 600, 500, 600, 600),
        ((500, 700, 900), 950, 500, 700, 900),
        ((500, 700, 900), 400, 500, 500, 500),
    ],
)
def test_the_employers_payroll_shows_that_at_most_so_much_was_paid(
    stated: tuple[int, ...], booked: int, low: int, likely: int, high: int
) -> None:
    found = joined(Fact(*map(d, stated)), payroll(record(booked)))  # type: ignore[arg-type]
    fact = paid_in(found)
    assert (fact.low, fact.likely, fact.high, fact.record) == (low, likely, high, booked)
    evidence = found.evidence["payments-1"]
    assert (evidence.grade, evidence.asserted_by) == (Grade.E1, "employer")
    assert claim_of(found, wage_law("ae.2021")).floor is not None


def test_payments_of_a_period_are_added_up() -> None:
    halves = bank(
        record(300, end=date(2026, 3, 15)),
        record(250, start=date(2026, 3, 16)),
        record(999, start=date(2026, 4, 1), end=date(2026, 4, 30)),
        record(999, worker="10002"),
    )
    assert paid_in(joined(None, halves)) == Fact.exactly(d(550), "payments-1")


def test_a_payment_that_names_no_days_falls_on_the_day_it_was_made() -> None:
    inside = record(300, start=None, end=None, paid_on=date(2026, 3, 28))
    outside = record(900, start=None, end=None, paid_on=date(2026, 4, 2))
    assert paid_in(joined(None, bank(inside, outside))).likely == 300


def test_a_payment_of_another_time_or_worker_changes_nothing() -> None:
    elsewhere = bank(record(300, start=date(2026, 4, 1), end=date(2026, 4, 30)))
    assert joined(None, elsewhere).work == case(None).work
    assert joined(None, bank(record(300)), worker="10009") == case(None)


def test_a_payment_that_names_no_worker_is_nobodys() -> None:
    assert by_worker([bank(record(300, worker=""))]) == {}


def test_a_payment_in_another_currency_is_refused() -> None:
    with pytest.raises(InputError, match="payments are in QAR and the claim in AED") as error:
        joined(None, bank(record(300), currency="QAR"))
    assert error.value.where == "march.sif"


def test_each_file_is_evidence_of_its_own() -> None:
    found = joined(Fact(d(0), d(500), d(900)), bank(record(300)), payroll(record(600)))
    fact = paid_in(found)
    assert (fact.low, fact.likely, fact.high, fact.record) == (300, 500, 600, 600)
    assert fact.evidence == ("payments-1", "payments-2")
    assert {e.grade for e in found.evidence.values()} == {Grade.E1, Grade.E2}


FACTS = st.lists(st.integers(0, 1500), min_size=3, max_size=3).map(sorted)


@given(FACTS, st.integers(0, 1500), st.sampled_from([bank, payroll]))
def test_payments_never_widen_what_is_open(three: list[int], amount: int, kind: Any) -> None:
    low, likely, high = map(d, three)
    before = case(Fact(low, likely, high))
    ledgers = [kind(record(amount))]
    after = with_payments(before, "10001", by_worker(ledgers), ledgers)
    fact = paid_in(after)
    assert fact.low <= fact.likely <= fact.high
    assert fact.high - fact.low <= high - low
    law = wage_law("ae.2021")
    if low <= amount <= high:
        one, other = total_of(before, law), total_of(after, law)
        assert one.low <= other.low <= other.high <= one.high


def test_a_ledger_as_json_names_no_worker() -> None:
    found = ledger_document(bank(record("640.50"), record(300, worker="10002")), DAY)
    assert (found["records"], found["total"], found["grade"]) == (2, "940.50", "E2")
    assert found["reconciles"] == "unknown"
    assert "10001" not in str(found)


# Through the command

SIF = (
    "EDR,00000000010001,640110101,4551902459,2026-03-01,2026-03-31,31,640.50,0,0\n"
    "SCR,0000000009103,302210101,2026-04-02,1107,032026,1,640.50,AED,1141\n"
)


def files(tmp_path: Path, worker: dict[str, str]) -> tuple[Path, Path]:
    claim, sif = tmp_path / "c1.yaml", tmp_path / "march.sif"
    written = {
        "id": "c1", "law": "ae.2021", "as_of": "2026-11-01", "worker": worker,
        "work": [
            {
                "period": {"from": "2026-03-01", "to": "2026-03-31"},
                "pay": {"basis": "monthly", "amount": "1000"},
                "hours": {"overtime": 0},
            }
        ],
    }  # fmt: skip
    claim.write_text(as_yaml(written), encoding="utf-8")
    sif.write_text(SIF, encoding="utf-8")
    return claim, sif


@pytest.mark.parametrize(
    "worker", [{"ref": "w1", "payroll_id": "00000000010001"}, {"ref": "00000000010001"}]
)
def test_a_salary_file_says_what_was_paid(
    capsys: Capture, tmp_path: Path, worker: dict[str, str]
) -> None:
    claim, sif = files(tmp_path, worker)
    alone = manumit(capsys, "claim", claim, "--format", "json").document
    assert alone["claims"][0]["total"] == {"low": "0.00", "likely": "1000.00", "high": "1000.00"}
    both = manumit(capsys, "claim", claim, "--payments", sif, "--format", "json").document
    assert set(both["claims"][0]["total"].values()) == {"359.50"}
    (ledger,) = both["payments"]
    assert (ledger["reconciles"], ledger["declared_total"]) == ("yes", "640.50")
    assert [e["grade"] for e in both["claims"][0]["evidence"]] == ["E2"]


def test_a_salary_file_that_does_not_add_up_can_fail_a_run(capsys: Capture, tmp_path: Path) -> None:
    claim, sif = files(tmp_path, {"ref": "w1"})
    assert manumit(capsys, "claim", claim, sif, "--fail-on", "unreconciled").code == 0
    sif.write_text(SIF.replace("1,640.50,AED", "1,740.50,AED"), encoding="utf-8")
    assert manumit(capsys, "claim", claim, sif, "--fail-on", "unreconciled").code == 1
    assert manumit(capsys, "claim", claim, sif).code == 0


def test_a_salary_file_alone_is_read_and_reconciled(capsys: Capture, tmp_path: Path) -> None:
    _, sif = files(tmp_path, {"ref": "w1"})
    result = manumit(capsys, "claim", sif, "--format", "json")
    assert result.code == 0
    assert result.document["claims"] == []
    assert result.document["payments"][0]["total"] == "640.50"


def test_no_account_and_no_whole_number_of_a_worker_is_printed(
    capsys: Capture, tmp_path: Path
) -> None:
    claim, sif = files(tmp_path, {"ref": "w1", "payroll_id": "00000000010001"})
    for form in ("table", "json", "html"):
        out = manumit(capsys, "claim", claim, sif, "--format", form)
        assert "4551902459" not in out.out + out.err
        assert "00000000010001" not in out.out + out.err


def test_two_files_may_show_one_payment_twice() -> None:
    ledgers = [bank(record(600)), bank(record(600))]
    found = with_payments(case(None), "10001", by_worker(ledgers), ledgers).work[0].paid
    assert found is not None
    assert (found.low, found.likely, found.high) == (d(600), d(600), d(1200))


QA = (
    "Employer EID,File Creation Date,File Creation Time,Payer EID,Payer QID,Payer Bank Short Name,"
    "Payer IBAN,Salary Year and Month,Total Salaries,Total Records\n"
    "12345678,20250131,0945,12345678,,QNB,QA00TEST,202501,1250.00,1\n"
    "Record Sequence,Employee QID,Employee Visa ID,Employee Name,Employee Bank Short Name,"
    "Employee Account,Salary Frequency,Number of Working days,Net Salary,Basic Salary,Extra hours,"
    "Extra income,Deductions,Payment Type,Notes / Comments\n"
    "000001,28412345678,,A B,QNB,QA00TEST,M,26,1250.00,1200.00,40,100.00,50.00,Normal Payment,\n"
)


def test_a_salary_file_of_qatar_shows_overtime_below_the_rate_of_the_law(
    capsys: Capture, tmp_path: Path
) -> None:
    # Law No. 14 of 2004, Article 74: 1,200 / 30 / 8 x 1.25 = 6.25 an hour; 40 hours are 250, and
    # 100 was paid
    path = tmp_path / "january.csv"
    path.write_text(QA, encoding="utf-8")
    result = manumit(capsys, "claim", path, "--format", "json")
    (ledger,) = result.document["payments"]
    found = ledger["overtime"]
    assert (found["payments"], found["short"], found["shortfall"]) == (1, 1, "150.00")
    assert found["cite"]["id"] == "qa.2004.overtime"
    assert "28412345678" not in result.out
    assert "1 of 1, short by at least 150.00 QAR" in manumit(capsys, "claim", path).out


def test_a_payment_that_fits_into_no_period_is_said(capsys: Capture, tmp_path: Path) -> None:
    claim, sif = files(tmp_path, {"ref": "w1", "payroll_id": "00000000010001"})
    text = claim.read_text(encoding="utf-8")
    claim.write_text(text.replace("2026-03-31", "2026-03-07"), encoding="utf-8")
    result = manumit(capsys, "claim", claim, "--payments", sif)
    assert result.code == 0
    assert "were not used: 1" in result.err
