"""A PostgreSQL server of the tests' own, on this machine only, that can be killed and restarted.

The fixtures are in `tests/conftest.py`:

- `postgres`: the `Cluster`, started by the first test of a worker that asks for it. Each worker of
  xdist has one of its own, so that a test may kill it.
- `postgres_url(name)`: the address of a fresh database, for the superuser; gone after the module.

A role is made with `postgres.role("intake")`, and reads a database at
`postgres.url("cases", "intake")`. Tests are skipped by name where the server is not installed.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SUPERUSER = "postgres"
UNPRIVILEGED = ("postgres", "nobody")
PATIENCE = 60.0
"""Seconds until a server that does not answer counts as broken."""


def programs() -> Path | None:
    """The folder of the newest installed server."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=shutil.which("initdb"))
    return Path(newest).parent if newest else None


def _unprivileged() -> pwd.struct_passwd:
    """Whom the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {user.pw_name: user for user in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in names:
            return names[name]
    pytest.skip("PostgreSQL refuses root, and there is no other user: adduser postgres")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Cluster:
    """A server with its data in a folder of its own.

    Every commit survives `kill`. Nothing is forced to the disk unless `durable`: the data would
    not survive the machine.

    Attributes:
        port: Port on 127.0.0.1, also after `restart`.
        folder: Data, log and socket.
        durable: Whether commits wait for the disk.
    """

    programs: Path
    durable: bool = False
    port: int = 0
    folder: Path = field(init=False)
    _user: pwd.struct_passwd = field(init=False)
    _passwords: dict[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self._user = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        try:
            self._make()
            self._start_on_a_free_port()
        except BaseException:
            self.stop()
            raise

    def url(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        """The address of a database for a role."""
        password = self._passwords[role]
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        """The same by the socket."""
        password = self._passwords[role]
        return f"postgresql://{role}:{password}@/{database}?host={self.folder}&port={self.port}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each in a transaction of its own."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def database(self, name: str) -> str:
        """Make a database anew; its address for the superuser."""
        self.drop(name)
        self.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, and end who is in it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def has(self, name: str) -> bool:
        """Whether there is a database of this name."""
        import psycopg

        with psycopg.connect(self.url()) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def role(self, name: str, options: str = "NOSUPERUSER NOBYPASSRLS") -> str:
        """Make a role that may log in, or set the options of one; its name."""
        password = self._passwords.setdefault(name, secrets.token_urlsafe(18))
        there = f"SELECT FROM pg_roles WHERE rolname = '{name}'"
        self.execute(
            f'DO $$ BEGIN IF NOT EXISTS ({there}) THEN CREATE ROLE "{name}"; END IF; END $$',
            f"ALTER ROLE \"{name}\" LOGIN {options} PASSWORD '{password}'",
        )
        return name

    def kill(self) -> None:
        """End the server as a crash does: SIGKILL, no word to anyone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        """Start the server again on its port, after `kill` or in an orderly way."""
        self._end()
        until = time.monotonic() + PATIENCE
        # What a killed server leaves behind ends by itself, and until then bars the next.
        while not self._started():
            if time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start again:\n{self.log()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the server and remove its data."""
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """The last lines that the server wrote."""
        path = self.folder / "log"
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        return "\n".join(lines)

    def _make(self) -> None:
        password = self._passwords[SUPERUSER] = secrets.token_urlsafe(18)
        given = self.folder / "password"
        given.write_text(password, encoding="utf-8")
        given.chmod(0o600)
        os.chown(given, self._user.pw_uid, self._user.pw_gid)
        how = ("--auth=scram-sha-256", f"--pwfile={given}", f"--username={SUPERUSER}")
        what = ("--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={self._data}")
        command = self._as_user("initdb", *how, *what)
        done = subprocess.run(command, **self._surroundings, capture_output=True, check=False)
        given.unlink()
        assert done.returncode == 0, done.stderr.decode()

    def _start_on_a_free_port(self) -> None:
        for _ in range(5):
            self.port = _free_port()
            if self._started():
                return
        raise RuntimeError(f"PostgreSQL does not start:\n{self.log()}")

    def _started(self) -> bool:
        """Start the server and wait until it answers; False if it ended instead."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "max_connections": "50",
            "shared_buffers": "32MB",
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = self._as_user("postgres", "-D", str(self._data), *options)
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, **self._surroundings, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and not self._ready():
            if time.monotonic() > until:
                self._end()
            time.sleep(0.02)
        return self._process.poll() is None

    def _ready(self) -> bool:
        """Whether the server says so: its process and its state are lines of its lock file."""
        assert self._process is not None
        lines = list[str]()  # there is none while the file is being made or removed
        with suppress(FileNotFoundError):
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8").split()
        return lines[:1] == [str(self._process.pid)] and lines[-1:] == ["ready"]

    def _end(self) -> None:
        """End the server, and no other: it is a child of this process."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)  # it ends its sessions and itself
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _surroundings(self) -> dict[str, Any]:
        return {"cwd": self.folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}

    def _as_user(self, program: str, *arguments: str) -> list[str]:
        """The command of a program that ends with the tests, whatever ends them."""
        command = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:
            ids = (f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}")
            command += [*ids, "--clear-groups"]
        return [*command, str(self.programs / program), *arguments]
