"""The application as Django knows it."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.signals"
    label = "signals"
