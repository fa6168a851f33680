"""Pages made from the code: commands, errors, the Python API."""

import inspect
from collections.abc import Iterator

import click
from click.testing import CliRunner

from manumit import errors
from manumit.cli.main import COMMANDS, group
from tools.reference.page import heading, page, table

MODULES = (
    *(f"manumit.{name}" for name in ("core", "reference", "identify", "identify.table", "tables")),
    *(f"manumit.io.{name}" for name in ("case_file", "interviews", "intake", "results")),
    *(f"manumit.io.{name}" for name in ("htcds", "xlsform")),
    *(f"manumit.remedy{name}" for name in ("", ".debt", ".cohort", ".fund", ".compensation")),
    *(f"manumit.io.{name}" for name in ("claim_file", "claim_table", "payments")),
    *(f"manumit.lists{name}" for name in ("", ".load", ".own")),
    "manumit.estimate",
    *(f"manumit.supply{name}" for name in ("", ".link", ".screen", ".judgements", ".duplicates")),
    *(f"manumit.io.{name}" for name in ("suppliers", "outside_lists", "judgements", "pairs")),
    *(
        f"manumit.{name}"
        for name in ("report", "report.document", "report.claims", "report.screen", "errors")
    ),
)
"""What other programs may import."""


def commands_page() -> str:
    """Help and options of every command."""
    context = click.Context(group, info_name="manumit", **group.context_settings)
    lines = [*_help(), *_options(group, context)]
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        below = click.Context(command, info_name=name, parent=context)
        lines += [*heading(2, f"manumit {name}", name), *_help(name), *_options(command, below)]
        for verb, each in command.commands.items() if isinstance(command, click.Group) else ():
            inner = click.Context(each, info_name=verb, parent=below)
            lines += heading(3, f"manumit {name} {verb}", f"{name}-{verb}")
            lines += [*_help(name, verb), *_options(each, inner)]
    return page("Commands", "The commands of Manumit, with every option.", lines)


def _help(*arguments: str) -> tuple[str, ...]:
    asked = [*arguments, "--help"]
    told = CliRunner().invoke(group, asked, prog_name="manumit", terminal_width=80)
    return "```text", told.output.rstrip(), "```", ""


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    rows = []
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            names = ", ".join(f"`{name}`" for name in option.opts)
            values = "" if option.is_flag else f"`{option.make_metavar(context)}`"
            if isinstance(option.type, click.Choice):
                values = ", ".join(f"`{choice}`" for choice in option.type.choices)
            rows.append((names, values, option.help or ""))
    yield from table(("Option", "Values", "What it does"), rows)


def errors_page() -> str:
    """Every exception raised on purpose."""
    _, tree, *rest = (errors.__doc__ or "").split("\n\n")
    lines = ["```text", inspect.cleandoc(tree), "```", "", *rest]
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.ManumitError):
            says = (inspect.getdoc(kind) or "").split("\n\n", maxsplit=1)[0]
            lines += [*heading(2, name, name), says, "", f"- Code: `{kind.code}`"]
            ends = 1 if issubclass(kind, errors.LogBroken) else 2
            line = f"- A command that meets it prints the message and ends with exit code {ends}."
            lines += [line, ""]
    return page("Errors", "The errors raised on purpose, one class for each kind of cause.", lines)


def python_page() -> str:
    """The public modules, filled in by mkdocstrings."""
    lines = [line for module in MODULES for line in (f"## {module}", "", f"::: {module}", "")]
    return page("Python API", "The modules that other programs may import.", lines)
