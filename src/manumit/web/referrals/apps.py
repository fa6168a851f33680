"""The application as Django knows it."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.referrals"
    label = "referrals"
