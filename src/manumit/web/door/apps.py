"""The application as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DoorConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.door"
    label = "door"

    def ready(self) -> None:
        """After every migration the database's own rules are made anew."""
        from manumit.web.door.rls import secure

        post_migrate.connect(secure, sender=self, dispatch_uid="door.secure")
