"""What the readers share: text out of bytes, columns by name, days, ids."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from manumit.core import PartialDate
from manumit.errors import InputError
from manumit.lists.source import ListSource
from manumit.reference.territories import territory_code

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_IN_WORDS = re.compile(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})")
_WITH_STROKES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00:00)?")
_DOUBLY_ENCODED = re.compile("[\u00c3\u00c2][\u0080-\u00bf]|\u00c3[\u2018-\u203a\u0152-\u0178]")
_DELIMITERS = (",", ";", "\t")
_LINES_ABOVE = 60
"""Lines among which the header of a table stands."""


@dataclass(slots=True)
class Signals:
    """What a reader did not know; each is said once, with how often it was met."""

    met: dict[str, int] = field(default_factory=dict)

    def add(self, message: str) -> None:
        """Note one thing that was not known."""
        self.met[message] = self.met.get(message, 0) + 1

    def words(self) -> tuple[str, ...]:
        """All of them, in the order in which they were first met."""
        return tuple(text if n == 1 else f"{text} ({n} times)" for text, n in self.met.items())


def changed(source: ListSource, message: str, *, column: str = "", hint: str = "") -> InputError:
    """The error for a file that does not look as the list does."""
    return InputError(
        message,
        where=source.id,
        field=column,
        hint=hint or f"Fetch the list anew from {source.href}.",
    )


def decoded(raw: bytes) -> str:
    """Text of a file: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def repaired(text: str, signals: Signals) -> str:
    """Text that was encoded twice, put right; other text as it is."""
    if _DOUBLY_ENCODED.search(text) is None:
        return text
    try:
        single = b"".join(_byte(letter) for letter in text).decode("utf-8")
    except UnicodeError:
        signals.add("Some letters with accents look damaged; save the list anew as UTF-8.")
        return text
    signals.add("The text was encoded twice; it was repaired.")
    return single


def _byte(letter: str) -> bytes:
    """The byte that was taken for a letter; Windows leaves five of its 256 without a letter."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def is_page(text: str) -> bool:
    """Whether a text is a web page."""
    return text.lstrip()[:400].lower().startswith(("<!doctype html", "<html", "<head", "<body"))


def is_object(text: str) -> bool:
    """Whether a text is a JSON object of many lines, as extractions are."""
    return text.lstrip().startswith("{") and '"entities"' in text[:2000]


def refuse_page(text: str, source: ListSource) -> None:
    """Stop at a web page where a table is due.

    Raises:
        InputError: The text is a web page, or there is none.
    """
    if not text.strip():
        raise changed(source, "the file is empty.")
    if is_page(text):
        raise changed(source, "this is a web page and not the list itself.")


def extraction(text: str, source: ListSource) -> tuple[list[dict[str, Any]], date | None]:
    """The entities of a JSON extraction, all keys known, and its day.

    Raises:
        InputError: The JSON is cut, or is another list, or has fewer entities than it says.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise changed(source, f"the JSON is damaged or cut: {error}.") from None
    entities = found.get("entities")
    known = source.values.get("list_id", {})
    if not isinstance(entities, list) or found.get("list_id") not in known:
        message = f"list_id is not one of {', '.join(known)}."
        raise changed(source, message, column="list_id")
    if found.get("count", len(entities)) != len(entities):
        message = f"holds {len(entities)} entities and says {found['count']}; it was cut."
        raise changed(source, message, column="count")
    keys = {key for entity in entities for key in entity}
    missing = {"name", "aliases", "effective_date", "notes"} - keys
    if missing:
        raise changed(source, "the entities lack a key.", column=min(missing))
    return entities, day_within(f"{found.get('source_file', '')} {found.get('extracted', '')}")


def places_of(header: Sequence[str], source: ListSource) -> dict[str, int] | None:
    """Field to position in a header; None if the header is not that of the list."""
    names = {tidy(name).casefold(): at for at, name in enumerate(header)}
    found = {}
    for each, headers in source.columns.items():
        at = next((names[h.casefold()] for h in headers if h.casefold() in names), None)
        if at is not None:
            found[each] = at
        elif each not in source.optional:
            return None
    return found


def rows_of(text: str, source: ListSource, signals: Signals) -> Iterator[dict[str, str]]:
    """Rows of a table as field to text; lines before the header are passed over.

    Where rows are numbered, in a first column `ID`, lines without a number are passed over too.

    Raises:
        InputError: There is no such header, or a row has another number of cells.
    """
    refuse_page(text, source)
    lines = text.splitlines(keepends=True)
    start, delimiter, places = _header(lines, source)
    reader = csv.reader(lines[start:], delimiter=delimiter)
    header = next(reader)
    known = {h.casefold() for headers in source.columns.values() for h in headers}
    known |= {h.casefold() for h in source.ignore}
    for name in header:
        if tidy(name) and tidy(name).casefold() not in known:
            signals.add(f"Column {tidy(name)!r} is not known and was left out.")
    numbered = tidy(header[0]).casefold() == "id"
    for row in reader:
        if not any(cell.strip() for cell in row) or (numbered and not row[0].strip().isdigit()):
            continue  # an empty line, or text around the numbered rows
        if len(row) != len(header):
            at = start + reader.line_num
            message = f"line {at} has {len(row)} cells where the header has {len(header)}."
            raise changed(source, message)
        yield {each: tidy(row[at]) for each, at in places.items()}


def headers_within(text: str) -> Iterator[list[str]]:
    """What may be the header of a table: each of the first lines, by each delimiter."""
    for line in text.splitlines()[:_LINES_ABOVE]:
        for delimiter in _DELIMITERS:
            yield next(csv.reader([line], delimiter=delimiter), [])


def _header(lines: Sequence[str], source: ListSource) -> tuple[int, str, dict[str, int]]:
    for at, line in enumerate(lines[:_LINES_ABOVE]):
        for delimiter in _DELIMITERS:
            places = places_of(next(csv.reader([line], delimiter=delimiter), []), source)
            if places is not None:
                return at, delimiter, places
    needed = [headers[0] for each, headers in source.columns.items() if each not in source.optional]
    raise changed(
        source,
        "no line has the columns of this list.",
        column=needed[0],
        hint=f"Needed are: {', '.join(needed)}.",
    )


def day(text: str, *, day_first: bool = False) -> PartialDate | None:
    """A day as lists write it: `June 21, 2022`, `6/21/2022` or `2022-06-21`; None if it is not.

    Args:
        text: The text.
        day_first: Whether 05/10/2022 is the fifth of October.
    """
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            return PartialDate.parse(found[1])
        if found := _WITH_STROKES.fullmatch(text):
            first, second, year = (int(part) for part in found.groups())
            month, date_ = (second, first) if day_first else (first, second)
            return PartialDate(year, month, date_)
        if found := _IN_WORDS.fullmatch(text):
            month = _MONTHS.index(found[1].lower()) + 1
            return PartialDate(int(found[3]), month, int(found[2]))
        return PartialDate.parse(text)
    except ValueError:
        return None


def day_within(text: str) -> date | None:
    """The first day that a text holds, such as the name of a file: `list-2026-06-23.csv`."""
    for found in re.findall(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)", text):
        if written := day(found):
            return written.first
    return None


def territory(listed: str, source: ListSource, signals: Signals) -> str:
    """Code of a territory by its name in a list; empty if it has none, with a signal if new."""
    special = source.values.get("country", {})
    code = special[listed] if listed in special else territory_code(listed)
    if listed and code is None:
        signals.add(f"Country {listed!r} is not known and was left out.")
    return code or ""


def tidy(text: str) -> str:
    """Text with single spaces and none at the ends."""
    return " ".join(text.replace("\ufeff", "").split())


def slug(text: str) -> str:
    """Small letters, digits and hyphens, for an id; other scripts stay as they are.

    Example:
        >>> slug("Xinjiang Daqo New Energy, Co. Ltd")
        'xinjiang-daqo-new-energy-co-ltd'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", plain).replace("_", " ")))


def once(names: Sequence[str]) -> tuple[str, ...]:
    """Names in their order, each once; spellings that differ in signs only count as one."""
    first: dict[str, str] = {}
    for name in names:
        if name:
            first.setdefault(slug(name) or name, name)
    return tuple(first.values())


def distinct(id: str, taken: set[str]) -> str:  # noqa: A002
    """The id, with a number if it is taken; it is taken from then on."""
    found, number = id, 1
    while found in taken:
        number += 1
        found = f"{id}-{number}"
    taken.add(found)
    return found
