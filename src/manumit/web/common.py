"""What several models share: random ids, and time told to the hour."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that are not taken for one another."""


def new_id() -> UUID:
    """A random id that says nothing of what it names."""
    return uuid4()


def new_reference() -> str:
    """A short random code by which people name a case, such as `K7QF-2M9X`."""
    letters = [secrets.choice(_ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def this_hour() -> datetime:
    """Now, without minutes: a precise time could be matched with who was seen when."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)
