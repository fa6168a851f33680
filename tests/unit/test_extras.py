"""The core works without the optional libraries, and says which ones an input needs."""

import builtins
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import ROOT
from tests.helpers_cli import manumit

SILIADIN = ROOT / "examples" / "judgments" / "siliadin-v-france-2005.yaml"
Capture = pytest.CaptureFixture[str]
OPTIONAL = ("numpy", "openpyxl", "pyarrow", "pyxform", "lxml", "typst")


@pytest.fixture
def without_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *arguments: Any, **options: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in OPTIONAL:
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)
    monkeypatch.setattr("manumit.io.xlsform.find_spec", lambda _name: None)


@pytest.mark.usefixtures("without_extras")
def test_case_files_are_assessed_without_optional_libraries(
    capsys: Capture, tmp_path: Path
) -> None:
    result = manumit(capsys, "assess", SILIADIN, "--out", tmp_path, "--htcds", tmp_path / "h.json")
    assert result.code == 0
    assert (tmp_path / "report.html").exists()


@pytest.mark.usefixtures("without_extras")
@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["t.csv"], "tables"),
        (["t.parquet"], "tables"),
        (["--form", "f.xlsx"], "forms"),
    ],
)
def test_what_needs_an_optional_library_says_how_to_get_it(
    capsys: Capture, tmp_path: Path, arguments: list[str], extra: str
) -> None:
    for name in ("t.csv", "t.parquet"):
        (tmp_path / name).write_text("id,locked_in\np1,yes\n", encoding="utf-8")
    paths = [tmp_path / each if "." in each else each for each in arguments]
    result = manumit(capsys, "assess", *paths)
    assert result.code == 2
    assert f"pip install 'manumit[{extra}]'" in result.err


@pytest.mark.usefixtures("without_extras")
def test_a_claim_is_written_as_pages_without_the_library_for_pdf(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manumit.report.claims.files.find_spec", lambda _name: None)
    case = ROOT / "examples" / "claims" / "us-overtime.yaml"
    result = manumit(capsys, "claim", case, "--out", tmp_path)
    assert result.code == 0
    assert "pip install 'manumit[claims]'" in result.err
    assert (tmp_path / "report.html").exists()
    assert not (tmp_path / "claim.pdf").exists()


@pytest.mark.usefixtures("without_extras")
def test_a_bank_file_says_which_libraries_it_needs(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "order.xml"
    path.write_text("<Document/>", encoding="utf-8")
    result = manumit(capsys, "claim", path)
    assert result.code == 2
    assert "pip install 'manumit[claims]'" in result.err
