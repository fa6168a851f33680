"""The real server of the intake: what it leaves behind, and what it does when it is struck down."""

import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.intake_server import DESK, Answer, Intake, intake

WORDS = "canary-word-of-a-worker"
BROWSER = "CanaryBrowser/7.0"
PHONE = "+1-555-0199"
FROM = "203.0.113.77"
HEADERS = {
    "User-Agent": BROWSER,
    "X-Forwarded-For": FROM,
    "Forwarded": f"for={FROM}",
    "Cookie": "canarycookie=1",
    "Referer": "https://canary-referer.example/",
}
PLACE_FOR_FILES = """
import asyncio, sys, tempfile
from pathlib import Path
def fail(*_, **__): raise SystemExit("something was put into a file")
tempfile.SpooledTemporaryFile.rollover = fail
tempfile.NamedTemporaryFile = tempfile.TemporaryFile = tempfile.mkstemp = fail
from manumit.web.intake.server import prepare
prepare()
from manumit.web.intake.asgi import application
from manumit.web.intake.gate import MOST_BYTES
part = (b'--line\\r\\nContent-Disposition: form-data; name="files"; filename="a.ogg"\\r\\n'
        b'Content-Type: audio/ogg\\r\\n\\r\\n')
end = b"\\r\\n--line--\\r\\n"
body = part + b"OggS" + b"x" * (MOST_BYTES - len(part) - len(end) - 4) + end
said = []
given = [{"type": "http.request", "body": body, "more_body": False}]
async def receive():
    return given.pop() if given else await asyncio.Event().wait()
async def send(message):
    said.append(message)
headers = {b"host": b"localhost", b"content-length": str(len(body)).encode(),
           b"content-type": b"multipart/form-data; boundary=line"}
scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
         "scheme": "http", "path": "/en/open/", "raw_path": b"/en/open/", "root_path": "",
         "query_string": b"", "headers": list(headers.items()), "client": ("203.0.113.77", 1)}
asyncio.run(application(scope, receive, send))
assert said[0]["status"] == 400, said[0]
"""


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def walk_with_canaries(server: Intake) -> tuple[list[str], list[Answer]]:
    """A worker's whole way; returns the numbers and every answer."""
    path, answers = "/en/write/", []
    answers.append(server.ask("/en/", **HEADERS))
    at = server.ask(path, **HEADERS)
    given = {"now": {"safe": "no"}, "words": {"account": WORDS}, "reply": {"telephone": PHONE}}
    for step in ("now", "work", "happening", "words", "reply"):
        fields = {"draft": at.hidden("draft"), "at": step, "go": "next"} | given.get(step, {})
        at = server.ask(path, fields, **HEADERS)
        answers.append(at)
    sent = server.ask(path, {"draft": at.hidden("draft"), "at": "check", "go": "send"}, **HEADERS)
    numbers = sent.numbers()
    fields = {"first": numbers[0], "second": numbers[1]}
    form = server.ask("/en/open/", **HEADERS).hidden("form")
    talk = server.ask("/en/open/", fields | {"form": form}, **HEADERS)
    fields = {"talk": talk.hidden("talk"), "act": "write", "text": WORDS + "-again"}
    wrote = server.ask("/en/open/", fields, **HEADERS)
    wrong = server.ask("/en/open/", {"first": "1", "second": "2", "form": form}, **HEADERS)
    broken = server.ask("/en/open/", {"talk": WORDS}, **HEADERS)
    return numbers, [*answers, sent, talk, wrote, wrong, broken, server.ask("/canary", **HEADERS)]


@pytest.mark.parametrize("beside_the_office", [False, True])
def test_nothing_of_a_visit_is_left_behind_in_the_clear(
    tmp_path: Path, beside_the_office: bool
) -> None:
    home, log = tmp_path / "home", tmp_path / "stderr"
    server = Intake(home)
    server.open_desk()
    if beside_the_office:
        server.start_beside(log)
    else:
        server.start(log)
    numbers, answers = walk_with_canaries(server)
    running = files_in(home)
    said = server.stop()
    left = {**running, **{f"after:{name}": raw for name, raw in files_in(home).items()}}
    left |= {"stdout": said.encode(), "stderr": log.read_bytes()}
    secrets = [numbers[1], numbers[1].replace(" ", "")]
    canaries = [WORDS, PHONE, PHONE[1:], "CanaryBrowser", FROM, "canarycookie", "canary-referer"]
    for name, raw in left.items():
        for canary in (*secrets, *canaries, "127.0.0.1"):
            assert canary.encode() not in raw, f"{canary} in {name}"
    assert any(DESK.encode() in raw for raw in left.values())  # the search does find what is there
    for answer in answers:
        names = {name.lower() for name, _ in answer.headers}
        assert not names & {"set-cookie", "server"}
        assert dict(answer.headers)["Cache-Control"] == "no-store"


def test_no_time_in_the_mailbox_is_more_precise_than_the_hour(tmp_path: Path) -> None:
    with intake(tmp_path) as server:
        numbers = server.send({}).numbers()
        server.open(numbers)
        server.open([numbers[0], "1" * 16])
    found = 0
    with sqlite3.connect(tmp_path / "mailbox.sqlite3") as database:
        tables = [
            row[0] for row in database.execute("select name from sqlite_master where type='table'")
        ]
        for table in tables:
            if table == "django_migrations":  # when the tables were made
                continue
            for row in database.execute(f"select * from {table}"):  # noqa: S608 - names of our own
                for time_of_day in re.findall(r"\d\d:\d\d:\d\d[.\d]*", repr(row)):
                    assert time_of_day.endswith(":00:00"), (table, time_of_day)
                    found += 1
    assert found >= 4


@pytest.mark.parametrize(
    "delays", [(0.02, 0.1), pytest.param((0.0, 0.02, 0.05, 0.1, 0.3), marks=pytest.mark.study)]
)
def test_a_receipt_that_was_shown_opens_even_after_the_server_was_struck_down(
    tmp_path: Path, delays: tuple[float, ...]
) -> None:
    server = Intake(tmp_path)
    server.open_desk()
    shown: list[list[str]] = []
    for delay in delays:
        server.start()
        check = server.ask("/en/write/").hidden("draft")

        def send(draft: str = check) -> None:
            try:
                fields = {"draft": draft, "at": "check", "go": "send"}
                shown.append(server.ask("/en/write/", fields).numbers())
            except (OSError, ValueError):
                pass  # struck down before anything was shown

        sending = threading.Thread(target=send)
        sending.start()
        time.sleep(delay)
        server.stop(signal.SIGKILL)
        sending.join()
    server.start()
    final = server.send({}).numbers()
    server.stop(signal.SIGKILL)
    server.start()
    for numbers in [*filter(None, shown), final]:
        assert server.open(numbers).status == 200
    server.stop()


def test_a_big_file_stays_in_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PLACE_FOR_FILES]
    done = subprocess.run(
        command,
        env=Intake(tmp_path).environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.mark.parametrize("path", ["/", "/en/", "/ar/write/", "/es/open/", "/fr/about/"])
def test_every_page_is_sent_with_headers_that_keep_it_to_itself(path: str, running: Intake) -> None:
    got = running.ask(path)
    headers = dict(got.headers)
    assert got.status == 200
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "<style" not in got.text
    assert not re.search(r"<script(?! src=)| on\w+=|style=", got.text)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    with intake(tmp_path_factory.mktemp("intake")) as server:
        yield server  # type: ignore[misc]


def test_a_request_that_is_too_big_is_answered_and_not_kept(running: Intake) -> None:
    got = running.ask("/en/open/", {"files": "x" * (43 * 1024 * 1024)})
    assert got.status == 413
    assert "40 MB at most" in got.text
