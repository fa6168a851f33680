"""The application as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.cases"
    label = "cases"
