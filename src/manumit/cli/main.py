"""The command group, and how every command ends."""

import sys
from importlib import import_module
from typing import Any

import click

from manumit import __version__
from manumit.errors import EstimateRefused, LogBroken, ManumitError

COMMANDS = {
    "assess": "case files or interview tables to explained determinations",
    "claim": "work records to what is owed, line by line, and a statement to file",
    "screen": "suppliers to what outside lists say of them, their goods and places",
    "match": "two lists of companies or sites to which is which, or one to its duplicates",
    "lists": "outside lists, with their day, size and licence",
    "estimate": "lists that overlap to how many people there are, seen and unseen",
    "demo": "the office and the intake with fictional people, to live a case through",
    "serve": "the office and the intake; or outside lists, in the form of yente's matching API",
    "office": "an office before anyone can sign in to it: the first administrator",
    "audit": "the log of acts of an office: whether anything in it was changed",
}
"""Verb to its one-line help; the module of a verb is imported when the verb is run."""

DONE, FAILED_ON, UNUSABLE, REFUSED = range(4)
"""Exit codes: done; done, with findings the user asked to fail on; wrong use or unusable input;
refused because too little is known to answer honestly."""


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"manumit.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="manumit")
def group() -> None:
    """From the first signal of forced labour to full repayment, with every step explained."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit code.
    """
    try:
        code: Any = group.main(arguments, prog_name="manumit", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return UNUSABLE
    except ManumitError as error:
        click.echo(f"manumit: {error}", err=True)
        ends = {LogBroken: FAILED_ON, EstimateRefused: REFUSED}
        return ends.get(type(error), UNUSABLE)
    except click.Abort:
        click.echo("manumit: stopped.", err=True)
        return UNUSABLE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"manumit: {where}{error.strerror or error}.", err=True)
        return UNUSABLE
    return code if isinstance(code, int) else DONE
