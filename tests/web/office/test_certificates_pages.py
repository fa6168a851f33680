"""Certificates of residence: shown once, sealed, verified without learning anything from a miss."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from manumit.web.audit.models import Record
from manumit.web.cases.models import Case
from manumit.web.certificates.codes import ALPHABET, LENGTH, grouped, new_code, typed
from manumit.web.certificates.models import Certificate, Try
from manumit.web.certificates.services import TRIES_AN_HOUR, end_expired
from manumit.web.common import new_id
from manumit.web.consent.models import Agreement, Consent, Disclosure
from manumit.web.consent.services import withdraw
from manumit.web.referrals.services import accept
from tests.web.office.sharing import at, consented, hotline_case, named, referred
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

VERIFY = "/certificates/verify/"
CODE = re.compile(r'class="number">([A-Z0-9-]+)<')
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')


@pytest.fixture
def world(world: World) -> World:
    return named(world)


@pytest.fixture
def case(world: World) -> Case:
    world.agree("INT", "IMM", {"residence_certificate"})
    return hotline_case(world)


@pytest.fixture
def agreed(world: World, case: Case) -> Consent:
    return consented(world, case, "IMM", "residence_certificate", {12})


def data(consent: Consent, **changed: Any) -> dict[str, Any]:
    ends = (timezone.now() + timedelta(days=45)).date().isoformat()
    given = {"id": str(new_id()), "consent": str(consent.pk), "name": "Amina Osei"}
    return given | {"born": "1999-03-02", "ends": ends} | changed


def issued(world: World, case: Case, consent: Consent) -> str:
    response = signed_in(world, "INT").post(at("certificate_issue", case), data(consent))
    found = CODE.search(response.content.decode())
    assert found is not None
    return found[1]


def checked(client: Client, code: str) -> str:
    return client.post(VERIFY, {"code": code}).content.decode()


def test_a_code_is_long_enough_and_read_however_it_is_typed() -> None:
    code = new_code()
    assert len(ALPHABET) ** LENGTH > 2**80
    assert typed(grouped(code).lower()) == typed(f" {code} ") == code


def test_immigration_learns_what_is_on_the_paper_and_nothing_else(
    world: World, case: Case, agreed: Consent
) -> None:
    code = issued(world, case, agreed)
    page = checked(signed_in(world, "IMM"), code.lower().replace("-", " "))
    assert "This certificate is valid" in page
    assert "Amina Osei" in page
    assert "2 March 1999" in page
    assert "Agency of INT" in page
    assert case.reference not in page
    assert "/cases/" not in page


def test_the_code_is_shown_once_and_the_content_is_sealed(
    world: World, case: Case, agreed: Consent
) -> None:
    client, sent = signed_in(world, "INT"), data(agreed)
    first = client.post(at("certificate_issue", case), sent)
    again = client.post(at("certificate_issue", case), sent, follow=True).content.decode()
    assert "shown before" in again
    found = CODE.search(first.content.decode())
    assert found is not None
    kept = Certificate.objects.get()
    assert b"Amina" not in bytes(kept.sealed)
    assert typed(found[1]) not in kept.code_digest
    assert found[1] not in client.get(at("certificate_page", case)).content.decode()
    assert "valid" in checked(signed_in(world, "IMM"), found[1])  # sending twice broke nothing


def test_whatever_the_miss_the_answer_is_the_same(
    world: World, case: Case, agreed: Consent
) -> None:
    client, codes = signed_in(world, "IMM"), [new_code(), "", "not a code", "é" * 150]
    ended = issued(world, case, agreed)
    codes.append(ended)
    last = issued(world, case, agreed)  # takes the place of the one before
    assert "valid" in checked(client, last)
    withdraw(world.door("INT", case, "support"), agreed, "spoken")
    codes.append(last)
    other = consented(world, case, "IMM", "residence_certificate", {12})
    over = issued(world, case, other)
    Certificate.objects.filter(consent=other).update(ends=timezone.now().date() - timedelta(1))
    codes.append(over)
    answers = {TOKEN.sub(b"", client.post(VERIFY, {"code": code}).content) for code in codes}
    assert len(answers) == 1
    assert b"This code cannot be verified." in answers.pop()


def test_the_end_of_an_agreement_makes_it_a_miss(world: World, case: Case, agreed: Consent) -> None:
    code = issued(world, case, agreed)
    Agreement.objects.update(ends=timezone.now())
    assert "cannot be verified" in checked(signed_in(world, "IMM"), code)


def test_ended_it_is_a_miss_at_once(world: World, case: Case, agreed: Consent) -> None:
    code, client = issued(world, case, agreed), signed_in(world, "INT")
    made = Certificate.objects.get()
    client.post(at("certificate_end", case, certificate=made.pk))
    assert "cannot be verified" in checked(signed_in(world, "IMM"), code)
    made.refresh_from_db()
    assert bytes(made.sealed) == b""


def test_days_that_are_over_leave_nothing_behind(world: World, case: Case, agreed: Consent) -> None:
    issued(world, case, agreed)
    assert end_expired(timezone.now() + timedelta(days=60)) == 1
    assert bytes(Certificate.objects.get().sealed) == b""


def test_a_check_is_logged_without_whom_and_shown_to_the_worker(
    world: World, case: Case, agreed: Consent
) -> None:
    code = issued(world, case, agreed)
    client = signed_in(world, "IMM")
    for each in (code, new_code()):
        checked(client, each)
    logged = list(Record.objects.filter(act="certificate_check"))
    assert [(each.case, each.target, each.data_class) for each in logged] == [("", "", None)] * 2
    told = Disclosure.objects.get(case=case)
    assert (told.agency, told.classes) == (world.agencies["IMM"], {"12"})
    page = signed_in(world, "INT").get(at("certificate_page", case)).content.decode()
    assert "Not yet" not in page


def test_so_many_codes_are_let_through_in_an_hour(
    world: World, case: Case, agreed: Consent
) -> None:
    code, client = issued(world, case, agreed), signed_in(world, "IMM")
    for _ in range(TRIES_AN_HOUR):
        Try.objects.create(person=world.people["IMM"], at=timezone.now())
    answers = [client.post(VERIFY, {"code": each}) for each in (code, new_code())]
    assert {each.status_code for each in answers} == {429}
    assert len({TOKEN.sub(b"", each.content) for each in answers}) == 1
    Try.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert "valid" in checked(client, code)


@pytest.mark.parametrize("role", ["LI", "POL", "PRO", "SOC", "INT", "UNI", "COM", "STA", "ADM"])
def test_only_immigration_verifies(world: World, role: str) -> None:
    assert signed_in(world, role).get(VERIFY).status_code == 404


def test_without_consent_none_is_issued(world: World, case: Case) -> None:
    client = signed_in(world, "INT")
    page = client.get(at("certificate_issue", case)).content.decode()
    assert "First ask the person" in page
    wrong = consented(world, case, "IMM", "residence_certificate", {12})
    withdraw(world.door("INT", case, "support"), wrong, "spoken")
    client.post(at("certificate_issue", case), data(wrong))
    assert not Certificate.objects.exists()


def test_it_is_not_valid_longer_than_the_consent(world: World, case: Case, agreed: Consent) -> None:
    sent = data(agreed, ends=(timezone.now() + timedelta(days=200)).date().isoformat())
    page = signed_in(world, "INT").post(at("certificate_issue", case), sent).content.decode()
    assert "to the end of the consent" in page
    assert not Certificate.objects.exists()


def test_police_see_that_it_is_valid_and_no_more(world: World, case: Case, agreed: Consent) -> None:
    issued(world, case, agreed)
    world.agree("INT", "POL", {"criminal_complaint"})
    consented(world, case, "POL", "criminal_complaint", {3})
    sent = referred(world, case, "POL", "criminal_complaint", {3, 12})
    accept(world.people["POL"], sent, timezone.now())
    client = signed_in(world, "POL")
    page = client.get(at("certificate_page", case, "criminal_complaint")).content.decode()
    assert "A certificate is valid until" in page
    assert "Agency of IMM" not in page
    url = at("certificate_issue", case, "criminal_complaint")
    assert client.post(url, data(agreed)).status_code == 404


@pytest.mark.parametrize("role", ["SOC", "LI", "UNI", "IMM", "COM"])
def test_to_others_there_is_no_such_page(
    world: World, case: Case, agreed: Consent, role: str
) -> None:
    issued(world, case, agreed)
    made, client = Certificate.objects.get(), signed_in(world, role)
    for purpose in ("support", "residence_certificate", "wage_claim"):
        assert client.get(at("certificate_page", case, purpose)).status_code == 404
        assert client.post(at("certificate_issue", case, purpose)).status_code == 404
        url = at("certificate_end", case, purpose, certificate=made.pk)
        assert client.post(url).status_code == 404
    made.refresh_from_db()
    assert made.ended is None
