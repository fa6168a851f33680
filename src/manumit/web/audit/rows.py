"""Rows of the log as its tree sees them, read without the application.

Whoever verifies the log reads the database itself, so that what the application makes of a row has
no part in the result.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from manumit.casework.log import Field, leaf_hash, record_bytes
from manumit.errors import InputError
from manumit.web.config import Config

NAMES = (
    *("number", "at", "actor", "agency", "act", "case", "data_class", "purpose", "target"),
    *("allowed", "reason"),
)
"""Columns that a leaf is a digest of: all but the digest itself."""

_COLUMNS = ", ".join(f'"{name}"' for name in NAMES)
_ROWS = f'SELECT {_COLUMNS}, "leaf" FROM audit_record ORDER BY "number"'  # noqa: S608 - fixed
_FRONTIER = "SELECT size, hashes FROM audit_frontier"
_AT, _ALLOWED, _REASON, _LEAF = (
    NAMES.index("at"),
    NAMES.index("allowed"),
    NAMES.index("reason"),
    len(NAMES),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds of the log.

    Attributes:
        rows: Fields of each record, and the digest kept with it, by number.
        size: How many records the database says there are.
        hashes: The digests from which it goes on.
    """

    rows: Iterator[tuple[dict[str, Any], bytes]]
    size: int
    hashes: bytes


def leaf_of(fields: dict[str, Field]) -> bytes:
    """Digest of the row with these fields; `at` is text such as `2026-11-24T10:00:00+00:00`."""
    return leaf_hash(record_bytes(fields))


@contextmanager
def stored_log(config: Config) -> Iterator[Stored]:
    """The log as it stands at one moment, whatever is added meanwhile.

    Raises:
        InputError: There is no database, or none with a log.
    """
    if config.database:
        with _postgresql(config.database) as stored:
            yield stored
    else:
        with _sqlite(config.home / "office.sqlite3") as stored:
            yield stored


@contextmanager
def _sqlite(path: Path) -> Iterator[Stored]:
    if not path.is_file():
        raise InputError("there is no database.", where=str(path), hint="Name its folder: --home")
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        connection.execute("BEGIN")
        frontier = connection.execute(_FRONTIER).fetchone()
        yield _stored(frontier, connection.execute(_ROWS))
    except sqlite3.Error as error:
        raise InputError(f"cannot be read: {error}.", where=str(path)) from None
    finally:
        connection.close()


@contextmanager
def _postgresql(address: str) -> Iterator[Stored]:
    import psycopg
    from psycopg import IsolationLevel

    options = "-c search_path=office -c timezone=UTC -c default_transaction_read_only=on"
    try:
        with psycopg.connect(address, options=options) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            frontier = connection.execute(_FRONTIER).fetchone()
            with connection.cursor(name="log") as cursor:
                cursor.itersize = 10_000
                cursor.execute(_ROWS)
                yield _stored(frontier, cursor)
    except psycopg.Error as error:
        reason = str(error).partition("\n")[0]
        raise InputError(f"cannot be read: {reason}.", where="MANUMIT_DATABASE") from None


def _stored(frontier: tuple[Any, ...] | None, rows: Any) -> Stored:
    size, hashes = frontier or (0, b"")
    return Stored(map(_row, rows), size, _bytes(hashes))


def _row(values: tuple[Any, ...]) -> tuple[dict[str, Any], bytes]:
    fields = dict(zip(NAMES, values, strict=False))
    at = values[_AT]
    if isinstance(at, str):  # SQLite keeps it as text, in UTC
        fields["at"] = f"{at[:10]}T{at[11:]}+00:00"
    elif isinstance(at, datetime):
        fields["at"] = at.astimezone(UTC).isoformat()
    if values[_ALLOWED] in (0, 1):
        fields["allowed"] = bool(values[_ALLOWED])
    if isinstance(values[_REASON], memoryview):
        fields["reason"] = bytes(values[_REASON])
    return fields, _bytes(values[_LEAF])


def _bytes(value: Any) -> bytes:
    """Bytes of a cell; whoever changed the database may have put anything there."""
    return bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode()
