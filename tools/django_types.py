"""Settings by which the type checker reads the models; it keeps nothing."""

import os
import tempfile

os.environ["MANUMIT_HOME"] = tempfile.mkdtemp()

from manumit.web.settings import *  # noqa: F403 - the way of Django's settings
