"""The real server of the intake: what it leaves behind, and what it does when it is struck down."""

import re
import signal
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from manumit.reference.words import say
from manumit.web.intake.gate import MOST_BYTES
from tests.helpers import free_ports
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
NO_FILES = """
import os, sys, tempfile
def fail(*_, **__): os._exit(3)
tempfile.NamedTemporaryFile = tempfile.TemporaryFile = tempfile.mkstemp = fail
tempfile.SpooledTemporaryFile.rollover = fail
from manumit.web.server import Address, serve
serve(sys.argv[1], Address(sys.argv[2], int(sys.argv[3])))
"""
ANOTHER = """
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
from manumit.web.intake.wsgi import application
WSGIRequestHandler.log_message = lambda *_: None
make_server("127.0.0.1", int(sys.argv[1]), application).serve_forever()
"""
MEGABYTE = 1 << 20
PART = (
    b'--line\r\nContent-Disposition: form-data; name="files"; filename="a.ogg"\r\n'
    b"Content-Type: audio/ogg\r\n\r\nOggS"
)
END = b"\r\n--line--\r\n"
FILES = {"Content-Type": "multipart/form-data; boundary=line"}


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


def test_nothing_of_a_visit_is_left_behind_in_the_clear(tmp_path: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "stderr"
    server = Intake(home)
    server.open_desk()
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
            except (OSError, ValueError, HTTPException):
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


@pytest.fixture(scope="module")
def without_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intake]:
    """An intake that ends at once when something is put into a temporary file."""
    server = Intake(tmp_path_factory.mktemp("intake"))
    server.open_desk()
    server.start(code=NO_FILES)
    yield server
    server.stop()


def sent(server: Intake, parts: Iterable[bytes], **headers: str) -> tuple[int, str]:
    """Post the content to the page of conversations, as a browser posts files."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.request(
        "POST", "/en/open/", parts, FILES | {k.replace("_", "-"): v for k, v in headers.items()}
    )
    answer = connection.getresponse()
    assert not {"Set-Cookie", "Server"} & set(answer.headers)
    return answer.status, answer.read().decode()


def peak(server: Intake) -> int:
    """The most memory that the server had, in bytes."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def file_of(size: int) -> bytes:
    """One file in a form, together of this size."""
    return PART + b"x" * (size - len(PART) - len(END)) + END


def test_the_largest_request_that_is_read_stays_in_memory(without_files: Intake) -> None:
    status, page = sent(without_files, [body := file_of(MOST_BYTES)], content_length=str(len(body)))
    assert status == 400  # read to its end; it names no open conversation
    assert say("intake.open.again", "en") in page


def test_a_request_that_is_too_big_is_answered_and_not_kept(without_files: Intake) -> None:
    before = peak(without_files)
    big = [b"x" * MEGABYTE] * 100
    status, page = sent(without_files, big, content_length=str(100 * MEGABYTE))
    assert (status, "40 MB at most" in page) == (413, True)
    assert peak(without_files) - before < 8 * MEGABYTE


def test_a_request_that_does_not_say_its_size_is_not_kept_either(without_files: Intake) -> None:
    big = [b"%x\r\n%s\r\n" % (MEGABYTE, b"x" * MEGABYTE)] * 60
    status, page = sent(without_files, [*big, b"0\r\n\r\n"], transfer_encoding="chunked")
    assert (status, "40 MB at most" in page) == (413, True)


def test_a_request_beyond_all_measure_is_refused_before_anything_is_read(
    without_files: Intake,
) -> None:
    with without_files.connect() as line:
        head = f"POST /en/open/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {1 << 30}"
        line.sendall(head.encode() + b"\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_command_starts_the_intake_by_itself(tmp_path: Path) -> None:
    server = Intake(tmp_path)
    [port] = free_ports(1)
    command = ["-m", "manumit", "serve", "--only", "intake", "--intake-port", str(port)]
    server.run(command, port)
    assert server.ask("/en/").status == 200
    assert server.stop(signal.SIGINT) == f"Intake: http://localhost:{port}\nCtrl-C ends it.\n"
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {
        "mailbox.sqlite3",
        "secret.key",
    }


def test_another_server_can_take_its_place(tmp_path: Path) -> None:
    """With nothing but the WSGI program, as a server that starts Python programs itself has it."""
    server = Intake(tmp_path)
    server.open_desk()
    [port] = free_ports(1)
    server.run(["-c", ANOTHER, str(port)], port)
    numbers = server.send({}).numbers()
    assert server.open(numbers).status == 200
    assert server.ask("/en/open/", content_length=str(MOST_BYTES + 1)).status == 413
    server.stop()
