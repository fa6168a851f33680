"""Pages of the intake, asked in this process: what is answered, and what is refused."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from manumit.errors import CannotOpen
from manumit.reference.models import LANGUAGES
from manumit.reference.words import topic
from manumit.web.intake import settings as own
from manumit.web.intake import tokens, wizard
from manumit.web.intake.gate import MOST_BYTES, TOO_BIG, gate
from manumit.web.mailbox import proof, services, tries
from manumit.web.mailbox.models import Box, Desk
from manumit.web.mailbox.questions import STEPS
from manumit.web.sealing import new_pair

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])
PAIR = new_pair()


class Visitor:
    """Somebody with a browser that runs no script."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})

    def get(self, path: str) -> Any:
        return self._kept_nothing(self.client.get(path))

    def post(self, path: str, fields: dict[str, Any], **more: Any) -> Any:
        return self._kept_nothing(self.client.post(path, fields, **more))

    def _kept_nothing(self, got: Any) -> Any:
        assert not got.cookies
        assert "Set-Cookie" not in got.headers
        assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")
        return got

    def walk(self, answers: dict[str, dict[str, Any]], language: str = "en") -> Any:
        path = f"/{language}/write/"
        at = self.get(path)
        for step in STEPS:
            given = {"draft": hidden(at, "draft"), "at": step, "go": "next"}
            at = self.post(path, given | answers.get(step, {}))
        return at

    def send(self, check: Any, language: str = "en", **more: str) -> Any:
        fields = {"draft": hidden(check, "draft"), "at": "check", "go": "send"}
        return self.post(f"/{language}/write/", fields | more)

    def numbers(self) -> list[str]:
        return re.findall(r'class="number" id="\w+">([\d ]+)<', text(self.send(self.walk({}))))

    def open(self, numbers: list[str], language: str = "en") -> Any:
        path = f"/{language}/open/"
        fields = {"form": hidden(self.get(path), "form"), "first": numbers[0]}
        return self.post(path, fields | {"second": numbers[1]})

    def act(self, talk: Any, act: str, **fields: Any) -> Any:
        return self.post("/en/open/", {"talk": hidden(talk, "talk"), "act": act, **fields})


def text(got: Any) -> str:
    return str(got.content.decode())


def hidden(got: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text(got))
    assert found, f"no {name} in {text(got)}"
    return found[1]


@pytest.fixture
def desk() -> Desk:
    return services.register_desk(uuid4(), "Night Desk", PAIR.public)


@pytest.fixture
def visitor(settings: Any) -> Visitor:
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "manumit.web.intake"]
    settings.MIDDLEWARE = own.MIDDLEWARE
    settings.ROOT_URLCONF = own.ROOT_URLCONF
    settings.TEMPLATES = own.TEMPLATES
    return Visitor()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_from_start_to_answer_in_every_language(visitor: Visitor, language: str) -> None:
    words = topic("intake").words
    start = text(visitor.get(f"/{language}/"))
    assert getattr(words["start.title"], language) in start
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in start
    answers = {
        "now": {"safe": "no", "age": "under", "who": "self"},
        "happening": {"happening": ["papers", "hours"]},
        "words": {"account": "Two lines\nof <b>words</b>"},
    }
    check = visitor.walk(answers, language)
    assert getattr(words["happening.papers"], language) in text(check)
    assert "&lt;b&gt;words&lt;/b&gt;" in text(check)
    sent = visitor.send(check, language)
    numbers = re.findall(r'class="number" id="\w+">([\d ]+)<', text(sent))
    assert [len(number.replace(" ", "")) for number in numbers] == [8, 16]
    box = Box.objects.get()
    assert (box.danger, box.child, box.language) == ("yes", "yes", language)
    entry = services.read_for_desk(box, PAIR.private)[0]
    assert entry.answers["facts"] == ["documents_held", "excessive_hours"]
    services.answer(box, "We are here.")
    opened = visitor.open(numbers, language)
    assert "We are here." in text(opened)
    assert "&lt;b&gt;words&lt;/b&gt;" in text(opened)


@pytest.mark.usefixtures("desk")
def test_answers_come_back_when_one_goes_back_or_changes_them(visitor: Visitor) -> None:
    first = visitor.get("/en/write/")
    given = {"draft": hidden(first, "draft"), "at": "now", "go": "next", "safe": "yes"}
    second = visitor.post("/en/write/", given)
    given = {"draft": hidden(second, "draft"), "at": "work", "go": "back", "place": "A farm"}
    back = visitor.post("/en/write/", given)
    assert re.search(r'value="yes"[^>]*checked', text(back))
    given = {"draft": hidden(back, "draft"), "at": "now", "go": "to:work"}
    again = visitor.post("/en/write/", given)
    assert 'value="A farm"' in text(again)
    given = {"draft": hidden(again, "draft"), "at": "now", "go": "back"}
    assert "checked" not in text(visitor.post("/en/write/", given))


@pytest.mark.usefixtures("desk")
def test_whoever_wants_a_call_is_asked_for_a_number_and_may_still_go_back(visitor: Visitor) -> None:
    path = "/en/write/"
    given = {"draft": hidden(visitor.get(path), "draft"), "at": "reply", "reply": "call"}
    asked = visitor.post(path, given | {"go": "next"})
    assert "Write a number" in text(asked)
    assert "What happened?" in text(visitor.post(path, given | {"go": "back"}))


@pytest.mark.usefixtures("desk")
def test_an_old_or_forged_draft_starts_anew_and_sends_nothing(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = visitor.walk({})
    forged = visitor.post("/en/write/", {"draft": "x" * 40, "at": "check", "go": "send"})
    assert forged.status_code == 400
    assert "what you wrote is gone" in text(forged)
    monkeypatch.setattr(tokens, "LIFE", tokens.LIFE | {tokens.DRAFT: timedelta(seconds=-1)})
    assert visitor.send(check).status_code == 400
    assert not Box.objects.exists()


@pytest.mark.usefixtures("desk")
def test_loading_the_numbers_anew_shows_them_for_a_while_and_makes_no_second_box(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = visitor.walk({})
    first, second = (re.findall(r">([\d ]{9,})<", text(visitor.send(check))) for _ in range(2))
    assert first == second
    assert Box.objects.count() == 1
    monkeypatch.setattr(wizard, "SHOWN_AGAIN", timedelta(seconds=-1))
    late = visitor.send(check)
    assert late.status_code == 400
    assert not re.findall(r">([\d ]{9,})<", text(late))


@pytest.mark.usefixtures("desk")
def test_wrong_numbers_get_the_same_page_whichever_is_wrong(visitor: Visitor) -> None:
    numbers = visitor.numbers()
    typed = [(numbers[0], "1" * 16), ("00000000", "1" * 16), ("00000000", numbers[1])]
    pages = []
    for first, second in typed:
        got = visitor.open([first, second])
        shown = text(got).replace(first, "FIRST").replace(second, "SECOND")
        pages.append((got.status_code, re.sub(r'type="hidden"[^>]*', "", shown), len(got.content)))
    assert pages[0][:2] == pages[1][:2] == pages[2][:2]
    assert pages[0][0] == 403
    for _ in range(tries.MOST_TRIES):
        exhausted = visitor.open([numbers[0], "1" * 16])
    assert exhausted.status_code == visitor.open(numbers).status_code == 403


@pytest.mark.usefixtures("desk")
def test_writing_files_and_a_name_reach_the_desk_once(visitor: Visitor) -> None:
    numbers = visitor.numbers()
    talk = visitor.open(numbers)
    photo = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CanaryCamera"
    Image.new("RGB", (30, 20)).save(photo, "JPEG", exif=exif)
    photo.name = "wall.jpg"
    photo.seek(0)
    sent = visitor.act(talk, "write", text="  See this. ", files=[photo])
    assert "Sent." in text(sent)
    assert "wall.jpg" in text(sent)
    again = visitor.act(talk, "write", text="See this.")
    assert text(again).count("See this.") == 1
    named = visitor.act(sent, "name", name="Amina", telephone="+1 555 0100")
    assert "You said who you are" in text(named)
    entries = services.read_for_desk(Box.objects.get(), PAIR.private)
    assert [entry.kind for entry in entries] == ["signal", "text", "name"]
    copy = services.open_file(entries[1].files[0])
    assert b"CanaryCamera" not in copy
    assert b"CanaryCamera" in services.open_file(entries[1].files[0], original=True)
    assert entries[2].answers == {"name": "Amina", "telephone": "+1 555 0100"}


@pytest.mark.usefixtures("desk")
def test_what_is_not_taken_is_said_plainly_and_the_words_stay(visitor: Visitor) -> None:
    talk = visitor.open(visitor.numbers())
    page = BytesIO(b"<svg onload='alert(1)'/>")
    page.name = "photo.jpg"
    refused = visitor.act(talk, "write", text="My words", files=[page])
    assert refused.status_code == 400
    assert "cannot take this kind of file" in text(refused)
    assert "My words</textarea>" in text(refused)
    assert "Write something" in text(visitor.act(talk, "write", text=" "))
    assert "Write a name" in text(visitor.act(talk, "name", name=" "))
    assert "too long" in text(visitor.act(talk, "write", text="x" * 5000))


@pytest.mark.usefixtures("desk")
def test_deleting_needs_a_touch_and_leaves_nothing(visitor: Visitor) -> None:
    numbers = visitor.numbers()
    talk = visitor.open(numbers)
    assert "Touch the box" in text(visitor.act(talk, "close"))
    gone = visitor.act(talk, "close", sure="yes")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/en/deleted/")
    assert "Everything is deleted" in text(visitor.get("/en/deleted/"))
    assert visitor.open(numbers).status_code == 403
    assert "too long" in text(visitor.act(talk, "write", text="after"))


@pytest.mark.usefixtures("desk")
def test_an_open_conversation_ends_after_a_quarter_of_an_hour(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = visitor.open(visitor.numbers())
    assert tokens.LIFE[tokens.TALK] == timedelta(minutes=15)
    monkeypatch.setattr(tokens, "LIFE", tokens.LIFE | {tokens.TALK: timedelta(seconds=-1)})
    late = visitor.act(talk, "write", text="late")
    assert late.status_code == 400
    assert "Type your two numbers again" in text(late)


@pytest.mark.usefixtures("desk")
def test_a_full_hour_says_when_to_come_back_and_keeps_what_was_written(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "BITS", 4)
    limits = {(kind, proven): 1 for kind in ("open", "unlock") for proven in (True, False)}
    monkeypatch.setattr(tries, "ALLOWED", limits)
    numbers = visitor.numbers()
    check = visitor.walk({"words": {"account": "Please read this"}})
    full = visitor.send(check)
    assert full.status_code == 503
    assert re.search(r"Try again in \d+ minutes", text(full))
    assert "Please read this" in text(full)
    challenge = hidden(full, "challenge")
    worked = visitor.send(full, challenge=challenge, answer=proof.solve(challenge))
    assert "Keep these two numbers" in text(worked)
    assert visitor.open(numbers).status_code == 200
    assert visitor.open(numbers).status_code == 503


def test_a_closed_desk_is_said_at_the_start_and_nothing_is_sent(
    visitor: Visitor, desk: Desk
) -> None:
    other = visitor.walk({})
    services.register_desk(desk.pk, desk.name, PAIR.public, is_open=False)
    assert "Nobody can read messages here right now" in text(visitor.get("/en/"))
    assert visitor.send(other).status_code == 503
    assert not Box.objects.exists()


def test_where_two_desks_are_open_one_chooses(visitor: Visitor, desk: Desk) -> None:
    second = services.register_desk(uuid4(), "Seamen's Desk", PAIR.public)
    assert "people you choose" in text(visitor.get("/en/"))
    check = visitor.walk({"now": {"desk": str(second.pk)}})
    visitor.send(check)
    assert Box.objects.get().desk == second != desk


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost"}, 200),
        ({"origin": "null"}, 200),
        ({}, 200),
    ],
)
def test_forms_of_other_sites_are_refused(
    visitor: Visitor, headers: dict[str, str], status: int
) -> None:
    draft = hidden(visitor.get("/en/write/"), "draft")
    other = Client(headers={"host": "localhost"} | headers)
    got = other.post("/en/write/", {"draft": draft, "at": "now", "go": "next"})
    assert got.status_code == status


def test_pages_that_are_not_there_and_hosts_that_are_not_ours(visitor: Visitor) -> None:
    missing = visitor.get("/fr/nothing/")
    assert missing.status_code == 404
    assert "Cette page n’existe pas" in text(missing)
    for path in ("/static/look/office.css", "/static/look/../../urls.py", "/static/"):
        assert visitor.get(path).status_code == 404
    assert visitor.get("/static/look/look.css").headers["Content-Type"].startswith("text/css")
    assert "English" in text(visitor.get("/"))
    assert Client(headers={"host": "evil.example"}).get("/en/").status_code == 400
    assert visitor.client.put("/en/write/").status_code in (403, 405)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_or_address_says_what_it_is_about(
    visitor: Visitor, desk: Desk, language: str
) -> None:
    title = re.search(r"<title>(.*?)</title>", text(visitor.get(f"/{language}/")))
    assert title
    assert title[1] in ("Information", "Informations", "Información", "معلومات")
    assert 'href="data:,"' in text(visitor.get(f"/{language}/about/"))
    assert desk.name not in title[1]


def test_a_fault_tells_where_it_is_and_nothing_of_what_was_sent(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("canary words of a worker")

    monkeypatch.setattr(services, "open_desks", fail)
    visitor.client.raise_request_exception = False
    got = visitor.get("/en/")
    assert got.status_code == 500
    said = capsys.readouterr().err
    assert re.search(r"fault: ValueError at \S+:\d+\n", said)
    assert "canary" not in said + text(got)


def test_a_token_opens_as_its_own_kind_and_unchanged_only() -> None:
    sealed = tokens.give(tokens.TALK, {"key": "ab"})
    assert tokens.take(tokens.TALK, sealed) == {"key": "ab"}
    for kind, given in (
        (tokens.FORM, sealed),
        (tokens.TALK, sealed[:-8] + "AAAAAAA="),
        (tokens.TALK, "é"),
    ):
        with pytest.raises(CannotOpen):
            tokens.take(kind, given)
    with pytest.raises(CannotOpen):
        tokens.take(tokens.TALK, sealed, life=timedelta(seconds=-1))
    with pytest.raises(CannotOpen):
        tokens.take(tokens.TALK, "A" * 200_000)


CANARIES = {
    "user-agent": "CanaryBrowser",
    "x-forwarded-for": "203.0.113.77",
    "forwarded": "for=203.0.113.77",
    "cookie": "canary=1",
    "referer": "https://canary.example/",
    "accept-language": "ceb",
}


def test_the_gate_lets_no_address_and_no_browser_pass() -> None:
    seen: dict[str, Any] = {}

    def program(environ: Any, _start: Any) -> list[bytes]:
        seen.clear()
        seen.update(environ)
        return []

    headers = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in CANARIES.items()}
    environ = headers | {
        "REMOTE_ADDR": "203.0.113.77",
        "REMOTE_USER": "canary",
        "QUERY_STRING": "canary=1",
        "REQUEST_URI": "/en/?canary=1",
        "SSL_CLIENT_S_DN": "canary",
        "HTTP_HOST": "h",
        "HTTP_ORIGIN": "http://h",
        "PATH_INFO": "/en/",
        "wsgi.url_scheme": "http",
    }
    gate(program)(environ | {"CONTENT_LENGTH": "3"}, None)  # type: ignore[arg-type]
    assert seen == {
        "HTTP_HOST": "h",
        "HTTP_ORIGIN": "http://h",
        "PATH_INFO": "/en/",
        "CONTENT_LENGTH": "3",
        "QUERY_STRING": "",
        "wsgi.url_scheme": "http",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"CONTENT_LENGTH": str(MOST_BYTES + 1)},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "3", "HTTP_TRANSFER_ENCODING": "chunked"},
    ],
)
def test_the_gate_gives_the_program_nothing_of_what_is_too_big(headers: dict[str, str]) -> None:
    seen: dict[str, Any] = {}
    gate(lambda environ, _start: seen.update(environ) or [])(headers, None)  # type: ignore[arg-type, func-returns-value]
    assert (seen[TOO_BIG], seen["CONTENT_LENGTH"]) == (True, "0")


def test_a_request_that_is_too_big_gets_a_plain_answer(visitor: Visitor) -> None:
    got = visitor.client.post("/ar/open/", {}, **{TOO_BIG: True})
    assert got.status_code == 413
    assert "40" in text(got)


def test_nothing_that_passes_the_gate_is_put_into_a_file() -> None:
    assert own.FILE_UPLOAD_MAX_MEMORY_SIZE > MOST_BYTES
    assert own.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
