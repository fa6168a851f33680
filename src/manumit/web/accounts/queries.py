"""What the pages of accounts list, each with what the reader may do to it. Own agency only."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from manumit.web.accounts import rules
from manumit.web.accounts.models import SKILLS, Change, Invitation, User
from manumit.web.sealing import fingerprint


@dataclass(frozen=True, slots=True)
class Colleague:
    """One account, and the changes that the reader may ask for."""

    person: User
    skills: tuple[str, ...]
    may_ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One account that waits, and whether the reader may admit it.

    Attributes:
        letters: What is compared of the person's key.
    """

    person: User
    may_admit: bool
    letters: str


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation, and whether the reader may take it back."""

    invitation: Invitation
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One change, and what the reader may do about it."""

    change: Change
    may_approve: bool
    may_refuse: bool


def find_person(person: User, id: UUID) -> User:  # noqa: A002
    """An open account that someone may know of.

    Raises:
        Http404: There is none, or it is of another agency.
    """
    found = User.objects.select_related("agency").filter(rules.in_sight(person), is_active=True)
    other = found.filter(pk=id).first()
    if other is None:
        raise Http404
    return other


def colleagues(person: User, found: QuerySet[User] | None = None) -> list[Colleague]:
    """Open accounts: of the own agency unless others are given."""
    if found is None:
        found = User.objects.filter(agency=person.agency_id, waits=False)
    listed = found.filter(is_active=True).select_related("agency").order_by("agency__name", "name")
    asked = set(Change.objects.filter(approved=None).values_list("person", "kind"))
    return [
        Colleague(
            other,
            tuple(skill for skill in SKILLS if getattr(other, skill)),
            tuple(
                kind
                for kind in Change.KINDS
                if (other.id, kind) not in asked and rules.may_ask(person, other, kind)
            ),
        )
        for other in listed
    ]


def waiting(person: User) -> list[Newcomer]:
    """Accounts of the own agency that nobody has admitted yet."""
    found = User.objects.filter(agency=person.agency_id, is_active=True, waits=True)
    listed = found.select_related("agency").order_by("name")
    return [
        Newcomer(other, rules.may_admit(person, other), fingerprint(bytes(other.public_key)))
        for other in listed
    ]


def open_invitations(person: User, found: QuerySet[Invitation]) -> list[Invited]:
    """Invitations that can still be used."""
    live = found.filter(person=None, withdrawn=False, expires__gt=timezone.now())
    listed = live.select_related("agency", "invited_by").order_by("expires")
    return [Invited(each, rules.may_withdraw(person, each)) for each in listed]


def changes_for(person: User, found: QuerySet[Change]) -> list[Asked]:
    """Changes that wait for a second person."""
    listed = found.filter(approved=None, person__is_active=True).order_by("asked")
    return [
        Asked(
            each,
            rules.may_decide(person, each, approve=True),
            rules.may_decide(person, each, approve=False),
        )
        for each in listed.select_related("person__agency", "asked_by__agency")
    ]
