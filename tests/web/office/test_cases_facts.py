"""Facts answered and assessed, and the determination by a named person."""

import pytest
from django.test import Client

from manumit.web.cases.facts import content_of, given_by, given_in
from manumit.web.cases.models import Case
from manumit.web.cases.moving import state_of
from tests.web.office.sharing import taking_part
from tests.web.office.test_cases_pages import address
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

GIVEN = {
    "a.age": "30",
    "a.work": "yes",
    "a.actor": "private",
    "f.documents_held.work": "yes",
    "f.documents_held.leaving": "no",
    "f.deceived_about_wages.recruitment": "yes",
    "c.vulnerability_exists": "unknown",
}


@pytest.fixture
def case(world: World) -> Case:
    return Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")


@pytest.fixture
def worker(world: World) -> Client:
    return signed_in(world, "INT")


def test_answers_are_kept_as_they_were_given() -> None:
    given = given_in({**GIVEN, "f.nonsense.work": "yes", "a.age": "30", "a.work": "yes"})
    assert given == GIVEN
    assert given_by(content_of(given)) == GIVEN


def test_a_button_answers_one_question() -> None:
    given = given_in({"now": "a.actor:state", "a.work": "maybe", "a.age": "200"})
    assert given == {"a.actor": "state"}


def test_facts_are_assessed_without_keeping_them(case: Case, worker: Client) -> None:
    page = worker.post(address(case, "facts", "live"), GIVEN).content.decode()
    assert 'id="so-far"' in page
    assert "It is not a finding" in page
    assert "victim" not in page.lower()
    assert not case.entries.exists()


def test_facts_are_saved_sealed_and_opened_again(case: Case, worker: Client) -> None:
    assert worker.post(address(case, "facts"), {**GIVEN, "save": "1"}).status_code == 302
    assert set(case.entries.values_list("form", flat=True)) == {"full", "redacted"}
    asked = worker.get(address(case, "facts")).content.decode()
    assert "checked" not in asked
    opened = worker.post(address(case, "facts"), {"why": "assessment", "more": ""})
    assert 'id="f.documents_held.work.yes" checked' in opened.content.decode()
    worker.post(address(case, "facts"), {**GIVEN, "a.age": "31", "save": "1"})
    assert case.entries.filter(kind="facts", form="full", later=None).count() == 1


def test_the_redacted_form_is_not_assessed(case: Case, worker: Client, world: World) -> None:
    worker.post(address(case, "facts"), {**GIVEN, "save": "1"})
    taking_part(world, case, "LI", "inspection", {2, 6})
    inspector = signed_in(world, "LI")
    assert inspector.get(address(case, "facts", purpose="inspection")).status_code == 404
    live = address(case, "facts", "live", purpose="inspection")
    assert inspector.post(live, GIVEN).status_code == 404
    page = inspector.get(address(case, purpose="inspection")).content.decode()
    assert address(case, "facts", purpose="inspection") not in page


def test_a_determination_is_by_a_named_person_and_moves_the_track(
    case: Case, worker: Client, world: World
) -> None:
    given = {
        "decision": "reasonable_grounds",
        "instrument": "c029",
        "decided_by": "M. Rahman, referral mechanism",
        "why": "Papers held and wages withheld; nothing speaks against it.",
    }
    worker.post(address(case, "determine"), given)
    assert state_of(case, "identification") == "not_begun"
    worker.post(address(case, "move"), {"track": "identification", "to": "indicators"})
    unsigned = worker.post(address(case, "determine"), {**given, "decided_by": ""})
    assert unsigned.status_code == 200
    assert worker.post(address(case, "determine"), given).status_code == 302
    assert state_of(case, "identification") == "reasonable_grounds"
    assert case.entries.filter(kind="determination").count() == 1
    assert signed_in(world, "SOC").get(address(case, "determine")).status_code == 404
