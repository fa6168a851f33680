"""The application as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MailboxConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.mailbox"
    label = "mailbox"

    def ready(self) -> None:
        """After every migration the database's own rules are made anew."""
        from manumit.web.mailbox.rls import secure

        post_migrate.connect(secure, sender=self, dispatch_uid="mailbox.secure")
