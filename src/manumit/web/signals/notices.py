"""What waits for a person, in numbers. Nothing is sent anywhere: no mail and no text message."""

from dataclasses import dataclass

from django.utils import timezone

from manumit.web.accounts.models import User
from manumit.web.look.context import address
from manumit.web.referrals.models import Referral
from manumit.web.signals.services import unread


@dataclass(frozen=True, slots=True)
class Notice:
    """How many of a kind wait, and where they are.

    Attributes:
        kind: new, answers, referrals or late.
        pressing: Whether it should have been done already.
    """

    kind: str
    count: int
    url: str
    pressing: bool


def notices(person: User) -> list[Notice]:
    """What waits for a person; kinds of which nothing waits are left out."""
    signals, referrals = address("signal_list"), address("referral_list")
    mine = Referral.objects.exclude(case__conflicts__person=person).filter(state="sent")
    counts = {
        **unread(person),
        "referrals": mine.filter(recipient=person.agency).count(),
        "late": mine.filter(giver=person.agency, due__lte=timezone.now()).count(),
    }
    return [
        Notice(kind, count, signals if kind in ("new", "answers") else referrals, kind == "late")
        for kind, count in counts.items()
        if count
    ]
