"""Risk, tasks, workplaces, the second decision for a child, and how a case is closed."""

from datetime import date, datetime

from django.db import transaction

from manumit.casework.tracks import follow_ups, handling, kept_until
from manumit.errors import AccessRefused, InputError
from manumit.web.accounts.models import Agency, User
from manumit.web.audit.services import record
from manumit.web.cases.forms import words
from manumit.web.cases.models import Case, ChildDecision, Link, Task
from manumit.web.door.door import Door
from manumit.web.door.rls_session import telling
from manumit.web.establishments.models import Establishment
from manumit.web.vault import lookup
from manumit.web.vault.services import shred

CHILD = 17
"""The class of data that tells of a child."""

PLACES = (2, 6, 8, 13)
"""Classes of data of which each tells where the person worked."""


def person_of(door: Door) -> User:
    """The person who asks, who has an account.

    Raises:
        AccessRefused: A worker asks, or nobody.
    """
    if door.asker.person is None:
        raise AccessRefused("not_signed_in")
    return door.asker.person


def leading(door: Door) -> User:
    """The person who asks, if the own agency leads the case.

    Raises:
        AccessRefused: It does not.
    """
    if door.asker.actor.agency != door.facts.owner:
        raise AccessRefused("does_not_lead")
    return person_of(door)


def knows_places(door: Door) -> bool:
    """Whether the actor may know where the person worked."""
    return any(door.may("read", number) for number in PLACES)


def change_risk(door: Door, danger: str, child: str) -> None:
    """Say anew whether there is danger, and whether the person is a child.

    Raises:
        AccessRefused: The own agency does not lead the case.
        InputError: No child any more, without an assessment of the age.
    """
    leading(door)
    if child == "no" != door.case.child:
        assessed = door.case.entries.filter(kind="child").exists()
        if not assessed:
            raise InputError(words("age_not_assessed"), field="child")
    door.log("risk_changed", target=f"danger={danger},child={child}")
    Case.objects.filter(pk=door.case.pk).update(danger=danger, child=child)


def add_task(door: Door, kind: str, person: User | None, due: date | None) -> Task:
    """Put something on the list of the own agency.

    Raises:
        AccessRefused: The person is of another agency.
    """
    own = person_of(door).agency
    if person is not None and person.agency_id != own.pk:
        raise AccessRefused("person_of_another_agency")
    return Task.objects.create(case=door.case, kind=kind, agency=own, person=person, due=due)


def finish_task(door: Door, task: int) -> None:
    """Say that a task of the own agency is done.

    Raises:
        AccessRefused: It is a task of another case or agency.
    """
    own = Task.objects.filter(pk=task, case=door.case, agency=person_of(door).agency, done=None)
    if own.update(done=door.now) != 1:
        raise AccessRefused("task_of_another")


def link(
    door: Door,
    establishment: Establishment,
    relation: str,
    starts: date | None,
    ends: date | None,
) -> Link:
    """Say what a case has to do with a workplace, recruiter or buyer.

    Raises:
        AccessRefused: The actor may not know where the person worked.
        InputError: It ends before it starts.
    """
    if not knows_places(door):
        raise AccessRefused("knows_no_places")
    if starts and ends and ends < starts:
        raise InputError(words("ends_before"), field="ends")
    door.log("link_added", target=str(establishment.pk))
    return Link.objects.create(
        case=door.case, establishment=establishment, relation=relation, starts=starts, ends=ends
    )


def unlink(door: Door, link_id: int) -> None:
    """Take away a link that was wrong.

    Raises:
        AccessRefused: It is a link of another case, or the actor may not know of it.
    """
    found = Link.objects.filter(pk=link_id, case=door.case).first()
    if found is None or not knows_places(door):
        raise AccessRefused("link_of_another")
    door.log("link_removed", target=str(found.establishment_id))
    found.delete()


def propose_for_child(door: Door, agency: Agency, best_interests: str) -> ChildDecision:
    """Propose that something of a child's case is given to an agency, in the child's interest.

    Raises:
        AccessRefused: The own agency does not lead the case, or may not write of the child.
        CannotOpen: The agency does not hold the key.
    """
    person = leading(door)
    door.write("child", {"best_interests": best_interests})
    door.log("child_sharing_proposed", CHILD, target=str(agency.pk))
    with transaction.atomic():
        decision = ChildDecision.objects.create(
            case=door.case, agency=agency, proposed=door.now, proposed_by=person
        )
        Task.objects.create(
            case=door.case, kind="share_for_child", agency=person.agency, due=door.now.date()
        )
    return decision


def confirm_for_child(door: Door, decision_id: int) -> None:
    """Be the second who decides.

    Raises:
        AccessRefused: It is a decision of another case, or the own agency does not lead it.
        InputError: The same person proposed it.
    """
    person = leading(door)
    decision = ChildDecision.objects.filter(pk=decision_id, case=door.case, confirmed=None).first()
    if decision is None:
        raise AccessRefused("decision_of_another")
    if decision.proposed_by_id == person.pk:
        raise InputError(words("not_oneself"))
    door.log("child_sharing_confirmed", CHILD, target=str(decision.agency_id))
    with transaction.atomic():
        ChildDecision.objects.filter(pk=decision.pk).update(confirmed=door.now, confirmed_by=person)
        Task.objects.filter(case=door.case, kind="share_for_child", done=None).update(done=door.now)


def may_share_for_child(case: Case, agency: Agency) -> bool:
    """Whether something of a case may go to an agency: of a child's, once two have decided."""
    if case.child == "no":
        return True
    return case.child_decisions.filter(agency=agency).exclude(confirmed=None).exists()


def close(door: Door, reason: str) -> None:
    """Close a case, with the days on which the person is asked again.

    Raises:
        AccessRefused: The own agency does not lead the case.
        InputError: It was closed before, or the reason is none.
    """
    person = leading(door)
    if reason not in handling().closing_reasons:
        raise InputError("is not a reason.", field="reason", allowed=handling().closing_reasons)
    door.log("case_closed", target=reason)
    with transaction.atomic():
        open_ = Case.objects.filter(pk=door.case.pk, closed=None)
        if open_.update(closed=door.now, closing_reason=reason) != 1:
            raise InputError(words("closed_before"))
        door.case.tasks.filter(done=None).update(done=door.now)
        for months, day in follow_ups(door.now.date()).items():
            Task.objects.create(
                case=door.case, kind=f"follow_up_{months}", agency=person.agency, due=day
            )


def shred_expired(now: datetime) -> list[Case]:
    """Shred what is sealed in every case whose time is over; a mark of the case stays.

    Run once a day. The log has it before the keys are gone.
    """
    oldest = now - (kept_until("case", now) - now)
    with telling(task="retention"):
        found = list(Case.objects.filter(shredded=None, closed__lte=oldest))
        for case in found:
            record(actor_id="", agency_id=str(case.owner_id), act="shredded", case=str(case.pk))
            with transaction.atomic():
                shred(case)
                lookup.forget(case)
                case.links.all().delete()
                Case.objects.filter(pk=case.pk).update(shredded=now, box=None)
    return found
