"""Outside lists: what publishers issue in, entries out; no network."""

from manumit.lists.model import (
    Entry,
    EntryStatus,
    Good,
    OutsideList,
    Party,
    PartyKind,
    Place,
    Practice,
)

__all__ = [
    "Entry",
    "EntryStatus",
    "Good",
    "OutsideList",
    "Party",
    "PartyKind",
    "Place",
    "Practice",
]
