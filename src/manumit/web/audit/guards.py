"""Triggers by which the database itself refuses to change the log.

Nothing may be updated, deleted or emptied out, and only the next number may be inserted. The owner
of the database can take the triggers off; that is what checkpoints are for.

On SQLite a migration that alters the table makes it anew, without triggers: it ends with
`set_guards`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_SET = {
    "sqlite": (
        """CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record
            BEGIN SELECT RAISE(ABORT, 'The log of acts is never changed.'); END""",
        """CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record
            BEGIN SELECT RAISE(ABORT, 'The log of acts is never changed.'); END""",
        # INSERT OR REPLACE removes a row without asking the trigger for deletes.
        """CREATE TRIGGER audit_record_next BEFORE INSERT ON audit_record
            WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number) + 1, 0) FROM audit_record)
            BEGIN SELECT RAISE(ABORT, 'The log of acts takes the next number only.'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION audit_record_refuse() RETURNS trigger
            LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
            BEGIN
                RAISE EXCEPTION 'The log of acts is never changed.'
                    USING ERRCODE = 'restrict_violation';
            END $$""",
        """CREATE FUNCTION audit_record_is_next() RETURNS trigger
            LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
            BEGIN
                IF NEW.number IS DISTINCT FROM
                    (SELECT COALESCE(MAX(number) + 1, 0) FROM audit_record)
                THEN
                    RAISE EXCEPTION 'The log of acts takes the next number only.'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$""",
        """CREATE TRIGGER audit_record_no_change
            BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
            FOR EACH STATEMENT EXECUTE FUNCTION audit_record_refuse()""",
        """CREATE TRIGGER audit_record_next BEFORE INSERT ON audit_record
            FOR EACH ROW EXECUTE FUNCTION audit_record_is_next()""",
        # Also in a session that says it is a replica, which skips ordinary triggers.
        "ALTER TABLE audit_record ENABLE ALWAYS TRIGGER audit_record_no_change",
        "ALTER TABLE audit_record ENABLE ALWAYS TRIGGER audit_record_next",
    ),
}

_LIFT = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS audit_record_no_update",
        "DROP TRIGGER IF EXISTS audit_record_no_delete",
        "DROP TRIGGER IF EXISTS audit_record_next",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_record_no_change ON audit_record",
        "DROP TRIGGER IF EXISTS audit_record_next ON audit_record",
        "DROP FUNCTION IF EXISTS audit_record_refuse()",
        "DROP FUNCTION IF EXISTS audit_record_is_next()",
    ),
}


def set_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table of the log, in place of those that are there."""
    _run(connection, (*_LIFT[connection.vendor], *_SET[connection.vendor]))


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: to undo the migration, and for tests that empty the database."""
    _run(connection, _LIFT[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
