"""The pages of sharing in a browser: on a phone and a desk, from right to left, with a keyboard,
without script, and with nothing that breaks the policy."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from manumit.web.cases.models import Case
from manumit.web.consent.models import Consent
from manumit.web.consent.proposals import Asked, propose
from manumit.web.establishments.models import Establishment
from manumit.web.referrals.models import Referral
from manumit.web.referrals.services import accept, draft
from tests.browser.office import (
    PHONE,
    Visit,
    empty_log,
    on_screens,
    sound,
    violations,
    visits,
)
from tests.web.office.sharing import at, consented, hotline_case, named, referred
from tests.web.office.test_intake_files import jpeg
from tests.web.office.test_worker_pages import hand_out
from tests.web.office.world import make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "mailbox"], transaction=True),
]


@pytest.fixture
def case(transactional_db: None) -> Iterator[Case]:
    world = named(make_world())
    for role, purposes in (
        ("LI", {"inspection", "wage_claim"}),
        ("UNI", {"wage_claim"}),
        ("IMM", {"residence_certificate"}),
    ):
        world.agree("INT", role, purposes)
    case = hotline_case(world)
    case.world = world
    consented(world, case, "UNI", "wage_claim", {3})
    consented(world, case, "IMM", "residence_certificate", {12})
    accept(world.people["UNI"], referred(world, case, "UNI", "wage_claim", {3}), timezone.now())
    consented(world, case, "LI", "inspection", {6})
    referred(world, case, "LI", "inspection", {6})
    draft(world.door("INT", case, "support"), world.agencies["LI"], "inspection", {6}, "inspection")
    Establishment.objects.create(
        name="Golden Needle", company=world.agencies["COM"], history="Complied with."
    )
    yield case
    empty_log()


@pytest.fixture
def visit(live_server: Any, browser: Browser, case: Case) -> Iterator[Visit]:
    with visits(browser, live_server.url, case.world, "INT") as go:
        yield go


def pages_of(case: Case, role: str) -> list[str]:
    agencies = case.world.agencies
    drafted = Referral.objects.get(state="drafted")
    sent = Referral.objects.get(state="sent")
    taken = Referral.objects.get(state="accepted")
    consent = Consent.objects.earliest("entered")
    return {
        "INT": [
            at("consent_page", case),
            at("consent_choose", case),
            at("consent_give", case, aim="wage_claim", recipient=agencies["UNI"].pk),
            at("consent_propose", case, aim="wage_claim", recipient=agencies["UNI"].pk),
            at("consent_proof", case, consent=consent.pk),
            at("evidence_page", case),
            at("referral_choose", case),
            at("referral_draft", case, aim="inspection", recipient=agencies["LI"].pk),
            at("referral_preview", case, referral=drafted.pk),
            at("referral_preview", case, referral=sent.pk),
            at("certificate_page", case),
            at("certificate_issue", case),
            *("/referrals/", "/certificates/", "/consent/agreements/", "/consent/agreements/new/"),
            f"/consent/agreements/new/give/{agencies['LI'].pk}/",
            "/establishments/new/",
        ],
        "LI": ["/referrals/", f"/referrals/{sent.pk}/", "/establishments/"],
        "UNI": [f"/referrals/{taken.pk}/"],
        "IMM": ["/certificates/verify/"],
        "COM": ["/establishments/record/"],
    }[role]


@on_screens
def test_pages_are_for_everyone(visit: Visit, case: Case, size: Any, language: str) -> None:
    for role in ("INT", "LI", "UNI", "IMM", "COM"):
        first, *others = pages_of(case, role)
        page = visit(first, role, language, viewport=size)
        home = page.url.removesuffix(first)
        for path in (first, *others):
            page.goto(home + path)
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            assert page.locator("html").get_attribute("dir") == (
                "rtl" if language == "ar" else "ltr"
            )


def test_consent_is_asked_with_a_keyboard_alone(visit: Visit, case: Case) -> None:
    agency = case.world.agencies["LI"]
    page = visit(at("consent_give", case, aim="wage_claim", recipient=agency.pk))
    page.locator("#id_classes_0").focus()
    page.keyboard.press("Space")
    for name in ("explained", "given_by", "capacity", "may_contact"):
        page.locator(f"#id_{name}_0").focus()
        page.keyboard.press("Space")
    page.locator("#id_paper").focus()
    page.keyboard.type("Folder 12")
    page.locator("#id_answer_0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The consent is entered")


def test_everything_is_done_without_script(visit: Visit, case: Case) -> None:
    ours = visit(at("referral_choose", case), java_script_enabled=False)
    ours.get_by_role("link", name=re.compile("Agency of LI ?: Labour inspection")).click()
    ours.get_by_label("Inspection of the workplace").check()
    ours.locator('[name="classes"][value="6"]').check()
    ours.get_by_role("button", name="See what they will see").click()
    expect(ours.locator("h1")).to_contain_text("This is what Agency of LI will see")
    ours.get_by_role("button", name="Send").click()
    expect(ours.get_by_role("status")).to_contain_text("Sent")
    theirs = visit("/referrals/", "LI", java_script_enabled=False)
    theirs.get_by_role("link", name="Inspection of the workplace").first.click()
    theirs.get_by_role("button", name="Accept").click()
    expect(theirs.get_by_role("status").first).to_contain_text("Accepted")
    theirs.get_by_role("link", name="Open the case").click()
    expect(theirs.locator("h1")).to_contain_text(case.reference)


def test_a_withdrawal_shuts_an_open_page_of_the_recipient(visit: Visit, case: Case) -> None:
    theirs = visit(at("case_page", case, "wage_claim"), "UNI")
    expect(theirs.locator("h1")).to_contain_text(case.reference)
    ours = visit(at("consent_page", case))
    union = ours.locator("section.card", has=ours.get_by_role("heading", name="Agency of UNI"))
    union.get_by_role("button", name=re.compile("Withdraw now")).click()
    expect(ours.get_by_role("status")).to_contain_text("Agency of UNI sees nothing more")
    answer = theirs.request.get(theirs.url)
    assert answer.status == 404


def test_a_certificate_is_printed_and_checked(visit: Visit, case: Case) -> None:
    ours = visit(at("certificate_issue", case))
    ours.get_by_label("Name, as it stands").fill("Amina Osei")
    ours.get_by_label("Date of birth").fill("1999-03-02")
    ours.get_by_role("button", name="Make the certificate").click()
    code = ours.locator(".number").inner_text()
    assert violations(ours) == []
    ours.emulate_media(media="print")
    expect(ours.locator(".paper")).to_be_visible()
    expect(ours.get_by_role("link", name="I have printed it")).to_be_hidden()
    theirs = visit("/certificates/verify/", "IMM")
    theirs.get_by_label("Code").fill(code.lower())
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("status")).to_contain_text("This certificate is valid")
    assert violations(theirs) == []
    theirs.get_by_label("Code").fill("another")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("status")).to_contain_text("This code cannot be verified")


@pytest.mark.parametrize(("script", "answer"), [(True, "no"), (False, "yes")])
def test_a_worker_answers_a_question_on_a_telephone(
    visit: Visit, case: Case, script: bool, answer: str
) -> None:
    first, second = hand_out(case.world, case)
    now, agency = timezone.now(), case.world.agencies["LI"]
    terms = Asked("wage_claim", agency, frozenset({3}), now, now + timedelta(days=9), "spoken")
    propose(case.world.door("INT", case, "support"), terms)
    page = visit("/my/open/", "", "ar", viewport=PHONE, java_script_enabled=script)
    page.fill("#first", first)
    page.fill("#second", second)
    page.locator("main button").first.click()
    page.wait_for_url("**/my/")
    page.locator("main a.button").first.click()
    page.locator("main a.button").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_contain_text(agency.name)
    if script:
        sound(page)
    page.locator(f"button[value={answer}]").click()
    page.wait_for_url(f"**/my/agreed/?said={answer}")
    given = Consent.objects.filter(recipient=agency, channel="own_page", language="ar")
    assert given.exists() == (answer == "yes")


def test_a_file_is_added_without_script(visit: Visit, case: Case) -> None:
    page = visit(at("evidence_page", case), viewport=PHONE, java_script_enabled=False)
    raw = {"name": "payslip.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.set_input_files("input[type=file]", [raw])
    page.locator("form[enctype] button").click()
    expect(page.locator("body")).to_contain_text("Files added: 1")
    assert case.entries.filter(data_class__in=(9, 10)).count() == 2
