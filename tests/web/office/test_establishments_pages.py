"""The register of establishments: public, without workers; a company sees its own record only."""

from typing import Any

import pytest
from django.urls import reverse

from manumit.web.cases.models import Link
from manumit.web.establishments.models import Establishment
from tests.web.office.sharing import hotline_case, named
from tests.web.office.world import World, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

LIST, NEW, RECORD = "/establishments/", "/establishments/new/", "/establishments/record/"
READERS = ["LI", "POL", "PRO", "SOC", "INT", "UNI", "STA", "AUD"]


@pytest.fixture
def world(world: World) -> World:
    return named(world)


@pytest.fixture
def mill(world: World) -> Establishment:
    return Establishment.objects.create(
        name="Golden Needle Garments",
        address="12 Port Road",
        territory="AE",
        company=world.agencies["COM"],
        history="Order of 2025-03-01 complied with.",
    )


def entered(**changed: Any) -> dict[str, Any]:
    return {"kind": "establishment", "name": "Blue River Bricks", "address": "Mile 4"} | changed


def page(found: Establishment, route: str = "establishment_page") -> str:
    return reverse(route, kwargs={"establishment": found.pk})


@pytest.mark.parametrize("role", READERS)
def test_whoever_works_with_it_reads_and_searches_it(
    world: World, mill: Establishment, role: str
) -> None:
    client = signed_in(world, role)
    assert "Golden Needle" in client.get(LIST + "?q=needle port").content.decode()
    assert "Golden Needle" not in client.get(LIST + "?q=bricks").content.decode()
    assert "complied with" in client.get(page(mill)).content.decode()


@pytest.mark.parametrize("role", ["IMM", "COM", "ADM"])
def test_to_others_there_is_no_register(world: World, mill: Establishment, role: str) -> None:
    client = signed_in(world, role)
    for url in (LIST, NEW, page(mill), page(mill, "establishment_edit")):
        assert client.get(url).status_code == 404
        assert client.post(url, entered()).status_code == 404


def test_the_inspectorate_enters_and_changes_it(world: World) -> None:
    client = signed_in(world, "LI")
    sent = entered(territory="ae", history="Closed in 2024.")
    client.post(NEW, sent)
    made = Establishment.objects.get()
    assert (made.territory, made.history, made.checked) == ("AE", "Closed in 2024.", True)
    client.post(page(made, "establishment_edit"), entered(name="Blue River Brick Works"))
    made.refresh_from_db()
    assert made.name == "Blue River Brick Works"


@pytest.mark.parametrize("role", ["POL", "PRO", "STA", "AUD"])
def test_who_only_reads_enters_nothing(world: World, role: str) -> None:
    assert signed_in(world, role).post(NEW, entered()).status_code == 404
    assert not Establishment.objects.exists()


@pytest.mark.parametrize("role", ["SOC", "INT", "UNI"])
def test_what_others_propose_is_seen_by_few_until_it_is_checked(world: World, role: str) -> None:
    client = signed_in(world, role)
    client.post(NEW, entered(history="Made up", company=str(world.agencies["COM"].pk)))
    made = Establishment.objects.get()
    assert (made.checked, made.history, made.company) == (False, "", None)
    assert client.post(page(made, "establishment_edit"), entered()).status_code == 404
    assert signed_in(world, "POL").get(page(made)).status_code == 404
    assert "Blue River" not in signed_in(world, "POL").get(LIST).content.decode()
    inspector = signed_in(world, "LI")
    text = inspector.get(page(made)).content.decode()
    assert "Not yet checked" in text
    assert f"Agency of {role}" not in text
    inspector.post(page(made, "establishment_edit"), entered())
    assert "Blue River" in signed_in(world, "POL").get(LIST).content.decode()


def test_what_is_like_it_is_shown_before_it_is_entered_twice(
    world: World, mill: Establishment
) -> None:
    client = signed_in(world, "INT")
    twin = entered(name="GOLDEN NEEDLE GARMENTS LLC", address="12, Port Rd.", territory="AE")
    text = client.post(NEW, twin).content.decode()
    assert "Is it one of these?" in text
    assert page(mill) in text
    assert Establishment.objects.count() == 1
    client.post(NEW, twin | {"another": "on"})
    assert Establishment.objects.count() == 2


def test_a_company_sees_its_own_record_and_what_was_published(
    world: World, mill: Establishment
) -> None:
    Establishment.objects.create(name="Another Company", history="Fined.")
    text = signed_in(world, "COM").get(RECORD).content.decode()
    assert "Golden Needle" in text
    assert "complied with" in text
    assert "Another Company" not in text


def test_a_case_about_it_changes_nothing_that_anyone_sees_of_it(
    world: World, mill: Establishment
) -> None:
    client = signed_in(world, "LI")
    before = client.get(page(mill)).content
    Link.objects.create(case=hotline_case(world), establishment=mill, relation="worked_at")
    assert client.get(page(mill)).content[:400] == before[:400]
    assert b"case" not in client.get(page(mill)).content.split(b"<main")[1].lower()


@pytest.mark.parametrize("role", [*READERS, "IMM", "ADM"])
def test_only_companies_have_a_record_page(world: World, role: str) -> None:
    assert signed_in(world, role).get(RECORD).status_code == 404
