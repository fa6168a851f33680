"""What the desk decided about a signal. What the signal says is in the mailbox, sealed."""

from django.db import models

from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import THREE_ANSWERS, Case

RISKS = {"high": "high", "medium": "medium", "low": "low"}


class Signal(models.Model):
    """One box of the mailbox, as the desk that reads it handles it.

    Attributes:
        box: Id of the box.
        danger: What the desk found; empty until it looked, so that the first answer holds.
        child: The same.
        case: The case that was made of it.
        own: Whether the worker of that case holds the receipt, and not someone who wrote for them.
        taken: Order of the last message that was copied into the case.
        closed_after: Order of the last message when it was closed; a later one opens it again.
    """

    box = models.UUIDField(primary_key=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="signals")
    risk = models.CharField(max_length=6, choices=RISKS, default="", blank=True)
    danger = models.CharField(max_length=7, choices=THREE_ANSWERS, default="", blank=True)
    child = models.CharField(max_length=7, choices=THREE_ANSWERS, default="", blank=True)
    triaged = models.DateTimeField(null=True)
    triaged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="signals")
    own = models.BooleanField(default=False)
    taken = models.PositiveIntegerField(default=0)
    closed = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_after = models.PositiveIntegerField(default=0)
    closing_reason = models.CharField(max_length=40, default="", blank=True)

    def __str__(self) -> str:
        return str(self.box)
