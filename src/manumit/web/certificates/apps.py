"""The application as Django knows it."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.certificates"
    label = "certificates"
