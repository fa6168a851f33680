"""Entries of a case, sealed, and the keys that open them.

The database holds ciphertext only. A key belongs to one case, one class of data and one form; it is
wrapped for each agency that may read that class, and for the worker's own box.
"""

from django.db import models

from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.common import new_id, this_hour

FORMS = {"full": "full", "redacted": "redacted"}


class CaseKey(models.Model):
    """The key of one class of data of one case, in one form; a new version takes its place.

    Attributes:
        stale: Whether someone lost the key since it was made; the next holder renews it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="keys")
    data_class = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=8, choices=FORMS, default="full")
    version = models.PositiveIntegerField(default=1)
    stale = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "data_class", "form"), name="one_case_key"),
        )


class Wrap(models.Model):
    """A case key, sealed for one agency or one box."""

    key = models.ForeignKey(CaseKey, models.CASCADE, related_name="wraps")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True)
    box = models.UUIDField(null=True)
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(agency=None) ^ models.Q(box=None), name="one_holder_of_a_wrap"
            ),
            models.UniqueConstraint(fields=("key", "agency"), name="one_wrap_for_an_agency"),
            models.UniqueConstraint(fields=("key", "box"), name="one_wrap_for_a_box"),
        )


class Entry(models.Model):
    """One thing written into a case. A correction is a new entry that supersedes the old.

    Attributes:
        kind: What it is, one of `manumit.casework.records.KINDS`.
        body: The content, sealed with the key of its class; bound to this row, its case, class,
            form and kind, and the version of the key.
        digest: SHA-256 of the first ciphertext, by which the entry is known in the log.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    data_class = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=8, choices=FORMS, default="full")
    kind = models.CharField(max_length=30)
    key = models.ForeignKey(CaseKey, models.CASCADE, related_name="entries")
    key_version = models.PositiveIntegerField()
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    person = models.ForeignKey(User, models.PROTECT, null=True)
    written = models.DateTimeField(default=this_hour)
    order = models.PositiveIntegerField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="later")

    class Meta:
        indexes = (models.Index(fields=("case", "data_class", "form")),)
        constraints = (
            models.UniqueConstraint(fields=("case", "order"), name="entries_in_one_order"),
        )


class LookupToken(models.Model):
    """A keyed digest by which one agency finds its own cases by name or telephone.

    Attributes:
        kind: exact, phone or phonetic.
    """

    agency = models.ForeignKey(Agency, models.CASCADE)
    case = models.ForeignKey(Case, models.CASCADE)
    kind = models.CharField(max_length=8)
    token = models.BinaryField(db_index=True)
