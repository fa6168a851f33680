"""Made-up histories of cases, as rows of the database and as facts, each made without the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model

from manumit.casework import model
from manumit.casework.policy import CLASSES, OPEN, PURPOSES, ROLES, purposes_of
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case, Conflict, Part
from manumit.web.consent.models import Agreement, BreakGlass, Consent, Danger, LegalRequest
from manumit.web.vault.models import CaseKey, Entry
from tests.web.office.world import NOW

OF_A_CASE = tuple(number for number in CLASSES if number not in OPEN)
LAST = 8
"""Hours that a history takes at most; few, so that an end often falls on the hour of a question."""

KINDS = (
    *("part", "part", "part", "end_part", "consent", "consent", "consent", "withdrawal"),
    *("order", "approval", "danger", "glass", "glass", "conflict", "flag", "wait"),
)
"""What can happen; what stands twice happens more often."""

_ACTIVE = ("LI", "LI", "POL", "POL", "PRO", "SOC", "SOC", "INT", "INT", "UNI", "UNI")
_QUIET = tuple(role for role in ROLES if role != "WRK")
_SKILLS = ((False, False), (True, True), (True, False), (False, True))


def at(hour: int) -> datetime:
    return NOW + timedelta(hours=hour)


@dataclass
class Cast:
    """Agencies, their people, and what the agencies agreed on."""

    agencies: list[Agency] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    agreements: dict[tuple[UUID, UUID], Agreement] = field(default_factory=dict)


@dataclass
class History:
    """One case with all that happened to it."""

    case: Case
    rows: list[Any] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    keys: list[CaseKey] = field(default_factory=list)

    def of(self, kind: type) -> list[Any]:
        return [row for row in self.rows if isinstance(row, kind)]


def make_cast(chance: Random) -> Cast:
    """Six agencies, people with and without skills, some accounts closed."""
    cast = Cast()
    for number, role in enumerate((*chance.sample(_ACTIVE, 4), *chance.sample(_QUIET, 2))):
        agency = Agency(name=f"{role} {number}", role=role)
        cast.agencies.append(agency)
        for n, (health, shelter) in enumerate(_SKILLS if role == "SOC" else _SKILLS[:2]):
            cast.people.append(
                User(
                    username=f"{role}{number}{n}".lower(),
                    agency=agency,
                    health=health,
                    shelter=shelter,
                    is_active=n != 1 or chance.random() < 0.5,
                )
            )
    for giver in cast.agencies:
        for recipient in cast.agencies:
            cast.agreements[giver.id, recipient.id] = Agreement(
                giver=giver,
                recipient=recipient,
                purposes=_purposes(recipient.role, chance),
                classes=_classes(chance),
                starts=at(chance.choice((-5, -5, 3))),
                ends=at(chance.choice((LAST + 9, LAST + 9, 4, 6))),
            )
    return cast


def save_cast(cast: Cast) -> None:
    Agency.objects.bulk_create(cast.agencies)
    User.objects.bulk_create(cast.people)
    Agreement.objects.bulk_create(cast.agreements.values())


def make_history(cast: Cast, chance: Random) -> History:
    """What may happen to a case, one thing after another, while the clock moves."""
    story = History(Case(owner=chance.choice(cast.agencies), box=_uuid(chance)))
    around = [story.case.owner, *chance.sample(cast.agencies, 3)]
    hour = 0
    for _ in range(chance.randrange(3, 20)):
        hour = min(hour + (chance.random() < 0.3), LAST)
        kind = chance.choice(KINDS)
        agency = chance.choice(around)
        _HAPPENS[kind](story, agency, cast, hour, chance)
    for number, form in _places(chance):
        key = CaseKey(case=story.case, data_class=number, form=form)
        story.keys.append(key)
        story.entries.append(
            Entry(
                case=story.case,
                data_class=number,
                form=form,
                kind="message",
                key=key,
                key_version=1,
                body=b"",
                order=len(story.entries) + 1,
            )
        )
    return story


def _places(chance: Random) -> list[tuple[int, str]]:
    places = [(number, form) for number in OF_A_CASE for form in ("full", "redacted")]
    return chance.sample(places, 12)


def _part(story: History, agency: Agency, _cast: Cast, hour: int, chance: Random) -> None:
    live = [each for each in story.of(Part) if each.agency == agency and each.until is None]
    if not live:
        story.rows.append(
            Part(
                case=story.case,
                agency=agency,
                classes=_classes(chance),
                since=at(hour + chance.choice((0, 0, 2))),
                own_filing=chance.random() < 0.4,
            )
        )


def _end_part(story: History, agency: Agency, _cast: Cast, hour: int, _chance: Random) -> None:
    for each in story.of(Part):
        if each.agency == agency and each.until is None and each.since <= at(hour):
            each.until = at(hour)


def _consent(story: History, agency: Agency, cast: Cast, hour: int, chance: Random) -> None:
    giver = story.case.owner if chance.random() < 0.8 else chance.choice(cast.agencies)
    story.rows.append(
        Consent(
            case=story.case,
            purpose=chance.choice(purposes_of(agency.role) if chance.random() < 0.8 else PURPOSES),
            recipient=agency,
            classes=_classes(chance),
            agreement=cast.agreements[giver.id, agency.id] if chance.random() < 0.8 else None,
            starts=at(hour + chance.choice((0, 0, 2))),
            ends=at(hour + chance.choice((2, LAST, LAST))),
            entered=at(hour),
        )
    )


def _withdrawal(story: History, _agency: Agency, _cast: Cast, hour: int, _chance: Random) -> None:
    for each in story.of(Consent):
        if each.withdrawn is None and each.starts <= at(hour) < each.ends:
            each.withdrawn = at(hour)
            return


def _order(story: History, agency: Agency, cast: Cast, hour: int, chance: Random) -> None:
    story.rows.append(
        LegalRequest(
            case=story.case,
            agency=agency,
            classes=_classes(chance),
            document="Order",
            entered_by=cast.people[0],
            entered=at(hour),
            first_approval=cast.people[1] if chance.random() < 0.7 else None,
            ends=at(hour + chance.choice((1, 4, LAST))),
        )
    )


def _approval(story: History, agency: Agency, cast: Cast, hour: int, _chance: Random) -> None:
    for each in story.of(LegalRequest):
        if each.agency != agency or each.approved is not None:
            continue
        if each.first_approval is None:
            each.first_approval = cast.people[1]
        else:
            each.second_approval, each.approved = cast.people[2], at(hour)
        return


def _danger(story: History, agency: Agency, cast: Cast, hour: int, chance: Random) -> None:
    story.rows.append(
        Danger(
            case=story.case,
            agency=agency,
            classes=_classes(chance),
            ground="danger",
            decided_by=cast.people[0],
            decided=at(hour),
            ends=at(hour + chance.choice((1, 4, LAST))),
        )
    )


def _glass(story: History, agency: Agency, cast: Cast, hour: int, chance: Random) -> None:
    person = chance.choice([each for each in cast.people if each.agency == agency])
    story.rows.append(
        BreakGlass(
            case=story.case,
            person=person,
            starts=at(hour),
            ends=at(hour + 3),
            told=cast.people[0],
        )
    )


def _conflict(story: History, agency: Agency, cast: Cast, hour: int, chance: Random) -> None:
    person = chance.choice([each for each in cast.people if each.agency == agency])
    if person not in [each.person for each in story.of(Conflict)] and chance.random() < 0.5:
        story.rows.append(
            Conflict(case=story.case, person=person, entered=at(hour), entered_by=person)
        )


def _flag(story: History, _agency: Agency, _cast: Cast, _hour: int, chance: Random) -> None:
    name = chance.choice(("review_open", "joint_operation", "claim_filed"))
    setattr(story.case, name, not getattr(story.case, name))


_HAPPENS = {
    "part": _part,
    "end_part": _end_part,
    "consent": _consent,
    "withdrawal": _withdrawal,
    "order": _order,
    "approval": _approval,
    "danger": _danger,
    "glass": _glass,
    "conflict": _conflict,
    "flag": _flag,
    "wait": lambda *_: None,
}


def _classes(chance: Random) -> frozenset[str]:
    if chance.random() < 0.4:
        return frozenset(map(str, CLASSES))
    return frozenset(map(str, chance.sample(CLASSES, chance.randrange(1, 9))))


def _purposes(role: str, chance: Random) -> frozenset[str]:
    if chance.random() < 0.6:
        return frozenset(purposes_of(role))
    return frozenset(chance.sample(PURPOSES, 2))


def _uuid(chance: Random) -> UUID | None:
    return UUID(int=chance.getrandbits(128), version=4) if chance.random() < 0.8 else None


def save(stories: Iterable[History]) -> None:
    """Write histories into the database, table by table."""
    stories = list(stories)
    Case.objects.bulk_create([each.case for each in stories])
    for kind in (Part, Consent, LegalRequest, Danger, BreakGlass, Conflict):
        _create(kind, [row for each in stories for row in each.of(kind)])
    _create(CaseKey, [row for each in stories for row in each.keys])
    _create(Entry, [row for each in stories for row in each.entries])


def _create(kind: type[Model], rows: list[Any]) -> None:
    kind.objects.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]


def facts_of(story: History) -> model.CaseFacts:
    """What is known of a case, made from its history and not from the database."""
    case, given = story.case, story.of(Consent)
    return model.CaseFacts(
        id=str(case.id),
        owner=str(case.owner_id),
        worker=str(case.box or ""),
        parts=tuple(
            model.Part(str(each.agency_id), _ints(each), each.since, each.until, each.own_filing)
            for each in story.of(Part)
        ),
        consents=tuple(
            model.Consent(
                each.purpose,
                str(each.recipient_id),
                _ints(each),
                each.starts,
                each.ends,
                str(each.agreement_id or ""),
                each.withdrawn,
            )
            for each in given
        ),
        agreements=tuple(_agreed(each.agreement) for each in given if each.agreement),
        openings=(
            *(
                model.Opening("order", str(x.agency_id), _ints(x), x.approved, x.ends)
                for x in story.of(LegalRequest)
            ),
            *(
                model.Opening("danger", str(x.agency_id), _ints(x), x.decided, x.ends)
                for x in story.of(Danger)
            ),
        ),
        glasses=tuple(
            model.Glass(str(each.person_id), each.starts, each.ends)
            for each in story.of(BreakGlass)
        ),
        conflicts=frozenset(str(each.person_id) for each in story.of(Conflict)),
        review_open=case.review_open,
        joint_operation=case.joint_operation,
        claim_filed=case.claim_filed,
    )


def _agreed(agreement: Agreement) -> model.Agreement:
    return model.Agreement(
        str(agreement.id),
        str(agreement.giver_id),
        str(agreement.recipient_id),
        frozenset(agreement.purposes),
        _ints(agreement),
        agreement.starts,
        agreement.ends,
    )


def _ints(row: Any) -> frozenset[int]:
    return frozenset(map(int, row.classes))
