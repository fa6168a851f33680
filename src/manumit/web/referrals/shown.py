"""Referrals, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from manumit.casework.tracks import handling
from manumit.reference.words import say
from manumit.web.consent.shown import purpose_words
from manumit.web.referrals.models import Referral

BADGES = {
    "sent": "info",
    "accepted": "good",
    "in_progress": "good",
    "done": "good",
    "refused": "warning",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One referral, in words.

    Attributes:
        badge: Look of its state.
        urgent: Whether the answer is wanted sooner than usual.
        late: Whether nobody has answered in time.
    """

    referral: Referral
    service: str
    purpose: str
    state: str
    badge: str
    urgent: bool
    late: bool


def shown(referral: Referral, language: str, now: datetime) -> Shown:
    """A referral, in words."""
    late = referral.state == "sent" and referral.due is not None and referral.due <= now
    return Shown(
        referral=referral,
        service=say(f"referrals.services.{referral.service}", language),
        purpose=purpose_words(referral.purpose, language),
        state=say(f"referrals.states.{referral.state}", language),
        badge=BADGES.get(referral.state, ""),
        urgent=urgent(referral),
        late=late,
    )


def urgent(referral: Referral) -> bool:
    """Whether the answer is wanted sooner than usual."""
    if referral.sent is None or referral.due is None:
        return False
    return referral.due - referral.sent <= timedelta(days=handling().referral_days["high"])


def history(
    referral: Referral, language: str, *, drafting: bool = True
) -> list[tuple[datetime, str, str]]:
    """What happened to a referral: when, what, and why if a reason was given.

    Args:
        referral: The referral.
        language: Language of the words.
        drafting: Whether to say when it was drafted, which concerns only its giver.
    """
    answered = "refused" if referral.state == "refused" else "accepted"
    ended = "done" if referral.state == "done" else "revoked"
    refusal = referral.refusal
    events = [
        (referral.drafted if drafting else None, "drafted", ""),
        (referral.sent, "sent", ""),
        (referral.escalated, "late", ""),
        (referral.answered, answered, refusal),
        (referral.begun, "in_progress", ""),
        (referral.ended, ended, ""),
        (referral.due if referral.state == "sent" else None, "due", ""),
    ]
    said = [
        (
            at,
            say(f"referrals.event.{what}", language),
            say(f"referrals.refusal.{why}", language) if why else "",
        )
        for at, what, why in events
        if at is not None
    ]
    return sorted(said, key=lambda event: event[0])
