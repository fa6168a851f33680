"""The application as Django knows it."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.look"
    label = "look"
