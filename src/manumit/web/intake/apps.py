"""The application as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.intake"
    label = "intake"
