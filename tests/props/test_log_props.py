"""Properties of the log: what is added keeps what was there, and anything else is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.casework.log import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    record_bytes,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from manumit.errors import LogBroken

LEAF = st.integers(0, 2**32).map(lambda n: leaf_hash(str(n).encode()))
LEAVES = st.lists(LEAF, max_size=40)
SOME = st.lists(LEAF, min_size=2, max_size=40, unique=True)


def slow_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, word for word."""
    from hashlib import sha256

    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = max(2**k for k in range(10) if 2**k < len(leaves))
    return sha256(b"\x01" + slow_root(leaves[:half]) + slow_root(leaves[half:])).digest()


@given(LEAVES)
def test_the_root_is_the_one_defined(leaves: list[bytes]) -> None:
    assert root_of(leaves) == slow_root(leaves)


@given(LEAVES, LEAVES)
def test_whatever_is_added_is_consistent(before: list[bytes], added: list[bytes]) -> None:
    after = [*before, *added]
    proof = consistency_proof(after, len(before))
    verify_consistency(len(before), root_of(before), len(after), root_of(after), proof)
    frontier = Frontier()
    frontier.extend(before)
    frontier = Frontier.from_bytes(frontier.size, frontier.to_bytes())
    frontier.extend(added)
    assert frontier.root() == root_of(after)


@given(SOME, st.data())
def test_every_leaf_is_included_and_only_where_it_stands(
    leaves: list[bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) - 1).filter(lambda n: n != at))
    root, proof = root_of(leaves), inclusion_proof(leaves, at)
    verify_inclusion(leaves[at], at, len(leaves), proof, root)
    with pytest.raises(LogBroken):
        verify_inclusion(leaves[other], at, len(leaves), proof, root)
    with pytest.raises(LogBroken):
        verify_inclusion(leaves[at], other, len(leaves), proof, root)


@given(SOME, LEAVES, st.data())
def test_any_change_of_what_was_there_is_found(
    before: list[bytes], added: list[bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(before) - 1))
    to = data.draw(st.integers(0, len(before) - 1))
    one = leaf_hash(b"another")
    way = data.draw(st.sampled_from(("edit", "insert", "delete", "reorder", "cut")))
    changed = list(before)
    if way == "edit":
        changed[at] = one
    elif way == "insert":
        changed.insert(at, one)
    elif way == "delete":
        del changed[at]
    elif way == "reorder":
        changed.insert(to, changed.pop(at))
    else:
        del changed[at:]
    after = [*changed, *added]
    if after[: len(before)] == before:
        return
    proof = consistency_proof(after, min(len(before), len(after)))
    with pytest.raises(LogBroken):
        verify_consistency(len(before), root_of(before), len(after), root_of(after), proof)


FIELDS = st.fixed_dictionaries(
    {
        "number": st.integers(0, 2**63 - 1),
        "case": st.text(),
        "data_class": st.none() | st.integers(0, 99),
        "allowed": st.booleans(),
        "reason": st.binary(),
    }
)


@given(FIELDS, FIELDS)
def test_two_records_have_the_same_form_only_if_they_are_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (record_bytes(one) == record_bytes(other)) == (one == other)
