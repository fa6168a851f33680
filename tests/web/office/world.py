"""A world for tests: an agency of each role, a person in each, and cases between them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.login import record_authentication
from django.test import Client, RequestFactory

from manumit.web.accounts.keys import COOKIE, Keyring, private_key, remember
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.consent.models import Agreement
from manumit.web.door.door import Asker, Door, access_case
from manumit.web.vault.services import Holder
from tests.web.office.people import PASSWORD, everyone

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
    """The people of `tests.web.office.people`, with the private keys of their agencies."""
    return _world(everyone())


def world_there() -> World:
    """The world as it stands in the database."""
    people = User.objects.select_related("agency")
    return _world({person.agency.role: person for person in people})


def _world(people: dict[str, User]) -> World:
    world = World()
    for role, person in people.items():
        if role == "WRK":
            continue
        person.agency.name = f"Agency {role}"
        person.agency.save(update_fields=["name"])
        world.people[role], world.agencies[role] = person, person.agency
        world.keys[role] = _agency_key(person)
    return world


def _agency_key(person: User) -> bytes:
    if not person.agency_key:
        return b""
    if person.username not in _OPENED:
        private = private_key(person, PASSWORD)
        _OPENED[person.username] = Keyring(person, private).agency()
    return _OPENED[person.username]


_OPENED: dict[str, bytes] = {}
"""Agency keys by user name; they are the same in every test."""


def signed_in(world: World, role: str, client: Client | None = None, **headers: str) -> Client:
    """A browser in which the person of a role has signed in, with the agency's key at hand."""
    client, person = client or Client(headers=headers or None), world.people[role]
    client.force_login(person)
    session = client.session
    request = RequestFactory().get("/")
    request.session = session
    remember(request, private_key(person, PASSWORD), str(person.id))
    session["demo"] = True
    record_authentication(request, person, "password")
    session.save()
    client.cookies[COOKIE] = request.new_key_cookie
    return client
