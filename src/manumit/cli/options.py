"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import click

from manumit.errors import InputError
from manumit.reference import LANGUAGES

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
Command: TypeAlias = Callable[..., Any]
DAY = click.DateTime(["%Y-%m-%d"])

inputs = click.argument("inputs", nargs=-1, type=click.Path(path_type=Path))
output = click.option(
    "--format",
    "output",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    show_default=True,
    help="What to print.",
)
check = click.option(
    "--check",
    is_flag=True,
    help="Compare with `expected` in the case files; exit 1 if any differs.",
)
ignore = click.option(
    "--ignore", multiple=True, metavar="COLUMN", help="Leave out a column. May be repeated."
)


def lang(what: str) -> Callable[[Command], Command]:
    """The option for the language of `what`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help=f"Language of {what}.",
    )


def mapping(what: str, example: str) -> Callable[[Command], Command]:
    """The option that says which column of `what` fills a field; it gives field to column."""

    def pairs(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> Any:
        found = {}
        for pair in given:
            field, sign, column = pair.partition("=")
            if not (field and sign and column):
                raise InputError(
                    f"{pair!r} is not FIELD=COLUMN.", field="--map", hint=f"Write: --map {example}"
                )
            found[field] = column
        return found

    return click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="FIELD=COLUMN",
        callback=pairs,
        help=f"Column of {what} that holds a field. May be repeated.",
    )
