"""A question of consent on the worker's own pages: only a yes there brings it into force."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from manumit.errors import AccessRefused, CannotOpen, InputError
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.consent.models import Agreement, Consent, Proposal
from manumit.web.consent.proposals import Asked, agree, decline, propose, take_back
from manumit.web.door.door import access_case
from manumit.web.mailbox.services import unlock
from manumit.web.referrals.services import accept
from manumit.web.vault.models import Wrap
from manumit.web.vault.services import open_entries
from manumit.web.worker.services import PURPOSE, asker_of
from tests.web.office.sharing import at, hotline_case, referred
from tests.web.office.test_worker_pages import Numbers, entered, hand_out
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def case(world: World) -> Case:
    world.agree("INT", "LI", {"wage_claim", "inspection"})
    return hotline_case(world)


@pytest.fixture
def numbers(world: World, case: Case) -> Numbers:
    return hand_out(world, case)


def form(**changed: Any) -> dict[str, Any]:
    today = timezone.now().date()
    return {
        "classes": ["3", "8"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=60)).isoformat(),
        "explained": "spoken",
    } | changed


def page(world: World, case: Case, role: str = "LI", aim: str = "wage_claim") -> str:
    return at("consent_propose", case, aim=aim, recipient=world.agencies[role].pk)


def asked(world: World, case: Case, classes: tuple[int, ...] = (3, 8)) -> Proposal:
    now = timezone.now()
    terms = Asked(
        purpose="wage_claim",
        recipient=world.agencies["LI"],
        classes=frozenset(classes),
        starts=now,
        ends=now + timedelta(days=60),
        explained="written",
    )
    return propose(world.door("INT", case, "support"), terms)


def answer(client: Client, proposal: Proposal, says: str) -> Any:
    return client.post(f"/my/asked/{proposal.pk}/answer/", {"answer": says}, follow=True)


@pytest.mark.usefixtures("numbers")
def test_a_case_worker_leaves_a_question_and_nothing_is_in_force(world: World, case: Case) -> None:
    client = signed_in(world, "INT")
    assert "checked" not in client.get(page(world, case)).content.decode()
    made = client.post(page(world, case), form(), follow=True).content.decode()
    assert "Nothing is shared before a yes" in made
    assert "Waits for the person’s answer" in made
    proposal = Proposal.objects.get()
    assert proposal.lapses - proposal.proposed == timedelta(days=14)
    assert not Consent.objects.exists()
    assert not Wrap.objects.filter(agency=world.agencies["LI"]).exists()
    with pytest.raises(AccessRefused):
        world.door("LI", case, "wage_claim")
    noted = Record.objects.get(act="consent_proposed")
    assert (noted.data_class, noted.target) == (18, str(proposal.pk))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "help goes on as before, and nobody asks you why"),
        ("fr", "personne ne vous demande pourquoi"),
        ("es", "nadie le pregunta por qué"),
        ("ar", "ولا يسألك أحد عن السبب"),
    ],
)
def test_the_worker_reads_it_in_plain_words(
    world: World, case: Case, numbers: Numbers, language: str, says: str
) -> None:
    proposal, client = asked(world, case), entered(numbers)
    home = client.get(f"/my/?language={language}").content.decode()
    assert "/my/agreed/" in home
    assert f"/my/asked/{proposal.pk}/" in client.get("/my/agreed/").content.decode()
    shown = client.get(f"/my/asked/{proposal.pk}/").content.decode()
    assert says in shown
    assert world.agencies["LI"].name in shown
    assert f'lang="{language}"' in shown
    assert shown.count('class="pictogram"') > 8
    assert "checked" not in shown


def test_at_a_yes_the_consent_is_in_force_and_the_keys_are_shared(
    world: World, case: Case, numbers: Numbers
) -> None:
    proposal, client = asked(world, case), entered(numbers)
    client.get("/my/?language=fr")
    assert "Vous avez dit oui" in answer(client, proposal, "yes").content.decode()
    given = Consent.objects.get()
    assert (given.recipient, given.purpose) == (world.agencies["LI"], "wage_claim")
    assert given.classes == {"3", "8"}
    assert (given.given_by, given.explained, given.language) == ("self", "written", "fr")
    assert (given.channel, given.entered_by, given.text_version) == ("own_page", None, "own.1")
    assert given.starts <= timezone.now()
    assert given.ends == proposal.ends
    accept(world.people["LI"], referred(world, case, "LI", "wage_claim", {3}), timezone.now())
    assert world.door("LI", case, "wage_claim").reveal(3, "To file")[0].content["name"]
    office = signed_in(world, "INT")
    listed = office.get(at("consent_page", case)).content.decode()
    assert "On the person’s own pages" in listed
    assert "Waits for" not in listed
    proof = office.get(at("consent_proof", case, consent=given.pk)).content.decode()
    assert "with their two numbers and said yes" in proof
    assert "and nobody asks you why" in proof or "personne ne vous demande pourquoi" in proof


def test_the_worker_alone_brings_the_keys_to_an_agency_that_takes_part(
    world: World, case: Case, numbers: Numbers
) -> None:
    """No one of the office need do anything more: the box holds the keys, and shares them."""
    proposal, holder = asked(world, case, (3, 6)), world.asker("LI").holder
    case.parts.create(agency=world.agencies["LI"], classes={3, 6}, since=timezone.now())
    names = case.entries.filter(data_class=3)
    conditions = case.entries.filter(kind="account", form="redacted")
    for rows in (names, conditions):
        with pytest.raises(CannotOpen):
            open_entries(rows, holder)
    client = entered(numbers)
    answer(client, proposal, "yes")
    assert open_entries(names, holder)[0].content["name"] == "Amina Osei"
    assert open_entries(conditions, holder)[0].content == {"conditions": "Twelve hours."}
    client.post(f"/my/agreed/{Consent.objects.get().pk}/back/")
    assert not case.keys.filter(stale=True).exists()  # renewed at once, by the worker alone


def test_a_yes_can_be_taken_back_like_any_other(world: World, case: Case, numbers: Numbers) -> None:
    client = entered(numbers)
    answer(client, asked(world, case), "yes")
    client.post(f"/my/agreed/{Consent.objects.get().pk}/back/")
    assert Consent.objects.get().state(timezone.now()) == "withdrawn"
    assert not Wrap.objects.filter(agency=world.agencies["LI"]).exists()


def test_a_no_is_kept_and_shown_and_nobody_asks_why(
    world: World, case: Case, numbers: Numbers
) -> None:
    proposal, client = asked(world, case), entered(numbers)
    said = answer(client, proposal, "no").content.decode()
    assert "You said no. Nothing is shared, and help goes on as before." in said
    assert not Consent.objects.exists()
    assert not Wrap.objects.filter(agency=world.agencies["LI"]).exists()
    last = Record.objects.latest("number")
    assert (last.act, last.agency, last.target) == ("consent_declined", "", str(proposal.pk))
    listed = signed_in(world, "INT").get(at("consent_page", case)).content.decode()
    assert "The person said no" in listed
    assert "Do not ask why" in listed
    assert "You said no: Agency LI is told nothing" in client.get("/my/").content.decode()
    answer(client, proposal, "yes")  # a no stays a no; the agency can ask anew
    assert not Consent.objects.exists()


def test_neither_yes_nor_no_is_no_answer(world: World, case: Case, numbers: Numbers) -> None:
    proposal, client = asked(world, case), entered(numbers)
    for says in ("", "maybe"):
        answer(client, proposal, says)
    proposal.refresh_from_db()
    assert proposal.state(timezone.now()) == "waiting"


def test_pressed_twice_it_is_one_consent(world: World, case: Case, numbers: Numbers) -> None:
    proposal, client = asked(world, case), entered(numbers)
    for _ in range(2):
        assert "You said yes" in answer(client, proposal, "yes").content.decode()
    assert Consent.objects.count() == 1


def test_of_two_answers_at_once_the_first_counts(
    world: World, case: Case, numbers: Numbers
) -> None:
    proposal = asked(world, case)
    one, other = (access_case(asker_of(unlock(*numbers)), case.reference, PURPOSE) for _ in "12")
    decline(one, proposal)
    with pytest.raises(InputError):
        agree(other, proposal, "en")
    assert not Consent.objects.exists()


def test_after_fourteen_days_it_lapses(world: World, case: Case, numbers: Numbers) -> None:
    proposal, client = asked(world, case), entered(numbers)
    ago = timezone.now() - timedelta(seconds=1)
    Proposal.objects.filter(pk=proposal.pk).update(lapses=ago)
    assert "not asked any more" in answer(client, proposal, "yes").content.decode()
    assert not Consent.objects.exists()
    gone = client.get(f"/my/asked/{proposal.pk}/", follow=True).content.decode()
    assert "not asked any more" in gone
    listed = signed_in(world, "INT").get(at("consent_page", case)).content.decode()
    assert "Lapsed without an answer" in listed


def test_the_agency_can_take_a_question_back(world: World, case: Case, numbers: Numbers) -> None:
    proposal, office = asked(world, case), signed_in(world, "INT")
    url = at("consent_take_back", case, proposal=proposal.pk)
    assert "no longer asked" in office.post(url, follow=True).content.decode()
    assert "not asked any more" in answer(entered(numbers), proposal, "yes").content.decode()
    assert not Consent.objects.exists()
    assert "Taken back" in office.post(url, follow=True).content.decode()


def test_an_agreement_that_ended_leaves_nothing_to_agree_to(
    world: World, case: Case, numbers: Numbers
) -> None:
    proposal = asked(world, case)
    Agreement.objects.update(ends=timezone.now())
    assert "not asked any more" in answer(entered(numbers), proposal, "yes").content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("child", ["yes", "unknown"])
def test_whoever_may_be_a_child_is_not_asked_alone(
    world: World, case: Case, numbers: Numbers, child: str
) -> None:
    early = asked(world, case)
    Case.objects.filter(pk=case.pk).update(child=child)
    case.refresh_from_db()
    refused = signed_in(world, "INT").post(page(world, case), form())
    assert "a guardian or representative must agree" in refused.content.decode()
    with pytest.raises(InputError) as caught:
        asked(world, case)
    assert caught.value.field == "given_by"
    assert Proposal.objects.count() == 1
    assert "not asked any more" in answer(entered(numbers), early, "yes").content.decode()
    assert not Consent.objects.exists()


def test_without_numbers_there_is_nowhere_to_ask(world: World, case: Case) -> None:
    refused = signed_in(world, "INT").post(page(world, case), form()).content.decode()
    assert "has no two numbers" in refused
    assert not Proposal.objects.exists()


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"classes": []}, "Choose what may be known."),
        ({"ends": "2099-01-01"}, "at most one year later"),
        ({"starts": "2020-01-01"}, "Choose today or a later day"),
        ({"explained": ""}, "required"),
    ],
)
def test_a_form_that_is_not_right_says_why(
    world: World, case: Case, changed: dict[str, Any], said: str
) -> None:
    shown = signed_in(world, "INT").post(page(world, case), form(**changed))
    assert said in shown.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("role", ["LI", "POL", "SOC", "UNI", "COM", "IMM", "STA", "ADM", "AUD"])
def test_nobody_else_asks_answers_or_takes_back(
    world: World, case: Case, numbers: Numbers, role: str
) -> None:
    proposal, client = asked(world, case), signed_in(world, role)
    case.parts.create(agency=world.agencies["LI"], classes={3, 18}, since=timezone.now())
    urls = page(world, case), at("consent_take_back", case, proposal=proposal.pk)
    for url in urls:
        assert client.post(url, form()).status_code == 404
    assert client.post(f"/my/asked/{proposal.pk}/answer/", {"answer": "yes"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.outcome, Proposal.objects.count()) == ("", 1)
    if role == "LI":  # it would be the recipient, and learns nothing of a question
        listed = client.get(at("consent_page", case, "wage_claim")).content.decode()
        assert "Waits for" not in listed


def test_an_office_answers_for_nobody_and_a_worker_asks_nobody(
    world: World, case: Case, numbers: Numbers
) -> None:
    proposal, office = asked(world, case), world.door("INT", case, "support")
    worker = access_case(asker_of(unlock(*numbers)), case.reference, PURPOSE)
    now = timezone.now()
    terms = Asked("wage_claim", world.agencies["LI"], frozenset({3}), now, now, "written")
    for act in (
        lambda: agree(office, proposal, "en"),
        lambda: decline(office, proposal),
        lambda: take_back(worker, proposal),
        lambda: propose(worker, terms),
    ):
        with pytest.raises(AccessRefused):
            act()
    proposal.refresh_from_db()
    assert proposal.outcome == ""


def test_a_question_to_someone_else_is_not_there(
    world: World, case: Case, numbers: Numbers
) -> None:
    other = hotline_case(world)
    hand_out(world, other)
    theirs, client = asked(world, other), entered(numbers)
    assert client.get(f"/my/asked/{theirs.pk}/").status_code == 404
    assert client.post(f"/my/asked/{theirs.pk}/answer/", {"answer": "yes"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.outcome == ""
    url = at("consent_take_back", case, proposal=theirs.pk)
    assert signed_in(world, "INT").post(url).status_code == 404
