"""How the office and the intake are started, and what is said of them."""

import os
import time
import urllib.request
from contextlib import suppress
from urllib.error import HTTPError, URLError

import click

from manumit.errors import InputError
from manumit.web.server import INTAKE, OFFICE, Address, beside, free, prepare, serve

PATIENCE = 30.0
"""Seconds in which a program must answer for the first time."""


def run_office(host: str, port: int, intake_port: int, settings: str = OFFICE) -> None:
    """Start both programs and answer until stopped."""
    office, intake = Address(host, port), Address(host, intake_port)
    free(office, "--port")
    free(intake, "--intake-port")
    set_addresses(office, intake)
    prepare(settings)
    click.echo(f"Office: {office}\nIntake: {intake}\nCtrl-C ends both.")
    with suppress(KeyboardInterrupt), beside(INTAKE, intake, {}):
        serve(settings, office)


def set_addresses(office: Address, intake: Address) -> None:
    """Let each program know where the other is."""
    os.environ.setdefault("MANUMIT_OFFICE_URL", str(office))
    os.environ.setdefault("MANUMIT_INTAKE_URL", str(intake))


def answers(address: Address, path: str = "/") -> int:
    """The status with which a program answers, once it does.

    Raises:
        InputError: It did not answer in time.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}{path}", timeout=5) as answer:  # noqa: S310
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            time.sleep(0.2)
    raise InputError(f"{address} does not answer.", hint="Is the port taken? Choose another.")
