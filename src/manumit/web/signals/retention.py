"""What is not needed any more is shredded."""

from datetime import datetime

from django.db.models import Q

from manumit.casework.tracks import kept_until
from manumit.web.audit.services import record
from manumit.web.door.rls_session import upkeep
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.messages import CLOSED
from manumit.web.mailbox.models import Box
from manumit.web.signals.models import Signal


def expired(now: datetime) -> list[Box]:
    """Boxes whose time of keeping has passed, and to which nothing was written since.

    That is: of signals that were closed and became no case, and of cases that were shredded.
    """
    closed = {
        signal.box: Q(order__gt=signal.closed_after)
        for signal in Signal.objects.filter(case=None, closed__isnull=False)
        if signal.closed and kept_until("signal", signal.closed) <= now
    }
    gone = {
        signal.box: Q(written__gt=signal.case.shredded)
        for signal in Signal.objects.exclude(case__shredded=None).select_related("case")
        if signal.case
    }
    since = closed | gone
    boxes = Box.objects.exclude(state=CLOSED).filter(pk__in=list(since))
    return [box for box in boxes if not box.messages.filter(since[box.id]).exists()]


def shred_expired(now: datetime) -> int:
    """Shred signals whose time has passed: messages, files and keys.

    Returns:
        How many were shredded.
    """
    with upkeep():
        found = expired(now)
        for box in found:
            record(actor_id="", agency_id="", act="shred_signal", target=str(box.id))
            mailbox.shred(mailbox.OpenBox(box.id, b""))
    return len(found)
