"""Tracks moved on, each from one state to one that may follow it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from manumit.casework.tracks import first_state, may_follow, moved
from manumit.errors import AccessRefused, InputError
from manumit.web.accounts import acts
from manumit.web.accounts.models import User
from manumit.web.cases.models import Case, Track
from manumit.web.door.door import Door

DECIDED = frozenset({
    "reasonable_grounds", "no_grounds", "conclusive", "not_conclusive", "reconsidered"
})  # fmt: skip
"""States of the identification that a named person decides, with reasons, on a page of its own."""


def state_of(case: Case, track: str) -> str:
    """Where a track stands."""
    last = case.tracks.filter(kind=track).order_by("entered", "pk").last()
    return last.state if last else first_state(track)


def next_states(door: Door, track: str, state: str) -> tuple[str, ...]:
    """States that the actor may move a track on to, without a determination."""
    if door.case.closed:
        return ()
    following = may_follow(track, state, door.asker.actor.role)
    return tuple(each for each in following if track != "identification" or each not in DECIDED)


def move(door: Door, track: str, to: str, *, decided: bool = False) -> Track:
    """Move a track on.

    Args:
        door: The case.
        track: Name of the track.
        to: The state.
        decided: Whether a determination with reasons goes with it.

    Raises:
        AccessRefused: Nobody is signed in.
        InputError: That state may not follow, not by this role, or only with a determination.
    """
    person, role = door.asker.person, door.asker.actor.role
    if person is None:
        raise AccessRefused("not_signed_in")
    check(door, track, to, decided=decided)
    door.log("track_moved", target=f"{track}.{to}")
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=door.case.pk)
        state = moved(track, state_of(case, track), to, role)
        row = Track.objects.create(case=case, kind=track, state=state, entered=door.now, by=person)
        if (track, to) == ("wages", "filed"):
            Case.objects.filter(pk=case.pk).update(claim_filed=True)
    return row


def follow(person: User, case: Case, track: str, states: Sequence[str], now: datetime) -> None:
    """Move a track on by what was done elsewhere, as far as its rules and the role allow.

    Args:
        person: Who did it.
        case: The case.
        track: Name of the track.
        states: The states that follow from it, in turn; those that may not follow are passed over.
        now: The time.
    """
    for to in states:
        if to in may_follow(track, state_of(case, track), person.agency.role):
            acts.write(person, "track_moved", case=case.pk, target=f"{track}.{to}")
            Track.objects.create(case=case, kind=track, state=to, entered=now, by=person)


def check(door: Door, track: str, to: str, *, decided: bool) -> None:
    """Whether a track may be moved on.

    Raises:
        InputError: It may not.
    """
    if door.case.closed:
        raise InputError("the case is closed.", field=track)
    moved(track, state_of(door.case, track), to, door.asker.actor.role)
    if track == "identification" and to in DECIDED and not decided:
        hint = "Write down who decides and why, on the page of the determination."
        raise InputError("needs a determination.", field=track, hint=hint)
