"""The server of the intake: it logs no request and takes no address from a proxy."""

import os
import socket
from contextlib import suppress

from manumit.web.config import read_config

MOST_AT_ONCE = 100
"""Connections at one time; each may hold one request in memory."""


def prepare() -> None:
    """Make the mailbox's tables, where the mailbox is a file. Elsewhere an administrator does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit.web.intake.settings")
    import django
    from django.core.management import call_command

    django.setup()
    if not read_config().database:
        call_command("migrate", database="mailbox", verbosity=0, interactive=False)


def listening(host: str, port: int) -> socket.socket:
    """A socket that waits for visitors; port 0 is any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def run(listener: socket.socket) -> None:
    """Answer until stopped. One process: what opens a conversation is in its memory alone."""
    from uvicorn import Config, Server

    from manumit.web.intake.asgi import application

    config = Config(
        application,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=5,
    )
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])
