"""What tests of sharing have in common: a case of the hotline, and what was written in it."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from manumit.web.cases.models import Case
from manumit.web.consent.models import Consent
from manumit.web.consent.services import Given, give
from manumit.web.referrals.models import Referral
from manumit.web.referrals.services import draft, send
from tests.web.office.world import World

LONG = timedelta(days=90)


def named(world: World) -> World:
    """The world, with names of agencies that can be looked for in a page."""
    for role, agency in world.agencies.items():
        agency.name = f"Agency of {role}"
        agency.save(update_fields=["name"])
    return world


def hotline_case(world: World, **fields: Any) -> Case:
    """A case that INT leads."""
    case = Case.objects.create(
        owner=world.agencies["INT"], **({"child": "no", "danger": "no"} | fields)
    )
    door = world.door("INT", case, "support")
    door.write("identity", {"name": "Amina Osei", "telephone": "+971 50 123 4567"})
    door.write("facts", {"answers": {"wages_withheld": "yes", "threatened": "yes"}})
    door.write("account", {"text": "They kept my passport.", "conditions": "Twelve hours."})
    return case


def consented(world: World, case: Case, role: str, purpose: str, classes: set[int]) -> Consent:
    """What the worker allowed an agency."""
    now = timezone.now()
    given = Given(
        purpose=purpose,
        recipient=world.agencies[role],
        classes=frozenset(classes),
        starts=now - timedelta(minutes=1),
        ends=now + LONG,
        language="fr",
        explained="spoken",
        text_version="1",
        evidence="Folder 12, sheet 3",
    )
    return give(world.door("INT", case, "support"), given)


def taking_part(world: World, case: Case, role: str, purpose: str, classes: set[int]) -> None:
    """An agency takes part in a case, with the worker's consent to all that it is given."""
    world.agree("INT", role, {purpose})
    consented(world, case, role, purpose, classes)
    since = timezone.now() - timedelta(days=1)
    case.parts.create(agency=world.agencies[role], classes=classes, since=since)


def referred(world: World, case: Case, role: str, purpose: str, classes: set[int]) -> Referral:
    """A referral of the hotline, sent."""
    door = world.door("INT", case, "support")
    made = draft(door, world.agencies[role], purpose, classes, "wage_claim")
    return send(world.door("INT", case, "support"), made)


def at(route: str, case: Case, purpose: str = "support", **parts: Any) -> str:
    """Address of a page in a case."""
    return reverse(route, kwargs={"purpose": purpose, "reference": case.reference, **parts})
