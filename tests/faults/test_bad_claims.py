"""Claims that cannot be computed, or not wholly: what is wrong, where, and how to mend it."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.helpers_cli import Outcome, limited, manumit

Capture = pytest.CaptureFixture[str]

HEAD = 'id: c1\nlaw: us.flsa\nas_of: "2026-11-01"\n'
WORK = (
    "work:\n"
    '  - period: {from: "2026-03-02", to: "2026-03-08"}\n'
    '    pay: {basis: hourly, rate: "12.00"}\n'
    "    hours: {worked: 46}\n"
    '    paid: "552.00"\n'
)
GOOD = HEAD + WORK


def but(old: str, new: str, text: str = GOOD) -> str:
    """The good case with something else in it."""
    assert old in text
    return text.replace(old, new)


def written(tmp_path: Path, text: str | bytes, name: str = "a.yaml") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


BAD: dict[str, tuple[str, list[str]]] = {
    "periods that share a day": (
        GOOD + WORK.removeprefix("work:\n").replace("2026-03-02", "2026-03-08").replace(
            'to: "2026-03-08"', 'to: "2026-03-14"'
        ),
        ["a.yaml: work.2.period", "2026-03-08 overlaps the one from 2026-03-02",
         "Give each day to one period"],
    ),
    "more hours than a week has": (
        but("46", "169"),
        ["a.yaml: work.1.hours.worked", "169 hours", "7 days, which has 168", "of this period"],
    ),
    "more days than a week has": (
        but("worked: 46", "worked: 46, days: 8"), ["work.1.hours.days", "8 days do not fit"],
    ),
    "more weeks than a period has": (
        GOOD + "    weeks: {low: 1, high: 3}\n", ["a.yaml:9: work.1.weeks", "3 weeks do not fit"],
    ),
    "negative pay": (
        but("12.00", "-12.00"), ["a.yaml:6: work.1.pay.rate", "'-12.00' is negative"],
    ),
    "a negative payment": (but("552.00", "-552.00"), ["a.yaml:8: work.1.paid", "is negative"]),
    "a comma for a point": (
        but("552.00", "0,50"),
        ["a.yaml:8: work.1.paid", "'0,50' has a comma", "with a point", "1250.50"],
    ),
    "points for thousands": (
        but("552.00", "1.250,00"), ["'1.250,00' has a comma", "no marks for thousands"],
    ),
    "commas for thousands": (but("552.00", "1,250.00"), ["'1,250.00' has a comma"]),
    "a comma in a debt": (
        GOOD + 'debts: [{principal: "12,00", rate_per_month: "0.05"}]\n',
        ["a.yaml:9: debts.1.principal", "has a comma"],
    ),
    "a formula": (but("552.00", "=A1+A2"), ["'=A1+A2' is a formula; write its value"]),
    "a number in words": (but("552.00", "all of it"), ["'all of it' is not a number"]),
    "not a number": (but("552.00", "NaN"), ["'NaN' is not a number"]),
    "a number without end": (but("552.00", "9" * 400), ["is not a number"]),
    "an exponent": (but("552.00", "1e9"), ["'1e9' is not a number"]),
    "a percentage": (
        GOOD + 'interest: {rate_per_year: "8%"}\n', ["interest.rate_per_year", "'8%' is not"],
    ),
    "an unknown law": (
        but("us.flsa", "us.flsaa"), ["a.yaml:2: law", "'us.flsaa'", "Did you mean us.flsa?"],
    ),
    "no law": (but("law: us.flsa\n", ""), ["law is missing"]),
    "an unknown reading": (
        but("us.flsa", "us.flsa#night"),
        ["a.yaml: law: us.flsa has no reading 'night'", "no_liquidated_damages"],
    ),
    "an unknown basis": (
        but("hourly", "weekly"),
        ["a.yaml:6: work.1.pay.basis", "'weekly' is not one of hourly, daily, monthly"],
    ),
    "a basis that the law lacks": (
        but("us.flsa", "ae.2021").replace("basis: hourly, rate", "basis: fluctuating, amount"),
        ["ae.2021 has no pay on the basis 'fluctuating'", "Use one of: hourly"],
    ),
    "the figure of another basis": (
        but("rate:", "amount:"), ["work.1.pay.amount", "hourly has rate, not amount"],
    ),
    "no figure": (but(', rate: "12.00"', ""), ["work.1.pay", "rate is missing"]),
    "an unknown key": (
        GOOD + "    payd: 3\n", ["a.yaml:9: work.1.payd: unknown key. Did you mean pay or paid?"],
    ),
    "an unknown key in a range": (
        but("46", "{low: 40, high: 50, most: 60}"), ["unknown key most; a range has low, likely"],
    ),
    "an unknown unit of time": (
        but("{worked: 46}", "{worked: 46, per: year}"),
        ["a.yaml:7: work.1.hours.per", "not one of period, day, week, month"],
    ),
    "an unknown repetition": (
        GOOD + "    each: year\n", ["work.1.each", "'year' is not one of day, week, month"],
    ),
    "a day before the law": (
        but("us.flsa", "gb.nmw").replace("2026-03", "2005-03"),
        ["a.yaml: gb.nmw has no value on 2005-03-02", "in force from 2009-10-01"],
    ),
    "the year 1900": (
        but("2026-03", "1900-03"), ["a.yaml:5: work.1.period.from", "1900-03-02", "check the year"],
    ),
    "29 February of a year that has none": (
        but("2026-03-02", "2026-02-29"), ["a.yaml:5: work.1.period.from", "'2026-02-29'"],
    ),
    "a period that ends before it starts": (
        but("2026-03-08", "2026-03-01"), ["a.yaml:5: work.1.period", "ends (2026-03-01) before"],
    ),
    "a period without end": (but(', to: "2026-03-08"', ""), ["work.1.period", "to is missing"]),
    "a period that ends after the claim": (
        but("2026-03", "2026-12"), ["a.yaml:5: work.1.period", "after the day of the claim"],
    ),
    "a fee paid after the claim": (
        GOOD + 'fees: [{category: visa, amount: 5, date: "2027-02-20"}]\n',
        ["a.yaml:9: fees.1.date", "2027-02-20 lies after the day of the claim, 2026-11-01"],
    ),
    "service that ends after the claim": (
        GOOD + 'service: {from: "2020-01-01", to: "2027-01-01", basic_per_month: 5}\n',
        ["a.yaml:9: service.to", "after the day of the claim"],
    ),
    "service that ends before it starts": (
        GOOD + 'service: {from: "2020-01-01", to: "2019-01-01", basic_per_month: 5}\n',
        ["a.yaml:9: service", "before it starts"],
    ),
    "a fee in another currency without a rate": (
        GOOD + 'fees: [{category: visa, amount: 5, currency: NPR, date: "2026-02-20"}]\n',
        ["a.yaml:9: fees.1", "in NPR and the claim in USD", "give rate", "USD for one NPR"],
    ),
    "a rate of nothing": (
        GOOD + 'fees: [{category: visa, amount: 5, currency: NPR, date: "2026-02-20",'
        ' rate: {value: 0, date: "2026-02-20", source: bank}}]\n',
        ["fees.1.rate.value", "must be more than 0"],
    ),
    "a currency that is not that of the law": (
        HEAD + "currency: EUR\n" + WORK,
        ["a.yaml:4: currency", "us.flsa is reckoned in USD", "in EUR"],
    ),
    "a currency in words": (
        HEAD + "currency: Dollar\n" + WORK, ["'Dollar' is not a currency code"],
    ),
    "no currency where the law has none": (
        but("us.flsa", "intl.c095"), ["currency", "no currency of its own; give one, like EUR"],
    ),
    "evidence that is not described": (
        but("46", "{value: 46, evidence: e9}"),
        ["a.yaml:7: work.1.hours.worked", "'e9' is not described under evidence:"],
    ),
    "evidence described twice": (
        GOOD + "    evidence: [{id: e1, note: a}, {id: e1, note: b}]\n",
        ["a.yaml:9: work.1.evidence.2.id", "'e1' is described twice"],
    ),
    "an unknown grade of evidence": (
        GOOD + "    evidence: [{id: e1, grade: E9}]\n",
        ["a.yaml:9: work.1.evidence.1.grade", "'E9' is not one of E1, E2, E3, E4, E5, E6, E7"],
    ),
    "an unknown grade of a quantity": (
        but("46", "{value: 46, grade: E9}"), ["work.1.hours.worked", "'E9' is not one of E1, E2"],
    ),
    "a range the wrong way round": (
        but("46", "{low: 50, high: 40}"), ["work.1.hours.worked", "not in order: low 50"],
    ),
    "a likely value outside its range": (
        but("46", "{low: 40, likely: 60, high: 50}"), ["not in order: low 40, likely 60, high 50"],
    ),
    "half a range": (but("46", "{low: 50}"), ["a range needs both low and high"]),
    "a quantity without a value": (but("46", "{by: employer}"), ["needs a value, or low and high"]),
    "an empty list of payments": (but('"552.00"', "[]"), ["work.1.paid", "is an empty list"]),
    "a payment without an amount": (
        but('"552.00"', '[{date: "2026-03-08"}]'), ["work.1.paid.1", "payment needs an amount"],
    ),
    "a payment on a day that does not exist": (
        but('"552.00"', '[{date: "2026-02-29", amount: 5}]'),
        ["work.1.paid.1", "'2026-02-29' is not a day"],
    ),
    "hours that pay depends on and nobody gives": (
        but("{worked: 46}", "{}"), ["work.1.hours", "needs the hours worked", "Give hours.worked"],
    ),
    "an age of 200": (
        GOOD + "worker: {ref: w1, age: 200}\n", ["a.yaml:9: worker.age", "200 is not an age"],
    ),
    "an age before birth": (GOOD + "worker: {age: -3}\n", ["-3 is not an age from 0 to 120"]),
    "an age beyond the calendar": (GOOD + "worker: {age: 2100}\n", ["2100 is not an age"]),
    "a thirteenth month of birth": (
        GOOD + 'worker: {born: "2000-13"}\n', ["a.yaml:9: worker.born", "'2000-13'"],
    ),
    "two promises on two bases": (
        GOOD + "    promised: {basis: monthly, amount: 900}\n",
        ["work.1.promised", "two bases, hourly and monthly", "on the same basis"],
    ),
    "a deduction without a kind": (
        GOOD + "    deductions: [{amount: 5}]\n", ["9: work.1.deductions.1", "kind is missing"],
    ),
    "an unknown head of claim": (
        GOOD + "other: [{head: depositt, amount: 5}]\n",
        ["a.yaml:9: other.1.head", "Did you mean deposits?"],
    ),
    "an unknown kind of interest": (
        GOOD + "interest: {kind: odd}\n", ["interest.kind", "'odd' is not one of simple, compound"],
    ),
    "interest without a rate": (
        but("us.flsa", "intl.c095\ncurrency: EUR") + "interest: {kind: simple}\n",
        ["interest.rate_per_year", "intl.c095 sets no rate", 'rate_per_year: "0.05"'],
    ),
    "an unknown way to allocate": (
        GOOD + "allocate: both\n", ["'both' is not one of principal, interest"],
    ),
    "a negative part payment": (
        GOOD + 'part_payments: [{date: "2026-05-01", amount: "-4"}]\n',
        ["part_payments.1.amount", "is negative"],
    ),
    "an unknown scheme": (
        GOOD + "schemes: {in.bonded_labour: {released: yes}}\n",
        ["there is no compensation scheme in.bonded_labour", "in.bonded_labour_2021"],
    ),
    "an unknown question of a scheme": (
        GOOD + "schemes: {in.bonded_labour_2021: {releasd: yes}}\n",
        ["does not ask releasd", "Did you mean released?"],
    ),
    "an unknown answer to a scheme": (
        GOOD + "schemes: {in.bonded_labour_2021: {person: horse}}\n",
        ["'horse' is not one of man, woman, child, transgender, unknown"],
    ),
    "a scheme that is a draft": (
        GOOD + "schemes: {qa.support_fund: {judgment_unpaid: yes}}\n",
        ["a.yaml: qa.support_fund is a draft", "Ask for it by name"],
    ),
    "a cohort that is not there": (
        GOOD + 'fees: [{category: visa, cohort: np-my, date: "2026-02-20"}]\n',
        ["fees.1", "no fees are known for the cohort 'np-my'; give --cohorts"],
    ),
    "shifts without a time zone": (
        GOOD + '    shifts: [{from: "2026-03-02T08:00", to: "2026-03-02T16:00"}]\n',
        ["work.1.shifts", "shifts need timezone:, such as Asia/Qatar"],
    ),
    "a time zone that does not exist": (
        GOOD + "    timezone: Mars/North\n"
        '    shifts: [{from: "2026-03-02T08:00", to: "2026-03-02T16:00"}]\n',
        ["'Mars/North' is not a time zone"],
    ),
    "a time that clocks skipped": (
        GOOD + "    timezone: Europe/London\n"
        '    shifts: [{from: "2026-03-29T01:30", to: "2026-03-29T06:00"}]\n',
        ["work.1.shifts.1", "2026-03-29T01:30 does not exist: clocks went forward that night"],
    ),
    "a shift of two days": (
        GOOD + "    timezone: Europe/London\n"
        '    shifts: [{from: "2026-03-02T08:00", to: "2026-03-04T16:00"}]\n',
        ["work.1.shifts.1", "longer than 36 hours; check its dates"],
    ),
    "a shift that ends before it starts": (
        GOOD + "    timezone: Europe/London\n"
        '    shifts: [{from: "2026-03-02T08:00", to: "2026-03-02T06:00"}]\n',
        ["work.1.shifts.1", "before it starts"],
    ),
    "a time in words": (
        GOOD + "    timezone: Europe/London\n    shifts: [{from: dawn, to: dusk}]\n",
        ["'dawn' is not a time, such as 2026-03-02T22:00"],
    ),
    "a wrong answer": (GOOD + "    ramadan: si\n", ["work.1.ramadan", "'si' is not one of yes"]),
    "nothing to claim for": (HEAD, ["there is nothing to claim for; give work, service, fees"]),
    "no id": (but("id: c1\n", ""), ["id is missing"]),
    "an empty id": (but("id: c1", "id: ' '"), ["give a case code, never a name"]),
    "a repeated key": (GOOD + "id: c2\n", ["a.yaml:9: id: written twice (first on line 1)"]),
    "a file that is not YAML": ("id: [a1\n", ["not valid YAML"]),
    "plain prose": ("The worker said that\n", ["must have the keys id"]),
    "an empty file": ("", ["a.yaml: the file is empty"]),
    "only comments": ("# nothing\n", ["the file is empty"]),
    "a list": ("- id: c1\n", ["must have the keys id"]),
    "binary": ("id: \x00\x01\n", ["not valid YAML"]),
    "nesting without end": ("id: " + "[" * 3000, ["nested too deeply"]),
    "an alias": ("id: &a c1\nemployer: *a\n", ["an alias (&, *) is not allowed"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_case_ends_with_two_and_says_what_and_where(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    text, messages = BAD[name]
    result = manumit(capsys, "claim", written(tmp_path, text))
    assert result.code == 2
    assert result.out == ""
    assert "a.yaml" in result.err
    for message in messages:
        assert message in result.err


def test_beside_a_good_case_each_bad_one_is_named_and_the_good_one_claimed(
    capsys: Capture, tmp_path: Path
) -> None:
    paths = [written(tmp_path, GOOD.replace("c1", "good"), "good.yaml")]
    for number, (text, _) in enumerate(BAD.values()):
        paths.append(written(tmp_path, text.replace("id: c1", f"id: b{number}"), f"b{number}.yaml"))
    out = tmp_path / "out"
    result = manumit(capsys, "claim", *paths, "--format", "json", "--out", out)
    assert result.code == 0
    assert [claim["id"] for claim in result.document["claims"]] == ["good"]
    assert result.document["rejected"] == len(BAD)
    rejects = rejects_in(out)
    assert {row["file"] for row in rejects} == {path.name for path in paths[1:]}
    assert all(row["file"] in row["reason"] for row in rejects)
    assert result.err.count("Rejected: ") == 20
    assert "more; all are in" in result.err


def rejects_in(out: Path) -> list[dict[str, str]]:
    with (out / "rejects.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_messages_hold_no_name_of_a_person(capsys: Capture, tmp_path: Path) -> None:
    text = but("46", "169").replace("as_of", "employer: Maria Lopez\nas_of")
    text += "worker: {ref: Amina Hassan}\n"
    result = manumit(capsys, "claim", written(tmp_path, text))
    assert result.code == 2
    assert "Lopez" not in result.err
    assert "Amina" not in result.err


# What looks odd and is right


def likely(capsys: Capture, tmp_path: Path, text: str, *options: object) -> dict[str, str]:
    """The likely sums of one case."""
    result = manumit(capsys, "claim", written(tmp_path, text), "--format", "json", *options)
    assert result.code == 0, result.err
    (claim,) = result.document["claims"]
    return {
        name: value["likely"]
        for name, value in claim.items()
        if isinstance(value, dict) and "likely" in value
    }


def test_a_byte_order_mark_is_no_obstacle(capsys: Capture, tmp_path: Path) -> None:
    assert likely(capsys, tmp_path, "\ufeff" + GOOD)["underpayment"] == "36.00"


def test_latin_1_is_named_as_such(capsys: Capture, tmp_path: Path) -> None:
    path = written(tmp_path, (GOOD + "note: Café\n").encode("latin-1"))
    result = manumit(capsys, "claim", path)
    assert result.code == 2
    assert "a.yaml: the text is not UTF-8. Save the file as UTF-8." in result.err


def test_an_arabic_reference_is_kept(capsys: Capture, tmp_path: Path) -> None:
    path = written(tmp_path, but("id: c1", "id: حالة-7") + "worker: {ref: عامل-7}\n")
    result = manumit(capsys, "claim", path, "--format", "json", "--lang", "ar")
    (claim,) = result.document["claims"]
    assert (claim["id"], claim["worker"]) == ("حالة-7", "عامل-7")
    assert "حالة-7" in manumit(capsys, "claim", path).out


def test_29_february_is_a_day_of_work_in_a_leap_year(capsys: Capture, tmp_path: Path) -> None:
    text = but("2026-03-02", "2024-02-26").replace("2026-03-08", "2024-03-03")
    assert likely(capsys, tmp_path, text)["due"] == "588.00"


def test_service_from_29_february_completes_a_year_on_the_28th(
    capsys: Capture, tmp_path: Path
) -> None:
    # two whole years of 21 days at a thirtieth of 3,000 a day
    text = (
        'id: c1\nlaw: ae.2021\nas_of: "2026-11-01"\n'
        'service: {from: "2024-02-29", to: "2026-02-27", basic_per_month: 3000,'
        " ended_by: worker, leave_taken_days: 60}\n"
    )
    assert likely(capsys, tmp_path, text)["total"] == "4200.00"


def test_interest_runs_over_29_february_by_days(capsys: Capture, tmp_path: Path) -> None:
    # 365.00 at 10 per cent from 28 February to 1 March: two days in 2024, one in 2026
    for year, interest in ((2024, "0.20"), (2026, "0.10")):
        text = (
            f'id: c1\nlaw: intl.c095\ncurrency: EUR\nas_of: "{year}-03-01"\n'
            f'other: [{{head: deposits, amount: 365, date: "{year}-02-28"}}]\n'
            'interest: {kind: simple, rate_per_year: "0.10"}\n'
        )
        assert likely(capsys, tmp_path, text)["interest"] == interest


SHIFT = but("    hours: {worked: 46}\n", "").replace("us.flsa", "gb.nmw").replace(
    'paid: "552.00"', "paid: 0\n    timezone: Europe/London"
)  # fmt: skip


@pytest.mark.parametrize(
    ("days", "shift", "hours"),
    [
        # clocks go forward at 01:00 on 29 March 2026: the night has an hour less
        (("2026-03-23", "2026-03-29"), ("2026-03-28T22:00", "2026-03-29T06:00"), 7),
        # and back at 02:00 on 25 October 2026: an hour more
        (("2026-10-19", "2026-10-25"), ("2026-10-24T22:00", "2026-10-25T06:00"), 9),
        # an hour that the clock shows twice counts once, unless its offset says which it is
        (("2026-10-19", "2026-10-25"), ("2026-10-25T01:30", "2026-10-25T02:30"), 2),
        (("2026-10-19", "2026-10-25"), ("2026-10-25T01:30+00:00", "2026-10-25T02:30+00:00"), 1),
        (("2026-03-02", "2026-03-08"), ("2026-03-02T22:00", "2026-03-03T06:00"), 8),
    ],
)
def test_a_night_on_which_clocks_change_counts_the_hours_that_passed(
    capsys: Capture,
    tmp_path: Path,
    days: tuple[str, str],
    shift: tuple[str, str],
    hours: int,
) -> None:
    text = SHIFT.replace("2026-03-02", days[0]).replace("2026-03-08", days[1])
    text += f'    shifts: [{{from: "{shift[0]}", to: "{shift[1]}"}}]\n'
    result = manumit(capsys, "claim", written(tmp_path, text), "--format", "json")
    assert result.code == 0, result.err
    (claim,) = result.document["claims"]
    # the national minimum of adults: 12.21 from April 2025, 12.71 from April 2026
    least = "12.21" if days[0] < "2026-04-01" else "12.71"
    assert float(claim["due"]["likely"]) == pytest.approx(hours * float(least))


@pytest.mark.parametrize("law", ["qa.2004", "ae.2021", "sa.2005"])
def test_in_ramadan_fewer_hours_are_normal_and_the_rest_is_overtime(
    capsys: Capture, tmp_path: Path, law: str
) -> None:
    text = but("us.flsa", law).replace("46", "48").replace("552.00", "576.00")
    assert likely(capsys, tmp_path, text)["underpayment"] == "0.00"
    holy = likely(capsys, tmp_path, text + "    ramadan: yes\n")
    hours = {"qa.2004": 36, "ae.2021": 36, "sa.2005": 36}[law]
    times = {"qa.2004": 1.25, "ae.2021": 1.25, "sa.2005": 1.5}[law]
    if law == "ae.2021":  # two hours a day less, on six days
        hours = 36
    assert float(holy["underpayment"]) == pytest.approx((48 - hours) * 12 * (times - 1))


@pytest.mark.parametrize("lines", [2_000, pytest.param(10_000, marks=pytest.mark.study)])
def test_a_case_of_thousands_of_lines_is_computed(
    capsys: Capture, tmp_path: Path, lines: int
) -> None:
    text = 'id: c1\nlaw: intl.c095\ncurrency: EUR\nas_of: "2026-11-01"\nother:\n'
    text += "".join(
        f'  - {{head: withheld, amount: "1.01", date: "2026-{1 + n % 9:02}-{1 + n % 28:02}"}}\n'
        for n in range(lines)
    )
    result = manumit(capsys, "claim", written(tmp_path, text), "--format", "json")
    (claim,) = result.document["claims"]
    assert len(claim["lines"]) == lines
    assert claim["total"]["likely"] == f"{lines * 101 // 100}.00"


# Tables

COLUMNS = "worker,from,to,basis,rate,worked,paid\n"
ROW = "w1,2026-03-02,2026-03-08,hourly,12.00,46,552.00\n"


def claims(capsys: Capture, path: Path, *options: object) -> Outcome:
    return manumit(
        capsys, "claim", path, "--law", "us.flsa", "--as-of", "2026-11-01", *options
    )  # fmt: skip


UNUSABLE: dict[str, tuple[str | bytes, str]] = {
    "an empty file": ("", "t.csv: the file is empty"),
    "only a header": (COLUMNS, "there are no rows below the header"),
    "a misspelt column": (COLUMNS.replace("worked", "workd") + ROW, "Did you mean worked"),
    "no basis": (
        COLUMNS.replace("basis,", "") + ROW.replace("hourly,", ""),
        "there is no column basis. Name it with --map basis=COLUMN",
    ),
    "no worker": (COLUMNS.replace("worker,", "") + ROW[3:], "there is no column worker"),
    "a column twice": (COLUMNS.replace("paid", "worked") + ROW, "the header has 'worked' twice"),
    "a blank first line": (f"\n{COLUMNS}{ROW}", "not a header of column names"),
    "binary": (b"\x00\x01\x02\x00\n", "not a header of column names"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_table_that_cannot_be_used_ends_with_two(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    text, message = UNUSABLE[name]
    result = claims(capsys, written(tmp_path, text, "t.csv"))
    assert result.code == 2
    assert message in result.err
    assert "t.csv" in result.err


BAD_ROWS = [
    ("w2,2026-03-02,2026-03-08,hourly,-12,46,5", "rate", "'-12' is negative"),
    ('w2,2026-03-02,2026-03-08,hourly,"12,00",46,5', "rate", "'12,00' has a comma"),
    ('w2,2026-03-02,2026-03-08,hourly,12,46,"1.250,00"', "paid", "'1.250,00' has a comma"),
    ("w2,2026-03-02,2026-03-08,hourly,=1+1,46,5", "rate", "is a formula; write its value"),
    ("w2,2026-03-02,2026-03-08,hourly,@SUM(A1),46,5", "rate", "is a formula"),
    ("w2,2026-03-02,2026-03-08,hourly,12,169,5", "worked", "169 hours do not fit"),
    ("w2,2026-02-29,2026-03-08,hourly,12,46,5", "from", "'2026-02-29' is not a day"),
    ("w2,02/03/2026,2026-03-08,hourly,12,46,5", "from", "is not a day like 2026-03-02"),
    ("w2,1900-03-02,1900-03-08,hourly,12,46,5", "from", "check the year"),
    ("w2,2026-03-08,2026-03-02,hourly,12,46,5", "to", "before it starts"),
    ("w2,2026-12-01,2026-12-07,hourly,12,46,5", "to", "after the day of the claim, 2026-11-01"),
    ("w2,2026-03-02,2026-03-08,weekly,12,46,5", "basis", "'weekly' is not one of hourly"),
    ("w2,2026-03-02,2026-03-08,hourly,,46,5", "rate", "needs a column rate"),
    ("w2,2026-03-02,2026-03-08,hourly,12,,5", "hours", "needs the hours worked"),
    (",2026-03-02,2026-03-08,hourly,12,46,5", "worker", "is empty"),
    ("w2,,2026-03-08,hourly,12,46,5", "from", "is empty"),
    ("w2,2026-03-02,2026-03-08", "", "3 cells where the header has 7"),
    ("w2,2026-03-02,2026-03-08,hourly,12,46,5,9", "", "8 cells where the header has 7"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD_ROWS)
def test_a_bad_row_is_set_aside_with_its_place_and_the_rest_goes_on(
    capsys: Capture, tmp_path: Path, row: str, column: str, reason: str
) -> None:
    out = tmp_path / "out"
    path = written(tmp_path, f"{COLUMNS}{ROW}{row}\n", "t.csv")
    result = claims(capsys, path, "--out", out)
    assert result.code == 0
    assert "1 claimed, 1 rejected" in result.out
    (reject,) = rejects_in(out)
    assert (reject["file"], reject["row"], reject["column"]) == ("t.csv", "3", column)
    assert reason in reject["reason"]
    assert reason in result.err


def test_every_bad_row_of_one_table_is_counted_and_none_is_lost(
    capsys: Capture, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    rows = [row.replace("w2", f"b{n}") for n, (row, _, _) in enumerate(BAD_ROWS)]
    good = [ROW.replace("w1", f"g{n}").rstrip("\n") for n in range(60)]
    mixed = [line for pair in zip(good, rows, strict=False) for line in pair] + good[len(rows) :]
    result = claims(capsys, written(tmp_path, COLUMNS + "\n".join(mixed), "t.csv"), "--out", out)
    assert result.code == 0
    assert f"60 claimed, {len(rows)} rejected" in result.out
    rejects = rejects_in(out)
    with (out / "claims.csv").open(encoding="utf-8") as file:
        done = [row["worker"] for row in csv.DictReader(file)]
    assert len(done) + len(rejects) == len(mixed)
    assert sorted(done) == sorted(f"g{n}" for n in range(60))
    assert sorted(int(r["row"]) for r in rejects) == [2 * n + 3 for n in range(len(rows))]


def test_rows_of_workers_that_are_mixed_come_together(capsys: Capture, tmp_path: Path) -> None:
    later = ROW.replace("2026-03-02", "2026-03-09").replace("2026-03-08", "2026-03-15")
    text = COLUMNS + ROW + ROW.replace("w1", "w2") + later.replace("w1", "w2") + later
    result = claims(capsys, written(tmp_path, text, "t.csv"), "--format", "json")
    assert [(c["id"], c["underpayment"]["likely"]) for c in result.document["claims"]] == [
        ("w1", "72.00"),
        ("w2", "72.00"),
    ]


def test_periods_of_one_worker_that_overlap_are_all_set_aside(
    capsys: Capture, tmp_path: Path
) -> None:
    result = claims(capsys, written(tmp_path, COLUMNS + ROW + ROW, "t.csv"))
    assert result.code == 2
    assert "0 claimed, 2 rejected" in result.out
    assert "row 2, period" in result.err
    assert "row 3, period" in result.err
    assert "Give each day to one period" in result.err


def test_a_worker_of_two_laws_or_currencies_is_not_mixed_up(
    capsys: Capture, tmp_path: Path
) -> None:
    text = (
        "worker,law,currency,born,from,to,basis,rate,worked,paid\n"
        "w1,us.flsa,USD,1990-01,2026-03-02,2026-03-08,hourly,12,46,552\n"
        "w1,gb.nmw,GBP,1990-01,2026-03-09,2026-03-15,hourly,12,46,552\n"
        "w1,us.flsa,GBP,1990-01,2026-03-16,2026-03-22,hourly,12,46,552\n"
        "w1,us.flsa,USD,1991-01,2026-03-16,2026-03-22,hourly,12,46,552\n"
    )
    out = tmp_path / "out"
    result = claims(capsys, written(tmp_path, text, "t.csv"), "--format", "json", "--out", out)
    (claim,) = result.document["claims"]
    assert claim["underpayment"]["likely"] == "36.00"
    assert [(r["row"], r["column"], r["value"]) for r in rejects_in(out)] == [
        ("3", "law", "gb.nmw"),
        ("4", "currency", "GBP"),
        ("5", "born", ""),
    ]
    assert "differs from row 2 of this worker; use another table for it" in result.err


@pytest.mark.parametrize(
    ("law", "currency", "message"),
    [
        ("us.flsa", "EUR", "us.flsa is reckoned in USD, and the case is in EUR"),
        ("intl.c095", "", "intl.c095 has no currency of its own; give one, like EUR"),
        ("us.flsaa", "", "Did you mean us.flsa?"),
        ("gb.nmw", "pounds", "'pounds' is not a currency code"),
    ],
)
def test_a_row_of_a_wrong_law_or_currency_does_not_stop_the_others(
    capsys: Capture, tmp_path: Path, law: str, currency: str, message: str
) -> None:
    text = (
        "worker,law,currency,from,to,basis,rate,worked,paid\n"
        f"a1,{law},{currency},2026-03-02,2026-03-08,hourly,12,46,552\n"
        "w2,us.flsa,,2026-03-02,2026-03-08,hourly,12,46,552\n"
    )
    result = claims(capsys, written(tmp_path, text, "t.csv"), "--format", "json")
    (claim,) = result.document["claims"]
    assert (claim["id"], claim["currency"], result.document["rejected"]) == ("w2", "USD", 1)
    assert message in result.err


def test_a_worker_before_the_law_does_not_stop_the_others(capsys: Capture, tmp_path: Path) -> None:
    text = (
        "worker,law,from,to,basis,rate,worked,paid\n"
        "a1,gb.nmw,2005-03-02,2005-03-08,hourly,12,46,552\n"
        "w2,us.flsa,2026-03-02,2026-03-08,hourly,12,46,552\n"
    )
    result = claims(capsys, written(tmp_path, text, "t.csv"))
    assert result.code == 0
    assert "row 2: gb.nmw has no value on 2005-03-02" in result.err


def test_a_formula_in_a_workbook_is_not_taken_for_an_empty_cell(
    capsys: Capture, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS.strip().split(","))
    sheet.append(ROW.strip().split(","))
    sheet.append(["w2", "2026-03-02", "2026-03-08", "hourly", "=6*2", "46", "552.00"])
    book.save(tmp_path / "t.xlsx")
    result = claims(capsys, tmp_path / "t.xlsx")
    assert "1 claimed, 1 rejected" in result.out
    assert "row 3, rate" in result.err
    assert "formula" in result.err


def test_rejected_cells_and_references_cannot_run_in_a_spreadsheet(
    capsys: Capture, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    text = f"{COLUMNS}{ROW.replace('w1', '=w1')}w2,2026-03-02,2026-03-08,hourly,=cmd|x,46,5\n"
    claims(capsys, written(tmp_path, text, "t.csv"), "--out", out)
    for name in ("rejects.csv", "claims.csv"):
        with (out / name).open(encoding="utf-8") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_table_in_latin_1_is_read_and_said(capsys: Capture, tmp_path: Path) -> None:
    text = (COLUMNS + ROW.replace("w1", "é-1")).encode("latin-1")
    result = claims(capsys, written(tmp_path, text, "t.csv"), "--format", "json")
    assert result.document["claims"][0]["worker"] == "é-1"
    assert "read as Windows-1252" in result.err


def test_a_table_with_a_byte_order_mark_and_arabic_is_read(capsys: Capture, tmp_path: Path) -> None:
    text = "\ufeff" + COLUMNS + ROW.replace("w1", "عامل-7")
    result = claims(capsys, written(tmp_path, text, "t.csv"), "--format", "json")
    assert result.document["claims"][0]["worker"] == "عامل-7"


# Files and folders


def test_a_file_that_is_not_there_is_named(capsys: Capture, tmp_path: Path) -> None:
    result = manumit(capsys, "claim", tmp_path / "none.yaml")
    assert result.code == 2
    assert "none.yaml: there is no such file" in result.err


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_read(
    capsys: Capture, tmp_path: Path
) -> None:
    result = manumit(capsys, "claim", written(tmp_path, "x", "letter.docx"))
    assert result.code == 2
    for suffix in (".yaml", ".csv", ".sif"):
        assert suffix in result.err


def test_nothing_to_read_is_said(capsys: Capture, tmp_path: Path) -> None:
    assert "give at least one" in manumit(capsys, "claim").err
    empty = manumit(capsys, "claim", tmp_path)
    assert (empty.code, "no case file" in empty.err) == (2, True)


def test_two_cases_under_one_id_are_not_mixed_up(capsys: Capture, tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path, GOOD, f"{name}.yaml")
    result = manumit(capsys, "claim", tmp_path)
    assert "1 claimed, 1 rejected" in result.out
    assert "this id is used in a.yaml; give each case one" in result.err


FINAL = ("claims.json", "claims.csv", "rejects.csv", "report.html")


@pytest.mark.parametrize("size", [0, 3000])
def test_a_disk_that_fills_up_is_said_and_leaves_nothing_that_looks_whole(
    capsys: Capture, tmp_path: Path, size: int
) -> None:
    path, out = written(tmp_path, GOOD), tmp_path / "out"
    with limited(size):
        done = manumit(capsys, "claim", path, "--out", out)
    assert done.code == 2
    assert "File too large" in done.err
    assert not (out / "claims.json").exists()
    assert not (out / "report.html").exists()


def test_a_table_that_does_not_fit_the_disk_leaves_no_results(
    capsys: Capture, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    rows = "".join(ROW.replace("w1", f"w{n}") for n in range(200))
    path = written(tmp_path, COLUMNS + rows, "t.csv")
    with limited(4000):
        done = claims(capsys, path, "--out", out)
    assert done.code == 2
    assert [file.name for file in out.rglob("*") if file.name in FINAL] == []


def test_an_earlier_result_stays_when_a_later_run_fails(capsys: Capture, tmp_path: Path) -> None:
    earlier, path = written(tmp_path, "earlier", "claims.json"), written(tmp_path, GOOD)
    with limited(10):
        assert manumit(capsys, "claim", path, "--out", tmp_path).code == 2
    assert earlier.read_text(encoding="utf-8") == "earlier"


def test_a_file_where_a_folder_should_be_is_said(capsys: Capture, tmp_path: Path) -> None:
    blocker = written(tmp_path, "a file", "out")
    path = written(tmp_path, GOOD)
    assert manumit(capsys, "claim", path, "--out", blocker).code == 2
    assert manumit(capsys, "claim", path, "--out", blocker / "deeper").code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(capsys: Capture, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    tmp_path.chmod(0o500)
    assert manumit(capsys, "claim", path, "--out", tmp_path / "out").code == 2


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    command = f"{sys.executable} -m manumit claim {path} --format json | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
