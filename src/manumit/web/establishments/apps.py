"""The application as Django knows it."""

from django.apps import AppConfig


class EstablishmentsConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.establishments"
    label = "establishments"
