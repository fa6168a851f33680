"""The office's settings, for tests: a folder of its own, and keys that are cheap to guess."""

import os
import tempfile

os.environ["MANUMIT_HOME"] = tempfile.mkdtemp(prefix="manumit-test-")
os.environ["MANUMIT_ARGON_MEBIBYTES"] = "1"

from manumit.web.settings import *  # noqa: F403 - the way of Django's settings
