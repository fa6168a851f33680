"""What `audit_log` of this folder measures, one job a process.

    python -m bench.audit_jobs JOB HOME COUNT

A job prints JSON. The database is SQLite with the settings of the office.
"""

import json
import os
import sqlite3
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from manumit.casework.log import Frontier
from manumit.web.audit.checkpoints import make_checkpoint
from manumit.web.audit.rows import NAMES, leaf_of
from manumit.web.audit.verify import verify
from manumit.web.config import Config

CHECKPOINTS = 24
START = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = "CREATE TABLE IF NOT EXISTS plain AS SELECT * FROM audit_record LIMIT 0"


@dataclass(frozen=True, slots=True)
class Job:
    """Where a job works, and how much it does."""

    config: Config
    count: int


def _django(config: Config) -> None:
    import django
    from django.conf import settings

    os.environ["MANUMIT_HOME"] = str(config.home)
    from manumit.web.base_settings import database

    databases = {"default": database("office")}
    settings.configure(INSTALLED_APPS=["manumit.web.audit"], USE_TZ=True, DATABASES=databases)
    django.setup()


def make(job: Job) -> None:
    """A log of records that are made up, with the digests of a real one."""
    from django.core.management import call_command

    _django(job.config)
    call_command("migrate", verbosity=0)
    tree = Frontier()
    columns = ", ".join(f'"{name}"' for name in (*NAMES, "leaf"))
    marks = ", ".join("?" for _ in (*NAMES, "leaf"))
    with closing(sqlite3.connect(job.config.home / "office.sqlite3")) as database, database:
        insert = f"INSERT INTO audit_record ({columns}) VALUES ({marks})"
        database.executemany(insert, _rows(job, tree))
        kept = (tree.size, tree.to_bytes())
        database.execute("INSERT INTO audit_frontier (id, size, hashes) VALUES (1, ?, ?)", kept)


def _rows(job: Job, tree: Frontier) -> Iterator[tuple[Any, ...]]:
    ids = [str(uuid.UUID(int=number)) for number in range(500)]
    for number in range(job.count):
        at = START + timedelta(seconds=25 * number)
        who = (ids[number % 97], ids[number % 31], "read", ids[number % 500], number % 22)
        what = ("inspection", ids[number * 7 % 500], True, b"x" * 90 * (number % 10 == 0))
        leaf = leaf_of(dict(zip(NAMES, (number, at.isoformat(), *who, *what), strict=True)))
        tree.append(leaf)
        if tree.size % (job.count // CHECKPOINTS) == 0:
            make_checkpoint(job.config, tree, at)
        yield (number, f"{at:%Y-%m-%d %H:%M:%S}", *who, *what, leaf)


def record(job: Job) -> Callable[[], object]:
    """Records added one by one."""
    _django(job.config)
    from manumit.web.audit.services import record

    one = str(uuid.UUID(int=1))
    fields: dict[str, Any] = {"actor_id": one, "agency_id": one, "case": one, "data_class": 4}
    return lambda: [record(act="read", purpose="support", **fields) for _ in range(job.count)]


def insert(job: Job) -> Callable[[], object]:
    """The same rows through Django into a table that has neither log nor guards."""
    _django(job.config)
    from django.db import connection
    from django.utils import timezone

    from manumit.web.audit.models import Record

    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
    Record._meta.db_table = "plain"
    one = str(uuid.UUID(int=1))
    fields: dict[str, Any] = {"actor": one, "agency": one, "case": one, "data_class": 4}
    fields |= {"act": "read", "purpose": "support", "allowed": True, "leaf": bytes(32)}

    def rows() -> None:
        for number in range(job.count):
            row = Record(number=number, at=timezone.now().replace(microsecond=0), **fields)
            row.save(force_insert=True)

    return rows


def verify_all(job: Job) -> Callable[[], object]:
    """The log verified, as the command does it."""

    def verified() -> None:
        findings = verify(job.config).findings
        if findings:
            sys.exit(f"The log is broken: {findings[0].says}")

    return verified


def read(job: Job) -> Callable[[], object]:
    """Every row read and nothing done with it."""

    def rows() -> None:
        with closing(sqlite3.connect(job.config.home / "office.sqlite3")) as database:
            for _ in database.execute("SELECT * FROM audit_record ORDER BY number"):
                pass

    return rows


JOBS = {"record": record, "insert": insert, "verify": verify_all, "read": read}


def main() -> None:
    name, home, count = sys.argv[1:]
    job = Job(Config(Path(home)), int(count))
    if name == "make":
        make(job)
        print(json.dumps({"cpu": 0, "wall": 0}))
        return
    work = JOBS[name](job)
    cpu, wall = process_time(), perf_counter()
    work()
    print(json.dumps({"cpu": process_time() - cpu, "wall": perf_counter() - wall}))


if __name__ == "__main__":
    main()
