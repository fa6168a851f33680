"""Secrets of second factors, sealed under the secret of the server."""

import base64
import hashlib

from manumit.web.sealing import Place, decrypt, derived, encrypt

PLACE = Place("mfa_authenticator", "data", "secret")


def seal(text: str, server_secret: str) -> str:
    """A secret as it may lie in the database."""
    return base64.b64encode(encrypt(_key(server_secret), text.encode(), PLACE)).decode()


def unseal(sealed: str, server_secret: str) -> str:
    """The secret.

    Raises:
        CannotOpen: It was sealed under another secret, or changed.
    """
    return decrypt(_key(server_secret), base64.b64decode(sealed), PLACE).decode()


def _key(server_secret: str) -> bytes:
    return derived(hashlib.sha256(server_secret.encode()).digest(), "second factors")
