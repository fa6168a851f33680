"""Work records and wage claims of a case."""

from io import BytesIO

import pytest
from django.test import Client

from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.cases.moving import state_of
from manumit.web.vault.models import Entry
from tests.web.office.sharing import taking_part
from tests.web.office.test_cases_pages import address
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

HEAD = {"head-law": "gb.nmw", "head-as_of": "2026-11-02", "head-born": "1991-05-01"}
NONE = {
    f"{name}-{part}": "0" for name in ("fee", "debt") for part in ("TOTAL_FORMS", "INITIAL_FORMS")
}
WORK = {
    "work-TOTAL_FORMS": "1",
    "work-INITIAL_FORMS": "0",
    "work-0-start": "2025-01-01",
    "work-0-end": "2025-03-31",
    "work-0-basis": "monthly",
    "work-0-pay": "900.00",
    "work-0-hours": "70",
    "work-0-hours_low": "60",
    "work-0-paid": "400",
    "work-0-paid_per": "month",
    "work-0-food": "80",
    "work-0-grade": "E4",
    "work-0-note": "statement",
}
GIVEN = {**HEAD, **NONE, **WORK}


@pytest.fixture
def case(world: World) -> Case:
    case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
    taking_part(world, case, "LI", "wage_claim", {2, 6, 8})
    return case


@pytest.fixture
def inspector(world: World) -> Client:
    return signed_in(world, "LI")


def at(case: Case, *parts: str) -> str:
    return address(case, "wages", *parts, purpose="wage_claim")


def test_the_sum_is_shown_without_keeping_anything(case: Case, inspector: Client) -> None:
    page = inspector.post(at(case, "work"), {**GIVEN, "draw": "1"}).content.decode()
    assert "GBP" in page
    assert "Nothing is kept yet" in page
    assert not Entry.objects.exists()


def test_a_claim_is_kept_sealed_and_the_track_moves(case: Case, inspector: Client) -> None:
    assert inspector.post(at(case, "work"), {**GIVEN, "save": "1"}).status_code == 302
    assert set(case.entries.values_list("kind", flat=True)) == {"work_record", "wage_claim"}
    assert state_of(case, "wages") == "drawn_up"
    assert all(b"gb.nmw" not in bytes(entry.body) for entry in case.entries.all())
    opened = inspector.post(at(case), {"why": "claim"}).content.decode()
    assert "GBP" in opened
    assert Record.objects.filter(act="read", data_class=8).exists()


def test_a_claim_is_corrected_in_the_form(case: Case, inspector: Client) -> None:
    inspector.post(at(case, "work"), {**GIVEN, "save": "1"})
    page = inspector.post(at(case, "edit")).content.decode()
    assert 'value="900.0' in page
    assert 'value="2025-03-31"' in page
    inspector.post(at(case, "work"), {**GIVEN, "work-0-paid": "450", "save": "1"})
    assert case.entries.filter(kind="work_record", later=None).count() == 1


def test_a_statement_is_streamed_as_pdf(case: Case, inspector: Client) -> None:
    inspector.post(at(case, "work"), {**GIVEN, "save": "1"})
    made = inspector.post(at(case, "statement.pdf").rstrip("/"))
    assert made.content.startswith(b"%PDF")
    assert Record.objects.filter(act="export", data_class=8).exists()


def test_one_more_row_keeps_what_was_typed(case: Case, inspector: Client) -> None:
    page = inspector.post(at(case, "work"), {**GIVEN, "work-0-pay": "nine", "more": "work"})
    text = page.content.decode()
    assert 'value="nine"' in text
    assert "work-1-start" in text
    assert "error-summary" not in text


def test_what_cannot_be_used_is_said_and_nothing_is_lost(case: Case, inspector: Client) -> None:
    wrong = {**GIVEN, "work-0-end": "2027-03-31", "save": "1"}
    text = inspector.post(at(case, "work"), wrong).content.decode()
    assert "after the day of the claim" in text
    assert 'value="2027-03-31"' in text
    assert not Entry.objects.exists()


def test_a_case_file_is_uploaded(case: Case, inspector: Client) -> None:
    with open("examples/claims/uk-arrears.yaml", "rb") as file:
        sent = BytesIO(file.read())
    sent.name = "claim.yaml"
    inspector.post(at(case, "import"), {"upload-file": sent})
    assert case.entries.filter(kind="wage_claim").exists()
    broken = BytesIO(b"id: x\nlaw: nowhere\n")
    broken.name = "claim.yaml"
    page = inspector.post(at(case, "import"), {"upload-file": broken}, follow=True)
    assert b"notice danger" in page.content


def test_filing_lets_the_prosecution_read_the_wages(
    case: Case, inspector: Client, world: World
) -> None:
    inspector.post(at(case, "work"), {**GIVEN, "save": "1"})
    inspector.post(address(case, "move", purpose="wage_claim"), {"track": "wages", "to": "filed"})
    case.refresh_from_db()
    assert case.claim_filed


@pytest.mark.parametrize("role", ["POL", "SOC", "UNI"])
def test_others_see_nothing_of_it(case: Case, world: World, role: str) -> None:
    stranger = signed_in(world, role)
    purpose = "criminal_complaint" if role == "POL" else "wage_claim"
    for part in ((), ("work",), ("statement.pdf",)):
        path = address(case, "wages", *part, purpose=purpose)
        path = path.rstrip("/") if part == ("statement.pdf",) else path
        assert stranger.post(path, {"why": "claim"}).status_code == 404


def test_intake_reads_the_claim_and_writes_none(
    case: Case, inspector: Client, world: World
) -> None:
    inspector.post(at(case, "work"), {**GIVEN, "save": "1"})
    worker = signed_in(world, "INT")
    opened = worker.post(address(case, "wages"), {"why": "check"})
    assert "GBP" in opened.content.decode()
    assert worker.get(address(case, "wages", "work")).status_code == 404
