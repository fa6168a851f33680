"""The page of a compensation fund in a browser: phone and desktop, no script, no request."""

from itertools import pairwise
from pathlib import Path

import pytest

from manumit.io.fund_plan import read_plan
from manumit.remedy.fund import POLICIES, compare
from manumit.report.funds import fund_document, fund_page
from tests.browser.conftest import Reader
from tests.helpers import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["en", "ar"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = read_plan(ROOT / "examples" / "fund.yaml")
    outlooks = compare(file.plan, seed=7, runs=100)
    language = request.param
    document = fund_document(
        file.plan, outlooks, language, currency=file.currency, title=file.title
    )
    path = tmp_path_factory.mktemp(f"fund-{language}") / "report.html"
    path.write_text(fund_page(document, language=language, version="1.0"), encoding="utf-8")
    return path


def test_the_page_never_scrolls_sideways_and_asks_for_nothing(reader: Reader, report: Path) -> None:
    page = reader.open(report, 320, height=9)
    page.evaluate("document.querySelectorAll('details').forEach(row => { row.open = true })")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 9})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert reader.requests == [report.as_uri()]


def test_headings_landmarks_and_charts_speak_to_screen_readers(
    reader: Reader, report: Path
) -> None:
    page = reader.open(report, 1280)
    assert page.locator("h1").count() == page.locator("main").count() == 1
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(e => +e.tagName[1])")
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    charts = page.locator("svg.plot").all()
    assert len(charts) == 2 + len(POLICIES)
    for chart in charts:
        assert chart.get_attribute("role") == "img"
        ids = (chart.get_attribute("aria-labelledby") or "").split()
        assert all(page.locator(f"[id='{id_}']").text_content() for id_ in ids)
    assert all(table.locator("caption").count() == 1 for table in page.locator("table").all())


def test_the_table_of_a_reserve_stands_beside_its_chart_or_on_a_phone_below_it(
    reader: Reader, report: Path
) -> None:
    for width, beside in ((1280, True), (360, False)):
        page = reader.open(report, width)
        chart = page.locator(".fund .chart svg").first.bounding_box()
        table = page.locator(".fund .chart table").first.bounding_box()
        assert chart is not None
        assert table is not None
        assert (table["y"] < chart["y"] + chart["height"]) == beside


OVERLAPS = """charts => charts.flatMap(chart => {
  const boxes = [...chart.querySelectorAll('text')].map(text => text.getBoundingClientRect());
  return boxes.flatMap((a, at) => boxes.slice(at + 1).filter(b =>
    Math.min(a.right, b.right) > Math.max(a.left, b.left) &&
    Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top) + 4));
}).length"""
"""How many pairs of labels lie on each other by more than the space around their letters."""


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_label_of_a_chart_lies_on_another(reader: Reader, report: Path, width: int) -> None:
    page = reader.open(report, width)
    assert page.eval_on_selector_all("svg.plot", OVERLAPS) == 0


def test_a_reader_opens_the_figures_of_all_years_with_the_keyboard(
    reader: Reader, report: Path
) -> None:
    page = reader.open(report, 1280)
    details = page.locator(".fund > details").first
    assert not details.locator("table").is_visible()
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    assert details.locator("table").is_visible()


def test_a_printed_page_opens_the_figures_of_all_years(reader: Reader, report: Path) -> None:
    page = reader.open(report, 800)
    page.emulate_media(media="print")
    assert page.locator(".fund > details table").first.is_visible()


def test_a_chart_is_drawn_in_other_colours_in_the_dark(reader: Reader, report: Path) -> None:
    fills = set()
    for scheme in ("light", "dark"):
        page = reader.open(report, 1280, scheme)
        bar = page.locator("svg.plot rect").last
        fills.add(bar.evaluate("bar => getComputedStyle(bar).fill"))
    assert len(fills) == 2


def test_in_arabic_time_runs_from_right_to_left(reader: Reader, report: Path) -> None:
    page = reader.open(report, 1280)
    arabic = page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("html").get_attribute("dir") == ("rtl" if arabic else "ltr")
    labels = page.locator(".fund svg").first.locator("text")
    first, last = labels.nth(labels.count() - 3).bounding_box(), labels.last.bounding_box()
    assert first is not None
    assert last is not None
    assert (first["x"] > last["x"]) == arabic
