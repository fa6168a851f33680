"""Row-level security of PostgreSQL, made from the rules of access.

`secure` is run after every migration of the office and can be run again at any time. It makes what
is missing: the roles, the tables with the rules, the functions of `sql/office.sql`, a policy for
each act on each guarded table, and the rights of the program's role. On other databases it does
nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from manumit.casework.columns import tables
from manumit.casework.policy import RULES, matrix
from manumit.web.door.rls_policies import COLUMNS, OFFICE, Policies

OFFICE_ROLE, INTAKE_ROLE, RULES_ROLE = "manumit_office", "manumit_intake", "manumit_rules"
"""Who the office and the intake sign in as; who the functions run as, which cannot sign in."""

READ_BY_RULES = (
    *("accounts_user", "accounts_agency", "cases_case", "cases_part", "cases_conflict"),
    *("consent_consent", "consent_agreement", "consent_legalrequest", "consent_danger"),
    *("consent_breakglass", "referrals_referral", "vault_casekey", "vault_wrap", "vault_entry"),
    "certificates_certificate",
)
"""What the functions read; past the policies, or a policy would have to ask itself."""

WITHIN = ("access_held(", "access_holds(")
"""Functions that tell of a case whether it is seen or not: only other functions may call them."""


def secure(using: str = "default", **_: Any) -> None:
    """Put the rules and their policies on the office's database, if it is PostgreSQL."""
    connection = connections[using]
    if connection.vendor != "postgresql" or not _is_office(connection):
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        if not _owns_tables(cursor):
            return
        schema = _schema(cursor)
        _make_roles(cursor)
        with _as_rules(cursor):
            _take_down(cursor, schema)
            _run(cursor, files(__package__).joinpath("sql", "office.sql").read_text(), schema)
            _fill(cursor)
            _hand_over(cursor, schema)
        for table, acts in OFFICE.items():
            _guard(cursor, table, acts)
        _grant(cursor, schema)


def _is_office(connection: BaseDatabaseWrapper) -> bool:
    return set(OFFICE) <= set(connection.introspection.table_names())


def _owns_tables(cursor: CursorWrapper) -> bool:
    """Whether this is the owner, and not a program that finds nothing to migrate."""
    cursor.execute(
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'cases_case'::regclass"
    )
    return bool(cursor.fetchone()[0])


def _schema(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT quote_ident(current_schema())")
    return str(cursor.fetchone()[0])


def _run(cursor: CursorWrapper, text: str, schema: str) -> None:
    cursor.execute(text.replace("{schema}", schema))


def _make_roles(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT rolname FROM pg_roles")
    there = {row[0] for row in cursor.fetchall()}
    for role in (OFFICE_ROLE, INTAKE_ROLE, RULES_ROLE):
        if role not in there:
            cursor.execute(f"CREATE ROLE {role} NOLOGIN")


def _fill(cursor: CursorWrapper) -> None:
    """The rules as rows, in step with the matrix."""
    cursor.execute("DELETE FROM access_rule")
    cursor.execute("DELETE FROM access_purpose")
    cursor.executemany(
        "INSERT INTO access_rule VALUES (%s, %s, %s, %s, %s)",
        [
            (rule.role, rule.data_class, rule.verb, rule.form, sorted(rule.needs))
            for rule in RULES
            if matrix().classes[str(rule.data_class)].scope == "case"
        ],
    )
    cursor.executemany(
        "INSERT INTO access_purpose VALUES (%s, %s)",
        [(role, code) for role, each in matrix().roles.items() for code in each.purposes],
    )


@contextmanager
def _as_rules(cursor: CursorWrapper) -> Iterator[None]:
    """Be a member of the role of the functions, for as long as they are made."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    is_superuser = cursor.fetchone()[0]
    if not is_superuser:
        cursor.execute(f"GRANT {RULES_ROLE} TO CURRENT_USER")
    yield
    if not is_superuser:
        cursor.execute(f"REVOKE {RULES_ROLE} FROM CURRENT_USER")


def _take_down(cursor: CursorWrapper, schema: str) -> None:
    """Remove policies and functions of an earlier version; the tables stay guarded meanwhile."""
    for table in OFFICE:
        cursor.execute("SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP POLICY "{name}" ON {table}')
    for function in _functions(cursor, schema):
        cursor.execute(f"DROP FUNCTION {function}")


def _functions(cursor: CursorWrapper, schema: str) -> list[str]:
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = %s::regnamespace AND proname LIKE 'access\\_%%'",
        [schema],
    )
    return [row[0] for row in cursor.fetchall()]


def _hand_over(cursor: CursorWrapper, schema: str) -> None:
    """Let the functions run as the role that reads past the policies, and nobody else own them."""
    cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {RULES_ROLE}")
    cursor.execute("SELECT quote_ident(current_user)")
    owner = cursor.fetchone()[0]
    for function in _functions(cursor, schema):
        cursor.execute(f"ALTER FUNCTION {function} OWNER TO {RULES_ROLE}")
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        if not function.startswith(WITHIN):
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {OFFICE_ROLE}, {owner}")
    cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM {RULES_ROLE}")
    for table in ("access_rule", "access_purpose", *READ_BY_RULES):
        cursor.execute(f"GRANT SELECT ON {table} TO {RULES_ROLE}")


def _guard(cursor: CursorWrapper, table: str, acts: Any) -> None:
    """One policy for each act; what has none is open to nobody, the owner of the table included."""
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for act, rows in acts.items():
        before, after = rows if isinstance(rows, tuple) else (rows, rows)
        using = f"USING ({before})" if act != "INSERT" else ""
        check = f"WITH CHECK ({after})" if act in {"INSERT", "UPDATE"} else ""
        name = f"access_{act.lower()}"
        cursor.execute(f"CREATE POLICY {name} ON {table} FOR {act} {using} {check}")
    if table in READ_BY_RULES:
        cursor.execute(
            f"CREATE POLICY access_rules ON {table} FOR SELECT TO {RULES_ROLE} USING (true)"
        )


def _grant(cursor: CursorWrapper, schema: str) -> None:
    """The rights of the office's role: on guarded tables those acts that have a policy."""
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {OFFICE_ROLE}")
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {INTAKE_ROLE}, PUBLIC")
    for table in _tables(cursor, schema):
        cursor.execute(f'REVOKE ALL ON "{table}" FROM {OFFICE_ROLE}')
        for right in _rights(table, OFFICE):
            cursor.execute(f'GRANT {right} ON "{table}" TO {OFFICE_ROLE}')
    cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {OFFICE_ROLE}")


def _tables(cursor: CursorWrapper, schema: str) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema.strip('"')])
    return [row[0] for row in cursor.fetchall()]


def _rights(table: str, policies: Policies) -> Iterable[str]:
    if table in policies:
        for act in policies[table]:
            yield f"{act} ({COLUMNS[table]})" if act == "UPDATE" and table in COLUMNS else act
    elif table in tables():
        guard = tables()[table].guard
        if guard == "none":
            yield from ("SELECT", "INSERT", "UPDATE", "DELETE")
        elif guard == "log":
            yield from ("SELECT", "INSERT", *(["UPDATE"] if table == "audit_frontier" else []))
    elif table == "django_migrations":
        yield "SELECT"
