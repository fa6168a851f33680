"""The intake in a browser: without scripts, on a small telephone, by keyboard, in all languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response

from manumit.reference.models import LANGUAGES
from tests.browser.office import violations
from tests.intake_server import Intake, intake

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
SMALL = {"width": 320, "height": 640}
MOST_BYTES = 60_000
ROUTES = ("", "write/", "open/", "about/", "deleted/", "nothing/")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intake]:
    with intake(tmp_path_factory.mktemp("intake"), MANUMIT_EMERGENCY="112") as running:
        yield running


class Weight:
    """Bytes that each page makes the browser load with nothing in its cache, and where from."""

    def __init__(self, page: Page, own: str) -> None:
        self.page, self.own = page, own
        self.seen: list[Response] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("response", lambda response: self.seen.append(response))  # noqa: PLW0108

    def taken(self) -> int:
        """The last page, its styles and scripts, and headers."""
        self.page.wait_for_load_state()
        seen, self.seen[:] = list(self.seen), []
        last = max(at for at, each in enumerate(seen) if each.request.is_navigation_request())
        total = 0
        for each in seen[last:]:
            if each.url.startswith("data:"):
                continue
            assert each.url.startswith(self.own), f"third party: {each.url}"
            assert "set-cookie" not in each.all_headers()
            sizes = each.request.sizes()
            total += sizes["responseBodySize"] + sizes["responseHeadersSize"]
        return total


def steps(page: Page, own: str, language: str) -> Iterator[str]:
    """Walk the whole way; stop at each page by its name."""
    page.goto(f"{own}/")
    yield "choose"
    page.click(f'a[href="/{language}/"]')
    yield "start"
    page.click(f'a[href="/{language}/write/"]')
    page.check("input[name=safe][value=no]")
    yield "now"
    page.click("button[value=next]")
    page.check("input[name=work][value=sea]")
    page.fill("input[name=place]", "Dock 4")
    yield "work"
    page.click("button[value=next]")
    page.check("input[name=happening][value=papers]")
    yield "happening"
    page.click("button[value=next]")
    page.fill("textarea", "They took our papers.")
    yield "words"
    page.click("button[value=next]")
    page.check("input[name=reply][value=call]")
    page.click("button[value=next]")
    yield "reply, with an error"
    page.check("input[name=reply][value=here]")
    page.click("button[value=next]")
    yield "check"
    page.click("button[value=send]")
    page.wait_for_selector("#second")
    yield "receipt"


def come_back(page: Page, server: Intake, language: str) -> Iterator[str]:
    first, second = page.inner_text("#first"), page.inner_text("#second")
    server.answer(first.replace(" ", ""), "Are you safe tonight?")
    page.goto(f"{server.url}/{language}/open/")
    yield "open"
    page.fill("#first", first)
    page.fill("#second", "1" * 16)
    page.click("main button.button")
    page.wait_for_selector("#error")
    yield "wrong numbers"
    page.fill("#second", second)
    page.click("main button.button")
    page.wait_for_selector("ol.talk")
    assert "Are you safe tonight?" in page.inner_text("ol.talk")
    yield "conversation"
    page.set_input_files("#files", {"name": "a.svg", "mimeType": "image/png", "buffer": b"<svg/>"})
    page.click("form[enctype] button")
    page.wait_for_selector("#error")
    yield "a file that is not taken"
    page.locator("details").last.locator("summary").click()
    page.check("#sure")
    page.click("button.danger")
    page.wait_for_url("**/deleted/")
    yield "deleted"


@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=[pytest.mark.study] * (each != "ar")) for each in LANGUAGES],
)
def test_the_whole_way_without_scripts_on_a_small_telephone(
    browser: Browser, server: Intake, language: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    weight = Weight(page, server.url)
    seen = []
    for way in (steps(page, server.url, language), come_back(page, server, language)):
        seen += [(name, weight.taken()) for name in way]
    assert len(seen) == 14
    assert context.cookies() == []
    for name, taken in seen:
        assert 15_000 < taken <= MOST_BYTES, f"{name} weighs {taken} bytes"
    context.close()


@pytest.mark.parametrize("language", ["ar", pytest.param("fr", marks=pytest.mark.study)])
def test_every_page_is_accessible_at_320_pixels(
    browser: Browser, server: Intake, language: str
) -> None:
    context = browser.new_context(viewport=SMALL)
    page = context.new_page()

    def clean(name: str) -> None:
        assert violations(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SMALL["width"], f"{name} is {wide} pixels wide"

    for name in steps(page, server.url, language):
        clean(name)
    for name in come_back(page, server, language):
        clean(name)
    for route in ROUTES:
        page.goto(f"{server.url}/{language}/{route}")
        clean(route)
    context.close()


def test_colours_have_contrast_by_night(browser: Browser, server: Intake) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme="dark")
    page = context.new_page()
    for name in steps(page, server.url, "en"):
        if name in ("start", "now", "reply, with an error", "receipt"):
            assert violations(page) == [], name
    context.close()


def test_the_whole_way_by_keyboard(browser: Browser, server: Intake) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()

    def reach(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    page.goto(f"{server.url}/en/")
    reach('a[href="/en/write/"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=safe]")
    reach("input[name=safe]")
    page.keyboard.press("Space")
    for _ in range(5):
        reach("button[value=next]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    reach("button[value=send]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first, second = page.inner_text("#first"), page.inner_text("#second")
    page.goto(f"{server.url}/en/open/")
    reach("#first")
    page.keyboard.type(first)
    reach("#second")
    page.keyboard.type(second)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("ol.talk")
    context.close()


def test_enter_in_a_field_goes_on_and_not_back(browser: Browser, server: Intake) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/en/write/")
    page.click("button[value=next]")
    page.fill("input[name=place]", "Dock 4")
    with page.expect_navigation():
        page.press("input[name=place]", "Enter")
    assert page.locator("input[name=happening]").count() > 10
    context.close()


def test_the_quick_way_out_takes_the_place_of_the_page(browser: Browser, server: Intake) -> None:
    context = browser.new_context(viewport=PHONE)
    context.route("https://**", lambda route: route.fulfill(body="elsewhere"))
    page = context.new_page()
    page.goto("data:text/html,before")
    page.goto(f"{server.url}/en/about/")
    page.click("a[data-exit]")
    page.wait_for_url("https://**")
    page.go_back()
    assert page.url.startswith("data:")
    context.close()


def test_addresses_and_titles_on_the_telephone_say_nothing(
    browser: Browser, server: Intake
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    visited = set()
    page.on("framenavigated", lambda frame: visited.add((frame.url, page.title())))
    for _ in steps(page, server.url, "en"):
        visited.add((page.url, page.title()))
    for _ in come_back(page, server, "en"):
        visited.add((page.url, page.title()))
    for url, title in visited:
        assert title in ("Information", "")
        assert not url.partition("?")[2], url
        path = url.removeprefix(server.url)
        assert path in ("/", "/en/", "/en/write/", "/en/open/", "/en/deleted/", "about:blank")
    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]
    context.close()


def test_the_work_of_the_telephone_is_done_in_the_background(
    browser: Browser, server: Intake
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{server.url}/en/open/")
    page.wait_for_function("document.querySelector('[name=answer]').value !== ''", timeout=15_000)
    assert page.input_value("[name=answer]").isdecimal()
    context.close()
