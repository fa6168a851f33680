"""The office's settings, for tests: a folder of its own, and keys that are cheap to guess."""

import os
import tempfile
from pathlib import Path

os.environ["MANUMIT_HOME"] = tempfile.mkdtemp(prefix="manumit-test-")
os.environ["MANUMIT_ARGON_MEBIBYTES"] = "1"

from manumit.web.settings import *  # noqa: F403 - the way of Django's settings
from manumit.web.settings import CONFIG, DATABASES

for _alias, _database in DATABASES.items():
    # A file, not memory: some tests close the connection and come back.
    _database["TEST"] = {"NAME": str(Path(CONFIG.home) / f"test-{_alias}.sqlite3")}
    _database["TEST"]["MIGRATE"] = (
        _alias == "default"
    )  # the mailbox's tables are those of its models
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
