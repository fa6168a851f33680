"""Facilities as columns to be compared and blocked on, worked out for all rows at once."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from manumit.supply.duplicates.words import Words, mixed, split, with_phrases
from manumit.supply.names.columns import Array
from manumit.supply.names.lexicon import Kind, lexicon
from manumit.supply.names.parse import readings_of
from manumit.supply.names.romanise import UNSPACED, latin

MOST_IN_A_BLOCK = 12
"""Rows that share a key, above which it is narrowed, and then left out."""
END_LETTERS = 4
"""Letters at the beginning and end of a name that a key is made of."""
LEAST_POSTCODE = 4
"""Digits of a number of an address that is no house number."""
KEYS = tuple(f"key_{number}" for number in range(1, 12))

LEAST_ENDS = 5
END_SHARE = 0.4
"""Addresses that end with a word that is taken for a town; their share of all that have it."""
_NOTHING, _WORD, _TOWN, _HOUSE, _CODE = range(5)
_ROMAN = {
    numeral: str(number)
    for number, numeral in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1
    )
}
"""Numerals; one of a single letter only after the first word of a name."""
_SAY_LITTLE = (
    "and at ave avenue bldg block blvd box building city corner county dist district estate fl"
    " floor highway house hwy industrial industry lane line lot near no number of opp park plot po"
    " post province rd road sector st state street the town unit village ward zone"
)
_ADDRESS_WORDS = frozenset(_SAY_LITTLE.split())
"""Words that say little of where an address is."""
_SOUNDS = ("bpfv", "ckqxszj", "dt", "l", "mn", "r")
"""Consonants that are written for each other; others and vowels have no weight."""
_NUMBERED = re.compile(r"(?:no|nr|num|unit|plant)?0*(\d+)(?:st|nd|rd|th)?")


def facility_columns(table: pa.Table) -> pa.Table:
    """What is compared of facilities.

    Args:
        table: Text columns name, address, territory, area and goods; empty where unknown.

    Returns:
        One row a facility, in order, unknown values null:

        - unique_id: its place;
        - name: its distinctive words, joined; words: the same, sorted, as a list;
        - trade: its trade words, sorted, as a list; unit: its numbers; its legal form is left out;
        - street: words of the address but the town, joined; roads: the same, sorted, as a list;
        - towns: words of the town, sorted, as a list;
        - houses: short numbers of the address, sorted, as a list; postcode: its last long number;
        - territory, goods: in lower case;
        - key_1 to key_11: whole numbers; rows that share one are compared.
    """
    rows = len(table)
    address, towns = _address(table)
    names = _name_words(table["name"], towns)
    core = names[Kind.DISTINCT]
    made = {
        "unique_id": np.arange(rows),
        "name": core.joined(rows, ""),
        "words": core.sorted().lists(rows),
        "trade": names[Kind.TRADE].sorted().lists(rows),
        "unit": names[Kind.NUMBER].sorted().joined(rows),
        "street": address.street.joined(rows),
        "roads": address.street.sorted().lists(rows),
        "towns": address.town.sorted().lists(rows),
        "houses": address.houses.sorted().lists(rows),
        "postcode": _last(address.codes, rows),
        **{part: _plain(table[part]) for part in ("territory", "goods")},
    }
    return pa.table(made | dict(zip(KEYS, _keys(made, address), strict=True)))


def first_alike(table: pa.Table) -> Array:
    """int64 of shape (rows,): the first row whose cells are all the same; its own without a name.

    Args:
        table: As for `facility_columns`.
    """
    columns = [_number(_plain(column)) for column in table.columns]
    _, first, place = np.unique(mixed(*columns), return_index=True, return_inverse=True)
    named = _number(_plain(table["name"])) > 0
    return np.where(named, first[place], np.arange(len(table)))


def _plain(column: pa.ChunkedArray) -> pa.Array:
    text = pc.utf8_lower(pc.utf8_trim_whitespace(column)).combine_chunks()
    return pc.if_else(pc.equal(text, ""), None, text)


def _last(words: Words, rows: int) -> pa.Array:
    last = words.last(rows)
    return pa.array(words.spellings, pa.string()).take(pa.array(last, mask=last < 0))


def _native(name: str) -> str:
    return " ".join(readings_of(name)[0].words) if UNSPACED.search(name) else latin(name)


def _name_words(column: pa.ChunkedArray, places: Collection[str]) -> dict[Kind, Words]:
    """Words of names by what they do; where none is distinctive, trade words and places are."""
    words = with_phrases(split(column, _native))
    kinds, meanings = _meanings(words.spellings, places)
    kind = kinds[words.word]
    lone = np.array([len(each) == 1 and each in _ROMAN for each in words.spellings], dtype=bool)
    inside = np.diff(words.row, prepend=-1) == 0
    kind[lone[words.word] & ~inside] = Kind.DISTINCT
    once = pa.array(meanings, pa.string()).dictionary_encode()
    plain = Words(words.row, once.indices.to_numpy()[words.word], once.dictionary.to_pylist())
    distinct = kind == Kind.DISTINCT
    bare = np.bincount(words.row[distinct], minlength=len(column))[words.row] == 0
    instead = bare & ((kind == Kind.TRADE) | (kind == Kind.PLACE))
    return {
        Kind.DISTINCT: plain.only(distinct | instead),
        Kind.TRADE: plain.only((kind == Kind.TRADE) & ~bare),
        Kind.NUMBER: plain.only(kind == Kind.NUMBER),
    }


def _meanings(spellings: Sequence[str], places: Collection[str]) -> tuple[Array, list[str]]:
    """Kind and plain spelling of each word."""
    spaced = lexicon().spaced
    kinds = np.full(len(spellings), Kind.DISTINCT, dtype=np.int8)
    plain = list(spellings)
    for at, spelling in enumerate(spellings):
        known = spaced.get(spelling) or (spelling[-1:] == "s" and spaced.get(spelling[:-1])) or None
        if spelling in _ROMAN:
            kinds[at], plain[at] = Kind.NUMBER, _ROMAN[spelling]
        elif known is not None:
            kinds[at], plain[at] = known.kind, "".join(known.words)
        elif spelling in places:
            kinds[at] = Kind.PLACE
        elif not spelling.isalpha():
            number = _NUMBERED.fullmatch(spelling)
            kinds[at], plain[at] = Kind.NUMBER, number[1] if number else spelling
    return kinds, plain


@dataclass(frozen=True, slots=True)
class _Address:
    """Addresses in parts: words of the street and of the town, short numbers, and long ones."""

    street: Words
    town: Words
    houses: Words
    codes: Words


def _address(columns: pa.Table) -> tuple[_Address, Collection[str]]:
    """Parts of addresses, and the words that are towns.

    A town is a place of the lexicon, or a word that addresses mostly end with.
    """
    rows = len(columns)
    words = split(pc.binary_join_element_wise(columns["area"], columns["address"], " "), latin)
    kinds = np.array([_address_kind(spelling) for spelling in words.spellings], dtype=np.int8)
    of = kinds[words.word]
    last = words.only(of == _WORD).last(rows)
    ends = np.bincount(last[last >= 0], minlength=len(kinds))
    often = (ends >= LEAST_ENDS) & (
        ends >= END_SHARE * np.bincount(words.word, minlength=len(ends))
    )
    kinds[(kinds == _WORD) & often] = _TOWN
    of = kinds[words.word]
    towns = {words.spellings[at] for at in np.flatnonzero(kinds == _TOWN)}
    parts = (words.only(of == part) for part in (_WORD, _TOWN, _HOUSE, _CODE))
    return _Address(*parts), towns


def _address_kind(spelling: str) -> int:
    if spelling.isdigit():
        return _CODE if len(spelling) >= LEAST_POSTCODE else _HOUSE
    if len(spelling) < 2 or spelling in _ADDRESS_WORDS:
        return _NOTHING
    known = lexicon().spaced.get(spelling)
    return _TOWN if known is not None and known.kind == Kind.PLACE else _WORD


def _keys(columns: Mapping[str, Any], address: _Address) -> list[Any]:
    """Whole numbers that rows of one facility likely share; null where they tell nothing."""
    rows = len(columns["unique_id"])
    name, postcode = columns["name"], _number(columns["postcode"])
    territory = _number(columns["territory"])
    letters, sounds = _letter_sums(name)
    start = _number(pc.utf8_slice_codeunits(name, 0, END_LETTERS))
    end = _number(pc.utf8_slice_codeunits(name, -END_LETTERS))
    road, house = address.street.first(rows) + 1, address.houses.sum(rows)
    city = address.town.last(rows) + 1
    return [
        _key([letters], [territory, city]),
        _key([sounds, city], [start]),
        _key([address.street.sum(rows), house], [letters]),
        _key([postcode, house], [start]),
        _key([house, road], [start]),
        _key([house, city], [start]),
        _key([road, city], [start]),
        _key([start, postcode], [end]),
        _key([end, postcode], [start]),
        _key([start, city], [end]),
        _key([end, city], [start]),
    ]


def _key(parts: Sequence[Array], narrower: Sequence[Array]) -> pa.Array:
    """One number for what all parts say; none where one is unknown, or none or too many share it.

    A key that too many rows share is narrowed by one value more at a time.
    """
    missing = np.any([part == 0 for part in parts], axis=0)
    key = mixed(*parts)
    for more in narrower:
        common = _shared_by(key) > MOST_IN_A_BLOCK
        key = np.where(common, mixed(key, more), key)
        missing |= common & (more == 0)
    shared = _shared_by(np.where(missing, -1, key))
    return pa.array(key, mask=missing | (shared < 2) | (shared > MOST_IN_A_BLOCK))


def _shared_by(key: Array) -> Array:
    place = pa.array(key).dictionary_encode().indices.to_numpy()
    return np.bincount(place)[place]


def _number(column: pa.Array) -> Array:
    """A number for each value; 0 for unknown ones."""
    coded = column.dictionary_encode().indices
    return pc.fill_null(pc.add(coded.cast(pa.int64()), 1), 0).to_numpy()


def _letter_sums(names: pa.Array) -> tuple[Array, Array]:
    """Two numbers for each name: for its letters, and its classes of consonants, in any order."""
    text = pc.fill_null(names, "").to_pylist()
    letters = np.frombuffer("".join(text).encode("ascii", "replace"), dtype=np.uint8)
    ends = np.cumsum([len(each) for each in text], dtype=np.int64)
    made = []
    for weights in (_LETTER_WEIGHTS, _SOUND_WEIGHTS):
        sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(weights[letters])))
        made.append(np.diff(sums[ends], prepend=0))
    return made[0], made[1]


_LETTER_WEIGHTS = mixed(np.arange(1, 257))
_SOUND_WEIGHTS = np.zeros(256, dtype=np.int64)
for _at, _letters in enumerate(_SOUNDS):
    _SOUND_WEIGHTS[list(_letters.encode())] = _LETTER_WEIGHTS[_at]
