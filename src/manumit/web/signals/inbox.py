"""Signals of one desk, as they are listed: nothing of what they say is opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from manumit.web.accounts.models import User
from manumit.web.cases.models import Case, Conflict
from manumit.web.mailbox.messages import CLOSED, DESK, NEW, WORKER
from manumit.web.mailbox.models import Box, Message
from manumit.web.signals.models import Signal

WAITING, ANSWERED, IN_A_CASE, ENDED = "waiting", "answered", "case", "closed"
FOLDERS = (WAITING, ANSWERED, IN_A_CASE, ENDED)
"""Where a signal stands for the desk: it waits for an answer, the person was answered, it became a
case and nothing is unanswered, or it was closed."""

_FIRST = {"yes": 0, "unknown": 1, "no": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One signal in the list.

    Attributes:
        danger: What the desk found, or else the first answer.
        child: The same; unknown is treated as yes.
        unanswered: Hour of the first message that nobody answered.
        new: Whether nobody of the desk has answered it yet.
    """

    box: Box
    folder: str
    danger: str
    child: str
    risk: str
    unanswered: datetime | None
    new: bool
    case: Case | None

    @property
    def code(self) -> str:
        """A name for it that opens nothing."""
        return code_of(self.box)

    @property
    def waited(self) -> tuple[str, int] | None:
        """For how long it is unanswered, in whole hours or days: the minute is not known."""
        if self.unanswered is None:
            return None
        hours = (timezone.now() - self.unanswered) // timedelta(hours=1)
        return ("days", hours // 24) if hours >= 48 else ("hours", hours)

    def pressing(self) -> tuple[Any, ...]:
        """What it is sorted by: danger, child, and how long it has waited."""
        age = self.unanswered or self.box.opened
        return _FIRST[self.danger], self.child == "no", age, str(self.box.id)


def code_of(box: Box) -> str:
    """A short name of a signal, by which people speak of it; it is no part of a receipt."""
    digits = box.id.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def rows(person: User) -> list[Row]:
    """Signals of the desk of a person's agency, the most pressing first."""
    boxes = list(_boxes(person))
    closed_to_them = Conflict.objects.filter(person=person).values("case")
    known = {
        signal.box: signal
        for signal in Signal.objects.filter(box__in=[box.id for box in boxes])
        .exclude(case__in=closed_to_them)
        .select_related("case")
    }
    barred = set(
        Signal.objects.filter(case__in=closed_to_them, agency=person.agency).values_list(
            "box", flat=True
        )
    )
    found = [_row(box, known.get(box.id)) for box in boxes if box.id not in barred]
    return sorted(found, key=Row.pressing)


def row_of(box: Box, signal: Signal | None) -> Row:
    """One signal, as it would be listed."""
    return _row(_asked(Box.objects.filter(pk=box.pk)).get(), signal)


def _boxes(person: User) -> QuerySet[Box]:
    return _asked(Box.objects.filter(desk=person.agency_id).exclude(state=CLOSED))


def _asked(boxes: QuerySet[Box]) -> QuerySet[Box]:
    said = Message.objects.filter(box=OuterRef("pk"), sender=DESK).order_by("-order")
    return boxes.annotate(
        last_said=Coalesce(Subquery(said.values("order")[:1]), Value(0))
    ).annotate(
        last=Max("messages__order"),
        unanswered=Min(
            "messages__written",
            filter=Q(messages__sender=WORKER, messages__order__gt=F("last_said")),
        ),
    )


def _row(box: Any, signal: Signal | None) -> Row:
    return Row(
        box=box,
        folder=_folder(box, signal),
        danger=(signal.danger if signal else "") or box.danger,
        child=(signal.child if signal else "") or box.child,
        risk=signal.risk if signal else "",
        unanswered=None if _walked_in(box) else box.unanswered,
        new=box.state == NEW and not _walked_in(box),
        case=signal.case if signal else None,
    )


def _folder(box: Any, signal: Signal | None) -> str:
    if signal is not None and signal.closed and signal.closed_after >= (box.last or 0):
        return ENDED
    if box.unanswered is not None and not _walked_in(box):
        return WAITING
    return IN_A_CASE if signal is not None and signal.case_id else ANSWERED


def _walked_in(box: Any) -> bool:
    """Whether the desk itself made the box for someone before it, who has written nothing since."""
    return box.channel == "visit" and (box.last or 0) <= 1
