"""The two programs of `manumit demo`, started as its command starts them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import ROOT, free_ports


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "MANUMIT_HOME": str(home),
        "MANUMIT_ARGON_MEBIBYTES": "1",
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "manumit", *words]


@dataclass
class Demo:
    """A running demonstration."""

    home: Path
    office: str
    intake: str
    process: subprocess.Popen[str]


@contextmanager
def running(home: Path) -> Iterator[Demo]:
    """The demonstration, from when both of its programs answer."""
    office, intake = free_ports(2)
    words = ("demo", "--home", str(home), "--port", str(office), "--intake-port", str(intake))
    ours, terminal = os.openpty()  # on a terminal it stays
    with subprocess.Popen(
        command(*words),
        env=environment(home),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_heeds_ctrl_c,  # noqa: PLW1509 - no thread is there yet
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while "Report as a worker" not in said:
                line = process.stdout.readline()
                assert line, f"the demonstration did not start: {said}"
                said += line
            at = f"http://localhost:{office}", f"http://localhost:{intake}"
            yield Demo(home, *at, process)
        finally:
            stopped(process)
            os.close(ours)
            os.close(terminal)


def _heeds_ctrl_c() -> None:
    """As on a terminal: a program started in the background is deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def stopped(process: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> None:
    if process.poll() is None:
        process.send_signal(how)
        process.wait(timeout=20)


def answers(port: int | None) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
