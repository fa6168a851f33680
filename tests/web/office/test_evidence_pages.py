"""Files added to a case: sealed as they came, with a clean copy, and shown to nobody else."""

import base64
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from manumit.casework.policy import PURPOSES
from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.consent.services import withdraw
from manumit.web.mailbox.files import MEGABYTE, MOST_BYTES, MOST_FILES
from manumit.web.referrals.services import accept
from manumit.web.vault.models import Entry, Wrap
from manumit.web.vault.renewal import go_on, mark
from manumit.web.vault.services import shred
from tests.web.office.sharing import at, consented, hotline_case, referred
from tests.web.office.test_intake_files import GPS, jpeg
from tests.web.office.test_signals_pages import stale
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

WHY = {"why": "claim", "more": ""}
CANARY = "Zx7canary"


@pytest.fixture
def case(world: World) -> Case:
    return hotline_case(world)


def upload(client: Client, case: Case, *files: tuple[str, bytes], purpose: str = "support") -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(at("evidence_page", case, purpose), {"file": given})


def acting_pdf(says: str) -> bytes:
    """A PDF with a script, a link and notes on who made it."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{says}')")
        pdf.Root.OpenAction = script
        pdf.docinfo["/Author"] = says
        pdf.save(out)
    return out.getvalue()


def sound(says: str) -> bytes:
    return b"OggS" + says.encode()


def contents(world: World, case: Case, number: int) -> list[dict[str, Any]]:
    opened = world.door("INT", case, "support").reveal(number, "To look")
    return [dict(each.content) for each in opened]


def everything() -> bytes:
    """All that the databases hold, as bytes."""
    names = [database["TEST"]["NAME"] for database in settings.DATABASES.values()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    files = [path for name in names for path in Path(name).parent.glob(f"{Path(name).name}*")]
    rows = "".join(connection.connection.iterdump())
    return rows.encode() + b"".join(path.read_bytes() for path in files)


def test_a_photo_is_sealed_as_it_came_and_a_clean_copy_made(world: World, case: Case) -> None:
    client, raw = signed_in(world, "INT"), jpeg()
    assert upload(client, case, ("payslip.jpg", raw)).status_code == 302
    (original,) = contents(world, case, 9)
    (copy,) = contents(world, case, 10)
    assert base64.b64decode(original["content"]) == raw
    assert original["digest"] == copy["of"] == hashlib.sha256(raw).hexdigest()
    clean = base64.b64decode(copy["content"])
    assert GPS.encode() in raw
    for hidden in (GPS, "CanaryCamera", "CanaryComment", "Exif"):
        assert hidden.encode() not in clean
    assert not Image.open(io.BytesIO(clean)).getexif()


def test_a_clean_copy_of_a_document_holds_no_script_and_no_author(world: World, case: Case) -> None:
    raw = acting_pdf(CANARY)
    upload(signed_in(world, "INT"), case, ("contract.pdf", raw))
    clean = base64.b64decode(contents(world, case, 10)[0]["content"])
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/Info" not in pdf.trailer
    assert CANARY.encode() in raw
    assert CANARY.encode() not in clean
    assert b"JavaScript" not in clean


def test_a_recording_is_kept_as_it_came_and_has_no_copy(world: World, case: Case) -> None:
    upload(signed_in(world, "INT"), case, ("threat.ogg", sound("x")))
    assert contents(world, case, 9)[0]["type"] == "audio/ogg"
    assert contents(world, case, 10) == []


def test_it_is_in_the_log_before_it_is_written(world: World, case: Case) -> None:
    upload(signed_in(world, "INT"), case, ("a.jpg", jpeg()))
    acts = Record.objects.filter(act="write", data_class__in=(9, 10)).order_by("number")
    assert [(each.data_class, each.target) for each in acts] == [
        (9, "evidence_original"),
        (10, "evidence_copy"),
    ]


def test_no_word_of_a_file_is_kept_in_the_open(world: World, case: Case) -> None:
    files = (f"{CANARY}.pdf", acting_pdf(CANARY)), (f"{CANARY}.ogg", sound(CANARY))
    assert upload(signed_in(world, "INT"), case, *files).status_code == 302
    found = everything()
    assert case.reference.encode() in found
    assert CANARY.encode() not in found
    assert CANARY.encode().hex().upper().encode() not in found.upper()
    for at_ in range(3):
        assert base64.b64encode(b"x" * at_ + CANARY.encode())[4:-4] not in found


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.jpg", b"", "empty.jpg: There is nothing in it"),
        ("letter.docx", b"PK\x03\x04 some words", "letter.docx: This kind of file is not taken"),
        ("cut.jpg", jpeg()[:300], "cut.jpg: It cannot be read: it is broken"),
        ("page.png", b"\x89PNG\r\n\x1a\n<script>", "page.png: It is two things at once"),
        ("big.jpg", b"\xff\xd8\xff" + b"0" * MOST_BYTES, "big.jpg: It is too big: 20 MB at most"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_with_the_reason(
    world: World, case: Case, name: str, content: bytes, said: str
) -> None:
    answer = upload(signed_in(world, "INT"), case, ("good.jpg", jpeg()), (name, content))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not case.entries.filter(data_class__in=(9, 10)).exists()


def test_files_are_few_and_not_too_big_together(world: World, case: Case) -> None:
    client = signed_in(world, "INT")
    many = upload(client, case, *[("a.ogg", sound("x"))] * (MOST_FILES + 1))
    assert f"Choose {MOST_FILES} files at most" in many.content.decode()
    big = [("a.ogg", b"OggS" + b"0" * 11 * MEGABYTE)] * 4  # more than a request may bring
    for some in (big, big[:1] * 4):
        answer = upload(client, case, *some)
        assert "too big together: 40 MB at most" in answer.content.decode()
    assert "Choose a file" in client.post(at("evidence_page", case)).content.decode()


def test_the_limits_stand_beside_the_field(world: World, case: Case) -> None:
    page = signed_in(world, "INT").get(at("evidence_page", case)).content.decode()
    assert "At most 5 files, 20 MB each (10 MB for a recording), 40 MB together" in page
    assert 'aria-describedby="id_file_helptext"' in page


def test_a_file_is_opened_for_a_reason_by_someone_who_has_just_signed_in(
    world: World, case: Case
) -> None:
    client, raw = signed_in(world, "INT"), jpeg()
    upload(client, case, ("payslip.jpg", raw))
    original, copy = case.entries.filter(data_class__in=(9, 10)).order_by("order")
    url = at("evidence_file", case, entry=original.pk)
    assert client.get(url).headers["Content-Type"].startswith("text/html")
    assert client.post(url, {"why": ""}).headers["Content-Type"].startswith("text/html")
    answer = client.post(url, WHY)
    assert answer.content == raw
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "payslip" not in answer["Content-Disposition"]
    last = Record.objects.latest("number")
    assert (last.act, last.data_class, last.target) == ("read", 9, str(original.pk))
    shown = client.post(at("evidence_file", case, entry=copy.pk), WHY)
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "/account/reauthenticate/" in stale(client).post(url, WHY)["Location"]


def test_an_opened_part_leads_to_its_files(world: World, case: Case) -> None:
    client = signed_in(world, "INT")
    upload(client, case, ("payslip.jpg", jpeg()))
    entry = case.entries.get(data_class=9)
    page = client.post(at("section_open", case, number=9), {"s9-why": "claim", "s9-more": ""})
    assert at("evidence_file", case, entry=entry.pk) in page.content.decode()
    assert "payslip.jpg" in page.content.decode()


def test_whoever_may_only_see_that_it_is_there_sees_marks(world: World, case: Case) -> None:
    """The inspectorate: originals by their mark, clean copies to open."""
    world.agree("INT", "LI", {"wage_claim"})
    upload(signed_in(world, "INT"), case, (f"{CANARY}.jpg", jpeg()))
    consented(world, case, "LI", "wage_claim", {10})
    accept(world.people["LI"], referred(world, case, "LI", "wage_claim", {9, 10}), timezone.now())
    inspector = signed_in(world, "LI")
    original, copy = case.entries.filter(data_class__in=(9, 10)).order_by("order")
    page = inspector.get(at("evidence_page", case, "wage_claim")).content.decode()
    assert original.digest in page
    assert CANARY not in page
    assert 'type="file"' not in page
    closed = at("evidence_file", case, "wage_claim", entry=original.pk)
    assert closed not in page
    assert (inspector.get(closed).status_code, inspector.post(closed, WHY).status_code) == (
        404,
    ) * 2
    opened = inspector.post(at("evidence_file", case, "wage_claim", entry=copy.pk), WHY)
    assert opened["Content-Type"] == "image/jpeg"
    assert upload(inspector, case, ("a.jpg", jpeg()), purpose="wage_claim").status_code == 404
    auditor = signed_in(world, "AUD").get(at("evidence_page", case, "oversight")).content.decode()
    assert original.digest in auditor
    assert copy.digest not in auditor


@pytest.mark.parametrize("role", ["LI", "POL", "PRO", "SOC", "UNI", "COM", "IMM", "STA", "ADM"])
def test_to_others_there_is_no_such_page(world: World, case: Case, role: str) -> None:
    upload(signed_in(world, "INT"), case, ("a.ogg", sound("x")))
    before, client = Entry.objects.count(), signed_in(world, role)
    entry = case.entries.get(data_class=9).pk
    for purpose in PURPOSES:
        nowhere = at("evidence_page", Case(reference="AAAA-AAAA"), purpose)
        nothing = client.get(nowhere).content
        for url in (
            at("evidence_page", case, purpose),
            at("evidence_file", case, purpose, entry=entry),
        ):
            for answer in (client.get(url), client.post(url, WHY)):
                assert answer.status_code == 404
                if answer.wsgi_request.method == "GET":
                    assert _plain(answer.content) == _plain(nothing)
        assert upload(client, case, ("b.ogg", sound("x")), purpose=purpose).status_code == 404
    assert Entry.objects.count() == before


def _plain(page: bytes) -> bytes:
    """A page without tokens that are new each time, and without its own address."""
    bare = re.sub(rb"\b\w{64}\b", b"", page)
    return re.sub(rb'name="next" value="[^"]+"', b"", bare)


def test_a_file_of_another_case_is_not_there(world: World, case: Case) -> None:
    other = Case.objects.create(owner=world.agencies["INT"], child="no")
    client = signed_in(world, "INT")
    upload(client, other, ("a.jpg", jpeg()))
    entry = other.entries.get(data_class=9).pk
    assert client.post(at("evidence_file", case, entry=entry), WHY).status_code == 404
    name = case.entries.get(data_class=3).pk  # not a file
    assert client.post(at("evidence_file", case, entry=name), WHY).status_code == 404


def test_nothing_is_added_to_a_closed_case(world: World, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(closed=timezone.now(), closing_reason="other")
    client = signed_in(world, "INT")
    assert upload(client, case, ("a.jpg", jpeg())).status_code == 404
    assert not case.entries.filter(data_class=9).exists()


def test_a_file_is_sealed_anew_when_keys_are_renewed_and_shredded_with_the_case(
    world: World, case: Case
) -> None:
    world.agree("INT", "POL", {"criminal_complaint"})
    raw = jpeg()
    upload(signed_in(world, "INT"), case, ("a.jpg", raw))
    given = consented(world, case, "POL", "criminal_complaint", {9, 10})
    accept(
        world.people["POL"],
        referred(world, case, "POL", "criminal_complaint", {9, 10}),
        timezone.now(),
    )
    entry = case.entries.get(data_class=9)
    withdraw(world.door("INT", case, "support"), given, "spoken")
    withdrawn = case.entries.get(data_class=9)
    assert withdrawn.key_version == entry.key_version + 1
    assert not Wrap.objects.filter(agency=world.agencies["POL"]).exists()
    mark(str(world.agencies["INT"].pk))
    assert go_on(world.asker("INT").holder, timezone.now()) == 0
    renewed = case.entries.get(data_class=9)
    assert renewed.key_version == entry.key_version + 2
    assert bytes(renewed.body) != bytes(withdrawn.body)
    assert base64.b64decode(contents(world, case, 9)[0]["content"]) == raw
    shred(case)
    assert {bytes(each.body) for each in case.entries.all()} == {b""}
    assert not Wrap.objects.filter(key__case=case).exists()
