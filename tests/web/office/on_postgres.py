"""The office on PostgreSQL, for tests: `default` and `mailbox` lead there for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from manumit.web.door.rls import INTAKE_ROLE, OFFICE_ROLE
from manumit.web.door.rls_session import tell
from tests.postgres import Cluster

OWNER = "manumit_owner"
ALIASES = {"default": "office", "mailbox": "mailbox"}
TEMPLATE = "migrated"


def migrated(cluster: Cluster, name: str) -> str:
    """A database with the tables of the office and the mailbox, owned by a role of its own.

    It is a copy: a server is migrated once.
    """
    if not cluster.has(TEMPLATE):
        _migrate(cluster)
    cluster.drop(name)
    cluster.execute(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE {TEMPLATE}')
    return name


def _migrate(cluster: Cluster) -> None:
    cluster.role(OWNER, "NOSUPERUSER NOBYPASSRLS CREATEROLE")
    cluster.role(OFFICE_ROLE)
    cluster.role(INTAKE_ROLE)
    cluster.execute(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER}")
    schemas = [f"CREATE SCHEMA {schema} AUTHORIZATION {OWNER}" for schema in ALIASES.values()]
    cluster.execute(*schemas, database=TEMPLATE)
    with signed_in_as(cluster, TEMPLATE, OWNER):
        call_command("migrate", database="default", verbosity=0, interactive=False)
        call_command("migrate", "mailbox", database="mailbox", verbosity=0, interactive=False)


@contextmanager
def signed_in_as(cluster: Cluster, name: str, role: str) -> Iterator[None]:
    """Both databases of the program are those of PostgreSQL, for a role."""
    before = {alias: connections[alias] for alias in ALIASES}
    made = {alias: _connection(cluster.url(name, role), alias) for alias in ALIASES}
    for alias, connection in made.items():
        connections[alias] = connection
    try:
        yield
    finally:
        for alias, connection in made.items():
            connection.close()
            connections[alias] = before[alias]


def _connection(url: str, alias: str) -> DatabaseWrapper:
    parts = urlsplit(url)
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": parts.username,
        "PASSWORD": parts.password,
        "HOST": parts.hostname,
        "PORT": parts.port,
        "OPTIONS": {"options": f"-c search_path={ALIASES[alias]}"},
    }
    whole = connections.configure_settings({"default": settings})["default"]
    return DatabaseWrapper(whole, alias)


@contextmanager
def asking(*, actor: object = "", box: object = "", purpose: str = "*") -> Iterator[None]:
    """Someone asks, as the program tells the database."""
    tell(actor=str(actor), box=str(box), purpose=purpose)
    try:
        yield
    finally:
        tell(actor="", box="", purpose="")
