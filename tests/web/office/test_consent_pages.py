"""Pages of consent: asked in plain words, given to one agency, withdrawn at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from manumit.errors import CannotOpen
from manumit.web.cases.models import Case
from manumit.web.certificates.models import Certificate
from manumit.web.consent.models import Consent
from manumit.web.consent.services import decline
from manumit.web.referrals.services import accept
from manumit.web.vault.models import Entry, Wrap
from manumit.web.vault.services import open_entries
from tests.web.office.sharing import at, consented, hotline_case, named, referred
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def world(world: World) -> World:
    return named(world)


@pytest.fixture
def case(world: World) -> Case:
    world.agree("INT", "UNI", {"wage_claim"})
    world.agree("INT", "LI", {"wage_claim", "inspection"})
    return hotline_case(world)


def answer(**changed: Any) -> dict[str, Any]:
    today = timezone.now().date()
    return {
        "answer": "yes",
        "classes": ["3", "8"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=90)).isoformat(),
        "language": "fr",
        "explained": "spoken",
        "given_by": "self",
        "capacity": "adult",
        "may_contact": "yes",
        "safe_times": ["evening"],
        "paper": "Folder 12",
        "witness": "",
    } | changed


def form(world: World, case: Case, role: str = "UNI", aim: str = "wage_claim") -> str:
    return at("consent_give", case, aim=aim, recipient=world.agencies[role].pk)


def test_the_text_is_read_in_the_language_of_the_worker(world: World, case: Case) -> None:
    page = signed_in(world, "INT").get(form(world, case) + "?text=ar").content.decode()
    assert "يمكنك أن تقول لا. المساعدة لا تتوقف على ذلك." in page
    assert 'lang="ar" dir="rtl"' in page


def test_what_the_agency_will_see_is_said_of_each_class(world: World, case: Case) -> None:
    page = signed_in(world, "INT").get(form(world, case)).content.decode()
    assert "sees all of it" in page
    assert "Health" not in page  # no consent gives a union that


def test_the_agency_that_leads_does_not_ask_for_what_it_sees_anyhow(
    world: World, case: Case
) -> None:
    url = at("consent_give", case, aim="support", recipient=world.agencies["INT"].pk)
    page = signed_in(world, "INT").get(url).content.decode()
    assert re.findall(r'name="classes" value="(\d+)"', page) == ["5"]


def test_a_yes_is_entered_for_one_agency_and_one_purpose(world: World, case: Case) -> None:
    response = signed_in(world, "INT").post(form(world, case), answer())
    assert response.status_code == 302
    given = Consent.objects.get()
    assert (given.recipient, given.purpose) == (world.agencies["UNI"], "wage_claim")
    assert given.classes == {"3", "8"}
    assert given.safe_times == {"evening"}
    assert given.text_version == "1"
    assert b"Folder" not in bytes(given.evidence)


def test_a_no_gives_nothing_and_asks_for_nothing_more(world: World, case: Case) -> None:
    response = signed_in(world, "INT").post(form(world, case), {"answer": "no"}, follow=True)
    assert "Help goes on as before" in response.content.decode()
    assert not Consent.objects.exists()


def test_nothing_is_chosen_beforehand(world: World, case: Case) -> None:
    page = signed_in(world, "INT").get(form(world, case)).content.decode()
    assert "checked" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"classes": []}, "Choose what may be known"),
        ({"ends": "2099-01-01"}, "at most one year later"),
        ({"starts": "2020-01-01"}, "Choose today or a later day"),
        ({"paper": "", "witness": ""}, "Enter the paper or the witness"),
        ({"answer": ""}, "required"),
    ],
)
def test_a_form_that_is_not_right_says_why(
    world: World, case: Case, changed: dict[str, Any], said: str
) -> None:
    page = signed_in(world, "INT").post(form(world, case), answer(**changed))
    assert said in page.content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("child", ["yes", "unknown"])
def test_for_whoever_may_be_a_child_a_guardian_agrees(world: World, child: str) -> None:
    world.agree("INT", "UNI", {"wage_claim"})
    case = hotline_case(world, child=child)
    client = signed_in(world, "INT")
    assert client.post(form(world, case), answer()).status_code == 200
    assert not Consent.objects.exists()
    kept = answer(given_by="guardian", capacity="child")
    assert client.post(form(world, case), kept).status_code == 302


def test_only_agencies_with_an_agreement_can_be_asked_about(world: World, case: Case) -> None:
    client = signed_in(world, "INT")
    page = client.get(at("consent_choose", case)).content.decode()
    assert "Agency of UNI" in page
    assert "Agency of POL" not in page
    assert client.get(form(world, case, "POL", "criminal_complaint")).status_code == 404
    assert client.get(form(world, case, "UNI", "support")).status_code == 404


def test_a_recipient_sees_its_own_consent_and_no_other(world: World, case: Case) -> None:
    consented(world, case, "UNI", "wage_claim", {3, 8})
    consented(world, case, "LI", "wage_claim", {3})
    accept(world.people["LI"], referred(world, case, "LI", "wage_claim", {3, 18}), timezone.now())
    page = signed_in(world, "LI").get(at("consent_page", case, "wage_claim")).content.decode()
    assert "Agency of LI" in page
    assert "Agency of UNI" not in page
    assert "Withdraw" not in page


@pytest.mark.parametrize("role", ["LI", "POL", "PRO", "SOC", "UNI", "COM", "IMM", "STA", "ADM"])
def test_to_others_there_is_no_such_page(world: World, case: Case, role: str) -> None:
    given = consented(world, case, "UNI", "wage_claim", {3})
    client = signed_in(world, role)
    for purpose in ("support", "wage_claim", "criminal_complaint", "inspection"):
        assert client.get(at("consent_page", case, purpose)).status_code == 404
        assert client.get(at("consent_choose", case, purpose)).status_code == 404
        url = at("consent_withdraw", case, purpose, consent=given.pk)
        assert client.post(url).status_code == 404
    given.refresh_from_db()
    assert given.withdrawn is None


def test_a_consent_of_another_case_cannot_be_withdrawn_here(world: World, case: Case) -> None:
    given = consented(world, case, "UNI", "wage_claim", {3})
    other = Case.objects.create(owner=world.agencies["SOC"], child="no")
    for role in ("SOC", "INT"):
        client = signed_in(world, role)
        url = at("consent_withdraw", other, consent=given.pk)
        assert client.post(url).status_code == 404
    given.refresh_from_db()
    assert given.withdrawn is None


def test_a_withdrawal_closes_the_open_session_of_the_recipient(world: World, case: Case) -> None:
    consented(world, case, "UNI", "wage_claim", {3, 18})
    accept(world.people["UNI"], referred(world, case, "UNI", "wage_claim", {3}), timezone.now())
    theirs = signed_in(world, "UNI")
    door = world.door("UNI", case, "wage_claim")
    assert door.reveal(3, "To file")[0].content["name"] == "Amina Osei"
    consent = Consent.objects.get()
    ours = signed_in(world, "INT")
    ours.post(at("consent_withdraw", case, consent=consent.pk))
    began = timezone.now()
    assert theirs.get(at("consent_page", case, "wage_claim")).status_code == 404
    entry = Entry.objects.get(data_class=3)
    with pytest.raises(CannotOpen):
        open_entries([entry], world.asker("UNI").holder)
    assert timezone.now() - began < timedelta(seconds=1)
    page = ours.get(at("consent_page", case)).content.decode()
    assert "What had been given before" in page
    assert "Name, date of birth" in page


def test_a_referral_not_yet_accepted_falls_with_its_consent(world: World, case: Case) -> None:
    given = consented(world, case, "UNI", "wage_claim", {3})
    referral = referred(world, case, "UNI", "wage_claim", {3})
    theirs = signed_in(world, "UNI")
    assert theirs.get(f"/referrals/{referral.pk}/").status_code == 200
    signed_in(world, "INT").post(at("consent_withdraw", case, consent=given.pk))
    referral.refresh_from_db()
    assert referral.state == "revoked"
    assert theirs.get(f"/referrals/{referral.pk}/").status_code == 404
    assert theirs.post(f"/referrals/{referral.pk}/accepted/").status_code == 404
    assert not Wrap.objects.filter(agency=world.agencies["UNI"]).exists()


def test_an_accepted_referral_keeps_only_what_needs_no_consent(world: World, case: Case) -> None:
    given = consented(world, case, "LI", "wage_claim", {3, 6, 8})
    sent = referred(world, case, "LI", "wage_claim", {3, 6, 8})
    accept(world.people["LI"], sent, timezone.now())
    signed_in(world, "INT").post(at("consent_withdraw", case, consent=given.pk))
    door = world.door("LI", case, "wage_claim")
    assert {number for number in (3, 6, 8, 13) if door.may("read", number)} == {13}
    assert not Wrap.objects.filter(
        agency=world.agencies["LI"], key__data_class__in=(3, 6, 8)
    ).exists()


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_task_to_ask_is_done_whatever_the_answer(world: World, case: Case, answer: str) -> None:
    task = case.tasks.create(kind="ask_about_consent", agency=case.owner, due=timezone.now().date())
    if answer == "yes":
        consented(world, case, "LI", "wage_claim", {3})
    else:
        decline(world.door("INT", case, "support"), world.agencies["LI"].pk)
    task.refresh_from_db()
    assert task.done is not None


def test_a_certificate_ends_with_its_consent(world: World, case: Case) -> None:
    world.agree("INT", "IMM", {"residence_certificate"})
    given = consented(world, case, "IMM", "residence_certificate", {12})
    today = timezone.now().date()
    made = Certificate.objects.create(
        case=case,
        consent=given,
        code_digest="a" * 64,
        sealed=b"sealed",
        starts=today,
        ends=today,
        issued=timezone.now(),
    )
    signed_in(world, "INT").post(at("consent_withdraw", case, consent=given.pk))
    made.refresh_from_db()
    assert made.ended is not None
    assert (bytes(made.sealed), made.code_digest == "a" * 64) == (b"", False)


def test_the_proof_is_read_by_the_agency_that_leads(world: World, case: Case) -> None:
    given = consented(world, case, "UNI", "wage_claim", {3})
    other = consented(world, case, "LI", "wage_claim", {3})
    client = signed_in(world, "INT")
    url = at("consent_proof", case, consent=given.pk)
    assert "Folder 12, sheet 3" in client.get(url).content.decode()
    Consent.objects.filter(pk=given.pk).update(evidence=other.evidence)  # moved: it does not open
    assert "Folder 12, sheet 3" not in client.get(url).content.decode()
