"""Signing in: password, second factor, how long it lasts, and what is kept of it."""

import re
import time
from collections.abc import Callable
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import authenticate
from django.core.cache import caches
from django.db import connection
from django.test import Client

from manumit.web.accounts.keys import COOKIE
from manumit.web.accounts.models import Session, User
from manumit.web.audit.models import Record
from tests.web.office.people import LOGIN, PASSWORD, SECOND, code_now, later, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
HOME = "/account/"


def attempt(client: Client, name: str, password: str, **extra: str) -> str:
    answer = client.post(LOGIN, {"login": name, "password": password}, **extra)  # type: ignore[arg-type]
    if answer.status_code == 302:
        return "in"
    page = answer.content.decode().replace(f'"{name}"', "NAME")
    return re.sub(r'"[A-Za-z0-9]{64}"', "TOKEN", page)


def test_everyone_of_the_cast_can_sign_in(cast: dict[str, User]) -> None:
    for person in cast.values():
        client = sign_in(Client(), person)
        assert client.get(HOME).status_code == 200
        assert list(person.sessions.values_list("person", flat=True)) == [person.id]


def test_a_password_without_the_second_step_opens_nothing(cast: dict[str, User]) -> None:
    client = Client()
    client.post(LOGIN, {"login": "soc", "password": PASSWORD})
    assert client.get(HOME)["Location"] == LOGIN
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert client.get(HOME)["Location"] == LOGIN


def test_whoever_has_no_second_factor_is_sent_to_set_one_up(cast: dict[str, User]) -> None:
    Authenticator.objects.filter(user=cast["SOC"]).delete()
    client = Client()
    client.post(LOGIN, {"login": "soc", "password": PASSWORD})
    for path in (HOME, "/account/agency/", "/account/password/"):
        assert client.get(path)["Location"] == "/account/2fa/app/"
    assert client.get("/account/2fa/app/").status_code == 200


@pytest.mark.parametrize("role", ["ADM", "AUD"])
def test_administrators_and_auditors_need_a_security_key(cast: dict[str, User], role: str) -> None:
    client, person = Client(), cast[role]
    client.post(LOGIN, {"login": person.username, "password": PASSWORD})
    client.post(SECOND, {"code": code_now(person)})
    for path in (HOME, "/account/agency/", "/account/agencies/", "/account/people/"):
        assert client.get(path)["Location"] == "/account/2fa/keys/add/"
    assert client.get("/account/2fa/keys/add/").status_code == 200


@pytest.mark.parametrize("role", ["ADM", "AUD"])
def test_password_and_app_cannot_add_a_key_beside_the_one_that_is_needed(
    cast: dict[str, User], role: str
) -> None:
    person = cast[role]
    Authenticator.objects.create(user=person, type="webauthn", data={})
    codes = RecoveryCodes.activate(person)
    client = Client()
    client.post(LOGIN, {"login": person.username, "password": PASSWORD})
    with mock.patch("allauth.mfa.webauthn.internal.auth.get_credentials", return_value=[]):
        client.post(SECOND, {"code": code_now(person)})
        for path in (HOME, "2fa/keys/add/", "2fa/app/", "2fa/codes/", "2fa/codes/new/"):
            answer = client.get(path if path == HOME else f"{HOME}{path}")
            assert answer["Location"] == "/account/2fa/keys/again/"
        lost = Client()
        lost.post(LOGIN, {"login": person.username, "password": PASSWORD})
        lost.post(SECOND, {"code": codes.get_unused_codes()[0]})
        assert lost.get(HOME)["Location"] == "/account/2fa/keys/add/"
        assert lost.get("/account/2fa/keys/add/").status_code == 200


def test_a_code_is_taken_once(cast: dict[str, User]) -> None:
    code = code_now(cast["SOC"])
    for taken in (True, False):
        client = Client()
        client.post(LOGIN, {"login": "soc", "password": PASSWORD})
        assert (client.post(SECOND, {"code": code}).status_code == 302) == taken


def test_an_unknown_name_gets_the_answer_of_a_wrong_password(cast: dict[str, User]) -> None:
    known, unknown = attempt(Client(), "soc", "wrong"), attempt(Client(), "nobody", "wrong")
    closed = attempt(Client(), "soc", PASSWORD)
    assert closed == "in"
    User.objects.filter(username="soc").update(is_active=False)
    closed = attempt(Client(), "soc", PASSWORD)
    assert known == unknown == closed
    assert "The name or the password is wrong." in known


def test_an_unknown_name_costs_as_many_hashes_as_a_wrong_password(cast: dict[str, User]) -> None:
    counts = []
    for name in ("soc", "nobody"):
        with mock.patch.multiple(
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            encode=mock.DEFAULT,
            verify=mock.DEFAULT,
        ) as hasher:
            hasher["encode"].return_value, hasher["verify"].return_value = "x", False
            assert authenticate(username=name, password="wrong") is None
        counts.append(hasher["encode"].call_count + hasher["verify"].call_count)
    assert counts == [1, 1]


@pytest.mark.parametrize("name", ["soc", "nobody"])
def test_five_failures_lock_the_name_for_fifteen_minutes(cast: dict[str, User], name: str) -> None:
    said = [attempt(Client(), name, "wrong") for _ in range(5)]
    assert len(set(said)) == 1
    locked = attempt(Client(), name, PASSWORD)
    assert "Wait 15 minutes" in locked
    now = time.time()
    with mock.patch("allauth.core.internal.ratelimit.time.time", return_value=now + 14 * 60):
        assert "Wait 15 minutes" in attempt(Client(), name, PASSWORD)
    with mock.patch("allauth.core.internal.ratelimit.time.time", return_value=now + 15 * 60 + 1):
        assert attempt(Client(), name, PASSWORD) == ("in" if name == "soc" else said[0])


def test_another_host_port_or_spelling_gives_no_more_tries(cast: dict[str, User]) -> None:
    hosts = ("localhost", "localhost:1", "127.0.0.1", "localhost:2", "[::1]")
    for host, name in zip(hosts, ("soc", "Soc", "SOC", "soc", "sOc"), strict=True):
        attempt(Client(), name, "wrong", HTTP_HOST=host)
    assert "Wait 15 minutes" in attempt(Client(), "soc", PASSWORD, HTTP_HOST="localhost:9")


def test_success_does_not_give_back_tries(cast: dict[str, User]) -> None:
    for _ in range(4):
        attempt(Client(), "soc", "wrong")
        assert attempt(Client(), "soc", PASSWORD) == "in"
    attempt(Client(), "soc", "wrong")
    assert "Wait 15 minutes" in attempt(Client(), "soc", PASSWORD)


def test_wrong_codes_are_counted_too(cast: dict[str, User]) -> None:
    for _ in range(5):
        client = Client()
        client.post(LOGIN, {"login": "soc", "password": PASSWORD})
        client.post(SECOND, {"code": "123123"})
    assert client.post(SECOND, {"code": code_now(cast["SOC"])}).status_code == 200


@pytest.mark.parametrize(("idle", "open_"), [(14 * 60, True), (15 * 60 + 1, False)])
def test_an_idle_session_ends(
    cast: dict[str, User], signed_in: Callable[[str], Client], idle: int, open_: bool
) -> None:
    client = signed_in("SOC")
    client.get(HOME)
    later(client, idle)
    assert (client.get(HOME).status_code == 200) == open_
    assert Session.objects.filter(person=cast["SOC"]).exists() == open_


def test_a_session_ends_after_eight_hours_of_work(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("SOC")
    client.get(HOME)
    for open_ in [True] * 46 + [False]:
        later(client, 10 * 60 + 14)
        assert (client.get(HOME).status_code == 200) == open_


def test_nothing_of_the_browser_is_kept(cast: dict[str, User]) -> None:
    browser, address = "CanaryBrowser/9.9", "203.0.113.77"
    client = Client(HTTP_USER_AGENT=browser, REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=address)
    attempt(client, "soc", "wrong")
    sign_in(client, cast["SOC"])
    client.get(HOME)
    found = str(vars(caches["default"]))
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += str(cursor.fetchall())
    found += str([session.get_decoded() for session in Session.objects.all()])
    assert "soc" in found
    assert "Canary" not in found
    assert address not in found


def test_a_copy_of_the_sessions_lets_nobody_in(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    thief, owner = Client(), signed_in("SOC")
    owner.get(HOME)
    stolen = Session.objects.get(person=cast["SOC"]).session_key
    cookie = next(name for name in owner.cookies if name.endswith("session"))
    assert owner.cookies[cookie].value != stolen
    thief.cookies[cookie] = stolen
    assert thief.get(HOME)["Location"] == LOGIN


def test_signing_out_forgets_the_session_and_the_key(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("SOC")
    assert client.cookies[COOKIE].value
    assert client.get("/account/logout/").status_code == 200  # asks; a link signs nobody out
    client.post("/account/logout/")
    assert client.get(HOME)["Location"] == LOGIN
    assert not client.cookies[COOKIE].value
    assert not Session.objects.filter(person=cast["SOC"]).exists()


def test_other_sessions_are_listed_without_a_place_and_can_be_ended(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    here, elsewhere, other = signed_in("SOC"), signed_in("SOC"), signed_in("LI")
    for client in (here, elsewhere, other):
        client.get(HOME)
    page = here.get(HOME).content.decode()
    assert page.count("Elsewhere") == page.count("This browser") == 1
    assert here.get("/account/sessions/end/").status_code == 405
    here.post("/account/sessions/end/")
    assert here.get(HOME).status_code == other.get(HOME).status_code == 200
    assert elsewhere.get(HOME)["Location"] == LOGIN


def test_the_language_of_a_person_follows_them_to_any_browser(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("SOC").post("/account/language/", {"language": "ar", "next": HOME})
    assert answer["Location"] == HOME
    page = signed_in("SOC").get(HOME, HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="fr"' in Client().get(LOGIN, HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    signed_in("SOC").post("/account/language/", {"language": "xx", "next": "https://evil.example"})
    cast["SOC"].refresh_from_db()
    assert cast["SOC"].language == "ar"


def test_the_log_says_who_signed_in_and_never_what_was_typed(cast: dict[str, User]) -> None:
    attempt(Client(), "nobody", "wrong")
    attempt(Client(), "soc", "wrong")
    client = sign_in(Client(), cast["SOC"])
    client.post("/account/logout/")
    told = [(each.act, each.actor, each.allowed) for each in Record.objects.order_by("number")]
    me = str(cast["SOC"].id)
    assert told == [
        ("sign_in_failed", "", False),
        ("sign_in_failed", me, False),
        ("sign_in", me, True),
        ("sign_out", me, True),
    ]
    assert "nobody" not in str(list(Record.objects.values()))
