"""What all tests share: Django finds a home of its own before it is first imported."""

import os
import tempfile

os.environ["MANUMIT_HOME"] = tempfile.mkdtemp(prefix="manumit-tests-")
os.environ["MANUMIT_ARGON_MEBIBYTES"] = "8"
os.environ["DJANGO_SETTINGS_MODULE"] = "manumit.web.settings"
