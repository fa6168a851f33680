"""Changes to accounts: one person asks, another approves, and they take effect at once."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from manumit.errors import AccessRefused
from manumit.web.accounts import changes
from manumit.web.accounts.models import Change, User
from manumit.web.audit.models import Record
from tests.web.office.people import LOGIN, PASSWORD, colleague, later, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
AGENCY, HOME = "/account/agency/", "/account/"


def ask(client: Client, person: User, kind: str, **extra: str) -> int:
    return client.post(f"/account/people/{person.id}/change/", {"kind": kind, **extra}).status_code


def decide(client: Client, change: Change, answer: str = "approve") -> int:
    return client.post(f"/account/changes/{change.id}/", {"answer": answer}).status_code


@pytest.fixture
def three(cast: dict[str, User]) -> tuple[User, User, User]:
    """Three colleagues at the shelter; the first has all skills, the others none."""
    return cast["SOC"], colleague(cast["SOC"], "soc2"), colleague(cast["SOC"], "soc3")


def test_closing_takes_two_people_and_ends_every_session_at_once(
    three: tuple[User, User, User], signed_in: Callable[[str], Client]
) -> None:
    first, second, third = three
    asker, other, gone = signed_in("SOC"), sign_in(Client(), second), sign_in(Client(), third)
    elsewhere = sign_in(Client(), third)
    assert gone.get(HOME).status_code == elsewhere.get(HOME).status_code == 200
    assert ask(asker, third, "close") == 302
    assert gone.get(HOME).status_code == 200
    change = Change.objects.get()
    assert decide(asker, change) == 404
    assert decide(gone, change) == 404
    assert decide(other, change) == 302
    for client in (gone, elsewhere):
        assert client.get(HOME)["Location"] == LOGIN
    third.refresh_from_db()
    assert (third.is_active, third.agency_key, third.wrapped_key) == (False, b"", b"")
    assert not third.sessions.exists()
    assert not third.check_password(PASSWORD)
    assert Client().post(LOGIN, {"login": "soc3", "password": PASSWORD}).status_code == 200
    assert first.agency.people.filter(is_active=True).count() == 2


def test_a_session_of_a_closed_account_is_refused_even_if_it_is_still_there(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("SOC")
    assert client.get(HOME).status_code == 200
    User.objects.filter(pk=cast["SOC"].pk).update(is_active=False)
    assert client.get(HOME)["Location"] == LOGIN


def test_refusing_changes_nothing(three: tuple[User, User, User]) -> None:
    first, second, third = three
    change = changes.ask(first, third, "close")
    changes.decide(second, change, approve=False)
    third.refresh_from_db()
    assert third.is_active
    change.refresh_from_db()
    assert (change.approved, change.decided_by) == (False, second)
    with pytest.raises(AccessRefused):
        changes.decide(second, change, approve=True)


def test_asking_twice_is_asking_once(three: tuple[User, User, User]) -> None:
    first, second, third = three
    assert changes.ask(first, third, "close") == changes.ask(second, third, "close")


def test_who_asked_must_still_be_there(three: tuple[User, User, User]) -> None:
    first, second, third = three
    change = changes.ask(first, third, "close")
    User.objects.filter(pk=first.pk).update(is_active=False)
    change = Change.objects.get(pk=change.pk)
    with pytest.raises(AccessRefused):
        changes.decide(second, change, approve=True)
    changes.decide(second, change, approve=False)


def test_the_database_too_lets_nobody_decide_on_their_own_change(
    three: tuple[User, User, User],
) -> None:
    first, _, third = three
    change = changes.ask(first, third, "close")
    for person in (first, third):
        change.decided_by = person
        with pytest.raises(IntegrityError), transaction.atomic():
            change.save()


def test_a_skill_is_given_by_two_who_have_it(
    three: tuple[User, User, User], signed_in: Callable[[str], Client]
) -> None:
    first, second, third = three
    assert ask(sign_in(Client(), second), third, "give_health") == 404
    assert ask(signed_in("SOC"), third, "give_health") == 302
    change = Change.objects.get()
    approver = sign_in(Client(), second)
    assert decide(approver, change) == 404
    User.objects.filter(pk=second.pk).update(health=True)
    assert decide(approver, change) == 302
    third.refresh_from_db()
    assert third.skills() == {"health"}
    assert first.skills() == {"health", "shelter"}


def test_a_skill_is_taken_by_any_two_colleagues(three: tuple[User, User, User]) -> None:
    first, second, third = three
    changes.decide(third, changes.ask(second, first, "take_shelter"), approve=True)
    first.refresh_from_db()
    assert first.skills() == {"health"}


@pytest.mark.parametrize("kind", ["give_health", "give_shelter", "take_health", "take_shelter"])
def test_nobody_asks_for_a_skill_for_themselves(three: tuple[User, User, User], kind: str) -> None:
    for person in three:
        with pytest.raises(AccessRefused):
            changes.ask(person, person, kind)


@pytest.mark.parametrize("role", ["LI", "POL", "ADM", "AUD", "IMM"])
def test_a_skill_is_the_business_of_the_own_agency(
    three: tuple[User, User, User],
    cast: dict[str, User],
    signed_in: Callable[[str], Client],
    role: str,
) -> None:
    first, _, third = three
    User.objects.filter(pk=cast[role].pk).update(health=True)
    assert ask(signed_in(role), third, "give_health") == 404
    change = changes.ask(first, third, "give_health")
    assert decide(signed_in(role), change) == 404
    third.refresh_from_db()
    assert not third.health


@pytest.mark.parametrize("role", ["LI", "POL", "AUD", "IMM", "STA", "INT"])
def test_another_agency_neither_asks_nor_decides(
    three: tuple[User, User, User],
    cast: dict[str, User],
    signed_in: Callable[[str], Client],
    role: str,
) -> None:
    first, _, third = three
    assert ask(signed_in(role), third, "close") == 404
    change = changes.ask(first, third, "close")
    for answer in ("approve", "refuse"):
        assert decide(signed_in(role), change, answer) == 404
    with pytest.raises(AccessRefused):
        changes.decide(cast[role], change, approve=True)
    page = signed_in(role).get(AGENCY).content.decode()
    assert third.name not in page
    assert first.agency.name not in page.replace("Person of soc", "")


def test_an_administrator_and_a_colleague_close_together(
    three: tuple[User, User, User], signed_in: Callable[[str], Client]
) -> None:
    _, second, third = three
    assert ask(signed_in("ADM"), third, "close", **{"from": "people"}) == 302
    assert decide(signed_in("ADM"), Change.objects.get()) == 404
    assert decide(sign_in(Client(), second), Change.objects.get()) == 302
    third.refresh_from_db()
    assert not third.is_active


def test_the_last_administrator_stays(cast: dict[str, User]) -> None:
    with pytest.raises(AccessRefused):
        changes.ask(cast["ADM"], cast["ADM"], "close")
    second = colleague(cast["ADM"], "adm2")
    change = changes.ask(second, cast["ADM"], "close")
    User.objects.filter(pk=second.pk).update(is_active=False)
    third = colleague(cast["ADM"], "adm3")
    User.objects.filter(pk=third.pk).update(waits=True)
    third.refresh_from_db()
    with pytest.raises(AccessRefused):
        changes.decide(third, Change.objects.get(pk=change.pk), approve=True)


def test_unknown_kinds_people_and_answers_are_no_pages(
    three: tuple[User, User, User], signed_in: Callable[[str], Client]
) -> None:
    first, _, third = three
    client = signed_in("SOC")
    for kind in ("", "open", "agency", "role", "is_active", "give_agency", "give_waits"):
        assert ask(client, third, kind) == 404
    assert client.post(f"/account/people/{uuid4()}/change/", {"kind": "close"}).status_code == 404
    assert client.post(f"/account/changes/{uuid4()}/", {"answer": "approve"}).status_code == 404
    change = changes.ask(third, first, "close")
    assert decide(client, change, "perhaps") == 404
    for path in (f"/account/people/{third.id}/change/", f"/account/changes/{change.id}/"):
        assert client.get(path).status_code == 405


def test_asking_and_deciding_ask_for_the_password_again(
    three: tuple[User, User, User], signed_in: Callable[[str], Client]
) -> None:
    _, second, third = three
    client = signed_in("SOC")
    later(client, 301)
    path = f"/account/people/{third.id}/change/"
    assert "reauthenticate" in client.post(path, {"kind": "close"})["Location"]
    change = changes.ask(second, third, "close")
    path = f"/account/changes/{change.id}/"
    assert "reauthenticate" in client.post(path, {"answer": "approve"})["Location"]
    assert Change.objects.get().approved is None


FIELDS = {
    "agency": "",
    "agency_id": "",
    "role": "ADM",
    "health": "on",
    "shelter": "on",
    "waits": "",
    "is_active": "on",
    "agency_key": "x",
    "person": "",
    "id": "",
    "username": "root",
}


def test_no_form_changes_ones_own_agency_role_or_skills(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person = cast["LI"]
    other = str(cast["ADM"].agency_id)
    extra = FIELDS | {"agency": other, "agency_id": other, "id": str(person.id)}
    kept = ("agency_id", "health", "shelter", "waits", "is_active", "agency_key", "username")
    before = [getattr(person, name) for name in kept]
    second = colleague(person, "li2")
    forms = {
        "/account/language/": {"language": "fr"},
        "/account/sessions/end/": {},
        "/account/agency/invite/": {"name": "Amina", "username": "amina"},
        f"/account/people/{second.id}/change/": {"kind": "close"},
        f"/account/people/{person.id}/change/": {"kind": "close"},
        "/account/password/": {
            "oldpassword": PASSWORD,
            "password1": PASSWORD + "!",
            "password2": PASSWORD + "!",
        },
        "/account/": {},
        "/account/agency/": {},
        "/account/keys/": {},
        "/account/recovery/": {"one": "a", "other": "b"},
        "/account/2fa/codes/new/": {},
    }
    client = signed_in("LI")
    for path, given in forms.items():
        client.post(path, {**extra, **given})
        person.refresh_from_db()
        assert [getattr(person, name) for name in kept] == before, path
        assert person.agency.role == "LI"


def test_each_step_is_on_the_log(three: tuple[User, User, User]) -> None:
    first, second, third = three
    changes.decide(second, changes.ask(first, third, "close"), approve=True)
    third.refresh_from_db()
    with pytest.raises(AccessRefused):
        changes.ask(third, first, "close")
    told = list(Record.objects.values_list("act", "actor", "target", "allowed"))
    assert told == [
        ("ask_close", str(first.id), str(third.id), True),
        ("approve_close", str(second.id), str(third.id), True),
        ("ask", str(third.id), str(first.id), False),
    ]
