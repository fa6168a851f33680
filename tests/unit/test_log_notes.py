"""Signed notes and keys, against the example of Go's `golang.org/x/mod/sumdb/note`."""

import pytest

from manumit.errors import InputError, LogBroken
from manumit.web.audit.notes import (
    cosign,
    new_key,
    open_note,
    read_checkpoint,
    read_public_key,
    read_signing_key,
    sign,
)

KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
BODY = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
NOTE = f"{BODY}\n\u2014 PeterNeumann {SIGNATURE}\n"


def test_a_note_signed_by_another_program_is_read() -> None:
    key = read_public_key(KEY)
    assert key.text() == f"{KEY}\n"
    assert open_note(NOTE, key) == BODY


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("If you", "If we"),
        NOTE.replace("x08go", "x08gp"),
        NOTE.replace("PeterNeumann", "Peter"),
        NOTE.replace("\u2014", "-"),
        BODY,
        "",
    ],
)
def test_a_note_that_was_changed_is_refused(note: str) -> None:
    with pytest.raises(LogBroken, match="not signed by the key PeterNeumann"):
        open_note(note, read_public_key(KEY))


def test_what_is_signed_must_be_a_checkpoint_of_the_log() -> None:
    with pytest.raises(LogBroken, match="not a checkpoint"):
        read_checkpoint(NOTE, read_public_key(KEY))
    key = new_key()
    name = key.public.name
    root = "A" * 43 + "="
    for body in (
        f"another\n3\n{root}\ntime 2026-11-24T10:00:00Z\n",
        f"{name}\n03\n{root}\ntime 2026-11-24T10:00:00Z\n",
        f"{name}\n-3\n{root}\ntime 2026-11-24T10:00:00Z\n",
        f"{name}\n3\n{root[4:]}\ntime 2026-11-24T10:00:00Z\n",
        f"{name}\n3\n{root}\ntime 2026-11-24 10:00\n",
        f"{name}\n3\n{root}\n",
        "\n",
    ):
        with pytest.raises(LogBroken):
            read_checkpoint(sign(body, key), key.public)
    good = f"{name}\n3\n{root}\ntime 2026-11-24T10:00:00Z\n"
    assert read_checkpoint(sign(good, key), key.public).size == 3


def test_a_witness_signs_beside_the_log() -> None:
    log, witness, other = new_key(), new_key("shelter"), new_key("shelter")
    note = cosign(sign(BODY, log), witness)
    assert open_note(note, log.public) == open_note(note, witness.public) == BODY
    with pytest.raises(LogBroken):
        open_note(note, other.public)


def test_keys_are_read_as_they_are_written() -> None:
    key = new_key()
    again = read_signing_key(key.text())
    assert again.public == key.public
    assert sign(BODY, again) == sign(BODY, key)
    assert read_public_key(key.public.text()) == key.public
    for text in ("", "a+b+c", KEY.replace("c74f", "c74e"), KEY[:-4]):
        with pytest.raises(InputError):
            read_public_key(text)
    for text in (KEY, key.text().removeprefix("PRIVATE+KEY+")):
        with pytest.raises(InputError):
            read_signing_key(text)
