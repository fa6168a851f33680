"""The server that answers matches: where it listens, what it says, how it is run."""

import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from manumit.errors import InputError

if TYPE_CHECKING:
    from manumit.web.matching.parties import PartyIndex


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        InputError: The address or port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"cannot listen on {host}, port {port}: {reason}."
        raise InputError(message, hint="Choose another with --host and --port.") from None
    # An answer has two parts; the second would wait until the client confirms the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def say_lists(index: "PartyIndex", host: str, port: int) -> None:
    """Say which lists are answered from, and where."""
    for id_, each in index.lists.items():
        count = index.count(id_)
        what = f"{count:,} parties" if count else "no party, only goods and places: not matched"
        click.echo(f"{id_}: {each.as_of or 'day not known'}, {what}")
    if not _is_loopback(host):
        click.echo(
            f"Warning: there is no authentication. Whoever reaches {host}, port {port}, can ask, "
            "and can read the lists. Put a proxy before it that checks who asks.",
            err=True,
        )
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Listening: POST http://{name}:{port}/match/default")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve_matches(index: "PartyIndex", host: str, listener: socket.socket) -> None:
    """Answer until stopped. Requests are not logged, as they hold names of suppliers."""
    from uvicorn import Config, Server

    from manumit.web.matching.server import matching_app

    hosts = ("127.0.0.1", "localhost", "::1", "[::1]", host) if _is_loopback(host) else ("*",)
    config = Config(
        matching_app(index, hosts=hosts),
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
    )
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])
