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
        locator: Eight digits that name the box; none once it is closed.
        salt: The box's own salt.
        wrapped_key: Private key of the box, wrapped under the secret with Argon2id.
        public_key: What is answered is sealed with it.
        desk: The agency that reads the box.
        channel: How it came in: web, call, visit or paper.
        danger: First answer that triage sorts by: yes, no or unknown.
        child: Second answer that triage sorts by: yes, no or unknown.
        state: new, waiting (the worker wrote since), answered or closed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    locator = models.CharField(max_length=8, unique=True, null=True)
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

    What is sealed names its box, order and sender, so that it is not taken for another.

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
    """A file that came with a message: a clean copy to look at, and the original as evidence.

    Both are sealed with a key of this file alone. That key, the name, the kind and the SHA-256 of
    the original are in the sealed message: a plain digest would tell whoever has the same file
    that it was sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    copy = models.BinaryField()
    original = models.BinaryField()


class Attempt(models.Model):
    """How often a locator was tried within an hour, whether there is such a box or not.

    Attributes:
        locator: Keyed digest of the locator.
    """

    locator = models.CharField(max_length=64)
    hour = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("locator", "hour"), name="one_count"),)


class Allowance(models.Model):
    """How much of what all visitors together may do within an hour is used up.

    Attributes:
        kind: What was done: `open` or `unlock`.
        proven: Whether with a proof of work.
    """

    kind = models.CharField(max_length=8)
    proven = models.BooleanField()
    hour = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "proven", "hour"), name="one_allowance"),
        )


class SpentProof(models.Model):
    """A proof of work that was used, kept until it would have expired."""

    mark = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()
