"""Limits that need no address of a visitor: tries at a locator, and what all may do in an hour."""

from datetime import timedelta

from django.db import router, transaction
from django.db.models import F, Sum
from django.utils import timezone

from manumit.errors import RefusedError
from manumit.web.common import this_hour
from manumit.web.mailbox.models import Allowance, Attempt
from manumit.web.mailbox.receipts import server_key
from manumit.web.sealing import token

MOST_TRIES = 5
"""Wrong tries at one locator within an hour."""

OPEN, UNLOCK = "open", "unlock"
ALLOWED = {
    (OPEN, False): 30,
    (OPEN, True): 600,
    (UNLOCK, False): 300,
    (UNLOCK, True): 3000,
}
"""How much all visitors together may do in an hour, without and with a proof of work."""

HOUR = timedelta(hours=1)


def mark_of(locator: str) -> str:
    """Under what name tries at a locator are counted; it does not tell the locator."""
    return token(server_key("mailbox.tries"), "locator", locator).hex()


def count_try(locator: str) -> bool:
    """Count a try, and say whether it is one of those allowed.

    Times are told to the hour, so this hour and the last are taken together: within any sixty
    minutes there are never more than five.
    """
    mark, hour = mark_of(locator), this_hour()
    with transaction.atomic(using=router.db_for_write(Attempt)):
        Attempt.objects.filter(hour__lt=hour - HOUR).delete()
        Attempt.objects.get_or_create(locator=mark, hour=hour)
        Attempt.objects.filter(locator=mark, hour=hour).update(tries=F("tries") + 1)
        counted = Attempt.objects.filter(locator=mark).aggregate(sum=Sum("tries"))["sum"]
    return bool(counted <= MOST_TRIES)


def give_back(locator: str) -> None:
    """A try that opened the box does not count."""
    latest = Attempt.objects.filter(locator=mark_of(locator), tries__gt=0).order_by("-hour").first()
    if latest is not None:
        Attempt.objects.filter(pk=latest.pk).update(tries=F("tries") - 1)


def take(kind: str, *, proven: bool) -> None:
    """Use one of what all visitors together may do in this hour.

    Args:
        kind: `OPEN` or `UNLOCK`.
        proven: Whether a proof of work came with it.

    Raises:
        RefusedError: The allowance of this hour is used up.
    """
    hour = this_hour()
    with transaction.atomic(using=router.db_for_write(Allowance)):
        Allowance.objects.filter(hour__lt=hour).delete()
        row, _ = Allowance.objects.get_or_create(kind=kind, proven=proven, hour=hour)
        mine = Allowance.objects.filter(pk=row.pk, used__lt=ALLOWED[kind, proven])
        if not mine.update(used=F("used") + 1):
            raise RefusedError("The allowance of this hour is used up.", reason="allowance")


def minutes_to_wait() -> int:
    """Minutes until there is a new allowance."""
    return 60 - timezone.now().minute
