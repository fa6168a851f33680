"""The fictional office, built by the same services that people use."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from manumit.web.accounts.keys import admit, found, give_keys
from manumit.web.accounts.models import Agency, User
from manumit.web.base_settings import CONFIG
from manumit.web.cases.models import Case, Link
from manumit.web.cases.opening import New, open_case
from manumit.web.certificates.services import consents_for, issue
from manumit.web.claims.services import save
from manumit.web.common import new_id
from manumit.web.consent.models import Agreement
from manumit.web.consent.services import Given, give
from manumit.web.demo.sample import SampleAgency, SampleCase, SampleReferral, sample
from manumit.web.door.door import Asker, Door, access_case
from manumit.web.door.rls_session import ANY, tell
from manumit.web.establishments.models import Establishment
from manumit.web.mailbox.questions import signal
from manumit.web.mailbox.services import open_box, register_desk
from manumit.web.referrals.services import accept, draft, send
from manumit.web.vault.services import Holder
from manumit.web.worker.services import give_receipt

WITHOUT_KEYS = ("ADM",)
"""Roles that hold no key to any data."""

LEADS, PURPOSE = "INT", "support"
YEAR, QUARTER = timedelta(days=365), timedelta(days=90)
SHOWN = "demo.json"
"""What the page of the demonstration shows: receipts and the code of a certificate."""


@dataclass
class Office:
    """Agencies, people and the agencies' private keys, by role."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)

    def asker(self, role: str) -> Asker:
        """The person of a role, with the keys at hand, who asks from now on."""
        person = self.people[role]
        tell(actor=str(person.pk), purpose=ANY)
        holder = Holder(self.keys[role], agency=str(person.agency_id))
        return Asker(person.actor(), holder, person)

    def door(self, case: Case, role: str = LEADS, purpose: str = PURPOSE) -> Door:
        """A case, as the person of a role opens it now."""
        return access_case(self.asker(role), case.reference, purpose)


def make_world_once() -> None:
    """Make the fictional office, unless it is there."""
    if not Agency.objects.exists():
        office, shown = make_office(timezone.now()), dict[str, Any](workers=[], certificates=[])
        for each in sample().signals:
            desk = register_desk(
                office.agencies[LEADS].id,
                office.agencies[LEADS].name,
                bytes(office.agencies[LEADS].public_key),
            )
            open_box(desk, each.language, "web", signal(each.answers))
        for case in sample().cases:
            _case(office, case, shown)
        tell(actor="", purpose="")
        (CONFIG.home / SHOWN).write_text(json.dumps(shown), encoding="utf-8")


def shown() -> dict[str, Any]:
    """Receipts of fictional workers and codes of their certificates."""
    path = CONFIG.home / SHOWN
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def make_office(now: datetime) -> Office:
    """Make the agencies, people, agreements and establishments."""
    office = Office()
    for role, each in sample().agencies.items():
        _agency(office, role, each)
    for agreed in sample().agreements:
        Agreement.objects.create(
            giver=office.agencies[agreed.giver],
            recipient=office.agencies[agreed.recipient],
            purposes=agreed.purposes,
            classes=agreed.classes,
            starts=now - YEAR,
            ends=now + YEAR,
            document=f"DSA-{agreed.giver}-{agreed.recipient}",
            proposed=now - YEAR,
            proposed_by=office.people[agreed.giver],
            confirmed_by=office.people[agreed.recipient],
        )
    for place in sample().establishments:
        Establishment.objects.create(
            name=place.name,
            kind=place.kind,
            address=place.address,
            industry=place.industry,
            history=place.history,
            company=office.agencies.get(place.company),
        )
    return office


def _agency(office: Office, role: str, each: SampleAgency) -> None:
    agency = Agency(name=each.name, role=role)
    office.keys[role] = b""
    if role not in WITHOUT_KEYS:
        pair, _ = found(agency)
        office.keys[role] = pair.private
    agency.save()
    person = User(username=each.username, name=each.person, agency=agency)
    give_keys(person, sample().password)
    if office.keys[role]:
        admit(person, office.keys[role])
    person.health = person.shelter = role == "SOC"
    person.set_password(sample().password)
    person.save()
    office.agencies[role], office.people[role] = agency, person


def _case(office: Office, each: SampleCase, shown: dict[str, Any]) -> None:
    case = open_case(office.asker(LEADS), New(child=each.child, danger=each.danger))
    for kind, content in each.entries.items():
        office.door(case).write(kind, content)
    office.door(case).write("facts", {"answers": each.facts})
    Link.objects.create(
        case=case,
        establishment=Establishment.objects.get(name=each.establishment),
        relation="worked_at",
    )
    receipt = give_receipt(office.door(case), "en")
    shown["workers"].append(
        {"name": each.entries["identity"]["name"], "numbers": [receipt.locator, receipt.secret]}
    )
    _consents(office, case, each)
    for referral in each.referrals:
        _refer(office, case, referral)
    if each.work is not None:
        door = office.door(case, "LI", "wage_claim")
        save(door, {"id": case.reference, "worker": {"ref": case.reference}, **each.work}, "en")
    if each.certificate == "yes":
        shown["certificates"].append(_certificate(office, case, each))


def _consents(office: Office, case: Case, each: SampleCase) -> None:
    for agreed in each.consents:
        door = office.door(case)
        give(
            door,
            Given(
                purpose=agreed.purpose,
                recipient=office.agencies[agreed.recipient],
                classes=frozenset(int(number) for number in agreed.classes),
                starts=door.now,
                ends=door.now + QUARTER,
                language="en",
                explained="spoken",
                text_version="1",
            ),
        )


def _refer(office: Office, case: Case, each: SampleReferral) -> None:
    recipient = office.agencies[each.recipient]
    classes = {int(number) for number in each.classes}
    drafted = draft(office.door(case), recipient, each.purpose, classes, each.service)
    sent = send(office.door(case), drafted)
    if each.accepted == "yes":
        office.asker(each.recipient)
        accept(office.people[each.recipient], sent, timezone.now())


def _certificate(office: Office, case: Case, each: SampleCase) -> str:
    door = office.door(case, purpose="residence_certificate")
    identity = each.entries["identity"]
    _, code = issue(
        door,
        consents_for(door)[0],
        id=new_id(),
        name=identity["name"],
        born=date.fromisoformat(identity["born"]),
        ends=(door.now + timedelta(days=30)).date(),
    )
    return code
