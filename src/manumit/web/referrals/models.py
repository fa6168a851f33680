"""Referrals: what one agency asks of another for a case."""

from django.db import models

from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.common import CodesField, new_id
from manumit.web.consent.models import Agreement, Consent


class Referral(models.Model):
    """A referral, in the state that `manumit.casework.referral` allows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals")
    giver = models.ForeignKey(Agency, models.PROTECT, related_name="referrals_sent")
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="referrals_received")
    purpose = models.CharField(max_length=30)
    classes = CodesField()
    service = models.CharField(max_length=40)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True)
    state = models.CharField(max_length=12, default="drafted")
    drafted = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    escalated = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    begun = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=40, default="", blank=True)
    ended = models.DateTimeField(null=True)
