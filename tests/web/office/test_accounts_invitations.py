"""Invitations: who may invite whom, with which skills, and what a code opens."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from manumit.errors import AccessRefused
from manumit.web.accounts import invitations, keys
from manumit.web.accounts.models import Agency, Invitation, User
from manumit.web.audit.models import Record
from tests.web.office.people import LOGIN, PASSWORD, colleague, later, someone

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
NEW = "new plain words kept safe"
INVITE, ACCEPT = "/account/agency/invite/", "/account/invitation/"
AMINA = {"name": "Amina Diallo", "username": "amina"}


@pytest.fixture
def soc(cast: dict[str, User]) -> User:
    """Someone who has a colleague, so that inviting makes sense."""
    colleague(cast["SOC"], "soc2")
    return cast["SOC"]


def code_in(page: str) -> str:
    return "-".join(re.findall(r'<span class="number">([A-Z2-7-]+)<', page))


def invite(client: Client, path: str = INVITE, **given: object) -> str:
    answer = client.post(path, {**AMINA, **given})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def accept(code: str, password: str = NEW, **given: str) -> Client:
    client = Client()
    sent = {"code": code, "language": "fr", "password1": password, "password2": password}
    client.post(ACCEPT, {**sent, **given})
    return client


def test_a_colleague_is_invited_by_a_code_that_is_kept_nowhere(
    soc: User, signed_in: Callable[[str], Client]
) -> None:
    code = code_in(invite(signed_in("SOC")))
    made = Invitation.objects.get()
    assert (made.agency, made.invited_by, made.name) == (soc.agency, soc, "Amina Diallo")
    assert len(code.replace("-", "")) == 32
    assert code not in str(Invitation.objects.values()) + str(Record.objects.values())
    assert timedelta(days=6, hours=23) < made.expires - timezone.now() <= timedelta(days=7)


def test_the_code_opens_an_account_that_waits(
    soc: User, signed_in: Callable[[str], Client]
) -> None:
    code = code_in(invite(signed_in("SOC")))
    page = Client().post(ACCEPT, {"code": code.lower().replace("-", " ")}).content.decode()
    assert "Welcome, Amina Diallo" in page
    assert soc.agency.name in page
    client = accept(code)
    person = User.objects.get(username="amina")
    assert (person.agency, person.language, person.waits) == (soc.agency, "fr", True)
    assert (person.health, person.shelter, person.agency_key) == (False, False, b"")
    assert keys.private_key(person, NEW)
    assert client.session["_auth_user_id"] == str(person.id)
    assert client.get("/account/")["Location"] == "/account/2fa/app/"
    assert Invitation.objects.get().person == person


@pytest.mark.parametrize("spoilt", ["used", "withdrawn", "expired", "inviter closed", "unknown"])
def test_a_code_that_cannot_be_used_says_no_more_than_that(
    soc: User, signed_in: Callable[[str], Client], spoilt: str
) -> None:
    code = code_in(invite(signed_in("SOC")))
    if spoilt == "used":
        accept(code)
    elif spoilt == "withdrawn":
        Invitation.objects.update(withdrawn=True)
    elif spoilt == "expired":
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    elif spoilt == "inviter closed":
        User.objects.filter(pk=soc.pk).update(is_active=False)
    else:
        code = "A" * 32
    before = User.objects.count()
    assert "does not open an account" in Client().post(ACCEPT, {"code": code}).content.decode()
    accept(code)
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("elevenchars", "elevenchars", "at least 12 characters"),
        ("1q2w3e4r5t6y", "1q2w3e4r5t6y", "too common"),
        ("amina diallo 1", "amina diallo 1", "too similar"),
        (NEW, NEW + "!", "not the same"),
    ],
)
def test_a_weak_password_opens_no_account(
    soc: User, signed_in: Callable[[str], Client], password: str, again: str, said: str
) -> None:
    code = code_in(invite(signed_in("SOC")))
    sent = {"code": code, "language": "en", "password1": password, "password2": again}
    assert said in Client().post(ACCEPT, sent).content.decode()
    assert not User.objects.filter(username="amina").exists()


def test_twelve_small_letters_will_do(soc: User, signed_in: Callable[[str], Client]) -> None:
    accept(code_in(invite(signed_in("SOC"))), "qzwvxkjhgfbn")
    assert User.objects.filter(username="amina").exists()


def test_whoever_accepts_cannot_choose_agency_role_or_skills(
    cast: dict[str, User], soc: User, signed_in: Callable[[str], Client]
) -> None:
    code = code_in(invite(signed_in("SOC")))
    extra = {
        "agency": str(cast["ADM"].agency_id),
        "agency_id": str(cast["ADM"].agency_id),
        "role": "ADM",
        "health": "on",
        "shelter": "on",
        "waits": "",
        "is_active": "on",
        "username": "root",
        "name": "Root",
    }
    accept(code, **extra)
    person = User.objects.get(username="amina")
    assert (person.agency, person.name, person.waits) == (soc.agency, "Amina Diallo", True)
    assert not person.skills()


def test_whoever_invites_cannot_name_another_agency(
    cast: dict[str, User], soc: User, signed_in: Callable[[str], Client]
) -> None:
    other = cast["POL"].agency
    invite(signed_in("SOC"), agency=str(other.id), agency_id=str(other.id), role="POL")
    assert Invitation.objects.get().agency == soc.agency
    path = f"/account/agencies/{other.id}/invite/"
    assert signed_in("SOC").post(path, AMINA).status_code == 404
    assert signed_in("SOC").get(path).status_code == 404


@pytest.mark.parametrize("role", ["LI", "POL", "PRO", "IMM", "SOC", "INT", "UNI", "COM", "STA"])
def test_nobody_but_administrators_invites_to_other_agencies(
    cast: dict[str, User], signed_in: Callable[[str], Client], role: str
) -> None:
    colleague(cast[role], "second")
    target = cast["AUD"].agency
    assert signed_in(role).get(INVITE).status_code == 200
    answer = signed_in(role).post(f"/account/agencies/{target.id}/invite/", AMINA)
    assert answer.status_code == 404
    with pytest.raises(AccessRefused):
        invitations.invite(cast[role], target, **AMINA)
    assert not Invitation.objects.exists()
    assert Record.objects.filter(act="invite", allowed=False, actor=str(cast[role].id)).exists()


def test_someone_alone_at_an_agency_cannot_invite_and_is_told_why(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("LI")
    assert client.post(INVITE, AMINA).status_code == 404
    assert "You are the only one here" in client.get("/account/agency/").content.decode()


def test_someone_who_waits_cannot_invite(soc: User, signed_in: Callable[[str], Client]) -> None:
    User.objects.filter(pk=soc.pk).update(waits=True)
    assert signed_in("SOC").post(INVITE, AMINA)["Location"] == "/account/"
    soc.refresh_from_db()
    with pytest.raises(AccessRefused):
        invitations.invite(soc, soc.agency, **AMINA)


@pytest.mark.parametrize(
    ("has", "asked", "gets"),
    [
        ({"health"}, ["health"], {"health"}),
        ({"health"}, ["shelter"], None),
        (set(), ["health"], None),
        ({"health", "shelter"}, ["health", "shelter"], {"health", "shelter"}),
        ({"health", "shelter"}, [], set()),
    ],
)
def test_nobody_gives_a_skill_that_they_lack(
    soc: User,
    signed_in: Callable[[str], Client],
    has: set[str],
    asked: list[str],
    gets: set[str] | None,
) -> None:
    User.objects.filter(pk=soc.pk).update(health="health" in has, shelter="shelter" in has)
    page = invite(signed_in("SOC"), skills=asked, health="on", shelter="on")
    made = Invitation.objects.first()
    if has and gets is None:
        assert made is None
        assert "not one of the available choices" in page
        return
    assert made is not None
    assert {name for name in ("health", "shelter") if getattr(made, name)} == (gets or set())
    accept(code_in(page))
    assert User.objects.get(username="amina").skills() == (gets or set())


def test_a_skill_that_the_inviter_lost_since_spoils_the_code(
    soc: User, signed_in: Callable[[str], Client]
) -> None:
    code = code_in(invite(signed_in("SOC"), skills=["health"]))
    User.objects.filter(pk=soc.pk).update(health=False)
    accept(code)
    assert not User.objects.filter(username="amina").exists()


def test_administrators_give_skills_at_the_founding_only(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("ADM")
    new = Agency.objects.create(name="New shelter", role="SOC")
    police = Agency.objects.create(name="New police", role="POL")
    old = cast["SOC"].agency
    for agency, offered in ((new, True), (police, False), (old, False)):
        page = client.get(f"/account/agencies/{agency.id}/invite/").content.decode()
        assert ("Health staff" in page) == offered
    invite(client, f"/account/agencies/{old.id}/invite/", skills=["health"])
    assert not Invitation.objects.get().health
    with pytest.raises(AccessRefused):
        invitations.invite(cast["ADM"], old, username="x", name="X", skills=("health",))
    invite(client, f"/account/agencies/{new.id}/invite/", skills=["health"], username="first")
    assert Invitation.objects.get(username="first").health


def test_a_name_that_is_taken_is_taken_in_any_spelling(
    soc: User, signed_in: Callable[[str], Client]
) -> None:
    assert "This name is taken" in invite(signed_in("SOC"), username="SOC2")
    assert not Invitation.objects.exists()


def test_an_invitation_is_taken_back_by_colleagues_and_administrators_only(
    cast: dict[str, User], soc: User, signed_in: Callable[[str], Client]
) -> None:
    invite(signed_in("SOC"))
    path = f"/account/invitations/{Invitation.objects.get().id}/withdraw/"
    for role in ("POL", "AUD", "INT"):
        assert signed_in(role).post(path).status_code == 404
    assert not Invitation.objects.get().withdrawn
    assert signed_in("SOC").get(path).status_code == 405
    assert signed_in("ADM").post(path).status_code == 302
    assert Invitation.objects.get().withdrawn
    assert signed_in("ADM").post(f"/account/invitations/{uuid4()}/withdraw/").status_code == 404


def test_inviting_asks_for_the_password_again_and_never_sends_by_itself(
    soc: User, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("SOC")
    later(client, 299)
    assert client.get(INVITE).status_code == 200
    later(client, 2)
    ask = "/account/reauthenticate/?next=/account/agency/invite/"
    for answer in (client.get(INVITE), client.post(INVITE, AMINA)):
        assert answer["Location"].replace("%2F", "/") == ask
    assert "amina" not in str(dict(client.session))
    assert "wrong" in client.post(ask, {"password": "no"}).content.decode()
    answer = client.post(ask, {"password": PASSWORD})
    assert answer["Location"] == INVITE
    assert not Invitation.objects.exists()
    assert client.get(INVITE).status_code == 200
    invite(client)
    assert Invitation.objects.exists()


def test_after_asking_again_nobody_is_led_elsewhere(
    soc: User, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("SOC")
    later(client, 400)
    answer = client.post(
        "/account/reauthenticate/", {"password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


def test_the_first_administrator_needs_no_invitation_and_the_second_only_one(db: None) -> None:
    code = invitations.first_administrator(agency="Operations", username="root", name="Root")
    accept(code)
    root = User.objects.get()
    assert (root.agency.role, root.waits) == ("ADM", False)
    with pytest.raises(AccessRefused):
        invitations.first_administrator(agency="Other", username="evil", name="Evil")
    accept(invitations.invite(root, root.agency, **AMINA))
    assert not User.objects.get(username="amina").waits
    accept(invitations.invite(root, root.agency, username="third", name="Third"))
    assert User.objects.get(username="third").waits


def test_signing_in_leads_from_the_invitation_page_to_the_account(
    signed_in: Callable[[str], Client],
) -> None:
    assert signed_in("SOC").get(ACCEPT)["Location"] == "/account/"
    assert LOGIN in Client().get(ACCEPT).content.decode()


def test_two_people_cannot_use_one_code(cast: dict[str, User]) -> None:
    adm, agency = cast["ADM"], someone("extra", "SOC").agency
    invitation = invitations.found(invitations.invite(adm, agency, **AMINA))
    assert invitation is not None
    invitations.accept(invitation, password=NEW, language="en")
    invitation.username = "other"
    with pytest.raises(AccessRefused):
        invitations.accept(invitation, password=NEW, language="en")
    assert not User.objects.filter(username="other").exists()
