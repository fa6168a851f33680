"""The tree over the log of acts, and the proofs that nothing in it was changed (RFC 6962).

Every record of the log is one leaf. The root of the tree over all leaves is a digest of the whole
log, in its order: whoever has an earlier root can tell whether what it stood for is still there.

A *digest* is always that of a leaf or node, 32 bytes of SHA-256, never a record itself.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

from manumit.errors import InputError, LogBroken

LENGTH = 32
"""Bytes of a digest."""

EMPTY = sha256(b"").digest()
"""Root of a log without records."""

Field: TypeAlias = str | int | bytes | None
"""What a field of a record can hold. A fraction has no one form in bytes, so it is refused."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def record_bytes(fields: Mapping[str, Field]) -> bytes:
    """The one form of a record in bytes: JSON, names sorted, no spaces, UTF-8, bytes as hex.

    Two records have the same form only if all their fields are the same, as long as a field
    always holds the same kind of value.

    Raises:
        InputError: A field holds something else than text, a whole number, bytes or nothing.

    Example:
        >>> record_bytes({"number": 0, "act": "open", "reason": b"seal", "case": None})
        b'{"act":"open","case":null,"number":0,"reason":"7365616c"}'
    """
    plain: dict[str, str | int | None] = {}
    for name, value in fields.items():
        if isinstance(value, bytes):
            plain[name] = value.hex()
        elif value is None or isinstance(value, str | int):
            plain[name] = value
        else:
            kind = type(value).__name__
            raise InputError(f"a {kind} cannot stand in a record of the log.", field=name)
    # Text that is not Unicode can come only from a database that was tampered with. It has a form
    # too, which is that of no other text, so that such a record is found and does not stop us.
    return _ENCODER.encode(plain).encode("utf-8", "surrogatepass")


def leaf_hash(data: bytes) -> bytes:
    """Digest of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Digest of a node over two others."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Root of the tree over digests of leaves, in their order."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


@dataclass(slots=True)
class Frontier:
    """The few digests from which a log can go on, without its earlier leaves.

    Attributes:
        size: How many leaves there are.
        hashes: Roots of the largest full trees side by side, the largest first: one for each
            binary digit 1 of `size`.
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """The frontier that `to_bytes` wrote.

        Raises:
            LogBroken: The bytes are not those of a log of this size.
        """
        if size < 0 or len(data) != LENGTH * size.bit_count():
            raise LogBroken(size, "what is kept to go on from does not fit the number of records.")
        return cls(size, [data[at : at + LENGTH] for at in range(0, len(data), LENGTH)])

    def to_bytes(self) -> bytes:
        """The digests one after another."""
        return b"".join(self.hashes)

    def append(self, leaf: bytes) -> None:
        """Add the digest of one more leaf."""
        hashes, above = self.hashes, self.size
        while above & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            above >>= 1
        hashes.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the digests of more leaves."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """Root of the tree over all leaves so far."""
        if not self.hashes:
            return EMPTY
        *others, root = self.hashes
        for left in reversed(others):
            root = node_hash(left, root)
        return root


def inclusion_proof(leaves: Sequence[bytes], number: int) -> list[bytes]:
    """What leads from leaf `number` to the root of the tree over `leaves`.

    Raises:
        LogBroken: There is no such leaf.
    """
    if not 0 <= number < len(leaves):
        raise LogBroken(number, f"the log has {len(leaves)} records, and none of this number.")
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    left, right = leaves[:half], leaves[half:]
    if number < half:
        return [*inclusion_proof(left, number), root_of(right)]
    return [*inclusion_proof(right, number - half), root_of(left)]


def verify_inclusion(
    leaf: bytes, number: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf stands at `number` in the log of `size` leaves that has this root.

    Raises:
        LogBroken: It does not, or the proof is not one for it.
    """
    if not 0 <= number < size:
        raise LogBroken(number, f"a log of {size} records has none of this number.")
    at, last, digest = number, size - 1, leaf
    for other in proof:
        if last == 0 or len(other) != LENGTH:
            raise LogBroken(number, "the proof is longer than the tree is high.")
        if at & 1 or at == last:
            digest = node_hash(other, digest)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            digest = node_hash(digest, other)
        at, last = at >> 1, last >> 1
    if last or digest != root:
        raise LogBroken(number, "the record does not lead to the root of the log.")


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """What shows that the first `size` of `leaves` are the log of that size, and still there.

    Raises:
        LogBroken: There are fewer leaves than that.
    """
    if not 0 <= size <= len(leaves):
        raise LogBroken(size, f"the log has only {len(leaves)} records.")
    return _subproof(leaves, size, whole=True) if size else []


def verify_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a log of `size` begins with the log of `old_size`, unchanged.

    Raises:
        LogBroken: It does not, or the proof is not one for these sizes.
    """
    if not 0 <= old_size <= size:
        raise LogBroken(size, f"the log has {size} records where it had {old_size} before.")
    if old_size in (0, size):
        known = EMPTY if old_size == 0 else root
        if proof or old_root != known:
            raise LogBroken(old_size, "another root was signed for a log of the same size.")
        return
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not path or any(len(digest) != LENGTH for digest in path):
        raise LogBroken(old_size, "the proof is not one for these sizes.")
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            raise LogBroken(old_size, "the proof is longer than the tree is high.")
        if at & 1 or at == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, other)
        at, last = at >> 1, last >> 1
    if last or old != old_root or new != root:
        raise LogBroken(old_size, f"the first {old_size} records are no longer what they were.")


def _half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subproof(leaves: Sequence[bytes], size: int, *, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _half(len(leaves))
    left, right = leaves[:half], leaves[half:]
    if size <= half:
        return [*_subproof(left, size, whole=whole), root_of(right)]
    return [*_subproof(right, size - half, whole=False), root_of(left)]
