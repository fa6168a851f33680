"""The List of Goods Produced by Child Labor or Forced Labor of the United States.

Read are the Department of Labor's XML by good, its XLSX table, and CSV: with yes and no, or with
years as its programming interface gives them. Trafficking Victims Protection Reauthorization Act of
2005, section 105(b), 22 U.S.C. 7112(b).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile

from manumit.core import PartialDate
from manumit.errors import MissingExtra
from manumit.lists.model import Entry, EntryStatus, Good, Place, Practice
from manumit.lists.parts import Signals, changed, decoded, distinct, places_of, rows_of, slug, tidy
from manumit.lists.source import ListSource, Reading
from manumit.reference.goods import commodities, goods_in
from manumit.reference.territories import territory_code, territory_hint

_PRACTICES: dict[str, Practice] = {
    "child": "child_labour",
    "forced": "forced_labour",
    "forced_child": "forced_child_labour",
}
_YEARS = re.compile(r"(\d{4})(?: ?[-\u2013] ?(\d{4}|present))?", re.IGNORECASE)
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WORKBOOK = b"PK\x03\x04"


def read(raw: bytes, source: ListSource) -> Reading:
    """Read the list: one entry for each good of each country.

    In a file with years, what ends before the newest year of the file is no longer listed. An entry
    whose country is not known is left out, with a signal.

    Raises:
        InputError: The file is not the list, is cut, or declares entities.
        MissingExtra: It is a workbook, and the libraries for tables are not installed.
    """
    signals = Signals()
    if raw.startswith(_WORKBOOK):
        rows = list(_of_workbook(raw, source))
    else:
        text = decoded(raw)
        is_xml = text.lstrip().startswith(("<?xml", "<Goods"))
        rows = list(_of_xml(text, source, signals) if is_xml else rows_of(text, source, signals))
    newest = max((year for row in rows for year in _last_years(row)), default=0)
    taken: set[str] = set()
    entries = []
    for row in rows:
        entry = _entry(row, newest, source, signals)
        if entry is not None:
            entries.append(replace(entry, id=distinct(entry.id, taken)))
    return Reading(tuple(entries), signals.words())


def _of_xml(text: str, source: ListSource, signals: Signals) -> Iterator[dict[str, str]]:
    if _DECLARED.search(text):
        raise changed(source, "the XML declares a document type or entities; it is not read.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - declarations are refused above
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise changed(source, f"the XML is damaged or cut at line {line}.") from None
    if root.tag != "Goods":
        raise changed(source, f"the XML holds {root.tag!r} and not a list of goods.")
    fields = {header: each for each, headers in source.columns.items() for header in headers}
    for good in root:
        head = dict(_leaves(good, "Countries", fields, source, signals))
        for country in good.iterfind("Countries/*"):
            row = head | dict(_leaves(country, "", fields, source, signals))
            missing = set(source.columns) - set(source.optional) - set(row)
            if missing:
                message = (
                    f"an entry of {row.get('good', 'a good without name')!r} has no tag for it."
                )
                raise changed(source, message, column=min(missing))
            yield row


def _leaves(
    element: ElementTree.Element,
    container: str,
    fields: Mapping[str, str],
    source: ListSource,
    signals: Signals,
) -> Iterator[tuple[str, str]]:
    """Fields and texts of the tags below an element; unknown tags are signalled."""
    for leaf in element:
        if leaf.tag in fields:
            yield fields[leaf.tag], tidy(leaf.text or "") or "(empty)"
        elif leaf.tag != container and leaf.tag not in source.ignore:
            signals.add(f"Tag {leaf.tag!r} is not known and was left out.")


def _of_workbook(raw: bytes, source: ListSource) -> Iterator[dict[str, str]]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtra("tables", "Reading a workbook") from None
    try:
        sheet = load_workbook(BytesIO(raw), read_only=True).worksheets[0]
        rows = [[tidy(str(cell or "")) for cell in row] for row in sheet.values]
    except (BadZipFile, EOFError, KeyError, SyntaxError, ValueError) as error:
        raise changed(source, f"the workbook is damaged or cut: {error}.") from None
    places = places_of(rows[0], source) if rows else None
    if places is None:
        raise changed(source, "the first sheet does not have the columns of this list.")
    for row in rows[1:]:
        if any(row):
            yield {each: row[at] for each, at in places.items()}


def _entry(
    row: Mapping[str, str], newest: int, source: ListSource, signals: Signals
) -> Entry | None:
    name, country = row["good"], row["country"]
    listed = f"{name}, {country}"
    code = territory_code(country) or territory_code(row.get("iso3", ""))
    if code is None:
        hint = territory_hint(country)
        signals.add(f"{listed}: the country is not known, and the entry was left out. {hint}")
        return None
    found = _Found()
    for each, practice in _PRACTICES.items():
        answer, column = row.get(each, ""), source.columns[each][0]
        if not found.take(practice, answer, newest, source.values["answer"]):
            signals.add(f"{listed}: {column} is {answer!r}; write yes, no or years.")
            found.notes.append(f"{column}: {answer}")
    if not found.listed and not found.ended and not found.notes:
        signals.add(f"{listed}: no practice is marked.")
    ends = max(found.ended.values()) if found.status == "ended" else None
    return Entry(
        id=slug(f"{name} {code}"),
        name=listed,
        what=(Good(name, _codes(name, signals)),),
        where=(Place(code),),
        status=found.status,
        starts=PartialDate(min(found.starts)) if found.starts else None,
        ends=None if ends is None else PartialDate(ends),
        authority=source.authority,
        provision=source.provision,
        practices=tuple(found.listed or found.ended),
        note="; ".join(found.notes),
    )


@dataclass(slots=True)
class _Found:
    """What the columns of one entry say.

    Attributes:
        listed: Practices for which the good is listed.
        ended: Practices for which it no longer is, and the last year of each.
        starts: First years.
        notes: What could not be read.
    """

    listed: list[Practice] = field(default_factory=list)
    ended: dict[Practice, int] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def status(self) -> EntryStatus:
        """Whether the good is listed; unknown if it may be by what could not be read."""
        if self.listed or not (self.ended or self.notes):
            return "in_force"
        return "unknown" if self.notes else "ended"

    def take(self, practice: Practice, answer: str, newest: int, words: Mapping[str, str]) -> bool:
        """Whether an answer could be read; if so, it is kept."""
        years = _years(answer)
        if years:
            self.starts.append(years[0][0])
            last = max(end or newest for _, end in years)
            if last < newest:
                self.ended[practice] = last
            else:
                self.listed.append(practice)
            return True
        if words.get(answer) == "yes":
            self.listed.append(practice)
        return answer in words


def _years(answer: str) -> list[tuple[int, int | None]]:
    """First and last year of each span, the last None if open; none if the text is no years."""
    found = []
    for part in re.split(r"[,;]", answer):
        span = _YEARS.fullmatch(part.strip())
        if span is None:
            return []
        found.append((int(span[1]), int(span[2]) if (span[2] or "").isdigit() else None))
    return sorted(found, key=lambda years: years[0])


def _last_years(row: Mapping[str, str]) -> Iterator[int]:
    for each in _PRACTICES:
        for first, last in _years(row.get(each, "")):
            yield last or first


def _codes(name: str, signals: Signals) -> tuple[str, ...]:
    """Codes of the Harmonized System that a listed good falls under."""
    named = [one for one in goods_in(name) if one.how != "within"]
    if not named:
        signals.add(f"Good {name!r} has no codes of the Harmonized System; its name is compared.")
    return commodities()[named[0].good].hs if named else ()
