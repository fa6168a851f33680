"""Judgements of people on matches: who, when, why; ended by a later one, never overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Literal, TypeAlias

from manumit.supply.model import Supplier
from manumit.supply.names.romanise import latin, plain_words

Verdict: TypeAlias = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about one supplier and one entry.

    Attributes:
        supplier: Key of the supplier, as `supplier_key` makes it.
        list: Id of the list.
        entry: Id of the entry.
        verdict: same, different or unsure.
        who: Who decided.
        when: On which day.
        why: For what reason.
    """

    supplier: str
    list: str
    entry: str
    verdict: Verdict
    who: str
    when: date
    why: str


def supplier_key(supplier: Supplier) -> str:
    """What a supplier is known by from one upload to the next.

    Its Open Supply Hub id; without one, a digest of its name, address and territory in plain
    letters, so that case, accents, punctuation and the order of rows do not change it.
    """
    if supplier.os_id:
        return supplier.os_id
    words = [
        " ".join(plain_words(latin(text)))
        for text in (*supplier.names[:1], supplier.address, supplier.territory)
    ]
    return "s-" + blake2b("\n".join(words).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Judgements:
    """All judgements, by supplier, list and entry, in the order of their days."""

    by_pair: dict[tuple[str, str, str], tuple[Judgement, ...]]

    @classmethod
    def of(cls, given: Iterable[Judgement]) -> "Judgements":
        """The judgements, each kept; those of one pair in the order of their days."""
        found: dict[tuple[str, str, str], list[Judgement]] = {}
        for judgement in dict.fromkeys(given):
            pair = (judgement.supplier, judgement.list, judgement.entry)
            found.setdefault(pair, []).append(judgement)
        return cls({pair: tuple(sorted(found[pair], key=lambda one: one.when)) for pair in found})

    def on(self, supplier: str, list_: str, entry: str) -> tuple[Judgement, ...]:
        """Judgements on one pair, the latest last; empty if nobody has judged it."""
        return self.by_pair.get((supplier, list_, entry), ())


def verdict(judgements: tuple[Judgement, ...]) -> Verdict:
    """What holds: what was said on the latest day, or unsure if that day's people differ."""
    if len(judgements) == 0:
        return "unsure"
    latest = {one.verdict for one in judgements if one.when == judgements[-1].when}
    return judgements[-1].verdict if len(latest) == 1 else "unsure"
