"""All keys of an agency renewed, after its own key was in other hands; it can stop and go on.

Each key is first marked. Then the cases are gone through one by one, each in a transaction of its
own: what was done stays done, and what is still marked is what is left.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from manumit.web.cases.models import Case
from manumit.web.vault.models import CaseKey
from manumit.web.vault.services import Holder, share


def mark(agency: str) -> int:
    """Mark every case key that an agency holds; returns how many."""
    held = CaseKey.objects.filter(wraps__agency=UUID(agency))
    return CaseKey.objects.filter(pk__in=held.values("pk")).update(stale=True)


def left(agency: str) -> QuerySet[Case]:
    """Cases with a key of the agency that is still to be renewed."""
    marked = CaseKey.objects.filter(stale=True, wraps__agency=UUID(agency))
    return Case.objects.filter(pk__in=marked.values("case")).order_by("pk")


def go_on(holder: Holder, now: datetime, most: int | None = None) -> int:
    """Renew the marked keys, case by case.

    Args:
        holder: The agency with its private key.
        now: The time.
        most: Cases to go through at most; None for all.

    Returns:
        How many cases are left: those not come to, and those in which something does not open.
    """
    for case in left(holder.agency)[:most]:
        with transaction.atomic():
            share(case, holder, now)
    return left(holder.agency).count()
