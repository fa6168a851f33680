"""The report of a compensation fund: true to the outlook, inert, and the same on every surface."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from manumit.cli import funding
from manumit.core import Range
from manumit.errors import InputError
from manumit.io.fund_plan import PlanFile, read_plan
from manumit.reference import LANGUAGES, texts
from manumit.remedy.fund import ASSUMPTIONS, POLICIES, FundOutlook, Policy, compare
from manumit.report.funds import fund_document, fund_page, print_fund
from manumit.report.funds.phrases import FundPhrases, in_units, of_100
from tests.helpers import ROOT
from tests.helpers_cli import manumit

EXAMPLE = ROOT / "examples" / "fund.yaml"
NASTY = '<script>alert(1)</script> & "quoted" \''
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def file() -> PlanFile:
    return read_plan(EXAMPLE)


@pytest.fixture(scope="module")
def outlooks(file: PlanFile) -> dict[Policy, FundOutlook]:
    return compare(file.plan, seed=7, runs=60)


def document(
    file: PlanFile,
    outlooks: dict[Policy, FundOutlook],
    language: str = "en",
    title: str = "A fund",
) -> dict[str, object]:
    return fund_document(file.plan, outlooks, language, currency=file.currency, title=title)


def plain(page: str) -> str:
    """The words of a page, with marks of direction and special spaces taken out."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    text = re.sub("[\u2066-\u2069]", "", text).replace("\u202f", "_")
    return re.sub(r"\s+", " ", text)


def certain(outlook: FundOutlook, share: str, chance: str, cost: str) -> FundOutlook:
    """An outlook of one year, in which all futures are alike."""
    cost_of_year = Range.exactly(Decimal(cost))
    return replace(
        outlook,
        **{name: getattr(outlook, name)[:1] for name in ("reserve", "paid", "unpaid", "recovered")},
        net_cost=(cost_of_year,),
        exhausted=(Decimal(chance),),
        share_paid=Range.exactly(Decimal(share)),
    )


def readings(file: PlanFile, outlook: FundOutlook) -> str:
    found = fund_document(file.plan, {outlook.policy: outlook}, "en", currency="EUR")
    return " ".join(found["policies"][0]["reads"])


def test_the_document_holds_the_plan_and_every_figure_of_the_outlook_as_text(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    found = json.loads(json.dumps(document(file, outlooks)))
    assert found["plan"]["budget"] == "900000"
    assert found["plan"]["award"] == {"low": "1500", "likely": "6000", "high": "24000"}
    assert (found["seed"], found["runs"], found["currency"]) == (7, 60, "EUR")
    assert found["quantiles"] == ["0.05", "0.5", "0.95"]
    assert [each["policy"] for each in found["policies"]] == list(POLICIES)
    for policy in found["policies"]:
        outlook = outlooks[policy["policy"]]
        assert [year["year"] for year in policy["years"]] == list(range(1, 11))
        for at, year in enumerate(policy["years"]):
            for name in ("reserve", "paid", "unpaid", "recovered", "net_cost"):
                band = getattr(outlook, name)[at]
                assert [Decimal(year[name][end]) for end in ("low", "likely", "high")] == [
                    band.low,
                    band.likely,
                    band.high,
                ]
            assert Decimal(year["exhausted"]) == outlook.exhausted[at]
        assert policy["exhausted"] == policy["years"][-1]["exhausted"]


def test_past_awards_are_listed_in_the_document_and_counted_on_the_page(
    file: PlanFile,
) -> None:
    past = replace(file.plan, award=(Decimal(9000), Decimal("1500.50"), Decimal(3000)))
    found = fund_document(past, compare(past, seed=1, runs=5), "en", currency="EUR")
    assert found["plan"]["award"] == ["9000", "1500.50", "3000"]
    page = plain(fund_page(found, language="en", version="1.0"))
    assert "1_500.50 to 9_000, drawn from 3 past awards" in page


def test_every_assumption_has_a_sentence_and_the_policies_that_make_it(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    found = document(file, outlooks)["assumptions"]
    assert isinstance(found, list)
    assert {each["key"] for each in found} == set(ASSUMPTIONS)
    for each in found:
        assert each["policies"] == [p for p in POLICIES if each["key"] in outlooks[p].assumptions]
        assert each["says"].endswith(".")


def test_the_source_is_paragraph_14_of_the_conclusions_of_2013(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    source = document(file, outlooks)["source"]
    assert isinstance(source, dict)
    assert "2013" in source["title"]
    assert "Conclusions, paragraph 14" in source["title"]
    assert source["href"] in fund_page(document(file, outlooks), language="en", version="1.0")


@pytest.mark.parametrize(
    ("figures", "read"),
    [
        (("1", "0", "100"), "the whole of their awards by the end of year 1. In 0 of 100"),
        (("0.7699", "0.0004", "100"), "at least 76 % of their award on average"),
        (("0.7699", "0.0004", "100"), "In fewer than 1 of 100 futures, the fund cannot"),
        (("0.9999", "0.9999", "100"), "In more than 99 of 100 futures, the fund cannot"),
        (("0.9999", "1", "100"), "at least 99 % of their award on average"),
        (("0.5", "0.415", "1234567.5"), "In 42 of 100 futures"),
        (("0.5", "0.415", "1234567.5"), "the state pays at most EUR 1_234_568 in year 1"),
        (("0.5", "0.415", "-2000"), "the state pays at most EUR −2_000 in year 1"),
    ],
)
def test_a_policy_is_read_in_plain_sentences(
    file: PlanFile,
    outlooks: dict[Policy, FundOutlook],
    figures: tuple[str, str, str],
    read: str,
) -> None:
    assert read in plain(readings(file, certain(outlooks["pay_in_full"], *figures)))


def test_when_half_of_the_futures_pay_all_the_sentence_says_so(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    outlook = replace(
        outlooks["pro_rata"], share_paid=Range(Decimal("0.8"), Decimal(1), Decimal(1))
    )
    assert "in half of the futures, the whole award." in readings(file, outlook)


def test_a_fund_without_a_case_says_so_and_its_shares_are_not_known(file: PlanFile) -> None:
    idle = replace(file.plan, cases_per_year=Range.exactly(Decimal(0)))
    found = fund_document(idle, compare(idle, seed=1, runs=5), "en", currency="EUR")
    assert found["policies"][0]["share_paid"] is None
    assert "No future has an award." in found["policies"][0]["reads"]
    assert "not known" in plain(fund_page(found, language="en", version="1.0"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_every_language(
    file: PlanFile, outlooks: dict[Policy, FundOutlook], language: str
) -> None:
    found = document(file, outlooks, language)
    page = fund_page(found, language=language, version="9.8.7")
    text = plain(page)
    assert f'lang="{language}"' in page
    assert page.count("<svg") == 2 + len(POLICIES)
    assert "<script" not in page
    assert "9.8.7" in text
    for policy in POLICIES:
        assert texts(language).words[f"fund.policy.{policy}"] in text
    for key in ASSUMPTIONS:
        assert texts(language).words[f"fund.assumes.{key}"] in text
    assert not re.search(r"\{\w+\}", text)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert fund_page(found, language=language, version="9.8.7") == page


def test_every_number_of_a_chart_of_a_reserve_stands_in_the_table_beside_it(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    page = plain(fund_page(document(file, outlooks), language="en", version="1.0"))
    last = outlooks["cap_per_worker"].reserve[-1]
    cells = [f"{in_units(str(each), 1000):,}".replace(",", "_") for each in (last.low, last.high)]
    assert all(cell in page for cell in cells)
    assert "Reserve at the end of the year, EUR × 1_000" in page


def test_a_small_fund_is_counted_in_units_and_a_long_one_closes_its_tables(
    file: PlanFile,
) -> None:
    small = replace(
        file.plan,
        years=20,
        cases_per_year=Range.exactly(Decimal(1)),
        budget=Decimal(900),
        levy=Decimal(0),
        fines=Decimal(0),
        reserve=Decimal(750),
    )
    found = fund_document(small, compare(small, seed=1, runs=5), "en", currency="EUR")
    page = fund_page(found, language="en", version="1.0")
    assert "Reserve at the end of the year, EUR" in plain(page)
    assert "× 1" not in plain(page)
    assert page.count("<details") == 2 * len(POLICIES)


def test_what_a_plan_says_is_shown_and_never_run(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    page = fund_page(document(file, outlooks, title=NASTY), language="en", version="1.0")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@given(st.decimals(0, 1, places=4))
def test_a_chance_is_shown_as_none_or_all_only_when_it_is(chance: Decimal) -> None:
    number, side = of_100(str(chance))
    assert (number == "0") == (chance == 0)
    assert (number == "100") == (chance == 1)
    assert abs(100 * chance - Decimal(number)) <= (1 if side else Decimal("0.5"))


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from([1, 1000, 10**6]))
def test_an_amount_in_units_is_off_by_half_a_unit_at_most(amount: Decimal, unit: int) -> None:
    shown = in_units(str(amount), unit)
    assert abs(shown * unit - amount) * 2 <= unit
    assert shown != 0 or not shown.is_signed()


@given(st.decimals(0, 1, places=6))
def test_a_share_of_the_plan_is_shown_as_it_was_given(share: Decimal) -> None:
    shown = FundPhrases("en").percent(str(share)).removesuffix("\u00a0%")
    assert Decimal(shown) == 100 * share
    assert "E" not in shown


@pytest.mark.parametrize("width", [60, 160])
def test_a_terminal_shows_the_policies_as_a_table_where_there_is_room(
    file: PlanFile, outlooks: dict[Policy, FundOutlook], width: int
) -> None:
    out = StringIO()
    print_fund(Console(file=out, width=width), document(file, outlooks), "en")
    shown = out.getvalue()
    assert "Advance, then recover" in shown
    assert "of 100 futures" in shown
    assert ("Cannot pay at some time" in shown) == (width == 160)
    assert all(len(line) <= width for line in shown.splitlines())


def test_the_terminal_holds_no_marks_of_direction(
    file: PlanFile, outlooks: dict[Policy, FundOutlook]
) -> None:
    out = StringIO()
    print_fund(Console(file=out, width=160), document(file, outlooks, "ar"), "ar")
    assert not re.search("[\u2066-\u2069]", out.getvalue())


def test_the_command_writes_the_page_and_the_document_and_a_seed_repeats_them(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(funding, "RUNS", 100)
    arguments = ("claim", "--fund", EXAMPLE, "--seed", 7)
    shown = manumit(capsys, *arguments, "--out", tmp_path / "a")
    assert shown.code == 0
    assert "report.html" in shown.out
    assert manumit(capsys, *arguments, "--out", tmp_path / "b").code == 0
    for name in ("fund.json", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    found = json.loads((tmp_path / "a" / "fund.json").read_text(encoding="utf-8"))["fund"]
    assert found["seed"] == 7
    chances = {each["policy"]: Decimal(each["exhausted"]) for each in found["policies"]}
    assert chances["cap_per_worker"] < chances["pay_in_full"]


def test_without_a_cap_the_policies_that_need_one_are_left_out(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(funding, "RUNS", 20)
    plan = tmp_path / "fund.yaml"
    plan.write_text(EXAMPLE.read_text(encoding="utf-8").replace("cap: 8000", ""), encoding="utf-8")
    found = manumit(capsys, "claim", "--fund", plan, "--format", "json").document["fund"]
    assert [each["policy"] for each in found["policies"]] == ["pay_in_full", "pro_rata"]
    assert found["plan"]["cap"] is None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("currency: EUR", "currency: euro", "currency"),
        ("years: 10", "years: ten", "years"),
        ("years: 10", "years: 101", "years"),
        ("budget: 900000", "", "budget"),
        ("budget: 900000", 'budget: "900,000"', "budget"),
        ("levy: 250000", "levies: 250000", "levies"),
        ("low: 70", "low: 700", "cases_per_year"),
        ("{low: 0.05, likely: 0.15, high: 0.40}", "1.2", "recovery"),
        ("{low: 0.05, likely: 0.15, high: 0.40}", "{low: 0.05, high: 0.40}", "recovery"),
        ("{low: 1500, likely: 6000, high: 24000}", "[1500, many]", "award"),
        ("{low: 1500, likely: 6000, high: 24000}", "[]", "award"),
    ],
)
def test_a_plan_that_cannot_be_used_is_refused_with_the_key_at_fault(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "plan.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=field):
        read_plan(path)


def test_a_plan_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_plan(tmp_path / "none.yaml")
