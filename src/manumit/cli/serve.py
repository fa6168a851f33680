"""`manumit serve --match`: a server that answers in the form of yente's matching API."""

import socket
from contextlib import suppress
from datetime import date
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE
from manumit.errors import InputError
from manumit.io.outside_lists import with_built_in

if TYPE_CHECKING:
    from manumit.web.matching.parties import PartyIndex

HERE = "127.0.0.1"


@click.command("serve")
@click.argument("lists", nargs=-1, metavar="[FILE | ID=FILE]...")
@click.option("--match", is_flag=True, help="Answer POST /match/DATASET in the form of yente.")
@click.option("--host", default=HERE, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 for any that is free.",
)
@options.lang("reasons")
def command(lists: tuple[str, ...], match: bool, host: str, port: int, lang: str) -> int:
    """Answer over HTTP whether a name is on a list.

    Lists are those that are built in, and each FILE from a publisher or of your own. ID=FILE takes
    the place of the list ID that is built in. Ctrl-C ends it.
    """
    if not match:
        raise InputError(
            "the only server that there is answers matches.",
            hint="Start it with: manumit serve --match",
        )
    need("serve", "`manumit serve`")
    from manumit.web.matching.parties import PartyIndex

    loaded = with_built_in(lists)
    for each in loaded:
        for signal in each.signals:
            click.echo(f"Warning: {each.id}: {signal}", err=True)
    today = date.today()  # noqa: DTZ011 - the user's own calendar day
    index = PartyIndex(loaded, today, language=lang)
    with _listening(host, port) as listener:
        _say(index, host, listener.getsockname()[1])
        _serve(index, host, listener)
    return DONE


def _listening(host: str, port: int) -> socket.socket:
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


def _say(index: "PartyIndex", host: str, port: int) -> None:
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


def _serve(index: "PartyIndex", host: str, listener: socket.socket) -> None:
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
