"""What departs from the ordinary way: conflicts, emergency looks, danger, legal requests.

Each needs a named person and a second one, and leaves a trace that cannot be taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from manumit.casework.policy import purposes_of, rules_for
from manumit.errors import AccessRefused, InputError
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.forms import words
from manumit.web.cases.handling import leading, person_of
from manumit.web.cases.models import Conflict, Task
from manumit.web.consent.models import BreakGlass, Danger, LegalRequest
from manumit.web.door.door import Door

GLASS, GLASS_REVIEW = timedelta(hours=3), timedelta(hours=72)
DANGER, DANGER_REVIEWED = timedelta(hours=24), timedelta(days=7)
GROUNDS = ("imminent_danger", "child")


def add_conflict(door: Door, person: User) -> None:
    """Bar a person of the own agency from a case; it beats every right.

    Raises:
        AccessRefused: The person is of another agency.
    """
    own = person_of(door)
    if person.agency_id != own.agency_id:
        raise AccessRefused("person_of_another_agency")
    door.log("conflict_added", target=str(person.pk))
    Conflict.objects.get_or_create(
        case=door.case, person=person, defaults={"entered": door.now, "entered_by": own}
    )


def remove_conflict(door: Door, conflict_id: int) -> None:
    """Let a person of the own agency in again; whoever is barred cannot come here to do it.

    Raises:
        AccessRefused: It is of another case or agency.
    """
    own = person_of(door)
    found = Conflict.objects.filter(
        pk=conflict_id, case=door.case, person__agency=own.agency
    ).first()
    if found is None:
        raise AccessRefused("conflict_of_another")
    door.log("conflict_removed", target=str(found.person_id))
    found.delete()


def may_break_glass(door: Door) -> bool:
    """Whether an emergency look would open anything to the actor's role."""
    role = door.asker.actor.role
    return door.purpose in purposes_of(role) and any(
        "glass" in rule.needs for rule in rules_for(role, "read")
    )


def break_glass(door: Door, reason: str, told: User) -> BreakGlass:
    """Open what consent would open, to one person for three hours.

    Args:
        door: The case.
        reason: Why, in words; kept sealed for the auditor.
        told: A colleague, who is told at once and reviews it.

    Raises:
        AccessRefused: The role has no emergency look, or the colleague is of another agency.
        InputError: The colleague is oneself, or barred from the case.
    """
    person = person_of(door)
    if not may_break_glass(door) or told.agency_id != person.agency_id:
        raise AccessRefused("no_emergency_look")
    if told.pk == person.pk or str(told.pk) in door.facts.conflicts or not told.is_active:
        raise InputError(words("not_oneself"), field="told")
    door.log("break_glass", target=str(told.pk), reason=reason)
    with transaction.atomic():
        glass = BreakGlass.objects.create(
            case=door.case, person=person, starts=door.now, ends=door.now + GLASS, told=told
        )
        Task.objects.create(
            case=door.case,
            kind="review_emergency",
            agency=person.agency,
            person=told,
            due=(door.now + GLASS_REVIEW).date(),
        )
    return glass


def review_glass(door: Door, glass_id: UUID) -> None:
    """Review an emergency look of a colleague.

    Raises:
        AccessRefused: It is of another case or agency, or reviewed before.
        InputError: It is one's own.
    """
    person = person_of(door)
    glass = BreakGlass.objects.filter(
        pk=glass_id, case=door.case, person__agency=person.agency, reviewed=None
    ).first()
    if glass is None:
        raise AccessRefused("look_of_another")
    if glass.person_id == person.pk:
        raise InputError(words("not_oneself"))
    door.log("break_glass_reviewed", target=str(glass.pk))
    with transaction.atomic():
        BreakGlass.objects.filter(pk=glass.pk).update(reviewed=door.now, reviewed_by=person)
        _done(door, "review_emergency")


def classes_by(condition: str, role: str) -> list[int]:
    """Classes of data that an order or a danger opens to a role."""
    found = {rule.data_class for rule in rules_for(role, "read") if condition in rule.needs}
    return sorted(found)


def decide_danger(door: Door, agency: Agency, ground: str, reason: str) -> Danger:
    """Decide that police must know where the person is; it ends after 24 hours without review.

    Raises:
        AccessRefused: The own agency does not lead the case.
        InputError: Danger opens nothing to that agency, or the case says that there is none.
    """
    person, classes = leading(door), classes_by("danger", agency.role)
    if not classes or ground not in GROUNDS:
        raise InputError(words("opens_nothing"), field="agency")
    if ground == "child" and door.case.child == "no":
        raise InputError(words("no_child"), field="ground")
    door.log("danger_decided", target=str(agency.pk), reason=reason)
    with transaction.atomic():
        danger = Danger.objects.create(
            case=door.case,
            agency=agency,
            classes=classes,
            ground=ground,
            decided_by=person,
            decided=door.now,
            ends=door.now + DANGER,
        )
        day = (door.now + DANGER).date()
        Task.objects.create(case=door.case, kind="review_danger", agency=person.agency, due=day)
        Task.objects.create(case=door.case, kind="inform_worker", agency=person.agency)
        door.share()
    return danger


def review_danger(door: Door, danger_id: UUID, *, goes_on: bool) -> None:
    """Be the second who decides on a danger: it goes on for a week, or ends now.

    Raises:
        AccessRefused: It is of another case, over, or the own agency does not lead it.
        InputError: The same person decided it.
    """
    person = leading(door)
    danger = Danger.objects.filter(
        pk=danger_id, case=door.case, reviewed=None, ends__gt=door.now
    ).first()
    if danger is None:
        raise AccessRefused("danger_of_another")
    if danger.decided_by_id == person.pk:
        raise InputError(words("not_oneself"))
    ends = door.now + DANGER_REVIEWED if goes_on else door.now
    door.log("danger_goes_on" if goes_on else "danger_ended", target=str(danger.pk))
    with transaction.atomic():
        Danger.objects.filter(pk=danger.pk).update(reviewed=door.now, reviewed_by=person, ends=ends)
        _done(door, "review_danger")
        door.share()


def informed(door: Door, danger_id: UUID) -> None:
    """Note that the worker was told of a danger decision.

    Raises:
        AccessRefused: It is of another case, or the own agency does not lead it.
    """
    leading(door)
    found = Danger.objects.filter(pk=danger_id, case=door.case, informed=None)
    if not found.exists():
        raise AccessRefused("danger_of_another")
    door.log("worker_informed", target=str(danger_id))
    with transaction.atomic():
        found.update(informed=door.now)
        _done(door, "inform_worker")


@dataclass(frozen=True, slots=True)
class Request:
    """A court order or legal request, as it came in.

    Attributes:
        document: Where the paper is kept, by its number.
    """

    agency: Agency
    classes: Iterable[int]
    document: str
    ends: datetime


def enter_request(door: Door, request: Request) -> LegalRequest:
    """Enter a legal request; it opens nothing before two others have approved it.

    Raises:
        AccessRefused: The own agency does not lead the case.
        InputError: An order opens none of these classes to that agency, or it is over.
    """
    person = leading(door)
    classes = set(request.classes) & set(classes_by("order", request.agency.role))
    if not classes:
        raise InputError(words("opens_nothing"), field="classes")
    if request.ends <= door.now:
        raise InputError(words("ends_before"), field="ends")
    door.log("legal_request_entered", target=str(request.agency.pk))
    return LegalRequest.objects.create(
        case=door.case,
        agency=request.agency,
        classes=classes,
        document=request.document,
        entered_by=person,
        entered=door.now,
        ends=request.ends,
    )


def approve_request(door: Door, request_id: UUID) -> LegalRequest:
    """Approve a legal request; with the second approval it opens what it names.

    Raises:
        AccessRefused: It is of another case, or the own agency does not lead it.
        InputError: The same person entered or approved it, or it was approved before.
    """
    person = leading(door)
    known = LegalRequest.objects.filter(pk=request_id, case=door.case)
    if not known.exists():
        raise AccessRefused("request_of_another")
    door.log("legal_request_approved", target=str(request_id))
    with transaction.atomic():
        found = known.select_for_update().get()
        if found.approved or person.pk in (found.entered_by_id, found.first_approval_id):
            raise InputError(words("not_oneself"))
        if found.first_approval_id is None:
            found.first_approval = person
        else:
            found.second_approval, found.approved = person, door.now
        found.save()
        if found.approved:
            door.share()
    return found


def _done(door: Door, kind: str) -> None:
    Task.objects.filter(case=door.case, kind=kind, agency=person_of(door).agency, done=None).update(
        done=door.now
    )
