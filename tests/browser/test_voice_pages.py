"""Signals, the worker's own pages and the log in a browser: on a phone, by keyboard, from right to
left, and the worker's pages without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from manumit.web.cases.models import Case
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.models import Box
from manumit.web.signals.making import Made, make_case
from tests.browser.office import PHONE, Visit, empty_log, on_screens, violations, visits
from tests.web.office.test_signals_pages import send
from tests.web.office.world import World, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "mailbox"], transaction=True),
]

OWN = ["", "messages/", "file/", "agreed/", "looked/", "helpers/", "copy/", "delete/"]


@dataclass
class Told:
    """What someone told: a signal that waits, and one that became a case."""

    world: World
    waiting: Box
    case: Case
    numbers: tuple[str, str]


@pytest.fixture
def told(transactional_db: None) -> Iterator[Told]:
    world = make_world()
    waiting, _ = send(world)
    desk = waiting.desk
    receipt = mailbox.open_box(desk, "en", "web", {"account": "They kept my papers."})
    box = mailbox.unlock(receipt.locator, receipt.secret)
    case = make_case(world.asker("INT"), box.id, Made(True, "no", "no"), "en")
    yield Told(world, waiting, case, (receipt.locator, receipt.secret))
    empty_log()


@pytest.fixture
def visit(live_server: Any, browser: Browser, told: Told) -> Iterator[Visit]:
    with visits(browser, live_server.url, told.world) as go:
        yield go


def enter(page: Page, numbers: tuple[str, str]) -> Page:
    """Type the two numbers."""
    page.locator("#first").fill(numbers[0])
    page.locator("#second").fill(numbers[1])
    page.locator("main form button").first.click()
    page.wait_for_url("**/my/")
    return page


def checked(page: Page, where: str) -> None:
    """Nothing that axe finds, nothing wider than the screen, with all that unfolds unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    assert violations(page) == [], where
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= page.viewport_size["width"], where


@pytest.mark.parametrize("language", ["ar", pytest.param("en", marks=pytest.mark.study)])
def test_the_workers_pages_are_usable_on_a_phone_in_any_direction(
    visit: Visit, told: Told, live_server: Any, language: str
) -> None:
    page = visit(f"/my/open/?language={language}", viewport=PHONE)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    checked(page, "open")
    enter(page, told.numbers)
    for path in OWN:
        page.goto(f"{live_server.url}/my/{path}")
        assert page.locator("html").get_attribute("lang") == language
        checked(page, path)
        assert page.locator("a[data-exit]").is_visible()
    page.goto(f"{live_server.url}/my/file/")
    page.locator("main .card button").last.click()
    checked(page, "section")


def test_the_workers_pages_work_without_script(visit: Visit, told: Told, live_server: Any) -> None:
    page = enter(visit("/my/open/?language=en", java_script_enabled=False), told.numbers)
    page.goto(f"{live_server.url}/my/messages/")
    page.get_by_label("Your message").fill("I am here.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".talk")).to_contain_text("I am here.")
    page.goto(f"{live_server.url}/my/file/")
    page.locator("main .card button").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("button", name="Close these pages").click()
    page.goto(f"{live_server.url}/my/file/")
    assert page.url.endswith("/my/open/")


def test_a_worker_gets_in_by_keyboard_alone(visit: Visit, told: Told) -> None:
    page = visit("/my/open/?language=en")
    page.locator("#first").focus()
    page.keyboard.type(told.numbers[0])
    page.keyboard.press("Tab")
    page.keyboard.type(told.numbers[1])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/")
    assert page.locator("h1").inner_text() == "Your pages"


def test_nothing_of_the_product_is_named_on_the_workers_pages(visit: Visit, told: Told) -> None:
    page = enter(visit("/my/open/?language=en"), told.numbers)
    assert page.title() == "Information"
    assert "manumit" not in page.locator("body").inner_text().lower()


@on_screens
def test_the_desk_works_on_any_screen_in_any_direction(
    visit: Visit, told: Told, live_server: Any, size: dict[str, int], language: str
) -> None:
    page = visit("/signals/", "INT", language, viewport=size)
    at = f"/support/cases/{told.case.reference}"
    for path in (
        "/signals/",
        "/signals/?folder=case",
        f"/signals/{told.waiting.id}/",
        "/signals/call/",
        f"{at}/conversation/",
        f"{at}/numbers/",
        "/audit/mine/",
    ):
        page.goto(live_server.url + path)
        checked(page, path)


@on_screens
def test_the_log_is_readable_on_any_screen(
    visit: Visit, told: Told, live_server: Any, size: dict[str, int], language: str
) -> None:
    page = visit("/audit/", "AUD", language, viewport=size)
    for path in ("/audit/", "/audit/0/", "/audit/patterns/", "/audit/checkpoints/"):
        page.goto(live_server.url + path)
        checked(page, path)


def test_a_signal_is_answered_by_keyboard(visit: Visit, told: Told) -> None:
    page = visit(f"/signals/{told.waiting.id}/", "INT")
    page.get_by_label("Your answer").focus()
    page.keyboard.type("Are you safe now?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".talk .mine")
    assert "Are you safe now?" in page.locator(".talk .mine").inner_text()
