"""Supply chains: names matched, lists screened, each match explained."""

from manumit.supply.duplicates import Duplicates, find_duplicates
from manumit.supply.judgements import Judgement, Judgements, supplier_key, verdict
from manumit.supply.link import Linker, Links, score_pairs
from manumit.supply.model import Match, MatchKind, MatchStatus, Screened, Supplier
from manumit.supply.records import Record, record_of, record_of_party
from manumit.supply.screen import Screen

__all__ = [
    "Duplicates",
    "Judgement",
    "Judgements",
    "Linker",
    "Links",
    "Match",
    "MatchKind",
    "MatchStatus",
    "Record",
    "Screen",
    "Screened",
    "Supplier",
    "find_duplicates",
    "record_of",
    "record_of_party",
    "score_pairs",
    "supplier_key",
    "verdict",
]
