"""Certificates of residence."""

from django.db import models

from manumit.web.accounts.models import User
from manumit.web.cases.models import Case
from manumit.web.common import new_id
from manumit.web.consent.models import Consent


class Certificate(models.Model):
    """A certificate that the worker holds on paper.

    The database can neither read it nor find its holder: the code on the paper opens it.

    Attributes:
        code_digest: Keyed digest of the code on the paper.
        sealed: Name, date of birth and days of validity, sealed under the code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="certificates")
    consent = models.ForeignKey(Consent, models.PROTECT)
    code_digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    starts = models.DateField()
    ends = models.DateField()
    issued = models.DateTimeField()
    ended = models.DateTimeField(null=True)


class Try(models.Model):
    """Someone entered a code, right or wrong. So many are let through in an hour."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("person", "at")),)
