"""`manumit demo`: the office and the intake with fictional people, to live a case through."""

import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import click

from manumit.cli.extras import need
from manumit.cli.main import DONE

OFFICE, INTAKE = "Port of the office.", "Port of the intake."


@click.command("demo")
@click.option("--home", type=click.Path(path_type=Path), help="Folder to keep it in.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=OFFICE)
@click.option(
    "--intake-port", type=click.IntRange(1, 65535), default=8001, show_default=True, help=INTAKE
)
@click.option("--once", is_flag=True, help="Stop as soon as both have answered.")
def command(home: Path | None, port: int, intake_port: int, once: bool) -> int:
    """Start the office and the intake with fictional people, agencies and cases.

    Without --home nothing is kept. On a terminal it goes on until Ctrl-C; elsewhere, and with
    --once, it stops as soon as both programs have answered.
    """
    need("office", "`manumit demo`")
    stays = sys.stdin.isatty() and not once
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended so, it tidies up all the same
    with tempfile.TemporaryDirectory(prefix="manumit-demo-") as folder:
        os.environ["MANUMIT_HOME"] = str(home.resolve() if home else folder)
        os.environ.setdefault("MANUMIT_ARGON_MEBIBYTES", "32")
        with suppress(KeyboardInterrupt):
            _run(port, intake_port, stays=stays)
    return DONE


def _run(port: int, intake_port: int, *, stays: bool) -> None:
    from manumit.cli.serving import answers, set_addresses
    from manumit.web.server import INTAKE as INTAKE_SETTINGS
    from manumit.web.server import Address, beside, free, prepare

    office, intake = Address("127.0.0.1", port), Address("127.0.0.1", intake_port)
    free(office, "--port")
    free(intake, "--intake-port")
    set_addresses(office, intake)
    click.echo("Making fictional agencies, people and cases ...")
    settings = "manumit.web.demo.settings"
    prepare(settings)
    from manumit.web.demo.world import make_world_once

    make_world_once()
    with beside(settings, office, {}) as first, beside(INTAKE_SETTINGS, intake, {}) as second:
        answers(office, "/demo/")
        answers(intake)
        click.echo(f"Choose who you are:  {office}/demo/\nReport as a worker:  {intake}/en/")
        if stays:
            click.echo("Ctrl-C ends it.")
            while first.poll() is None and second.poll() is None:
                time.sleep(0.5)
