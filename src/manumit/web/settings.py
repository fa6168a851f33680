"""Settings of the office: where the people of the agencies work."""

from datetime import timedelta

from manumit.web.base_settings import *  # noqa: F403 - the way of Django's settings
from manumit.web.base_settings import CONFIG, database, templates
from manumit.web.mailbox.files import MEGABYTE, MOST_TOGETHER

ROOT_URLCONF = "manumit.web.urls"
WSGI_APPLICATION = "manumit.web.wsgi.application"

INSTALLED_APPS = [
    "manumit.web.look",
    "manumit.web.door",
    "manumit.web.accounts",
    "manumit.web.establishments",
    "manumit.web.cases",
    "manumit.web.consent",
    "manumit.web.vault",
    "manumit.web.referrals",
    "manumit.web.audit",
    "manumit.web.mailbox",
    "manumit.web.signals",
    "manumit.web.certificates",
    "manumit.web.worker",
    "manumit.web.claims",
    "manumit.web.evidence",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "manumit.web.look.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "manumit.web.accounts.middleware.Presence",
    "manumit.web.worker.middleware.WorkerBox",
    "manumit.web.door.rls_session.TellWhoAsks",
    "manumit.web.door.policy.DefaultDeny",
]

DATABASES = {"default": database("office"), "mailbox": database("mailbox")}
TEMPLATES = templates(
    "django.contrib.messages.context_processors.messages",
    "manumit.web.look.context.signed_in",
)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["manumit.web.accounts.backend.PasswordBackend"]
PASSWORD_HASHERS = ["manumit.web.accounts.hasher.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]

# Sessions: 15 minutes idle (Presence), 8 hours at most, gone when the browser closes.
SESSION_ENGINE = "manumit.web.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if CONFIG.secure else "session"
SESSION_COOKIE_SECURE = CONFIG.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "__Host-csrf" if CONFIG.secure else "csrf"
CSRF_COOKIE_SECURE = CONFIG.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = [CONFIG.office_url]
LANGUAGE_COOKIE_NAME = "__Host-language" if CONFIG.secure else "language"
LANGUAGE_COOKIE_SECURE = CONFIG.secure
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # see look/headers.py
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

ACCOUNT_ADAPTER = "manumit.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Limits are counted by name or account. Those of the library by address are off: none is read.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/15m/key",
    "reauthenticate": "20/15m/user",
}
ACCOUNT_FORMS = {
    "login": "manumit.web.accounts.forms.SignIn",
    "change_password": "manumit.web.accounts.forms.ChangePassword",
    "reauthenticate": "manumit.web.accounts.forms.AskPassword",
}
MFA_ADAPTER = "manumit.web.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "manumit.web.accounts.forms.AskCode",
    "reauthenticate": "manumit.web.accounts.forms.AskCodeAgain",
    "activate_totp": "manumit.web.accounts.forms.AddApp",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Manumit"
MFA_TOTP_TOLERANCE = 1
# One process counts in its memory; several share a table.
CACHES = {
    "default": {
        "BACKEND": "manumit.web.accounts.counters.CounterCache"
        if CONFIG.database
        else "django.core.cache.backends.locmem.LocMemCache"
    }
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# What is sent stays in memory until it is sealed: nothing of it is put into a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_TOGETHER + MEGABYTE

STATIC_URL = "/static/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING_CONFIG = None
