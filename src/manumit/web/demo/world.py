"""Fictional cases, made by the same services that people use."""

from django.db import transaction
from django.utils import timezone

from manumit.web.accounts.models import Agency
from manumit.web.demo.sample import make_office


def make_world_once() -> None:
    """Make the fictional office, unless it is there."""
    if Agency.objects.exists():
        return
    with transaction.atomic(), transaction.atomic(using="mailbox"):
        make_office(timezone.now())
