"""The application as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.audit"
    label = "audit"
