"""`manumit office`: what is done to an office before anyone can sign in to it."""

import os
from pathlib import Path

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE
from manumit.errors import AccessRefused, InputError


@click.group("office")
def command() -> None:
    """An office of agencies, before anyone can sign in to it."""


@command.command("invite")
@click.argument("username")
@click.option("--name", required=True, help="The name that colleagues know.")
@click.option("--agency", required=True, help="Name of whoever runs the office.")
@click.option("--home", type=options.FOLDER, help="Folder of the office's databases.")
def invite_command(username: str, name: str, agency: str, home: Path | None) -> int:
    """Invite the first administrator of an office in which there is nobody yet.

    The tables are made if they are not there. The code of the invitation is shown once: run the
    command again for another, and the one before no longer works. USERNAME is the name to sign in
    with. All others are invited in the office.
    """
    need("office", "`manumit office`")
    from manumit.web.server import OFFICE, prepare

    if home is not None:
        os.environ["MANUMIT_HOME"] = str(home.resolve())
    prepare(OFFICE)
    from manumit.web.accounts.admission import lines
    from manumit.web.accounts.invitations import LASTS, first_administrator
    from manumit.web.base_settings import CONFIG

    _check(username, name, agency)
    try:
        code = first_administrator(agency=agency, username=username, name=name)
    except AccessRefused as refused:
        raise InputError(
            "there are accounts in this office already.",
            hint="Its administrators invite others, on the page of accounts.",
        ) from refused
    click.echo(f"Open {CONFIG.office_url}/account/invitation/ and type this code:\n")
    click.echo("\n".join(f"    {line}" for line in lines(code)))
    click.echo(f"\nIt is shown this once, works for {LASTS.days} days, and for {name} alone.")
    return DONE


def _check(username: str, name: str, agency: str) -> None:
    """What the pages of the office ask of the same names."""
    from manumit.web.accounts.forms import Invite
    from manumit.web.accounts.models import Agency

    given = Invite({"username": username, "name": name}, skills=())
    for field, option in (("username", "USERNAME"), ("name", "--name")):
        for message in given.errors.get(field, ()):
            raise InputError(str(message), field=option)
    longest = Agency._meta.get_field("name").max_length or 0
    if not 0 < len(agency.strip()) <= longest:
        raise InputError(f"must have 1 to {longest} letters.", field="--agency")
