"""What a worker agrees to, what agencies agreed on, and the exceptions that the law allows."""

from datetime import datetime

from django.db import models

from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.common import CodesField, new_id


class Agreement(models.Model):
    """A data-sharing agreement: without one in force nothing goes from one agency to another.

    One of the two proposes it and the other confirms it. Until then it ends when it starts, so that
    it is never in force; whoever ends it brings its end forward.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey(Agency, models.PROTECT, related_name="agreements_as_giver")
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="agreements_as_recipient")
    purposes = CodesField()
    classes = CodesField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    document = models.CharField(max_length=200, default="", blank=True)
    proposed = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def state(self, now: datetime) -> str:
        """proposed, in_force or ended."""
        if self.ended is not None or (self.starts < self.ends <= now):
            return "ended"
        return "in_force" if self.starts <= now < self.ends else "proposed"


class Consent(models.Model):
    """What a worker allowed one agency to know, for one purpose, and for how long.

    A withdrawal ends it; nothing is edited.

    Attributes:
        classes: Numbers of the classes of data it covers.
        given_by: self, guardian or representative.
        explained: How it was explained: spoken, written, pictogram or interpreter.
        text_version: Version of the text that the worker was shown or told.
        safe_times: When the worker may be contacted.
        evidence: The signed paper or the witness, sealed for the agency that leads the case.
        channel: Where the answer was given: office, to a person of an agency, or own_page.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=30)
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="consents")
    classes = CodesField()
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    given_by = models.CharField(max_length=20, default="self")
    capacity = models.CharField(max_length=30, default="adult")
    language = models.CharField(max_length=10)
    explained = models.CharField(max_length=20)
    may_contact = models.BooleanField(default=False)
    safe_times = CodesField(default="")
    text_version = models.CharField(max_length=20)
    evidence = models.BinaryField(default=bytes)
    channel = models.CharField(max_length=20, default="office")
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True)
    withdrawn = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=20, default="", blank=True)

    def state(self, now: datetime) -> str:
        """withdrawn, ended, no_agreement, waiting or in_force."""
        if self.withdrawn is not None:
            return "withdrawn"
        if self.ends <= now:
            return "ended"
        agreed = self.agreement
        if agreed is not None and not agreed.starts <= now < agreed.ends:
            return "no_agreement"
        return "in_force" if self.starts <= now else "waiting"


class Proposal(models.Model):
    """A question of consent, left for the worker to answer alone; it opens nothing.

    At a yes a `Consent` is made of it. Whoever would be the recipient never learns of it.

    Attributes:
        explained: How it is to be explained beside the page: as of `Consent`.
        lapses: When it can be answered no more.
        outcome: yes or no, of the worker; taken_back, by the agency; empty while it waits.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    purpose = models.CharField(max_length=30)
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    classes = CodesField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    explained = models.CharField(max_length=20)
    proposed = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lapses = models.DateTimeField()
    outcome = models.CharField(max_length=10, default="", blank=True)
    answered = models.DateTimeField(null=True)

    def state(self, now: datetime) -> str:
        """waiting, lapsed, yes, no or taken_back."""
        return self.outcome or ("waiting" if now < self.lapses else "lapsed")


class Disclosure(models.Model):
    """What an agency has already been given: the worker is told, also after a withdrawal."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="disclosures")
    agency = models.ForeignKey(Agency, models.PROTECT)
    purpose = models.CharField(max_length=30)
    classes = CodesField()
    at = models.DateTimeField()


class LegalRequest(models.Model):
    """A court order or legal request for a case; it opens nothing before two have approved it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="legal_requests")
    agency = models.ForeignKey(Agency, models.PROTECT)
    classes = CodesField()
    document = models.CharField(max_length=200)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered = models.DateTimeField()
    first_approval = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_approval = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved = models.DateTimeField(null=True)
    ends = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved=None)
                | (
                    models.Q(first_approval__isnull=False, second_approval__isnull=False)
                    & ~models.Q(first_approval=models.F("second_approval"))
                    & ~models.Q(first_approval=models.F("entered_by"))
                    & ~models.Q(second_approval=models.F("entered_by"))
                ),
                name="two_others_approve_a_legal_request",
            ),
        )


class Danger(models.Model):
    """Imminent danger, or a child at risk: a named person decided that police must know.

    Reviewed within 24 hours, or it ends.

    Attributes:
        informed: When the worker was told of it, once that was safe.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="dangers")
    agency = models.ForeignKey(Agency, models.PROTECT)
    classes = CodesField()
    ground = models.CharField(max_length=20)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided = models.DateTimeField()
    ends = models.DateTimeField()
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    informed = models.DateTimeField(null=True)


class BreakGlass(models.Model):
    """One person's emergency look at one case: three hours, told at once, reviewed in 72."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="break_glasses")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    told = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
