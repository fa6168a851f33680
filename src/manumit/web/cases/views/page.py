"""The page of a case, and its tracks moved on."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from manumit.casework.policy import HANDLERS
from manumit.casework.tracks import kept_until
from manumit.errors import InputError
from manumit.reference.words import say
from manumit.web.cases.forms import words
from manumit.web.cases.moving import DECIDED, move, next_states
from manumit.web.cases.sections import Shown, all_shown
from manumit.web.cases.views.shared import (
    WITH_CASES,
    back,
    complain,
    page,
    the_case,
)
from manumit.web.cases.worklist import State, states_seen, tasks_of
from manumit.web.door.door import Door
from manumit.web.door.policy import roles
from manumit.web.look.context import address, language_of

CONTACT = 4
"""The class of data that says how the person may be reached."""

TRACK_PICTOGRAMS = {
    "protection": "safe-place",
    "labour": "work",
    "justice": "law",
    "wages": "money",
    "identification": "question",
    "certificate": "certificate",
}


TASK_PAGES = {
    "assess_risk": ("case_handling", "risk"),
    "assess_age": ("case_handling", "risk"),
    "ask_about_consent": ("consent_page", ""),
    "draw_up_claim": ("claim_page", ""),
    "refer": ("referral_choose", ""),
    "ask_recipient": ("referral_choose", ""),
    "share_for_child": ("case_handling", "child"),
    "review_emergency": ("case_protection", "glass"),
    "review_danger": ("case_protection", "danger"),
    "inform_worker": ("case_protection", "danger"),
}
"""Kinds of tasks to the page, and the place on it, where they are done."""


@roles(*WITH_CASES)
@require_GET
def case_page(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """What is known of a case without opening anything, and what can be done."""
    door = the_case(request, reference, purpose)
    sections = all_shown(door, language_of(request))
    given = {
        "tracks": [_track(door, state) for state in states_seen(door)],
        "sections": [each for each in sections if each.number != CONTACT and _full(each)],
        "empty": [each for each in sections if each.number != CONTACT and not _full(each)],
        "contact": next((each for each in sections if each.number == CONTACT), None),
        "tasks": [(task, _where(door, task.kind)) for task in tasks_of(door.asker, door.case)[:5]],
        "links": list(door.case.links.select_related("establishment")),
        "kept_until": kept(door),
        "today": door.now.date(),
    }
    return page(request, door, "cases/page.html", given)


def _where(door: Door, kind: str) -> str:
    """Where a task is done; the list of tasks, if it has no page of its own."""
    route, anchor = TASK_PAGES.get(kind, ("case_handling", "task"))
    at = {"purpose": door.purpose, "reference": door.case.reference}
    url = address(route, **at) or address("case_handling", **at)
    return f"{url}#{anchor}" if anchor else url


def _full(section: Shown) -> bool:
    """Whether there is more to a section than that something may be written."""
    return bool(section.entries or section.opens or section.url)


def kept(door: Door) -> datetime | None:
    """When a closed case is shredded."""
    return kept_until("case", door.case.closed) if door.case.closed else None


def _track(door: Door, state: State) -> dict[str, Any]:
    role = door.asker.actor.role
    following = next_states(door, state.track, state.state)
    return {
        "name": state.track,
        "state": state,
        "pictogram": TRACK_PICTOGRAMS[state.track],
        "following": following,
        "determines": state.track == "identification"
        and role in HANDLERS
        and not door.case.closed
        and bool(door.may("write", 6))
        and bool(DECIDED & set(_following(door, state))),
    }


def _following(door: Door, state: State) -> tuple[str, ...]:
    from manumit.casework.tracks import may_follow

    return may_follow(state.track, state.state, door.asker.actor.role)


@roles(*HANDLERS)
@require_POST
def case_move(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Move a track of a case on."""
    door = the_case(request, reference, purpose)
    track, to = request.POST.get("track", ""), request.POST.get("to", "")
    if track not in TRACK_PICTOGRAMS:
        return back(door)
    try:
        move(door, track, to)
    except InputError as error:
        complain(request, error)
    else:
        language = language_of(request)
        named = say(f"cases.track.{track}", language), say(f"cases.state.{to}", language)
        messages.success(request, words("moved", track=named[0], state=named[1]))
    return back(door, anchor=f"track-{track}")
