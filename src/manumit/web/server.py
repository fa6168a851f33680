"""The server of the office and of the intake.

Each is a process of its own: the intake has neither the office's database nor its keys. Requests
are not logged. A request is held in memory whole, so that nothing of it reaches the disk in plain.
The intake runs in one process, as what opens a conversation is in its memory alone.
"""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

from manumit.errors import InputError

MEGABYTE = 1 << 20
LARGEST_REQUEST = 120 * MEGABYTE
"""Five files of 20 MB, with what surrounds them. The intake keeps less of a request in memory."""

LARGEST_ANSWER = 120 * MEGABYTE

MOST_AT_ONCE = 100
"""Connections at one time; each may hold one request in memory."""

ONLY_OWNER = 0o077
"""Files are made so that nobody else can read them."""

BESIDE = "beside"
"""Says that a program ends with the one that started it."""

OFFICE, INTAKE = "manumit.web.settings", "manumit.web.intake.settings"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a program listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{'localhost' if self.host == '127.0.0.1' else self.host}:{self.port}"


def free(address: Address, option: str) -> None:
    """Check that nothing listens at an address yet.

    Raises:
        InputError: Something does.
    """
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            trial.bind((address.host, address.port))
        except OSError as error:
            raise InputError(
                f"{address} cannot be used: {error.strerror}.",
                hint=f"Choose another port with {option}.",
            ) from error


def prepare(settings: str) -> None:
    """Make the tables of the databases that a program opens, or bring them up to date.

    On PostgreSQL the intake makes none: its role may not, and the office has made them.
    """
    os.umask(ONLY_OWNER)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django
    from django.conf import settings as chosen
    from django.core.management import call_command

    django.setup()
    if settings == INTAKE and chosen.CONFIG.database:
        return
    if settings != INTAKE:
        call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("migrate", "mailbox", database="mailbox", verbosity=0, interactive=False)


def serve(settings: str, address: Address, *, threads: int = 8) -> None:
    """Answer requests to one program until stopped."""
    os.umask(ONLY_OWNER)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    from django.conf import settings as chosen
    from django.utils.module_loading import import_string
    from waitress import create_server

    from manumit.web.intake.gate import MOST_BYTES
    from manumit.web.receiving import Channel

    logging.getLogger("django.request").setLevel(logging.ERROR)  # no addresses of cases
    application = import_string(chosen.WSGI_APPLICATION)  # the intake's is behind its gate
    if settings != INTAKE:
        _keep_house()
    with socket.create_server((address.host, address.port)) as listener:
        server = create_server(
            application,
            sockets=[listener],
            threads=threads,
            ident=None,
            connection_limit=MOST_AT_ONCE,
            max_request_body_size=LARGEST_REQUEST,
            inbuf_overflow=MOST_BYTES if settings == INTAKE else LARGEST_REQUEST,
            outbuf_overflow=LARGEST_ANSWER,
            clear_untrusted_proxy_headers=True,
        )
        server.channel_class = Channel
        server.run()


def _keep_house() -> None:
    """What the office does by itself: checkpoints, late referrals, shredding what is over."""
    from manumit.web.audit.ticking import start_ticking
    from manumit.web.cases import handling
    from manumit.web.certificates.services import end_expired
    from manumit.web.referrals.services import escalate
    from manumit.web.signals import retention

    shredding = (handling.shred_expired, retention.shred_expired, end_expired)
    start_ticking(also=(*shredding, escalate))


@contextmanager
def beside(settings: str, address: Address, environment: Mapping[str, str]) -> Iterator[Any]:
    """Another program, in a process of its own, ended when this one ends, however it ends."""
    command = [
        sys.executable,
        "-m",
        "manumit.web.server",
        settings,
        address.host,
        str(address.port),
        BESIDE,
    ]
    both = {**os.environ, **environment}
    with subprocess.Popen(command, env=both, stdin=subprocess.PIPE) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.terminate()


def _end_with_parent() -> None:
    """Wait until the pipe from the program that started this one closes; then end."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    if BESIDE in sys.argv[4:]:
        Thread(target=_end_with_parent, daemon=True).start()
    serve(sys.argv[1], Address(sys.argv[2], int(sys.argv[3])))
