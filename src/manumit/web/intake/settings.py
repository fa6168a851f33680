"""Settings of the intake: one database, no sessions, no accounts, no cookies, no log of requests.

There is no cookie against forged requests either: such a cookie protects what a browser is let in
to by other cookies, and here there are none. A page of someone else could at most send a message
of its own, which it could do without a visitor's browser. Forms carry a sealed token with its time,
and a request that a browser marks as coming from elsewhere is refused.
"""

from manumit.web.base_settings import *  # noqa: F403 - the way of Django's settings
from manumit.web.base_settings import database, templates
from manumit.web.intake.gate import MOST_BYTES

ROOT_URLCONF = "manumit.web.intake.urls"
WSGI_APPLICATION = "manumit.web.intake.wsgi.application"

INSTALLED_APPS = ["manumit.web.look", "manumit.web.mailbox", "manumit.web.intake"]
MIDDLEWARE = [
    "manumit.web.look.headers.SecurityHeaders",
    "manumit.web.intake.middleware.PathLanguage",
    "manumit.web.intake.middleware.Faults",
    "manumit.web.intake.middleware.OwnPagesOnly",
    "manumit.web.door.policy.DefaultDeny",
]
DATABASES = {"default": {}, "mailbox": database("mailbox")}
TEMPLATES = templates()
STATIC_URL = "/static/"
APPEND_SLASH = False

# What is sent stays in memory until it is sealed. Larger requests do not come past the gate, so
# that nothing is put into a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_BYTES + 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["nowhere"], "level": "CRITICAL"},
    "loggers": {
        name: {"handlers": ["nowhere"], "propagate": False, "level": "CRITICAL"}
        for name in ("django", "django.request", "django.security", "django.server", "asyncio")
    },
}
