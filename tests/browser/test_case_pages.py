"""The pages of cases in a browser: usable with a keyboard, from right to left, on a phone, and
without script; what is opened closes again."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from manumit.web.cases.models import Case, Task
from tests.browser.office import Visit, empty_log, on_screens, violations, visits
from tests.web.office.sharing import taking_part
from tests.web.office.world import make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "mailbox"], transaction=True),
]


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
    empty_log()


@pytest.fixture
def visit(live_server: Any, browser: Browser, case: Case) -> Iterator[Visit]:
    with visits(browser, live_server.url, case.world, "INT") as go:
        yield go


def address(case: Case, *parts: str) -> str:
    return "/".join(("", "support", "cases", case.reference, *parts, ""))


PAGES = ("", "open/3/", "write/identity/", "facts/", "handling/", "protection/", "export/")


def check(page: Page, size: Any, language: str, where: str) -> None:
    assert violations(page) == [], where
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], where
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


@on_screens
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


@on_screens
def test_claims_are_for_everyone(visit: Visit, case: Case, size: Any, language: str) -> None:
    Case.objects.filter(pk=case.pk).update(child="no")
    taking_part(case.world, case, "LI", "wage_claim", {2, 6, 8})
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
