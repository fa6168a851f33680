"""The page of a screening in a browser: phone and desktop, no script, no request."""

from itertools import pairwise
from pathlib import Path

import pytest

from manumit.report.screen import Findings, write_screen_page
from tests.browser.conftest import Reader
from tests.screen_samples import LISTS, screened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["en", "ar"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    findings = Findings(LISTS)
    for one in screened():
        findings.add(one)
    path = tmp_path_factory.mktemp(f"screen-{request.param}") / "report.html"
    return write_screen_page(path, findings, language=request.param, version="1.0", rejected=3)


def test_the_page_never_scrolls_sideways_and_asks_for_nothing(reader: Reader, report: Path) -> None:
    page = reader.open(report, 320, height=9)
    page.evaluate("document.querySelectorAll('details').forEach(row => { row.open = true })")
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 9})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert reader.requests == [report.as_uri()]


def test_headings_tables_and_the_map_speak_to_screen_readers(reader: Reader, report: Path) -> None:
    page = reader.open(report, 1280)
    assert page.locator("h1").count() == page.locator("main").count() == 1
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(e => +e.tagName[1])")
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    assert all(
        table.locator(":scope > caption").count() == 1 for table in page.locator("table").all()
    )
    drawn = page.locator("svg.map")
    assert drawn.get_attribute("role") == "img"
    ids = (drawn.get_attribute("aria-labelledby") or "").split()
    assert all(page.locator(f"[id='{id_}']").text_content() for id_ in ids)
    every = page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
    assert len(every) == len(set(every))


def test_a_reader_opens_the_reasons_of_a_match_with_the_keyboard(
    reader: Reader, report: Path
) -> None:
    page = reader.open(report, 1280)
    details = page.locator(".matches details").first
    assert not details.locator("table").is_visible()
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    assert details.locator("table").is_visible()
    assert details.get_by_text("Before any evidence").is_visible()


def test_rows_are_chosen_by_status_without_a_script(reader: Reader, report: Path) -> None:
    page = reader.open(report, 1280)
    rejected = page.locator("tbody.rejected")
    assert rejected.is_visible()
    page.locator("#show-rejected").uncheck()
    assert not rejected.is_visible()
    assert page.locator("tbody.confirmed").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_number_lies_within_the_map(reader: Reader, report: Path, width: int) -> None:
    page = reader.open(report, width)
    frame = page.locator("svg.map").bounding_box()
    assert frame is not None
    boxes = [each.bounding_box() for each in page.locator("svg.map > svg.look rect").all()]
    marks = [box for box in boxes if box is not None]
    assert len(marks) >= 3
    for box in marks:
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_a_printed_page_opens_every_reason_and_leaves_out_the_choice_of_rows(
    reader: Reader, report: Path
) -> None:
    page = reader.open(report, 800)
    page.emulate_media(media="print")
    assert page.locator(".matches details table").first.is_visible()
    assert not page.locator(".filters").is_visible()


def test_a_mark_is_drawn_in_other_colours_in_the_dark(reader: Reader, report: Path) -> None:
    fills = set()
    for scheme in ("light", "dark"):
        page = reader.open(report, 1280, scheme)
        mark = page.locator("svg.map > svg.look rect").first
        fills.add(mark.evaluate("mark => getComputedStyle(mark).fill"))
    assert len(fills) == 2


def test_the_map_keeps_east_on_the_right_in_arabic(reader: Reader, report: Path) -> None:
    page = reader.open(report, 1280)
    arabic = page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("html").get_attribute("dir") == ("rtl" if arabic else "ltr")
    west = page.locator("svg.map > svg.clear ellipse").first.bounding_box()
    east = page.locator("svg.map > svg.look rect").last.bounding_box()
    assert west is not None
    assert east is not None
    assert west["x"] < east["x"]
