"""What several models share: random ids, and time told to the hour."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import models
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


if TYPE_CHECKING:
    _Text = models.TextField[str | Iterable[object], frozenset[str]]
else:
    _Text = models.TextField


class CodesField(_Text):
    """A set of codes, kept as `,3,8,` so that every database finds one of them."""

    def from_db_value(self, value: str | None, *_: object) -> frozenset[str]:
        """The set."""
        return self.to_python(value)

    def to_python(self, value: object) -> frozenset[str]:
        """The set, from text or from a collection."""
        if isinstance(value, str) or value is None:
            return frozenset(code for code in (value or "").split(",") if code)
        return frozenset(str(code) for code in value)  # type: ignore[attr-defined]

    def get_prep_value(self, value: object) -> str:
        """The text that is kept."""
        if isinstance(value, str):
            return value
        return "," + "".join(f"{code}," for code in sorted(self.to_python(value)))
