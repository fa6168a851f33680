"""The same people for every test of the office: one agency and one person for each role.

    cast = everyone()                 # rows in the database, with keys and a second factor
    sign_in(client, cast["SOC"])      # by password and code, as in a browser
    cast["SOC"].agency                # the agency of that person

All have `PASSWORD`. Keys and hashes are made once in a process, so a cast costs a few rows.
"""

import time
from base64 import b32encode
from functools import cache
from uuid import UUID, uuid5

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache as used_codes
from django.test import Client

from manumit.casework.policy import ROLES
from manumit.web.accounts import keys
from manumit.web.accounts.models import Agency, User

PASSWORD = "four plain words kept safe"
SECRET = b32encode(b"a secret of tests 20").decode()
"""Secret of everyone's app for codes."""

_SPACE = UUID("00000000-0000-4000-8000-000000000000")
LOGIN, SECOND = "/account/login/", "/account/2fa/"


@cache
def _kept(name: str, role: str) -> tuple[dict[str, bytes], dict[str, object]]:
    """Keys of an agency and of its first person, made once."""
    agency = Agency(id=uuid5(_SPACE, f"agency {name}"), name=name, role=role)
    person = User(id=uuid5(_SPACE, f"person {name}"), agency=agency)
    private = keys.give_keys(person, PASSWORD)
    person.set_password(PASSWORD)
    if role not in ("ADM", "IMM", "COM", "STA"):
        pair, _ = keys.found(agency)
        keys.admit(person, pair.private)
        assert keys.private_key(person, PASSWORD) == private
    names = ("password", "public_key", "wrapped_key", "agency_key")
    return (
        {"public_key": agency.public_key, "recovery": agency.recovery},
        {name: getattr(person, name) for name in names},
    )


def someone(name: str, role: str, *, health: bool = False, shelter: bool = False) -> User:
    """A person at an agency of their own, with keys; the same keys each time for the same name."""
    of_agency, of_person = _kept(name, role)
    agency = Agency.objects.create(
        id=uuid5(_SPACE, f"agency {name}"), name=name, role=role, **of_agency
    )
    person = User.objects.create(
        id=uuid5(_SPACE, f"person {name}"),
        username=name,
        name=f"Person of {name}",
        agency=agency,
        health=health,
        shelter=shelter,
        **of_person,
    )
    give_app(person)
    return person


def everyone() -> dict[str, User]:
    """One person for each of the twelve roles, by its code; that of SOC has all skills."""
    return {
        role: someone(role.lower(), role, health=role == "SOC", shelter=role == "SOC")
        for role in ROLES
    }


def colleague(of: User, name: str) -> User:
    """A second person at the agency of someone, who has its key and the same password."""
    person = User(id=uuid5(_SPACE, f"person {name}"), username=name, name=f"Person {name}")
    person.agency = of.agency
    keys.give_keys(person, PASSWORD)
    person.set_password(PASSWORD)
    if of.agency_key:
        private = keys.private_key(of, PASSWORD)
        keys.admit(person, keys.Keyring(of, private).agency())
    person.save(force_insert=True)
    give_app(person)
    return person


def give_app(person: User) -> None:
    """An app for codes, with the secret of all tests."""
    sealed = get_adapter().encrypt(SECRET)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": sealed})


def code_now(person: User) -> str:
    """The code that the person's app shows; it can be used again, unlike outside of tests."""
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    used_codes.delete_many(
        [f"code:{person.pk}:{code}", f"allauth.mfa.totp.used?user={person.pk}&code={code}"]
    )
    return code


def sign_in(client: Client, person: User, password: str = PASSWORD) -> Client:
    """Sign in by password and code; as with a security key, where the role needs one."""
    answer = client.post(LOGIN, {"login": person.username, "password": password})
    assert answer.status_code == 302, "the password was refused"
    assert answer["Location"] == SECOND, answer["Location"]
    answer = client.post(SECOND, {"code": code_now(person)})
    assert answer.status_code == 302, "the code was refused"
    if person.agency.role in ("ADM", "AUD"):
        touched(client)
    return client


def touched(client: Client) -> None:
    """Note in the session, as the library does, that a security key was used."""
    session = client.session
    record = {"method": "mfa", "at": time.time(), "id": 0, "type": "webauthn"}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        *session[AUTHENTICATION_METHODS_SESSION_KEY],
        record,
    ]
    session.save()


def later(client: Client, seconds: float) -> None:
    """Make the session of a client look as if the sign-in had been so many seconds ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**each, "at": each["at"] - seconds} for each in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    for name in ("since", "seen"):
        if name in session:
            session[name] -= seconds
    session.save()
