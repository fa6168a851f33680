"""A case: what can be said of it without opening the vault."""

from django.db import models

from manumit.web.accounts.models import Agency, User
from manumit.web.common import CodesField, new_id, new_reference, this_hour
from manumit.web.establishments.models import Establishment

THREE_ANSWERS = {"yes": "yes", "no": "no", "unknown": "unknown"}


class Case(models.Model):
    """One person in one situation of work, under a code and never under a name.

    Attributes:
        reference: The code by which people name it.
        owner: The agency that leads the case.
        box: Id of the worker's box in the mailbox, by which the worker reads and answers.
        child: Whether the person is under 18; unknown is treated as yes.
        danger: Whether the person is in immediate danger.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="owned_cases")
    box = models.UUIDField(null=True, unique=True)
    opened = models.DateTimeField(default=this_hour)
    closed = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=40, default="", blank=True)
    child = models.CharField(max_length=7, choices=THREE_ANSWERS, default="unknown")
    danger = models.CharField(max_length=7, choices=THREE_ANSWERS, default="unknown")
    review_open = models.BooleanField(default=False)  # a non-punishment review
    joint_operation = models.BooleanField(default=False)
    claim_filed = models.BooleanField(default=False)
    shredded = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reference


class Part(models.Model):
    """An agency that takes part in a case, in which classes of data, from when and until when.

    Attributes:
        classes: Classes of data that it was given, or writes by its role.
        own_filing: Whether the agency itself brought the complaint.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="parts")
    classes = CodesField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    own_filing = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "agency"),
                condition=models.Q(until=None),
                name="one_live_part_for_an_agency",
            ),
        )


class Track(models.Model):
    """One of the parallel ways of a case, in a state; a new state is a new row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tracks")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=30)
    entered = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT)


class Link(models.Model):
    """What a case has to do with an establishment, recruiter or buyer, and when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    establishment = models.ForeignKey(Establishment, models.PROTECT, related_name="links")
    relation = models.CharField(max_length=20)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)


class Task(models.Model):
    """Something to be done for a case, by whom and until when; its words come from a list."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=30)
    agency = models.ForeignKey(Agency, models.PROTECT)
    person = models.ForeignKey(User, models.PROTECT, null=True)
    due = models.DateField(null=True)
    done = models.DateTimeField(null=True)


class Conflict(models.Model):
    """A person who must not see a case; it beats every right."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(User, models.CASCADE, related_name="conflicts")
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "person"), name="one_conflict"),)


class ChildDecision(models.Model):
    """A decision that something of a child's case may be given to an agency: two people make it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="child_decisions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    proposed = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed=None)
                | (
                    models.Q(confirmed_by__isnull=False)
                    & ~models.Q(confirmed_by=models.F("proposed_by"))
                ),
                name="two_people_decide_for_a_child",
            ),
        )
