"""Agreements: one agency proposes, the other confirms, either ends it at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from manumit.errors import AccessRefused, InputError
from manumit.web.accounts.keys import admit, give_keys
from manumit.web.accounts.models import User
from manumit.web.consent.agreements import Terms, confirm, may_confirm, propose
from manumit.web.consent.models import Agreement
from manumit.web.consent.services import agreement_for
from manumit.web.referrals.services import accept
from manumit.web.sealing import fingerprint
from manumit.web.vault.models import Wrap
from tests.web.office.sharing import consented, hotline_case, named, referred
from tests.web.office.world import PASSWORD, World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

LIST = "/consent/agreements/"


@pytest.fixture
def world(world: World) -> World:
    return named(world)


def terms(world: World, giver: str, recipient: str, **changed: Any) -> Terms:
    given: dict[str, Any] = {
        "giver": world.agencies[giver],
        "recipient": world.agencies[recipient],
        "purposes": frozenset({"wage_claim"}),
        "classes": frozenset({3, 8}),
        "ends": timezone.now() + timedelta(days=100),
        "document": "MoU 12",
    }
    return Terms(**given | changed)


def on_paper(world: World) -> Terms:
    """Terms with immigration, which has no page to confirm them on."""
    certificate = frozenset({"residence_certificate"})
    return terms(world, "INT", "IMM", purposes=certificate, classes=frozenset({12}))


def proposed(world: World, giver: str = "INT", recipient: str = "UNI") -> Agreement:
    return propose(world.people[giver], terms(world, giver, recipient), timezone.now())


def in_force(world: World, giver: str = "INT", recipient: str = "UNI") -> Agreement | None:
    pair = world.agencies[giver], world.agencies[recipient]
    return agreement_for(*pair, "wage_claim", timezone.now())


def act(agreement: Agreement, what: str) -> str:
    return reverse(f"agreement_{what}", kwargs={"agreement": agreement.pk})


def test_it_counts_once_the_other_agency_has_confirmed(world: World) -> None:
    ours, theirs = signed_in(world, "INT"), signed_in(world, "UNI")
    other = world.agencies["UNI"].pk
    url = reverse("agreement_propose", kwargs={"way": "give", "other": other})
    day = (timezone.now() + timedelta(days=100)).date().isoformat()
    data = {"purposes": ["wage_claim"], "classes": ["3", "8"], "until": day, "document": "MoU"}
    assert ours.post(url, data).status_code == 302
    made = Agreement.objects.get()
    assert in_force(world) is None
    assert "Agency of UNI must confirm it" in ours.get(LIST).content.decode()
    ours.post(act(made, "confirm"))  # nobody confirms their own proposal
    assert in_force(world) is None
    assert "Read it, then confirm" in theirs.get(LIST).content.decode()
    theirs.post(act(made, "confirm"))
    assert in_force(world) == made
    assert in_force(world, "UNI", "INT") is None  # one direction only


def test_both_agencies_see_the_same_letters_of_both_keys(world: World) -> None:
    proposed(world)
    keys = {fingerprint(bytes(world.agencies[role].public_key)) for role in ("INT", "UNI")}
    assert len(keys) == 2
    for role in ("INT", "UNI"):
        page = signed_in(world, role).get(LIST).content.decode()
        assert set(re.findall(r'"code">([A-Z2-7-]{29})<', page)) == keys
        assert "telephone the other agency" in page


def test_an_agency_without_keys_has_no_letters(world: World) -> None:
    given = on_paper(world)
    propose(world.people["INT"], given, timezone.now())
    page = signed_in(world, "INT").get(LIST).content.decode()
    assert "Letters of the key of Agency of INT" in page
    assert "Letters of the key of Agency of IMM" not in page


@pytest.mark.parametrize("role", ["INT", "UNI"])
def test_either_ends_it_at_once(world: World, role: str) -> None:
    made = confirm(world.people["UNI"], proposed(world), timezone.now())
    signed_in(world, role).post(act(made, "end"))
    assert in_force(world) is None
    made.refresh_from_db()
    assert made.state(timezone.now()) == "ended"


def test_a_proposal_declined_cannot_be_confirmed(world: World) -> None:
    made = proposed(world)
    client = signed_in(world, "UNI")
    client.post(act(made, "end"))
    client.post(act(made, "confirm"))
    assert in_force(world) is None


@pytest.mark.parametrize("role", ["LI", "SOC", "IMM", "COM", "STA", "AUD", "ADM"])
def test_others_can_neither_confirm_nor_end_it(world: World, role: str) -> None:
    made = proposed(world)
    client = signed_in(world, role)
    assert client.post(act(made, "confirm")).status_code == 404
    assert client.post(act(made, "end")).status_code == 404
    made.refresh_from_db()
    assert (made.confirmed, made.ended) == (None, None)


def test_agencies_see_their_own_and_the_auditor_all(world: World) -> None:
    proposed(world)
    assert "MoU 12" in signed_in(world, "UNI").get(LIST).content.decode()
    assert "MoU 12" not in signed_in(world, "LI").get(LIST).content.decode()
    page = signed_in(world, "AUD").get(LIST).content.decode()
    assert "MoU 12" in page
    assert "Confirm" not in page


def test_what_rests_on_it_closes_with_it(world: World) -> None:
    made = confirm(world.people["UNI"], proposed(world), timezone.now())
    case = hotline_case(world)
    consented(world, case, "UNI", "wage_claim", {3})
    accept(world.people["UNI"], referred(world, case, "UNI", "wage_claim", {3}), timezone.now())
    other = hotline_case(world)
    consented(world, other, "UNI", "wage_claim", {3})
    waiting = referred(world, other, "UNI", "wage_claim", {3})
    signed_in(world, "UNI").post(act(made, "end"))
    waiting.refresh_from_db()
    assert waiting.state == "revoked"
    assert not Wrap.objects.filter(agency=world.agencies["UNI"]).exists()
    with pytest.raises(AccessRefused):
        world.door("UNI", case, "wage_claim")
    opened = world.door("INT", case, "support").reveal(3, "Call back")  # renewed by whoever can
    assert opened[0].content["name"] == "Amina Osei"


def test_immigration_signs_on_paper_and_a_second_person_confirms(world: World) -> None:
    given = on_paper(world)
    first = world.people["INT"]
    made = propose(first, given, timezone.now())
    assert not may_confirm(first, made, timezone.now())
    assert not may_confirm(world.people["IMM"], made, timezone.now())
    second = User(username="second", name="Second", agency=world.agencies["INT"])
    give_keys(second, PASSWORD)
    admit(second, world.keys["INT"])
    second.save()
    assert confirm(second, made, timezone.now()).state(timezone.now()) == "in_force"


@pytest.mark.parametrize(
    "changed",
    [
        {"purposes": frozenset({"criminal_complaint"})},
        {"purposes": frozenset()},
        {"classes": frozenset({7})},
        {"classes": frozenset()},
        {"ends": timezone.now() - timedelta(days=1)},
    ],
)
def test_it_covers_only_what_can_be_given(world: World, changed: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        propose(world.people["INT"], terms(world, "INT", "UNI", **changed), timezone.now())


def test_nobody_proposes_for_others(world: World) -> None:
    with pytest.raises(AccessRefused):
        propose(world.people["LI"], terms(world, "INT", "UNI"), timezone.now())
