"""The matrix over the pages: a word planted in each class of data is read by whom the matrix names.

Each role tries each class by each verb: it opens the class, finds it on the page of the case, asks
for the form that writes it, and takes a copy out. What the rules refuse is answered as a page that
is not there, and the word is in no answer.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from manumit.casework.policy import CLASSES, CODES, OPEN, ROLES, purposes_of
from manumit.casework.records import kinds
from manumit.errors import AccessRefused
from manumit.web.cases.models import Case, Part
from manumit.web.cases.views.shared import HANDLERS
from manumit.web.consent.models import Agreement, Consent
from manumit.web.door.door import Door
from manumit.web.vault.services import Author, Holder, write
from tests.web.office.world import ALL_CLASSES, FAR, World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

WORD = "Zq7canary"
KINDS = {
    2: ("complaint", "channel"),
    3: ("identity", "name"),
    4: ("whereabouts", "address"),
    5: ("residence_status", "permit"),
    6: ("account", "text"),
    7: ("health", "need"),
    8: ("wage_claim", "document"),
    9: ("evidence_original", "name"),
    10: ("evidence_copy", "name"),
    11: ("non_punishment", "act"),
    13: ("inspection_plan", "text"),
    15: ("suspect", "name"),
    16: ("criminal_file", "text"),
    17: ("child", "guardian"),
    19: ("message", "text"),
}
"""A kind of entry of each class that is sealed, and a field that its redacted form leaves out."""

GIVEN = [role for role in HANDLERS if role != "INT"]
"""Agencies that take part beside the one that leads."""


@dataclass(frozen=True)
class Open:
    """A case with a word in each class, as one person meets it."""

    case: Case
    client: Client
    role: str
    purpose: str
    door: Door | None

    def at(self, rest: str = "") -> str:
        purpose = self.purpose.replace("_", "-")
        return f"/{purpose}/cases/{self.case.reference}/{rest}"

    def may(self, verb: str, number: int) -> str:
        if self.door is None:
            return "none"
        return self.door.may(verb, number).form


def word(number: int) -> str:
    return f"{WORD}{number}x"


def plant(world: World, *, consents: bool) -> Case:
    """A case in which every agency takes part in everything, with or without consent."""
    now = timezone.now()
    case = Case.objects.create(owner=world.agencies["INT"], child="no", danger="no")
    for role in GIVEN:
        agency = world.agencies[role]
        Part.objects.create(case=case, agency=agency, classes=ALL_CLASSES, since=now - FAR)
        for purpose in purposes_of(role):
            agreement = world.agree("INT", role, {purpose})
            if consents:
                allow(case, world, role, purpose, agreement)
    if consents:
        for purpose in purposes_of("INT"):
            allow(case, world, "INT", purpose, None)
    holder = Holder(world.keys["INT"], agency=str(case.owner_id))
    author = Author(holder, now, world.people["INT"])
    for number, (kind, field) in KINDS.items():
        content: dict[str, object] = {field: word(number)}
        if kind == "complaint":
            content["text"] = "There is no pay."
        if kind == "account":
            content["conditions"] = "Twelve hours a day."
        if kind == "wage_claim":
            content = {"document": {"total": word(number)}}
        write(case, kind, content, author)
    return case


def allow(case: Case, world: World, role: str, purpose: str, agreement: Agreement | None) -> None:
    now = timezone.now()
    Consent.objects.create(
        case=case,
        purpose=purpose,
        recipient=world.agencies[role],
        classes=ALL_CLASSES,
        agreement=agreement,
        starts=now - timedelta(hours=1),
        ends=now + FAR,
        language="en",
        explained="spoken",
        text_version="1",
        entered=now,
    )


@pytest.fixture(
    params=[True, pytest.param(False, marks=pytest.mark.study)], ids=["consent", "no consent"]
)
def planted(world: World, request: pytest.FixtureRequest) -> Case:
    return plant(world, consents=request.param)


def meets(world: World, case: Case, role: str, purpose: str) -> Open:
    try:
        door: Door | None = world.door(role, case, purpose)
    except AccessRefused:
        door = None
    return Open(case, signed_in(world, role), role, purpose, door)


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[pytest.mark.study] * (role in ("LI", "PRO", "UNI")))
        for role in ROLES
        if role != "WRK"
    ],
)
def test_each_class_is_read_found_written_and_copied_as_the_matrix_says(
    world: World, planted: Case, role: str
) -> None:
    here = meets(world, planted, role, purposes_of(role)[-1])
    page = here.client.get(here.at())
    copy = here.client.post(here.at("export/"), {"why": "check", "more": "", "as": "json"})
    everything = page.content + copy.content
    for number in CLASSES:
        if number not in OPEN:
            _reading(here, number)
            _finding(here, number, page.content.decode())
            _writing(here, number)
            _copying(here, number, copy.content.decode(), copy.status_code)
    if role not in HANDLERS:
        assert WORD.encode() not in everything


def _reading(here: Open, number: int) -> None:
    given = {f"s{number}-why": "check", f"s{number}-more": ""}
    answer = here.client.post(here.at(f"open/{number}/"), given)
    said = answer.content.decode()
    if here.role in HANDLERS and number in KINDS and here.may("read", number) == "full":
        assert answer.status_code == 200, (here.role, number)
        assert word(number) in said or number == 8, (here.role, number)
    else:
        assert word(number) not in said, (here.role, number)
    if here.may("read", number) in ("none", "listed", "derived"):
        assert answer.status_code == 404, (here.role, number)


def _finding(here: Open, number: int, page: str) -> None:
    shown = f'id="section-{number}"' in page
    if here.may("find", number) == here.may("read", number) == here.may("write", number) == "none":
        assert not shown, (here.role, number)
    if here.role in HANDLERS and number in KINDS and here.may("find", number) != "none":
        assert shown, (here.role, number)
    assert word(number) not in page, (here.role, number)


def _writing(here: Open, number: int) -> None:
    for kind in (each for each in kinds().values() if each.data_class == number):
        answer = here.client.get(here.at(f"write/{kind.code}/"))
        if here.may("write", number) == "none":
            assert answer.status_code == 404, (here.role, kind.code)


def _copying(here: Open, number: int, copy: str, status: int) -> None:
    if here.may("export", number) != "full":
        assert word(number) not in copy, (here.role, number)
    elif here.role in HANDLERS and number in KINDS:
        assert status == 200
        assert word(number) in copy, (here.role, number)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in (*HANDLERS, "WRK")])
def test_whoever_works_on_no_case_gets_the_same_answer_for_one_that_is_there_and_one_that_is_not(
    world: World, planted: Case, role: str
) -> None:
    client = signed_in(world, role)
    for purpose in ("support", "inspection", purposes_of(role)[0].replace("_", "-")):
        for rest in ("", "facts/", "wages/", "export/", "consent/", "refer/", "handling/"):
            there = client.get(f"/{purpose}/cases/{planted.reference}/{rest}")
            nowhere = client.get(f"/{purpose}/cases/AAAA-AAAA/{rest}")
            if role != "AUD":
                assert there.status_code == nowhere.status_code == 404, rest
                assert _same(there.content, planted) == _same(nowhere.content, planted)
            assert WORD.encode() not in there.content


def _same(content: bytes, case: Case) -> bytes:
    """An answer without what was asked for and the token of its forms."""
    import re

    text = content.decode().replace(case.reference, "AAAA-AAAA")
    return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"', "", text).encode()


def test_a_search_tells_other_agencies_nothing(world: World, planted: Case) -> None:
    for role in GIVEN:
        answer = signed_in(world, role).post("/cases/search/", {"text": word(3)}, follow=True)
        assert planted.reference not in answer.content.decode(), role


def test_the_words_are_in_classes_that_have_names() -> None:
    assert set(KINDS) <= set(CODES)
    assert {kinds()[kind].data_class for kind, _ in KINDS.values()} == set(KINDS)
