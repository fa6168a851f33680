"""The browser and the page that all tests of pages share."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Reader:
    """Opens files one after another, without scripts, in one page: a new page costs a process.

    Attributes:
        page: The page; each file starts in it as in a new one.
        requests: What the page asked for since a file was opened.
    """

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_context(java_script_enabled=False).new_page()
        self.requests = list[str]()
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(
        self, path: Path, width: int, scheme: Literal["light", "dark"] = "light", height: int = 900
    ) -> Page:
        self.page.goto("about:blank")
        self.page.emulate_media(media="screen", color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": height})
        self.requests.clear()
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture(scope="package")  # an open Playwright leaves an event loop running
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def reader(browser: Browser) -> Reader:
    return Reader(browser)
