"""Guards of the repository: data, sizes, imports and words."""

import ast
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from manumit import errors
from manumit.identify.rules import graph
from manumit.reference import (
    LANGUAGES,
    conditions,
    facts,
    indicators,
    instruments,
    legislation,
    rules,
    texts,
)
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.models import RuleFile
from manumit.reference.schema import build
from tests.helpers import ROOT

SOURCE = ROOT / "src" / "manumit"
MODULES = sorted(SOURCE.rglob("*.py"))
BELOW_IO = ("identify", "remedy", "supply", "lists", "tables", "reference", "core")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_every_rule_file_loads_with_a_source_and_a_status() -> None:
    for path in data_paths("rules"):
        file = build(RuleFile, load_yaml(path), fail=fail_in(path))
        assert file.source, path
        assert file.status in ("reviewed", "provisional", "draft"), path
    assert graph().nodes


def test_every_citation_leads_to_an_article_that_is_entered() -> None:
    entered = {id_ for instrument in instruments().values() for id_ in instrument.articles}
    cited = {id_ for rule in rules().values() for id_ in rule.cites}
    cited |= {id_ for condition in conditions().values() for id_ in condition.cites}
    assert cited <= entered
    assert all(rule.cites for rule in rules().values())
    assert all(condition.cites for condition in conditions().values())


@pytest.mark.parametrize(
    "path", [path for path in data_paths("legislation") if not path.endswith("/scheme.yml")]
)
def test_every_value_of_law_has_unit_source_and_dates(path: str) -> None:
    territory, *names = path.removeprefix("legislation/").removesuffix(".yml").split("/")
    branch = legislation(territory)
    for name in names:
        branch = getattr(branch, name)
    parameter = branch.parameters[branch.path]
    assert parameter.source
    assert parameter.values
    assert parameter.recheck_after > parameter.reviewed_on
    days = [day for day, value in parameter.values.items() if value is not None]
    assert branch.at(date.fromisoformat(max(days))) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_every_language(language: str) -> None:
    own, english = texts(language), texts("en")
    assert list(own.facts) == list(facts())
    assert list(own.conditions) == list(conditions())
    assert set(own.inputs) == set(english.inputs)
    assert set(own.words) == set(english.words)
    for entry in (*own.facts.values(), *own.conditions.values(), *own.inputs.values()):
        assert entry.question
        assert entry.hint
    for key, text in english.words.items():
        assert sorted(re.findall(r"{\w+}", own.words[key])) == sorted(re.findall(r"{\w+}", text))
    if language != "en":
        assert set(own.indicators) == {indicator.code for indicator in indicators().values()}
        assert set(own.rules) == set(rules())
        for id_, rule in rules().items():
            assert own.rules[id_].label
            assert own.rules[id_].says
            assert bool(own.rules[id_].why) == bool(rule.why), id_
        assert all(entry.statement for entry in own.facts.values())
        assert all(entry.statement for entry in own.conditions.values())


FORBIDDEN_WORDS = {"en": "victim", "fr": "victime", "es": "víctima", "ar": "ضحي"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_calls_a_person_a_victim(language: str) -> None:
    path = SOURCE / "data" / "texts" / f"{language}.yml"
    assert FORBIDDEN_WORDS[language] not in path.read_text(encoding="utf-8").lower()


def test_terms_give_one_word_to_an_idea_in_every_language() -> None:
    terms = yaml.safe_load((SOURCE / "data" / "terms.yml").read_text(encoding="utf-8"))["terms"]
    assert len(terms) >= 20
    for name, term in terms.items():
        assert set(term["words"]) == set(LANGUAGES), name
        assert term["meaning"], name


def test_the_coverage_register_names_a_test_for_everything_that_works() -> None:
    path = SOURCE / "data" / "coverage.yml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]
    for id_, row in rows.items():
        assert row["state"] in ("works", "partial", "missing"), id_
        if row["state"] != "missing":
            assert row["shown_by"], id_
            for test in row["tests"]:
                assert (ROOT / test).exists(), f"{id_}: {test}"
        else:
            assert "tests" not in row, id_


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{path.name} has {lines} lines; split it by topic"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{path.name}: {node.name} has {length} lines; split it"


@pytest.mark.parametrize("folder", BELOW_IO)
def test_nothing_below_io_reads_the_clock_the_network_or_the_environment(folder: str) -> None:
    banned = {
        "time",
        "socket",
        "http",
        "urllib.request",
        "requests",
        "os.environ",
        "os.getenv",
        "random",
        "secrets",
        "django",
    }
    for path in (SOURCE / folder).rglob("*.py"):
        assert not imports(path) & banned, path
        text = path.read_text(encoding="utf-8")
        for call in ("date.today(", "datetime.now(", "os.environ", "os.getenv"):
            assert call not in text, f"{path}: {call}"


def test_no_article_or_indicator_name_stands_in_code() -> None:
    codes = {indicator.code for indicator in indicators().values()} - set(facts())
    shared = {"debt_bondage", "coercive_recruitment"}
    for path in MODULES:
        strings = {
            node.value
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not strings & (codes - shared), path


def test_every_error_has_one_root_and_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, Exception):
            assert issubclass(kind, errors.ManumitError)
            assert name in drawn


def test_every_public_name_of_a_package_exists() -> None:
    packages = (
        "core",
        "reference",
        "tables",
        "lists",
        "identify",
        "remedy",
        "supply",
        "report",
        "io",
    )
    for package in packages:
        module = __import__(f"manumit.{package}", fromlist=["__all__"])
        for name in getattr(module, "__all__", []):
            assert hasattr(module, name)
        assert module.__doc__


HEAVY = ("numpy", "pyarrow", "duckdb", "pandas", "jinja2", "rich", "yaml", "openpyxl", "django")


@pytest.mark.parametrize(
    "statement",
    [
        "import manumit",
        "from manumit.cli.main import run; run(['--help'])",
    ],
)
def test_a_cold_start_loads_no_heavy_library(statement: str) -> None:
    check = f"{statement}; import sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "[]"


def test_assessing_a_case_file_loads_no_table_library() -> None:
    case = ROOT / "examples" / "judgments" / "siliadin-v-france-2005.yaml"
    check = (
        "from manumit.cli.main import run; import sys\n"
        f"run(['assess', {str(case)!r}, '--format', 'json'])\n"
        "print([m for m in ('numpy', 'pyarrow', 'openpyxl', 'jinja2') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "[]"
