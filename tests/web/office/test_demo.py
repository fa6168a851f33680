"""The fictional office: it can be made, and everyone in it sees what the matrix says."""

import pytest
from django.test import Client, override_settings

from manumit.web.accounts.models import User
from manumit.web.cases.models import Case
from manumit.web.demo import world
from manumit.web.demo.sample import sample
from manumit.web.mailbox.models import Box
from manumit.web.mailbox.services import unlock
from manumit.web.referrals.models import Referral
from manumit.web.worker.services import own_door

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def office(tmp_path: object) -> None:
    world.make_world_once()


def test_it_has_a_person_of_each_role_but_the_worker_and_cases_at_different_points(
    office: None,
) -> None:
    roles = set(User.objects.values_list("agency__role", flat=True))
    assert roles == set(sample().agencies)
    assert Case.objects.count() == len(sample().cases)
    assert Box.objects.count() == len(sample().signals) + len(sample().cases)
    assert set(Referral.objects.values_list("state", flat=True)) == {"sent", "accepted"}


def test_made_a_second_time_it_stays_as_it_is(office: None) -> None:
    world.make_world_once()
    assert Case.objects.count() == len(sample().cases)


def test_the_numbers_that_are_shown_open_the_worker_s_own_file(office: None) -> None:
    for each in world.shown()["workers"]:
        door = own_door(unlock(*each["numbers"]))
        assert door is not None
        assert door.reveal(3, "own file")[0].content["name"] == each["name"]


@override_settings(ROOT_URLCONF="manumit.web.demo.urls", DEMO=True)
def test_everyone_signs_in_with_one_press_and_has_a_page(office: None) -> None:
    for each in sample().agencies.values():
        client = Client()
        answer = client.post("/demo/as/", {"username": each.username})
        assert answer.status_code == 302
        page = client.get("/", follow=True)
        assert page.status_code == 200, each.username
        assert each.person in page.content.decode()


def test_the_page_to_choose_does_not_exist_in_a_real_office(office: None) -> None:
    assert Client().get("/demo/").status_code == 404
    assert Client().post("/demo/as/", {"username": "ines"}).status_code == 404


@override_settings(ROOT_URLCONF="manumit.web.demo.urls")
def test_every_page_of_every_case_opens_for_who_leads_it(office: None) -> None:
    client = Client()
    client.post("/demo/as/", {"username": "ines"})
    for reference in Case.objects.values_list("reference", flat=True):
        for page in ("", "facts/", "wages/", "conversation/", "consent/", "refer/", "handling/"):
            answer = client.get(f"/support/cases/{reference}/{page}")
            assert answer.status_code == 200, page
        answer = client.get(f"/residence-certificate/cases/{reference}/certificate/")
        assert answer.status_code == 200
