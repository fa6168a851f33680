"""Worlds that differ only in what is hidden from immigration and from companies."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from manumit.casework.policy import PURPOSES
from manumit.web.cases.models import Case, Conflict, Link, Part, Task, Track
from manumit.web.certificates.codes import digest
from manumit.web.certificates.models import Certificate, Try
from manumit.web.consent.models import (
    Agreement,
    BreakGlass,
    Consent,
    Danger,
    Disclosure,
    LegalRequest,
    Proposal,
)
from manumit.web.establishments.models import Establishment
from manumit.web.mailbox.models import Box, Desk
from manumit.web.referrals.models import Referral
from manumit.web.vault.models import CaseKey, Entry
from tests.web.office.world import World

REFERENCES = ("K7QF-2M9X", "P3XD-8HTW", "AAAA-AAAA")
IDS = tuple(UUID(int=number) for number in range(1, 4))
CODES = ("ABCDEFGHJKMNPQRSTVWX", "YZ23456789ABCDEFGHJK", "99998888777766665555")
"""What someone may guess: each is there in some worlds and never opens anything."""

OWNERS = ("INT", "SOC", "LI", "UNI")
OTHERS = ("LI", "POL", "PRO", "SOC", "INT", "UNI", "IMM", "COM")
STATES = ("drafted", "sent", "accepted", "refused", "in_progress", "done", "revoked")


def chance(seed: int) -> Random:
    """Chance that can be had again."""
    return Random(seed)  # noqa: S311 - nothing secret is made of it


def hide(world: World, company: Establishment, random: Random) -> None:
    """Put something into the world that neither immigration nor a company may notice."""
    now = timezone.now()
    agreements = [_agreement(world, random, now) for _ in range(random.randrange(3))]
    if random.random() < 0.5:
        Establishment.objects.create(name=company.name, address="Hidden", checked=False)
    if random.random() < 0.5:
        _box(world, random)
    codes = list(CODES)
    for number in range(random.randrange(1 + len(REFERENCES))):
        case = _case(world, random, number)
        if random.random() < 0.7:
            Link.objects.create(case=case, establishment=company, relation="worked_at")
        _written(case, world, random)
        _shared(case, world, random, agreements, now, IDS[number])
        if random.random() < 0.7:
            _certificate(case, world, random, agreements, now, codes.pop(), IDS[number])
        if random.random() < 0.3:
            _opened(case, world, random, now)
    for _ in range(random.randrange(4)):
        Try.objects.create(person=world.people["POL"], at=now)


def _case(world: World, random: Random, number: int) -> Case:
    return Case.objects.create(
        id=IDS[number],
        reference=REFERENCES[number],
        owner=world.agencies[random.choice(OWNERS)],
        child=random.choice(("yes", "no", "unknown")),
        danger=random.choice(("yes", "no", "unknown")),
        review_open=random.random() < 0.2,
        joint_operation=random.random() < 0.2,
        claim_filed=random.random() < 0.2,
    )


def _written(case: Case, world: World, random: Random) -> None:
    kinds = random.sample(((2, "complaint"), (3, "identity"), (13, "inspection_plan")), 2)
    for order, (number, kind) in enumerate(kinds, start=1):
        key = CaseKey.objects.create(case=case, data_class=number)
        Entry.objects.create(
            case=case,
            data_class=number,
            kind=kind,
            key=key,
            key_version=1,
            body=random.randbytes(40),
            digest="",
            agency=case.owner,
            order=order,
        )
    who = world.people["INT"]
    now = timezone.now()
    Task.objects.create(case=case, kind="refer", agency=case.owner, due=now.date())
    Track.objects.create(case=case, kind="labour", state="visit_planned", entered=now, by=who)


def _shared(  # noqa: PLR0917
    case: Case,
    world: World,
    random: Random,
    agreements: list[Agreement],
    now: datetime,
    id: UUID,  # noqa: A002
) -> None:
    to = world.agencies[random.choice(OTHERS)]
    classes = random.sample(range(2, 20), 4)
    consent = Consent.objects.create(
        case=case,
        recipient=to,
        agreement=random.choice([*agreements, None]),
        **_consent(random, now, classes),
    )
    if random.random() < 0.5:
        Proposal.objects.create(
            case=case,
            recipient=to,
            purpose=consent.purpose,
            classes=classes,
            starts=now,
            ends=now + timedelta(days=9),
            explained="written",
            proposed=now,
            proposed_by=world.people["INT"],
            lapses=now + timedelta(days=random.randrange(-3, 9)),
            outcome=random.choice(("", "yes", "no", "taken_back")),
        )
    Referral.objects.create(
        id=id,
        case=case,
        giver=case.owner,
        recipient=world.agencies[random.choice(OTHERS)],
        purpose=consent.purpose,
        classes=classes,
        service="shelter",
        consent=consent,
        state=random.choice(STATES),
        drafted=now,
        drafted_by=world.people["INT"],
        sent=now,
        due=now + timedelta(days=random.randrange(-3, 3)),
    )
    Part.objects.create(case=case, agency=to, classes=classes, since=now)
    Disclosure.objects.create(case=case, agency=to, purpose="support", classes=classes, at=now)
    if random.random() < 0.3:
        person = world.people[random.choice(OTHERS)]
        Conflict.objects.create(case=case, person=person, entered=now, entered_by=person)


def _consent(random: Random, now: datetime, classes: Iterable[int]) -> dict[str, object]:
    return {
        "purpose": random.choice(PURPOSES),
        "classes": classes,
        "starts": now - timedelta(days=9),
        "ends": now + timedelta(days=random.randrange(-5, 90)),
        "language": "fr",
        "explained": "spoken",
        "text_version": "1",
        "entered": now,
        "withdrawn": random.choice((None, now)),
    }


def _agreement(world: World, random: Random, now: datetime) -> Agreement:
    giver, recipient = random.sample(OTHERS, 2)
    return Agreement.objects.create(
        giver=world.agencies[giver],
        recipient=world.agencies[recipient],
        purposes=PURPOSES,
        classes=range(1, 23),
        starts=now - timedelta(days=30),
        ends=now + timedelta(days=random.randrange(-9, 90)),
    )


def _certificate(  # noqa: PLR0917
    case: Case,
    world: World,
    random: Random,
    agreements: list[Agreement],
    now: datetime,
    code: str,
    id: UUID,  # noqa: A002
) -> None:
    """A certificate that is over, withdrawn, or of a consent that does not count."""
    why = random.choice(("withdrawn", "over", "ended", "no agreement", "later"))
    given = _consent(random, now, [12]) | {"purpose": "residence_certificate"}
    given |= {"ends": now + timedelta(days=30), "withdrawn": now if why == "withdrawn" else None}
    agreement = random.choice([*agreements, None])
    if why == "no agreement":
        agreement = None
    consent = Consent.objects.create(
        case=case, recipient=world.agencies["IMM"], agreement=agreement, **given
    )
    today = now.date()
    Certificate.objects.create(
        id=id,
        case=case,
        consent=consent,
        code_digest=digest(code),
        sealed=random.randbytes(300),
        starts=today + timedelta(days=5 if why in ("later", "no agreement") else -9),
        ends=today - timedelta(days=1) if why == "over" else today + timedelta(days=9),
        issued=now,
        ended=now if why == "ended" else None,
    )
    if why == "withdrawn":
        return
    Certificate.objects.filter(pk=id, ended=None, starts__lte=today, ends__gte=today).delete()


def _opened(case: Case, world: World, random: Random, now: datetime) -> None:
    police, person = world.agencies["POL"], world.people["INT"]
    later = now + timedelta(days=1)
    common = {"case": case, "ends": later}
    if random.random() < 0.5:
        LegalRequest.objects.create(
            agency=police, classes=[4], document="x", entered_by=person, entered=now, **common
        )
    if random.random() < 0.5:
        Danger.objects.create(
            agency=police, classes=[4], ground="child", decided_by=person, decided=now, **common
        )
    BreakGlass.objects.create(person=person, starts=now, told=world.people["SOC"], **common)


def _box(world: World, random: Random) -> None:
    agency = world.agencies["INT"]
    desk, _ = Desk.objects.get_or_create(
        id=agency.pk, defaults={"name": agency.name, "public_key": bytes(agency.public_key)}
    )
    Box.objects.create(
        locator=f"{random.randrange(10**8):08}",
        salt=random.randbytes(16),
        public_key=random.randbytes(32),
        wrapped_key=random.randbytes(60),
        desk=desk,
        channel="web",
        language="en",
    )
