"""Writing to the log of acts."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from manumit.casework import log
from manumit.errors import LogBroken
from manumit.web.audit.models import Frontier, Record
from manumit.web.audit.rows import NAMES, leaf_of

_ONLY = 1
"""Key of the one row of `Frontier`."""


def record(  # noqa: PLR0913 - the fields of an act
    *,
    actor_id: str,
    agency_id: str,
    act: str,
    case: str = "",
    data_class: int | None = None,
    purpose: str = "",
    target: str = "",
    allowed: bool = True,
    reason: bytes = b"",
) -> Record:
    """Put one act at the end of the log, before it happens.

    The record is committed when this returns, and stays if the caller then fails. So it has a
    transaction of its own: called inside another one it raises `RuntimeError`, because that other
    one could still take it back. Write to the log first, then begin the transaction of the act.

    Args:
        actor_id: Id of the account, or of the worker's box.
        agency_id: Id of the agency; empty for a worker.
        act: What is done, such as `reveal`.
        case: Id of the case.
        data_class: Class of data that it is about.
        purpose: What for.
        target: Id of what else it is about, such as an entry or a recipient.
        allowed: Whether it was allowed; refusals are recorded too.
        reason: Words of the person, sealed for the auditor.

    Raises:
        LogBroken: What is in the log is not what was put there, so that nothing can be added.
    """
    with transaction.atomic(durable=True):
        kept, _ = Frontier.objects.select_for_update().get_or_create(id=_ONLY)
        frontier = log.Frontier.from_bytes(kept.size, bytes(kept.hashes))
        row = Record(
            number=frontier.size,
            at=timezone.now().replace(microsecond=0),
            actor=actor_id,
            agency=agency_id,
            act=act,
            case=case,
            data_class=data_class,
            purpose=purpose,
            target=target,
            allowed=allowed,
            reason=reason,
        )
        fields = {name: getattr(row, name) for name in NAMES}
        row.leaf = leaf_of(fields | {"at": row.at.isoformat()})
        frontier.append(row.leaf)
        try:
            row.save(force_insert=True)
        except IntegrityError:
            what = "the last record does not have the number before this one."
            raise LogBroken(row.number, what) from None
        kept.size, kept.hashes = frontier.size, frontier.to_bytes()
        kept.save()
    return row


def frontier_now() -> log.Frontier:
    """How long the log is, and the digests of which its root is made."""
    kept = Frontier.objects.filter(id=_ONLY).first()
    return log.Frontier.from_bytes(kept.size, bytes(kept.hashes)) if kept else log.Frontier()
