"""Pages of referrals: drafted, shown before they are sent, answered once, taken back."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from manumit.errors import AccessRefused, InputError
from manumit.web.cases.models import Case, Conflict, Task
from manumit.web.cases.moving import state_of
from manumit.web.consent.models import Agreement
from manumit.web.referrals.models import Referral
from manumit.web.referrals.services import accept, draft, escalate
from manumit.web.vault.models import Wrap
from tests.web.office.sharing import at, consented, hotline_case, named, referred
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def world(world: World) -> World:
    return named(world)


@pytest.fixture
def case(world: World) -> Case:
    for role, purposes in (
        ("LI", {"inspection", "wage_claim"}),
        ("UNI", {"wage_claim"}),
        ("POL", {"criminal_complaint"}),
    ):
        world.agree("INT", role, purposes)
    case = hotline_case(world)
    consented(world, case, "LI", "inspection", {6})
    return case


def drafted(world: World, case: Case, role: str, aim: str, **data: Any) -> str:
    url = at("referral_draft", case, aim=aim, recipient=world.agencies[role].pk)
    response = signed_in(world, "INT").post(url, data)
    assert response.status_code == 302, response.content.decode()
    return str(response.url)  # type: ignore[attr-defined]


def page_of(referral: Referral) -> str:
    return reverse("referral_page", kwargs={"referral": referral.pk})


def answer(referral: Referral, to: str) -> str:
    return reverse("referral_answer", kwargs={"referral": referral.pk, "to": to})


def test_a_referral_is_drafted_shown_sent_and_accepted(world: World, case: Case) -> None:
    ours, theirs = signed_in(world, "INT"), signed_in(world, "LI")
    form = at("referral_draft", case, aim="inspection", recipient=world.agencies["LI"].pk)
    assert "Inspection plan" in ours.get(form).content.decode()
    url = drafted(world, case, "LI", "inspection", service="inspection", classes=["6"])
    page = ours.get(url).content.decode()
    assert "This is what Agency of LI will see" in page
    assert "sees only what is about working conditions" in page
    assert "Address, shelter, safe contact" in page  # among what it will not see
    assert ours.post(f"{url}send/").status_code == 302
    referral = Referral.objects.get()
    assert referral.state == "sent"
    page = theirs.get(page_of(referral)).content.decode()
    assert "Inspection of the workplace" in page
    assert case.reference not in page
    theirs.post(answer(referral, "accepted"))
    page = theirs.get(page_of(referral)).content.decode()
    assert case.reference in page
    theirs.post(answer(referral, "in_progress"))
    theirs.post(answer(referral, "done"))
    referral.refresh_from_db()
    assert referral.state == "done"
    page = ours.get(url).content.decode()
    assert page.index("Work has begun") < page.index("Done</p>")


def test_the_preview_says_what_the_role_brings_along(world: World, case: Case) -> None:
    url = drafted(world, case, "LI", "inspection", service="inspection", classes=["6"])
    page = signed_in(world, "INT").get(url).content.decode()
    assert "Inspection plan<br>" in page  # an inspector writes it, so reads it
    assert "Wages, hours, debt, deductions<br>" not in page  # and this if the worker agrees
    consented(world, case, "LI", "inspection", {8})
    page = signed_in(world, "INT").get(url).content.decode()
    assert "Wages, hours, debt, deductions<br>" in page


def test_what_the_preview_shows_is_what_the_recipient_may_read(world: World, case: Case) -> None:
    consented(world, case, "LI", "wage_claim", {3, 6, 10})
    referral = referred(world, case, "LI", "wage_claim", {3, 6, 10})
    accept(world.people["LI"], referral, timezone.now())
    referral.refresh_from_db()
    disclosed = case.disclosures.get().classes
    assert disclosed == {"3", "6", "10"}  # and not the plan, which the inspectorate writes itself
    door = world.door("LI", case, "wage_claim")
    shown = {int(code) for code in referral.classes}
    readable = {number for number in range(1, 23) if door.may("read", number)} - {1, 14, 20, 21}
    assert readable == shown


def test_without_consent_it_is_said_and_not_sent(world: World, case: Case) -> None:
    ours = signed_in(world, "INT")
    url = drafted(world, case, "UNI", "wage_claim", service="wage_claim", classes=["3"])
    page = ours.get(url).content.decode()
    assert "Consent is missing" in page
    assert "Ask for consent" in page
    assert ">Send<" not in page
    ours.post(f"{url}send/")
    assert Referral.objects.get().state == "drafted"
    assert not Wrap.objects.filter(agency=world.agencies["UNI"]).exists()


def test_a_case_is_not_told_of_when_nothing_of_it_was_agreed(world: World, case: Case) -> None:
    ours = signed_in(world, "INT")
    url = drafted(world, case, "LI", "wage_claim", service="wage_claim")
    page = ours.get(url).content.decode()
    assert "has agreed to nothing" in page
    assert ">Send<" not in page
    ours.post(f"{url}send/")
    assert Referral.objects.get().state == "drafted"


def test_whom_no_agreement_covers_is_not_offered(world: World, case: Case) -> None:
    client = signed_in(world, "INT")
    page = client.get(at("referral_choose", case)).content.decode()
    assert "Agency of LI" in page
    assert "Agency of SOC" not in page
    for role, aim in (("SOC", "support"), ("LI", "criminal_complaint"), ("IMM", "inspection")):
        url = at("referral_draft", case, aim=aim, recipient=world.agencies[role].pk)
        assert client.get(url).status_code == 404


def test_nothing_is_ever_referred_to_immigration(world: World, case: Case) -> None:
    world.agree("INT", "IMM", {"residence_certificate"})
    consented(world, case, "IMM", "residence_certificate", {12})
    client = signed_in(world, "INT")
    assert "Agency of IMM" not in client.get(at("referral_choose", case)).content.decode()
    door = world.door("INT", case, "support")
    with pytest.raises(InputError):
        draft(door, world.agencies["IMM"], "residence_certificate", {12}, "shelter")


def test_nobody_gives_what_they_may_not_see(world: World, case: Case) -> None:
    world.agree("INT", "SOC", {"support"})
    door = world.door("INT", case, "support")
    with pytest.raises(AccessRefused):
        draft(door, world.agencies["SOC"], "support", {7}, "shelter")


def test_a_case_of_others_is_not_referred(world: World, case: Case) -> None:
    """Whoever takes part in a case, and may refer cases, may still not refer this one."""
    consented(world, case, "UNI", "wage_claim", {3})
    accept(world.people["UNI"], referred(world, case, "UNI", "wage_claim", {3}), timezone.now())
    world.agree("UNI", "LI", {"wage_claim"})
    client = signed_in(world, "UNI")
    assert client.get(at("referral_choose", case, "wage_claim")).status_code == 404
    url = at(
        "referral_draft", case, "wage_claim", aim="wage_claim", recipient=world.agencies["LI"].pk
    )
    assert client.post(url, {"service": "wage_claim"}).status_code == 404
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("role", ["POL", "PRO", "SOC", "UNI", "COM", "IMM", "STA", "AUD", "ADM"])
def test_a_referral_between_others_is_not_there(world: World, case: Case, role: str) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    client = signed_in(world, role)
    assert client.get(page_of(referral)).status_code == 404
    for to in ("accepted", "refused", "in_progress", "done"):
        assert client.post(answer(referral, to), {"reason": "no_capacity"}).status_code == 404
    for route in ("referral_preview", "referral_send", "referral_revoke"):
        url = at(route, case, "support", referral=referral.pk)
        assert client.post(url).status_code == 404
    referral.refresh_from_db()
    assert referral.state == "sent"


def test_a_referral_of_one_case_is_not_reached_through_another(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    other = hotline_case(world)
    client = signed_in(world, "INT")
    for route in ("referral_preview", "referral_send", "referral_revoke"):
        assert client.post(at(route, other, referral=referral.pk)).status_code == 404
    referral.refresh_from_db()
    assert referral.state == "sent"


def test_a_draft_is_not_seen_by_its_recipient(world: World, case: Case) -> None:
    drafted(world, case, "LI", "inspection", service="inspection", classes=["6"])
    client = signed_in(world, "LI")
    assert client.get(page_of(Referral.objects.get())).status_code == 404
    assert "No agency has asked" in client.get(reverse("referral_list")).content.decode()


def test_whoever_sent_it_cannot_accept_it(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    assert signed_in(world, "INT").post(answer(referral, "accepted")).status_code == 404


def test_it_is_answered_once(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    client = signed_in(world, "LI")
    client.post(answer(referral, "accepted"))
    late = {"reason": "no_capacity"}
    page = client.post(answer(referral, "refused"), late, follow=True).content.decode()
    assert "in the meantime" in page
    referral.refresh_from_db()
    assert (referral.state, referral.refusal) == ("accepted", "")


def test_a_refusal_says_why(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    client = signed_in(world, "LI")
    assert client.post(answer(referral, "refused")).status_code == 200
    client.post(answer(referral, "refused"), {"reason": "no_capacity"})
    url = at("referral_preview", case, referral=referral.pk)
    assert "No capacity now" in signed_in(world, "INT").get(url).content.decode()
    assert not Wrap.objects.filter(agency=world.agencies["LI"]).exists()


def test_taken_back_it_is_gone_for_the_recipient(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    signed_in(world, "INT").post(at("referral_revoke", case, referral=referral.pk))
    assert signed_in(world, "LI").get(page_of(referral)).status_code == 404
    assert not Wrap.objects.filter(agency=world.agencies["LI"]).exists()


def test_it_is_not_accepted_once_the_agreement_has_ended(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    Agreement.objects.all().update(ends=timezone.now())
    signed_in(world, "LI").post(answer(referral, "accepted"))
    referral.refresh_from_db()
    assert referral.state == "sent"


def test_unanswered_it_is_late_and_becomes_a_task_once(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    Referral.objects.update(due=timezone.now() - timedelta(days=1))
    client = signed_in(world, "LI")
    assert "Late" in client.get(reverse("referral_list")).content.decode()
    client.get(reverse("referral_list"))
    escalate(timezone.now())
    assert Task.objects.get().agency == world.agencies["INT"]
    referral.refresh_from_db()
    assert referral.escalated is not None
    url = at("referral_preview", case, referral=referral.pk)
    assert "No answer in time" in signed_in(world, "INT").get(url).content.decode()


def test_an_urgent_case_makes_an_urgent_referral(world: World) -> None:
    world.agree("INT", "LI", {"inspection"})
    case = hotline_case(world, danger="yes")
    consented(world, case, "LI", "inspection", {6})
    referral = referred(world, case, "LI", "inspection", {6})
    assert "Urgent" in signed_in(world, "LI").get(page_of(referral)).content.decode()


def test_a_conflict_of_interest_hides_a_referral(world: World, case: Case) -> None:
    referral = referred(world, case, "LI", "inspection", {6})
    person = world.people["LI"]
    Conflict.objects.create(case=case, person=person, entered=timezone.now(), entered_by=person)
    client = signed_in(world, "LI")
    assert client.get(page_of(referral)).status_code == 404
    assert client.post(answer(referral, "accepted")).status_code == 404
    assert "Agency of INT" not in client.get(reverse("referral_list")).content.decode()


def test_of_two_officers_in_two_processes_one_accepts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.office.two_officers", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == "['accepted', 'too late'] 1 1", done.stderr


def test_a_referral_that_waits_keeps_its_keys_when_more_is_shared(world: World, case: Case) -> None:
    waiting = referred(world, case, "LI", "inspection", {6})
    consented(world, case, "POL", "criminal_complaint", {6})
    referred(world, case, "POL", "criminal_complaint", {6})
    consented(world, case, "UNI", "wage_claim", {3})
    world.door("INT", case, "support").write("complaint", {"text": "Written while it waited."})
    accept(world.people["LI"], waiting, timezone.now())
    opened = world.door("LI", case, "inspection").reveal(6, "to read it", "account")
    assert opened[0].content == {"conditions": "Twelve hours."}


def test_a_referral_moves_on_the_track_that_it_is_about(world: World, case: Case) -> None:
    sent = referred(world, case, "LI", "inspection", {6})
    assert state_of(case, "labour") == "referred"
    accept(world.people["LI"], sent, timezone.now())
    assert state_of(case, "labour") == "examined"
    world.agree("INT", "SOC", {"support"})
    consented(world, case, "SOC", "support", {6})
    helped = referred(world, case, "SOC", "support", {6})
    accept(world.people["SOC"], helped, timezone.now())
    assert state_of(case, "protection") == "needs_assessed"
