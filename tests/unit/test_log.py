"""The tree over the log, against the vectors of Certificate Transparency.

Source: RFC 6962, section 2.1.3, has the shape; the figures are the reference vectors of
Certificate Transparency as kept in transparency-dev/merkle, `proof/verify_test.go` (Apache-2.0).
The records of the vectors are the leaves below; roots are those of the first 0, 1, 2, ... leaves.
"""

import pytest

from manumit.casework.log import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    record_bytes,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from manumit.errors import InputError, LogBroken

LEAVES = [
    leaf_hash(bytes.fromhex(text))
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
A, B, C = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
D, E, F = (
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)
G, H = (
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
)
FIRST, FIRST_TWO = ROOTS[1].hex(), ROOTS[2].hex()
INCLUSION = [  # place of the leaf, from 0; size of the log; proof
    (0, 1, ()),
    (0, 8, (A, B, C)),
    (5, 8, (D, E, F)),
    (2, 3, (FIRST_TWO,)),
    (1, 5, (FIRST, B, D)),
]
CONSISTENCY = [  # size before, size now, proof
    (1, 1, ()),
    (1, 8, (A, B, C)),
    (6, 8, (G, E, F)),
    (2, 5, (B, D)),
    (6, 7, (G, H, F)),
]


def in_bytes(proof: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(text) for text in proof]


def broken(proof: list[bytes], root: bytes) -> list[list[bytes]]:
    """A proof spoilt in each way that the vectors spoil theirs."""
    spoilt = [[*proof, b""], [*proof, root], [b"", *proof], [root, *proof]]
    spoilt += [proof[:-1]] if proof else []
    for place, digest in enumerate(proof):
        other = bytes([digest[0] ^ 8, *digest[1:]])
        spoilt.append([*proof[:place], other, *proof[place + 1 :]])
    return spoilt


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_that_of_the_vectors(size: int) -> None:
    assert root_of(LEAVES[:size]) == ROOTS[size]
    assert ROOTS[0] == EMPTY


@pytest.mark.parametrize("size", range(9))
def test_a_log_goes_on_from_its_frontier(size: int) -> None:
    first = Frontier()
    first.extend(LEAVES[:size])
    again = Frontier.from_bytes(first.size, first.to_bytes())
    again.extend(LEAVES[size:])
    assert again.root() == ROOTS[8]


@pytest.mark.parametrize(("number", "size", "texts"), INCLUSION)
def test_an_inclusion_proof_is_that_of_the_vectors(
    number: int, size: int, texts: tuple[str, ...]
) -> None:
    proof = in_bytes(texts)
    assert inclusion_proof(LEAVES[:size], number) == proof
    verify_inclusion(LEAVES[number], number, size, proof, ROOTS[size])
    for spoilt in broken(proof, ROOTS[size]):
        with pytest.raises(LogBroken):
            verify_inclusion(LEAVES[number], number, size, spoilt, ROOTS[size])
    others = [(number - 1, size), (number + 1, size), (number ^ 2, size)]
    for other, of in [*others, (number, size * 2), (number, size // 2)]:
        with pytest.raises(LogBroken):
            verify_inclusion(LEAVES[number], other, of, proof, ROOTS[size])
    with pytest.raises(LogBroken):
        verify_inclusion(LEAVES[number], number, size, proof, EMPTY)


@pytest.mark.parametrize(("old", "size", "texts"), CONSISTENCY)
def test_a_consistency_proof_is_that_of_the_vectors(
    old: int, size: int, texts: tuple[str, ...]
) -> None:
    proof = in_bytes(texts)
    assert consistency_proof(LEAVES[:size], old) == proof
    verify_consistency(old, ROOTS[old], size, ROOTS[size], proof)
    for spoilt in broken(proof, ROOTS[size]):
        with pytest.raises(LogBroken):
            verify_consistency(old, ROOTS[old], size, ROOTS[size], spoilt)
    if old == size:
        return
    for one, other in [(old - 1, size), (old + 1, size), (old ^ 2, size), (old, size * 2)]:
        with pytest.raises(LogBroken):
            verify_consistency(one, ROOTS[old], other, ROOTS[size], proof)
    for old_root, root in [(EMPTY, ROOTS[size]), (ROOTS[old], EMPTY), (ROOTS[size], ROOTS[old])]:
        with pytest.raises(LogBroken):
            verify_consistency(old, old_root, size, root, proof)


def test_a_log_is_consistent_with_none_before_it_and_with_itself() -> None:
    verify_consistency(0, EMPTY, 0, EMPTY, [])
    verify_consistency(0, EMPTY, 8, ROOTS[8], [])
    verify_consistency(8, ROOTS[8], 8, ROOTS[8], [])
    for case in [
        (0, ROOTS[1], 8, ROOTS[8], []),
        (8, ROOTS[7], 8, ROOTS[8], []),
        (8, ROOTS[8], 7, ROOTS[7], []),
        (1, ROOTS[1], 2, ROOTS[2], []),
        (0, EMPTY, 1, ROOTS[1], [EMPTY]),
    ]:
        with pytest.raises(LogBroken):
            verify_consistency(*case)


def test_an_error_has_the_number_and_what_is_wrong() -> None:
    with pytest.raises(LogBroken) as caught:
        inclusion_proof(LEAVES, 8)
    assert caught.value.number == 8
    assert "none of this number" in caught.value.what
    with pytest.raises(LogBroken):
        consistency_proof(LEAVES, 9)
    with pytest.raises(LogBroken):
        Frontier.from_bytes(3, b"\x00" * 32)


def test_a_record_has_one_form_in_bytes() -> None:
    fields = {"b": 'é"\n', "a": 7, "d": b"\xff\x00", "c": None, "e": True}
    form = '{"a":7,"b":"é\\"\\n","c":null,"d":"ff00","e":true}'.encode()
    assert record_bytes(fields) == record_bytes(dict(reversed(fields.items()))) == form
    assert record_bytes({"a": "\udcff"}) not in (record_bytes({"a": "\\udcff"}), b"")
    with pytest.raises(InputError, match="float"):
        record_bytes({"a": 1.5})  # type: ignore[dict-item]
