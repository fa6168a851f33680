"""A disk that is full, a folder that may not be written, a run that is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.helpers_cli import limited, manumit

GOOD = ROOT / "examples" / "judgments" / "v-edwards-2021.yaml"
Capture = pytest.CaptureFixture[str]


FINAL = ("assessment.json", "rejects.csv", "report.html", "t.results.csv", "t.results.parquet")


def big_table(path: Path, rows: int = 3000) -> Path:
    text = "id,age,work,locked_in,cannot_resign\n"
    text += "".join(f"p{i},30,yes,yes,no\n" for i in range(rows))
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [0, 2000, 70_000])
def test_a_disk_that_fills_up_is_said_and_leaves_nothing_that_looks_whole(
    capsys: Capture, tmp_path: Path, size: int
) -> None:
    table, out = big_table(tmp_path / "t.csv"), tmp_path / "out"
    with limited(size):
        done = manumit(capsys, "assess", GOOD, table, "--out", out)
    assert done.code == 2
    assert "File too large" in done.err
    assert not (out / "report.html").exists()
    for file in out.rglob("*"):
        assert file.name in FINAL or file.is_dir()
        assert file.is_dir() or file.stat().st_size < max(size, 1)


@pytest.mark.parametrize("name", ["cases.json", "cases.csv"])
def test_an_exchange_file_that_does_not_fit_is_not_there(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    with limited(10):
        done = manumit(capsys, "assess", GOOD, "--htcds", tmp_path / name)
    assert done.code == 2
    assert "File too large" in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_result_stays_when_a_later_run_fails(capsys: Capture, tmp_path: Path) -> None:
    earlier = tmp_path / "assessment.json"
    earlier.write_text("earlier", encoding="utf-8")
    with limited(10):
        assert manumit(capsys, "assess", GOOD, "--out", tmp_path).code == 2
    assert earlier.read_text(encoding="utf-8") == "earlier"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(capsys: Capture, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert manumit(capsys, "assess", GOOD, "--out", tmp_path / "out").code == 2


def test_a_killed_run_leaves_no_result_that_looks_whole(capsys: Capture, tmp_path: Path) -> None:
    table, out = big_table(tmp_path / "t.csv", 400_000), tmp_path / "out"
    arguments = ["assess", str(table), "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "manumit", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not (out / "assessment.json.part").exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert [file.name for file in out.iterdir() if file.name in FINAL] == []
    big_table(table)
    assert manumit(capsys, *arguments).code == 0
    assert {file.name for file in out.iterdir()} == {
        "assessment.json",
        "rejects.csv",
        "report.html",
        "t.results.csv",
    }


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m manumit assess {GOOD} --format json | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
