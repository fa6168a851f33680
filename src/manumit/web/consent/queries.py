"""Consents in force, as a filter of the database; `manumit.casework.access` decides the same."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet

from manumit.web.consent.models import Consent

Covers = Callable[[str], Q]
"""Rows of which a set of classes, in a column by this name, covers the class in question."""


def covering(numbers: Iterable[int]) -> Covers:
    """Rows that cover any of some classes."""
    return lambda column: reduce(
        or_, (Q(**{f"{column}__contains": f",{number},"}) for number in numbers)
    )


def in_force(purpose: str, covers: Covers, now: datetime) -> QuerySet[Consent]:
    """Consents to a purpose that count now.

    The agency that leads the case needs no agreement with itself; any other needs one in force that
    covers the same purpose and class.
    """
    agreed = covers("agreement__classes") & Q(
        agreement__giver=F("case__owner"),
        agreement__recipient=F("recipient"),
        agreement__purposes__contains=f",{purpose},",
        agreement__starts__lte=now,
        agreement__ends__gt=now,
    )
    return Consent.objects.filter(
        Q(case__owner=F("recipient")) | agreed,
        covers("classes"),
        Q(withdrawn=None) | Q(withdrawn__gt=now),
        purpose=purpose,
        starts__lte=now,
        ends__gt=now,
    )
