"""Where the library for signing in does as this project wants."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from manumit.errors import RefusedError
from manumit.web.accounts import acts, factor_secrets
from manumit.web.accounts.fresh import is_fresh
from manumit.web.accounts.models import User
from manumit.web.accounts.sessions import SessionStore
from manumit.web.accounts.texts import word, worded
from manumit.web.base_settings import CONFIG

SAID = {
    "account/messages/password_changed.txt": "password_changed",
    "mfa/messages/totp_activated.txt": "app_added",
    "mfa/messages/totp_deactivated.txt": "app_removed",
    "mfa/messages/webauthn_added.txt": "key_added",
    "mfa/messages/webauthn_removed.txt": "key_removed",
}
"""Messages of the library that are shown, and the phrase for each; the others say nothing new."""


WAYS = {
    "reauthenticate": "way_password",
    "mfa_reauthenticate": "way_code",
    "mfa_reauthenticate:webauthn": "way_key",
}
"""Ways to show that it is still the same person, and the phrase for each."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library has no types
    """Accounts are made by invitation, no mail is sent, and no address of a browser is read."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": word("wrong_sign_in"),
        "invalid_login": word("wrong_sign_in"),
        "too_many_login_attempts": word("too_many"),
        "rate_limited": word("too_many"),
        "incorrect_password": word("wrong_password"),
        "enter_current_password": word("wrong_password"),
        "incorrect_code": word("wrong_code"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up."""
        return False

    def set_password(self, user: User, password: str) -> None:  # noqa: ARG002
        """A password is only set together with the key that it wraps.

        Raises:
            RefusedError: Always; see `manumit.web.accounts.passwords`.
        """
        raise RefusedError("A password is not set without its key.", reason="password_without_key")

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, once every step is done."""
        acts.write(user, "sign_in")
        SessionStore.clear_expired()
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out."""
        acts.write(request.user if isinstance(request.user, User) else None, "sign_out")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """A wrong name or password. What was typed is not kept: it may be a password."""
        person = User.objects.filter(username=credentials.get("username", "")).first()
        acts.write(person, "sign_in_failed", allowed=False)

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002
        """Whether the password or second factor was given too long ago."""
        return not is_fresh(context.request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Ways to show that it is still the same person, in the words of the project."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [each | {"description": worded(WAYS[each["id"]])} for each in ways]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Tries are counted by the name alone; the library adds the host that the browser names."""
        return str(credentials.get("username", "")).lower()

    def get_client_ip(self, request: HttpRequest) -> str:  # noqa: ARG002
        """No address is read, so that none can be kept."""
        return "nowhere"

    def get_http_user_agent(self, request: HttpRequest) -> str:  # noqa: ARG002
        """No name of a browser is read."""
        return ""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **given: Any) -> None:
        """A message of the library, in the words of the project."""
        said = SAID.get(args[0] if args else given.get("message_template", ""))
        if said:
            messages.add_message(request, level, worded(said))

    def send_mail(self, *_args: object, **_given: object) -> None:
        """Nothing is sent by mail: a mail would tell who works here."""

    def send_notification_mail(self, *_args: object, **_given: object) -> None:
        """The same."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # the library has no types
    """Secrets of second factors are sealed, and security keys are bound to the office's name."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": word("wrong_code")}

    def encrypt(self, text: str) -> str:
        """Seal under the secret of the server, which is not in the database."""
        return factor_secrets.seal(text, settings.SECRET_KEY)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what was sealed."""
        return factor_secrets.unseal(encrypted_text, settings.SECRET_KEY)

    def build_totp_svg(self, url: str) -> str:
        """The picture that an app on a telephone reads."""
        import segno

        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=4, border=4, light="#fff")
        return picture.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that keys are bound to: the office's address, never what a browser says."""
        return {"id": urlsplit(CONFIG.office_url).hostname or "", "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """A name for a new key."""
        return worded(
            "key_name", number=Authenticator.objects.filter(user=user, type=type).count() + 1
        )
