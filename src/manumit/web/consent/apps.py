"""The application as Django knows it."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.consent"
    label = "consent"
