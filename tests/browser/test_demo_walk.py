"""A case from the first word to the last, as a visitor of `manumit demo` lives it.

Both programs run as the command starts them. The walk goes through pages only: nothing is put
into a database by hand, and what is asserted is what a person reads.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.helpers import ROOT

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 800}
NAME, TELEPHONE = "Mariam Sow", "+44 20 7946 0077"
ACCOUNT = "Ils gardent mon passeport."
CONDITIONS = "Sixteen rooms a day, seven days a week."
WHEREABOUTS = "Above the bakery on Mill Lane"


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "MANUMIT_HOME": str(home),
        "MANUMIT_ARGON_MEBIBYTES": "1",
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "manumit", *words]


@dataclass
class Demo:
    """A running demonstration."""

    home: Path
    office: str
    intake: str
    process: subprocess.Popen[str]


def started(home: Path) -> Demo:
    """Start the demonstration, and wait until both of its programs answer."""
    office, intake = free_port(), free_port()
    words = ("demo", "--home", str(home), "--port", str(office), "--intake-port", str(intake))
    _, terminal = os.openpty()  # on a terminal it stays
    process = subprocess.Popen(
        command(*words),
        env=environment(home),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Report as a worker"):
            return Demo(home, f"http://localhost:{office}", f"http://localhost:{intake}", process)
    raise AssertionError("the demonstration did not start")


def stopped(demo: Demo, how: signal.Signals = signal.SIGTERM) -> int:
    demo.process.send_signal(how)
    demo.process.communicate(timeout=20)
    return demo.process.returncode


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = started(tmp_path_factory.mktemp("demo"))
    yield running
    if running.process.poll() is None:
        stopped(running)


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
        self.at(page, "people", "Manumit")
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


def a_worker_reports(walk: Walk) -> None:
    """On a small telephone without script, in French."""
    page = walk.screen(PHONE, script=False)
    page.goto(f"{walk.demo.intake}/")
    walk.at(page, "intake languages")
    page.click('a[href="/fr/"]')
    walk.at(page, "intake start")
    page.click('a[href="/fr/write/"]')
    for step, answers in (
        ("now", {"who": "self", "safe": "yes", "age": "over"}),
        ("work", {"work": "other"}),
        ("happening", {"happening": "papers"}),
        ("words", {}),
        ("reply", {"reply": "here"}),
    ):
        for name, value in answers.items():
            choose(page, name, value)
        if step == "words":
            page.fill("textarea", ACCOUNT)
        walk.at(page, f"intake {step}")
        page.click("button[value=next]")
    walk.at(page, "intake check", ACCOUNT)
    page.click("button[value=send]")
    walk.at(page, "intake receipt")
    walk.numbers = (page.inner_text("#first"), page.inner_text("#second"))
    assert [len(re.sub(r"\D", "", each)) for each in walk.numbers] == [8, 16]


def ines_answers_and_makes_a_case(walk: Walk, ines: Page) -> None:
    walk.at(ines, "ines home")
    ines.locator("nav a[href='/signals/']").first.click()
    walk.at(ines, "signals")
    row = ines.locator("tr", has_text="Français")
    expect(row).to_have_count(1)
    row.locator("a").first.click()
    walk.at(ines, "signal", ACCOUNT)
    ines.fill("#id_text", "Êtes-vous en sécurité ce soir ?")
    ines.locator("#write button").click()
    walk.at(ines, "signal answered", "Êtes-vous en sécurité ce soir ?")
    ines.locator("#make summary").click()
    for name, value in (("writer", "self"), ("danger", "no"), ("child", "no")):
        choose(ines, f"make-{name}", value)
    ines.locator("#make button").click()
    walk.at(ines, "case")
    walk.reference = ines.locator("h1 .code").inner_text()


def ines_opens_the_account(walk: Walk, ines: Page) -> None:
    ines.goto(walk.case("support"))
    ines.locator("#section-6 a.button", has_text="Open").first.click()
    ines.locator("#section-6 select").select_option("assessment")
    ines.locator("#section-6 form button").first.click()
    expect(ines.locator("#section-6")).to_contain_text(ACCOUNT)
    walk.at(ines, "account opened")


def the_worker_comes_back(walk: Walk) -> None:
    page = walk.screen(PHONE, script=False)
    page.goto(f"{walk.demo.intake}/fr/open/")
    page.fill("#first", walk.numbers[0])
    page.fill("#second", walk.numbers[1])
    walk.at(page, "intake open")
    page.locator("main button.button").first.click()
    walk.at(page, "intake conversation", "Êtes-vous en sécurité ce soir ?")
    page.fill("textarea", "Oui, je suis chez une amie.")
    page.locator("form[enctype] button").click()
    walk.at(page, "intake written", "Oui, je suis chez une amie.")


def ines_writes_what_she_learns(walk: Walk, ines: Page) -> None:
    ines.goto(walk.case("support", "conversation/"))
    ines.get_by_role("button", name="Open the conversation").click()
    walk.at(ines, "conversation", "Oui, je suis chez une amie.")
    for kind, fields in {
        "identity": {"name": NAME, "telephone": TELEPHONE},
        "account": {"text": "The manager keeps her passport.", "conditions": CONDITIONS},
    }.items():
        ines.goto(walk.case("support", f"write/{kind}/"))
        walk.at(ines, f"write {kind}")
        for name, value in fields.items():
            ines.fill(f"#id_{name}", value)
        ines.locator("main form[method=post] button").first.click()
        walk.at(ines, f"{kind} written")


def facts_change_what_the_rules_say(walk: Walk, ines: Page) -> None:
    ines.goto(walk.case("support", "facts/"))
    walk.at(ines, "facts reason")
    ines.locator("main select").select_option("assessment")
    ines.locator("main .sealed button").click()
    walk.at(ines, "facts")
    first = ines.locator("#next-question .ask").inner_text()
    before = ines.locator("#reasons").inner_text()
    ines.locator("#now-yes").click()
    expect(ines.locator("#next-question .ask")).not_to_have_text(first)
    for fact in ("deceived_about_wages", "documents_held"):
        found = ines.locator(f"input[name*='{fact}'][value=yes]").first
        found.evaluate("one => { one.closest('details').open = true }")
        found.locator("xpath=following-sibling::label").click()
    expect(ines.locator("#reasons")).not_to_have_text(before)
    expect(ines.locator("#reasons")).to_contain_text("Deception")
    expect(ines.locator("#so-far .results li").first).to_be_visible()
    walk.at(ines, "facts answered")
    ines.get_by_role("button", name="Save").click()
    expect(ines).to_have_url(re.compile(r"#section-6$"))
    walk.at(ines, "facts saved")


def protection_opens(walk: Walk, ines: Page) -> None:
    ines.goto(walk.case("support"))
    ines.locator("#track-protection summary").click()
    ines.locator("#track-protection button[value=needs_assessed]").click()
    expect(ines.locator("#track-protection .badge")).to_have_class(re.compile("info"))
    walk.at(ines, "protection")


def consent(walk: Walk, ines: Page, aim: str, agency: str, classes: tuple[int, ...]) -> None:
    """Ask for one purpose and one agency; without classes, the answer is no."""
    ines.goto(walk.case("support", "consent/"))
    ines.locator("main a.button").first.click()
    walk.at(ines, "consent choose")
    ines.locator(f"main a[href*='/{aim}/']", has_text=agency).click()
    walk.at(ines, f"consent {aim}", agency)
    if not classes:
        ines.locator("main form button", has_text="no").first.click()
        return
    for number in classes:
        choose(ines, "classes", str(number))
    ines.select_option("#id_language", "fr")
    for name, value in (
        ("explained", "spoken"),
        ("given_by", "self"),
        ("capacity", "adult"),
        ("may_contact", "no"),
        ("answer", "yes"),
    ):
        choose(ines, name, value)
    ines.fill("#id_witness", "Ines Okafor")
    ines.locator("form[data-guard] button").first.click()
    walk.at(ines, f"consent {aim} given")


def the_worker_consents(walk: Walk, ines: Page) -> None:
    consent(walk, ines, "inspection", "Labour Inspectorate", (2, 6))
    consent(walk, ines, "wage-claim", "Labour Inspectorate", (3, 8))
    consent(walk, ines, "criminal-complaint", "City Police", ())
    ines.goto(walk.case("support", "consent/"))
    walk.at(ines, "consents")
    titles = ines.locator("main section h2").all_inner_texts()
    assert len(titles) == 2
    assert not any("Police" in title for title in titles)


def refer(walk: Walk, ines: Page, aim: str, service: str, classes: tuple[int, ...]) -> None:
    ines.goto(walk.case("support"))
    ines.locator("nav.tabs a[href$='/refer/']").click()
    walk.at(ines, "refer choose")
    ines.locator(f"main a[href*='/{aim}/']", has_text="Labour Inspectorate").click()
    choose(ines, "service", service)
    for number in classes:
        choose(ines, "classes", str(number))
    walk.at(ines, f"refer {aim}")
    ines.locator("form[data-guard] button").first.click()
    walk.at(ines, f"refer {aim} preview", "Labour Inspectorate")
    ines.locator("form[action$='/send/'] button").click()
    walk.at(ines, f"refer {aim} sent")


def ines_refers(walk: Walk, ines: Page) -> None:
    refer(walk, ines, "inspection", "inspection", (6,))
    refer(walk, ines, "wage-claim", "wage_claim", (3,))
    ines.goto(walk.case("support"))
    walk.at(ines, "case referred")


def test_a_case_from_the_first_word_to_the_last(browser: Browser, demo: Demo) -> None:
    walk = Walk(browser, demo)
    a_worker_reports(walk)
    ines = walk.be("ines")
    ines_answers_and_makes_a_case(walk, ines)
    the_worker_comes_back(walk)
    ines_opens_the_account(walk, ines)
    ines_writes_what_she_learns(walk, ines)
    facts_change_what_the_rules_say(walk, ines)
    protection_opens(walk, ines)
    the_worker_consents(walk, ines)
    ines_refers(walk, ines)
    assert walk.complaints == []
    for context in walk.contexts:
        context.close()
