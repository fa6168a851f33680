"""Screened suppliers as JSON: the shape that other programs rely on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from manumit.lists import OutsideList
from manumit.report.document import Json, stream_document
from manumit.supply.model import Match, Screened

PLACES = 4
"""Decimal places of a probability."""


def screen_document(
    screened: Iterable[Screened],
    lists: Sequence[OutsideList],
    rejected: int,
    *,
    version: str,
    as_of: date,
) -> Iterator[str]:
    """One JSON document, piece by piece, a supplier at a time.

    Args:
        screened: The suppliers, in order.
        lists: The lists they were held against.
        rejected: Rows of the input that could not be read.
        version: Version of Manumit.
        as_of: Day on which entries had to be in force.
    """
    return stream_document(
        (supplier_document(one) for one in screened),
        version=version,
        as_of=as_of,
        end={"lists": [list_document(one) for one in lists], "rejected": rejected},
        key="suppliers",
    )


def supplier_document(one: Screened) -> Json:
    """One supplier with its matches, and what could not be checked."""
    supplier = one.supplier
    return {
        "row": supplier.row,
        "file": supplier.file,
        "name": supplier.names[0] if supplier.names else "",
        "territory": supplier.territory,
        "matches": [_match(match) for match in one.matches],
        "not_checked": list(one.not_checked),
    }


def list_document(one: OutsideList) -> Json:
    """A list: which edition, from where, how many entries."""
    return {
        "id": one.id,
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "entries": len(one.entries),
        "origin": one.origin,
    }


def _match(match: Match) -> Json:
    return {
        "list": match.list,
        "entry": match.entry.name,
        "entry_id": match.entry.id,
        "kind": match.kind,
        "probability": round(match.probability, PLACES),
        "status": match.status,
        "because": [reason.to_dict() for reason in match.because],
    }
