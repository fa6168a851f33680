"""An empty office is set up as docs/howto/run-office.md tells, by the commands and in a browser."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_accounts_pages import plug_in
from tests.first_invitation import code_in, invite_first
from tests.helpers import ROOT, free_ports
from tests.web.office.people import PASSWORD

pytestmark = pytest.mark.browser
BUTTON = "main form .button"

Join = Callable[[str], Page]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    office, intake = free_ports(2)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "MANUMIT_HOME": str(tmp_path_factory.mktemp("office")),
        "MANUMIT_ARGON_MEBIBYTES": "1",
        "MANUMIT_OFFICE_URL": f"http://localhost:{office}",
        "MANUMIT_INTAKE_URL": f"http://localhost:{intake}",
    }


@contextmanager
def served(environment: dict[str, str]) -> Iterator[None]:
    ports = [environment[f"MANUMIT_{name}_URL"].rpartition(":")[2] for name in ("OFFICE", "INTAKE")]
    words = ["serve", "--port", ports[0], "--intake-port", ports[1]]
    with subprocess.Popen([sys.executable, "-m", "manumit", *words], env=environment) as process:
        try:
            for url in (environment["MANUMIT_OFFICE_URL"], environment["MANUMIT_INTAKE_URL"]):
                _wait_for(url)
            yield
        finally:
            process.send_signal(signal.SIGINT)


def _wait_for(url: str) -> None:
    for _ in range(300):
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return
        time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def submit(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"#id_{name}", value)
    with page.expect_navigation():
        page.click(BUTTON)


def invite(page: Page, path: str, username: str) -> str:
    """The code that the page of an invitation shows."""
    page.goto(path)
    submit(page, name=username.title(), username=username)
    return code_in(page.locator(".receipt").inner_text())


def test_an_empty_office_is_set_up_to_its_first_case_worker(
    browser: Browser, environment: dict[str, str]
) -> None:
    first = invite_first(environment)
    assert first.returncode == 0, first.stderr
    with served(environment), ExitStack() as stack:

        def join(code: str) -> Page:
            """A browser of one's own, an account with the code, and a security key."""
            context = browser.new_context(base_url=environment["MANUMIT_OFFICE_URL"])
            stack.callback(context.close)
            page = context.new_page()
            plug_in(page)
            page.goto("/account/invitation/")
            submit(page, code=code)
            submit(page, password1=PASSWORD, password2=PASSWORD)
            page.goto("/account/2fa/keys/add/")
            with page.expect_navigation():
                page.click("#key_add")
            page.goto("/account/")
            if page.locator("#key_use").count():  # administrators are asked for it at once
                with page.expect_navigation():
                    page.click("#key_use")
            return page

        _walk(join, code_in(first.stdout), environment["MANUMIT_INTAKE_URL"])
    again = invite_first(environment, "eve")
    assert (again.returncode, again.stdout) == (2, "")
    assert "there are accounts in this office already" in again.stderr


def _walk(join: Join, first: str, intake: str) -> None:
    ada = join(first)
    ben = join(invite(ada, "/account/agency/invite/", "ben"))
    ben.goto("/account/people/")  # an administrator at once, without being admitted
    assert "Ada Kowalska" in ben.locator("main").inner_text()
    ada.goto("/account/agencies/new/")
    ada.select_option("#id_role", "INT")
    submit(ada, name="Harbour Hotline")
    at_agency = ada.url
    cleo = join(invite(ada, at_agency, "cleo"))
    assert "You are the first at Harbour Hotline" in cleo.locator("main").inner_text()
    cleo.goto("/account/keys/")
    submit(cleo)
    submit(cleo, typed=_asked(cleo))
    assert cleo.locator("h1").inner_text() == "Harbour Hotline"
    dan = join(invite(ada, at_agency, "dan"))
    assert "Waiting for a colleague" in dan.locator("main").inner_text()
    cleo.goto("/account/agency/")
    with cleo.expect_navigation():
        cleo.click(".card form .button")
    answer = dan.goto("/cases/new/")
    assert answer is not None
    assert (answer.status, urlsplit(answer.url).path) == (200, "/cases/new/")
    visitor = cleo.context.new_page()
    visitor.goto(f"{intake}/en/")
    assert visitor.locator('a[href="/en/write/"]').count() >= 1  # the desk is open


def _asked(page: Page) -> str:
    """The group of a recovery key that is to be typed back."""
    asked = re.search(r"(\d), line (\d), group (\d)", page.locator("form label").inner_text())
    assert asked is not None
    key, line, group = (int(each) - 1 for each in asked.groups())
    shown = page.locator(".receipt").nth(key).locator(".number").nth(line).inner_text()
    return shown.split("-")[group]
