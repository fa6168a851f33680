"""The application as Django knows it."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.vault"
    label = "vault"
