"""Settings of the office and of the intake, read once from the environment.

`MANUMIT_HOME` names the folder that holds everything a single office keeps. What is not set has a
default that is safe on one machine; a value that cannot be read stops the start.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from manumit.errors import InputError
from manumit.web.files import put_once

PREFIX = "MANUMIT_"
SECRET = "secret.key"  # noqa: S105 - the name of a file


@dataclass(frozen=True, slots=True)
class Config:
    """What differs from one installation to another.

    Attributes:
        home: Folder of the databases, the checkpoints of the log, and the secret of the server.
        database: `postgresql://...` for several agencies; empty for SQLite in `home`.
        hosts: Host names that the office answers to.
        intake_url: Where the intake is reached, for links to it.
        office_url: Where the office is reached, for links to it.
        argon_mebibytes: Memory of one guess at a password or receipt; less only in tests.
        emergency: Number of the emergency services where workers are; shown by the intake.
        helpline: Number at which the desk of the intake can be called.
        secure: Whether cookies need HTTPS; browsers take HTTPS as given on the local machine.
        witness: Folder of another agency to which checkpoints of the log are copied.
    """

    home: Path
    database: str = ""
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    intake_url: str = "http://localhost:8001"
    office_url: str = "http://localhost:8000"
    argon_mebibytes: int = 128
    emergency: str = ""
    helpline: str = ""
    secure: bool = True
    witness: Path | None = None


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """The settings of an environment.

    Raises:
        InputError: A value cannot be used.
    """
    named = [key for key in environment if key.startswith(PREFIX)]
    found = {key.removeprefix(PREFIX): environment[key] for key in named}
    default = Config(Path(found.get("HOME") or "manumit-home").expanduser().resolve())
    return Config(
        home=default.home,
        database=_database(found.get("DATABASE", "")),
        hosts=tuple(found.get("HOSTS", ",".join(default.hosts)).split(",")),
        intake_url=found.get("INTAKE_URL", default.intake_url).rstrip("/"),
        office_url=found.get("OFFICE_URL", default.office_url).rstrip("/"),
        argon_mebibytes=_number("ARGON_MEBIBYTES", found, default.argon_mebibytes),
        emergency=found.get("EMERGENCY", default.emergency),
        helpline=found.get("HELPLINE", default.helpline),
        secure=_yes_or_no("SECURE", found, default=default.secure),
        witness=Path(found["WITNESS"]).expanduser().resolve() if found.get("WITNESS") else None,
    )


def server_secret(home: Path) -> str:
    """The secret that signs sessions, made at the first start; only its owner can read it."""
    path = home / SECRET
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        put_once(path, secrets.token_urlsafe(64), 0o600)
    return path.read_text()


def _database(text: str) -> str:
    if text and not text.startswith("postgresql://"):
        raise InputError(
            "only PostgreSQL is a database of its own.",
            where="MANUMIT_DATABASE",
            hint="Write postgresql://user@host:port/name, or leave it empty for SQLite.",
        )
    return text


def _number(name: str, found: Mapping[str, str], default: int) -> int:
    text = found.get(name, str(default))
    if not text.isdecimal() or int(text) == 0:
        raise InputError("must be a whole number above 0.", where=f"MANUMIT_{name}", value=text)
    return int(text)


def _yes_or_no(name: str, found: Mapping[str, str], *, default: bool) -> bool:
    text = found.get(name, "yes" if default else "no")
    if text not in ("yes", "no"):
        raise InputError(
            f"{text!r} is not yes or no.", where=f"MANUMIT_{name}", allowed=("yes", "no")
        )
    return text == "yes"
