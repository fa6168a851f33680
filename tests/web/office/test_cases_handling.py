"""Handling and exceptions: who may do what to a case, and who must be the second."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from manumit.errors import CannotOpen
from manumit.web.accounts.keys import admit, give_keys
from manumit.web.accounts.models import User
from manumit.web.audit.models import Record
from manumit.web.cases.handling import may_share_for_child, shred_expired
from manumit.web.cases.models import Case
from manumit.web.establishments.models import Establishment
from manumit.web.vault import lookup
from manumit.web.vault.models import LookupToken, Wrap
from tests.web.office.test_cases_pages import address, body
from tests.web.office.world import PASSWORD, World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])


@pytest.fixture
def case(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="yes", danger="unknown")
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei", "telephone": "+971 50 123 4567"})
    return case


@pytest.fixture
def worker(world: World) -> Client:
    return signed_in(world, "INT")


def colleague(world: World, name: str, role: str = "INT") -> Client:
    """Another person of the same agency, signed in."""
    agency = world.agencies[role]
    person = User(username=name, name=name.title(), agency=agency)
    give_keys(person, PASSWORD)
    admit(person, world.keys[role])
    person.health = person.shelter = role == "SOC"
    person.set_password(PASSWORD)
    person.save()
    world.people[name] = person
    return signed_in(world, name)


def post(client: Client, case: Case, *parts: str, purpose: str = "support", **given: str) -> int:
    return client.post(address(case, *parts, purpose=purpose), given).status_code


@pytest.mark.parametrize("part", ["handling", "protection", "export"])
def test_pages_are_for_those_who_see_the_case(
    case: Case, worker: Client, world: World, part: str
) -> None:
    assert worker.get(address(case, part)).status_code == 200
    theirs = signed_in(world, "SOC").get(address(case, part))
    assert theirs.status_code == 404
    assert b"Amina" not in body(theirs)


def test_a_task_is_added_and_done_by_the_own_agency(
    case: Case, worker: Client, world: World
) -> None:
    post(worker, case, "handling", "task", **{"taskform-kind": "call_back"})
    task = case.tasks.get()
    other = Case.objects.create(owner=world.agencies["INT"])
    assert post(worker, other, "handling", "task", str(task.pk)) == 404
    assert post(worker, case, "handling", "task", str(task.pk)) == 302
    task.refresh_from_db()
    assert task.done


def test_a_child_is_no_child_any_more_only_after_an_assessment(
    case: Case, worker: Client, world: World
) -> None:
    given = {"riskform-danger": "no", "riskform-child": "no"}
    post(worker, case, "handling", "risk", **given)
    case.refresh_from_db()
    assert (case.child, case.danger) == ("yes", "unknown")
    world.door("INT", case, "support").write("child", {"assessed": "no"})
    post(worker, case, "handling", "risk", **given)
    case.refresh_from_db()
    assert (case.child, case.danger) == ("no", "no")


def test_two_people_decide_to_share_for_a_child(case: Case, worker: Client, world: World) -> None:
    agency = world.agencies["SOC"]
    given = {"childform-agency": str(agency.pk), "childform-best_interests": "A safe bed."}
    assert post(worker, case, "handling", "child", **given) == 302
    decision = case.child_decisions.get()
    post(worker, case, "handling", "child", str(decision.pk))
    assert not may_share_for_child(case, agency)
    post(colleague(world, "second"), case, "handling", "child", str(decision.pk))
    assert may_share_for_child(case, agency)
    assert not may_share_for_child(case, world.agencies["LI"])


def test_a_workplace_is_linked(case: Case, worker: Client) -> None:
    place = Establishment.objects.create(name="Blue Farm")
    given = {
        "linkform-relation": "worked_at",
        "linkform-establishment": str(place.pk),
        "linkform-starts": "2025-01-01",
        "linkform-ends": "2024-01-01",
    }
    assert post(worker, case, "handling", "link", **given) == 200
    given["linkform-ends"] = "2025-06-30"
    assert post(worker, case, "handling", "link", **given) == 302
    assert b"Blue Farm" in worker.get(address(case)).content


def test_a_closed_case_is_followed_up_and_shredded_in_time(
    case: Case, worker: Client, world: World
) -> None:
    assert post(worker, case, "handling", "close", **{"closeform-reason": "aims_met"}) == 302
    kinds = set(case.tasks.filter(done=None).values_list("kind", flat=True))
    assert kinds == {"follow_up_3", "follow_up_6", "follow_up_12"}
    assert post(worker, case, "write", "account", text="More.") == 404
    assert post(worker, case, "move", track="labour", to="referred") == 302
    assert not case.tracks.exists()
    now = timezone.now()
    assert shred_expired(now + timedelta(days=1825)) == []
    assert shred_expired(now + timedelta(days=1827)) == [case]
    assert not Wrap.objects.filter(key__case=case).exists()
    assert not LookupToken.objects.filter(case=case).exists()
    assert Record.objects.filter(act="shredded", case=str(case.pk)).exists()
    with pytest.raises(CannotOpen):
        world.door("INT", case, "support").reveal(3, "check")
    page = worker.post(address(case, "open", "3"), {"s3-why": "check"}).content.decode()
    assert "does not hold the key" in page


def test_a_conflict_is_entered_by_a_colleague_and_beats_every_right(
    case: Case, worker: Client, world: World
) -> None:
    other = colleague(world, "other")
    given = {"conflictform-person": str(world.people["INT"].pk)}
    assert post(other, case, "protection", "conflict", **given) == 302
    assert worker.get(address(case)).status_code == 404
    conflict = case.conflicts.get()
    assert post(worker, case, "protection", "conflict", str(conflict.pk)) == 404
    assert post(other, case, "protection", "conflict", str(conflict.pk)) == 302
    assert worker.get(address(case)).status_code == 200


def test_nobody_bars_people_of_other_agencies(case: Case, worker: Client, world: World) -> None:
    given = {"conflictform-person": str(world.people["SOC"].pk)}
    assert post(worker, case, "protection", "conflict", **given) == 200
    assert not case.conflicts.exists()


@pytest.fixture
def shelter_case(world: World) -> Case:
    """A case that a shelter leads, with an entry on where the person is."""
    case = Case.objects.create(owner=world.agencies["SOC"], child="no", danger="yes")
    world.door("SOC", case, "support").write("whereabouts", {"shelter": "House 7"})
    return case


def test_an_emergency_look_is_for_one_person_and_three_hours(
    shelter_case: Case, world: World
) -> None:
    case = shelter_case
    shelter, second = signed_in(world, "SOC"), colleague(world, "second", "SOC")
    alone = {"glassform-reason": "She may be ill", "glassform-told": str(world.people["SOC"].pk)}
    assert post(shelter, case, "protection", "glass", **alone) == 200
    assert not case.break_glasses.exists()
    given = {**alone, "glassform-told": str(world.people["second"].pk)}
    assert post(shelter, case, "protection", "glass", **given) == 302
    glass = case.break_glasses.get()
    assert glass.ends - glass.starts == timedelta(hours=3)
    task = case.tasks.get(kind="review_emergency")
    assert task.person == world.people["second"]
    assert world.door("SOC", case, "support").may("read", 3)
    for number in (7, 11):
        decision = world.door("SOC", case, "support").may("read", number)
        assert decision.rule is None or "glass" not in decision.rule.needs
    assert post(shelter, case, "protection", "glass", str(glass.pk)) == 302
    glass.refresh_from_db()
    assert glass.reviewed is None
    post(second, case, "protection", "glass", str(glass.pk))
    glass.refresh_from_db()
    assert glass.reviewed_by == world.people["second"]


def test_danger_opens_the_place_to_police_until_it_ends(shelter_case: Case, world: World) -> None:
    case = shelter_case
    shelter, police = signed_in(world, "SOC"), signed_in(world, "POL")
    given = {
        "dangerform-agency": str(world.agencies["POL"].pk),
        "dangerform-ground": "imminent_danger",
        "dangerform-reason": "He knows the house",
    }
    assert police.get(address(case, purpose="criminal_complaint")).status_code == 404
    assert post(shelter, case, "protection", "danger", **given) == 302
    at = address(case, "open", "4", purpose="criminal_complaint")
    assert b"House 7" in police.post(at, {"s4-why": "contact"}).content
    assert case.tasks.filter(kind="inform_worker", done=None).exists()
    danger = case.dangers.get()
    post(shelter, case, "protection", "danger", str(danger.pk), decision="ends")
    danger.refresh_from_db()
    assert danger.reviewed is None
    second = colleague(world, "second", "SOC")
    post(second, case, "protection", "danger", str(danger.pk), decision="ends")
    assert police.get(address(case, purpose="criminal_complaint")).status_code == 404
    post(second, case, "protection", "danger", str(danger.pk), "told")
    danger.refresh_from_db()
    assert danger.informed


def test_a_legal_request_opens_once_two_others_approved_it(
    shelter_case: Case, world: World
) -> None:
    case = shelter_case
    shelter, police = signed_in(world, "SOC"), signed_in(world, "POL")
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    given = {
        "requestform-agency": str(world.agencies["POL"].pk),
        "requestform-classes": "4",
        "requestform-document": "District court 12/26",
        "requestform-until": tomorrow,
    }
    assert post(shelter, case, "protection", "request", **given) == 302
    legal = str(case.legal_requests.get().pk)
    at = address(case, "open", "4", purpose="criminal_complaint")
    for client in (shelter, colleague(world, "second", "SOC"), shelter):
        post(client, case, "protection", "request", legal)
        assert police.post(at, {"s4-why": "contact"}).status_code == 404
    post(colleague(world, "third", "SOC"), case, "protection", "request", legal)
    assert b"House 7" in police.post(at, {"s4-why": "contact"}).content


def test_exceptions_are_for_the_agency_that_leads(shelter_case: Case, world: World) -> None:
    case = shelter_case
    case.parts.create(
        agency=world.agencies["INT"], classes={2, 3, 4}, since=timezone.now() - timedelta(1)
    )
    worker = signed_in(world, "INT")
    assert worker.get(address(case)).status_code == 200
    for part in ("danger", "request"):
        assert post(worker, case, "protection", part) == 404
    for part in ("risk", "close", "child"):
        assert post(worker, case, "handling", part) == 404


def test_a_case_is_found_by_name_and_telephone_by_its_agency_alone(
    case: Case, worker: Client, world: World
) -> None:
    for text in ("Amina Osei", "osei amina", "Ameena Osey", "050 123 4567", "+971501234567"):
        found = worker.post("/cases/search/", {"text": text})
        assert found.headers.get("Location", "").endswith(f"{case.reference}/"), text
    nobody = signed_in(world, "LI").post("/cases/search/", {"text": "Amina Osei"})
    assert case.reference not in nobody.content.decode()
    assert b"Amina" not in b"".join(bytes(t.token) for t in LookupToken.objects.all())


def test_a_case_is_found_by_its_reference(case: Case, worker: Client, world: World) -> None:
    for text in (case.reference, case.reference.lower().replace("-", " ")):
        assert worker.post("/cases/search/", {"text": text}).status_code == 302
    stranger = signed_in(world, "SOC")
    there = stranger.post("/cases/search/", {"text": case.reference})
    nowhere = stranger.post("/cases/search/", {"text": "AAAA-AAA9"})
    same = body(there).replace(case.reference.encode(), b"")
    assert same == body(nowhere).replace(b"AAAA-AAA9", b"")


def test_look_ups_have_a_cap(case: Case, worker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lookup.MOST_AN_HOUR == 30
    monkeypatch.setattr(lookup, "MOST_AN_HOUR", 3)
    for n in range(3):
        worker.post("/cases/search/", {"text": f"Nobody Number{'x' * n}"})
    page = worker.post("/cases/search/", {"text": "Amina Osei"})
    assert page.status_code == 200
    assert "within an hour" in page.content.decode()


def test_an_export_says_who_took_it_and_leaves_out_what_never_leaves(
    case: Case, worker: Client, world: World
) -> None:
    world.door("INT", case, "support").write("account", {"text": "=HYPERLINK('x')"})
    refused = worker.post(address(case, "export"), {"why": ""})
    assert b"Amina" not in refused.content
    page = worker.post(address(case, "export"), {"why": "proceedings", "as": "page"})
    text = page.content.decode()
    assert "Amina Osei" in text
    assert "&#x27;=HYPERLINK" in text
    assert world.people["INT"].name in text
    made = worker.post(address(case, "export"), {"why": "proceedings", "as": "json"})
    document = made.json()
    assert document["exported"]["reason"] == "proceedings"
    assert set(document["classes"]) == {"identity", "account"}
    assert Record.objects.filter(act="export", data_class=3).count() == 2


def test_where_a_person_is_never_leaves(shelter_case: Case, world: World) -> None:
    made = signed_in(world, "SOC").post(
        address(shelter_case, "export"), {"why": "check", "as": "json"}
    )
    assert b"House 7" not in made.content
    assert "whereabouts" in made.json()["never_exported"]


def test_a_stale_sign_in_opens_nothing(case: Case, worker: Client) -> None:
    session = worker.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
    session.save()
    for at in (address(case, "open", "3"), address(case, "export")):
        answer = worker.post(at, {"s3-why": "contact", "why": "check"})
        assert answer.headers["Location"].startswith("/account/reauthenticate/")
    part = worker.get(address(case, "open", "3"), headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == address(case, "open", "3")
