"""The cases that a person may see, with what can be said of each without opening it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value, When

from manumit.casework.policy import purposes_of
from manumit.casework.tracks import first_state, tracks
from manumit.web.cases.models import Case, Task, Track
from manumit.web.door.door import Asker, Door
from manumit.web.door.facts import case_facts
from manumit.web.door.rls_session import ANY, telling
from manumit.web.door.rows import cases_seen

SHOWN = 20
"""Cases on one page."""

CHILD = 17
"""The class of data that tells of a child."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one track of a case stands."""

    track: str
    state: str
    since: datetime | None
    moved_by: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything has happened on it."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list.

    Attributes:
        purpose: For what the person may open it; the first of several.
        child: Whether the person is a child, where the actor may know.
        task: What the own agency has to do next.
    """

    case: Case
    purpose: str
    states: tuple[State, ...]
    child: str
    task: Task | None


def seen(who: Asker, now: datetime, purposes: tuple[str, ...] = ()) -> QuerySet[Case]:
    """Cases that the person may see for any of some purposes: the most pressing first."""
    found = Q(pk__in=[])
    for purpose in purposes or purposes_of(who.actor.role):
        found |= Q(pk__in=cases_seen(who.actor, purpose, now).values("pk"))
    due = _tasks(who).filter(case=OuterRef("pk")).values("due")[:1]
    pressing = When_(When(danger="yes", closed=None, then=Value(0)), default=Value(1))
    return (
        Case.objects.filter(found)
        .select_related("owner")
        .annotate(due=Subquery(due), calm=pressing)
        .order_by(
            F("closed").asc(nulls_first=True), "calm", F("due").asc(nulls_last=True), "-opened"
        )
    )


def rows(who: Asker, cases: list[Case], now: datetime, only: tuple[str, ...] = ()) -> list[Row]:
    """The rows of a page of cases."""
    purposes = only or purposes_of(who.actor.role)
    tasks = {task.case_id: task for task in _tasks(who).filter(case__in=cases).reverse()}
    found = []
    for case in cases:
        for door in _doors(who, case, purposes, now)[:1]:  # none if access ended since the query
            states = tuple(state for state in states_seen(door) if state.begun)
            found.append(Row(case, door.purpose, states, child_seen(door), tasks.get(case.pk)))
    return found


def other_purposes(who: Asker, case: Case, now: datetime) -> list[str]:
    """Purposes for which the person may see a case."""
    with telling(purpose=ANY):
        return [door.purpose for door in _doors(who, case, purposes_of(who.actor.role), now)]


def _doors(who: Asker, case: Case, purposes: tuple[str, ...], now: datetime) -> list[Door]:
    """A case, for each purpose for which the person may see it."""
    facts = case_facts(case)
    doors = [Door(case, who, purpose, facts, now) for purpose in purposes]
    return [door for door in doors if door.sees_anything()]


def states_seen(door: Door) -> list[State]:
    """Where the tracks stand, of those of which the actor may know."""
    latest: dict[str, Track] = {}
    for row in door.case.tracks.select_related("by__agency").order_by("entered", "pk"):
        latest[row.kind] = row
    found = []
    for name, track in tracks().items():
        number = int(track.class_)
        known = door.may("read", number) or door.may("find", number)
        if not known and door.asker.actor.role not in track.roles:
            continue
        begun = latest.get(name)
        found.append(
            State(name, first_state(name), None)
            if begun is None
            else State(name, begun.state, begun.entered, begun.by.agency.name)
        )
    return found


def child_seen(door: Door) -> str:
    """Whether the person is a child, or nothing if the actor may not know."""
    known = door.may("read", CHILD) or door.may("find", CHILD)
    return door.case.child if known else ""


def tasks_of(who: Asker, case: Case) -> QuerySet[Task]:
    """What the own agency still has to do in a case, the most pressing first."""
    return _tasks(who).filter(case=case)


def _tasks(who: Asker) -> QuerySet[Task]:
    return (
        Task.objects.filter(agency=UUID(who.actor.agency), done=None)
        .select_related("person")
        .order_by(F("due").asc(nulls_last=True), "pk")
    )
