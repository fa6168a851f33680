"""A world for tests: an agency of each role, a person in each, and cases between them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.test import Client

from manumit.casework.policy import ROLES
from manumit.web.accounts.keys import COOKIE, admit, found, give_keys, private_key, remember
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.consent.models import Agreement
from manumit.web.door.door import Asker, Door, access_case
from manumit.web.vault.services import Holder

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FAR = timedelta(days=365)
ALL_CLASSES = frozenset(range(1, 23))


@dataclass
class World:
    """Agencies and people by role; the private key of each agency."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)

    def asker(self, role: str) -> Asker:
        person = self.people[role]
        holder = Holder(self.keys[role], agency=str(person.agency_id))
        return Asker(person.actor(), holder, person)

    def door(self, role: str, case: Case, purpose: str) -> Door:
        return access_case(self.asker(role), case.reference, purpose)

    def agree(self, giver: str, recipient: str, purposes: set[str]) -> Agreement:
        return Agreement.objects.create(
            giver=self.agencies[giver],
            recipient=self.agencies[recipient],
            purposes=purposes,
            classes=ALL_CLASSES,
            starts=NOW - FAR,
            ends=NOW + FAR,
        )


def make_world() -> World:
    """An agency and a person of each role but the worker's, with keys."""
    world = World()
    for role in ROLES:
        if role == "WRK":
            continue
        agency = Agency(name=f"Agency {role}", role=role)
        pair, _ = found(agency)
        agency.save()
        world.agencies[role], world.keys[role] = agency, pair.private
        person = User(username=role.lower(), name=f"Person of {role}", agency=agency)
        give_keys(person, PASSWORD)
        if role != "ADM":
            admit(person, pair.private)
        person.health = person.shelter = role == "SOC"
        person.set_password(PASSWORD)
        person.save()
        world.people[role] = person
    return world


def signed_in(world: World, role: str, **headers: str) -> Client:
    """A browser in which the person of a role is signed in, with the keys at hand."""
    person, client = world.people[role], Client(headers=headers or None)
    client.force_login(person)
    private = private_key(person, PASSWORD)
    request = HttpRequest()
    request.session = session = client.session
    session["demo"] = True
    remember(request, private, str(person.id))
    session.save()
    client.cookies[COOKIE] = request.new_key_cookie  # type: ignore[attr-defined]
    return client
