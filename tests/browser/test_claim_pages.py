"""Statements of claim in a browser: phone and desktop, keyboard only, no script, no request."""

from itertools import pairwise
from pathlib import Path

import pytest

from manumit.report.claims import write_statements
from tests.browser.conftest import Reader
from tests.claim_documents import arabic_claim, domestic_work, overtime_week

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["en", "ar"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp(f"claims-{request.param}")
    claims = [overtime_week("week"), domestic_work("home"), arabic_claim("shop")]
    report = write_statements(claims, out, language=request.param, version="1.0").report
    return [report, *(out / "claims" / f"{name}.html" for name in ("week", "home", "shop"))]


def test_no_statement_scrolls_sideways_and_none_asks_for_anything(
    reader: Reader, pages: list[Path]
) -> None:
    for path in pages:
        page = reader.open(path, 1280)
        page.evaluate("document.querySelectorAll('details').forEach(row => { row.open = true })")
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= width, path.name
        assert reader.requests == [path.as_uri()]


def test_a_reader_opens_a_line_with_the_keyboard_and_walks_to_the_evidence(
    reader: Reader, pages: list[Path]
) -> None:
    page = reader.open(pages[1], 1280)
    line = page.locator("tr.open details").first
    inside = line.locator("ul.reasons").first
    assert not inside.is_visible()
    line.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert inside.is_visible()
    inside.locator("a[href='#evidence-e1']").first.click()
    assert page.url.endswith("#evidence-e1")
    assert page.locator("#evidence-e1").is_visible()


def test_the_list_of_claims_leads_to_a_statement_its_plain_page_and_back(
    reader: Reader, pages: list[Path]
) -> None:
    page = reader.open(pages[0], 1280)
    page.locator("#claims a").first.click()
    assert "week" in page.locator("h1").inner_text()
    page.locator("nav a[href='#plain']").click()
    assert page.locator("#plain").is_visible()
    page.locator("nav a[href='../report.html']").click()
    assert page.url.endswith("report.html")


def test_headings_landmarks_and_charts_speak_to_screen_readers(
    reader: Reader, pages: list[Path]
) -> None:
    for path in pages:
        page = reader.open(path, 1280)
        assert page.locator("h1").count() == page.locator("main").count() == 1
        levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(e => +e.tagName[1])")
        assert all(b - a <= 1 for a, b in pairwise(levels)), levels
        for chart in page.locator("svg.plot").all():
            assert chart.get_attribute("role") == "img"
            ids = (chart.get_attribute("aria-labelledby") or "").split()
            assert len(ids) == 2
            assert all(page.locator(f"[id='{id_}']").text_content() for id_ in ids)


def test_on_a_phone_a_row_is_a_card_that_names_its_columns(
    reader: Reader, pages: list[Path]
) -> None:
    page = reader.open(pages[1], 360)
    cell = page.locator("tr.has-open td[data-column]").nth(1)
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label.strip('"') == cell.get_attribute("data-column")


def test_a_chart_is_drawn_in_other_colours_in_the_dark(reader: Reader, pages: list[Path]) -> None:
    fills = set()
    for scheme in ("light", "dark"):
        page = reader.open(pages[2], 1280, scheme)
        fills.add(page.locator("svg.plot rect").first.evaluate("bar => getComputedStyle(bar).fill"))
    assert len(fills) == 2


def test_a_printed_statement_opens_every_line_and_hides_what_only_a_screen_needs(
    reader: Reader, pages: list[Path]
) -> None:
    page = reader.open(pages[1], 800)
    page.emulate_media(media="print")
    assert page.locator("tr.open ul.reasons").first.is_visible()
    assert not page.locator("nav").is_visible()


def test_arabic_reads_from_right_to_left_and_its_amounts_from_left_to_right(
    reader: Reader, pages: list[Path]
) -> None:
    page = reader.open(pages[3], 1280)
    arabic = page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("html").get_attribute("dir") == ("rtl" if arabic else "ltr")
    label = page.locator("svg.plot text").first.bounding_box()
    chart = page.locator("svg.plot").first.bounding_box()
    assert label is not None
    assert chart is not None
    at_right = label["x"] + label["width"] / 2 > chart["x"] + chart["width"] / 2
    assert at_right == arabic
