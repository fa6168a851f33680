"""The application as Django knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.demo"
    label = "demo"
