"""How a person comes to the agency's key: by founding it, by a colleague, by recovery keys."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from manumit.errors import AccessRefused, CannotOpen
from manumit.web.accounts import admission, invitations, keys
from manumit.web.accounts.keys import Keyring
from manumit.web.accounts.models import Agency, User
from manumit.web.audit.models import Record
from manumit.web.sealing import fingerprint, new_pair
from tests.web.office.people import PASSWORD, colleague, give_app, later, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
FOUND, AGENCY, HOME, RECOVER = (
    "/account/keys/",
    "/account/agency/",
    "/account/",
    "/account/recovery/",
)
CLOSED = ["/account/agency/", "/account/agency/invite/"]


def joined(agency: Agency, by: User, username: str = "amina") -> User:
    """Someone who was invited by a person and has accepted, with an app for codes."""
    code = invitations.invite(by, agency, username=username, name=username.title())
    invitation = invitations.found(code)
    assert invitation is not None
    person = invitations.accept(invitation, password=PASSWORD, language="en")
    give_app(person)
    return person


def opened(person: User) -> bytes:
    person = User.objects.select_related("agency").get(pk=person.pk)
    return Keyring(person, keys.private_key(person, PASSWORD)).agency()


def three_in(page: str) -> list[str]:
    boxes = page.split('<div class="receipt">')[1:]
    found = [re.findall(r'<span class="number recovery">([A-Z2-7-]+)<', box) for box in boxes]
    return ["-".join(lines) for lines in found]


def letters(person: User) -> dict[str, str]:
    """What the page sends on: the letters of the key that it has shown."""
    return {"letters": fingerprint(bytes(person.public_key))}


def asked_in(page: str, three: list[str]) -> str:
    found = re.search(r"Recovery key (\d), line (\d), group (\d)", page)
    assert found is not None
    key, line, group = (int(each) - 1 for each in found.groups())
    return three[key].split("-")[line * 3 + group]


def founded(client: Client) -> list[str]:
    page = client.post(FOUND).content.decode()
    three = three_in(page)
    client.post(FOUND, {"typed": asked_in(page, three)})
    return three


def founder(cast: dict[str, User]) -> tuple[User, Client]:
    agency = Agency.objects.create(name="New shelter", role="SOC")
    person = joined(agency, cast["ADM"])
    return person, sign_in(Client(), person)


def test_until_someone_is_admitted_only_their_own_account_is_open(cast: dict[str, User]) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    client = sign_in(Client(), person)
    assert "Waiting for a colleague" in client.get(HOME).content.decode()
    for path in CLOSED:
        assert client.get(path)["Location"] == HOME
    assert not person.actor().active
    with pytest.raises(AccessRefused):
        opened(person)


def test_the_first_person_makes_the_keys_and_types_a_group_back(cast: dict[str, User]) -> None:
    person, client = founder(cast)
    assert "You are the first at New shelter" in client.get(HOME).content.decode()
    assert "Three recovery keys are shown" in client.get(FOUND).content.decode()
    answer = client.post(FOUND)
    page = answer.content.decode()
    three = three_in(page)
    assert len(set(three)) == 3
    assert answer["Cache-Control"] == "no-store"
    assert Agency.objects.get(name="New shelter").public_key == b""
    assert "This is not what stands there" in client.post(FOUND, {"typed": "2222"}).content.decode()
    assert User.objects.get(pk=person.pk).waits
    typed = asked_in(page, three).lower()
    assert client.post(FOUND, {"typed": f" {typed} "})["Location"] == AGENCY
    assert keys.matches(Agency.objects.get(name="New shelter"), opened(person))
    agency = Agency.objects.get(name="New shelter")
    for one, other in ((0, 1), (1, 2), (2, 0)):
        assert keys.recovered(agency, three[one], three[other]) == opened(person)
    for one, other in ((three[0], three[0]), (three[0], ""), (three[1], three[0][:-1])):
        with pytest.raises(CannotOpen):
            keys.recovered(agency, one, other)


def test_recovery_keys_are_shown_once_and_kept_nowhere(cast: dict[str, User]) -> None:
    _, client = founder(cast)
    page = client.post(FOUND).content.decode()
    three = three_in(page)
    wrong = client.post(FOUND, {"typed": "2222"}).content.decode()
    client.post(FOUND, {"typed": asked_in(page, three)})
    assert client.get(FOUND).status_code == client.post(FOUND).status_code == 404
    kept = (
        wrong
        + str(dict(client.session))
        + str(Agency.objects.values())
        + str(Record.objects.values())
    )
    for key in three:
        for group in key.split("-"):
            assert len(group) < 4 or group not in kept


def test_keys_that_were_not_confirmed_are_made_anew(cast: dict[str, User]) -> None:
    person, client = founder(cast)
    first = three_in(client.post(FOUND).content.decode())
    second = founded(client)
    agency = Agency.objects.get(name="New shelter")
    with pytest.raises(CannotOpen):
        keys.recovered(agency, first[0], first[1])
    assert keys.recovered(agency, second[0], second[1]) == opened(person)


def test_of_two_who_found_at_once_one_does(cast: dict[str, User]) -> None:
    person, client = founder(cast)
    other = joined(person.agency, cast["ADM"], "second")
    late = sign_in(Client(), other)
    page = late.post(FOUND).content.decode()
    founded(client)
    assert late.post(FOUND, {"typed": asked_in(page, three_in(page))}).status_code == 404
    other.refresh_from_db()
    assert other.waits
    assert opened(person)


def test_only_someone_who_waits_at_an_agency_without_keys_makes_them(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    for role in ("SOC", "ADM", "STA"):
        for answer in (signed_in(role).get(FOUND), signed_in(role).post(FOUND)):
            assert answer.status_code == 404
    waits = sign_in(Client(), joined(cast["SOC"].agency, cast["ADM"]))
    assert waits.post(FOUND).status_code == 404


def test_a_colleague_admits(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    client = signed_in("SOC")
    assert "Amina" in client.get(AGENCY).content.decode()
    path = f"/account/people/{person.id}/admit/"
    assert client.get(path).status_code == 405
    assert client.post(path, letters(person))["Location"] == AGENCY
    assert opened(person) == opened(cast["SOC"])
    acts = list(Record.objects.filter(target=str(person.id)).values_list("act", "actor"))
    assert acts == [("admit", str(cast["SOC"].id))]


def test_both_sides_see_the_same_letters_of_both_keys(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    own, admitting = sign_in(Client(), person).get(HOME), signed_in("SOC").get(AGENCY)
    for key in (person.public_key, cast["SOC"].agency.public_key):
        shown = f'<bdi class="code">{fingerprint(bytes(key))}</bdi>'
        assert shown in own.content.decode()
        assert shown in admitting.content.decode()


def test_another_key_in_the_place_of_a_newcomers_shows(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    """The newcomer sees the key that the password opened, whatever the database says."""
    person = joined(cast["SOC"].agency, cast["ADM"])
    newcomer, client = sign_in(Client(), person), signed_in("SOC")
    User.objects.filter(pk=person.pk).update(public_key=new_pair().public)
    [own] = letters(person).values()
    assert own in newcomer.get(HOME).content.decode()
    assert own not in client.get(AGENCY).content.decode()


def test_a_key_that_was_exchanged_after_it_was_compared_is_not_sealed_for(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    client, path = signed_in("SOC"), f"/account/people/{person.id}/admit/"
    User.objects.filter(pk=person.pk).update(public_key=new_pair().public)
    for sent in (letters(person), {}):
        assert client.post(path, sent)["Location"] == AGENCY
        assert "Amina was not admitted" in client.get(AGENCY).content.decode()
    person.refresh_from_db()
    assert (person.waits, person.agency_key) == (True, b"")


def test_who_invited_does_not_admit(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    second = colleague(cast["SOC"], "soc2")
    person = joined(cast["SOC"].agency, cast["SOC"])
    client, path = signed_in("SOC"), f"/account/people/{person.id}/admit/"
    assert "You invited this person" in client.get(AGENCY).content.decode()
    assert client.post(path).status_code == 404
    assert sign_in(Client(), second).post(path, letters(person)).status_code == 302
    assert opened(person)


@pytest.mark.parametrize("role", ["ADM", "AUD", "POL", "LI", "INT", "STA", "IMM"])
def test_nobody_admits_across_agencies(
    cast: dict[str, User], signed_in: Callable[[str], Client], role: str
) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    assert signed_in(role).post(f"/account/people/{person.id}/admit/").status_code == 404
    with pytest.raises(AccessRefused):
        admission.admit(cast[role], b"x" * 32, person)
    person.refresh_from_db()
    assert person.waits
    assert person.agency_key == b""


def test_nobody_admits_themselves(cast: dict[str, User]) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    answer = sign_in(Client(), person).post(f"/account/people/{person.id}/admit/")
    assert answer["Location"] == HOME
    with pytest.raises(AccessRefused):
        admission.admit(person, b"x" * 32, person)


def test_someone_who_lost_the_key_cookie_cannot_admit(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    client = signed_in("SOC")
    client.cookies[keys.COOKIE] = ""
    answer = client.post(f"/account/people/{person.id}/admit/", letters(person))
    assert answer.status_code == 404
    person.refresh_from_db()
    assert person.waits


def test_admitting_asks_again_after_five_minutes(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person = joined(cast["SOC"].agency, cast["ADM"])
    client, path = signed_in("SOC"), f"/account/people/{person.id}/admit/"
    later(client, 301)
    ask = client.post(path)["Location"]
    assert ask.startswith("/account/reauthenticate/?next=%2Faccount%2Fagency%2F")
    assert client.post(ask, {"password": PASSWORD})["Location"] == AGENCY
    person.refresh_from_db()
    assert person.waits
    assert "press the button once more" in client.get(AGENCY).content.decode()
    client.post(path, letters(person))
    assert opened(person)


def test_agencies_without_keys_admit_without_one(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    person = joined(cast["STA"].agency, cast["ADM"])
    assert person.waits
    signed_in("STA").post(f"/account/people/{person.id}/admit/")
    person.refresh_from_db()
    assert not person.waits
    assert person.agency_key == b""


def test_a_second_administrator_is_admitted_by_another(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    second = joined(cast["ADM"].agency, cast["ADM"], "second")
    assert not second.waits
    third = joined(cast["ADM"].agency, cast["ADM"], "third")
    assert third.waits
    path = f"/account/people/{third.id}/admit/"
    assert signed_in("ADM").post(path).status_code == 404
    client = sign_in(Client(), second)
    assert client.post(path).status_code == 302
    third.refresh_from_db()
    assert not third.waits


def test_two_recovery_keys_let_a_newcomer_in(cast: dict[str, User]) -> None:
    person, client = founder(cast)
    three = founded(client)
    before = opened(person)
    other = joined(person.agency, cast["ADM"], "second")
    newcomer = sign_in(Client(), other)
    for one, two in ((three[0], three[0]), (three[0], "AAAA"), ("x", "y")):
        page = newcomer.post(RECOVER, {"one": one, "other": two}).content.decode()
        assert "not two different recovery keys" in page
    sent = {"one": three[2].lower().replace("-", "\r\n"), "other": three[0]}
    assert newcomer.post(RECOVER, sent)["Location"] == AGENCY
    assert opened(other) == before
    told = Record.objects.filter(act="recover").values_list("allowed", flat=True)
    assert list(told) == [False, False, False, True]


def test_recovery_keys_of_another_agency_open_nothing(cast: dict[str, User]) -> None:
    _, client = founder(cast)
    three = founded(client)
    other = joined(cast["LI"].agency, cast["ADM"], "second")
    newcomer = sign_in(Client(), other)
    page = newcomer.post(RECOVER, {"one": three[0], "other": three[1]}).content.decode()
    assert "not two different recovery keys" in page
    other.refresh_from_db()
    assert other.waits


@pytest.mark.parametrize("role", ["SOC", "ADM", "STA"])
def test_nobody_recovers_who_does_not_wait(
    cast: dict[str, User], signed_in: Callable[[str], Client], role: str
) -> None:
    assert signed_in(role).get(RECOVER).status_code == 404
    with pytest.raises(AccessRefused):
        admission.recover(cast[role], "a", "b")


def test_there_is_no_such_person(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("SOC").post(f"/account/people/{uuid4()}/admit/").status_code == 404
