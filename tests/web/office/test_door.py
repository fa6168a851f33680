"""The way of a case through the door: written, consented to, referred, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manumit.errors import AccessRefused, CannotOpen, ConsentMissing, InputError
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case, ChildDecision, Conflict
from manumit.web.consent.services import Given, give, withdraw
from manumit.web.referrals.models import Referral
from manumit.web.referrals.services import accept, draft, refuse, revoke, send
from manumit.web.vault.models import Entry, Wrap
from manumit.web.vault.services import open_entries
from tests.web.office.people import colleague
from tests.web.office.world import World

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def case(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei", "telephone": "+971 50 123 4567"})
    door.write(
        "facts", {"answers": {"wages_withheld": "yes", "threatened_with_denunciation": "yes"}}
    )
    door.write("account", {"text": "They kept my passport.", "conditions": "Twelve hours a day."})
    return case


def consent(world: World, case: Case, role: str, purpose: str, classes: set[int]) -> object:
    now = timezone.now()
    case.refresh_from_db()
    return give(
        world.door("INT", case, "support"),
        Given(
            purpose=purpose,
            recipient=world.agencies[role],
            classes=frozenset(classes),
            starts=now - timedelta(minutes=1),
            ends=now + timedelta(days=90),
            language="fr",
            explained="spoken",
            text_version="1",
            given_by="self" if case.child == "no" else "guardian",
        ),
    )


def refer(
    world: World, case: Case, role: str, purpose: str, classes: set[int], *, agreed: bool = True
) -> object:
    world.agree("INT", role, {purpose})
    if agreed:
        consent(world, case, role, purpose, classes)
    door = world.door("INT", case, "support")
    made = draft(door, world.agencies[role], purpose, classes, "wage_claim")
    return send(world.door("INT", case, "support"), made)


def test_what_was_written_is_read_by_those_who_wrote_it(world: World, case: Case) -> None:
    opened = world.door("INT", case, "support").reveal(3, "Call back")
    assert opened[0].content == {"name": "Amina Osei", "telephone": "+971 50 123 4567"}


def test_the_database_holds_no_word_of_it(world: World, case: Case) -> None:
    for entry in Entry.objects.all():
        assert b"Amina" not in bytes(entry.body)


@pytest.mark.parametrize("role", ["LI", "POL", "PRO", "IMM", "SOC", "UNI", "COM", "STA", "ADM"])
def test_to_all_others_there_is_no_such_case(world: World, case: Case, role: str) -> None:
    from manumit.casework.policy import purposes_of

    for purpose in purposes_of(role):
        with pytest.raises(AccessRefused) as there:
            world.door(role, case, purpose)
        with pytest.raises(AccessRefused) as nowhere:
            access_nothing(world, role, purpose)
        assert str(there.value) == str(nowhere.value)


def access_nothing(world: World, role: str, purpose: str) -> object:
    from manumit.web.door.door import access_case

    return access_case(world.asker(role), "AAAA-AAAA", purpose)


def test_the_auditor_sees_that_it_is_there_and_not_what_it_says(world: World, case: Case) -> None:
    door = world.door("AUD", case, "oversight")
    assert len(door.entries(3)) == 1
    with pytest.raises(AccessRefused):
        door.reveal(3, "Curious")


def test_a_referral_without_consent_is_not_sent(world: World, case: Case) -> None:
    with pytest.raises(ConsentMissing):
        refer(world, case, "LI", "wage_claim", {3, 6, 8}, agreed=False)
    with pytest.raises(ConsentMissing):
        refer(world, case, "LI", "inspection", {6}, agreed=False)


def test_nothing_is_sent_without_an_agreement(world: World, case: Case) -> None:
    made = draft(
        world.door("INT", case, "support"), world.agencies["LI"], "inspection", {6}, "inspection"
    )
    with pytest.raises(InputError, match="no agreement"):
        send(world.door("INT", case, "support"), made)


@pytest.mark.parametrize("child", ["unknown", "yes"])
def test_what_may_be_of_a_child_goes_nowhere_before_two_have_decided(
    world: World, case: Case, child: str
) -> None:
    Case.objects.filter(pk=case.pk).update(child=child)
    with pytest.raises(ConsentMissing, match="two people"):
        refer(world, case, "LI", "inspection", {6})
    ChildDecision.objects.create(
        case=case,
        agency=world.agencies["LI"],
        proposed=timezone.now(),
        proposed_by=world.people["INT"],
        confirmed=timezone.now(),
        confirmed_by=colleague(world.people["INT"], "second"),
    )
    send(world.door("INT", case, "support"), Referral.objects.get())


def test_an_inspector_sees_working_conditions_and_not_the_name(world: World, case: Case) -> None:
    referral = refer(world, case, "LI", "inspection", {6})
    with pytest.raises(AccessRefused):
        world.door("LI", case, "inspection")
    accept(world.people["LI"], referral, timezone.now())
    door = world.door("LI", case, "inspection")
    facts, account = door.reveal(6, "Plan")
    assert facts.content == {"answers": {"wages_withheld": "yes"}}
    assert account.content == {"conditions": "Twelve hours a day."}
    with pytest.raises(AccessRefused):
        door.reveal(3, "Who is it?")


def test_the_agency_of_the_inspector_has_no_key_to_more(world: World, case: Case) -> None:
    accept(world.people["LI"], refer(world, case, "LI", "inspection", {6}), timezone.now())
    for entry in Entry.objects.filter(form="full"):
        with pytest.raises(CannotOpen):
            open_entries([entry], world.asker("LI").holder)


def test_consent_opens_the_name_for_its_purpose_alone(world: World, case: Case) -> None:
    world.agree("INT", "LI", {"wage_claim", "inspection"})
    consent(world, case, "LI", "wage_claim", {3, 8})
    accept(world.people["LI"], refer(world, case, "LI", "wage_claim", {3}), timezone.now())
    opened = world.door("LI", case, "wage_claim").reveal(3, "To file")
    assert opened[0].content["name"] == "Amina Osei"
    with pytest.raises(AccessRefused):
        world.door("LI", case, "inspection").reveal(3, "To plan")


def test_a_withdrawal_ends_access_and_renews_the_key(world: World, case: Case) -> None:
    world.agree("INT", "LI", {"wage_claim"})
    given = consent(world, case, "LI", "wage_claim", {3})
    referral = refer(world, case, "LI", "wage_claim", {3}, agreed=False)
    accept(world.people["LI"], referral, timezone.now())
    old = Wrap.objects.get(agency=world.agencies["LI"], key__data_class=3)
    already = withdraw(world.door("INT", case, "support"), given, "spoken")
    assert [each.agency for each in already] == [world.agencies["LI"]]
    with pytest.raises(AccessRefused):
        world.door("LI", case, "wage_claim").reveal(3, "To file")
    assert not Wrap.objects.filter(agency=world.agencies["LI"], key__data_class=3).exists()
    entry = Entry.objects.get(data_class=3)
    old.save(force_insert=True)  # an old backup of the wrap opens nothing of the new version
    with pytest.raises(CannotOpen):
        open_entries([entry], world.asker("LI").holder)
    opened = world.door("INT", case, "support").reveal(3, "Call back")
    assert opened[0].content["name"] == "Amina Osei"


def test_of_two_officers_one_accepts(world: World, case: Case) -> None:
    referral = refer(world, case, "LI", "inspection", {6})
    accept(world.people["LI"], referral, timezone.now())
    with pytest.raises(InputError, match="cannot become"):
        accept(world.people["LI"], referral, timezone.now())


def test_a_referral_refused_leaves_no_key_behind(world: World, case: Case) -> None:
    referral = refer(world, case, "LI", "inspection", {6})
    assert Wrap.objects.filter(agency=world.agencies["LI"]).exists()
    refuse(world.people["LI"], referral, "no_capacity", timezone.now())
    assert not Wrap.objects.filter(agency=world.agencies["LI"]).exists()


def test_a_referral_taken_back_ends_the_part(world: World, case: Case) -> None:
    referral = accept(
        world.people["LI"], refer(world, case, "LI", "inspection", {6}), timezone.now()
    )
    revoke(world.door("INT", case, "support"), referral)
    with pytest.raises(AccessRefused):
        world.door("LI", case, "inspection")


def test_another_agency_cannot_answer_a_referral(world: World, case: Case) -> None:
    referral = refer(world, case, "LI", "inspection", {6})
    with pytest.raises(AccessRefused):
        accept(world.people["POL"], referral, timezone.now())


def test_a_conflict_of_interest_beats_every_right(world: World, case: Case) -> None:
    person = world.people["INT"]
    Conflict.objects.create(case=case, person=person, entered=timezone.now(), entered_by=person)
    with pytest.raises(AccessRefused):
        world.door("INT", case, "support")


def test_each_reading_is_in_the_log_before_it_is_opened(world: World, case: Case) -> None:
    case.keys.all().delete()
    world.door("INT", case, "support").reveal(3, "Call back")
    last = Record.objects.latest("number")
    assert (last.act, last.data_class, last.purpose, last.allowed) == ("read", 3, "support", True)
    assert b"Call back" not in bytes(last.reason)


def test_a_refused_reading_is_in_the_log_too(world: World, case: Case) -> None:
    with pytest.raises(AccessRefused):
        world.door("INT", case, "support").reveal(7, "Health")
    last = Record.objects.latest("number")
    assert (last.act, last.data_class, last.allowed) == ("refused_read", 7, False)
