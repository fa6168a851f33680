"""A case from the first word to the last, as a visitor of `manumit demo` lives it.

Both programs run as the command starts them. The walk goes through pages only: nothing is put
into a database by hand, and what is asserted is what a person reads.
"""

import json
import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.walk import PHONE, Walk, choose, lacks, text
from tests.demo_programs import Demo, command, environment, running

pytestmark = pytest.mark.browser

NAME, TELEPHONE = "Mariam Sow", "+44 20 7946 0077"
ACCOUNT = "Ils gardent mon passeport."
CONDITIONS = "Sixteen rooms a day, seven days a week."
WHEREABOUTS = "Above the bakery on Mill Lane"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running(tmp_path_factory.mktemp("demo")) as found:
        yield found


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
    expect(ines.locator("#track-labour .badge")).to_have_text("Referred")
    expect(ines.locator("#section-18 .badge")).to_have_text("entries: 2")


def lucia_accepts(walk: Walk, lucia: Page) -> None:
    for service in ("Inspection", "wage"):
        lucia.goto(f"{walk.demo.office}/referrals/")
        walk.at(lucia, "referrals", "Harbour Line")
        waiting = lucia.locator("table[aria-labelledby=to] tr", has_text="Waiting")
        waiting.filter(has_text=service).first.locator("a").click()
        walk.at(lucia, f"referral {service}")
        lucia.locator("form[action$='/accepted/'] button").click()
        walk.at(lucia, f"referral {service} accepted", walk.reference)


def reveal(page: Page, number: int, reason: str = "check") -> None:
    page.locator(f"#section-{number} p.row a.button", has_text="Open").click()
    page.locator(f"#section-{number} select").select_option(reason)
    page.locator(f"#section-{number} form button").first.click()
    expect(page.locator(f"#section-{number} [data-closes-after]")).to_be_visible()


def lucia_sees_working_conditions_and_no_more(walk: Walk, lucia: Page) -> None:
    lucia.goto(walk.case("inspection"))
    walk.at(lucia, "lucia case")
    expect(lucia.locator("#track-labour .badge")).to_have_text("Examined")
    reveal(lucia, 6)
    walk.at(lucia, "lucia account", CONDITIONS)
    assert "keeps her passport" not in text(lucia)
    lacks(lucia, NAME, TELEPHONE, ACCOUNT, WHEREABOUTS)
    for number in (3, 4, 5, 7, 19):
        assert lucia.locator(f"#section-{number}").count() == 0, number
        assert lucia.goto(walk.case("inspection", f"open/{number}/")).status == 404  # type: ignore[union-attr]


def lucia_draws_up_the_claim(walk: Walk, lucia: Page) -> None:
    lucia.goto(walk.case("wage-claim", "wages/"))
    walk.at(lucia, "wages")
    lucia.locator("main a.button[href$='/work/']").click()
    lucia.select_option("#id_head-law", "gb.nmw")
    worked = {"start": "2026-03-01", "end": "2026-08-31", "pay": "1400", "hours": "70"}
    for name, value in {**worked, "paid": "600"}.items():
        lucia.fill(f"#id_work-0-{name}", value)
    walk.at(lucia, "work record")
    lucia.locator("button[name=draw]").click()
    expect(lucia.locator("#drawn .sum")).to_contain_text("GBP")
    walk.at(lucia, "claim drawn up")
    lucia.locator("button[name=save]").click()
    lucia.locator("main select").select_option("claim")
    lucia.locator("main .sealed button").click()
    expect(lucia.locator(".sum")).to_contain_text("GBP")
    walk.total = lucia.locator(".sum").inner_text()
    walk.at(lucia, "claim")
    with lucia.expect_download() as download:
        lucia.locator("form[action$='statement.pdf'] button").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def the_worker_opens_the_own_pages(walk: Walk) -> Page:
    page = walk.screen(PHONE, script=False)
    page.goto(f"{walk.demo.office}/my/open/?language=en")
    page.fill("#first", walk.numbers[0])
    page.fill("#second", walk.numbers[1])
    walk.at(page, "my open")
    page.locator("main form button").first.click()
    walk.at(page, "my")
    return page


def the_worker_reads_the_own_file(walk: Walk) -> Page:
    page = the_worker_opens_the_own_pages(walk)
    page.locator("a[href='/my/looked/']").click()
    walk.at(page, "my looked", "Labour Inspectorate", "Harbour Line")
    page.goto(f"{walk.demo.office}/my/helpers/")
    walk.at(page, "my helpers", "Labour Inspectorate")
    page.goto(f"{walk.demo.office}/my/file/")
    walk.at(page, "my file")
    page.locator("form[action='/my/file/8/'] button").click()
    walk.at(page, "my claim", walk.total.split()[-1])
    return page


def what_is_open_closes_when_the_worker_withdraws(walk: Walk, lucia: Page, worker: Page) -> None:
    lucia.goto(walk.case("wage-claim"))
    reveal(lucia, 3)
    walk.at(lucia, "lucia name", NAME)
    worker.goto(f"{walk.demo.office}/my/agreed/")
    walk.at(worker, "my agreed")
    agreed = worker.locator("main section", has_text="Wage claim")
    agreed.locator("form button").click()
    expect(lucia.get_by_text(NAME)).to_have_count(0, timeout=3000)
    walk.at(lucia, "lucia closed")
    walk.at(worker, "my withdrawn", "Labour Inspectorate", "Your name")
    lucia.goto(walk.case("wage-claim"))
    walk.at(lucia, "lucia after")
    assert lucia.locator("#section-3").count() == 0
    lacks(lucia, NAME)
    lucia.goto(walk.case("wage-claim", "open/3/"))
    walk.at(lucia, "lucia nothing", "There is no such page or case")
    lacks(lucia, NAME)


def record_of_the_company(walk: Walk) -> str:
    """What Carl reads, without what is drawn anew for each form."""
    carl = walk.be("carl")
    answer = carl.goto(f"{walk.demo.office}/establishments/record/")
    assert answer is not None
    walk.at(carl, "carl", "Sunrise Hotel")
    return re.sub(r"\b\w{64}\b", "", answer.text())  # of forms against forgery


def ivo_verifies(walk: Walk, code: str) -> None:
    ivo = walk.be("ivo")
    walk.at(ivo, "ivo home")
    for tried, says in ((code, "Anil Thapa"), (code[::-1], "")):
        ivo.goto(f"{walk.demo.office}/certificates/verify/")
        ivo.fill("main input[type=text]", tried)
        ivo.locator("main form button").click()
        walk.at(ivo, "ivo verified" if says else "ivo miss", says)
    lacks(ivo, "Anil", "Thapa")
    for path in ("signals/", "referrals/", "establishments/", "audit/", "claims/", "certificates/"):
        answer = ivo.goto(f"{walk.demo.office}/{path}")
        assert answer is not None
        assert answer.status == 404, path
    answer = ivo.goto(walk.case("residence-certificate"))
    assert answer is not None
    assert answer.status == 404
    walk.at(ivo, "ivo nothing")


def amadou_reads_the_log(walk: Walk) -> None:
    amadou = walk.be("amadou")
    amadou.goto(f"{walk.demo.office}/audit/")
    walk.at(amadou, "log", "lucia", walk.reference)
    lacks(amadou, NAME, CONDITIONS)
    for act, who in (
        ("Asked another agency to help", "ines"),
        ("Accepted a referral", "lucia"),
        ("Ended a consent", walk.reference),
        ("Checked a certificate", "ivo"),
    ):
        amadou.select_option("select[name=act]", label=act)
        amadou.locator("form.filters button").click()
        walk.at(amadou, f"log of {act}", who)
    for act in ("checkpoint", "verify"):
        words = command("audit", act, "--home", str(walk.demo.home))
        subprocess.run(words, env=environment(walk.demo.home), check=True, capture_output=True)


@pytest.fixture
def walk(browser: Browser, demo: Demo) -> Iterator[Walk]:
    """At its end, no browser has complained."""
    walk = Walk(browser, demo)
    yield walk
    assert walk.complaints == []
    for context in walk.contexts:
        context.close()


def test_a_report_is_answered_becomes_a_case_and_is_shown_to_its_worker(walk: Walk) -> None:
    a_worker_reports(walk)
    ines = walk.be("ines")
    ines_answers_and_makes_a_case(walk, ines)
    the_worker_comes_back(walk)
    ines_opens_the_account(walk, ines)
    the_worker_opens_the_own_pages(walk)


@pytest.mark.study
def test_a_case_from_the_first_word_to_the_last(walk: Walk) -> None:
    before = record_of_the_company(walk)
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
    lucia = walk.be("lucia")
    lucia_accepts(walk, lucia)
    lucia_sees_working_conditions_and_no_more(walk, lucia)
    lucia_draws_up_the_claim(walk, lucia)
    worker = the_worker_reads_the_own_file(walk)
    what_is_open_closes_when_the_worker_withdraws(walk, lucia, worker)
    assert record_of_the_company(walk) == before
    assert not re.search("complaint|case|claim", re.sub("<[^>]+>", "", before), re.IGNORECASE)
    shown = json.loads((walk.demo.home / "demo.json").read_text())
    ivo_verifies(walk, shown["certificates"][0])
    amadou_reads_the_log(walk)
