"""Sealing: content opens with its key at its place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import CannotOpen
from manumit.web.sealing import (
    Place,
    decrypt,
    derived,
    encrypt,
    fingerprint,
    key_from,
    new_key,
    new_pair,
    open_with,
    recover,
    seal_for,
    split,
    token,
)

HERE = Place("vault_entry", "body", "7d3f", 3)


@given(st.binary(max_size=2000))
def test_content_comes_back_as_it_was(content: bytes) -> None:
    key, pair = new_key(), new_pair()
    assert decrypt(key, encrypt(key, content, HERE), HERE) == content
    assert open_with(pair.private, seal_for(pair.public, content)) == content


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("vault_wrap", "body", "7d3f", 3),
        Place("vault_entry", "digest", "7d3f", 3),
        Place("vault_entry", "body", "7d40", 3),
        Place("vault_entry", "body", "7d3f", 2),
    ],
)
def test_content_moved_to_another_table_column_row_or_version_does_not_open(
    elsewhere: Place,
) -> None:
    key = new_key()
    with pytest.raises(CannotOpen):
        decrypt(key, encrypt(key, b"words", HERE), elsewhere)


@given(at=st.integers(min_value=0, max_value=283), bit=st.integers(min_value=0, max_value=7))
def test_one_changed_bit_is_noticed(at: int, bit: int) -> None:
    key = new_key()
    sealed = bytearray(encrypt(key, b"words", HERE))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(CannotOpen):
        decrypt(key, bytes(sealed), HERE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        decrypt(new_key(), encrypt(new_key(), b"words", HERE), HERE)
    with pytest.raises(CannotOpen):
        open_with(new_pair().private, seal_for(new_pair().public, b"words"))


@pytest.mark.parametrize("broken", [b"", b"short", b"\0" * 40])
def test_what_was_never_sealed_does_not_open(broken: bytes) -> None:
    with pytest.raises(CannotOpen):
        decrypt(new_key(), broken, HERE)
    with pytest.raises(CannotOpen):
        open_with(new_pair().private, broken)


def test_yes_and_a_long_answer_have_the_same_length() -> None:
    key, pair = new_key(), new_pair()
    assert len(encrypt(key, b"yes", HERE)) == len(encrypt(key, b"x" * 200, HERE))
    assert len(seal_for(pair.public, b"yes")) == len(seal_for(pair.public, b"x" * 200))


def test_a_key_follows_from_the_secret_and_its_salt_alone() -> None:
    one = key_from("4821 7730", b"s" * 16, 8)
    assert one == key_from("4821 7730", b"s" * 16, 8)
    assert one != key_from("4821 7730", b"t" * 16, 8)
    assert one != key_from("4821 7731", b"s" * 16, 8)


def test_any_two_of_three_recovery_keys_open() -> None:
    private = new_pair().private
    kept, keys = split(private, HERE)
    for one in keys:
        for other in keys:
            if one != other:
                assert recover(kept, one, other, HERE) == private
                assert recover(kept, one.lower().replace("-", " "), other, HERE) == private


def test_one_recovery_key_alone_opens_nothing() -> None:
    kept, (one, _, _) = split(new_pair().private, HERE)
    with pytest.raises(CannotOpen):
        recover(kept, one, one, HERE)


def test_recovery_keys_of_another_agency_open_nothing() -> None:
    kept, _ = split(new_pair().private, HERE)
    _, (one, other, _) = split(new_pair().private, HERE)
    with pytest.raises(CannotOpen):
        recover(kept, one, other, HERE)


def test_tokens_of_two_agencies_do_not_compare() -> None:
    key = new_key()
    assert token(key, "phone", "254") == token(key, "phone", "254")
    assert token(key, "phone", "254") != token(key, "exact", "254")
    assert token(key, "phone", "254") != token(derived(key, "other"), "phone", "254")


def test_letters_of_a_key_are_the_first_120_bits_of_its_digest() -> None:
    shown = fingerprint(bytes(32))
    # printf '%064d' 0 | xxd -r -p | sha256sum | cut -c1-30 | xxd -r -p | base32
    assert shown == "MZUH-VLPY-MK6X-O3EP-YGFY-5H4O"
    assert len(shown.replace("-", "")) * 5 == 120
    assert fingerprint(bytes(31) + b"\x01") != shown
