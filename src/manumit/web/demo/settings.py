"""Settings of the demonstration: the office, and a page to sign in as anyone.

Only these settings have that page, and only with them is the second factor left out.
"""

from manumit.web.settings import *  # noqa: F403 - the way of Django's settings
from manumit.web.settings import INSTALLED_APPS

DEMO = True
INSTALLED_APPS = ["manumit.web.demo", *INSTALLED_APPS]
ROOT_URLCONF = "manumit.web.demo.urls"
LOGIN_URL = "demo_people"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 8 * 60 * 60  # nobody here has a password of their own
