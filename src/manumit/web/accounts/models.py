"""Agencies and the accounts of their people."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from manumit.casework.model import Actor
from manumit.web.common import new_id

SKILLS = ("health", "shelter")
"""What a person may be beyond the role of the agency; conditions of the matrix of access."""


class Agency(models.Model):
    """An organisation that takes part: its role decides what its people may see.

    Attributes:
        role: Code of one of the twelve roles of `data/access/matrix.yml`.
        public_key: What is sealed for the agency is sealed with it; empty for roles without keys.
        recovery: The agency's private key, wrapped so that any two of its three recovery keys
            open it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    role = models.CharField(max_length=3)
    public_key = models.BinaryField(default=bytes)
    recovery = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Accounts are made by invitation only."""


class User(AbstractBaseUser):
    """One person at one agency.

    Attributes:
        public_key: The person's own key; `wrapped_key` is its private half under the password.
        agency_key: The agency's private key, sealed for this person by a colleague; empty until
            one has admitted the person, and always for administrators.
        health: Whether the person is health staff, `shelter` whether shelter staff.
        waits: Whether a second person of the agency still has to admit the account. Until then
            only the pages of the account itself are open to it.
        is_active: False once the account is closed; nothing is open to it from then on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="people")
    language = models.CharField(max_length=2, default="en")
    public_key = models.BinaryField(default=bytes)
    wrapped_key = models.BinaryField(default=bytes)
    agency_key = models.BinaryField(default=bytes)
    health = models.BooleanField(default=False)
    shelter = models.BooleanField(default=False)
    waits = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username

    def actor(self) -> Actor:
        """The account as the rules of access see it."""
        return Actor(
            id=str(self.id),
            role=self.agency.role,
            agency=str(self.agency_id),
            skills=self.skills(),
            active=self.is_active and not self.waits,
        )

    def skills(self) -> frozenset[str]:
        """What the person may do beyond the role: health, shelter."""
        return frozenset(name for name in SKILLS if getattr(self, name))


class Invitation(models.Model):
    """An account that someone may open with a code that was handed over.

    Attributes:
        digest: Digest of the code; the code itself is shown once and kept nowhere.
        person: Who accepted it; it opens no second account.
        withdrawn: Whether it was taken back before it was used.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.BinaryField(unique=True, max_length=32)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="invitations")
    username = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    health = models.BooleanField(default=False)
    shelter = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="invitations")
    expires = models.DateTimeField()
    person = models.OneToOneField(User, models.PROTECT, null=True, related_name="invitation")
    withdrawn = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)


class Change(models.Model):
    """A change to an account that one person asks for and another approves.

    Attributes:
        kind: One of `KINDS`.
        decided_by: Who approved or refused it; never who asked, never whom it is about.
        approved: Whether it took effect; None while it waits.
    """

    KINDS = ("close", "give_health", "take_health", "give_shelter", "take_shelter")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind"),
                condition=models.Q(approved=None),
                name="one_open_change_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("asked_by"))
                & ~models.Q(decided_by=models.F("person")),
                name="nobody_decides_on_their_own_change",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Session(AbstractBaseSession):
    """A browser that someone is signed in with. No address and no name of a browser is kept.

    The key is kept as a digest: who reads this table cannot go on with a session of it.

    Attributes:
        person: Who is signed in; nobody while the password or second factor is still asked for.
        started: When the person signed in, and `seen` when the session was last used.
    """

    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    started = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        """How sessions of this table are read."""
        from manumit.web.accounts.sessions import SessionStore

        return SessionStore


class Counter(models.Model):
    """One entry of the cache that several processes share: counts of failed tries, used codes."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.JSONField()
    expires = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.key
