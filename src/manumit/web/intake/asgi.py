"""The intake as an ASGI program, behind its gate."""

import os

from django.core.asgi import get_asgi_application

from manumit.web.intake.gate import asgi_gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit.web.intake.settings")
application = asgi_gate(get_asgi_application())
