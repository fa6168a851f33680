"""The application as Django knows it."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.door"
    label = "door"
