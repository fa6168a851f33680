"""The application as Django knows it."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.worker"
    label = "worker"
