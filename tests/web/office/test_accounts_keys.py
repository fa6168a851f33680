"""Keys: a password wraps them, a cookie holds them for a session, and nothing else opens them."""

import base64
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from manumit.errors import AccessRefused, CannotOpen, RefusedError
from manumit.web.accounts import keys
from manumit.web.accounts.adapter import AccountAdapter, SecondFactorAdapter
from manumit.web.accounts.keys import COOKIE, SESSION, Keyring
from manumit.web.accounts.models import User
from manumit.web.accounts.rules import KEYLESS
from tests.web.office.people import LOGIN, PASSWORD, colleague, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
NEW = "other plain words kept safe"
CHANGE = "/account/password/"


def keyring_of(client: Client, person: User) -> Keyring:
    """What the office holds for a browser: its session, and the cookies that it sends."""
    request = RequestFactory().get("/")
    request.session = client.session
    request.COOKIES = {name: each.value for name, each in client.cookies.items()}
    person.refresh_from_db()
    return Keyring(person, keys.remembered(request, str(person.id)))


def change(client: Client, old: str = PASSWORD, new: str = NEW, **extra: object) -> str:
    given = {"oldpassword": old, "password1": new, "password2": new, **extra}
    answer = client.post(CHANGE, given)
    return "changed" if answer.status_code == 302 else answer.content.decode()


def test_every_role_but_those_without_keys_opens_its_agency(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    for role, person in cast.items():
        ring = keyring_of(signed_in(role), person)
        if role in KEYLESS:
            with pytest.raises(AccessRefused):
                ring.agency()
        else:
            assert keys.matches(person.agency, ring.agency())


def test_a_new_password_wraps_the_same_key(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person, client = cast["SOC"], signed_in("SOC")
    before = keyring_of(client, person).agency()
    assert change(client) == "changed"
    assert keyring_of(client, person).agency() == before
    assert keyring_of(sign_in(Client(), person, NEW), person).agency() == before
    with pytest.raises(CannotOpen):
        keys.private_key(person, PASSWORD)
    assert Client().post(LOGIN, {"login": "soc", "password": PASSWORD}).status_code == 200


def test_a_new_password_ends_the_other_sessions(signed_in: Callable[[str], Client]) -> None:
    here, elsewhere = signed_in("SOC"), signed_in("SOC")
    elsewhere.get("/account/")
    assert change(here) == "changed"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/")["Location"] == LOGIN


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wrong", NEW, "The password is wrong."),
        (PASSWORD, "short words", "at least 12 characters"),
        (PASSWORD, "person of soc", "too similar"),
    ],
)
def test_a_bad_password_changes_nothing(
    cast: dict[str, User], signed_in: Callable[[str], Client], old: str, new: str, said: str
) -> None:
    person, client = cast["SOC"], signed_in("SOC")
    kept = bytes(person.wrapped_key)
    assert said in change(client, old, new)
    person.refresh_from_db()
    assert bytes(person.wrapped_key) == kept
    assert person.check_password(PASSWORD)


def test_two_different_new_passwords_change_nothing(signed_in: Callable[[str], Client]) -> None:
    assert "not the same" in change(signed_in("SOC"), password2=NEW + "!")


def test_the_library_cannot_set_a_password_without_the_key(cast: dict[str, User]) -> None:
    with pytest.raises(RefusedError):
        AccountAdapter().set_password(cast["SOC"], NEW)


def test_a_wrong_password_opens_no_key(cast: dict[str, User]) -> None:
    for wrong in ("", PASSWORD.title(), PASSWORD + " "):
        with pytest.raises(CannotOpen):
            keys.private_key(cast["SOC"], wrong)


def test_stolen_rows_of_account_and_session_open_nothing(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person, client = cast["SOC"], signed_in("SOC")
    assert keyring_of(client, person).private
    real = client.cookies[COOKIE].value
    for cookie in ("", "x", base64.b64encode(bytes(32)).decode(), base64.b64encode(b"1").decode()):
        client.cookies[COOKIE] = cookie
        ring = keyring_of(client, person)
        assert not ring.private
        with pytest.raises(AccessRefused):
            ring.agency()
    client.cookies[COOKIE] = real
    assert keyring_of(client, person).private
    assert real not in str(dict(client.session))


def test_a_key_opens_in_the_session_of_its_own_person_only(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    mine, other = signed_in("SOC"), signed_in("LI")
    session = other.session
    session[SESSION] = mine.session[SESSION]
    session.save()
    other.cookies[COOKIE] = mine.cookies[COOKIE].value
    assert not keyring_of(other, cast["LI"]).private
    assert not keyring_of(mine, cast["LI"]).private


def test_a_wrapped_key_that_was_moved_does_not_open(cast: dict[str, User]) -> None:
    cast["LI"].wrapped_key = cast["SOC"].wrapped_key
    with pytest.raises(CannotOpen):
        keys.private_key(cast["LI"], PASSWORD)


def test_a_person_who_was_moved_to_another_agency_has_no_key_there(cast: dict[str, User]) -> None:
    person = cast["SOC"]
    private = keys.private_key(person, PASSWORD)
    Keyring(person, private).agency()
    person.agency = cast["POL"].agency
    with pytest.raises(AccessRefused):
        Keyring(person, private).agency()


def test_keys_still_open_after_the_memory_of_a_guess_is_raised(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(keys, "CONFIG", replace(keys.CONFIG, argon_mebibytes=3))
    assert keys.private_key(cast["SOC"], PASSWORD)
    person = colleague(cast["SOC"], "second")
    assert bytes(person.wrapped_key[:2]) == b"\x00\x03"
    assert keys.private_key(person, PASSWORD)


def test_secrets_of_second_factors_are_sealed(cast: dict[str, User]) -> None:
    adapter = SecondFactorAdapter()
    sealed = adapter.encrypt("SECRET")
    assert "SECRET" not in sealed
    assert adapter.decrypt(sealed) == "SECRET"
    assert all(
        "secret" not in str(each.data["secret"]).lower()
        for each in cast["SOC"].authenticator_set.all()  # type: ignore[attr-defined]
    )
