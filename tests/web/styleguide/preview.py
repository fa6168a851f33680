"""The preview in a process of its own: settings of Django hold for a whole process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def preview(*what: str) -> Iterator[str]:
    """Address of a running preview; `account` for the pages of signing in."""
    command = [sys.executable, "-m", "tests.web.styleguide", *what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        try:
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
