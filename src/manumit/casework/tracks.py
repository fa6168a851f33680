"""The ways of a case that run side by side, and which state may follow which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from manumit.errors import InputError
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source
from manumit.reference.schema import build

PATH = "access/tracks.yml"


@dataclass(frozen=True, slots=True)
class Track:
    """One way of a case.

    Attributes:
        class_: Number of the class of data that its states are about.
        roles: Roles whose people may move it on.
        states: Each state to those that may follow it; the first is where it begins.
    """

    class_: str
    roles: tuple[str, ...]
    states: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Handling:
    """What a case is handled by: its tracks, and the words that people choose from."""

    status: Literal["provisional", "reviewed"]
    source: tuple[Source, ...]
    tracks: dict[str, Track]
    services: tuple[str, ...]
    relations: tuple[str, ...]
    tasks: tuple[str, ...]
    reasons: tuple[str, ...]
    closing_reasons: tuple[str, ...]
    refusals: tuple[str, ...]
    follow_up_months: tuple[int, ...]
    retention_days: dict[str, int]
    referral_days: dict[str, int]


@cache
def handling() -> Handling:
    """The file as it stands, checked: each state that may follow is a state of its track.

    Raises:
        DataError: The file is wrong.
    """
    found = build(Handling, load_yaml(PATH), fail=fail_in(PATH))
    for name, track in found.tracks.items():
        for state, following in track.states.items():
            if not set(following) <= set(track.states):
                raise fail_in(PATH)("a state may not follow", 0, f"tracks.{name}.{state}")
    return found


def tracks() -> Mapping[str, Track]:
    """All tracks, by name."""
    return handling().tracks


def first_state(track: str) -> str:
    """Where a track begins."""
    return next(iter(tracks()[track].states))


def may_follow(track: str, state: str, role: str) -> tuple[str, ...]:
    """States that people of a role may move a track on to."""
    found = tracks()[track]
    return found.states[state] if role in found.roles else ()


def moved(track: str, state: str, to: str, role: str) -> str:
    """The new state of a track.

    Raises:
        InputError: This state may not follow, or not by people of this role.
    """
    allowed = may_follow(track, state, role)
    if to not in allowed:
        hint = f"May follow: {', '.join(allowed)}." if allowed else "Nothing may follow."
        raise InputError(
            f"{to!r} may not follow {state!r}.", field=track, allowed=allowed, hint=hint
        )
    return to


def follow_ups(closed: date) -> dict[int, date]:
    """Months after the closure of a case to the day on which the worker is asked again."""
    return {months: _months_later(closed, months) for months in handling().follow_up_months}


def kept_until(kind: str, last: datetime) -> datetime:
    """When something of a kind is shredded: draft, signal or case."""
    return last + timedelta(days=handling().retention_days[kind])


def referral_due(sent: datetime, dangers: Iterable[str]) -> datetime:
    """When a referral without an answer is late; sooner where anything says danger or child."""
    urgent = any(answer == "yes" for answer in dangers)
    return sent + timedelta(days=handling().referral_days["high" if urgent else "usual"])


def _months_later(day: date, months: int) -> date:
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
