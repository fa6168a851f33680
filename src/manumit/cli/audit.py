"""`manumit audit`: whether the log of acts is what was recorded."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from manumit.cli import options
from manumit.cli.extras import need
from manumit.cli.main import DONE, FAILED_ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from manumit.web.audit.notes import Checkpoint
    from manumit.web.audit.verify import Verified
    from manumit.web.config import Config

home = click.option(
    "--home", type=options.FOLDER, help="Folder of the office, in place of MANUMIT_HOME."
)


@click.group("audit")
def command() -> None:
    """The log of acts of an office: check that nothing in it was changed, and sign what it is."""


@command.command("verify")
@home
@click.option(
    "--checkpoints",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIRECTORY",
    help="Folder with checkpoints, such as that of the witness, in place of the office's own.",
)
@click.option(
    "--key",
    type=options.FILE,
    metavar="FILE",
    help="Public key of the log, kept outside the office, in place of its log.pub.",
)
@click.option(
    "--witness",
    type=options.FILE,
    metavar="FILE",
    help="Public key of the witness, in place of witness.pub in the folder of the office.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to print.",
)
def verify_command(
    home: Path | None,
    checkpoints: Path | None,
    key: Path | None,
    witness: Path | None,
    output: str,
) -> int:
    """Say whether the log is what was recorded, and if not, what was done to it and where.

    Every record is read from the database and compared with its digest, with every checkpoint, and
    with what the log goes on from. Exit code 0 when the log is sound, 1 when it is broken.
    """
    config = _config(home)
    from manumit.web.audit.verify import verify

    found = verify(config, checkpoints, key, witness)
    if output == "json":
        click.echo(json.dumps(_document(found), ensure_ascii=False, indent=1))
    else:
        _say(found)
    return FAILED_ON if found.findings else DONE


@command.command("checkpoint")
@home
def checkpoint_command(home: Path | None) -> int:
    """Sign the log as it is now, whether or not an hour has passed, and copy it to the witness."""
    config = _config(home)
    from manumit.casework.log import Frontier
    from manumit.web.audit.checkpoints import make_checkpoint
    from manumit.web.audit.rows import stored_log

    with stored_log(config) as stored:
        frontier = Frontier.from_bytes(stored.size, stored.hashes)
    made = make_checkpoint(config, frontier, datetime.now(UTC))
    click.echo(f"Signed: {made.size:,} records, root {made.root.hex()}, {_moment(made.at)}.")
    return DONE


@command.command("witness")
@click.argument("checkpoints", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--key",
    type=options.FILE,
    metavar="FILE",
    help="Public key of the log, fetched once, in place of log.pub in the folder --home.",
)
@click.option(
    "--home",
    type=options.FOLDER,
    help="Folder of the witness, on its own machine, in place of MANUMIT_HOME.",
)
def witness_command(checkpoints: Path, key: Path | None, home: Path | None) -> int:
    """Sign the checkpoints of another agency's log, as its witness.

    CHECKPOINTS is the folder to which the office copies them. Each that is new is signed if the
    log goes on from what was signed last. The key of the witness is made at the first use, and
    with it the last checkpoint that was signed is kept in the folder --home. Exit code 1 when the
    log was cut, set back or written anew, or another key signed it: it is not signed.
    """
    config = _config(home)
    from manumit.web.audit.checkpoints import PUBLIC_KEY, public_key
    from manumit.web.audit.witness import witness

    found = witness(config.home, checkpoints, public_key(key or config.home / PUBLIC_KEY))
    count, last = len(found.signed), found.last
    click.echo(f"{_counted(count, 'new checkpoint')} signed by {found.key.name}.")
    click.echo(f"The last that it signed is of {_moment(last.at)}, of {last.size:,} records.")
    return DONE


def _config(home: Path | None) -> "Config":
    need("office", "`manumit audit`")
    from manumit.web.config import read_config

    config = read_config()
    return replace(config, home=home.expanduser().resolve()) if home else config


def _document(found: "Verified") -> dict[str, Any]:
    last = found.checkpoints[-1] if found.checkpoints else None
    witnessed = found.witnessed[-1] if found.witnessed else None
    return {
        "sound": not found.findings,
        "records": found.report.size,
        "root": found.report.root.hex(),
        "checkpoints": len(found.checkpoints),
        "last_checkpoint": last and {"size": last.size, "at": last.at.isoformat()},
        "after_last_checkpoint": found.uncovered,
        "witness": found.witness and found.witness.name,
        "witnessed": len(found.witnessed),
        "last_witnessed": witnessed and {"size": witnessed.size, "at": witnessed.at.isoformat()},
        "findings": [asdict(each) for each in found.findings],
    }


def _say(found: "Verified") -> None:
    records, signed = f"{found.report.size:,} records", len(found.checkpoints)
    click.echo(f"{records}, {signed:,} checkpoints signed by the key of the log.")
    for each in found.findings:
        click.echo(f"{each.kind}: {each.says}")
    click.echo("The log is broken." if found.findings else "The log is sound.")
    if not found.checkpoints:
        return
    last = found.checkpoints[-1]
    click.echo(f"The last checkpoint is of {_moment(last.at)}, of {last.size:,} records.")
    if found.uncovered:
        click.echo(
            f"{found.uncovered:,} records came after it: were some cut off, none would know."
        )
    if found.witness is not None:
        _say_witnessed(found.witness.name, found.witnessed)


def _say_witnessed(name: str, witnessed: "Sequence[Checkpoint]") -> None:
    click.echo(f"{_counted(len(witnessed), 'checkpoint')} signed by the witness {name} too.")
    if witnessed:
        last = witnessed[-1]
        click.echo(f"The last of them is of {_moment(last.at)}, of {last.size:,} records.")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
