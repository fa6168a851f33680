"""Keeps the mailbox in a database of its own, which the intake opens and nothing else."""

from typing import Any

from django.db.models import Model

LABEL = "mailbox"


class MailboxRouter:
    """Sends models of the mailbox to it, and all others to the office."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        """Where a model is read."""
        return LABEL if model._meta.app_label == LABEL else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **_: Any) -> bool:
        """Whether two rows may refer to each other."""
        return (one._meta.app_label == LABEL) == (other._meta.app_label == LABEL)

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Whether the tables of an application belong in a database."""
        return (db == LABEL) == (app_label == LABEL)
