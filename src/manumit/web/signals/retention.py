"""What is not needed any more is shredded."""

from datetime import datetime

from manumit.casework.tracks import kept_until
from manumit.web.audit.services import record
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.messages import CLOSED
from manumit.web.mailbox.models import Box
from manumit.web.signals.models import Signal


def expired(now: datetime) -> list[Box]:
    """Boxes of closed signals that became no case, whose time of keeping has passed."""
    closed = Signal.objects.filter(case=None, closed__isnull=False)
    due = {
        signal.box: signal.closed_after
        for signal in closed
        if signal.closed and kept_until("signal", signal.closed) <= now
    }
    boxes = Box.objects.exclude(state=CLOSED).filter(pk__in=list(due))
    return [box for box in boxes if not box.messages.filter(order__gt=due[box.id]).exists()]


def shred_expired(now: datetime) -> int:
    """Shred signals whose time has passed: messages, files and keys.

    Returns:
        How many were shredded.
    """
    found = expired(now)
    for box in found:
        record(actor_id="", agency_id="", act="shred_signal", target=str(box.id))
        mailbox.shred(mailbox.OpenBox(box.id, b""))
    return len(found)
