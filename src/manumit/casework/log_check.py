"""Whether a log is what was recorded, and where it is not.

Three things are compared. Each record has its digest kept beside it; the digests together give the
roots that were signed; and the log keeps the digests from which it goes on. Somebody who changes
the database may change one, two or all of them. What can be said of where and how depends on that,
and `Finding.kind` says no more than is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from manumit.casework.log import Frontier, leaf_hash, record_bytes
from manumit.errors import InputError, LogBroken

Fields: TypeAlias = dict[str, Any]

KEPT = 256
"""Records that are kept for a closer look, of those that do not give their digest."""
NEAR = 8
"""Places by which a record is looked for before and after its number."""


@dataclass(frozen=True, slots=True)
class Head:
    """A root that was signed.

    Attributes:
        size: How many records the log had.
        name: Where it stands, for messages.
    """

    size: int
    root: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: edit, insertion, deletion, reordering, cut, change, rewrite or checkpoint.
        first: Number of the first record that it touches, or may touch.
        last: Number of the last one.
        says: The same in words.
    """

    kind: str
    first: int
    last: int
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found.

    Attributes:
        size: How many records there are.
        root: Root over them.
        findings: None if the log is sound.
    """

    size: int
    root: bytes
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Walk:
    """The state of going through the records once.

    Attributes:
        fits: Size of the longest log that was signed and is still there.
        broken: Whether the tree can no longer be compared.
        suspects: Records that do not give their digest, with the digest kept for them.
        wrong: How many such records there are.
    """

    tree: Frontier
    heads: list[Head]
    findings: list[Finding]
    suspects: list[tuple[Fields, bytes]]
    next: int = 0
    fits: int = 0
    broken: bool = False
    wrong: int = 0


def check_log(
    rows: Iterable[tuple[Fields, bytes]], heads: Sequence[Head], size: int, hashes: bytes
) -> Report:
    """Compare a log with its digests, with what was signed, and with what it goes on from.

    Args:
        rows: Fields of each record and the digest kept beside it, in the order of their numbers.
        heads: Roots that were signed, in any order.
        size: How many records there should be.
        hashes: What the log goes on from, as `Frontier.to_bytes` has it.
    """
    walk = _Walk(Frontier(), sorted(heads, key=lambda head: -head.size), [], [])
    _compare_heads(walk)
    for fields, kept in rows:
        number = fields["number"]
        if number != walk.next or not isinstance(number, int):
            _misplaced(walk, number)
            if not isinstance(number, int) or number < walk.next:
                continue
            walk.next = number
        walk.next += 1
        if _digest(fields) != kept:
            walk.wrong += 1
            if len(walk.suspects) < KEPT:
                walk.suspects.append((fields, kept))
        walk.tree.append(kept)
        if walk.heads and walk.heads[-1].size == walk.tree.size:
            _compare_heads(walk)
    _look_closer(walk)
    _compare_end(walk, size, hashes)
    return Report(walk.next, walk.tree.root(), tuple(walk.findings))


def _digest(fields: Fields) -> bytes:
    try:
        return leaf_hash(record_bytes(fields))
    except InputError:  # a kind of value that the log does not have
        return b""


def _misplaced(walk: _Walk, number: Any) -> None:
    walk.broken = True
    if isinstance(number, int) and number > walk.next:
        last = number - 1
        missing = _numbers(walk.next, last, "is", "are")
        walk.findings.append(Finding("deletion", walk.next, last, f"{missing} missing."))
    else:
        says = f"A record with the number {str(number)[:40]!r} was inserted after {walk.next - 1}."
        walk.findings.append(Finding("insertion", walk.next, walk.next, says))


def _compare_heads(walk: _Walk) -> None:
    """Compare the tree with each root that was signed for a log of its present size."""
    root = walk.tree.root()
    while walk.heads and walk.heads[-1].size <= walk.tree.size:
        head = walk.heads.pop()
        if walk.broken:
            continue
        if head.root == root:
            walk.fits = head.size
            continue
        walk.broken = True
        walk.findings.append(_does_not_fit(walk.fits, head))


def _does_not_fit(fits: int, head: Head) -> Finding:
    where = _numbers(fits, head.size - 1, "is", "are")
    if fits == 0:
        says = (
            f"No checkpoint fits, from the first of {head.size} records on ({head.name}): {where} "
            "not what was signed. All of them may have been written anew."
        )
        return Finding("rewrite", 0, head.size - 1, says)
    says = (
        f"The checkpoint of {head.size} records does not fit ({head.name}), the one of {fits} "
        f"does: {where} not what was signed. Something there was changed, inserted, taken out or "
        "put in another order, and the digests were made to fit."
    )
    return Finding("change", fits, head.size - 1, says)


def _look_closer(walk: _Walk) -> None:
    """Say of records that do not give their digest whether they were changed or moved."""
    moved = dict(_moved(walk.suspects))
    numbers = [fields["number"] for fields, _ in walk.suspects]
    edited = [number for number in numbers if number not in moved]
    for number in edited:
        says = f"Record {number} was changed: it does not give the digest kept with it."
        walk.findings.append(Finding("edit", number, number, says))
    if walk.wrong > len(walk.suspects):
        says = f"{walk.wrong:,} records in all do not give the digest kept with them."
        walk.findings.append(Finding("edit", numbers[-1], walk.next - 1, says))
    if not moved:
        return
    first, last = min(moved), max(moved)
    steps = {number - before for number, before in moved.items()}
    if set(moved) == set(moved.values()) or len(steps) > 1:
        order = ", ".join(f"{number} was {before}" for number, before in [*moved.items()][:8])
        kind, says = "reordering", f"Records were put in another order: {order}."
    elif (step := steps.pop()) > 0:
        last = walk.next - 1
        kind, says = "insertion", f"{_count(step)} inserted before what is now record {first}."
        first -= step
    else:
        last = walk.next - 1
        kind, says = "deletion", f"{_count(-step)} taken out before what is now record {first}."
    walk.findings.append(Finding(kind, first, last, says))


def _moved(suspects: Sequence[tuple[Fields, bytes]]) -> Iterator[tuple[int, int]]:
    """Numbers of records that are whole, but under another number: now, and before."""
    kept = {fields["number"]: digest for fields, digest in suspects}
    for fields, digest in suspects:
        number = fields["number"]
        for before in [*range(number - NEAR, number + NEAR + 1), *kept]:
            own = _digest(fields | {"number": before})
            if before != number and own in (digest, kept.get(before)):
                yield number, before
                break


def _compare_end(walk: _Walk, size: int, hashes: bytes) -> None:
    """Compare the end of the log with the longest log that was signed, and with its frontier."""
    end = walk.next
    longest = walk.heads[0] if walk.heads else None
    if longest is not None and longest.size > end:
        missing = _numbers(end, longest.size - 1, "is", "are")
        says = (
            f"{missing} missing: the checkpoint {longest.name} counts {longest.size}, and the log "
            f"has {end}. The end was cut off, or as many were taken out before it."
        )
        walk.findings.append(Finding("cut", end, longest.size - 1, says))
    elif size > end:
        says = f"{_numbers(end, size - 1, 'is', 'are')} missing: the log itself counts {size}."
        walk.findings.append(Finding("cut", end, size - 1, says))
    elif size < end:
        added = _numbers(size, end - 1, "was", "were")
        says = f"{added} not added by the application: the log itself counts {size}."
        walk.findings.append(Finding("insertion", size, end - 1, says))
    elif not walk.broken and not _same(walk.tree, size, hashes):
        where = _numbers(walk.fits, end - 1, "is", "are")
        says = f"{where} not what the log goes on from: something there was changed."
        walk.findings.append(Finding("change", walk.fits, max(end - 1, 0), says))


def _same(tree: Frontier, size: int, hashes: bytes) -> bool:
    try:
        return Frontier.from_bytes(size, hashes).hashes == tree.hashes
    except LogBroken:
        return False


def _count(number: int) -> str:
    return "1 record was" if number == 1 else f"{number} records were"


def _numbers(first: int, last: int, one: str, several: str) -> str:
    return f"Record {first} {one}" if first == last else f"Records {first} to {last} {several}"
