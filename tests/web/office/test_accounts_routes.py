"""Every address below /account/ says who may come, and what is not needed does not exist."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from manumit.casework.policy import ROLES
from manumit.web.accounts.models import Agency, User
from manumit.web.door.policy import LIBRARY, PUBLIC, policy_of
from tests.web.office.people import LOGIN, later

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
ADMIN_ONLY = ("agency_list", "new_agency", "people_list")
POST_ONLY = (
    "language",
    "end_sessions",
    "withdraw_invitation",
    "admit_person",
    "ask_change",
    "decide_change",
)


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, path)
        else:
            yield path, each


ACCOUNT = [(path, each) for path, each in routes(get_resolver()) if path.startswith("account/")]


def address(name: str) -> str:
    for given in ({}, {"id": uuid4()}, {"pk": 1}):
        try:
            return reverse(name, kwargs=given)
        except Exception:  # noqa: BLE001, S112 - the next one fits
            continue
    raise AssertionError(name)


def test_every_route_has_a_policy() -> None:
    assert len(ACCOUNT) > 25
    for path, each in ACCOUNT:
        assert policy_of(each.callback, each.name), path


def test_every_route_of_the_library_is_there_and_no_policy_is_left_over() -> None:
    names = {each.name for _, each in ACCOUNT}
    assert set(LIBRARY) <= names
    ours = {each.name for _, each in ACCOUNT if getattr(each.callback, "policy", None)}
    assert names - ours == set(LIBRARY)


def test_only_the_ways_in_are_public() -> None:
    public = {
        each.name for _, each in ACCOUNT if policy_of(each.callback, each.name) == (PUBLIC, ())
    }
    assert public == {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "accept_invitation",
        "language",
    }


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-2/",
        "password/set/",
        "password/change/",
        "phone/",
        "phone/verify/",
        "inactive/",
        "login/code/",
        "login/code/confirm/",
        "2fa/trust/",
        "2fa/webauthn/login/",
        "2fa/webauthn/signup/",
        "2fa/recovery-codes/download/",
        "sessions/",
        "3rdparty/",
    ],
)
def test_what_is_not_needed_does_not_exist(signed_in: Callable[[str], Client], path: str) -> None:
    for client in (Client(), signed_in("SOC")):
        assert client.get(f"/account/{path}").status_code == 404
        assert client.post(f"/account/{path}", {"email": "a@example.org"}).status_code == 404


def test_a_stranger_gets_only_the_ways_in() -> None:
    for _, each in ACCOUNT:
        assert each.name is not None
        if policy_of(each.callback, each.name) == (PUBLIC, ()):
            continue
        for answer in (Client().get(address(each.name)), Client().post(address(each.name))):
            assert answer["Location"].startswith(LOGIN), each.name


@pytest.mark.parametrize("role", [role for role in ROLES if role != "ADM"])
def test_pages_of_administrators_are_no_pages_to_others(
    cast: dict[str, User], signed_in: Callable[[str], Client], role: str
) -> None:
    client = signed_in(role)
    for name in ADMIN_ONLY:
        assert client.get(address(name)).status_code == 404
        assert client.post(address(name), {"name": "New", "role": "ADM"}).status_code == 404
    assert not Agency.objects.filter(name="New").exists()
    path = f"/account/agencies/{cast['AUD'].agency_id}/invite/"
    assert client.post(path, {"name": "New", "username": "new"}).status_code == 404


@pytest.mark.parametrize("name", POST_ONLY)
def test_what_changes_something_takes_a_post_with_a_token(
    signed_in: Callable[[str], Client], name: str
) -> None:
    client = signed_in("SOC")
    assert client.get(address(name)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(address(name)).status_code == 403


def test_every_form_of_the_account_needs_a_token(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("ADM")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for _, each in ACCOUNT:
        if each.name in ("account_login", "mfa_authenticate"):
            strict_stranger = Client(enforce_csrf_checks=True)
            assert strict_stranger.post(address(each.name)).status_code == 403
        elif each.name:
            assert strict.post(address(each.name)).status_code in (403, 404), each.name


def test_no_page_of_the_account_is_stored_by_a_browser(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("ADM")
    for _, each in ACCOUNT:
        assert each.name is not None
        answer = client.get(address(each.name))
        assert "no-store" in answer["Cache-Control"], each.name
        assert "default-src 'none'" in answer["Content-Security-Policy"], each.name


def test_an_administrator_adds_an_agency_and_invites_its_first_person(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("ADM")
    page = client.post("/account/agencies/new/", {"name": "SOC", "role": "SOC"}).content.decode()
    assert "There is an agency with this name." in page
    for role in ("WRK", "XXX", ""):
        client.post("/account/agencies/new/", {"name": "New", "role": role})
    assert not Agency.objects.filter(name="New").exists()
    answer = client.post("/account/agencies/new/", {"name": "New", "role": "UNI"})
    agency = Agency.objects.get(name="New")
    assert answer["Location"] == f"/account/agencies/{agency.id}/invite/"
    assert (agency.role, agency.public_key) == ("UNI", b"")
    assert "New" in client.get("/account/agencies/").content.decode()


def test_adding_an_agency_asks_for_the_password_again(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("ADM")
    later(client, 301)
    answer = client.post("/account/agencies/new/", {"name": "New", "role": "UNI"})
    assert "reauthenticate" in answer["Location"]
    assert not Agency.objects.filter(name="New").exists()


def test_an_agency_page_names_no_one_else(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    for role, person in cast.items():
        page = signed_in(role).get("/account/agency/").content.decode()
        assert person.name in page
        for other in cast.values():
            assert other is person or other.name not in page
