"""The intake as a WSGI program, behind its gate."""

import os

from django.core.wsgi import get_wsgi_application

from manumit.web.intake.gate import gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit.web.intake.settings")
application = gate(get_wsgi_application())
