"""The desk: the inbox, a signal read and answered, a case made of it, a call, a closed signal."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from manumit.errors import CannotOpen
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case, Conflict, Task
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.files import clean
from manumit.web.mailbox.models import Box, Desk
from manumit.web.mailbox.questions import signal
from manumit.web.signals.models import Signal
from manumit.web.signals.retention import shred_expired
from manumit.web.signals.services import open_desk
from manumit.web.vault.models import Entry
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

ANSWERS = {
    "safe": "no",
    "age": "unsure",
    "who": "self",
    "work": "home",
    "place": "Villa 12, Palm Street",
    "happening": ["papers", "unpaid"],
    "account": "Madam keeps my passport. I am Amina.",
    "telephone": "+971 50 123 4567",
    "times": "Sunday night",
    "code_word": "mango",
}


def desk(world: World, role: str) -> Desk:
    agency = world.agencies[role]
    return mailbox.register_desk(agency.id, agency.name, bytes(agency.public_key))


def send(world: World, role: str = "INT", **answers: object) -> tuple[Box, mailbox.OpenBox]:
    """A signal to the desk of a role: the box, and the box as the worker has it open."""
    given = signal(ANSWERS | answers)
    receipt = mailbox.open_box(desk(world, role), "en", "web", given)
    opened = mailbox.unlock(receipt.locator, receipt.secret)
    return Box.objects.get(pk=opened.id), opened


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def stale(client: Client) -> Client:
    """A client whose person gave the password some time ago."""
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()
    return client


def acts() -> list[str]:
    return list(Record.objects.order_by("number").values_list("act", flat=True))


def test_the_inbox_opens_nothing_and_puts_danger_and_children_first(world: World) -> None:
    calm, _ = send(world, safe="yes", age="over")
    young, _ = send(world, safe="yes", age="under")
    danger, _ = send(world)
    page = signed_in(world, "INT").get("/signals/").content.decode()
    places = [page.index(f"/signals/{box.id}/") for box in (danger, young, calm)]
    assert places == sorted(places)
    assert "Amina" not in page
    assert "read_signal" not in acts()


def test_a_signal_is_in_the_log_before_it_is_opened(world: World) -> None:
    box, _ = send(world)
    box.messages.update(for_desk=b"not to be opened")
    answer = signed_in(world, "INT").get(f"/signals/{box.id}/")
    assert answer.status_code == 403
    last = Record.objects.latest("number")
    assert (last.act, last.target, last.data_class) == ("read_signal", str(box.id), 19)


def test_the_desk_reads_and_answers_and_the_worker_reads_the_answer(world: World) -> None:
    box, opened = send(world)
    client = signed_in(world, "INT")
    page = client.get(f"/signals/{box.id}/")
    assert "Madam keeps my passport" in page.content.decode()
    assert "mango" in page.content.decode()
    message = page.context["reply"].initial["message"]
    for _ in range(2):  # pressed twice, sent once
        client.post(f"/signals/{box.id}/", {"text": "Are you safe now?", "message": message})
    said = mailbox.read(opened)
    assert [entry.text for entry in said if entry.sender == "desk"] == ["Are you safe now?"]
    assert "0" in client.get("/signals/").content.decode()
    assert str(box.id) in client.get("/signals/?folder=answered").content.decode()


@pytest.mark.parametrize("role", ["UNI", "SOC", "LI", "POL", "IMM", "COM", "AUD", "ADM"])
def test_to_all_others_there_is_no_such_signal(world: World, role: str) -> None:
    box, _ = send(world)
    desk(world, "UNI")
    client = signed_in(world, role)
    for path in ("", "triage/", "case/", "close/"):
        for answer in (
            client.get(f"/signals/{box.id}/{path}"),
            client.post(f"/signals/{box.id}/{path}"),
        ):
            assert answer.status_code in (404, 405)
            assert b"Amina" not in answer.content


def test_a_refusal_is_in_the_log(world: World) -> None:
    box, _ = send(world)
    signed_in(world, "UNI").get(f"/signals/{box.id}/")
    last = Record.objects.latest("number")
    assert (last.act, last.allowed) == ("refused_signal", False)


def test_a_case_is_made_with_what_came_in(world: World) -> None:
    box, opened = send(world)
    mailbox.write(opened, "My photo", [clean("me.png", picture())])
    answer = signed_in(world, "INT").post(
        f"/signals/{box.id}/case/",
        {"make-writer": "self", "make-danger": "yes", "make-child": "unknown"},
    )
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.box, case.danger, case.owner) == (box.id, "yes", world.agencies["INT"])
    kinds = set(Entry.objects.filter(form="full").values_list("kind", flat=True))
    assert kinds == {
        *("complaint", "identity", "account", "facts", "message"),
        *("evidence_original", "evidence_copy"),
    }
    door = world.door("INT", case, "support")
    found = {each.entry.kind: each.content for each in door.reveal(6, "Check")}
    assert found["facts"]["answers"]["documents_held"] == "yes"
    assert "locked_in" not in found["facts"]["answers"]  # not chosen is not no
    [original] = door.reveal(9, "Check")
    assert base64.b64decode(original.content["content"]) == picture()
    tasks = set(Task.objects.values_list("kind", flat=True))
    assert {"assess_risk", "ask_about_consent", "assess_age"} <= tasks


def test_what_inspectors_will_see_of_it_names_nobody(world: World) -> None:
    box, _ = send(world)
    signed_in(world, "INT").post(
        f"/signals/{box.id}/case/",
        {"make-writer": "self", "make-danger": "no", "make-child": "no"},
    )
    door = world.door("INT", Case.objects.get(), "support")
    [complaint] = door.reveal(2, "Check")
    text = complaint.content["text"]
    assert "Villa 12" in text
    assert not any(word in text for word in ("Amina", "971", "mango", "Sunday"))


def test_a_signal_becomes_one_case_only(world: World) -> None:
    box, _ = send(world)
    client = signed_in(world, "INT")
    given = {"make-writer": "self", "make-danger": "no", "make-child": "no"}
    client.post(f"/signals/{box.id}/case/", given)
    assert client.post(f"/signals/{box.id}/case/", given).status_code == 400
    assert Case.objects.count() == 1


def test_who_writes_for_someone_else_gets_no_key_to_the_case(world: World) -> None:
    box, opened = send(world, who="other")
    signed_in(world, "INT").post(
        f"/signals/{box.id}/case/",
        {"make-writer": "other", "make-danger": "no", "make-child": "no"},
    )
    case = Case.objects.get()
    assert case.box is None
    assert not Entry.objects.filter(kind="identity").exists()
    assert not case.keys.filter(wraps__box=opened.id).exists()


def test_a_union_writes_only_its_own_filing(world: World) -> None:
    box, _ = send(world, "UNI")
    signed_in(world, "UNI").post(
        f"/signals/{box.id}/case/",
        {"make-writer": "self", "make-danger": "no", "make-child": "no"},
    )
    case = Case.objects.get()
    assert case.parts.get().own_filing
    assert set(Entry.objects.values_list("kind", flat=True)) == {"complaint"}


def test_a_conflict_of_interest_hides_the_signal_too(world: World) -> None:
    box, _ = send(world)
    client, person = signed_in(world, "INT"), world.people["INT"]
    client.post(
        f"/signals/{box.id}/case/",
        {"make-writer": "self", "make-danger": "no", "make-child": "no"},
    )
    Conflict.objects.create(
        case=Case.objects.get(), person=person, entered=timezone.now(), entered_by=person
    )
    assert client.get(f"/signals/{box.id}/").status_code == 404
    assert str(box.id) not in client.get("/signals/?folder=case").content.decode()


def sent_file(world: World) -> tuple[Box, str]:
    box, opened = send(world)
    mailbox.write(opened, "", [clean("../me.png", picture())])
    note = mailbox.read(opened)[-1].files[0]
    return box, note.id


def test_a_clean_copy_can_load_nothing_and_run_nothing(world: World) -> None:
    box, file = sent_file(world)
    answer = signed_in(world, "INT").get(f"/signals/{box.id}/files/{file}/")
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == f'inline; filename="copy-{file[:8]}.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert acts()[-1] == "read_file"


def test_a_file_is_not_to_be_had_through_another_signal(world: World) -> None:
    _, file = sent_file(world)
    other, _ = sent_file(world)
    client = signed_in(world, "INT")
    assert client.get(f"/signals/{other.id}/files/{file}/").status_code == 404
    path = f"/signals/{other.id}/files/{file}/original/"
    assert client.post(path, {"why": "Evidence for court"}).status_code == 404


def test_an_original_needs_a_fresh_sign_in_and_a_reason(world: World) -> None:
    box, file = sent_file(world)
    path = f"/signals/{box.id}/files/{file}/original/"
    gone = stale(signed_in(world, "INT")).post(path, {"why": "Evidence for court"})
    assert "/account/reauthenticate/" in gone["Location"]
    client = signed_in(world, "INT")
    assert client.post(path, {"why": ""}).status_code == 200
    answer = client.post(path, {"why": "Evidence for court"})
    assert answer.content == picture()
    assert answer["Content-Disposition"].startswith("attachment")
    last = Record.objects.latest("number")
    assert (last.act, last.data_class) == ("read_original", 9)
    assert b"Evidence" not in bytes(last.reason)


def test_a_union_opens_no_files(world: World) -> None:
    box, opened = send(world, "UNI")
    mailbox.write(opened, "", [clean("me.png", picture())])
    file = mailbox.read(opened)[-1].files[0].id
    client = signed_in(world, "UNI")
    assert client.get(f"/signals/{box.id}/files/{file}/").status_code == 404
    assert client.get(f"/signals/{box.id}/files/{file}/original/").status_code == 404


def test_a_call_shows_its_numbers_once_and_makes_one_signal(world: World) -> None:
    desk(world, "INT")
    client = signed_in(world, "INT")
    page = client.get("/signals/call/")
    given = {"sending": page.context["sending"], "reads": "fr", "safe": "yes", "code_word": "mango"}
    answers = [client.post("/signals/call/", given) for _ in range(2)]
    assert answers[0].context["locator"] == answers[1].context["locator"]
    box = Box.objects.get()
    assert (box.channel, box.language, box.danger) == ("call", "fr", "no")
    numbers = (answers[0].context[name].replace(" ", "") for name in ("locator", "secret"))
    assert mailbox.unlock(*numbers).id == box.id
    assert "mango" in answers[0].content.decode()
    assert acts().count("enter_signal") == 1


def test_a_closed_signal_is_shredded_after_ninety_days(world: World) -> None:
    box, opened = send(world)
    client = signed_in(world, "INT")
    client.post(f"/signals/{box.id}/close/", {"reason": "no_indicators"})
    closed = Signal.objects.get().closed
    assert closed is not None
    assert shred_expired(closed + timedelta(days=89)) == 0
    assert shred_expired(closed + timedelta(days=90)) == 1
    assert shred_expired(closed + timedelta(days=91)) == 0
    assert not box.messages.exists()
    with pytest.raises(CannotOpen):
        mailbox.read(opened)


def test_a_closed_signal_opens_again_when_the_worker_writes(world: World) -> None:
    box, opened = send(world)
    client = signed_in(world, "INT")
    client.post(f"/signals/{box.id}/close/", {"reason": "no_contact"})
    assert str(box.id) in client.get("/signals/?folder=closed").content.decode()
    mailbox.write(opened, "I am here again")
    assert str(box.id) in client.get("/signals/").content.decode()
    closed = Signal.objects.get().closed
    assert closed is not None
    assert shred_expired(closed + timedelta(days=365)) == 0


def test_what_the_desk_found_comes_before_the_first_answers(world: World) -> None:
    box, _ = send(world)
    client = signed_in(world, "INT")
    given = {"triage-risk": "low", "triage-danger": "no", "triage-child": "no"}
    client.post(f"/signals/{box.id}/triage/", given)
    page = client.get("/signals/").content.decode()
    assert "Says safe" in page
    assert ">In danger now<" not in page


def test_messages_of_a_case_go_when_the_case_is_shredded(world: World) -> None:
    box, opened = send(world)
    signed_in(world, "INT").post(
        f"/signals/{box.id}/case/",
        {"make-writer": "self", "make-danger": "no", "make-child": "no"},
    )
    now = timezone.now()
    assert shred_expired(now) == 0
    Case.objects.update(shredded=now, box=None)
    assert shred_expired(now) == 1
    with pytest.raises(CannotOpen):
        mailbox.read(opened)


def test_the_first_page_counts_what_waits_and_says_no_more(world: World) -> None:
    box, opened = send(world)
    client = signed_in(world, "INT")
    page = client.get("/").content.decode()
    assert "New signals" in page
    assert "Amina" not in page
    client.post(f"/signals/{box.id}/", {"text": "We are here.", "message": opened.id})
    assert "New signals" not in client.get("/").content.decode()
    mailbox.write(opened, "Thank you")
    assert "Answers from people" in client.get("/").content.decode()


def test_what_the_union_was_told_is_not_in_the_hotlines_inbox(world: World) -> None:
    box, _ = send(world, "UNI")
    desk(world, "INT")
    assert str(box.id) not in signed_in(world, "INT").get("/signals/").content.decode()
    assert str(box.id) in signed_in(world, "UNI").get("/signals/").content.decode()


def test_an_agency_with_a_desk_can_be_written_to_once_it_has_its_keys(world: World) -> None:
    for role in ("INT", "UNI", "SOC", "LI"):
        open_desk(world.agencies[role])
    assert {each.name for each in mailbox.open_desks()} == {"Agency INT", "Agency UNI"}
