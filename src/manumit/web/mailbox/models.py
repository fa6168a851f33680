"""Boxes: all that the intake keeps. It can seal for an agency and cannot open what it sealed.

Times are told to the hour. There is no address, no cookie and no name of a browser.
"""

from django.db import models

from manumit.web.common import new_id, this_hour


class Desk(models.Model):
    """An agency that receives signals: what the intake must know of it."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    public_key = models.BinaryField()
    open = models.BooleanField(default=True)


class Box(models.Model):
    """A worker's box, opened with a receipt: a public locator and a secret.

    Attributes:
        locator: Eight digits that name the box.
        salt: The box's own salt.
        wrapped_key: Private key of the box, wrapped under the secret with Argon2id.
        public_key: What is answered is sealed with it.
        desk: The agency that reads the box.
        child: Answers of the first questions that triage sorts by: yes, no or unknown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    locator = models.CharField(max_length=8, unique=True)
    salt = models.BinaryField()
    public_key = models.BinaryField()
    wrapped_key = models.BinaryField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="boxes")
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    danger = models.CharField(max_length=7, default="unknown")
    child = models.CharField(max_length=7, default="unknown")
    opened = models.DateTimeField(default=this_hour)
    state = models.CharField(max_length=12, default="new")
    closed = models.DateTimeField(null=True)


class Message(models.Model):
    """One message, sealed twice: for the desk and for the worker.

    Attributes:
        sender: worker or desk.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    box = models.ForeignKey(Box, models.CASCADE, related_name="messages")
    order = models.PositiveIntegerField()
    sender = models.CharField(max_length=6)
    for_desk = models.BinaryField()
    for_worker = models.BinaryField()
    written = models.DateTimeField(default=this_hour)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("box", "order"), name="messages_in_one_order"),
        )


class Attachment(models.Model):
    """A file that came with a message: a clean copy to look at, and the original as evidence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.BinaryField()
    copy = models.BinaryField()
    copy_type = models.CharField(max_length=40)
    original = models.BinaryField()
    digest = models.CharField(max_length=64)


class Attempt(models.Model):
    """How often a locator was tried within an hour, whether there is such a box or not."""

    locator = models.CharField(max_length=64)
    hour = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("locator", "hour"), name="one_count"),)
