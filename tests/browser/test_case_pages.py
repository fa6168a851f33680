"""The pages of cases in a browser: usable with a keyboard, from right to left, on a phone, and
without script; what is opened closes again."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from manumit.web.accounts.models import User
from manumit.web.audit.guards import lift_guards, set_guards
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case, Task
from tests.web.office.world import make_world, signed_in

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "mailbox"], transaction=True),
]

PHONE = {"width": 320, "height": 700}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def case(transactional_db: None) -> Iterator[Case]:
    world = make_world()
    case = Case.objects.create(owner=world.agencies["INT"], child="unknown", danger="yes")
    case.world = world
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei", "telephone": "+971 50 123 4567"})
    door.write("account", {"text": "They kept my passport.", "conditions": "Twelve hours a day."})
    person = world.people["INT"]
    Task.objects.create(
        case=case, kind="assess_risk", agency=person.agency, due=timezone.now().date()
    )
    yield case
    lift_guards(connection)  # so that the database can be emptied
    Record.objects.all().delete()
    set_guards(connection)


Visit = Callable[..., Page]


@pytest.fixture
def visit(live_server: Any, browser: Browser, case: Case) -> Iterator[Visit]:
    """Opens a page as the person of a role; an error of the console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def go(path: str, role: str = "INT", language: str = "en", **options: Any) -> Page:
        context = browser.new_context(locale=language, **({"viewport": DESK} | options))
        contexts.append(context)
        User.objects.filter(pk=case.world.people[role].pk).update(language=language)
        cookies = signed_in(case.world, role).cookies
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


def address(case: Case, *parts: str) -> str:
    return "/".join(("", "support", "cases", case.reference, *parts, ""))


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


PAGES = ("", "open/3/", "write/identity/", "facts/", "handling/", "protection/", "export/")


def check(page: Page, size: Any, language: str, where: str) -> None:
    assert violations(page) == [], where
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], where
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_for_everyone(visit: Visit, case: Case, size: Any, language: str) -> None:
    page = visit("/", language=language, viewport=size)
    home = page.url.rstrip("/")
    for path in ("/", "/cases/new/", *(address(case) + part for part in PAGES)):
        page.goto(home + path)
        check(page, size, language, path)
    page.goto(home + address(case) + "open/3/")
    page.locator("#section-3 select").select_option("contact")
    page.locator("#section-3 form button").first.click()
    expect(page.get_by_text("Amina Osei")).to_be_visible()
    check(page, size, language, "opened")
    page.goto(home + address(case) + "export/")
    page.locator("select").select_option("check")
    page.locator("button[value='page']").click()
    check(page, size, language, "exported")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_claims_are_for_everyone(visit: Visit, case: Case, size: Any, language: str) -> None:
    since = timezone.now() - timedelta(days=1)
    case.parts.create(agency=case.world.agencies["LI"], classes={2, 6, 8, 13}, since=since)
    wages = f"/wage-claim/cases/{case.reference}/wages/"
    page = visit(wages, role="LI", language=language, viewport=size)
    check(page, size, language, "empty")
    page.goto(page.url + "work/")
    check(page, size, language, "form")
    page.locator("#id_head-law").select_option("gb.nmw")
    given = {"start": "2025-01-01", "end": "2025-03-31", "pay": "900", "hours": "70", "paid": "400"}
    for name, value in given.items():
        page.locator(f"#id_work-0-{name}").fill(value)
    page.locator("button[name='draw']").click()
    expect(page.locator("#drawn .sum")).to_contain_text("GBP")
    check(page, size, language, "drawn up")
    page.locator("button[name='save']").click()
    page.locator("select").select_option("claim")
    page.locator("main .sealed button").click()
    expect(page.locator(".sum")).to_contain_text("GBP")
    check(page, size, language, "claim")


def test_a_section_is_opened_with_the_keyboard_and_closed_by_a_conflict(
    visit: Visit, case: Case
) -> None:
    page = visit(address(case))
    page.locator("#section-3 a.button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#section-3 select")).to_be_visible()
    page.locator("#section-3 select").select_option("contact")
    page.locator("#section-3 button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Amina Osei")).to_be_visible()
    person = case.world.people["INT"]
    case.conflicts.create(person=person, entered=timezone.now(), entered_by=person)
    expect(page.get_by_text("Amina Osei")).to_have_count(0, timeout=2500)


def test_a_section_is_opened_without_script(visit: Visit, case: Case) -> None:
    page = visit(address(case), java_script_enabled=False)
    page.locator("#section-3 a.button").first.click()
    page.locator("#section-3 select").select_option("contact")
    page.locator("#section-3 button").click()
    expect(page.get_by_text("Amina Osei")).to_be_visible()


def test_facts_are_assessed_as_they_are_answered(visit: Visit, case: Case) -> None:
    page = visit(address(case, "facts"))
    first = page.locator("#next-question .ask").inner_text()
    page.get_by_role("button", name="Yes", exact=True).first.click()
    expect(page.locator("#next-question .ask")).not_to_have_text(first)
    page.locator("#group-recruitment > summary").click()
    page.locator("label[for='f.deceived_about_wages.recruitment.yes']").click()
    expect(page.locator("#reasons")).to_contain_text("Deception")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"#section-6$"))


def test_facts_are_assessed_without_script(visit: Visit, case: Case) -> None:
    page = visit(address(case, "facts"), java_script_enabled=False)
    first = page.locator("#next-question .ask").inner_text()
    page.locator("#now-yes").click()
    assert page.locator("#next-question .ask").inner_text() != first
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text(case.reference)
