"""Changes to accounts that take two people: closing one, giving and taking a skill."""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from manumit.errors import AccessRefused
from manumit.web.accounts import acts, rules
from manumit.web.accounts.models import Change, User
from manumit.web.accounts.sessions import end_sessions


def ask(person: User, other: User, kind: str) -> Change:
    """Ask for a change; asking twice is asking once.

    Raises:
        AccessRefused: The person may not ask for it.
    """
    allowed = rules.may_ask(person, other, kind)
    acts.write(person, f"ask_{kind}" if allowed else "ask", target=other.id, allowed=allowed)
    if not allowed:
        raise AccessRefused("may_not_ask")
    try:
        with transaction.atomic():
            return Change.objects.create(person=other, kind=kind, asked_by=person)
    except IntegrityError:
        return Change.objects.get(person=other, kind=kind, approved=None)


def decide(person: User, change: Change, *, approve: bool) -> None:
    """Approve or refuse a change; what is approved takes effect at once.

    Raises:
        AccessRefused: The person may not decide on it, or somebody did.
    """
    allowed = rules.may_decide(person, change, approve=approve)
    verb = "approve" if approve else "refuse"
    acts.write(person, f"{verb}_{change.kind}", target=change.person_id, allowed=allowed)
    if not allowed:
        raise AccessRefused("may_not_decide")
    with transaction.atomic():
        decided = Change.objects.filter(pk=change.pk, approved=None).update(
            decided_by=person, decided=timezone.now(), approved=approve
        )
        if not decided:
            raise AccessRefused("decided_by_another")
        if approve:
            _apply(User.objects.select_for_update().get(pk=change.person_id), change.kind)


def _apply(other: User, kind: str) -> None:
    if kind == "close":
        _close(other)
        return
    verb, _, skill = kind.partition("_")
    setattr(other, skill, verb == "give")
    other.save(update_fields=[skill])


def _close(other: User) -> None:
    """Close an account: nothing signs in to it, and no key of it opens anything."""
    other.is_active = False
    other.agency_key = other.wrapped_key = b""
    other.set_unusable_password()
    other.save(update_fields=["is_active", "agency_key", "wrapped_key", "password"])
    Authenticator.objects.filter(user=other).delete()
    Change.objects.filter(person=other, approved=None).delete()
    end_sessions(other)
