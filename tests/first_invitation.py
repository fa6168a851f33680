"""The invitation of the first administrator, as the command makes it."""

import re
import subprocess
import sys

Ended = subprocess.CompletedProcess[str]


def invite_first(environment: dict[str, str], username: str = "ada", **options: str) -> Ended:
    """Run `manumit office invite`."""
    given = {"name": "Ada Kowalska", "agency": "Operations"} | options
    words = [word for option, value in given.items() for word in (f"--{option}", value)]
    command = [sys.executable, "-m", "manumit", "office", "invite", username, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def code_in(text: str) -> str:
    """The code that is shown line by line."""
    return "-".join(re.findall(r"\b(?:[A-Z2-7]{4}-?){2,}\b", text))
