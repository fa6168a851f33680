"""The arithmetic of claims, part by part, with the figures that courts and offices print."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from manumit.core import Answer, Period
from manumit.errors import InputError, NotReviewed
from manumit.io.claim_file import parse_claim
from manumit.io.cohort_file import read_cohorts
from manumit.reference import WageLaw, wage_law
from manumit.reference.wage_scheme import Rounding, Roundings, ServiceStep
from manumit.remedy import (
    Amount,
    Claim,
    Deduction,
    Evidence,
    Fact,
    Grade,
    Hours,
    Interest,
    Pay,
    Payment,
    Service,
    WageCase,
    Work,
    claim_lines,
    claim_of,
    total_of,
)
from manumit.remedy.claim import narrowing
from manumit.remedy.compensation import compensation_schemes, scheme_findings
from manumit.remedy.due import Given, reckon, split_hours
from manumit.remedy.explain import Explainer
from manumit.remedy.model import Shift
from manumit.remedy.periods import age_on, in_order, parts_of, years_before
from manumit.remedy.readings import lowering, raising
from manumit.remedy.result import NOTHING, exactly, total
from manumit.remedy.rounding import rounded, to_minor_unit
from manumit.remedy.service import day_pay, days_by_steps, years_of
from manumit.remedy.shifts import hours_of
from manumit.remedy.sums import number_or, plain, replay
from manumit.remedy.terms import Premium, Span, Terms, one_week, span_of
from manumit.remedy.uplift import Rate, interest_on, limitation_of, settle
from tests.helpers import as_yaml

CENT = Rounding(unit=Decimal("0.01"))
DAY = date(2026, 11, 1)
ONE = Decimal(1)


def d(text: object) -> Decimal:
    return Decimal(str(text))


def claim(text: str, **options: Any) -> Claim:
    file = parse_claim(text, Path("case.yaml"), as_of=DAY, **options)
    return claim_of(file.case, wage_law(file.law))


def claim_dict(**written: Any) -> Claim:
    return claim(as_yaml({"id": "c1", **written}))


def week(**changes: Any) -> dict[str, Any]:
    """A week of 46 hours at 12 dollars, paid in full but for overtime."""
    return {
        "period": {"from": "2026-03-02", "to": "2026-03-08"},
        "pay": {"basis": "hourly", "rate": "12.00"},
        "hours": {"worked": 46},
        "paid": "552.00",
    } | changes


# Time


@pytest.mark.parametrize(
    ("start", "end", "part", "days", "months"),
    [
        ("2026-02-01", "2026-02-28", "calendar", 28, 1),
        ("2026-01-15", "2026-03-14", "thirtieths", 59, 2),
        ("2024-02-01", "2024-02-29", "calendar", 29, 1),
        ("2026-03-02", "2026-03-08", "thirtieths", 7, d(7) / 30),
        ("2026-03-02", "2026-03-08", "weeks", 7, d(12) / 52),
        ("2026-01-30", "2026-02-05", "calendar", 7, d(2) / 31 + d(5) / 28),
        ("2025-12-25", "2026-01-03", "calendar", 10, d(7) / 31 + d(3) / 31),
    ],
)
def test_a_part_of_a_month_is_as_long_as_the_law_counts_it(
    start: str, end: str, part: str, days: int, months: Decimal
) -> None:
    span = span_of(Period(date.fromisoformat(start), date.fromisoformat(end)), part)
    assert (span.days, span.weeks, span.months) == (days, d(days) / 7, months)


def test_one_week_of_several_is_a_week_and_a_fifty_second_of_a_year() -> None:
    span = one_week(date(2026, 3, 2))
    assert (span.days, span.weeks) == (7, 1)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2022-01-01", "2023-12-31", 2),
        ("2022-01-01", "2022-12-30", d(364) / 365),
        ("2024-02-29", "2025-02-27", 1),
        ("2024-02-29", "2028-02-28", 4),
        ("2024-02-29", "2024-03-01", d(2) / 365),
        ("2020-06-15", "2026-06-14", 6),
        ("2020-06-15", "2026-07-14", 6 + d(30) / 365),
        ("2026-03-02", "2026-03-02", d(1) / 365),
    ],
)
def test_years_of_service_are_whole_by_the_calendar_and_the_rest_by_days(
    start: str, end: str, years: Decimal
) -> None:
    assert years_of(Period(date.fromisoformat(start), date.fromisoformat(end))) == years


@pytest.mark.parametrize(
    ("years", "before"),
    [
        ("2", "2022-02-28"),
        ("4", "2020-02-29"),
        ("0.5", "2023-08-29"),
        ("0", "2024-02-29"),
        ("-1", "2025-02-28"),
    ],
)
def test_years_before_29_february_end_on_the_last_day_of_february(years: str, before: str) -> None:
    assert str(years_before(date(2024, 2, 29), d(years))) == before


def test_age_grows_on_the_birthday() -> None:
    assert age_on(date(2000, 3, 2), date(2018, 3, 1)) == 17
    assert age_on(date(2000, 3, 2), date(2018, 3, 2)) == 18
    assert age_on(None, date(2018, 3, 2)) is None


LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("start", "end", "hours", "night"),
    [
        ("2026-03-02T22:00", "2026-03-03T06:00", 8, 6),
        ("2026-03-28T22:00", "2026-03-29T06:00", 7, 5),
        ("2026-10-24T22:00", "2026-10-25T06:00", 9, 7),
        ("2026-03-02T08:00", "2026-03-02T16:30", d("8.5"), 0),
        ("2026-03-02T20:00", "2026-03-03T23:00", 27, 7),
    ],
)
def test_hours_of_a_shift_are_those_that_passed(
    start: str, end: str, hours: Decimal, night: Decimal
) -> None:
    shift = Shift(*(datetime.fromisoformat(text).replace(tzinfo=LONDON) for text in (start, end)))
    rule = wage_law("ae.2021").scheme.night  # from ten to four
    found = hours_of([shift], rule, Hours())
    assert found.worked is not None
    assert found.night is not None
    assert (found.worked.likely, found.night.likely) == (hours, night)


def test_what_a_case_states_beside_its_shifts_stays() -> None:
    shift = Shift(*(datetime(2026, 3, 2, hour, tzinfo=LONDON) for hour in (8, 16)))
    stated = Hours(worked=Fact.exactly(d(5)), night=Fact.exactly(d(2)))
    found = hours_of([shift, shift], None, stated)
    assert (found.worked, found.night) == (stated.worked, stated.night)
    assert found.days == Fact.exactly(ONE)


def test_a_period_across_a_change_of_the_law_is_split_by_days() -> None:
    law = wage_law("my.1955")
    work = Work(
        Period(date(2022, 4, 27), date(2022, 5, 6)),
        Pay("piece", Fact(d(100), d(150), d(200), d(120))),
        Hours(worked=Fact.exactly(d(40))),
        paid=Fact.exactly(d(100)),
    )
    first, second = parts_of(work, law)
    assert (first.last, second.period.start) == (date(2022, 4, 30), date(2022, 5, 1))
    assert first.hours.worked == Fact.exactly(d(16))
    assert first.paid == Fact.exactly(d(40))
    assert first.pay.amount.record == d(48)
    assert second.pay.amount.high == d(120)


def test_periods_are_put_in_order() -> None:
    later = Work(Period(date(2026, 3, 9), date(2026, 3, 15)), Pay("hourly", Fact.exactly(ONE)))
    earlier = replace(later, period=Period(date(2026, 3, 2), date(2026, 3, 8)), number=2)
    assert in_order([later, earlier]) == (earlier, later)
    with pytest.raises(InputError, match="overlaps"):
        in_order([later, replace(later, number=2)])


# Sums as they are printed


@pytest.mark.parametrize(
    "arithmetic",
    [
        "46 × 12.00 + 36 = 588.00",
        "4 × 6.82 + 600.00 = 627.28",
        "(40 × 7.25 − (320 − 500)) = 470.00",
        "1 ÷ 3 = 0.33",
        "2 ÷ 3 = 0.67",
        "0.125 × 1 = 0.13",
        "−5 + 3 = −2",
        "10 − 2 − 3 = 5",
        "100 ÷ 8 ÷ 2 = 6.25",
        "3 × (2 + 4 × (1 + 1)) = 30",
        "1000000 × 0.01 = 10000",
    ],
)
def test_a_printed_sum_comes_out(arithmetic: str) -> None:
    assert replay(arithmetic)


@pytest.mark.parametrize("wrong", ["1 + 1 = 3", "4 × 6.818 = 27.28", "10 − 2 − 3 = 11", "1 = 1.01"])
def test_a_printed_sum_that_does_not_come_out_is_found(wrong: str) -> None:
    assert not replay(wrong)


@pytest.mark.parametrize(
    "text", ["six × 2 = 12", "(1 + 2 = 3", "1 + 2) = 3", "1 2 = 3", "2 ** 3 = 8", "1 + = 1"]
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        replay(text)


def test_long_numbers_are_printed_as_their_sum() -> None:
    assert number_or(d("12.5"), "25 ÷ 2") == "12.50"
    assert number_or(d(1) / 3, "1 ÷ 3") == "(1 ÷ 3)"
    assert plain(d("-1234.5")) == "−1234.50"


@pytest.mark.parametrize(
    ("value", "unit", "mode", "found"),
    [
        ("13.636", "0.01", "half_up", "13.64"),
        ("0.657", "0.01", "down", "0.65"),
        ("0.651", "0.01", "up", "0.66"),
        ("0.125", "0.01", "half_even", "0.12"),
        ("0.1249999999999999999999", "0.01", "half_up", "0.13"),
        ("1234", "5", "half_up", "1235"),
    ],
)
def test_money_is_rounded_as_the_law_says(value: str, unit: str, mode: Any, found: str) -> None:
    assert rounded(d(value), Rounding(unit=d(unit), mode=mode)) == d(found)


def test_currencies_have_their_own_smallest_unit() -> None:
    units = {code: to_minor_unit(code).unit for code in ("EUR", "KWD", "JPY")}
    assert units == {"EUR": d("0.01"), "KWD": d("0.001"), "JPY": ONE}
    assert rounded(d("1.2345"), to_minor_unit("KWD")) == d("1.235")


def test_amounts_add_up_reading_by_reading() -> None:
    one = Amount(d(1), d(2), d(4))
    assert one.plus(one) == Amount(d(2), d(4), d(8))
    assert one.minus(exactly(ONE)).width == 3
    assert total([]) == NOTHING


# One period


WEEK = Span(d(7), ONE, d(12) / 52)
FLSA = Terms(
    week_hours=d(40), day_hours=d(8), overtime_times=d("1.5"), overtime_of="regular",
    minimum_hour=d("7.25"),
)  # fmt: skip
TO_CENT = Roundings(rate=CENT)


@pytest.mark.parametrize(
    ("amount", "hours", "rate", "due"),
    [
        # 29 CFR 778.114(b)(1), the fluctuating workweek at 600 dollars
        ("600", "37.5", "16.00", "600.00"),
        ("600", "44", "13.64", "627.28"),
        ("600", "50", "12.00", "660.00"),
        ("600", "48", "12.50", "650.00"),
    ],
)
def test_a_fluctuating_week_earns_half_its_rounded_rate(
    amount: str, hours: str, rate: str, due: str
) -> None:
    given = Given("fluctuating", d(amount), worked=d(hours))
    found = reckon(given, WEEK, FLSA, TO_CENT, CENT)
    assert found.straight.rate == d(rate)
    assert sum(share.due for share in found.shares) == d(due)
    assert not found.straight.assumed


def test_a_salary_that_falls_below_the_minimum_does_not_fluctuate() -> None:
    # 400 over 60 hours is 6.67: read as pay of forty hours at 10.00
    found = reckon(Given("fluctuating", d(400), worked=d(60)), WEEK, FLSA, TO_CENT, CENT)
    assert found.straight.assumed
    assert found.straight.rate == d("10.00")
    assert sum(share.due for share in found.shares) == d("700.00")


def test_pay_above_the_base_goes_to_the_premia() -> None:
    given = Given("hourly", d(10), worked=d(50), paid=d(530))
    base, overtime = reckon(given, WEEK, FLSA, TO_CENT, CENT).shares
    assert (base.due, base.paid, base.difference) == (500, 500, 0)
    assert (overtime.due, overtime.paid, overtime.difference) == (50, 30, 20)


def test_pay_that_nobody_knows_may_have_been_paid_to_the_last_cent() -> None:
    given = Given("daily", d("124.03"), worked=d("68.5"), paid=None)
    found = reckon(given, WEEK, FLSA, TO_CENT, CENT)
    assert [share.difference for share in found.shares] == [0, 0]


@pytest.mark.parametrize(
    ("given", "split"),
    [
        ({"worked": 50}, (40, 10, 0, 0, 50)),
        ({"worked": 50, "normal": 45}, (45, 5, 0, 0, 50)),
        ({"worked": 50, "rest_day": 8}, (40, 2, 8, 0, 50)),
        ({"worked": 50, "rest_day": 8, "holiday": 8}, (34, 0, 8, 8, 50)),
        ({"worked": 50, "overtime": 3}, (47, 3, 0, 0, 50)),
        ({"overtime": 3}, (40, 3, 0, 0, 43)),
        ({"normal": 30, "overtime": 3, "holiday": 4}, (30, 3, 0, 4, 37)),
    ],
)
def test_hours_are_split_by_kind(given: dict[str, int], split: tuple[int, ...]) -> None:
    hours = {name: d(value) for name, value in given.items()}
    assert split_hours(Given("hourly", ONE, **hours), WEEK, FLSA) == split


STEPS = Premium(d(2), ((d("0.5"), d("0.5")), (ONE, ONE)))


@pytest.mark.parametrize(
    ("hours", "due"),
    # half a day's pay up to half a day, a day's up to a day, double beyond; 10.00 an hour
    [("0", "0"), ("0.25", "40"), ("4", "40"), ("4.25", "80"), ("8", "80"), ("9", "100")],
)
def test_parts_of_a_rest_day_are_paid_by_steps(hours: str, due: str) -> None:
    terms = Terms(week_hours=d(48), day_hours=d(8), overtime_times=d("1.5"), rest_day=STEPS)
    given = Given("hourly", d(10), normal=d(40), rest_day=d(hours))
    found = reckon(given, WEEK, terms, Roundings(), CENT)
    rest = {share.head: share.due for share in found.shares}.get("rest_day", d(0))
    assert rest == d(due)


def test_facts_are_taken_at_the_end_that_a_reading_asks_for() -> None:
    fact = Fact(d(1), d(2), d(3), d(2))
    assert [raising(fact, reading) for reading in ("low", "likely", "high")] == [1, 2, 3]
    assert [lowering(fact, reading) for reading in ("low", "likely", "high")] == [3, 2, 1]
    assert (raising(fact, "record"), lowering(fact, "record")) == (2, 2)
    bare = replace(fact, record=None)
    assert (raising(bare, "record"), lowering(bare, "record")) == (1, 3)
    assert lowering(None, "high") is None


# Days for which the law has no premium


@pytest.mark.parametrize(
    ("law", "currency", "times", "normal"),
    [("us.flsa", "USD", "1.5", 40), ("intl.c095", "EUR", "1.25", 48)],
)
@pytest.mark.parametrize("kind", ["rest_day", "holiday"])
def test_hours_of_a_day_without_a_premium_count_towards_overtime(
    law: str, currency: str, times: str, normal: int, kind: str
) -> None:
    def owed(hours: dict[str, Any]) -> Decimal:
        work = [week(hours=hours, pay={"basis": "hourly", "rate": "20"}, paid=0)]
        return claim_dict(law=law, currency=currency, work=work).totals.underpayment.likely

    due = 20 * (normal + (60 - normal) * d(times))
    assert owed({"worked": 60}) == due
    assert owed({"worked": 60, kind: 8}) == due
    assert owed({"normal": normal, "overtime": 60 - normal - 8, kind: 8}) == due
    assert owed({"normal": 52, kind: 8}) == due


def test_of_all_hours_fewer_normal_ones_mean_more_overtime() -> None:
    hours = {"worked": 60, "normal": {"low": 40, "likely": 45, "high": 48}}
    pay = {"basis": "hourly", "rate": "20"}
    work = [week(hours=hours, pay=pay, paid=0)]
    found = claim_dict(law="intl.c095", currency="EUR", work=work).totals.total
    # 20 × (48 + 12 × 1.25), 20 × (45 + 15 × 1.25), 20 × (40 + 20 × 1.25)
    assert found == (d("1260.00"), d("1275.00"), d("1300.00"))


# The worked interval: 30 to 52 weeks of 60 to 84 hours, 150 to 250 paid a month and 20 to 60
# deducted, a minimum of 5.00 and half as much again above 48 hours. Derived in the project's
# notes by enumeration of corners: 8,307.69 to 25,440.00; interval arithmetic would give 7,140.00
# to 25,896.92.

NUMBERS = {"weekly_hours": d(48), "daily_hours": d(8), "overtime_times": d("1.5"), "least": d(5)}


class _Plain(WageLaw):
    """A law of four numbers."""

    def number(self, name: str, day: date) -> Decimal | None:  # noqa: ARG002
        return NUMBERS.get(name)

    def changes(self, name: str) -> tuple[date, ...]:  # noqa: ARG002
        return ()


def plain_law() -> WageLaw:
    from manumit.reference.wage_scheme import Minimum

    base = wage_law("intl.c095").scheme
    minimum = Minimum(article="-", says="At least five an hour.", per_hour="least")
    return _Plain(replace(base, minimum=minimum, variants={}), (), (), frozenset())


def interval(**known: Fact) -> WageCase:
    def part(low: int, likely: int, high: int) -> Fact:
        return Fact(*(d(each) * 12 / 52 for each in (low, likely, high)))  # type: ignore[arg-type]

    facts = {
        "weeks": Fact(d(30), d(40), d(52)),
        "hours": Fact(d(60), d(70), d(84)),
        "paid": part(150, 200, 250),
        "taken": part(20, 40, 60),
    } | known
    work = Work(
        Period(date(2025, 1, 1), date(2025, 12, 30)),
        Pay("hourly", Fact.exactly(d("5.00"))),
        Hours(worked=facts["hours"]),
        paid=facts["paid"],
        deductions=(Deduction("other", facts["taken"]),),
        weeks=facts["weeks"],
    )
    return WageCase("a3", "w1", "EUR", DAY, work=(work,), interest=Interest("none", None))


def test_a_number_of_weeks_is_counted_once_and_not_in_every_line() -> None:
    found = total_of(interval(), plain_law())
    assert (found.low, found.high) == (d("8307.69"), d("25440.00"))
    # 40 weeks of 48 × 5 + 22 × 7.50 less 160 × 40 × 12 ÷ 52
    assert found.likely == d("14723.08")


def test_the_same_interval_can_be_written_as_a_case() -> None:
    found = claim_dict(
        law="intl.c095", currency="EUR", worker={"ref": "w1"},
        work=[
            {
                "period": {"from": "2025-01-01", "to": "2025-12-30"},
                "weeks": {"low": 30, "high": 52},
                "pay": {"basis": "hourly", "rate": "5.00"},
                "hours": {"worked": {"low": 60, "high": 84}, "per": "week"},
                "paid": {"low": 150, "high": 250},
                "paid_per": "month",
                "deductions": [
                    {"kind": "other", "amount": {"low": 20, "high": 60}, "per": "month"}
                ],
            }
        ],
    )  # fmt: skip
    # the same with overtime at one and a quarter: 30 × 12 × 1.25 and 52 × 36 × 1.25 less
    assert found.totals.total.low == d("8307.69") - 30 * 12 * d("1.25")
    assert found.totals.total.high == d("25440.00") - 52 * 36 * d("1.25")


def test_the_fact_that_would_narrow_a_claim_most_is_named() -> None:
    law = plain_law()
    found = narrowing(interval(), law)
    assert found is not None
    assert found.width == d("25440.00") - d("8307.69")
    left = {
        name: total_of(interval(**{name: fact.known()}), law).width
        for name, fact in (
            ("weeks", Fact(d(30), d(40), d(52))),
            ("hours", Fact(d(60), d(70), d(84))),
        )
    }
    assert found.fact == min(left, key=lambda name: left[name])
    assert found.leaves == min(left.values())


def test_nothing_narrows_a_claim_that_is_certain() -> None:
    assert claim_dict(law="us.flsa", work=[week()]).narrow_by is None


def test_pay_that_nobody_can_say_is_what_to_ask_for() -> None:
    found = claim_dict(law="us.flsa", work=[week(paid="unknown")])
    assert found.narrow_by is not None
    assert (found.narrow_by.fact, found.narrow_by.leaves) == ("paid", 0)


# What the law adds


SIMPLE = Rate("simple", d("0.08"), d(365), None, None)


def test_simple_interest_by_days() -> None:
    # 1,000 at 8 per cent for 25 days: 5.48 exactly, 5.50 with a day's interest at 22 pence
    # (solicitorsinswindon.com); 3,000 for 100 days: 65.75, or 65.00 with the day cut to 65 pence
    # (compactlaw.co.uk)
    start, days_25, days_100 = date(2026, 1, 1), date(2026, 1, 26), date(2026, 4, 11)
    by_day = replace(SIMPLE, daily=CENT)
    cut = replace(SIMPLE, daily=Rounding(unit=d("0.01"), mode="down"))
    assert rounded(interest_on(d(1000), SIMPLE, start, days_25), CENT) == d("5.48")
    assert interest_on(d(1000), by_day, start, days_25) == d("5.50")
    assert rounded(interest_on(d(3000), SIMPLE, start, days_100), CENT) == d("65.75")
    assert interest_on(d(3000), cut, start, days_100) == d("65.00")


@pytest.mark.parametrize(
    "law", ["gb.nmw#interest_daily_rounded", "gb.nmw#interest_daily_truncated"]
)
def test_the_daily_readings_of_interest_are_variants(law: str) -> None:
    day = {"rounded": "5.50", "truncated": "5.25"}[law.rpartition("_")[2]]
    found = claim_dict(
        law=law, as_of="2026-01-26", interest={"from": "2026-01-01", "rate_per_year": "0.08"},
        other=[{"head": "deposits", "amount": 1000, "date": "2026-01-01"}],
    )  # fmt: skip
    assert found.totals.interest.likely == d(day)


def test_compound_interest_is_added_once_a_year() -> None:
    rate = replace(SIMPLE, kind="compound", per_year=d("0.10"))
    start = date(2023, 1, 1)
    assert interest_on(d(100), rate, start, date(2025, 1, 1)) == d("21.00")
    # 121 and 73 days of 365 at 10 per cent
    assert interest_on(d(100), rate, start, date(2025, 3, 15)) == d("23.42")
    assert interest_on(d(100), rate, start, date(2023, 3, 15)) == d("2.00")


def test_compound_interest_from_29_february_has_its_anniversary_on_the_28th() -> None:
    rate = replace(SIMPLE, kind="compound", per_year=d("0.10"))
    assert interest_on(d(100), rate, date(2024, 2, 29), date(2025, 2, 28)) == d("10.00")
    assert interest_on(d(100), rate, date(2024, 2, 29), date(2028, 2, 29)) == d("46.41")


@pytest.mark.parametrize("kind", ["simple", "compound"])
def test_no_interest_runs_backwards_or_on_nothing(kind: str) -> None:
    rate = replace(SIMPLE, kind=kind)
    assert interest_on(d(100), rate, date(2026, 2, 1), date(2026, 2, 1)) == 0
    assert interest_on(d(100), rate, date(2026, 2, 1), date(2026, 1, 1)) == 0
    assert interest_on(d(0), rate, date(2026, 1, 1), date(2026, 2, 1)) == 0


MAY_AND_JUNE = [(date(2026, 5, 31), d(50)), (date(2026, 6, 30), d(50))]


def test_a_part_payment_settles_the_oldest_sum_first() -> None:
    # HM Revenue and Customs, National Minimum Wage Manual, NMWM13310: 50 owed for May and 50 for
    # June, 25 paid; 75 is outstanding, and both periods stay
    paid = [Payment(date(2026, 7, 15), d(25))]
    found = settle(MAY_AND_JUNE, None, paid, as_of=DAY, first="principal", unit=CENT)
    assert found.outstanding == (25, 50)
    assert found.interest == 0
    beyond = [Payment(date(2026, 7, 15), d(60)), Payment(date(2026, 7, 16), d(60))]
    found = settle(MAY_AND_JUNE, None, beyond, as_of=DAY, first="principal", unit=CENT)
    assert found.outstanding == (0, 0)


def test_a_payment_to_interest_first_leaves_more_of_the_sum() -> None:
    rate = replace(SIMPLE, per_year=d("0.365"))  # 0.001 a day
    owed, paid = [(date(2026, 1, 1), d(1000))], [Payment(date(2026, 1, 11), d(100))]
    principal, interest = (
        settle(owed, rate, paid, as_of=date(2026, 1, 21), first=first, unit=CENT)
        for first in ("principal", "interest")
    )
    # ten days on 1,000 and ten on 900; or 10 of the 100 go to interest, and ten days on 910
    assert (principal.outstanding, principal.interest) == ((900,), d("19.00"))
    assert (interest.outstanding, interest.interest) == ((910,), d("19.10"))


def test_a_payment_after_the_day_of_the_claim_does_not_count() -> None:
    late = [Payment(date(2026, 12, 1), d(25))]
    found = settle(MAY_AND_JUNE, SIMPLE, late, as_of=DAY, first="principal", unit=CENT)
    assert found.outstanding == (50, 50)


def test_part_payments_come_off_the_total() -> None:
    work = [
        week(period={"from": f"2026-0{m}-01", "to": f"2026-0{m}-07"}, paid="538") for m in (5, 6)
    ]
    base: dict[str, Any] = {"law": "intl.c095", "currency": "EUR", "work": work}
    found = claim_dict(**base, part_payments=[{"date": "2026-07-15", "amount": "5"}])
    assert (found.totals.underpayment.likely, found.totals.repaid) == (28, 5)
    assert found.totals.total.likely == 23
    all_of_it = claim_dict(**base, part_payments=[{"date": "2026-07-15", "amount": "500"}])
    assert all_of_it.totals.total == NOTHING
    late = claim_dict(**base, part_payments=[{"date": "2026-12-15", "amount": "5"}])
    assert late.totals.total.likely == 28


def test_arrears_rise_with_the_minimum_even_where_more_was_agreed() -> None:
    # paid 200.00 for 40 hours in 2010, when the minimum was 5.80 and 5.81 was agreed; now 5.93:
    # 32.40 under the contract, 32.00 × 5.93 ÷ 5.80 = 32.72 under section 17(4)
    found = claim_dict(
        law="gb.nmw", as_of="2010-12-15", worker={"born": "1965-01"},
        work=[
            week(
                period={"from": "2010-08-01", "to": "2010-08-07"},
                pay={"basis": "hourly", "rate": "5.81"},
                hours={"worked": 40},
                paid="200.00",
            )
        ],
    )  # fmt: skip
    assert found.totals.underpayment.likely == d("32.40")
    assert found.totals.arrears.likely == d("32.72")
    (line,) = found.lines
    printed = list(values(Explainer(found).line(line).to_dict()))
    assert "32.00 × 5.93 ÷ 5.80 = 32.72" in printed
    assert all(replay(each) for each in printed)
    assert found.totals.penalty == exactly(d("100.00"))


def values(node: dict[str, Any]) -> Any:
    if isinstance(node["value"], str) and " = " in node["value"]:
        yield node["value"]
    for below in node["from"]:
        yield from values(below)


def test_what_lies_before_the_limitation_is_counted_and_not_left_out() -> None:
    work = [week(), week(period={"from": "2020-03-02", "to": "2020-03-08"})]
    found = claim_dict(law="us.flsa", as_of="2026-11-01", work=work)
    assert found.limitation is not None
    assert found.limitation.since == date(2024, 11, 1)
    assert found.limitation.outside == exactly(d("36.00"))
    assert found.totals.underpayment.likely == d("72.00")
    assert limitation_of(found.lines, found.case, wage_law("eu.2009_52")) is None


# The end of service


def test_days_grow_by_the_step_that_each_year_falls_into() -> None:
    steps = (ServiceStep(days=d(21), up_to_years=d(5)), ServiceStep(days=d(30)))
    for years, days in (("0", "0"), ("2", "42"), ("5", "105"), ("5.5", "120"), ("6", "135")):
        assert days_by_steps(steps, d(years)) == d(days)


def test_a_days_pay_is_a_part_of_a_months() -> None:
    assert day_pay(d(3000), "thirtieth") == 100
    assert day_pay(d(2600), "twenty_sixth") == 100
    assert day_pay(d(36500), "year_days") == 1200


@pytest.mark.parametrize(
    ("law", "gratuity"),
    # 21 days a year on a basic 10,000 a month, for two years: thenational, brownfolder
    [("ae.2021", "14000.00"), ("ae.2021#gratuity_day_365", "13808.22")],
)
def test_end_of_service_pay_has_two_readings(law: str, gratuity: str) -> None:
    service = Service(Period(date(2022, 3, 1), date(2024, 2, 29)), Fact.exactly(d(10_000)))
    case = WageCase("c", "w", "AED", DAY, service=service)
    lines = {line.head: line.difference for line in claim_lines(case, wage_law(law))}
    assert lines["end_of_service"] == exactly(d(gratuity))
    # who ended it, notice and leave stand in records that the employer must keep
    assert (lines["notice"].low, lines["notice"].high) == (0, d("10000.00"))
    assert (lines["leave"].low, lines["leave"].likely) == (0, d("20000.00"))


# Contracts, fees, schemes


def test_of_two_contracts_the_better_counts_and_both_are_shown() -> None:
    work = [
        week(promised={"basis": "hourly", "rate": "15.00"}, paid="480.00", hours={"worked": 40})
    ]
    found = claim_dict(law="us.flsa#no_liquidated_damages", work=work)
    assert found.totals.total.likely == d("120.00")
    assert {
        name: found.variants[name].total.likely for name in ("contract_first", "contract_second")
    } == {
        "contract_first": d("0.00"),
        "contract_second": d("120.00"),
    }
    worse = [
        week(promised={"basis": "hourly", "rate": "9.00"}, paid="480.00", hours={"worked": 40})
    ]
    assert claim_dict(law="us.flsa", work=worse).totals.total.likely == 0


def test_a_promise_with_a_range_may_be_the_better_one_or_not() -> None:
    promise = {"basis": "hourly", "rate": {"low": "10", "likely": "13", "high": "15"}}
    work = [week(promised=promise, paid="480.00", hours={"worked": 40})]
    found = claim_dict(law="us.flsa#no_liquidated_damages", work=work)
    assert found.totals.total == (d("0.00"), d("40.00"), d("120.00"))


PAID = (900, 1000, 1100, 1200, 1300, 1500)
COHORT = "worker,cohort,amount\n" + "".join(
    f"w{n},np-my|2021|a17,{amount}\n" for n, amount in enumerate(PAID)
)


def test_a_fee_without_proof_follows_from_what_the_cohort_paid(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_text(COHORT, encoding="utf-8")
    cohorts = read_cohorts(path)
    fee = 'fees: [{category: agency_fee, cohort: "np-my|2021|a17", date: "2021-05-01"%s}]\n'
    head = "id: c1\nlaw: my.1955\n"
    guessed = claim(head + fee % "", cohorts=cohorts)
    (line,) = guessed.lines
    assert line.head == "recruitment_fees"
    assert 0 <= line.due.low <= line.due.likely < line.due.high
    assert 1000 < line.due.likely < 1300
    assert line.evidence == ("cohort-np-my|2021|a17",)
    assert guessed.case.evidence[line.evidence[0]].grade is Grade.E6
    proven = claim(head + fee % ", amount: 1400", cohorts=cohorts)
    assert proven.totals.total.low == d("1400.00")
    assert proven.totals.total.likely == d("1400.00")


def test_a_cohort_of_too_few_is_refused_with_the_number_that_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_text("".join(COHORT.splitlines(keepends=True)[:4]), encoding="utf-8")
    fee = '{category: visa, cohort: "np-my|2021|a17", date: "2021-05-01"}'
    text = f"id: c1\nlaw: my.1955\nfees: [{fee}]\n"
    with pytest.raises(InputError, match="3 workers with proof, and 5 are needed"):
        claim(text, cohorts=read_cohorts(path))


def test_fees_of_the_first_week_come_off_wages_free_and_clear() -> None:
    # an H-2B worker of 40 hours at 8.00 who paid 500 for visa and travel: 290 − (320 − 500)
    # (US Department of Labor, Field Assistance Bulletin 2009-2)
    work = [week(pay={"basis": "hourly", "rate": "8.00"}, hours={"worked": 40}, paid="320.00")]
    fees = [{"category": "visa", "amount": 500, "date": "2026-02-20"}]
    found = claim_dict(law="us.flsa#no_liquidated_damages", work=work, fees=fees)
    assert found.totals.total.likely == d("470.00")


def test_a_fee_is_converted_at_a_rate_that_the_case_shows() -> None:
    fee = {
        "category": "agency_fee", "amount": 100_000, "currency": "NPR", "date": "2021-05-01",
        "rate": {"value": "0.035", "date": "2021-05-01", "source": "Nepal Rastra Bank"},
    }  # fmt: skip
    found = claim_dict(law="my.1955", fees=[fee])
    assert found.totals.total == exactly(d("3500.00"))
    assert found.case.fees[0].converted == "NPR × 0.035 (2021-05-01, Nepal Rastra Bank)"


def asked(scheme: str, day: str = "2023-05-01", **answers: str) -> Any:
    case = WageCase(
        "c", "w", "INR", date.fromisoformat(day), schemes={scheme: dict(answers)}
    )  # fmt: skip
    (found,) = scheme_findings(case, frozenset())
    return found


@pytest.mark.parametrize(
    ("answers", "eligible", "amount"),
    [
        ({"released": "yes", "person": "man", "extreme": "no"}, "yes", 100_000),
        ({"released": "yes", "person": "woman", "extreme": "no"}, "yes", 200_000),
        ({"released": "yes", "person": "child", "extreme": "no"}, "yes", 200_000),
        ({"released": "yes", "person": "transgender", "extreme": "no"}, "yes", 300_000),
        ({"released": "yes", "person": "man", "extreme": "yes"}, "yes", 300_000),
        ({"released": "no", "person": "man", "extreme": "yes"}, "no", None),
        # while an answer could change it, nothing is guessed
        ({"released": "yes", "person": "man"}, "yes", None),
        ({"released": "yes", "extreme": "no"}, "yes", None),
        ({"person": "man", "extreme": "no"}, "unknown", 100_000),
        ({}, "unknown", None),
    ],
)
def test_rehabilitation_of_bonded_labourers_in_india(
    answers: dict[str, str], eligible: str, amount: int | None
) -> None:
    found = asked("in.bonded_labour_2021", **answers)
    assert (found.eligible, found.amount, found.currency) == (Answer(eligible), amount, "INR")
    assert len(found.missing) == 3 - len(answers)
    assert all(cite.title for _, _, cite in found.reasons)


def test_a_scheme_that_had_not_begun_offers_nothing() -> None:
    answers = {"released": "yes", "person": "man", "extreme": "no"}
    assert asked("in.bonded_labour_2021", "2021-01-01", **answers).eligible is Answer.NO


@pytest.mark.parametrize(
    ("answers", "eligible"),
    [
        ({"rescued": "yes", "paid_before": "no"}, "yes"),
        ({"rescued": "yes", "paid_before": "yes"}, "no"),
        ({"rescued": "yes"}, "unknown"),
        ({"rescued": "no", "paid_before": "no"}, "no"),
    ],
)
def test_unemployment_pay_of_rescued_workers_in_brazil(
    answers: dict[str, str], eligible: str
) -> None:
    found = asked("br.rescued_worker", "2023-05-02", **answers)
    assert found.eligible is Answer(eligible)
    least = wage_law("br.clt").number("minimum_monthly", date(2023, 5, 2))
    assert least is not None
    if eligible != "no":
        # Lei 7.998/1990, article 2-C: three payments of one minimum wage
        assert found.amount == 3 * least


def test_a_draft_of_a_scheme_runs_only_by_name() -> None:
    case = WageCase("c", "w", "QAR", DAY, schemes={"qa.support_fund": {"judgment_unpaid": "yes"}})
    with pytest.raises(NotReviewed, match=r"qa\.support_fund"):
        scheme_findings(case, frozenset())
    (found,) = scheme_findings(case, frozenset({"qa.support_fund"}))
    assert (found.eligible, found.amount) == (Answer.YES, None)


def test_every_scheme_asks_what_it_needs_and_has_a_source() -> None:
    for id_, scheme in compensation_schemes().items():
        assert scheme.id == id_
        assert scheme.source, id_
        assert scheme.limits, id_
        assert {each.key for each in scheme.conditions} <= set(scheme.asks), id_


# Evidence


def test_a_record_of_the_employer_binds_the_employer() -> None:
    hours = [
        {"low": 40, "likely": 55, "high": 70, "by": "worker", "grade": "E4"},
        {"value": 50, "by": "employer", "grade": "E1"},
    ]
    found = claim_dict(law="us.flsa#no_liquidated_damages", work=[week(hours={"worked": hours})])
    worked = found.case.work[0].hours.worked
    assert worked is not None
    assert (worked.low, worked.likely, worked.high, worked.record) == (50, 55, 70, 50)
    # 50 hours at 12.00 and ten halves on top, less 552.00
    assert found.floor == d("108.00")
    assert found.totals.total.low == d("108.00")


def test_without_a_record_there_is_no_floor_of_records() -> None:
    assert claim_dict(law="us.flsa", work=[week()]).floor is None


def test_statements_that_exclude_each_other_leave_all_that_any_allows() -> None:
    hours = [{"value": 40, "grade": "E5"}, {"low": 50, "high": 60, "grade": "E3"}]
    found = claim_dict(law="us.flsa", work=[week(hours={"worked": hours})])
    worked = found.case.work[0].hours.worked
    assert worked is not None
    assert (worked.low, worked.likely, worked.high) == (40, 55, 60)


def test_evidence_reaches_the_lines_that_rest_on_it() -> None:
    evidence = [
        {"id": "diary", "grade": "E3", "note": "calendar"},
        {"id": "slip", "grade": "E2", "asserted_by": "bank"},
    ]
    work = [week(hours={"worked": {"value": 46, "evidence": "diary"}},
                 paid=[{"date": "2026-03-08", "amount": 552, "evidence": ["slip"]}],
                 evidence=evidence)]  # fmt: skip
    found = claim_dict(law="us.flsa", work=work)
    assert found.case.evidence["diary"] == Evidence("diary", Grade.E3, "calendar")
    for line in found.lines:
        tree = Explainer(found).line(line).to_dict()
        assert {"diary", "slip"} <= set(ids(tree))


def ids(node: dict[str, Any]) -> Any:
    yield from node["evidence"]
    for below in node["from"]:
        yield from ids(below)


@pytest.mark.parametrize(("as_of", "outside"), [("2026-11-01", "0"), ("2028-11-01", "1000.00")])
def test_a_limit_that_runs_from_the_end_of_employment_takes_all_or_nothing(
    as_of: str, outside: str
) -> None:
    # Federal Decree-Law No. 33 of 2021, Article 54: two years from the end of the employment
    work = Work(
        Period(date(2023, 1, 1), date(2023, 1, 31)),
        Pay("monthly", Fact.exactly(Decimal(1000))),
        paid=Fact.exactly(Decimal(0)),
    )
    later = replace(
        work,
        period=Period(date(2026, 1, 1), date(2026, 1, 31)),
        paid=Fact.exactly(Decimal(1000)),
    )
    case = WageCase("c1", "w1", "AED", date.fromisoformat(as_of), work=(work, later))
    found = claim_of(case, wage_law("ae.2021")).limitation
    assert found is not None
    assert found.outside.likely == Decimal(outside)
