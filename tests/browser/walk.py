"""People at their screens, in the demonstration: what they open, read and must not read."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demo_programs import Demo

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 800}


@dataclass
class Walk:
    """People at their screens, what each browser complained of, and what was found on the way."""

    browser: Browser
    demo: Demo
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    numbers: tuple[str, str] = ("", "")
    reference: str = ""
    total: str = ""

    def screen(self, size: dict[str, int] = DESK, *, script: bool = True) -> Page:
        """A new browser, as on a device of one's own."""
        context = self.browser.new_context(viewport=size, java_script_enabled=script, locale="en")
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked(request.url))
        return page

    def heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "404" not in text:
            self.complaints.append(text)

    def asked(self, url: str) -> None:
        if urlsplit(url).scheme != "data" and urlsplit(url).hostname != "localhost":
            self.complaints.append(f"asked for {url}")

    def be(self, username: str, page: Page | None = None) -> Page:
        """Become a person, on the demonstration's page."""
        page = page or self.screen()
        page.goto(f"{self.demo.office}/demo/")
        self.at(page, "people", "What to do first")
        page.locator(f"button[value={username}]").click()
        return page

    def at(self, page: Page, name: str, *reads: str) -> None:
        """A page is there, says what it should, and is not wider than the screen."""
        self.seen.append(name)
        expect(page.locator("h1")).to_have_count(1)
        for text in reads:
            expect(page.locator("body")).to_contain_text(text)
        wide = page.evaluate("document.documentElement.scrollWidth")
        size = page.viewport_size
        assert size is not None
        assert wide <= size["width"], f"{name} is {wide} pixels wide"

    def case(self, purpose: str, part: str = "") -> str:
        """Address of the case for a purpose."""
        return f"{self.demo.office}/{purpose}/cases/{self.reference}/{part}"


def text(page: Page) -> str:
    return page.locator("main").inner_text()


def lacks(page: Page, *words: str) -> None:
    """None of these words is anywhere in the page, not even hidden."""
    content = page.content().lower()
    for word in words:
        assert word.lower() not in content, word


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()
