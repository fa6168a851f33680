"""Brazil's register of employers found to have used labour in conditions like those of slavery.

Read are the publisher's file (semicolons, Windows-1252, lines of text around the table) and
prepared copies with English headers. Natural persons stand in the register with name and CPF: here
they never become a name, an id or a message. What is kept of them is the establishment.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from manumit.core import PartialDate
from manumit.core.register_numbers import register_number
from manumit.lists.model import Entry, Party, Place
from manumit.lists.parts import Signals, day, decoded, distinct, once, repaired, rows_of, slug
from manumit.lists.source import ListSource, Reading

_CPF = re.compile(r"\s*(?:\bCPF:?\s*)?(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)")
_MARK = re.compile(r"\s*\(\*\d+\)")
_NOW = re.compile(r"\s*\((?:ATUAL|ATUALMENTE):?\s*(.+?)\)\s*$", re.IGNORECASE)
_DAY = r"(\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2})(?: 00:00:00)?"
_INTERVAL = re.compile(rf"{_DAY}(?:\s*(?:a|até)\s*{_DAY})?")
_BETWEEN = re.compile(r"\((?:I|V|X)+\)|[\s,;.]|\be\b")
_CNPJ_DIGITS, _CPF_DIGITS = 14, 11


@dataclass(frozen=True, slots=True)
class _Listed:
    """Days during which an employer was on the register; `ends` None while it is."""

    starts: PartialDate
    ends: PartialDate | None


def read(raw: bytes, source: ListSource) -> Reading:
    """Read the register. The last listing of an entry counts; earlier ones stand in its note.

    Raises:
        InputError: The file is not the register, or is cut.
    """
    signals = Signals()
    text = repaired(decoded(raw), signals)
    taken: set[str] = set()
    entries = tuple(_entry(row, source, signals, taken) for row in rows_of(text, source, signals))
    return Reading(entries, signals.words())


def cnpj(text: str) -> str:
    """Digits of a CNPJ whose check digits are right, with lost zeros in front; empty if not one.

    Example:
        >>> cnpj("27.090.456/0002-27")
        '27090456000227'
    """
    digits = re.sub(r"[.\-/\s]", "", text)
    if not digits.isdigit() or not _CPF_DIGITS < len(digits) <= _CNPJ_DIGITS:
        return ""
    return register_number("cnpj", digits.zfill(_CNPJ_DIGITS)) or ""


def _entry(row: dict[str, str], source: ListSource, signals: Signals, taken: set[str]) -> Entry:
    state = source.values["state"].get(row["state"].upper())
    if state is None:
        signals.add(f"State {row['state']!r} is not known; the area was left out.")
    number = cnpj(row["number"])
    person = _is_person(row, number, source, signals)
    party = _site(row, number, source) if person else _company(row, number)
    listed = _listings(row["listed"], signals)
    last = max(listed, key=lambda each: each.starts.first, default=None)
    return Entry(
        id=_id(row, taken),
        name=party.names[0],
        who=(party,),
        where=(Place("BR", state or ""),),
        status="unknown" if last is None else "ended" if last.ends else "in_force",
        starts=last.starts if last else None,
        ends=last.ends if last else None,
        authority=source.authority,
        provision=source.provision,
        note=_note(row, [each for each in listed if each is not last]),
    )


def _id(row: dict[str, str], taken: set[str]) -> str:
    """State, year of inspection, and a digest of the establishment."""
    place = slug(_CPF.sub("", row["establishment"]))
    digest = blake2b(place.encode(), digest_size=5).hexdigest()
    return distinct(f"{row['state'].lower()}-{row['year']}-{digest}", taken)


def _is_person(row: dict[str, str], number: str, source: ListSource, signals: Signals) -> bool:
    """Whether a row is about a natural person, one who trades under name and CPF among them."""
    kind = row.get("number_kind", "")
    if kind and kind not in source.values["number_kind"]:
        signals.add(f"Kind of number {kind!r} is not known; its rows were read as of persons.")
    digits = re.sub(r"\D", "", row["number"])
    company = bool(number) and source.values["number_kind"].get(kind, "company") == "company"
    if not number and len(digits) > _CPF_DIGITS:
        signals.add("A CNPJ has wrong check digits; the row was read as of a person.")
    return not company or _CPF.search(row["employer"]) is not None


def _company(row: dict[str, str], number: str) -> Party:
    name = _MARK.sub("", row["employer"])
    names = [name]
    if found := _NOW.search(name):
        names = [name[: found.start()], found[1]]
    return Party("entity", once(names), False, row["establishment"], (("cnpj", number),))


def _site(row: dict[str, str], number: str, source: ListSource) -> Party:
    """The establishment of a person, by its own name if it has one, else by its address.

    A first part that is no kind of place that is known may be the name of the person; it is left
    out, and so are the employer's name and CPF wherever they stand.
    """
    employer = _MARK.sub("", _CPF.sub("", row["employer"])).strip()
    address = _MARK.sub("", _CPF.sub("", row["establishment"])).strip()
    if employer:
        address = re.sub(re.escape(employer), "", address, flags=re.IGNORECASE).strip(" ,-")
    head, _, rest = address.partition(",")
    head = re.split(r"\s\(|\s-\s", head)[0].strip(" .")
    word, means = _kind_of_place(head, source)
    if not means:
        address = rest.strip() or row["state"]
    name = head if means == "named" and slug(head) != slug(word) else address
    return Party("site", (name,), False, address, (("cnpj", number),) if number else ())


def _kind_of_place(head: str, source: ListSource) -> tuple[str, str]:
    for word, means in source.values["place"].items():
        if f"{slug(head)}-".startswith(f"{slug(word)}-"):
            return word, means
    return "", ""


def _listings(text: str, signals: Signals) -> list[_Listed]:
    found = []
    for first, last in _INTERVAL.findall(text):
        starts, ends = day(first, day_first=True), day(last, day_first=True)
        if starts is None or (last and ends is None):
            signals.add("A day of listing does not exist; it was left out.")
            continue
        found.append(_Listed(starts, ends))
    if _BETWEEN.sub("", _INTERVAL.sub("", text)):
        signals.add("A text of listing days holds more than days; check the entry.")
    if not found:
        signals.add("An entry has no day of listing that can be read; its status is unknown.")
    return found


def _note(row: dict[str, str], earlier: Sequence[_Listed]) -> str:
    before = ", ".join(f"{each.starts} to {each.ends or 'unknown'}" for each in earlier)
    decided = day(row["decided"], day_first=True)
    parts = (
        f"Workers involved: {row['workers']}",
        f"year of inspection: {row['year']}",
        f"decided: {decided or row['decided']}",
        f"CNAE {row['activity']}",
        f"listed before: {before}" if before else "",
    )
    return "; ".join(part for part in parts if part)
