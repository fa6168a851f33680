"""Guards of the documentation: it is complete, its commands run, its links lead somewhere."""

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import click
import pytest

from manumit import errors
from manumit.cli.main import COMMANDS, group
from manumit.io import claim_keys
from manumit.reference import (
    conditions,
    facts,
    indicators,
    instruments,
    legislation,
    rules,
    wage_law,
    wage_schemes,
)
from manumit.reference.compiled import data_paths
from manumit.reference.wage_scheme import Provision
from manumit.remedy import HEADS, DebtTerms, Grade
from manumit.remedy.compensation import compensation_schemes
from tests.helpers import ROOT, free_ports
from tests.helpers_cli import manumit

DOCS = ROOT / "docs"
WRITTEN = sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "reference")
PAGES = [ROOT / "README.md", *WRITTEN]
LINKED = [
    *PAGES,
    *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "SECURITY", "CHANGELOG")),
    *sorted((DOCS / "reference").glob("*.md")),
]
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LONG = {"run-office", "try-a-fund"}
"""Pages that run what README.md runs too, and take long."""
Capture = pytest.CaptureFixture[str]


def blocks(path: Path) -> list[tuple[str, str, str]]:
    """Language, file name and text of every fenced block of a page."""
    return FENCE.findall(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def headings(page: str) -> set[str]:
    """What the headings of a reference page lead to."""
    text = (DOCS / "reference" / f"{page}.md").read_text(encoding="utf-8")
    return set(re.findall(r"^#{2,} .* { #(\S+) }$", text, re.MULTILINE))


def test_the_reference_is_up_to_date() -> None:
    command = [sys.executable, "-m", "tools.reference", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_everything_that_has_a_name_has_a_place_in_the_reference() -> None:
    assert set(facts()) <= headings("facts")
    assert set(conditions()) <= headings("conditions")
    assert set(rules()) <= headings("rules")
    assert {".".join(i.id.split(".")[:-1]) for i in indicators().values()} <= headings("indicators")
    articles = {id_ for instrument in instruments().values() for id_ in instrument.articles}
    assert {*instruments(), *articles} <= headings("instruments")
    kinds = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.ManumitError)
    }
    assert kinds <= headings("errors")


def test_every_scheme_and_value_of_law_has_a_place_in_the_reference() -> None:
    schemes = set(wage_schemes().values())
    assert schemes <= headings("wage-law")
    assert set(compensation_schemes()) <= headings("compensation")
    for territory in {path.split("/")[1] for path in data_paths("legislation")}:
        assert set(legislation(territory).parameters) <= headings("law")
    for id_ in schemes:
        scheme = wage_law(id_, drafts=frozenset({id_})).scheme
        rules_of = {
            name for name in scheme.__slots__ if isinstance(getattr(scheme, name), Provision)
        }
        assert {f"{id_}.{name}" for name in rules_of} <= headings("wage-law")


def test_every_reading_head_and_grade_is_named_in_the_reference_of_wage_law() -> None:
    text = (DOCS / "reference" / "wage-law.md").read_text(encoding="utf-8")
    for id_ in set(wage_schemes().values()):
        for name in wage_law(id_, drafts=frozenset({id_})).scheme.variants:
            assert f"`{id_}#{name}`" in text
    assert all(f"| `{head}` |" in text for head in HEADS)
    assert all(f"| {grade.value} |" in text for grade in Grade)


def test_every_key_of_a_claim_file_is_described() -> None:
    text = (DOCS / "formats" / "claim-file.md").read_text(encoding="utf-8")
    for kind in vars(claim_keys).values():
        if is_dataclass(kind) and kind.__module__ == claim_keys.__name__:
            for field in fields(kind):
                assert f"`{field.name.removesuffix('_')}`" in text, field.name
    assert all(f"`{field.name}`" in text for field in fields(DebtTerms))


def test_every_command_and_option_is_described() -> None:
    assert set(COMMANDS) <= headings("commands")
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    commands = [group, *(import_module(f"manumit.cli.{name}").command for name in COMMANDS)]
    parent = click.Context(group, **group.context_settings)
    for command in commands:
        for option in command.get_params(click.Context(command, parent=parent)):
            if isinstance(option, click.Option):
                assert all(f"`{name}`" in text for name in option.opts)
                assert option.help, option.name


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=name_of(path), marks=[pytest.mark.study] * (path.stem in LONG))
        for path in PAGES
        if any(b[0] == "console" for b in blocks(path))
    ],
)
def test_the_commands_of_a_page_run_and_print_what_it_shows(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for language, file, text in blocks(path):
        if file:
            (tmp_path / file).write_text(text, encoding="utf-8")
        if language == "console":
            run_shown(text, capsys)


def run_shown(text: str, capsys: Capture) -> None:
    """Run the commands of a block; each line shown under one must occur in what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        program, *arguments = shlex.split(command)
        if program != "manumit":
            continue
        if arguments == ["demo"]:  # programs of their own, with a database of their own
            office, intake = map(str, free_ports(2))
            ports = ["--port", office, "--intake-port", intake]
            started = subprocess.run(
                [sys.executable, "-m", "manumit", "demo", *ports],
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                check=False,
            )
            assert started.returncode == 0, started.stderr
            assert "Choose who you are" in started.stdout
            continue
        result = manumit(capsys, *arguments)
        assert result.code == 0, f"{command}: {result.err}"
        for line in filter(None, map(str.strip, shown)):
            assert line in result.out + result.err, command


@pytest.mark.parametrize("path", LINKED, ids=name_of)
def test_a_relative_link_leads_to_a_file(path: Path) -> None:
    text = re.sub(
        r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            file = target.split("#")[0]
            assert not file or (path.parent / file).exists(), target


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_a_page_opens_with_one_sentence_that_says_what_it_is(path: Path) -> None:
    title, first, *_ = path.read_text(encoding="utf-8").split("\n\n")
    assert title.startswith("# ")
    assert first.endswith(".")
    assert not first.startswith(("#", "!", "-", "|"))


def test_every_written_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in DOCS.rglob("*.md"):
        assert f": {path.relative_to(DOCS)}\n" in navigation
