"""Screening on a disk that is full, in a run that is killed, in a folder that is closed."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers_cli import limited, manumit

Capture = pytest.CaptureFixture[str]
FINAL = {"report.html", "matches.csv", "matches.json", "review.csv"}
OURS = 'id,name,territory\nalpha,"Alpha Weaving Co., Ltd",CN\n'
FILLED = (
    "supplier,list,entry,verdict,who,when,why\n"
    "s-0000000000000000,ours,alpha,different,A. Reader,2026-01-10,{why}\n"
)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


class Desk:
    """A folder with a long supplier list, and the outcome of an earlier run on it."""

    def __init__(self, capsys: Capture, folder: Path) -> None:
        self.capsys, self.folder, self.out = capsys, folder, folder / "out"
        self.suppliers, self.ours = folder / "suppliers.csv", folder / "ours.csv"
        self.fill(200)
        self.ours.write_text(OURS, encoding="utf-8")

    def fill(self, rows: int) -> None:
        text = "".join(f"Alpha Weaving {at},{at} Renmin Road,China\n" for at in range(rows))
        self.suppliers.write_text(f"name,address,country\n{text}", encoding="utf-8")

    def judge(self, why: str) -> None:
        """Leave a verdict on a supplier that is in no later upload."""
        self.out.mkdir(exist_ok=True)
        (self.out / "review.csv").write_text(FILLED.format(why=why), encoding="utf-8")

    @property
    def arguments(self) -> list[str]:
        paths = (self.suppliers, "--list", self.ours, "--out", self.out)
        return ["screen", *map(str, paths)]

    def screen(self) -> tuple[int, str]:
        result = manumit(self.capsys, *self.arguments)
        return result.code, result.err


@pytest.fixture
def desk(capsys: Capture, tmp_path: Path) -> Desk:
    return Desk(capsys, tmp_path)


def test_a_disk_too_full_for_the_report_is_said_and_leaves_the_earlier_report_and_review(
    desk: Desk,
) -> None:
    desk.judge("Another plant.")
    desk.screen()
    earlier = contents(desk.out)
    sizes = len(earlier["matches.json"]), len(earlier["report.html"])
    assert sizes[0] < sizes[1]
    with limited(sum(sizes) // 2):
        code, said = desk.screen()
    assert code == 2
    assert "report.html: The report cannot be written: File too large." in said
    later = contents(desk.out)
    assert later.keys() == earlier.keys()
    assert later["report.html"] == earlier["report.html"]
    assert later["review.csv"] == earlier["review.csv"]


def test_a_disk_too_full_for_the_review_leaves_the_earlier_review(desk: Desk) -> None:
    desk.fill(1)
    desk.judge("x" * 120_000)
    earlier = (desk.out / "review.csv").read_bytes()
    with limited(100_000):
        code, said = desk.screen()
    assert code == 2
    assert "results cannot be written: file too large" in said
    assert (desk.out / "review.csv").read_bytes() == earlier
    assert not list(desk.out.glob("*.part"))
    assert desk.screen()[0] == 0


def test_pairs_that_do_not_fit_leave_the_earlier_ones(desk: Desk) -> None:
    arguments = ("match", desk.suppliers, desk.suppliers, "--out", desk.out)
    assert manumit(desk.capsys, *arguments).code == 0
    earlier = contents(desk.out)
    with limited(10_000):
        result = manumit(desk.capsys, *arguments)
    assert result.code == 2
    assert "results cannot be written: file too large" in result.err
    assert contents(desk.out) == earlier


def test_a_killed_run_leaves_the_earlier_files_and_the_next_run_all_of_them(desk: Desk) -> None:
    desk.judge("Another plant.")
    assert desk.screen()[0] == 0
    earlier = contents(desk.out)
    desk.fill(6000)
    process = subprocess.Popen(
        [sys.executable, "-m", "manumit", *desk.arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not (desk.out / "matches.json.part").exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    left = contents(desk.out)
    assert {name: left[name] for name in left if not name.endswith(".part")} == earlier
    desk.fill(20)
    assert desk.screen()[0] == 0
    assert set(contents(desk.out)) == FINAL
    with (desk.out / "review.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["why"] == "Another plant."


def test_a_run_that_fails_while_screening_keeps_the_earlier_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.judge("Another plant.")
    assert desk.screen()[0] == 0
    earlier = contents(desk.out)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("manumit.supply.screen.Screen._screened", stop)
    code, said = desk.screen()
    assert code == 2
    assert "stopped" in said
    assert contents(desk.out) == earlier


def test_a_folder_that_is_a_file_is_said(desk: Desk) -> None:
    desk.out.write_text("mine", encoding="utf-8")
    code, said = desk.screen()
    assert code == 2
    assert "--out" in said
    assert desk.out.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(desk: Desk) -> None:
    desk.folder.chmod(0o500)
    assert desk.screen()[0] == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_review_file_that_may_not_be_read_is_said_and_stays(desk: Desk) -> None:
    desk.judge("Another plant.")
    (desk.out / "review.csv").chmod(0)
    code, said = desk.screen()
    assert code == 2
    assert "review.csv: cannot be read: Permission denied" in said
    assert [file.name for file in desk.out.iterdir()] == ["review.csv"]
