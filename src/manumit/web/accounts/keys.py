"""Keys of people and agencies, and how they are open while someone is signed in.

A person's private key is wrapped under the password. The agency's private key is sealed for each of
its people by a colleague. While someone is signed in, the person's key lies in the session, sealed
under a key that only the browser's cookie holds: the database alone opens nothing, and neither does
the server once the person has gone.
"""

import base64
from dataclasses import dataclass

from django.http import HttpRequest

from manumit.errors import AccessRefused, CannotOpen
from manumit.web.accounts.models import Agency, User
from manumit.web.base_settings import CONFIG
from manumit.web.sealing import (
    SALT_BYTES,
    KeyPair,
    Place,
    decrypt,
    encrypt,
    key_from,
    new_key,
    new_pair,
    new_salt,
    open_with,
    recover,
    seal_for,
    split,
)

COOKIE = "__Host-key" if CONFIG.secure else "key"
SESSION = "sealed_key"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that a signed-in person can use; empty when nobody is, or no cookie came."""

    person: User | None = None
    private: bytes = b""

    def agency(self) -> bytes:
        """The private key of the person's agency.

        Raises:
            AccessRefused: There is none: not signed in, not yet admitted, or an administrator.
        """
        if self.person is None or not self.private or not self.person.agency_key:
            raise AccessRefused("no_agency_key")
        try:
            return open_with(self.private, bytes(self.person.agency_key))
        except CannotOpen:
            raise AccessRefused("agency_key_of_another") from None


def give_keys(person: User, password: str) -> bytes:
    """Make a person's key pair and wrap its private half under the password.

    Returns:
        The private key.
    """
    pair = new_pair()
    person.public_key = pair.public
    wrap_key(person, pair.private, password)
    return pair.private


def wrap_key(person: User, private: bytes, password: str) -> None:
    """Wrap a person's private key under a password, new or first."""
    salt = new_salt()
    key = key_from(password, salt, CONFIG.argon_mebibytes)
    person.wrapped_key = salt + encrypt(key, private, _place(person))


def private_key(person: User, password: str) -> bytes:
    """A person's private key.

    Raises:
        CannotOpen: The password is wrong.
    """
    kept = bytes(person.wrapped_key)
    key = key_from(password, kept[:SALT_BYTES], CONFIG.argon_mebibytes)
    return decrypt(key, kept[SALT_BYTES:], _place(person))


def admit(person: User, agency_private: bytes) -> None:
    """Give a colleague the agency's key."""
    person.agency_key = seal_for(bytes(person.public_key), agency_private)


def found(agency: Agency) -> tuple[KeyPair, tuple[str, str, str]]:
    """Make an agency's key pair.

    Returns:
        The pair, and the three recovery keys, which are shown once and kept nowhere.
    """
    pair = new_pair()
    agency.public_key = pair.public
    agency.recovery, keys = split(pair.private, _recovery_place(agency))
    return pair, keys


def recovered(agency: Agency, one: str, other: str) -> bytes:
    """An agency's private key, from two of its three recovery keys.

    Raises:
        CannotOpen: They are not two different recovery keys of this agency.
    """
    return recover(bytes(agency.recovery), one, other, _recovery_place(agency))


def remember(request: HttpRequest, private: bytes, holder: str) -> None:
    """Keep a private key for the session: sealed here, its key in the browser's cookie."""
    key = new_key()
    sealed = encrypt(key, private, Place("session", "key", holder))
    request.session[SESSION] = base64.b64encode(sealed).decode()
    request.new_key_cookie = base64.b64encode(key).decode()  # type: ignore[attr-defined]


def remembered(request: HttpRequest, holder: str) -> bytes:
    """The private key of the session, or nothing if it cannot be opened."""
    sealed, cookie = request.session.get(SESSION, ""), request.COOKIES.get(COOKIE, "")
    fresh = getattr(request, "new_key_cookie", "")
    try:
        key = base64.b64decode(fresh or cookie, validate=True)
        return decrypt(key, base64.b64decode(sealed), Place("session", "key", holder))
    except (CannotOpen, ValueError):
        return b""


def _place(person: User) -> Place:
    return Place("accounts_user", "wrapped_key", str(person.id))


def _recovery_place(agency: Agency) -> Place:
    return Place("accounts_agency", "recovery", str(agency.id))
