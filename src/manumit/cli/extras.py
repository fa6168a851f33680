"""Optional libraries that a command needs."""

from importlib.util import find_spec

from manumit.errors import MissingExtra

LIBRARIES = {
    "tables": ("numpy", "pyarrow"),
    "screen": ("numpy", "rapidfuzz", "anyascii", "pypinyin", "pyarrow"),
    "link": ("splink", "duckdb"),
    "office": ("django", "allauth", "argon2", "nacl", "cryptography", "waitress"),
    "serve": ("numpy", "rapidfuzz", "starlette", "uvicorn"),
}
"""Extra to what it brings."""


def need(extra: str, what: str) -> None:
    """Say how to install an extra, unless its libraries are there.

    Raises:
        MissingExtra: One of them is not.
    """
    if any(find_spec(name) is None for name in LIBRARIES[extra]):
        raise MissingExtra(extra, what)
