"""Sealing: the few ways in which the office and the intake encrypt. No database, no Django.

Content is sealed with AES-256-GCM and bound to its place: table, column, row and key version.
Moved elsewhere, it does not open. Keys are sealed for their holders with libsodium's sealed boxes
(X25519, XSalsa20-Poly1305). A password or receipt becomes a key by Argon2id (RFC 9106). Lengths are
padded, so that a ciphertext does not tell a short answer from a long one.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from itertools import combinations

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from manumit.errors import CannotOpen

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
BLOCK = 256
"""Content is padded to a multiple of this many bytes."""

FINGERPRINT_BYTES = 15
"""120 bits: six groups of four letters and digits of five bits each."""

PASSES = 3
"""Passes of Argon2id over its memory."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A public key, and the private key that opens what is sealed with it."""

    public: bytes
    private: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where sealed content belongs; it opens nowhere else."""

    table: str
    column: str
    row: str
    version: int = 1

    def encode(self) -> bytes:
        """The place as the additional data of AES-GCM."""
        return "|".join((self.table, self.column, self.row, str(self.version))).encode()


def new_key() -> bytes:
    """A random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def new_salt() -> bytes:
    """A random salt."""
    return secrets.token_bytes(SALT_BYTES)


def new_pair() -> KeyPair:
    """A new pair of keys."""
    private = PrivateKey.generate()
    return KeyPair(bytes(private.public_key), bytes(private))


def public_of(private: bytes) -> bytes:
    """The public key that belongs to a private key."""
    return bytes(PrivateKey(private).public_key)


def fingerprint(public: bytes) -> str:
    """What two people read to each other to know that they see the same public key.

    Six groups of four letters and digits: the first 120 bits of its SHA-256. To find another key
    with the same ones takes some 2^120 tries; whoever compares one group alone has 20 bits.
    """
    return _spoken(hashlib.sha256(public).digest()[:FINGERPRINT_BYTES])


def seal_for(public: bytes, content: bytes) -> bytes:
    """Content that only the holder of the private key opens; who sealed it cannot."""
    return bytes(SealedBox(PublicKey(public)).encrypt(sodium_pad(content, BLOCK)))


def open_with(private: bytes, sealed: bytes) -> bytes:
    """What was sealed for the holder of a private key.

    Raises:
        CannotOpen: It was sealed for another, or changed.
    """
    try:
        return sodium_unpad(SealedBox(PrivateKey(private)).decrypt(bytes(sealed)), BLOCK)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen from None


def encrypt(key: bytes, content: bytes, place: Place) -> bytes:
    """Content sealed with a key and bound to its place."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, sodium_pad(content, BLOCK), place.encode())


def decrypt(key: bytes, sealed: bytes, place: Place) -> bytes:
    """What was sealed with a key at a place.

    Raises:
        CannotOpen: Another key, another place, or changed.
    """
    sealed = bytes(sealed)
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return sodium_unpad(AESGCM(key).decrypt(nonce, rest, place.encode()), BLOCK)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def key_from(secret: str, salt: bytes, mebibytes: int) -> bytes:
    """The key that a password or the secret of a receipt stands for.

    Args:
        secret: What the person typed.
        salt: The salt of that account or box alone.
        mebibytes: Memory that one guess takes.
    """
    return hash_secret_raw(
        secret.encode(), bytes(salt), PASSES, mebibytes * 1024, 1, KEY_BYTES, Type.ID
    )


def token(key: bytes, kind: str, text: str) -> bytes:
    """A keyed digest by which equal texts are found, by holders of the key alone."""
    return hmac.new(key, f"{kind}|{text}".encode(), hashlib.sha256).digest()[:16]


def derived(key: bytes, use: str) -> bytes:
    """Another key that follows from a key, for one use."""
    return HKDFExpand(SHA256(), KEY_BYTES, use.encode()).derive(key)


def split(private: bytes, place: Place) -> tuple[bytes, tuple[str, str, str]]:
    """A private key so wrapped that any two of three recovery keys open it.

    Returns:
        What is kept, and the three recovery keys, which are shown once and not kept.
    """
    keys = tuple(_spoken(secrets.token_bytes(KEY_BYTES)) for _ in range(3))
    kept = b"".join(
        _framed(encrypt(_joint(one, other), private, place)) for one, other in combinations(keys, 2)
    )
    return kept, (keys[0], keys[1], keys[2])


def recover(kept: bytes, one: str, other: str, place: Place) -> bytes:
    """The private key that two of its three recovery keys open.

    Raises:
        CannotOpen: They are not two different recovery keys of this key.
    """
    kept, parts = bytes(kept), []
    while kept:
        size = int.from_bytes(kept[:4], "big")
        parts.append(kept[4 : 4 + size])
        kept = kept[4 + size :]
    for part in parts:
        for pair in ((one, other), (other, one)):
            try:
                return decrypt(_joint(*pair), part, place)
            except CannotOpen:
                continue
    raise CannotOpen


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def _spoken(raw: bytes) -> str:
    """Letters and digits in groups of four, to be printed and typed in again."""
    text = base64.b32encode(raw).decode().rstrip("=")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _joint(one: str, other: str) -> bytes:
    plain = "|".join(key.replace("-", "").replace(" ", "").upper() for key in (one, other))
    return derived(hashlib.sha256(plain.encode()).digest(), "recovery")
