"""Pages of the office in a browser: opened as a person, and what is held against each page."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from manumit.web.accounts.models import User
from manumit.web.audit.guards import lift_guards, set_guards
from manumit.web.audit.models import Record
from tests.web.office.world import World, signed_in

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own

PHONE = {"width": 320, "height": 700}
DESK = {"width": 1280, "height": 900}

on_screens = pytest.mark.parametrize(
    ("size", "language"),
    [
        pytest.param(PHONE, "ar", id="phone-ar"),
        pytest.param(DESK, "en", id="desk-en"),
        pytest.param(PHONE, "en", id="phone-en", marks=pytest.mark.study),
        pytest.param(DESK, "ar", id="desk-ar", marks=pytest.mark.study),
    ],
)
"""Both screens and both directions; the tests leave out the other two pairs, `check-slow` none."""

Visit = Callable[..., Page]


@contextmanager
def visits(browser: Browser, office: str, world: World, usual: str = "") -> Iterator[Visit]:
    """Opens a page, as the person of a role or as nobody; an error of the console fails the test.

    Args:
        browser: The browser; each visit is from a new one.
        office: Where the office is.
        world: Its people.
        usual: Role of those who say no other.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def go(path: str, role: str = usual, language: str = "en", **options: Any) -> Page:
        context = browser.new_context(locale=language, **({"viewport": DESK} | options))
        contexts.append(context)
        if role:
            User.objects.filter(pk=world.people[role].pk).update(language=language)
            cookies = signed_in(world, role).cookies
            context.add_cookies(
                [
                    {"name": name, "value": found.value, "url": "https://localhost", "secure": True}
                    for name, found in cookies.items()
                ]
            )
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(office + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def empty_log() -> None:
    """Lets go of the log, so that the database can be emptied."""
    lift_guards(connection)
    Record.objects.all().delete()
    set_guards(connection)


def violations(page: Page) -> list[str]:
    """What axe finds on a page: the rule, and the places that break it."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(all => all.violations)")
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]


def sound(page: Page) -> None:
    """No violation, one main heading, and nothing sideways, on a phone and on a desk."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
    assert violations(page) == []
