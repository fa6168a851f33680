"""Signals, the worker's own pages and the log in a browser: on a phone, by keyboard, from right to
left, and the worker's pages without script."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from manumit.web.accounts.models import User
from manumit.web.audit.guards import lift_guards, set_guards
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.models import Box
from manumit.web.signals.making import Made, make_case
from tests.web.office.test_signals_pages import send
from tests.web.office.world import World, make_world, signed_in

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "mailbox"], transaction=True),
]

PHONE, DESK = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
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
    lift_guards(connection)  # so that the database can be emptied
    Record.objects.all().delete()
    set_guards(connection)


Visit = Callable[..., Page]


@pytest.fixture
def visit(live_server: Any, browser: Browser, told: Told) -> Iterator[Visit]:
    """Opens a page, as a person or as nobody; an error of the console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def go(path: str, role: str = "", language: str = "en", **options: Any) -> Page:
        context = browser.new_context(locale=language, **({"viewport": DESK} | options))
        contexts.append(context)
        if role:
            person = told.world.people[role]
            User.objects.filter(pk=person.pk).update(language=language)
            cookies = signed_in(told.world, role).cookies
            context.add_cookies(
                [
                    {"name": name, "value": found.value, "url": "https://localhost", "secure": True}
                    for name, found in cookies.items()
                ]
            )
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def enter(page: Page, numbers: tuple[str, str]) -> Page:
    """Type the two numbers."""
    page.locator("#first").fill(numbers[0])
    page.locator("#second").fill(numbers[1])
    page.locator("main form button").first.click()
    page.wait_for_url("**/my/")
    return page


def failures(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


def checked(page: Page, where: str) -> None:
    """Nothing that axe finds, nothing wider than the screen, with all that unfolds unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    assert failures(page) == [], where
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= page.viewport_size["width"], where


@pytest.mark.parametrize("language", ["en", "ar"])
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
    assert "I am here." in page.locator(".talk").inner_text()
    page.goto(f"{live_server.url}/my/file/")
    page.locator("main .card button").first.click()
    assert page.locator("h1").is_visible()
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


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_desk_works_on_any_screen_in_any_direction(
    visit: Visit, told: Told, live_server: Any, language: str, viewport: dict[str, int]
) -> None:
    page = visit("/signals/", "INT", language, viewport=viewport)
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


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_log_is_readable_on_any_screen(
    visit: Visit, told: Told, live_server: Any, language: str, viewport: dict[str, int]
) -> None:
    page = visit("/audit/", "AUD", language, viewport=viewport)
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
