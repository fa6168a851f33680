"""The worker's own pages: opened with two numbers, and nothing but the own file."""

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from manumit.errors import CannotOpen
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case, Track
from manumit.web.consent.models import Consent
from manumit.web.consent.services import Given, give
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.files import clean
from manumit.web.mailbox.models import Box
from manumit.web.referrals.services import accept, draft, send
from manumit.web.vault.models import CaseKey, Wrap
from manumit.web.vault.services import open_entries
from tests.web.office.sharing import taking_part
from tests.web.office.test_cases_claims import GIVEN
from tests.web.office.test_signals_pages import desk, picture, stale
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

Numbers = tuple[str, str]


def entered(numbers: Numbers) -> Client:
    client = Client()
    answer = client.post("/my/open/", {"first": numbers[0], "second": numbers[1]})
    assert answer.status_code == 302, answer.content
    return client


@pytest.fixture
def case(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei", "telephone": "+971 50 123 4567"})
    door.write("account", {"text": "They kept my passport.", "conditions": "Twelve hours."})
    return case


@pytest.fixture
def numbers(world: World, case: Case) -> Numbers:
    """What a case worker hands to the worker of the case."""
    return hand_out(world, case)


def hand_out(world: World, case: Case) -> Numbers:
    desk(world, "INT")
    page = signed_in(world, "INT").post(
        f"/support/cases/{case.reference}/numbers/", {"reads": "en"}
    )
    case.refresh_from_db()
    return page.context["locator"].replace(" ", ""), page.context["secret"].replace(" ", "")


def consent(world: World, case: Case) -> Consent:
    """The labour inspectorate may know the name, has accepted, and has seen it."""
    world.agree("INT", "LI", {"wage_claim"})
    now = timezone.now()
    given = give(
        world.door("INT", case, "support"),
        Given(
            purpose="wage_claim",
            recipient=world.agencies["LI"],
            classes=frozenset({3}),
            starts=now - timedelta(minutes=1),
            ends=now + timedelta(days=90),
            language="en",
            explained="spoken",
            text_version="1",
        ),
    )
    made = draft(
        world.door("INT", case, "support"), world.agencies["LI"], "wage_claim", {3}, "wage_claim"
    )
    sent = send(world.door("INT", case, "support"), made)
    accept(world.people["LI"], sent, timezone.now())
    return given


def test_the_numbers_open_the_own_file(world: World, numbers: Numbers) -> None:
    client = entered(numbers)
    assert "opened a file for you" in client.get("/my/").content.decode()
    assert "Amina" not in client.get("/my/file/").content.decode()
    assert "Amina Osei" in client.post("/my/file/3/").content.decode()
    last = Record.objects.latest("number")
    assert (last.act, last.data_class, last.agency, last.purpose) == ("read", 3, "", "own_file")


def test_whatever_does_not_open_is_told_in_the_same_words(numbers: Numbers) -> None:
    first, second = numbers
    wrong = ("00000000", second), (first, "0" * 16), ("", ""), (first, ""), ("x", "y")
    pages = []
    for given in wrong:
        answer = Client().post("/my/open/", {"first": given[0], "second": given[1]})
        assert answer.status_code == 403
        pages.append(answer.context["error"])
    assert len(set(pages)) == 1


def test_after_five_wrong_tries_the_right_number_does_not_open(numbers: Numbers) -> None:
    first, second = numbers
    for _ in range(5):
        Client().post("/my/open/", {"first": first, "second": "1" * 16})
    assert Client().post("/my/open/", {"first": first, "second": second}).status_code == 403


@pytest.mark.parametrize(
    "path", ["", "messages/", "file/", "agreed/", "looked/", "copy/", "delete/"]
)
def test_without_the_numbers_every_page_leads_to_them(numbers: Numbers, path: str) -> None:
    answer = Client().get(f"/my/{path}")
    assert answer.status_code == 302
    assert answer["Location"] == "/my/open/"


def test_people_of_agencies_do_not_come_in_by_their_own_session(
    world: World, numbers: Numbers
) -> None:
    assert signed_in(world, "INT").get("/my/")["Location"] == "/my/open/"


def test_the_database_alone_does_not_open_a_session(numbers: Numbers) -> None:
    client = entered(numbers)
    client.cookies.pop("key" if "key" in client.cookies else "__Host-key")
    assert client.get("/my/")["Location"] == "/my/open/"


def test_the_pages_close_after_fifteen_idle_minutes(numbers: Numbers) -> None:
    client = entered(numbers)
    session = client.session
    session["box_seen"] = time.time() - 15 * 60 - 1
    session.save()
    assert client.get("/my/").status_code == 302
    assert client.get("/my/file/").status_code == 302


def test_a_worker_sees_no_other_case(world: World, case: Case, numbers: Numbers) -> None:
    other = Case.objects.create(owner=world.agencies["INT"], child="no")
    world.door("INT", other, "support").write("identity", {"name": "Someone Else"})
    theirs = hand_out(world, other)
    given = consent(world, case)
    client = entered(theirs)
    for page in (client.get("/my/"), client.post("/my/file/3/"), client.get("/my/looked/")):
        assert "Amina" not in page.content.decode()
        assert case.reference not in page.content.decode()
    assert client.post(f"/my/agreed/{given.pk}/back/").status_code == 404
    assert client.get(f"/my/agreed/{given.pk}/").status_code == 404
    given.refresh_from_db()
    assert given.withdrawn is None
    assert client.get(f"/support/cases/{case.reference}/").status_code == 302  # to sign in


def test_a_file_of_another_box_is_not_there(world: World, numbers: Numbers) -> None:
    receipt = mailbox.open_box(desk(world, "INT"), "en", "web", {})
    opened = mailbox.unlock(receipt.locator, receipt.secret)
    mailbox.write(opened, "", [clean("me.png", picture())])
    file = mailbox.read(opened)[-1].files[0].id
    assert entered((receipt.locator, receipt.secret)).get(f"/my/files/{file}/").status_code == 200
    assert entered(numbers).get(f"/my/files/{file}/").status_code == 404
    assert entered(numbers).get(f"/my/files/{uuid4()}/").status_code == 404


def test_withdrawal_closes_an_open_session_of_the_recipient_and_renews_keys(
    world: World, case: Case, numbers: Numbers
) -> None:
    given = consent(world, case)
    inspector = signed_in(world, "LI")
    path = f"/wage-claim/cases/{case.reference}/open/3/"
    why = {"s3-why": "claim", "s3-more": ""}
    assert "Amina Osei" in inspector.post(path, why).content.decode()
    before = CaseKey.objects.get(case=case, data_class=3).version
    worker = entered(numbers)
    answer = worker.post(f"/my/agreed/{given.pk}/back/", follow=True)
    began = time.monotonic()
    refused = inspector.post(path, why)
    assert time.monotonic() - began < 1
    assert refused.status_code == 404
    assert b"Amina" not in refused.content
    assert CaseKey.objects.get(case=case, data_class=3).version == before + 1
    assert not Wrap.objects.filter(agency=world.agencies["LI"], key__data_class=3).exists()
    assert "Your name, birthday" in answer.content.decode()  # what was already disclosed
    assert "Amina Osei" in worker.post("/my/file/3/").content.decode()
    with pytest.raises(CannotOpen):
        open_entries(case.entries.filter(data_class=3), world.asker("LI").holder)


def test_pressed_twice_a_withdrawal_is_made_once(
    world: World, case: Case, numbers: Numbers
) -> None:
    given = consent(world, case)
    client = entered(numbers)
    for _ in range(2):
        assert client.post(f"/my/agreed/{given.pk}/back/").status_code == 302
    given.refresh_from_db()
    assert given.withdrawn_by == "own_page"


def test_the_worker_sees_which_agency_looked_and_not_which_person(
    world: World, case: Case, numbers: Numbers
) -> None:
    consent(world, case)
    world.door("LI", case, "wage_claim").reveal(3, "To file")
    page = entered(numbers).get("/my/looked/").content.decode()
    assert "Agency LI" in page
    assert "Your name, birthday" in page
    assert "Person of LI" not in page
    assert str(world.people["LI"].id) not in page


def test_reading_of_a_signal_is_seen_before_there_is_a_case(world: World) -> None:
    receipt = mailbox.open_box(desk(world, "INT"), "en", "web", {"account": "Help"})
    box = Box.objects.get()
    signed_in(world, "INT").get(f"/signals/{box.id}/")
    page = entered((receipt.locator, receipt.secret)).get("/my/looked/").content.decode()
    assert "Read the messages" in page
    assert "Agency INT" in page


def test_messages_go_both_ways(world: World, case: Case, numbers: Numbers) -> None:
    worker, page = entered(numbers), f"/support/cases/{case.reference}/conversation/"
    message = worker.get("/my/messages/").context["form"].initial["message"]
    for _ in range(2):
        worker.post("/my/messages/", {"text": "Can I stay?", "message": message})
    office = signed_in(world, "INT")
    assert "Can I stay?" not in office.get(page).content.decode()
    answer = office.post(page)
    assert answer.content.decode().count("Can I stay?") == 1
    office.post(page, {"text": "Yes, you can.", "message": uuid4()})
    assert "Yes, you can." in worker.get("/my/messages/").content.decode()
    assert case.entries.filter(kind="message").exists()


def test_a_visit_that_is_planned_is_not_told(world: World, case: Case, numbers: Numbers) -> None:
    now = timezone.now()
    for state in ("referred", "examined", "visit_planned"):
        Track.objects.create(
            case=case, kind="labour", state=state, entered=now, by=world.people["LI"]
        )
    client = entered(numbers)
    page = client.get("/my/").content.decode()
    assert "is looking into it" in page
    assert "visit" not in page.lower()


def test_what_is_owed_is_told_in_plain_words(world: World, case: Case, numbers: Numbers) -> None:
    taking_part(world, case, "LI", "wage_claim", {8})
    inspector = signed_in(world, "LI")
    path = f"/wage-claim/cases/{case.reference}/wages/work/"
    assert inspector.post(path, {**GIVEN, "save": "1"}).status_code == 302
    worker = entered(numbers)
    page = worker.post("/my/file/8/").content.decode()
    assert "GBP" in page
    assert "gb.nmw" not in page
    answer = worker.post("/my/file/statement.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="information.pdf"'


def test_a_copy_holds_the_file_without_places_to_hide(
    world: World, case: Case, numbers: Numbers
) -> None:
    world.agree("INT", "SOC", {"support"})
    client = entered(numbers)
    answer = client.post("/my/copy/information.json")
    copy = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="information.json"'
    names = {entry["content"].get("name") for part in copy["parts"] for entry in part["entries"]}
    assert "Amina Osei" in names
    assert not {4, 11} & {part["class"] for part in copy["parts"]}
    assert "Amina Osei" in client.post("/my/copy/information.html").content.decode()
    assert Record.objects.filter(act="export", data_class=3, agency="").exists()


def test_deleting_takes_box_and_keys_and_leaves_the_case(
    world: World, case: Case, numbers: Numbers
) -> None:
    client = entered(numbers)
    assert client.post("/my/delete/").status_code == 400
    assert client.post("/my/delete/", {"sure": "yes"}).status_code == 200
    case.refresh_from_db()
    assert case.box is None
    assert not Wrap.objects.exclude(box=None).exists()
    assert client.get("/my/").status_code == 302
    first, second = numbers
    assert Client().post("/my/open/", {"first": first, "second": second}).status_code == 403
    assert world.door("INT", case, "support").reveal(3, "Call")[0].content["name"] == "Amina Osei"


def test_new_numbers_take_the_file_away_from_the_old(
    world: World, case: Case, numbers: Numbers
) -> None:
    old, new = entered(numbers), hand_out(world, case)
    assert old.post("/my/file/3/").status_code == 404
    assert "Amina Osei" in entered(new).post("/my/file/3/").content.decode()


@pytest.mark.parametrize("role", ["SOC", "LI", "POL", "UNI", "AUD", "ADM"])
def test_only_the_agency_that_leads_hands_out_numbers(world: World, case: Case, role: str) -> None:
    desk(world, "INT")
    client = signed_in(world, role)
    path = f"/support/cases/{case.reference}/numbers/"
    assert client.post(path, {"reads": "en"}).status_code == 404
    case.refresh_from_db()
    assert case.box is None


def test_handing_out_numbers_needs_a_fresh_sign_in(world: World, case: Case) -> None:
    desk(world, "INT")
    path = f"/support/cases/{case.reference}/numbers/"
    gone = stale(signed_in(world, "INT")).post(path, {"reads": "en"})
    assert "/account/reauthenticate/" in gone["Location"]
    case.refresh_from_db()
    assert case.box is None


def test_the_language_stays_as_chosen(numbers: Numbers) -> None:
    client = Client()
    assert 'dir="rtl"' in client.get("/my/open/?language=ar").content.decode()
    client.post("/my/open/?language=ar", {"first": numbers[0], "second": numbers[1]})
    assert 'lang="ar"' in client.get("/my/").content.decode()
    client.get("/my/?language=fr")
    assert "Vos pages" in client.get("/my/").content.decode()
