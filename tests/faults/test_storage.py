"""A disk that is full, a folder that may not be written, a run that is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.helpers_cli import manumit

GOOD = ROOT / "examples" / "judgments" / "v-edwards-2021.yaml"
Capture = pytest.CaptureFixture[str]
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="/dev/full is not here")
@pytest.mark.parametrize("name", ["assessment.json", "rejects.csv", "report.html"])
def test_a_full_disk_is_said_and_not_taken_for_success(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).symlink_to(FULL)
    result = manumit(capsys, "assess", GOOD, "--out", tmp_path)
    assert result.code == 2
    assert "No space left on device" in result.err


@pytest.mark.skipif(not FULL.exists(), reason="/dev/full is not here")
@pytest.mark.parametrize("name", ["cases.json", "cases.csv"])
def test_a_full_disk_under_an_exchange_file_is_said(
    capsys: Capture, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).symlink_to(FULL)
    result = manumit(capsys, "assess", GOOD, "--htcds", tmp_path / name)
    assert result.code == 2
    assert "No space left on device" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(capsys: Capture, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert manumit(capsys, "assess", GOOD, "--out", tmp_path / "out").code == 2


def test_a_killed_run_leaves_no_result_that_looks_whole(tmp_path: Path) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "out"
    rows = "".join(f"p{i},30,yes,yes,no\n" for i in range(400_000))
    table.write_text("id,age,work,locked_in,cannot_resign\n" + rows, encoding="utf-8")
    command = [sys.executable, "-m", "manumit", "assess", str(table), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    started = out / "assessment.json"
    while process.poll() is None and not (started.exists() and started.stat().st_size):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "report.html").exists()
    with pytest.raises(json.JSONDecodeError):
        json.loads(started.read_text(encoding="utf-8"))


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m manumit assess {GOOD} --format json | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
