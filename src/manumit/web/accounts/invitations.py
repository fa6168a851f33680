"""Invitations: the only way to an account. The code is shown once and handed over by a person."""

import base64
import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from manumit.errors import AccessRefused, InputError
from manumit.web.accounts import acts, keys, rules
from manumit.web.accounts.models import SKILLS, Agency, Invitation, User

LASTS = timedelta(days=7)
CODE_BYTES = 20


def invite(
    person: User, agency: Agency, *, username: str, name: str, skills: tuple[str, ...] = ()
) -> str:
    """Invite someone to an agency.

    Args:
        person: Who invites.
        agency: Where to.
        username: The name to sign in with.
        name: The name that colleagues know.
        skills: health, shelter; only those that `rules.grantable` names.

    Returns:
        The code. It is kept nowhere.

    Raises:
        AccessRefused: The person may not invite to this agency, or lacks a skill.
        InputError: The name to sign in with is taken.
    """
    granted = set(skills) <= set(rules.grantable(person, agency))
    allowed = granted and rules.may_invite(person, agency)
    acts.write(person, "invite", target=agency.id, allowed=allowed)
    if not allowed:
        raise AccessRefused("may_not_invite")
    return _made(person, agency, username=username, name=name, skills=skills)


def first_administrator(*, agency: str, username: str, name: str) -> str:
    """The code for the first account of a new office, which nobody is there to invite.

    A code that was made before and not used no longer works.

    Raises:
        AccessRefused: There are accounts already.
    """
    if User.objects.exists():
        raise AccessRefused("office_has_accounts")
    acts.write(None, "first_administrator")
    made, _ = Agency.objects.update_or_create(role="ADM", defaults={"name": agency})
    Invitation.objects.update(withdrawn=True)
    return _made(None, made, username=username, name=name, skills=())


def found(code: str) -> Invitation | None:
    """The invitation of a code, if it can still be used."""
    invitation = (
        Invitation.objects.select_related("agency", "invited_by__agency")
        .filter(digest=_digest(code), person=None, withdrawn=False, expires__gt=timezone.now())
        .first()
    )
    if invitation is None or not _inviter_in_office(invitation):
        return None
    return invitation


def accept(invitation: Invitation, *, password: str, language: str) -> User:
    """Open the account of an invitation.

    The account waits to be admitted by a second person. At an agency without keys there is nothing
    to be given: its first person needs no admission, and neither does the second administrator,
    whom nobody but the first could have invited.

    Returns:
        The account.

    Raises:
        AccessRefused: The invitation was used in the meantime.
        InputError: The name to sign in with was taken in the meantime.
    """
    acts.write(None, "invitation_accepted", target=invitation.id)
    agency = invitation.agency
    person = User(
        agency=agency,
        username=invitation.username,
        name=invitation.name,
        language=language,
        health=invitation.health,
        shelter=invitation.shelter,
        waits=not _needs_nobody(agency),
    )
    keys.give_keys(person, password)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            if not Invitation.objects.filter(pk=invitation.pk, person=None).update(person=person):
                raise AccessRefused("invitation_used")
    except IntegrityError:
        raise InputError("is taken.", field="username", value=person.username) from None
    return person


def withdraw(person: User, id: UUID) -> None:  # noqa: A002
    """Take an invitation back before it is used.

    Raises:
        AccessRefused: There is none that the person may take back.
    """
    invitation = Invitation.objects.filter(pk=id, person=None, withdrawn=False).first()
    allowed = invitation is not None and rules.may_withdraw(person, invitation)
    acts.write(person, "invitation_withdrawn", target=id, allowed=allowed)
    if not allowed:
        raise AccessRefused("may_not_withdraw")
    Invitation.objects.filter(pk=id, person=None).update(withdrawn=True)


def _made(
    person: User | None, agency: Agency, *, username: str, name: str, skills: tuple[str, ...]
) -> str:
    if User.objects.filter(username__iexact=username).exists():
        raise InputError("is taken.", field="username", value=username)
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    Invitation.objects.create(
        digest=_digest(code),
        agency=agency,
        username=username,
        name=name,
        invited_by=person,
        expires=timezone.now() + LASTS,
        **dict.fromkeys(skills, True),
    )
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _digest(code: str) -> bytes:
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).digest()


def _inviter_in_office(invitation: Invitation) -> bool:
    person = invitation.invited_by
    if person is None:
        return not User.objects.exists()
    granted = {skill for skill in SKILLS if getattr(invitation, skill)}
    return rules.may_invite(person, invitation.agency) and (
        granted <= set(rules.grantable(person, invitation.agency))
    )


def _needs_nobody(agency: Agency) -> bool:
    if rules.has_keys(agency):
        return False
    already = rules.admitted(agency)
    return already == 0 or (agency.role == "ADM" and already == 1)
