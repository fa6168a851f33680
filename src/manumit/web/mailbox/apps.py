"""The application as Django knows it."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Its name and label."""

    name = "manumit.web.mailbox"
    label = "mailbox"
