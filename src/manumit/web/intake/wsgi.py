"""The intake as a WSGI program, behind its gate."""

import os

from django.core.wsgi import get_wsgi_application

from manumit.web.intake.gate import wsgi_gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit.web.intake.settings")
application = wsgi_gate(get_wsgi_application())
