"""The log of acts. A row is never changed or removed; the database itself refuses it."""

from django.db import models


class Record(models.Model):
    """One act, before it happens.

    Ids only: no name, no text of a case. `reason` is sealed for the auditor.

    Attributes:
        number: Place in the log, from 0, without gaps.
        at: To the second, in UTC.
        leaf: Digest of the row in the Merkle tree of the log (RFC 6962).
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)
    agency = models.CharField(max_length=36)
    act = models.CharField(max_length=30)
    case = models.CharField(max_length=36, default="", blank=True, db_index=True)
    data_class = models.PositiveSmallIntegerField(null=True)
    purpose = models.CharField(max_length=30, default="", blank=True)
    target = models.CharField(max_length=64, default="", blank=True)
    allowed = models.BooleanField()
    reason = models.BinaryField(default=bytes)
    leaf = models.BinaryField()


class Frontier(models.Model):
    """One row: how many records there are, and the digests from which the log goes on.

    Whoever adds a record holds this row, so that records are added one after another.
    """

    size = models.PositiveBigIntegerField(default=0)
    hashes = models.BinaryField(default=bytes)
