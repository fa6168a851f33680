"""The log for the auditor, and everyone's own acts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manumit.errors import AccessRefused
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.consent.models import BreakGlass, Danger
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
PAGES = ["", "0/", "patterns/", "checkpoints/"]


@pytest.fixture
def case(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="no")
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei"})
    door.reveal(3, "She asked me to call her back")
    with pytest.raises(AccessRefused):
        world.door("POL", case, "criminal_complaint")
    return case


@pytest.mark.parametrize("path", PAGES)
def test_the_auditor_sees_acts_and_never_what_a_case_says(
    world: World, case: Case, path: str
) -> None:
    page = signed_in(world, "AUD").get(f"/audit/{path}")
    assert page.status_code == 200
    assert "Amina" not in page.content.decode()
    assert "call her back" not in page.content.decode()


@pytest.mark.parametrize(
    "role", ["LI", "POL", "PRO", "IMM", "SOC", "INT", "UNI", "COM", "STA", "ADM"]
)
def test_for_all_others_there_is_no_such_log(world: World, case: Case, role: str) -> None:
    client = signed_in(world, role)
    assert {client.get(f"/audit/{path}").status_code for path in PAGES} == {404}


def test_filters_leave_what_was_asked_for(world: World, case: Case) -> None:
    client = signed_in(world, "AUD")
    agency = world.agencies["POL"].id
    for query, count in (
        ("act=read", 1),
        ("refused=on", 1),
        (f"agency={agency}", 1),
        ("data_class=3", 2),
        (f"day={timezone.now().date() - timedelta(days=3)}", 0),
        (f"person={world.people['INT'].id}&act=read", 1),
        ("act=nonsense", 0),
    ):
        assert len(client.get(f"/audit/?{query}").context["lines"]) == count, query


def test_a_reason_is_opened_with_the_auditors_key_and_that_is_an_act(
    world: World, case: Case
) -> None:
    row = Record.objects.get(act="read")
    client = signed_in(world, "AUD")
    assert "call her back" not in client.get(f"/audit/{row.number}/").content.decode()
    assert "call her back" in client.post(f"/audit/{row.number}/").content.decode()
    last = Record.objects.latest("number")
    assert (last.act, last.target) == ("open_reason", str(row.number))


@pytest.mark.parametrize("role", ["INT", "POL", "SOC"])
def test_people_see_their_own_acts_and_no_others(world: World, case: Case, role: str) -> None:
    mine = signed_in(world, role).get("/audit/mine/")
    actor = str(world.people[role].id)
    assert {line.record.actor for line in mine.context["lines"]} <= {actor}
    assert bool(mine.context["lines"]) == (role != "SOC")


@pytest.mark.parametrize("role", ["IMM", "STA", "ADM"])
def test_who_opens_no_case_has_no_page_of_acts(world: World, role: str) -> None:
    assert signed_in(world, role).get("/audit/mine/").status_code == 404


def test_what_may_need_a_question_is_counted_and_linked(world: World, case: Case) -> None:
    client = signed_in(world, "AUD")
    page = client.get("/audit/patterns/").content.decode()
    link = f"/audit/?person={world.people['POL'].id}&amp;refused=on"
    assert link in page
    shown = client.get(link.replace("&amp;", "&")).context["lines"]
    assert [line.record.act for line in shown] == ["refused_case"]


def test_overdue_reviews_are_named(world: World, case: Case) -> None:
    now, person = timezone.now(), world.people["INT"]
    old = now - timedelta(days=4)
    BreakGlass.objects.create(
        case=case, person=person, starts=old, ends=old + timedelta(hours=3), told=person
    )
    Danger.objects.create(
        case=case,
        agency=world.agencies["POL"],
        classes={4},
        ground="danger",
        decided_by=person,
        decided=old,
        ends=old + timedelta(hours=24),
    )
    reviews = signed_in(world, "AUD").get("/audit/patterns/").context["overdue"]
    assert [(each.kind, each.case) for each in reviews] == [
        ("danger", case.reference),
        ("glass", case.reference),
    ]


def test_whether_the_log_is_whole_is_said_or_why_it_cannot_be(world: World, case: Case) -> None:
    client = signed_in(world, "AUD")
    page = client.post("/audit/checkpoints/")
    assert page.status_code == 200
    assert page.context["size"] == Record.objects.count() - 1
    assert Record.objects.latest("number").act == "verify_log"
    assert "verified" in page.context or "failed" in page.context
