"""Who may do what to accounts. Nobody acts on their own account, or grants what they lack."""

from uuid import UUID

from django.db.models import Q

from manumit.casework.policy import ROLES, RULES
from manumit.web.accounts.models import SKILLS, Agency, Change, Invitation, User

KEYLESS = frozenset({"ADM", "IMM", "COM", "STA"})
"""Roles whose agencies have no key. No rule lets them open a sealed class of data: administrators
run the system, immigration checks a paper that a worker shows, companies get decisions, statistics
get aggregates. A key would be something to lose."""

KEY_ROLES = frozenset({"ADM", "AUD"})
"""Roles that sign in with a security key every time. They act on all agencies, so a code that can
be read out on the telephone or typed into a false page is not enough. The others are advised to."""

AGENCY_ROLES = tuple(role for role in ROLES if role != "WRK")
"""Roles that an agency can have; workers come with their receipt and have no account."""


def is_admin(person: User) -> bool:
    """Whether someone administers the system."""
    return person.agency.role == "ADM" and open_to(person)


def open_to(person: User) -> bool:
    """Whether an account is in use: not closed, and admitted."""
    return person.is_active and not person.waits


def has_keys(agency: Agency) -> bool:
    """Whether agencies of this role have a key pair."""
    return agency.role not in KEYLESS


def admitted(agency: Agency) -> int:
    """How many open and admitted accounts an agency has."""
    return agency.people.filter(is_active=True, waits=False).count()


def skills_of(role: str) -> tuple[str, ...]:
    """Skills that mean something for a role, as a rule of access asks for them."""
    needed = {each for rule in RULES if rule.role == role for each in rule.needs}
    return tuple(skill for skill in SKILLS if skill in needed)


def may_invite(person: User, agency: Agency) -> bool:
    """Whether someone may invite people to an agency: their own, or any for an administrator.

    A colleague who is alone at an agency may not: who invites does not admit, and nobody else
    could.
    """
    if not open_to(person):
        return False
    if is_admin(person):
        return True
    return person.agency_id == agency.id and admitted(agency) > 1


def grantable(person: User, agency: Agency) -> tuple[str, ...]:
    """Skills that someone may give with an invitation.

    A colleague gives what they have; an administrator gives skills to the first person of an
    agency.
    """
    known = skills_of(agency.role)
    if person.agency_id == agency.id:
        return tuple(skill for skill in known if getattr(person, skill))
    founding = is_admin(person) and admitted(agency) == 0
    return known if founding else ()


def may_withdraw(person: User, invitation: Invitation) -> bool:
    """Whether someone may take an invitation back: who made it, a colleague, an administrator."""
    return open_to(person) and (
        person.agency_id == invitation.agency_id
        or person.id == invitation.invited_by_id
        or is_admin(person)
    )


def invited_by(person: User) -> UUID | None:
    """Id of who invited someone, or None."""
    return Invitation.objects.filter(person=person).values_list("invited_by", flat=True).first()


def may_admit(person: User, other: User) -> bool:
    """Whether someone may admit a new colleague: of the same agency, and not who invited them."""
    return (
        open_to(person)
        and other.is_active
        and other.waits
        and person.agency_id == other.agency_id
        and person.id not in (other.id, invited_by(other))
    )


def may_ask(person: User, other: User, kind: str) -> bool:
    """Whether someone may ask for a change to an account."""
    if not open_to(person) or not other.is_active or kind not in Change.KINDS:
        return False
    if kind == "close":
        last = other.agency.role == "ADM" and open_to(other) and admitted(other.agency) == 1
        return not last and (person.agency_id == other.agency_id or is_admin(person))
    verb, _, skill = kind.partition("_")
    return (
        person.agency_id == other.agency_id
        and person.id != other.id
        and skill in skills_of(other.agency.role)
        and getattr(other, skill) == (verb == "take")
        and (verb == "take" or getattr(person, skill))
    )


def may_decide(person: User, change: Change, *, approve: bool) -> bool:
    """Whether someone may approve or refuse a change.

    Never who asked and never whom it is about. Who asked must still be in office, and whoever
    approves a skill has it.
    """
    other = change.person
    if change.approved is not None or not open_to(person):
        return False
    if person.id in (change.asked_by_id, other.id):
        return False
    return (not approve or open_to(change.asked_by)) and may_ask(person, other, change.kind)


def in_sight(person: User) -> Q:
    """The accounts that someone may see: of the own agency, or all for an administrator."""
    return Q() if is_admin(person) else Q(agency=person.agency_id)
