"""The real server of the intake, in a process and a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from manumit.web.sealing import new_pair
from manumit.web.server import INTAKE
from tests.helpers import ROOT, free_ports

DESK = "Night Desk"
SETUP = """
import sys
from uuid import uuid4
from manumit.web.server import INTAKE, prepare
prepare(INTAKE)
from manumit.web.mailbox.services import register_desk
register_desk(uuid4(), sys.argv[1], bytes.fromhex(sys.argv[2]))
"""
ANSWER = """
import sys
from manumit.web.server import INTAKE, prepare
prepare(INTAKE)
from manumit.web.mailbox.models import Box
from manumit.web.mailbox.services import answer
answer(Box.objects.get(locator=sys.argv[1]), sys.argv[2])
"""


@dataclass
class Answer:
    status: int
    text: str
    headers: list[tuple[str, str]]

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"no field {name} in {self.text[:400]}"
        return found[1]

    def numbers(self) -> list[str]:
        return re.findall(r'class="number" id="\w+">([\d ]+)<', self.text)


@dataclass
class Intake:
    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    private: bytes = b""
    url: str = ""
    process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "MANUMIT_HOME": str(self.home),
            "MANUMIT_ARGON_MEBIBYTES": "8",
            **self.extra,
        }

    def python(self, code: str, *words: str) -> None:
        command = [sys.executable, "-c", code, *words]
        subprocess.run(command, env=self.environment(), check=True, timeout=60)

    def open_desk(self, name: str = DESK) -> None:
        pair = new_pair()
        self.private = pair.private
        self.python(SETUP, name, pair.public.hex())

    def answer(self, locator: str, text: str) -> None:
        self.python(ANSWER, locator, text)

    def start(self, log: Path | None = None, *, code: str = "") -> None:
        """As `manumit serve` starts it, or by code of a test."""
        [port] = free_ports(1)
        way = ["-c", code] if code else ["-m", "manumit.web.server"]
        self.run([*way, INTAKE, "127.0.0.1", str(port)], port, log)

    def run(self, words: list[str], port: int, log: Path | None = None) -> None:
        """Start Python with these words, and wait until it answers."""
        with (log or Path(os.devnull)).open("a") as errors:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.url = f"http://127.0.0.1:{port}"
        for _ in range(400):
            with suppress(OSError), closing(self.connect()):
                return
            time.sleep(0.05)
        raise AssertionError("the intake did not start")

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", int(self.url.rpartition(":")[2])), timeout=20)

    def stop(self, how: int = signal.SIGTERM) -> str:
        assert self.process is not None
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=20)
        return said

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        body = urlencode(fields).encode() if fields is not None else None
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        request = Request(self.url + path, body, named)  # noqa: S310 - on this machine
        try:
            with urlopen(request, timeout=30) as got:  # noqa: S310
                return Answer(got.status, got.read().decode(), got.getheaders())
        except HTTPError as got:
            return Answer(got.code, got.read().decode(), list(got.headers.items()))

    def send(self, answers: dict[str, dict[str, str]], language: str = "en") -> Answer:
        """Walk through all pages with these answers, and send."""
        path = f"/{language}/write/"
        at = self.ask(path)
        for step in ("now", "work", "happening", "words", "reply"):
            fields = {"draft": at.hidden("draft"), "at": step, "go": "next"}
            at = self.ask(path, fields | answers.get(step, {}))
        return self.ask(path, {"draft": at.hidden("draft"), "at": "check", "go": "send"})

    def open(self, numbers: list[str], language: str = "en") -> Answer:
        path = f"/{language}/open/"
        form = self.ask(path).hidden("form")
        return self.ask(path, {"form": form, "first": numbers[0], "second": numbers[1]})


@contextmanager
def intake(home: Path, **extra: str) -> Iterator[Intake]:
    """A running intake with one open desk."""
    server = Intake(home, extra)
    server.open_desk()
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
