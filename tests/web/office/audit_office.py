"""The least of an office that the log needs: its tables, in a folder of the test's own."""

import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from manumit.web.config import Config

APPS = ("contenttypes", "auth")


def open_office(home: Path) -> Config:
    """Make the database in `home` if there is none, and use it from now on."""
    config = Config(home)
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=[
                *(f"django.contrib.{name}" for name in APPS),
                "manumit.web.accounts",
                "manumit.web.audit",
            ],
            AUTH_USER_MODEL="accounts.User",
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
            TIME_ZONE="UTC",
        )
        django.setup()
    settings.CONFIG = config
    connection.close()
    path = home / "office.sqlite3"
    connection.settings_dict["NAME"] = path
    connection.settings_dict["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    if not path.exists():
        if not _MADE.exists():
            call_command("migrate", run_syncdb=True, verbosity=0)
            connection.close()
            shutil.copy(path, _MADE)
        else:
            shutil.copy(_MADE, path)
    return config


_MADE = Path(tempfile.mkdtemp()) / "office.sqlite3"
"""The empty tables, made once and copied."""
