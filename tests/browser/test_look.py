"""The look in a browser: every component, on a phone and a desktop, in the dark, in Arabic."""

from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.office import violations
from tests.web.styleguide.preview import preview

pytestmark = pytest.mark.browser
PAGES = ["/?", "/simple/?", "/?errors=1&", "/simple/?errors=1&"]
SCREENS = [(320, "light"), (1280, "dark"), (320, "dark"), (1280, "light")]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with preview() as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize(
    ("language", "screens"),
    [
        ("ar", SCREENS[:2]),
        ("en", SCREENS[2:]),
        pytest.param("ar", SCREENS[2:], marks=pytest.mark.study),
        pytest.param("en", SCREENS[:2], marks=pytest.mark.study),
    ],
    ids=["ar", "en", "ar-more", "en-more"],
)
@pytest.mark.parametrize("path", PAGES[2:])
def test_axe_finds_nothing_at_any_width_by_day_or_night(
    page: Page, site: str, path: str, language: str, screens: list[tuple[int, str]]
) -> None:
    page.goto(f"{site}{path}language={language}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page.emulate_media(reduced_motion="reduce")
    for width, scheme in screens:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(page: Page, site: str, path: str, language: str) -> None:
    page.goto(f"{site}{path}language={language}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for width in (320, 390, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_is_in_force_and_nothing_breaks_it(page: Page, site: str, path: str) -> None:
    said, asked = list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(site + path)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert said == []
    assert all(url.startswith((site, "data:")) for url in asked)
    page.evaluate(
        "const s = document.createElement('script'); s.text = 'window.ran = 1';"
        "document.body.append(s)"
    )
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in " ".join(said)


@pytest.mark.parametrize("path", ["/", "/simple/"])
def test_the_keyboard_reaches_everything_and_always_shows_where_it_is(
    page: Page, site: str, path: str
) -> None:
    page.goto(site + path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    expected = page.locator(
        "a[href]:visible, button:visible, summary:visible, select:visible, textarea:visible,"
        " input:visible:not([type=hidden], [type=radio])"
    ).count()
    reached = 1
    for _ in range(expected + 10):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "() => { const e = document.activeElement;"
            " if (e === document.body) return null;"
            " const label = e.closest('.choice')?.querySelector('label');"
            " return [e, label].some(x => x && getComputedStyle(x).outlineStyle !== 'none'"
            " && parseFloat(getComputedStyle(x).outlineWidth) >= 2); }"
        )
        if shown is None:
            break
        assert shown, page.evaluate("document.activeElement.outerHTML")
        reached += 1
    assert reached >= expected


def test_the_skip_link_leads_past_the_menu(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/", "/simple/"])
def test_main_actions_are_large_enough_for_a_thumb(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site + path)
    main = ".button:not(.small), .exit, .choice label, .phone-menu summary, .languages a"
    for one in page.locator(main).all():
        box = one.bounding_box()
        if box is not None:
            assert box["height"] >= 44, one.inner_text()


def test_the_menu_works_on_a_phone_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(site)
    assert not page.get_by_role("link", name="Signals").is_visible()
    page.locator(".phone-menu summary").click()
    assert page.get_by_role("link", name="Signals").is_visible()
    context.close()


@pytest.mark.parametrize("path", ["/?errors=1", "/simple/?errors=1"])
def test_an_error_is_joined_to_its_field_and_the_summary_leads_there(
    page: Page, site: str, path: str
) -> None:
    page.goto(site + path)
    name = page.get_by_label("Name")
    assert name.get_attribute("aria-invalid") == "true"
    told = (name.get_attribute("aria-describedby") or "").split()
    texts = [page.locator(f"#{one}").inner_text() for one in told]
    assert texts == ["As the person wants to be called.", "Error: This field is required."]
    for link in page.locator(".error-summary a").all():
        link.click()
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.evaluate("document.activeElement.id") == target
    group = page.get_by_role("group", name="May we call?")
    assert group.get_attribute("aria-describedby") == "id_call_error"


def test_the_quick_way_out_takes_the_place_of_the_page(page: Page, site: str) -> None:
    page.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="elsewhere"))
    for leave in ("click", "escape"):
        page.goto(f"{site}/simple/")
        before = page.evaluate("history.length")
        if leave == "click":
            page.locator("a[data-exit]").click()
        else:
            page.get_by_label("Name").fill("something typed")
            for _ in range(3):
                page.keyboard.press("Escape")
        page.wait_for_url("https://www.wikipedia.org/")
        assert page.evaluate("history.length") == before


def test_without_a_script_the_way_out_is_a_plain_link(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/simple/")
    link = page.locator("a[data-exit]")
    assert link.get_attribute("href") == "https://www.wikipedia.org/"
    assert "noreferrer" in (link.get_attribute("rel") or "")
    assert context.cookies() == []
    assert "manumit" not in page.content().lower()
    context.close()


def test_what_was_opened_for_a_moment_is_emptied(page: Page, site: str) -> None:
    page.clock.install()
    page.goto(site)
    assert page.locator(".secret").is_visible()
    page.clock.fast_forward(2100)
    assert page.locator(".secret").count() == 0
    assert "Closed again" in page.locator("[data-closes-after]").inner_text()


def test_leaving_a_changed_form_is_asked_about_once(page: Page, site: str) -> None:
    asked = list[str]()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(site)
    page.goto(f"{site}/simple/")
    assert asked == []
    page.goto(site)
    page.get_by_label("Name").fill("a change")
    page.goto(f"{site}/simple/")
    assert asked == ["beforeunload"]


def test_an_intake_page_weighs_less_than_sixty_kilobytes(page: Page, site: str) -> None:
    weights = dict[str, int]()
    page.on("response", lambda answer: weights.update({answer.url: len(answer.body())}))
    page.goto(f"{site}/simple/", wait_until="networkidle")
    assert sum(weights.values()) < 60_000
    assert sum(size for url, size in weights.items() if ".css" in url) < 20_000
    assert not any("htmx" in url for url in weights)


def test_a_receipt_is_printed_without_the_page_around_it(page: Page, site: str) -> None:
    page.goto(f"{site}/simple/")
    page.emulate_media(media="print")
    assert page.locator(".receipt .number").is_visible()
    assert not page.locator(".exit").is_visible()
    assert not page.locator(".languages").is_visible()


def test_every_pictogram_is_drawn_and_none_is_read_aloud(page: Page, site: str) -> None:
    page.goto(site)
    drawn = page.locator("ul.cards svg.pictogram")
    assert drawn.count() >= 36
    for one in drawn.all():
        assert one.get_attribute("aria-hidden") == "true"
        size = one.evaluate("e => { const b = e.getBBox(); return [b.x, b.y, b.width, b.height] }")
        assert min(size[:2]) >= 0
        assert max(size[0] + size[2], size[1] + size[3]) <= 24
        assert max(size[2:]) >= 10


def test_a_missing_page_says_no_more_than_that(page: Page, site: str) -> None:
    answer = page.goto(f"{site}/support/cases/K7QF-2M9X/?language=fr")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Rien à afficher ici"
    assert violations(page) == []


def test_a_failure_shows_a_page_that_needs_nothing(page: Page, site: str) -> None:
    answer = page.goto(f"{site}/broken/")
    assert answer is not None
    assert answer.status == 500
    assert "You did nothing wrong" in page.locator("main").inner_text()
    assert violations(page) == []


def test_only_listed_files_are_served(page: Page, site: str) -> None:
    def status(path: str) -> int:
        return page.request.get(f"{site}/static/{path}").status

    assert status("look/look.css") == status("mfa/js/webauthn.js") == 200
    for path in ("account/js/account.js", "look/README.md", "..%2fheaders.py", "mfa/js/", "look"):
        assert status(path) == 404
    with urlopen(f"{site}/static/look/look.js") as answer:  # noqa: S310 - this machine
        assert answer.headers["Content-Type"].startswith("text/javascript")
