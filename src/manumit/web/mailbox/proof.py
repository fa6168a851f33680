"""Proof of work: a little work for one telephone, a lot for whoever wants to flood the desk."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, router, transaction
from django.utils import timezone

from manumit.web.common import this_hour
from manumit.web.mailbox.models import SpentProof
from manumit.web.mailbox.receipts import server_key
from manumit.web.sealing import token

BITS = 14
"""Leading zero bits that the digest of challenge and answer must have; about a second of work."""

LIFE = timedelta(hours=2)
_ANSWER_LENGTH = 20


def new_challenge(kind: str) -> str:
    """A signed task for one use, good for two hours."""
    until = int((timezone.now() + LIFE).timestamp())
    body = f"{kind}.{until}.{secrets.token_hex(12)}"
    return f"{body}.{_signature(body)}"


def spend(kind: str, challenge: str, answer: str) -> bool:
    """Whether the answer solves a challenge of this kind that was not used before; uses it up."""
    until = _until(kind, challenge)
    if until is None or not _solved(challenge, answer):
        return False
    SpentProof.objects.filter(until__lt=this_hour()).delete()
    try:
        with transaction.atomic(using=router.db_for_write(SpentProof)):
            # To the hour after, so that no precise time is kept.
            hour = until.replace(minute=0, second=0) + timedelta(hours=1)
            SpentProof.objects.create(mark=_mark(challenge), until=hour)
    except IntegrityError:
        return False
    return True


def solve(challenge: str) -> str:
    """An answer, found as the script in the browser finds it; for tests and for the bench."""
    at = 0
    while not _solved(challenge, str(at)):
        at += 1
    return str(at)


def _solved(challenge: str, answer: str) -> bool:
    if not answer.isdecimal() or len(answer) > _ANSWER_LENGTH:
        return False
    digest = hashlib.sha256(f"{challenge}.{answer}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def _until(kind: str, challenge: str) -> datetime | None:
    """When a challenge ends, if this server gave it and it has not ended."""
    body, _, signature = challenge.rpartition(".")
    if not secrets.compare_digest(signature.encode(), _signature(body).encode()):
        return None
    given, seconds, _ = body.split(".")
    until = datetime.fromtimestamp(int(seconds), UTC)
    return until if given == kind and until > timezone.now() else None


def _signature(body: str) -> str:
    return token(server_key("mailbox.proof"), "challenge", body).hex()


def _mark(challenge: str) -> str:
    return hashlib.sha256(challenge.encode()).hexdigest()
