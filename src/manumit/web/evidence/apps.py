"""The application as Django knows it."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.evidence"
    label = "evidence"
