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


def run_both(office: Address, intake: Address) -> None:
    """Start both programs and answer until stopped."""
    free(office, "--port")
    free(intake, "--intake-port")
    set_addresses(office, intake)
    prepare(OFFICE)
    click.echo(f"Office: {office}\nIntake: {intake}\nCtrl-C ends both.")
    with suppress(KeyboardInterrupt), beside(INTAKE, intake, {}):
        serve(OFFICE, office)


def run_one(settings: str, address: Address, option: str) -> None:
    """Start one of the two and answer until stopped.

    Args:
        settings: Which.
        address: Where it listens.
        option: How the port is chosen, for messages.
    """
    name = "Office" if settings == OFFICE else "Intake"
    free(address, option)
    os.environ.setdefault(f"MANUMIT_{name.upper()}_URL", str(address))
    prepare(settings)
    click.echo(f"{name}: {address}\nCtrl-C ends it.")
    with suppress(KeyboardInterrupt):
        serve(settings, address)


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
