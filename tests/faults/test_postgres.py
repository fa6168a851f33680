"""The PostgreSQL server of the tests: private, with roles that rows hold apart, and crash-proof."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.helpers import ROOT
from tests.postgres import PATIENCE, Cluster

ROWS = (
    "CREATE TABLE cases (id int PRIMARY KEY, agency name NOT NULL)",
    "ALTER TABLE cases ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own ON cases USING (agency = current_user)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON cases TO north, south",
    "INSERT INTO cases VALUES (1, 'north'), (2, 'south'), (3, 'south')",
)


@pytest.fixture
def cases(postgres: Cluster, postgres_url: Callable[[str], str]) -> str:
    """A database with rows of two agencies."""
    url = postgres_url("cases_of_agencies")
    for name in ("north", "south"):
        postgres.role(name)
    postgres.execute(*ROWS, database="cases_of_agencies")
    return url


def ids(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM cases ORDER BY id")]


def test_a_fresh_database_is_given_to_the_superuser(postgres_url: Callable[[str], str]) -> None:
    with psycopg.connect(postgres_url("fresh")) as connection:
        connection.execute("CREATE TABLE cases (id int)")
    with psycopg.connect(postgres_url("fresh")) as connection:
        found = connection.execute("SELECT to_regclass('cases'), current_setting('is_superuser')")
        assert found.fetchone() == (None, "on")


def test_a_role_sees_and_changes_its_own_rows_alone(postgres: Cluster, cases: str) -> None:
    assert ids(cases) == [1, 2, 3]
    assert ids(postgres.url("cases_of_agencies", "north")) == [1]
    assert ids(postgres.url("cases_of_agencies", "south")) == [2, 3]
    with psycopg.connect(postgres.url("cases_of_agencies", "north")) as connection:
        assert connection.execute("DELETE FROM cases WHERE id = 2").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO cases VALUES (4, 'south')")


def test_without_the_password_nobody_is_let_in(postgres: Cluster, cases: str) -> None:
    for url in (postgres.url(), postgres.socket_url(), cases):
        psycopg.connect(url).close()
        start, _, rest = url.partition("://postgres:")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"{start}://postgres:wrong@{rest.partition('@')[2]}")


def test_it_listens_on_this_machine_only_and_is_not_run_by_root(postgres: Cluster) -> None:
    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
    assert (postgres.folder / "data").stat().st_uid != 0
    assert (postgres.folder / "data").stat().st_mode & 0o077 == 0


def test_what_was_committed_survives_a_killed_server(postgres: Cluster, cases: str) -> None:
    with psycopg.connect(cases) as open_one:
        open_one.execute("INSERT INTO cases VALUES (5, 'north')")
        postgres.execute("INSERT INTO cases VALUES (4, 'north')", database="cases_of_agencies")
        postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            open_one.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cases, connect_timeout=5)
    postgres.restart()
    assert ids(postgres.url("cases_of_agencies", "north")) == [1, 4]
    assert "database system was not properly shut down" in postgres.log()


def test_an_orderly_restart_keeps_address_and_rows(postgres: Cluster, cases: str) -> None:
    before = ids(cases)
    postgres.restart()
    assert ids(cases) == before


def test_a_server_of_ones_own_can_wait_for_the_disk_and_leaves_nothing(postgres: Cluster) -> None:
    durable = Cluster(postgres.programs, durable=True)
    with psycopg.connect(durable.url()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    assert durable.port != postgres.port
    durable.stop()
    assert not durable.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(durable.url())
    psycopg.connect(postgres.url()).close()


def test_a_server_ends_when_its_tests_are_killed(postgres: Cluster) -> None:
    code = (
        "import os, pathlib; from tests.postgres import Cluster;"
        f"made = Cluster(pathlib.Path({str(postgres.programs)!r}));"
        "print(made.folder, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    folder = Path(done.stdout.strip())
    log, last_word, until = (
        folder / "log",
        "database system is shut down",
        time.monotonic() + PATIENCE,
    )
    # The lock file may go before the last line of the log is written.
    while last_word not in log.read_text(encoding="utf-8") and time.monotonic() < until:
        time.sleep(0.02)
    assert last_word in log.read_text(encoding="utf-8")
    assert not (folder / "data" / "postmaster.pid").exists()
    shutil.rmtree(folder)
