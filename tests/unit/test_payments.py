"""Files of wage payments, as evidence: what they hold, what they declare, what cannot be used."""

import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from manumit.core import Answer
from manumit.errors import InputError, MissingExtra
from manumit.io.payments import (
    Ledger,
    PaymentRecord,
    masked,
    overtime_rates,
    read_payments,
    write_ae_sif,
    write_qa_sif,
)

# Sample of the WPS File Format Reference Guide, version 1.1 (United Arab Emirates):
# 1221.92 + 1000 = 2221.92 in 2 records.
AE = """\
EDR,10001016594125,640110101,4551902459,2009-06-01,2009-06-30,30,1221.92,0,0
EDR,30305106000500,640110101,155481121,2009-06-01,2009-06-30,30,1000,0,0
SCR,0000000009103,302210101,2009-07-16,1107,062009,2,2221.92,AED,1141
"""
# Sample of Dubai Islamic Bank, SIF creation guidelines: EVP amounts add up to 2500.00.
AE_VARIABLE = """\
EDR,00915012345663,802420101,AE160240043520123456701,2016-01-01,2016-01-31,31,4000.00,2500.00,0
EVP,00915012345663,802420101,500.00,200.00,300.00,0.00,400.00,1100.00,0.00
SCR,0000000123456,802420101,2016-01-26,1130,012016,01,6500.00,AED,abc company
"""
QA_HEAD = (
    "Employer EID,File Creation Date,File Creation Time,Payer EID,Payer QID,Payer Bank Short Name,"
    "Payer IBAN,Salary Year and Month,Total Salaries,Total Records"
)
QA_NAMES = (
    "Record Sequence,Employee QID,Employee Visa ID,Employee Name,Employee Bank Short Name,"
    "Employee Account,Salary Frequency,Number of Working days,Net Salary,Basic Salary,Extra hours,"
    "Extra income,Deductions,Payment Type,Notes / Comments"
)
QA_01 = (
    ",Housing Allowance,Food Allowance,Transportation Allowance,Over Time Allowance,"
    "Deduction Reason Code,Extra Field 1,Extra Field 2"
)
QA = f"""\
{QA_HEAD}
12345678,20250131,0945,12345678,,QNB,QA00TEST,202501,2350.00,2
{QA_NAMES}
000001,28412345678,,Test Worker,QNB,QA00TEST,M,26,1250.00,1200.00,40,100.00,50.00,Normal Payment,
000002,,382012345678,Other Worker,QNB,QA00TEST,B,13,1100.00,1100.00,0,0,0,Normal Payment,
"""
TRANSFER = """
<CdtTrfTxInf><PmtId><EndToEndId>{ref}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="{currency}">{amount}</InstdAmt></Amt>
<Cdtr><Nm>Test Worker</Nm>{private}</Cdtr>
<CdtrAcct><Id><IBAN>AE00TEST</IBAN><Othr><Id>ACCOUNT</Id></Othr></Id></CdtrAcct>
<Purp><Cd>SALA</Cd></Purp></CdtTrfTxInf>"""

Give = Callable[[str | bytes], Path]


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Writes a file under a name that tells nothing of its layout."""

    def written(content: str | bytes) -> Path:
        path = tmp_path / "file.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def transfer(ref: str, amount: str, currency: str = "AED", private: str = "") -> str:
    known = f"<Id><PrvtId><Othr><Id>{private}</Id></Othr></PrvtId></Id>" if private else ""
    return TRANSFER.format(ref=ref, amount=amount, currency=currency, private=known)


def block(*transfers: str, day: str = "<Dt>2025-01-31</Dt>", declares: str = "") -> str:
    return (
        f"<PmtInf><PmtInfId>P</PmtInfId><PmtMtd>TRF</PmtMtd>{declares}"
        f"<ReqdExctnDt>{day}</ReqdExctnDt>{''.join(transfers)}</PmtInf>"
    )


def order(
    *blocks: str,
    declares: str = "",
    version: str = "pain.001.001.09",
    message: str = "CstmrCdtTrfInitn",
    before: str = "",
) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><{message}>'
        f"<GrpHdr><MsgId>M</MsgId><CreDtTm>2025-01-30T10:00:00</CreDtTm>{declares}</GrpHdr>"
        f"{''.join(blocks)}</{message}></Document>"
    )


def declared(count: int | str, total: str) -> str:
    return f"<NbOfTxs>{count}</NbOfTxs><CtrlSum>{total}</CtrlSum>"


def only(ledgers: list[Ledger]) -> Ledger:
    (ledger,) = ledgers
    return ledger


# United Arab Emirates


def test_the_sample_of_the_emirates_reconciles_to_2221_92_in_2_records(give: Give) -> None:
    ledger = only(read_payments(give(AE)))
    assert (ledger.layout, ledger.currency, ledger.grade) == ("ae_sif", "AED", "E2")
    assert (ledger.count, ledger.total) == (2, Decimal("2221.92"))
    assert (ledger.declared_count, ledger.declared_total) == (2, Decimal("2221.92"))
    assert ledger.reconciles is Answer.YES
    assert ledger.written_on == date(2009, 7, 16)
    assert ledger.rejects == ledger.notes == ()
    first = ledger.records[0]
    assert (first.start, first.end) == (date(2009, 6, 1), date(2009, 6, 30))
    assert (first.fixed, first.variable) == (Decimal("1221.92"), Decimal(0))
    assert (first.days, first.leave_days, first.paid_on) == (Decimal(30), Decimal(0), None)


def test_pay_named_overtime_is_taken_from_the_line_on_variable_pay(give: Give) -> None:
    ledger = only(read_payments(give(AE_VARIABLE)))
    assert ledger.reconciles is Answer.YES
    assert ledger.records[0].overtime == Decimal("400.00")
    assert ledger.records[0].worker == "00915012345663"
    assert ledger.notes == ()


def test_variable_pay_that_does_not_add_up_is_noted(give: Give) -> None:
    ledger = only(read_payments(give(AE_VARIABLE.replace("1100.00", "1000.00"))))
    assert "In 1 EVP lines the amounts do not add up to the variable pay." in ledger.notes


def test_variable_pay_of_another_worker_is_a_reject(give: Give) -> None:
    ledger = only(read_payments(give(AE_VARIABLE.replace("EVP,00915", "EVP,00916"))))
    assert "follows no EDR line" in ledger.rejects[0].reason
    assert ledger.records[0].overtime is None
    assert ledger.reconciles is Answer.YES


@pytest.mark.parametrize("day", ["2009-06-01", "20090601"])
def test_both_ways_of_writing_a_day_are_read(give: Give, day: str) -> None:
    assert only(read_payments(give(AE.replace("2009-06-01", day)))).reconciles is Answer.YES


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + AE.encode(),
        AE.encode("utf-16"),
        AE.replace("\n", "\r\n").encode(),
        AE.replace("\n", "\r").encode(),
        f"\n\n{AE}\n\n".encode(),
        AE.replace(",0,0\n", ",0,0,,,\n").encode(),
        AE.replace("EDR", "edr").replace("1221.92,0", ' 1221.92 ,"0"').encode(),
        AE.replace("1141", "").encode(),
        AE.replace(",1141", "").encode(),
        AE.replace("1141", "Test, and Sons").encode(),
    ],
    ids=["mark", "utf-16", "crlf", "cr", "blank", "padded", "quoted", "no-ref", "short", "comma"],
)
def test_harmless_differences_change_nothing(give: Give, content: bytes) -> None:
    ledger = only(read_payments(give(content)))
    assert ledger.reconciles is Answer.YES
    assert (ledger.total, ledger.rejects) == (Decimal("2221.92"), ())


def test_latin_1_is_read_and_said(give: Give) -> None:
    ledger = only(read_payments(give(AE.replace("1141", "Société").encode("latin-1"))))
    assert ledger.reconciles is Answer.YES
    assert "Windows-1252" in ledger.notes[0]


def test_a_line_of_headings_is_passed_over_and_said(give: Give) -> None:
    ledger = only(read_payments(give(f"Type,Employee_ID,Routing_Code\n{AE}")))
    assert ledger.reconciles is Answer.YES
    assert ledger.notes == ("Line 1 holds headings and was passed over.",)


@pytest.mark.parametrize(
    ("was", "is_", "column", "value", "reason"),
    [
        ("30,1221.92,0,0", '30,"1221,92",0,0', "income fixed", "1221,92", "decimal point (0.50)"),
        ("30,1221.92,0,0", '30,1221.92,"0,50",0', "income variable", "0,50", "decimal point"),
        ("30,1221.92,0,0", "30,1221.92,0,50,0", "", "", "an amount or name holds a comma"),
        ("30,1221.92,0,0", "30,1221.92", "", "", "8 fields where the layout has 10"),
        ("1221.92,0,0", "-1221.92,0,0", "income fixed", "-1221.92", "below zero"),
        ("1221.92,0,0", "=A1,0,0", "income fixed", "", "holds a formula"),
        ("1221.92,0,0", ",0,0", "income fixed", "", "is empty; write 0"),
        ("1221.92,0,0", "AED 1221.92,0,0", "income fixed", "", "a column of its own"),
        ("1221.92,0,0", "Test Worker,0,0", "income fixed", "", "a column of its own"),
        ("1221.92,0,0", "NaN,0,0", "income fixed", "", "not a number alone"),
        ("1221.92,0,0", "1 221.92,0,0", "income fixed", "1 221.92", "not a number such as"),
        ("10001016594125", "1.00010E+13", "employee id", "", "shortened by a spreadsheet"),
        ("10001016594125", "", "employee id", "", "belongs to no one"),
        ("2459,2009-06-01", "2459,1900-01-00", "pay start", "1900-01-00", "no day of the calendar"),
        ("2459,2009-06-01", "2459,1900-01-01", "pay start", "1900-01-01", "writes 1900"),
        ("2459,2009-06-01", "2459,2009-02-29", "pay start", "2009-02-29", "no day of the calendar"),
        ("2459,2009-06-01", "2459,01/06/2009", "pay start", "01/06/2009", "write it as 2009-06-30"),
        ("2459,2009-06-01", "2459,2009-07-01", "pay end", "2009-06-30", "before the day"),
    ],
)
def test_a_bad_line_is_a_reject_that_says_why_and_the_others_go_on(  # noqa: PLR0917
    give: Give, was: str, is_: str, column: str, value: str, reason: str
) -> None:
    ledger = only(read_payments(give(AE.replace(was, is_, 1))))
    (reject,) = ledger.rejects
    assert (reject.row, reject.column, reject.value) == (1, column, value)
    assert reason in reject.reason
    assert ledger.count == 1
    assert ledger.reconciles is Answer.UNKNOWN  # the line that was not read may hold the rest


def test_rejects_never_hold_a_number_of_a_worker_or_of_an_account(give: Give) -> None:
    shifted = AE.replace("4551902459,2009-06-01", "2009-06-01,4551902459")
    (reject,) = only(read_payments(give(shifted))).rejects
    assert (reject.column, reject.value) == ("pay start", "")
    damaged = only(read_payments(give(AE.replace("EDR,1", "EDX,1"))))
    assert "4551902459" not in repr(damaged)
    assert "starts with none of EDR, EVP, SCR" in damaged.rejects[0].reason


@pytest.mark.parametrize(
    ("was", "is_"), [(",2,2221.92,", ",3,2221.92,"), (",2,2221.92,", ",2,2321.92,")]
)
def test_a_count_or_total_that_does_not_agree_is_a_finding(give: Give, was: str, is_: str) -> None:
    ledger = only(read_payments(give(AE.replace(was, is_))))
    assert ledger.reconciles is Answer.NO
    assert ledger.count == 2


def test_a_surplus_is_no_even_beside_a_line_that_cannot_be_read(give: Give) -> None:
    text = AE.replace("1221.92,0,0", "x,0,0").replace(",2,2221.92,", ",2,999.99,")
    assert only(read_payments(give(text))).reconciles is Answer.NO


def test_a_missing_control_line_leaves_the_totals_unknown(give: Give) -> None:
    ledger = only(read_payments(give(AE[: AE.index("SCR")])))
    assert ledger.reconciles is Answer.UNKNOWN
    assert ledger.declared_count is ledger.declared_total is None
    assert "no control line (SCR)" in ledger.notes[0]


def test_a_control_line_that_cannot_be_read_leaves_the_totals_unknown(give: Give) -> None:
    ledger = only(read_payments(give(AE.replace(",2,2221.92,", ",two,2221.92,"))))
    assert ledger.reconciles is Answer.UNKNOWN
    assert ledger.rejects[0].column == "EDR count"
    assert only(read_payments(give(AE.replace(",062009,2,2221.92,AED,1141", "")))).rejects


def test_a_control_line_with_a_bad_day_still_controls(give: Give) -> None:
    ledger = only(read_payments(give(AE.replace("2009-07-16", "16.07.2009"))))
    assert ledger.reconciles is Answer.YES
    assert (ledger.written_on, ledger.rejects[0].column) == (None, "file date")


def test_two_control_lines_must_both_agree(give: Give) -> None:
    control = AE.splitlines()[-1]
    same = only(read_payments(give(f"{AE}{control}\n")))
    assert same.reconciles is Answer.YES
    assert same.notes == ("There are 2 control lines (SCR) where the layout has one.",)
    other = control.replace("2221.92", "5000.00")
    assert only(read_payments(give(f"{AE}{other}\n"))).reconciles is Answer.NO


def test_two_files_in_one_are_two_ledgers(give: Give) -> None:
    first, second = read_payments(give(AE + AE_VARIABLE))
    assert (first.total, second.total) == (Decimal("2221.92"), Decimal("6500.00"))
    assert first.reconciles is second.reconciles is Answer.YES


def test_payments_after_the_control_line_are_not_covered_by_it(give: Give) -> None:
    first, second = read_payments(give(AE + AE.splitlines()[0]))
    assert (first.reconciles, second.reconciles) == (Answer.YES, Answer.UNKNOWN)


def test_findings_of_the_emirates_are_noted(give: Give) -> None:
    text = AE.replace("30305106000500", "10001016594125").replace("062009", "042009")
    assert only(read_payments(give(text))).notes == (
        "1 workers have more than one EDR line, where the layout allows one.",
        "2 periods share no day with the salary month of the control line.",
    )
    assert "states USD" in only(read_payments(give(AE.replace("AED", "USD")))).notes[0]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (PaymentRecord(1, "w", Decimal(1)), "needs the day"),
        (PaymentRecord(1, "w", Decimal(1), end=date(2025, 1, 31)), "needs a period"),
        (
            PaymentRecord(
                1,
                "w",
                Decimal(1),
                start=date(2025, 1, 1),
                end=date(2025, 1, 31),
                fixed=Decimal(1),
                variable=Decimal(0),
                overtime=Decimal(1),
            ),
            "more than the variable part",
        ),
    ],
)
def test_what_the_layout_cannot_hold_is_not_written(record: PaymentRecord, reason: str) -> None:
    ledger = Ledger("l", "ae_sif", "AED", (record,), written_on=date(2025, 2, 1))
    with pytest.raises(InputError, match=reason):
        write_ae_sif(ledger)


# Qatar


def test_a_file_of_qatar_gives_hours_deductions_and_the_salary_month(give: Give) -> None:
    ledger = only(read_payments(give(QA)))
    assert (ledger.layout, ledger.currency, ledger.grade) == ("qa_sif", "QAR", "E2")
    assert (ledger.total, ledger.reconciles) == (Decimal("2350.00"), Answer.YES)
    assert ledger.written_on == date(2025, 1, 31)
    first, second = ledger.records
    assert (first.worker, second.worker) == ("28412345678", "382012345678")  # no QID yet: the visa
    assert (first.start, first.end) == (date(2025, 1, 1), date(2025, 1, 31))
    assert (first.basic, first.extra_hours, first.extra_income, first.deductions) == (
        Decimal("1200.00"),
        Decimal(40),
        Decimal("100.00"),
        Decimal("50.00"),
    )
    assert (first.frequency, second.frequency, first.overtime) == ("M", "B", None)
    assert ledger.notes == ()
    assert "Test Worker" not in repr(ledger)


@pytest.mark.parametrize("overtime", ["Over Time Allowance", "Overtime Allowance"])
def test_version_01_is_read_with_a_line_of_the_bank_before_it(give: Give, overtime: str) -> None:
    lines = QA.splitlines()
    lines[0] += ",SIF Version"
    lines[1] += ",01"
    lines[2] += QA_01.replace("Over Time Allowance", overtime)
    lines[3] += ",0,0,0,75.00,/DRC/04,,"
    lines[4] += ",0,0,0,,,,"
    text = "\n".join(["IFH,TEST,20250131", *lines])
    ledger = only(read_payments(give(text)))
    assert ledger.reconciles is Answer.YES
    assert [record.overtime for record in ledger.records] == [Decimal("75.00"), None]
    assert ledger.records[0].row == 5


def test_a_net_salary_that_its_parts_do_not_make_is_noted(give: Give) -> None:
    ledger = only(read_payments(give(QA.replace("100.00,50.00,Normal", "100.00,90.00,Normal"))))
    assert ledger.reconciles is Answer.YES
    assert "In 1 records the net salary is not what" in ledger.notes[0]


def test_allowances_may_stand_beside_the_extra_income(give: Give) -> None:
    lines = QA.replace("40,100.00,50.00", "40,0,50.00").splitlines()
    lines[2] += QA_01
    lines[3] += ",60.00,0,40.00,0,01,,"
    lines[4] += ",0,0,0,0,,,"
    assert only(read_payments(give("\n".join(lines)))).notes == ()


@pytest.mark.parametrize(
    ("was", "is_", "column", "reason"),
    [
        (",M,26,", ",W,26,", "Salary Frequency", "is not M (month) or B"),
        ("1250.00,1200.00", '"1250,00",1200.00', "Net Salary", "decimal point"),
        ("1250.00,1200.00", ",1200.00", "Net Salary", "is empty"),
        (",40,100.00", ",-40,100.00", "Extra Hours", "below zero"),
        ("28412345678", "2.8412E+10", "Employee QID", "shortened by a spreadsheet"),
        (",50.00,Normal Payment,\n", ",50.00\n", "", "13 fields where the layout has 15"),
        ("Test Worker", "Worker, Test", "Salary Frequency", "is not M (month) or B"),
        ("Test Worker", '"Test Worker', "", "4 fields where the layout has 15"),
    ],
)
def test_a_bad_record_of_qatar_is_a_reject(
    give: Give, was: str, is_: str, column: str, reason: str
) -> None:
    ledger = only(read_payments(give(QA.replace(was, is_, 1))))
    (reject,) = ledger.rejects
    assert (reject.row, reject.column) == (4, column)
    assert reason in reject.reason
    assert (ledger.count, ledger.reconciles) == (1, Answer.UNKNOWN)


def test_a_header_of_qatar_that_cannot_be_read_leaves_its_parts_unknown(give: Give) -> None:
    text = QA.replace("20250131", "31/01/2025").replace("202501,2350.00,2", "202513,2350.00,-")
    ledger = only(read_payments(give(text)))
    assert [reject.column for reject in ledger.rejects] == [
        "File Creation Date",
        "Salary Year and Month",
        "Total Records",
    ]
    assert {reject.row for reject in ledger.rejects} == {2}
    assert (ledger.written_on, ledger.records[0].start) == (None, None)
    assert ledger.reconciles is Answer.UNKNOWN


def test_records_without_their_names_or_without_a_column_are_an_error(give: Give) -> None:
    with pytest.raises(InputError, match="no row of names"):
        read_payments(give(QA.replace("Employee QID", "Person")))
    with pytest.raises(InputError, match=r"file.txt:3: Extra Hours.*Did you mean Extra hrs"):
        read_payments(give(QA.replace("Extra hours", "Extra hrs")))


def test_a_file_of_several_months_is_not_written_as_one() -> None:
    records = tuple(
        PaymentRecord(at, "w", Decimal(1), start=date(2025, at, 1), frequency="M") for at in (1, 2)
    )
    with pytest.raises(InputError, match="payments for one month"):
        write_qa_sif(Ledger("l", "qa_sif", "QAR", records, written_on=date(2025, 3, 1)))


def test_extra_hours_are_compared_with_the_premium_that_is_given(give: Give) -> None:
    """1,200 a month, 30 days, 8 hours: 5 an hour, 6.25 with a premium of 1.25; paid 2.50."""
    (rate,) = overtime_rates(
        only(read_payments(give(QA))),
        premium=Decimal("1.25"),
        month_days=Decimal(30),
        day_hours=Decimal(8),
    )
    assert (rate.hours, rate.paid, rate.due) == (Decimal(40), Decimal("2.5"), Decimal("6.25"))
    assert rate.shortfall == Decimal("150.00")
    assert "28412345678" not in repr(rate)


@pytest.mark.parametrize(
    ("changes", "paid", "due", "shortfall"),
    [
        ({"extra_income": Decimal(0)}, Decimal(0), Decimal("6.25"), Decimal("62.5")),
        ({"overtime": Decimal(60)}, Decimal(8), Decimal("6.25"), Decimal(0)),
        ({"extra_income": None}, None, Decimal("6.25"), None),
        ({"basic": None}, Decimal(2), None, None),
        ({"frequency": "B"}, Decimal(2), None, None),
    ],
    ids=["nothing-paid", "overtime-counts", "income-unknown", "basic-unknown", "half-month"],
)
def test_what_the_file_does_not_say_stays_unknown(
    changes: Mapping[str, Decimal | str | None],
    paid: Decimal | None,
    due: Decimal | None,
    shortfall: Decimal | None,
) -> None:
    known: dict[str, object] = {
        "basic": Decimal(1200),
        "extra_hours": Decimal(10),
        "extra_income": Decimal(20),
        "frequency": "M",
    }
    record = PaymentRecord(1, "w", Decimal(1220), **{**known, **changes})  # type: ignore[arg-type]
    ledger = Ledger("l", "qa_sif", "QAR", (record,))
    law = {"premium": Decimal("1.25"), "month_days": Decimal(30), "day_hours": Decimal(8)}
    (rate,) = overtime_rates(ledger, **law)
    assert (rate.paid, rate.due, rate.shortfall) == (paid, due, shortfall)
    with pytest.raises(ValueError, match="above zero"):
        overtime_rates(ledger, **{**law, "day_hours": Decimal(0)})


# pain.001


@pytest.mark.parametrize(
    ("version", "message", "day"),
    [
        ("pain.001.001.02", "pain.001.001.02", "2025-01-31"),
        ("pain.001.001.03", "CstmrCdtTrfInitn", "2025-01-31"),
        ("pain.001.003.03", "CstmrCdtTrfInitn", "2025-01-31"),
        ("pain.001.001.09", "CstmrCdtTrfInitn", "<Dt>2025-01-31</Dt>"),
        ("pain.001.001.12", "CstmrCdtTrfInitn", "<DtTm>2025-01-31T08:00:00Z</DtTm>"),
    ],
)
def test_every_version_of_pain_001_is_read(
    give: Give, version: str, message: str, day: str
) -> None:
    transfers = (transfer("E1", "1000.50"), transfer("E2", "999.50", private="0099"))
    text = order(
        block(*transfers, day=day, declares=declared(2, "2000.00")),
        declares=declared(2, "2000"),
        version=version,
        message=message,
    )
    ledger = only(read_payments(give(text)))
    assert (ledger.layout, ledger.currency, ledger.grade) == ("pain001", "AED", "E2")
    assert (ledger.count, ledger.total, ledger.reconciles) == (2, Decimal(2000), Answer.YES)
    assert [each.worker for each in ledger.records] == ["E1", "0099"]
    assert {each.paid_on for each in ledger.records} == {date(2025, 1, 31)}
    assert [each.place for each in ledger.controls] == ["", "PmtInf 1"]
    assert ledger.notes == ("2 of 2 transactions are marked as salary (SALA).",)
    assert ledger.written_on == date(2025, 1, 30)
    assert "IBAN" not in repr(ledger)


def test_a_block_that_does_not_agree_is_found_though_the_header_does(give: Give) -> None:
    blocks = (
        block(transfer("E1", "100"), declares=declared(1, "100")),
        block(transfer("E2", "50"), declares=declared(99, "9999.00")),
    )
    ledger = only(read_payments(give(order(*blocks, declares=declared(2, "150")))))
    assert [each.agrees for each in ledger.controls] == [Answer.YES, Answer.YES, Answer.NO]
    assert ledger.reconciles is Answer.NO


def test_nothing_declared_is_unknown_and_a_count_alone_is_enough(give: Give) -> None:
    one = block(transfer("E1", "100"))
    assert only(read_payments(give(order(one)))).reconciles is Answer.UNKNOWN
    counted = order(one, declares="<NbOfTxs>1</NbOfTxs>")
    assert only(read_payments(give(counted))).reconciles is Answer.YES


def test_each_currency_has_a_ledger_and_the_control_sum_adds_them(give: Give) -> None:
    blocks = (
        block(transfer("E1", "100"), declares=declared(1, "100")),
        block(transfer("E2", "50", "USD"), transfer("E3", "bad", "USD"), transfer("E4", "7")),
    )
    aed, usd = read_payments(give(order(*blocks, declares=declared(4, "160"))))
    assert (aed.currency, aed.total, usd.currency, usd.total) == ("AED", 107, "USD", 50)
    assert (aed.reconciles, usd.reconciles) == (Answer.UNKNOWN, Answer.UNKNOWN)
    assert aed.declared_total is usd.declared_total is None
    assert [each.place for each in aed.controls] == ["GrpHdr, all currencies", "PmtInf 1"]
    assert (len(aed.rejects), len(usd.rejects)) == (1, 0)
    assert "adds them without conversion" in usd.notes[1]
    agreed = order(block(transfer("A", "1"), transfer("B", "2", "USD")), declares=declared(2, "3"))
    assert [each.reconciles for each in read_payments(give(agreed))] == [Answer.YES, Answer.YES]


def test_transactions_that_name_no_worker_or_no_amount_are_said(give: Give) -> None:
    equivalent = transfer("E2", "5").replace("InstdAmt", "EqvtAmt")
    transfers = (transfer("NOTPROVIDED", "10"), equivalent, transfer("E3", "1", "aed"))
    ledger = only(read_payments(give(order(block(*transfers), declares=declared(3, "16")))))
    assert ledger.records[0].worker == ""
    assert "1 transactions have no reference that tells the worker." in ledger.notes
    assert [(each.row, each.column) for each in ledger.rejects] == [
        (2, "InstdAmt@Ccy"),
        (3, "InstdAmt@Ccy"),
    ]
    assert ledger.reconciles is Answer.UNKNOWN


def test_salaries_are_marked_for_a_block_or_a_transaction(give: Give) -> None:
    plain = transfer("E1", "10").replace("SALA", "SUPP")
    category = "<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>"
    text = order(block(plain), block(plain, transfer("E2", "1")), block(plain, declares=category))
    note, twice = only(read_payments(give(text))).notes
    assert note == "2 of 4 transactions are marked as salary (SALA)."
    assert twice == "1 workers are paid more than once."


def test_a_day_or_figure_that_cannot_be_read_is_a_reject_and_the_payments_stay(give: Give) -> None:
    text = order(
        block(transfer("E1", "10"), day="<Dt>2025-02-29</Dt>"), declares=declared("x", "10")
    )
    ledger = only(read_payments(give(text)))
    assert [each.column for each in ledger.rejects] == ["NbOfTxs", "ReqdExctnDt"]
    assert (ledger.count, ledger.records[0].paid_on) == (1, None)
    assert ledger.reconciles is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("before", "reference"),
    [
        ('<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', "&b;"),
        ('<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        ('<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd">', "E1"),
    ],
    ids=["expansion", "file", "network"],
)
def test_document_types_and_entities_are_refused(give: Give, before: str, reference: str) -> None:
    text = order(block(transfer(reference, "10")), before=before)
    with pytest.raises(InputError, match="has a document type"):
        read_payments(give(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (order(block(transfer("E1", "10")), message="FIToFICstmrCdtTrf"), "not an order"),
        (order(), "holds no credit transfer"),
        ("<html><body>x</body></html>", "holds no credit transfer"),
        (order(block(transfer("E1", "10")))[:-60], "the XML is damaged at line"),
        ("<", "the XML is damaged at line"),
    ],
    ids=["other-message", "empty", "html", "cut-off", "stub"],
)
def test_xml_that_is_no_order_of_transfers_is_an_error(give: Give, text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_payments(give(text))


def test_without_lxml_the_message_says_what_to_install(
    give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(MissingExtra, match=r"manumit\[claims\]"):
        read_payments(give(order(block(transfer("E1", "10")))))


# Payroll

PAYROLL = """\
Staff no, Gross ,From,Until,OT (min),Cur
E001,1200.50,2025-01-01,2025-01-31,90,AED
E002,800,2025-01-01,2025-01-31,,AED
"""
COLUMNS = {"worker": "Staff no", "amount": "Gross", "start": "From", "end": "Until"}


def test_a_payroll_is_read_by_its_map_of_columns_and_is_the_employers_record(give: Give) -> None:
    columns = {**COLUMNS, "extra_hours": "OT (min)"}
    path = give(PAYROLL)
    ledger = only(
        read_payments(path, columns=columns, currency="AED", units={"extra_hours": "minutes"})
    )
    assert (ledger.layout, ledger.grade, ledger.currency) == ("payroll", "E1", "AED")
    assert (ledger.count, ledger.total) == (2, Decimal("2000.50"))
    assert ledger.reconciles is Answer.UNKNOWN
    first, second = ledger.records
    assert (first.row, first.worker, first.end) == (2, "E001", date(2025, 1, 31))
    assert (first.extra_hours, second.extra_hours) == (Decimal("1.5"), None)


def test_money_may_be_in_hundredths(give: Give) -> None:
    columns = {"worker": "no", "amount": "pay", "basic": "base"}
    units = {"amount": "hundredths", "basic": "hundredths"}
    text = "no,pay,base\nE1,120050,100000\n"
    ledger = only(read_payments(give(text), columns=columns, currency="AED", units=units))
    assert (ledger.total, ledger.records[0].basic) == (Decimal("1200.50"), Decimal(1000))


def test_a_workbook_is_read_with_its_days_and_numbers(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (
        ["Staff no", "Gross", "From", "Until"],
        ["E001", 1200.5, date(2025, 1, 1), date(2025, 1, 31)],
        ["E002", "=B2", date(2025, 1, 1), date(2025, 1, 31)],
    ):
        book.active.append(line)
    path = tmp_path / "pay.xlsx"
    book.save(path)
    ledger = only(read_payments(path, columns=COLUMNS, currency="AED"))
    assert ledger.records[0].amount == Decimal("1200.5")
    assert ledger.records[0].start == date(2025, 1, 1)
    assert "formula" in ledger.rejects[0].reason


def test_a_column_of_currencies_gives_a_ledger_for_each(give: Give) -> None:
    text = PAYROLL.replace("2025-01-31,,AED", "2025-01-31,,USD")
    aed, usd = read_payments(give(text), columns={**COLUMNS, "currency": "Cur"})
    assert (aed.currency, aed.total) == ("AED", Decimal("1200.50"))
    assert (usd.currency, usd.total) == ("USD", Decimal(800))


@pytest.mark.parametrize(
    ("was", "is_", "column", "value", "reason"),
    [
        ("1200.50", '"0,50"', "Gross", "0,50", "decimal point (0.50)"),
        ("1200.50", "=B3", "Gross", "", "holds a formula"),
        ("1200.50", "-1200.50", "Gross", "-1200.50", "below zero"),
        ("1200.50", "1200.50 USD", "Gross", "", "a column of its own"),
        ("E001,1200.50,2025-01-01", "E001,1200.50,01.01.2025", "From", "01.01.2025", "write it as"),
        ("E001", "", "Staff no", "", "belongs to no one"),
        ("E001,1200.50", "E001,1,200.50", "", "", "7 cells where the header has 6"),
    ],
)
def test_a_bad_row_of_a_payroll_is_a_reject_that_says_how_to_mend(  # noqa: PLR0917
    give: Give, was: str, is_: str, column: str, value: str, reason: str
) -> None:
    path = give(PAYROLL.replace(was, is_, 1))
    ledger = only(read_payments(path, columns=COLUMNS, currency="AED"))
    (reject,) = ledger.rejects
    assert (reject.row, reject.column.strip(), reject.value) == (2, column, value)
    assert reason in reject.reason
    assert [record.worker for record in ledger.records] == ["E002"]


@pytest.mark.parametrize(
    ("columns", "options", "reason"),
    [
        ({**COLUMNS, "wage": "Gross"}, {"currency": "AED"}, "wage: no such field"),
        ({"worker": "Staff no"}, {"currency": "AED"}, "amount: the map of columns has to name"),
        ({**COLUMNS, "amount": "Gros"}, {"currency": "AED"}, "no column 'Gros'.*Did you mean"),
        (COLUMNS, {}, "either one currency"),
        ({**COLUMNS, "currency": "Cur"}, {"currency": "AED"}, "either one currency"),
        (COLUMNS, {"currency": "dirham"}, "not a currency code"),
        (COLUMNS, {"currency": "AED", "units": {"amount": "minutes"}}, "not a unit of this field"),
        (COLUMNS, {"currency": "AED", "units": {"basic": "hundredths"}}, "not a unit of this"),
    ],
)
def test_a_map_that_does_not_fit_is_an_error(
    give: Give, columns: dict[str, str], options: dict[str, str], reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        read_payments(give(PAYROLL), columns=columns, **options)  # type: ignore[arg-type]


def test_a_payroll_without_rows_is_an_error_and_names_of_people_are_noticed(give: Give) -> None:
    with pytest.raises(InputError, match="no rows"):
        read_payments(give("no,pay\n"), columns={"worker": "no", "amount": "pay"}, currency="AED")
    named = PAYROLL.replace("E001", "Test Worker").replace("E002", "Jane Roe")
    ledger = only(read_payments(give(named), columns=COLUMNS, currency="AED"))
    assert "look like personal names" in ledger.notes[0]
    assert "Roe" not in repr(ledger)


# Any file


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\n"])
def test_an_empty_file_is_an_error(give: Give, content: bytes) -> None:
    with pytest.raises(InputError, match="the file is empty"):
        read_payments(give(content))


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "EDR is a word,\n", "%PDF-1.7\n", 'x"\0"\n'])
def test_an_unknown_layout_is_an_error_that_says_how_to_go_on(give: Give, content: str) -> None:
    with pytest.raises(InputError, match=r"none of the layouts known.*say which columns"):
        read_payments(give(content))


def test_the_like_layout_of_oman_is_not_taken_for_that_of_qatar(give: Give) -> None:
    text = QA.replace("Employer EID", "Employer CR-NO").replace("Employee QID", "Employee ID")
    with pytest.raises(InputError, match="none of the layouts"):
        read_payments(give(text))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv: cannot be read"):
        read_payments(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    ("worker", "shown"),
    [("10001016594125", "…4125"), ("12345678", "…5678"), ("1141", "…41"), ("7", "…"), ("", "…")],
)
def test_a_worker_is_shown_by_the_end_of_a_number_and_at_most_half(worker: str, shown: str) -> None:
    assert masked(worker) == shown


def test_a_record_does_not_print_its_worker(give: Give) -> None:
    assert "10001016594125" not in repr(only(read_payments(give(AE))).records[0])
