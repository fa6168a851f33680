"""Agencies and the accounts of their people."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from manumit.casework.model import Actor
from manumit.web.common import new_id


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
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username

    def actor(self) -> Actor:
        """The account as the rules of access see it."""
        skills = {"health": self.health, "shelter": self.shelter}
        return Actor(
            id=str(self.id),
            role=self.agency.role,
            agency=str(self.agency_id),
            skills=frozenset(name for name, has in skills.items() if has),
            active=self.is_active,
        )
