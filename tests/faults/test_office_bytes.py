"""What was told in confidence is in no file of the office: no database, log or temporary file."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT


@pytest.fixture(scope="module", params=[40, pytest.param(200, marks=pytest.mark.study)])
def planted(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Path, list[str]]:
    """A folder with all that an office wrote, and the words that were entered."""
    folder = tmp_path_factory.mktemp("office")
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.office.plant", str(folder / "home"), str(request.param)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (folder / "errors.txt").write_text(done.stderr)
    words = done.stdout.split()
    assert len(words) >= request.param
    return folder, words


def _ways(word: str) -> list[bytes]:
    """A word as it could stand in a file."""
    plain = word.encode()
    return [
        plain,
        word.encode("utf-16-le"),
        plain.hex().encode(),
        word.upper().encode(),
        *(base64.b64encode(b"x" * at + plain)[4:-4] for at in range(3)),
    ]


def test_no_planted_word_is_in_any_file(planted: tuple[Path, list[str]]) -> None:
    folder, words = planted
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "office.sqlite3" for path in files)
    assert any(path.name == "mailbox.sqlite3" for path in files)
    for path in files:
        content = path.read_bytes()
        for word in words:
            for form in _ways(word):
                assert form not in content, f"{word} stands in {path.name}"


@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_the_search_finds_a_word_in_each_way_of_writing(before: str) -> None:
    word = "Zx7canary0name"
    text = f"{before}{word} after"
    for content in (
        text.encode(),
        text.encode("utf-16-le"),
        base64.b64encode(text.encode()),
        text.encode().hex().encode(),
        text.upper().encode(),
    ):
        assert any(form in content for form in _ways(word))


def test_only_the_owner_can_read_the_folder(planted: tuple[Path, list[str]]) -> None:
    folder, _ = planted
    for name in ("office.sqlite3", "mailbox.sqlite3", "secret.key"):
        assert (folder / "home" / name).stat().st_mode & 0o077 == 0, name
