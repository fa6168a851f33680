"""The fictional office, built by the same services that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.schema import build
from manumit.web.accounts.keys import admit, found, give_keys
from manumit.web.accounts.models import Agency, User
from manumit.web.consent.models import Agreement
from manumit.web.establishments.models import Establishment
from manumit.web.mailbox.models import Desk

PATH = "demo/office.yml"
YEAR = timedelta(days=365)
WITHOUT_KEYS = ("ADM",)
"""Roles that hold no key to any data."""


@dataclass(frozen=True, slots=True)
class SampleAgency:
    """An agency with its one person."""

    name: str
    person: str
    username: str
    does: str


@dataclass(frozen=True, slots=True)
class SampleAgreement:
    """What two agencies agreed."""

    giver: str
    recipient: str
    purposes: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleEstablishment:
    """A place of work or a recruiter."""

    name: str
    kind: str
    address: str
    industry: str
    history: str
    company: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The file as it stands."""

    status: Literal["reviewed"]
    password: str
    agencies: dict[str, SampleAgency]
    agreements: tuple[SampleAgreement, ...]
    establishments: tuple[SampleEstablishment, ...]


@cache
def sample() -> Sample:
    """The fictional office, by role."""
    return build(Sample, load_yaml(PATH), fail=fail_in(PATH))


def make_office(now: datetime) -> dict[str, Agency]:
    """Make the agencies, people, agreements and establishments of the fictional office.

    Returns:
        Role to agency.
    """
    agencies = {role: _agency(role, each) for role, each in sample().agencies.items()}
    for agreed in sample().agreements:
        Agreement.objects.create(
            giver=agencies[agreed.giver],
            recipient=agencies[agreed.recipient],
            purposes=agreed.purposes,
            classes=agreed.classes,
            starts=now - YEAR,
            ends=now + YEAR,
            document=f"DSA-{agreed.giver}-{agreed.recipient}",
        )
    for place in sample().establishments:
        Establishment.objects.create(
            name=place.name,
            kind=place.kind,
            address=place.address,
            industry=place.industry,
            history=place.history,
            company=agencies.get(place.company),
        )
    return agencies


def _agency(role: str, each: SampleAgency) -> Agency:
    agency = Agency(name=each.name, role=role)
    private = b""
    if role not in WITHOUT_KEYS:
        pair, _ = found(agency)
        private = pair.private
    agency.save()
    person = User(username=each.username, name=each.person, agency=agency)
    give_keys(person, sample().password)
    if private:
        admit(person, private)
    person.health = person.shelter = role == "SOC"
    person.set_password(sample().password)
    person.save()
    if role == "INT":
        Desk.objects.create(id=agency.id, name=agency.name, public_key=agency.public_key)
    return agency
