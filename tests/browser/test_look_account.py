"""The pages of signing in: the library's own, in the look of the project and under its policy."""

import base64
import hmac
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.office import sound
from tests.web.styleguide.preview import preview

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
HARMLESS = "[DOM]"
"""Advice of the browser about forms, not an error."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with preview("account") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    assert [text for text in said if HARMLESS not in text] == []
    context.close()


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form .button").first.click()


def code(secret: str) -> str:
    """The six digits that an authenticator application shows now."""
    digest = hmac.digest(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1"
    )
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def sign_in(page: Page, site: str, password: str) -> None:
    page.goto(f"{site}/account/login/")
    page.fill("#id_login", "amina")
    page.fill("#id_password", password)
    send(page)


def confirm(page: Page) -> None:
    """Give the password again, where it is asked for."""
    if "reauthenticate" in page.url:
        sound(page)
        page.fill("#id_password", "a long password")
        send(page)


def test_signing_in_with_a_second_step_works_under_the_policy(page: Page, site: str) -> None:
    page.goto(f"{site}/account/login/")
    sound(page)
    sign_in(page, site, "wrong")
    assert page.locator(".error-summary").is_visible()
    sound(page)
    sign_in(page, site, "a long password")

    page.goto(f"{site}/account/2fa/totp/activate/")
    confirm(page)
    sound(page)
    assert page.locator("img.qr").is_visible()
    page.fill("#id_code", code(page.input_value("#authenticator_secret")))
    send(page)
    page.goto(f"{site}/account/2fa/recovery-codes/")
    confirm(page)
    sound(page)

    page.goto(f"{site}/account/2fa/webauthn/add/")
    confirm(page)
    page.fill("#id_name", "Blue key")
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")
    for path in ("2fa/webauthn/", "2fa/", "sessions/", "password/change/", "logout/"):
        page.goto(f"{site}/account/{path}")
        sound(page)

    page.context.clear_cookies()
    sign_in(page, site, "a long password")
    sound(page)
    with page.expect_navigation():
        page.click("#mfa_webauthn_authenticate")
    assert page.locator(".who").inner_text().startswith("amina")
