"""Results as people and programs see them, kept as files and compared to the letter.

`make golden` writes them anew; a change is reviewed with `git diff`.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from manumit import __version__
from tests.helpers import ROOT
from tests.helpers_cli import manumit

HERE = Path(__file__).parent
SAMPLES = ROOT / "examples" / "judgments"
CLAIMS = ROOT / "examples" / "claims"
Capture = pytest.CaptureFixture[str]


def compare(name: str, text: str) -> None:
    path = HERE / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, f"{name} changed; see make golden"


def indented(node: dict[str, Any], depth: int = 0) -> list[str]:
    value = "" if node["value"] is None else f" ({node['value']})"
    evidence = f" [{', '.join(node['evidence'])}]" if node["evidence"] else ""
    cites = f" <{' '.join(each['id'] for each in node['cites'])}>" if node["cites"] else ""
    line = f"{'  ' * depth}{node['answer'] or '-'}: {node['says']}{value}{evidence}{cites}"
    return [line, *(below for each in node["from"] for below in indented(each, depth + 1))]


def test_the_results_of_the_samples(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SAMPLES, "--format", "json", "--as-of", "2026-11-22")
    cases = [
        {key: case[key] for key in ("id", "determination", "instruments")}
        | {"questions": [q.get("fact") or q["condition"] for q in case["questions"]]}
        for case in result.document["cases"]
    ]
    compare("judgments.json", json.dumps(cases, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_reasons_of_one_case_in_every_language(capsys: Capture, language: str) -> None:
    path = SAMPLES / "siliadin-v-france-2005.yaml"
    result = manumit(capsys, "assess", path, "--format", "json", "--lang", language)
    trees = [indented(tree) for tree in result.document["cases"][0]["because"]]
    text = "\n".join(line for tree in trees for line in tree) + "\n"
    compare(f"siliadin.{language}.txt", text)


def test_the_table_on_a_wide_terminal(capsys: Capture) -> None:
    result = manumit(capsys, "assess", SAMPLES, "--as-of", "2026-11-22")
    lines = [line.rstrip() for line in result.out.splitlines()]
    compare("table.txt", "\n".join(lines) + "\n")


def test_the_help(capsys: Capture) -> None:
    commands = ((), ("assess",), ("claim",), ("estimate",))
    text = "".join(manumit(capsys, *command, "--help").out for command in commands)
    assert __version__ not in text
    compare("help.txt", text)


def test_the_sums_and_lines_of_the_sample_claims(capsys: Capture) -> None:
    result = manumit(capsys, "claim", CLAIMS, "--format", "json", "--as-of", "2026-11-02")
    claims = [
        {key: value for key, value in claim.items() if key not in ("because", "cites")}
        | {"lines": [{k: v for k, v in line.items() if k != "because"} for line in claim["lines"]]}
        | {"debts": [{k: debt[k] for k in debt if k != "because"} for debt in claim["debts"]]}
        for claim in result.document["claims"]
    ]
    compare("claims.json", json.dumps(claims, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_reasons_of_one_claim_in_every_language(capsys: Capture, language: str) -> None:
    path = CLAIMS / "domestic-work.yaml"
    result = manumit(capsys, "claim", path, "--format", "json", "--lang", language)
    claim = result.document["claims"][0]
    chosen = [claim["lines"][0], claim["lines"][-3], *claim["debts"], claim]
    text = "\n".join(line for part in chosen for line in indented(part["because"])) + "\n"
    compare(f"domestic-work.{language}.txt", text + "\n".join(claim["missing"]) + "\n")
