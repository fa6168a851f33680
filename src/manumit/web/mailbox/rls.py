"""The mailbox on PostgreSQL: the intake reaches the box that is named, and no other.

The intake's role can add boxes, and reach one by its locator or id; it cannot list them. The
office's role reaches all: what is in them is sealed for one desk and one worker. On other databases
nothing of this is done.
"""

from typing import Any
from uuid import UUID

from django.db import connections, router, transaction
from django.db.backends.utils import CursorWrapper

from manumit.web.mailbox.models import Box

OFFICE_ROLE, INTAKE_ROLE = "manumit_office", "manumit_intake"

_BOX = "current_setting('manumit.box', true)"
_NAMED = f"(id::text = {_BOX} OR locator = current_setting('manumit.locator', true))"
_OF_BOX = f"box_id::text = {_BOX}"
_OF_MESSAGE = "message_id IN (SELECT id FROM mailbox_message)"

POLICIES = {
    "mailbox_box": {"SELECT": _NAMED, "INSERT": "true", "UPDATE": f"id::text = {_BOX}"},
    "mailbox_message": {"SELECT": _OF_BOX, "INSERT": _OF_BOX, "DELETE": _OF_BOX},
    "mailbox_attachment": {"SELECT": _OF_MESSAGE, "INSERT": _OF_MESSAGE, "DELETE": _OF_MESSAGE},
}
"""Table to act to the rows that the intake reaches."""

COUNTS = ("mailbox_attempt", "mailbox_allowance", "mailbox_spentproof")


def name_box(*, box: UUID | str = "", locator: str = "") -> None:
    """Tell the database which box is meant, by its id or its locator."""
    connection = connections[router.db_for_write(Box)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('manumit.box', %s, false),"
                " set_config('manumit.locator', %s, false)",
                [str(box), locator],
            )


def secure(using: str, **_: Any) -> None:
    """Put the policies on the mailbox, if this is its database and it is PostgreSQL."""
    connection = connections[using]
    if connection.vendor != "postgresql" or router.db_for_write(Box) != using:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class"
            " WHERE oid = 'mailbox_box'::regclass"
        )
        if not cursor.fetchone()[0]:
            return  # a program that finds nothing to migrate
        _make_roles(cursor)
        for table, acts in POLICIES.items():
            _guard(cursor, table, acts)
        _grant(cursor)


def _make_roles(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT rolname FROM pg_roles")
    there = {row[0] for row in cursor.fetchall()}
    for role in (OFFICE_ROLE, INTAKE_ROLE):
        if role not in there:
            cursor.execute(f"CREATE ROLE {role} NOLOGIN")


def _guard(cursor: CursorWrapper, table: str, acts: dict[str, str]) -> None:
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    cursor.execute("SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{name}" ON {table}')
    cursor.execute(f"CREATE POLICY office ON {table} TO {OFFICE_ROLE} USING (true)")
    for act, rows in acts.items():
        using = f"USING ({rows})" if act != "INSERT" else ""
        check = f"WITH CHECK ({rows})" if act in {"INSERT", "UPDATE"} else ""
        name = f"intake_{act.lower()}"
        cursor.execute(
            f"CREATE POLICY {name} ON {table} FOR {act} TO {INTAKE_ROLE} {using} {check}"
        )


def _grant(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    everything = f"ALL TABLES IN SCHEMA {schema}"
    for role in (OFFICE_ROLE, INTAKE_ROLE):
        cursor.execute(f"REVOKE ALL ON {everything} FROM {role}, PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {everything} TO {OFFICE_ROLE}")
    cursor.execute(f"GRANT SELECT ON mailbox_desk, django_migrations TO {INTAKE_ROLE}")
    for table in COUNTS:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {INTAKE_ROLE}")
    for table, acts in POLICIES.items():
        cursor.execute(f"GRANT {', '.join(acts)} ON {table} TO {INTAKE_ROLE}")
