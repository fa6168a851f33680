"""The demonstration on a port that is taken, and when it is ended in any way."""

import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.demo_programs import answers, command, environment, running, stopped


def test_a_taken_port_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        words = ("demo", "--home", str(tmp_path / "home"), "--port", port)
        ended = subprocess.run(
            command(*words), env=environment(tmp_path), capture_output=True, text=True, check=False
        )
    assert ended.returncode == 2
    assert f"http://localhost:{port} cannot be used" in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "home").exists()


SIGNALS = (signal.SIGTERM, signal.SIGINT)


@pytest.mark.parametrize(
    "how", [signal.SIGKILL, *(pytest.param(each, marks=pytest.mark.study) for each in SIGNALS)]
)
def test_no_program_is_left_behind(tmp_path: Path, how: signal.Signals) -> None:
    with running(tmp_path) as demo:
        stopped(demo.process, how)
        until = time.monotonic() + 10
        ports = {urlsplit(each).port for each in (demo.office, demo.intake)}
        while ports and time.monotonic() < until:
            ports = {port for port in ports if answers(port)}
        assert not ports
