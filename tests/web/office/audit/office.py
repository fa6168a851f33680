"""The least of an office that the log needs: its tables, in a file of the test's own."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from manumit.casework.log import Frontier
from manumit.web.audit.checkpoints import make_checkpoint
from manumit.web.audit.guards import lift_guards
from manumit.web.audit.rows import leaf_of, stored_log
from manumit.web.audit.services import frontier_now, record
from manumit.web.audit.verify import Verified
from manumit.web.config import Config

DATABASE = "office.sqlite3"
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)

EDIT = ("UPDATE audit_record SET actor = 'nobody' WHERE number = 9",)
CUT = ("DELETE FROM audit_record WHERE number >= 12",)
REWRITE = ("UPDATE audit_record SET actor = 'nobody'",)


@contextmanager
def database_at(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """Let models read and write this file, with the settings of the office."""
    usual = connections["default"]
    own = type(usual)(usual.settings_dict | {"NAME": path}, "default")
    connections["default"] = own
    try:
        yield own
    finally:
        own.close()
        connections["default"] = usual


def migrate(connection: BaseDatabaseWrapper, name: str | None) -> None:
    """Bring the tables of the log to a migration; None takes them away."""
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", name)])


def make_blank(folder: Path) -> Path:
    """A database with an empty log."""
    with database_at(folder / DATABASE) as connection:
        migrate(connection, "0001_initial")
    return folder / DATABASE


def put_into(home: Path, blank: Path) -> Path:
    """A copy of the blank database in a home."""
    return Path(shutil.copy(blank, home / DATABASE))


def write(count: int) -> None:
    for turn in range(count):
        record(
            actor_id=f"person-{turn % 3}",
            agency_id="agency",
            act="reveal",
            case=f"case-{turn % 5}",
            data_class=turn % 4 or None,
            purpose="support",
            target="é",
            reason=b"\x00\xff" * (turn % 2),
        )


def sign(config: Config, now: datetime) -> None:
    make_checkpoint(config, frontier_now(), now)


def as_superuser(config: Config, *statements: str) -> None:
    """Do to the database what the application cannot."""
    lift_guards(connections["default"])
    with closing(sqlite3.connect(config.home / DATABASE)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            database.execute(statement)


def rewrite_digests(config: Config, *, frontier: bool = True) -> None:
    """Make the digests of all records, and what the log goes on from, fit what is there now."""
    with stored_log(config) as stored:
        rows = [(leaf_of(fields), fields["number"]) for fields, _ in stored.rows]
    tree = Frontier()
    tree.extend(leaf for leaf, _ in rows)
    with closing(sqlite3.connect(config.home / DATABASE)) as database, database:
        database.executemany("UPDATE audit_record SET leaf = ? WHERE number = ?", rows)
        if frontier:
            now = (tree.size, tree.to_bytes())
            database.execute("UPDATE audit_frontier SET size = ?, hashes = ?", now)


def kinds(found: Verified) -> list[tuple[str, int, int]]:
    return [(each.kind, each.first, each.last) for each in found.findings]
