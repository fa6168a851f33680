"""The application as Django knows it."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.claims"
    label = "claims"
