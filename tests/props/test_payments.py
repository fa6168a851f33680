"""Payment files: what is written is read, and figures that are declared are compared honestly."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from manumit.core import Answer
from manumit.errors import InputError
from manumit.io.payments import (
    Control,
    Ledger,
    PaymentRecord,
    masked,
    overtime_rates,
    read_payments,
    write_ae_sif,
    write_qa_sif,
)
from manumit.io.payments.values import day, number, shown
from tests.helpers import examples

WORKERS = st.text("0123456789", min_size=1, max_size=14)
MONEY = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)
SMALL = st.decimals(0, 400, places=2, allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1960, 1, 1), date(2190, 1, 1))
MONTHS = st.builds(date, st.integers(1960, 2190), st.integers(1, 12), st.just(1))


@st.composite
def of_the_emirates(draw: st.DrawFn) -> Ledger:
    records = []
    for row in range(draw(st.integers(1, 6))):
        start, variable, fixed = draw(DAYS), draw(MONEY), draw(MONEY)
        record = PaymentRecord(
            row=row,
            worker=draw(WORKERS),
            amount=fixed + variable,
            start=start,
            end=start + timedelta(days=draw(st.integers(0, 60))),
            fixed=fixed,
            variable=variable,
            days=draw(st.none() | SMALL),
            leave_days=draw(st.none() | SMALL),
            frequency="M",
        )
        share = draw(st.none() | st.integers(0, 100))
        overtime = None if share is None else (variable * share / 100).quantize(Decimal("0.01"))
        records.append(
            replace(record, overtime=None if overtime is None else min(overtime, variable))
        )
    return Ledger("l", "ae_sif", "AED", tuple(records), written_on=draw(DAYS))


@st.composite
def of_qatar(draw: st.DrawFn) -> Ledger:
    start = draw(MONTHS)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    extended = draw(st.booleans())
    records = tuple(
        PaymentRecord(
            row=row,
            worker=draw(WORKERS),
            amount=draw(MONEY),
            start=start,
            end=end,
            basic=draw(st.none() | MONEY),
            extra_hours=draw(st.none() | SMALL),
            extra_income=draw(st.none() | MONEY),
            overtime=draw(st.none() | MONEY) if extended else None,
            deductions=draw(st.none() | MONEY),
            days=draw(st.none() | SMALL),
            frequency=draw(st.sampled_from("MB")),
        )
        for row in range(draw(st.integers(1, 6)))
    )
    return Ledger("l", "qa_sif", "QAR", records, written_on=draw(DAYS))


def read(text: str, **options: str) -> list[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "l")
        path.write_text(text, encoding="utf-8")
        return read_payments(path, **options)  # type: ignore[arg-type]


def payments(ledger: Ledger) -> list[PaymentRecord]:
    """The payments, apart from the lines on which they stand."""
    return [replace(record, row=0) for record in ledger.records]


def returns(ledger: Ledger, write: Callable[[Ledger], str]) -> None:
    (again,) = read(write(ledger))
    assert payments(again) == payments(ledger)
    assert (again.currency, again.written_on) == (ledger.currency, ledger.written_on)
    assert again.rejects == ()
    assert again.reconciles is Answer.YES


@given(of_the_emirates())
@examples(60)
def test_reading_a_written_file_of_the_emirates_gives_the_same_payments(ledger: Ledger) -> None:
    returns(ledger, write_ae_sif)


@given(of_qatar())
@examples(60)
def test_reading_a_written_file_of_qatar_gives_the_same_payments(ledger: Ledger) -> None:
    returns(ledger, write_qa_sif)


@given(of_the_emirates(), st.data())
@examples(60)
def test_a_damaged_line_is_lost_alone_and_never_in_silence(
    ledger: Ledger, data: st.DataObject
) -> None:
    lines = write_ae_sif(
        replace(ledger, records=tuple(replace(record, overtime=None) for record in ledger.records))
    ).splitlines()
    at = data.draw(st.integers(0, len(lines) - 2))
    kept = data.draw(st.integers(4, lines[at].rindex(",") - 1))
    lines[at] = lines[at][:kept]
    (again,) = read("\n".join(lines))
    assert again.count == ledger.count - 1
    assert [each.row for each in again.rejects] == [at + 1]
    assert again.reconciles is not Answer.YES
    assert all(record.worker not in repr(again.rejects) for record in ledger.records
               if len(record.worker) > 8)  # fmt: skip


@given(
    st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)
)
def test_yes_needs_both_figures_and_every_line(
    count: int, total: int, found: int, added: int, unread: int
) -> None:
    answer = Control("", count, Decimal(total), found, Decimal(added), unread).agrees
    assert (answer is Answer.YES) is (unread == 0 and count == found and total == added)
    if unread:
        assert (answer is Answer.NO) is (found > count or added > total)


@given(MONEY, SMALL, MONEY, MONEY)
def test_more_pay_for_extra_hours_never_adds_to_the_shortfall(
    basic: Decimal, hours: Decimal, income: Decimal, more: Decimal
) -> None:
    law = {"premium": Decimal("1.25"), "month_days": Decimal(26), "day_hours": Decimal(8)}
    shortfalls = []
    for paid in (income, income + more):
        record = PaymentRecord(1, "w", Decimal(0), basic=basic, extra_hours=hours,
                               extra_income=paid, frequency="M")  # fmt: skip
        shortfalls += [
            rate.shortfall or Decimal(0)
            for rate in overtime_rates(Ledger("l", "qa_sif", "QAR", (record,)), **law)
        ]
    assert len(shortfalls) == (2 if hours else 0)
    assert shortfalls == sorted(shortfalls, reverse=True)
    assert all(each >= 0 for each in shortfalls)


@given(st.text(max_size=30))
def test_any_cell_is_a_value_or_an_error_of_the_users_file(text: str) -> None:
    for reads in (number, day):
        with suppress(InputError):
            assert reads(text, "cell") is not None


@given(st.binary(max_size=300))
def test_any_bytes_are_ledgers_or_an_error_of_the_users_file(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "l")
        for start in (b"", b"EDR,1,2,3,4,5,6,7,8,9\n", b"Employer EID\n\nEmployee QID\n", b"<a>"):
            path.write_bytes(start + content)
            with suppress(InputError):
                assert read_payments(path)


@given(st.text(max_size=40))
def test_what_is_shown_of_a_cell_has_no_letter_and_no_long_number(text: str) -> None:
    assert not any(c.isalpha() for c in shown(text))
    assert sum(c.isdigit() for c in shown(text)) <= 8


@given(WORKERS)
def test_at_most_half_of_a_number_is_shown(worker: str) -> None:
    assert worker.endswith(masked(worker)[1:])
    assert len(masked(worker)) - 1 <= min(4, len(worker) // 2)
