"""The report in a browser: phone and desktop, keyboard only, no script, no request."""

from itertools import pairwise
from pathlib import Path

import pytest

from manumit.cli.main import run
from tests.browser.conftest import Reader
from tests.helpers import ROOT

pytestmark = pytest.mark.browser
SAMPLES = ROOT / "examples" / "judgments"


@pytest.fixture(scope="module", params=["en", "ar"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp(f"report-{request.param}")
    assert run(["assess", str(SAMPLES), "--out", str(out), "--lang", request.param]) == 0
    return out


def pages(report: Path) -> list[Path]:
    names = ("siliadin-v-france-2005", "thin-file-asks-questions")
    return [report / "report.html", *(report / "cases" / f"{name}.html" for name in names)]


def test_no_page_scrolls_sideways_and_none_asks_for_anything(reader: Reader, report: Path) -> None:
    for path in pages(report):
        page = reader.open(path, 1280)
        page.evaluate("document.querySelectorAll('details').forEach(row => { row.open = true })")
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= width, path.name
        assert reader.requests == [path.as_uri()]


def test_a_reader_opens_a_reason_with_the_keyboard_and_without_script(
    reader: Reader, report: Path
) -> None:
    page = reader.open(pages(report)[1], 1280)
    row = page.locator("details[id='palermo.trafficking']")
    inside = row.locator("ul.reasons").first
    assert not inside.is_visible()
    row.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert inside.is_visible()


def test_the_list_of_cases_leads_to_a_case_and_back(reader: Reader, report: Path) -> None:
    page = reader.open(pages(report)[0], 1280)
    page.get_by_role("link", name="Siliadin v. France").click()
    assert page.locator("h1").inner_text() == "Siliadin v. France"
    page.locator("nav a").click()
    assert page.url.endswith("report.html")


def test_headings_and_landmarks_are_there_for_screen_readers(reader: Reader, report: Path) -> None:
    for path in pages(report):
        page = reader.open(path, 1280)
        assert page.locator("h1").count() == 1
        assert page.locator("main").count() == 1
        levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(e => +e.tagName[1])")
        assert all(b - a <= 1 for a, b in pairwise(levels)), levels
        assert page.locator("html").get_attribute("lang") in ("en", "ar")


def test_arabic_reads_from_right_to_left(reader: Reader, report: Path) -> None:
    page = reader.open(pages(report)[1], 1280)
    arabic = page.locator("html").get_attribute("lang") == "ar"
    heading = page.locator("h2").first.bounding_box()
    assert heading is not None
    assert page.locator("html").get_attribute("dir") == ("rtl" if arabic else "ltr")
    start = page.evaluate("getComputedStyle(document.querySelector('h2')).direction")
    assert start == ("rtl" if arabic else "ltr")
