"""Checkpoints of the log: its size and root at a moment, signed.

The text is a signed note and a checkpoint as C2SP defines them, so that witnesses and other
programs can read it: https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint. The time
stands in a line of its own after the root.

    manumit/4f1c0e2a9b6d7788
    1204
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
    time 2026-11-24T10:00:00Z

    — manumit/4f1c0e2a9b6d7788 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurm...
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from manumit.casework.log import LENGTH
from manumit.errors import InputError, LogBroken

_ED25519 = b"\x01"
_SIGNS = "\u2014 "
_PRIVATE = "PRIVATE+KEY+"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures: of the log, or of a witness.

    Attributes:
        name: Whose it is; without spaces and plus signs.
        raw: 32 bytes.
    """

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature says which key made it."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def text(self) -> str:
        """Name, id and key in one line, as C2SP has it."""
        return f"{self.name}+{self.id.hex()}+{_base64(_ED25519 + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs, and its public half."""

    public: PublicKey
    private: Ed25519PrivateKey

    def text(self) -> str:
        """Name, id and secret in one line. Keep it secret."""
        secret = _base64(_ED25519 + self.private.private_bytes_raw())
        return f"{_PRIVATE}{self.public.name}+{self.public.id.hex()}+{secret}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log was at a moment.

    Attributes:
        origin: Name of the log.
        at: To the second, in UTC.
    """

    origin: str
    size: int
    root: bytes
    at: datetime

    def body(self) -> str:
        """The text that is signed."""
        moment = self.at.astimezone(UTC).strftime(_TIME)
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\ntime {moment}\n"


def new_key(name: str = "", *, of: str = "manumit") -> SigningKey:
    """A new key; without a name it is named after itself, and what it is of."""
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes_raw()
    return SigningKey(PublicKey(name or f"{of}/{sha256(raw).hexdigest()[:16]}", raw), private)


def read_public_key(text: str, where: str = "") -> PublicKey:
    """The key that `PublicKey.text` wrote.

    Raises:
        InputError: It is not one.
    """
    name, id_, key = _parts(text, where)
    found = PublicKey(name, key)
    if found.id.hex() != id_:
        raise InputError("the key does not have the id that stands in it.", where=where)
    return found


def read_signing_key(text: str, where: str = "") -> SigningKey:
    """The key that `SigningKey.text` wrote.

    Raises:
        InputError: It is not one.
    """
    name, id_, secret = _parts(text.removeprefix(_PRIVATE), where)
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public = PublicKey(name, private.public_key().public_bytes_raw())
    if not text.startswith(_PRIVATE) or public.id.hex() != id_:
        raise InputError("this is not a key that signs.", where=where)
    return SigningKey(public, private)


def sign(body: str, key: SigningKey) -> str:
    """A note: the body, and one signature."""
    return f"{body}\n{_signature(body, key)}"


def cosign(note: str, key: SigningKey) -> str:
    """The note with one more signature, that of a witness who has seen it."""
    body, _, _ = note.rpartition("\n\n")
    return note + _signature(f"{body}\n", key)


def proof_text(old_size: int, proof: Sequence[bytes]) -> str:
    """A proof that a log goes on from an earlier size, as C2SP gives it to witnesses.

    See https://c2sp.org/tlog-witness.
    """
    return "".join([f"old {old_size}\n", *(f"{_base64(digest)}\n" for digest in proof)])


def read_proof(text: str) -> tuple[int, list[bytes]]:
    """The size and the proof that `proof_text` wrote; size -1 when it is none."""
    first, *lines = text.splitlines() or [""]
    size = first.removeprefix("old ")
    if first == size or not size.isdecimal() or len(size) > 18:
        return -1, []
    return int(size), [_bytes(line) for line in lines]


def is_signed_by(note: str, key: PublicKey) -> bool:
    """Whether a key is among those that signed a note."""
    try:
        return bool(open_note(note, key))
    except LogBroken:
        return False


def open_note(note: str, key: PublicKey) -> str:
    """The body of a note that this key signed. Signatures of other keys are passed over.

    Raises:
        LogBroken: The key did not sign this body.
    """
    body, _, lines = note.rpartition("\n\n")
    body += "\n"
    for line in lines.splitlines():
        name, _, signature = line.removeprefix(_SIGNS).partition(" ")
        signed = _bytes(signature)
        if line.startswith(_SIGNS) and name == key.name and signed[:4] == key.id:
            try:
                Ed25519PublicKey.from_public_bytes(key.raw).verify(signed[4:], body.encode())
            except InvalidSignature:
                break
            return body
    raise LogBroken(_size(body), f"the checkpoint is not signed by the key {key.name}.")


def read_checkpoint(note: str, key: PublicKey) -> Checkpoint:
    """The checkpoint in a note that this key signed.

    Raises:
        LogBroken: The key did not sign it, or what it signed is no checkpoint of its log.
    """
    body = open_note(note, key)
    lines = body.splitlines()
    size, root = _size(body), _bytes(lines[2]) if len(lines) == 4 else b""
    try:
        at = datetime.strptime(lines[-1], f"time {_TIME}").replace(tzinfo=UTC)
        found = Checkpoint(key.name, size, root, at)
    except ValueError:
        found = None
    if found is None or found.body() != body or len(root) != LENGTH:
        raise LogBroken(size, "what is signed is not a checkpoint of this log.")
    return found


def _signature(body: str, key: SigningKey) -> str:
    signed = key.public.id + key.private.sign(body.encode())
    return f"{_SIGNS}{key.public.name} {_base64(signed)}\n"


def _size(body: str) -> int:
    """The second line as a number; 0 when it is none."""
    lines = body.splitlines()
    text = lines[1] if len(lines) > 1 else ""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _parts(text: str, where: str) -> tuple[str, str, bytes]:
    name, _, rest = text.strip().partition("+")
    id_, _, key = rest.partition("+")
    raw = _bytes(key)
    if not name or len(raw) != 33 or raw[:1] != _ED25519:
        raise InputError(
            "this is not a key of a log.",
            where=where,
            hint="It is one line: NAME+ID+KEY, as in log.pub.",
        )
    return name, id_, raw[1:]


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    """Bytes of base64; none when it is not base64."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
