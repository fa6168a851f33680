"""`manumit serve`: the office and the intake, or with `--match` the matching server."""

import os
from datetime import date
from pathlib import Path

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE
from manumit.errors import InputError
from manumit.io.outside_lists import with_built_in

HERE = "127.0.0.1"


@click.command("serve")
@click.argument("lists", nargs=-1, metavar="[FILE | ID=FILE]...")
@click.option("--match", is_flag=True, help="Answer POST /match/DATASET in the form of yente.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder of the office's databases.")
@click.option("--host", default=HERE, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; with --match, 0 for any that is free.",
)
@click.option(
    "--intake-port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="Port of the intake.",
)
@click.option(
    "--only",
    type=click.Choice(["office", "intake"]),
    help="Start one of the two; the other has a process or machine of its own.",
)
@options.lang("reasons of matches")
def command(  # noqa: PLR0913, PLR0917 - the options of two servers
    lists: tuple[str, ...],
    match: bool,
    home: Path | None,
    host: str,
    port: int,
    intake_port: int,
    only: str | None,
    lang: str,
) -> int:
    """Start the office and the intake of a single agency or several.

    All that is kept lies in the folder --home (or MANUMIT_HOME), which is made at the first start.
    With --match, answer instead whether a name is on a list: those that are built in, and each
    FILE from a publisher or of your own; ID=FILE takes the place of the list ID that is built in.
    Ctrl-C ends it.
    """
    if match:
        return _matches(lists, host, port, lang)
    if lists:
        raise InputError("lists are for the matching server.", hint="Add --match.")
    need("office", "`manumit serve`")
    from manumit.cli.serving import run_both, run_one
    from manumit.web.server import INTAKE, OFFICE, Address

    if home is not None:
        os.environ["MANUMIT_HOME"] = str(home.resolve())
    office, intake = Address(host, port), Address(host, intake_port)
    if only == "office":
        run_one(OFFICE, office, "--port")
    elif only == "intake":
        run_one(INTAKE, intake, "--intake-port")
    else:
        run_both(office, intake)
    return DONE


def _matches(lists: tuple[str, ...], host: str, port: int, lang: str) -> int:
    need("serve", "`manumit serve --match`")
    from manumit.cli.match_server import listening, say_lists, serve_matches
    from manumit.web.matching.parties import PartyIndex

    loaded = with_built_in(lists)
    for each in loaded:
        for signal in each.signals:
            click.echo(f"Warning: {each.id}: {signal}", err=True)
    today = date.today()  # noqa: DTZ011 - the user's own calendar day
    index = PartyIndex(loaded, today, language=lang)
    with listening(host, port) as listener:
        say_lists(index, host, listener.getsockname()[1])
        serve_matches(index, host, listener)
    return DONE
