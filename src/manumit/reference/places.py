"""Names of places: their spellings, and where they stand in an address or a company's name.

A spelling of seven letters or more is found with or without its spaces (`Dong Guan`, `Binhduong`);
a shorter one only as it is entered, since `Long An` is a province and `longan` a fruit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from manumit.reference.compiled import data_file, fail_in
from manumit.reference.strict import read_csv

_PATH = "names/places.csv"
_COLUMNS = ("place", "territory", "area", "also")
_MOST_WORDS = 5
_LONG = 7
"""Letters from which a spelling is found with or without its spaces."""

_DROPPED = dict.fromkeys(
    (*range(0x300, 0x370), *range(0x64B, 0x660), 0x670, *range(0x200B, 0x2010))
)
_LETTERS = str.maketrans({"đ": "d", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"})
_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
_PIECES = re.compile(
    rf"(?P<run>[{_WITHOUT_SPACES}]+)"
    rf"|(?P<word>(?:(?![{_WITHOUT_SPACES}_])[\w\u0900-\u0963\u0966-\u0dff])+)"
    r"|(?P<end>[^\w\s.'’‘`ʻʼ–-]+|_)"
)
_STREET_NEXT = re.compile(r"[东西南北中東一二三四五六]?(?:大?[路街]|大道|巷)")
_STREET_AFTER = frozenset(
    ("road", "rd", "street", "avenue", "ave", "lu", "jie", "dadao", "highway", "hwy", "boulevard")
)
_STREET_BEFORE = frozenset(("jl", "jln", "jalan", "rua", "calle", "avenida", "av", "rue", "via"))
_BETWEEN = frozenset(
    (
        *("east", "west", "north", "south", "middle", "central", "e", "w", "n", "s"),
        *("dong", "xi", "nan", "bei", "zhong", "1", "2", "3", "4", "5", "6"),
        *("raya", "de", "da", "do", "del", "la"),
    )
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place that names speak of.

    Attributes:
        place: Usual English name.
        territory: ISO 3166-1 alpha-2 code.
        area: First-level area it lies in, in English: a province, state or region; the place
            itself if it is one; empty where none is entered.
    """

    place: str
    territory: str
    area: str


@cache
def places() -> dict[str, tuple[PlaceName, ...]]:
    """The places that each spelling may mean, by the spelling as `folded` writes it.

    A spelling of seven letters or more is there without its spaces too. Several places under one
    spelling lie in different areas.

    Raises:
        DataError: A row has no place, a territory that is no code, an area that is not entered as
            a place, or a spelling that is empty, entered twice in one area, has a comma or more
            than five words.
    """
    fail = fail_in(_PATH)
    rows = read_csv(data_file(_PATH).read_text(encoding="utf-8"), _COLUMNS, fail=fail)
    found: dict[str, tuple[PlaceName, ...]] = {}
    areas = {(row["territory"], row["area"]) for row in rows if row["place"] == row["area"]}
    for line, row in enumerate(rows, start=2):
        place = PlaceName(row["place"], row["territory"], row["area"])
        if not place.place or not re.fullmatch("[A-Z]{2}", place.territory):
            raise fail(
                "a place and the two-letter code of its territory are due", line, place.place
            )
        if place.area and (place.territory, place.area) not in areas:
            raise fail(f"{place.area} is not entered as a place", line, place.place)
        for key in _keys(row, line):
            found[key] = (*_others(found.get(key, ()), place, line), place)
    return found


def _keys(row: dict[str, str], line: int) -> Iterable[str]:
    """Folded spellings of a row, each once."""
    keys: dict[str, None] = {}
    for spelling in (row["place"], *(row["also"].split("|") if row["also"] else ())):
        key = folded(spelling)
        joined = key.replace(" ", "")
        if not joined or key in keys or key.count(" ") >= _MOST_WORDS or "," in spelling:
            problem = (
                f"{spelling!r} is empty, entered twice, has a comma, "
                f"or is longer than {_MOST_WORDS} words"
            )
            raise fail_in(_PATH)(problem, line, row["place"])
        keys[key] = None
        if len(joined) >= _LONG and joined != key:
            keys.setdefault(joined)
    return keys


def _others(known: tuple[PlaceName, ...], place: PlaceName, line: int) -> tuple[PlaceName, ...]:
    for other in known:
        if (other.territory, other.area) == (place.territory, place.area):
            problem = f"has a spelling that {other.place} has too, in one area"
            raise fail_in(_PATH)(problem, line, place.place)
    return known


def folded(text: str) -> str:
    """Text without case, accents and points, with one space for spaces, hyphens and apostrophes.

    Signs that are letters in their script (Indic vowels, Thai tones, the parts of Hangul) stay.

    Example:
        >>> folded("Đồng  Nai"), folded("Xi’an"), folded("Île-de-France")
        ('dong nai', 'xi an', 'ile de france')
    """
    text = _plain(text)
    return " ".join(match[0] for match in _PIECES.finditer(text) if match.lastgroup != "end")


def places_in(text: str, territory: str = "") -> tuple[PlaceName, ...]:
    """Places that an address or a name speaks of, each once, in the order of the text.

    The longest spelling wins. A spelling of several places means those whose area is named beside
    it, or all of them. A street named after a place is not the place.

    Args:
        text: An address or a name, in any script.
        territory: ISO 3166-1 alpha-2 code, if known: places elsewhere are left out.

    Example:
        >>> [each.place for each in places_in("Dong Guan City, 广东省", "CN")]
        ['Dongguan', 'Guangdong']
    """
    groups = [_within(group, territory) for group in _groups(_plain(text))]
    certain = {(group[0].territory, group[0].area) for group in groups if len(group) == 1}
    found: dict[PlaceName, None] = {}
    for group in groups:
        near = [place for place in group if (place.territory, place.area) in certain]
        found.update(dict.fromkeys(near or group))
    return tuple(found)


def _within(group: tuple[PlaceName, ...], territory: str) -> tuple[PlaceName, ...]:
    return tuple(place for place in group if place.territory == territory) if territory else group


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = normalize("NFKD", text).casefold().translate(_DROPPED).translate(_LETTERS)
    return normalize("NFC", text)


def _groups(text: str) -> Iterator[tuple[PlaceName, ...]]:
    """What each spelling in the text may mean, part by part."""
    words: list[str] = []
    for match in _PIECES.finditer(text):
        if match.lastgroup == "word":
            words.append(match[0])
            continue
        yield from _in_words(words)
        words = []
        if match.lastgroup == "run":
            yield from _in_run(match[0])
    yield from _in_words(words)


def _in_words(words: list[str]) -> Iterator[tuple[PlaceName, ...]]:
    known, start = places(), 0
    while start < len(words):
        for size in range(min(_MOST_WORDS, len(words) - start), 0, -1):
            part = words[start : start + size]
            group = known.get(" ".join(part))
            if group is None and size > 1:
                joined = "".join(part)
                group = known.get(joined) if len(joined) >= _LONG else None
            if group is not None:
                break
        else:
            start += 1
            continue
        if not _is_street(words, start, start + size):
            yield group
        start += size


def _is_street(words: list[str], start: int, end: int) -> bool:
    """Whether the words from start to end are part of the name of a street."""
    while end < len(words) and words[end] in _BETWEEN:
        end += 1
    while start > 0 and words[start - 1] in _BETWEEN:
        start -= 1
    after = end < len(words) and words[end] in _STREET_AFTER
    return after or (start > 0 and words[start - 1] in _STREET_BEFORE)


def _in_run(run: str) -> Iterator[tuple[PlaceName, ...]]:
    known, lengths, start = places(), _lengths(), 0
    while start < len(run):
        for length in lengths.get(run[start], ()):
            group = known.get(run[start : start + length])
            if group is not None:
                break
        else:
            start += 1
            continue
        start += length
        if not _STREET_NEXT.match(run, start):
            yield group


@cache
def _lengths() -> dict[str, list[int]]:
    """Lengths of the spellings that start with a letter, longest first."""
    found: dict[str, set[int]] = {}
    for key in places():
        found.setdefault(key[0], set()).add(len(key))
    return {letter: sorted(lengths, reverse=True) for letter, lengths in found.items()}
