"""The work list, the page of a case, opening a section, writing an entry: who sees what."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.vault.models import Entry
from tests.web.office.sharing import taking_part
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

WHY = {"s3-why": "contact", "s3-more": ""}
TOKEN = re.compile(rb'value="[A-Za-z0-9]{64}"|CSRFToken": "[A-Za-z0-9]{64}"|\\u0022[A-Za-z0-9]{64}')


@pytest.fixture
def case(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="yes")
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei", "telephone": "+971 50 123 4567"})
    door.write("account", {"text": "They kept my passport.", "conditions": "Twelve hours a day."})
    return case


@pytest.fixture
def worker(world: World) -> Client:
    """The case worker of the agency that leads the case."""
    return signed_in(world, "INT")


@pytest.fixture
def stranger(world: World) -> Client:
    """A person of an agency that has no part in the case."""
    return signed_in(world, "SOC")


def address(case: Case, *parts: str, purpose: str = "support") -> str:
    return "/".join(("", purpose.replace("_", "-"), "cases", case.reference, *parts, ""))


def body(response: object) -> bytes:
    return TOKEN.sub(b"TOKEN", response.content)


def test_the_work_list_shows_a_case_without_opening_it(case: Case, worker: Client) -> None:
    page = worker.get("/").content.decode()
    assert case.reference in page
    assert "Immediate danger" in page
    assert "Amina" not in page


def test_a_stranger_has_an_empty_work_list(case: Case, stranger: Client) -> None:
    assert case.reference not in stranger.get("/").content.decode()


@pytest.mark.parametrize(
    "parts",
    [(), ("open", "3"), ("write", "identity"), ("facts",), ("handling",), ("protection",)],
)
def test_a_case_of_others_is_answered_as_if_there_were_none(
    case: Case, stranger: Client, parts: tuple[str, ...]
) -> None:
    theirs = stranger.get(address(case, *parts))
    reference = case.reference
    case.delete()
    nothing = stranger.get(f"/support/cases/{'/'.join((reference, *parts))}/")
    assert (theirs.status_code, body(theirs)) == (nothing.status_code, body(nothing))
    assert theirs.status_code == 404


def test_the_case_page_opens_nothing(case: Case, worker: Client) -> None:
    page = worker.get(address(case)).content.decode()
    assert "Name, date of birth" in page
    assert "Amina" not in page
    assert not Record.objects.filter(act="read").exists()


def test_a_section_opens_with_a_reason_and_is_in_the_log(case: Case, worker: Client) -> None:
    page = worker.post(address(case, "open", "3"), WHY)
    assert "Amina Osei" in page.content.decode()
    assert page.headers["Refresh"].startswith("120; ")
    assert Record.objects.filter(act="read", data_class=3, allowed=True).count() == 1


def test_a_section_does_not_open_without_a_reason(case: Case, worker: Client) -> None:
    for given in ({"s3-why": ""}, {"s3-why": "other", "s3-more": "because"}):
        page = worker.post(address(case, "open", "3"), given).content.decode()
        assert "Amina" not in page
        assert "error-summary" in page
    assert not Record.objects.filter(act="read").exists()


def test_a_section_opens_in_place_where_there_is_script(case: Case, worker: Client) -> None:
    page = worker.post(address(case, "open", "3"), WHY, headers={"HX-Request": "true"})
    text = page.content.decode()
    assert "Amina Osei" in text
    assert "<html" not in text
    assert 'hx-trigger="every 1s"' in text


def test_what_is_only_listed_does_not_open(world: World, case: Case) -> None:
    auditor = signed_in(world, "AUD")
    assert "Name, date of birth" in auditor.get(address(case, purpose="oversight")).content.decode()
    opened = auditor.post(address(case, "open", "3", purpose="oversight"), WHY)
    assert opened.status_code == 404


def test_what_stays_open_closes_once_access_ends(case: Case, worker: Client, world: World) -> None:
    still = address(case, "open", "3", "still")
    assert worker.get(still).status_code == 204
    case.conflicts.create(
        person=world.people["INT"], entered=timezone.now(), entered_by=world.people["INT"]
    )
    closed = worker.get(still)
    reference = case.reference
    nothing = worker.get(f"/support/cases/{reference[:-1]}0/open/3/still/")
    assert closed.status_code == 200
    assert b"Closed again" in closed.content
    assert closed.content == nothing.content


def test_an_owner_that_gave_the_case_away_sees_nothing(
    case: Case, worker: Client, world: World
) -> None:
    Case.objects.filter(pk=case.pk).update(owner=world.agencies["SOC"])
    assert worker.get(address(case)).status_code == 404
    assert worker.get(address(case, "open", "3", "still")).status_code == 200
    assert case.reference not in worker.get("/").content.decode()


def test_an_entry_is_written_and_sealed(case: Case, worker: Client) -> None:
    given = {"text": "She called at night.", "channel": "telephone", "received": "2026-11-20"}
    assert worker.post(address(case, "write", "complaint"), given).status_code == 302
    entry = Entry.objects.get(kind="complaint", form="full")
    assert b"night" not in bytes(entry.body)


def test_nothing_is_lost_when_something_is_wrong(case: Case, worker: Client) -> None:
    given = {"name": "Amina Osei", "telephone": "call me", "born": "1999-99-99"}
    page = worker.post(address(case, "write", "identity"), given).content.decode()
    assert "error-summary" in page
    assert all(text in page for text in given.values())


def test_a_kind_of_another_role_cannot_be_written(case: Case, worker: Client) -> None:
    given = {"address": "Shelter Street"}
    assert worker.post(address(case, "write", "whereabouts"), given).status_code == 404
    assert worker.get(address(case, "write", "nonsense")).status_code == 404


def test_a_correction_takes_the_place_of_the_entry(case: Case, worker: Client) -> None:
    old = Entry.objects.get(kind="account", form="full")
    page = worker.post(address(case, "correct", str(old.pk))).content.decode()
    assert "They kept my passport." in page
    given = {"text": "They kept my papers.", "after": str(old.pk)}
    assert worker.post(address(case, "write", "account"), given).status_code == 302
    opened = worker.post(address(case, "open", "6"), {"s6-why": "check"}).content.decode()
    assert "They kept my papers." in opened
    assert "passport" not in opened
    assert list(case.entries.filter(kind="account", form="redacted", later=None)) == [
        Entry.objects.filter(kind="account", form="redacted").latest("order")
    ]


def test_an_entry_is_corrected_once(case: Case, worker: Client) -> None:
    old = str(Entry.objects.get(kind="account", form="full").pk)
    given = {"text": "They kept my papers.", "after": old}
    assert worker.post(address(case, "write", "account"), given).status_code == 302
    page = worker.post(address(case, "write", "account"), given)
    assert page.status_code == 200
    assert "corrected in the meantime" in page.content.decode()


def test_an_entry_of_another_case_cannot_be_corrected(
    case: Case, worker: Client, world: World
) -> None:
    other = Case.objects.create(owner=world.agencies["INT"], child="no")
    theirs = world.door("INT", other, "support").write("account", {"text": "Another story."})
    assert worker.post(address(case, "correct", str(theirs.pk))).status_code == 404
    given = {"text": "Mixed up.", "after": str(theirs.pk)}
    assert worker.post(address(case, "write", "account"), given).status_code == 404


def test_an_inspector_sees_the_redacted_form_on_every_path(case: Case, world: World) -> None:
    taking_part(world, case, "LI", "inspection", {2, 6})
    world.door("INT", case, "support").write("account", {"text": "My name", "conditions": "Heat."})
    inspector = signed_in(world, "LI")
    page = inspector.get(address(case, purpose="inspection")).content.decode()
    assert "Amina" not in page
    opened = inspector.post(address(case, "open", "6", purpose="inspection"), {"s6-why": "check"})
    assert "My name" not in opened.content.decode()
    assert inspector.get(address(case, "open", "3", purpose="inspection")).status_code == 404
    assert inspector.get(address(case, "export", purpose="inspection")).content.count(b"Amina") == 0


def test_a_track_is_moved_to_a_state_that_may_follow(case: Case, worker: Client) -> None:
    move = address(case, "move")
    worker.post(move, {"track": "labour", "to": "findings"})
    assert not case.tracks.exists()
    worker.post(move, {"track": "labour", "to": "referred"})
    assert case.tracks.get().state == "referred"
    worker.post(move, {"track": "identification", "to": "indicators"})
    worker.post(move, {"track": "identification", "to": "reasonable_grounds"})
    assert case.tracks.filter(kind="identification").latest("pk").state == "indicators"


def test_a_case_is_opened_with_its_first_tasks(worker: Client, world: World) -> None:
    assert worker.post("/cases/new/", {"danger": "yes", "child": "unknown"}).status_code == 302
    case = Case.objects.get()
    assert (case.owner, case.danger, case.child) == (world.agencies["INT"], "yes", "unknown")
    kinds = set(case.tasks.values_list("kind", flat=True))
    assert kinds == {"assess_risk", "ask_about_consent", "assess_age"}


def test_a_union_writes_the_complaint_of_its_own_filing_alone(world: World) -> None:
    union = signed_in(world, "UNI")
    for own in ({}, {"own_filing": "on"}):
        union.post("/cases/new/", {"danger": "no", "child": "no", **own})
        case = Case.objects.latest("pk") if not own else Case.objects.get(parts__own_filing=True)
        page = union.get(address(case, "write", "complaint"))
        assert page.status_code == (200 if own else 404)


@pytest.mark.parametrize("role", ["LI", "POL", "PRO", "IMM", "COM", "STA", "AUD", "ADM"])
def test_other_roles_open_no_cases(world: World, role: str) -> None:
    assert signed_in(world, role).post("/cases/new/", {"danger": "no"}).status_code == 404


def test_nobody_sees_a_case_without_signing_in(case: Case) -> None:
    assert Client().get(address(case)).headers["Location"] == "/account/login/"
