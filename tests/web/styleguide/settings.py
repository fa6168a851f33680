"""Settings that show the look alone, while no other feature is there."""

from pathlib import Path

import manumit.web.look

HERE = Path(manumit.web.look.__file__).parent

SECRET_KEY = "only for the preview"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(code, code) for code in ("en", "fr", "es", "ar")]
ROOT_URLCONF = "tests.web.styleguide.urls"
STATIC_URL = "/static/"
FORM_RENDERER = "manumit.web.look.forms.LookRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
INSTALLED_APPS = ["manumit.web.look", "django.contrib.messages"]
MIDDLEWARE = [
    "manumit.web.look.headers.SecurityHeaders",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.web.styleguide.urls.asked_language",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "manumit.web.look.context.page",
            ],
            "builtins": ["manumit.web.look.templatetags.look"],
        },
    }
]
LOGGING_CONFIG = None
