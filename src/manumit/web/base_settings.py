"""What the office and the intake have in common, as Django reads it."""

from pathlib import Path
from typing import Any

from manumit.reference.models import LANGUAGES
from manumit.web.config import read_config, server_secret

CONFIG = read_config()
HERE = Path(__file__).parent

SECRET_KEY = server_secret(CONFIG.home)
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.hosts)
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(code, code) for code in LANGUAGES]  # type: ignore[assignment]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True
FORM_RENDERER = "manumit.web.look.forms.LookRenderer"
DATABASE_ROUTERS = ["manumit.web.mailbox.router.MailboxRouter"]


def database(name: str) -> dict[str, Any]:
    """One of the two databases: `office` or `mailbox`."""
    if not CONFIG.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": CONFIG.home / f"{name}.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                    " PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
                ),
            },
        }
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(CONFIG.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "manumit"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {"options": f"-c search_path={name}"},
        "TEST": {"NAME": f"test_{name}"},
    }


def templates(*processors: str) -> list[dict[str, Any]]:
    """Templates of the applications, with what each page is given."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "look" / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "manumit.web.look.context.page",
                    *processors,
                ],
                "builtins": ["manumit.web.look.templatetags.look"],
            },
        }
    ]
