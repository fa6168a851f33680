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
    KEY_BYTES,
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
    public_of,
    recover,
    seal_for,
    split,
)

COOKIE = "__Host-key" if CONFIG.secure else "key"
SESSION = "sealed_key"
MEMORY_BYTES = 2
"""A wrapped key begins with the mebibytes that a guess at its password takes, then its salt."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that a signed-in person can use; empty when nobody is, or no cookie came."""

    person: User | None = None
    private: bytes = b""

    def public(self) -> bytes:
        """The person's public key as the private one gives it, whatever the database says.

        Nothing where there is no key.
        """
        return public_of(self.private) if self.private else b""

    def agency(self) -> bytes:
        """The private key of the person's agency.

        Raises:
            AccessRefused: There is none: not signed in, not yet admitted, or an administrator.
        """
        if self.person is None or not self.private or not self.person.agency_key:
            raise AccessRefused("no_agency_key")
        try:
            private = open_with(self.private, bytes(self.person.agency_key))
        except CannotOpen:
            raise AccessRefused("agency_key_of_another") from None
        if not matches(self.person.agency, private):
            raise AccessRefused("agency_key_of_another")
        return private


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
    head = CONFIG.argon_mebibytes.to_bytes(MEMORY_BYTES, "big") + new_salt()
    person.wrapped_key = head + encrypt(_password_key(password, head), private, _place(person))


def private_key(person: User, password: str) -> bytes:
    """A person's private key.

    Raises:
        CannotOpen: The password is wrong.
    """
    kept, size = bytes(person.wrapped_key), MEMORY_BYTES + SALT_BYTES
    return decrypt(_password_key(password, kept[:size]), kept[size:], _place(person))


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


def matches(agency: Agency, private: bytes) -> bool:
    """Whether a private key is the one of an agency."""
    return public_of(private) == bytes(agency.public_key)


def remember(request: HttpRequest, private: bytes, holder: str) -> None:
    """Keep a private key for the session: sealed here, its key in the browser's cookie."""
    request.new_key_cookie = base64.b64encode(new_key()).decode()  # type: ignore[attr-defined]
    stow(request, SESSION, private, holder)


def remembered(request: HttpRequest, holder: str) -> bytes:
    """The private key of the session, or nothing if it cannot be opened."""
    return stowed(request, SESSION, holder)


def stow(request: HttpRequest, name: str, content: bytes, holder: str) -> None:
    """Keep something in the session so that only this browser opens it.

    Raises:
        AccessRefused: The browser holds no key.
    """
    key = _cookie_key(request)
    if not key:
        raise AccessRefused("no_key_cookie")
    sealed = encrypt(key, content, Place("session", name, holder))
    request.session[name] = base64.b64encode(sealed).decode()


def stowed(request: HttpRequest, name: str, holder: str) -> bytes:
    """What was kept in the session under a name, or nothing if it cannot be opened."""
    try:
        sealed = base64.b64decode(request.session.get(name, ""))
        return decrypt(_cookie_key(request), sealed, Place("session", name, holder))
    except (CannotOpen, ValueError):
        return b""


def _cookie_key(request: HttpRequest) -> bytes:
    text = getattr(request, "new_key_cookie", "") or request.COOKIES.get(COOKIE, "")
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""


def _password_key(password: str, head: bytes) -> bytes:
    memory = int.from_bytes(head[:MEMORY_BYTES], "big")
    return key_from(password, head[MEMORY_BYTES:], memory)


def _place(person: User) -> Place:
    return Place("accounts_user", "wrapped_key", str(person.id))


def _recovery_place(agency: Agency) -> Place:
    return Place("accounts_agency", "recovery", str(agency.id))
