"""The pages of accounts in a browser: keyboard only, nothing refused by the policy of the page."""

import time
from collections.abc import Callable, Iterator

import pytest
import pytest_django
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from manumit.web.accounts import invitations
from manumit.web.accounts.models import Agency, User
from manumit.web.audit.guards import lift_guards, set_guards
from tests.browser.office import sound
from tests.web.office.people import PASSWORD, code_now, colleague, everyone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "mailbox"]),
]
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
HARMLESS = ("[DOM]", "404 (Not Found)")
"""Advice about forms; and the page after signing in, which is not of this part of the office."""


@pytest.fixture(scope="session", autouse=True)
def _rows_beside_a_browser() -> Iterator[None]:
    """The browser runs a loop of events in this thread, which Django would take for its own.

    It is set before the databases are made, which may be after another test started the browser.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module", autouse=True)
def _log_lets_go(
    _rows_beside_a_browser: None,
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[None]:
    """After each test the tables are emptied; the log would refuse it."""
    with django_db_blocker.unblock():
        lift_guards(connection)
    yield
    with django_db_blocker.unblock():
        set_guards(connection)


@pytest.fixture
def cast(transactional_db: None) -> dict[str, User]:
    """One person for each role."""
    return everyone()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert [text for text in said if not any(each in text for each in HARMLESS)] == []
    context.close()


def reach(page: Page, selector: str) -> None:
    """Go on with the Tab key until something has the focus."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        reach(page, f"#id_{name}")
        page.keyboard.type(value)


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page: Page, person: User) -> None:
    page.goto("/account/login/")
    fill(page, login=person.username, password=PASSWORD)
    press(page, "main form .button")


def by_code(page: Page, person: User) -> None:
    fill(page, code=code_now(person))
    press(page, "main form .button")


def plug_in(page: Page) -> None:
    """A security key that answers by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_signing_in_with_password_and_code(page: Page, cast: dict[str, User]) -> None:
    sign_in(page, cast["SOC"])
    assert page.locator("h1").inner_text() == "Second step"
    sound(page)
    by_code(page, cast["SOC"])
    page.goto("/account/")
    sound(page)
    assert page.locator("dl.facts").inner_text().count("soc") >= 1


def test_a_security_key_is_added_and_then_signs_in(page: Page, cast: dict[str, User]) -> None:
    plug_in(page)
    sign_in(page, cast["SOC"])
    by_code(page, cast["SOC"])
    page.goto("/account/2fa/keys/add/")
    sound(page)
    press(page, "#key_add")
    assert Authenticator.objects.filter(user=cast["SOC"], type="webauthn").count() == 1
    page.goto("/account/2fa/keys/")
    sound(page)
    press(page, ".who button")
    sign_in(page, cast["SOC"])
    sound(page)
    press(page, "#key_use")
    page.goto("/account/")
    assert page.locator("h1").inner_text() == "My account"


def test_an_administrator_is_let_in_by_a_security_key_only(
    page: Page, cast: dict[str, User]
) -> None:
    plug_in(page)
    sign_in(page, cast["ADM"])
    by_code(page, cast["ADM"])
    page.goto("/account/people/")
    assert page.url.endswith("/account/2fa/keys/add/")
    press(page, "#key_add")
    page.goto("/account/people/")
    assert page.url.endswith("/account/2fa/keys/again/")
    sound(page)
    press(page, "#key_use")
    for path in ("people/", "agencies/", "agencies/new/"):
        page.goto(f"/account/{path}")
        assert page.url.endswith(path)
        sound(page)


def test_from_a_code_to_the_keys_of_an_agency(page: Page, cast: dict[str, User]) -> None:
    agency = Agency.objects.create(name="Harbour Union", role="UNI")
    code = invitations.invite(cast["ADM"], agency, username="grace", name="Grace Okoro")
    page.goto("/account/invitation/")
    sound(page)
    fill(page, code=code)
    press(page, "main form .button")
    sound(page)
    fill(page, password1=PASSWORD, password2=PASSWORD)
    press(page, "main form .button")
    page.goto("/account/")
    sound(page)
    secret = page.locator(".secret").inner_text()
    fill(page, code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page, "main form .button")
    assert page.locator(".receipt .number").count() == 10
    sound(page)
    page.reload()
    assert page.locator(".receipt").count() == 0
    page.goto("/account/")
    press(page, ".notice .button")
    sound(page)
    press(page, "main form .button")
    sound(page)
    numbers = [int(each) for each in page.locator("form label").inner_text() if each.isdigit()]
    box = page.locator(".receipt").nth(numbers[0] - 1)
    line = box.locator(".number").nth(numbers[1] - 1).inner_text()
    fill(page, typed=line.split("-")[numbers[2] - 1])
    press(page, "main form .button")
    assert page.locator("h1").inner_text() == "Harbour Union"
    agency.refresh_from_db()
    assert agency.public_key


@pytest.fixture
def busy(cast: dict[str, User]) -> User:
    """Someone at an agency where something of every kind waits."""
    from manumit.web.accounts import changes

    second = colleague(cast["SOC"], "lena")
    changes.ask(second, colleague(cast["SOC"], "omar"), "close")
    code = invitations.invite(second, second.agency, username="jo", name="Joana Pinto")
    found = invitations.found(code)
    assert found is not None
    invitations.accept(found, password=PASSWORD, language="en")
    invitations.invite(second, second.agency, username="tariq", name="Tariq Aziz")
    return cast["SOC"]


@pytest.mark.parametrize("language", ["ar", pytest.param("en", marks=pytest.mark.study)])
def test_every_page_of_a_colleague(page: Page, busy: User, language: str) -> None:
    User.objects.filter(pk=busy.pk).update(language=language)
    sign_in(page, busy)
    by_code(page, busy)
    paths = ("", "agency/", "agency/invite/", "password/", "2fa/codes/new/", "2fa/app/remove/")
    for path in (*paths, "2fa/again/", "reauthenticate/"):
        page.goto(f"/account/{path}")
        assert page.locator("html").get_attribute("lang") == language
        sound(page)


@pytest.fixture
def admitted(busy: User) -> Callable[[], bool]:
    return lambda: not User.objects.get(username="jo").waits


def test_admitting_is_one_press(page: Page, busy: User, admitted: Callable[[], bool]) -> None:
    sign_in(page, busy)
    by_code(page, busy)
    page.goto("/account/agency/")
    press(page, "form[action$='/admit/'] .button")
    assert "Joana Pinto is admitted." in page.locator("main").inner_text()
    assert admitted()
