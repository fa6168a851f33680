"""Records of the standard in as cases."""

import csv
import json
import re
import warnings
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile

from manumit.core import Answer
from manumit.errors import InputError, MissingExtra, did_you_mean
from manumit.identify import OLDEST, Case, FactRecord
from manumit.io.htcds.standard import (
    Column,
    as_text,
    codes_of,
    find_column,
    key_of,
    looks_like_htcds,
    standard,
)
from manumit.tables import Reject

Row: TypeAlias = tuple[int, list[tuple[str, Any]]]  # its number; each column with its value
_AGES = frozenset(map(str, range(OLDEST + 1)))
_BAD = (BadZipFile, EOFError, KeyError, RuntimeError, SyntaxError, ValueError, csv.Error,
        zlib.error)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HtcdsRecord:
    """A case as read, its row, and the methods of control stated, with or without a fact."""

    row: int
    case: Case
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HtcdsFile:
    """What a file held.

    Attributes:
        personal: Columns with personal data or free text, and how often each was filled.
        ignored: Columns, and values (`column=value`), from which nothing is learned, and how often.
        rejects: Cells, columns and records that could not be used.
    """

    records: tuple[HtcdsRecord, ...]
    personal: Mapping[str, int]
    ignored: Mapping[str, int]
    rejects: tuple[Reject, ...]

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases alone."""
        return tuple(record.case for record in self.records)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, in sentences."""
        parts = {"Personal or free text, not read": self.personal, "Not used": self.ignored}
        listed = {what: [f"{name} ({met[name]})" for name in met] for what, met in parts.items()}
        return tuple(f"{what}: {', '.join(names)}." for what, names in listed.items() if names)


def read_htcds(path: Path) -> HtcdsFile:
    """Read records from .json (a list, one record, or `{"cases": [..]}`), .csv or .xlsx.

    A method of control that one fact answers to is recorded as that fact; one that may mean several
    becomes open questions. CSV is UTF-8 with commas, semicolons or tabs; a row of headings under
    the row of names is passed over.

    Raises:
        InputError: The file cannot be read, or has no field of the standard on trafficking.
        MissingExtra: A workbook was given and the libraries for tables are not installed.

    Source:
        HTCDS 2.0, field names, value lists and field definitions.
    """
    reader, found, is_json = _Reader(path.name), _load(path), path.suffix.lower() == ".json"
    columns, rows = _records(found, path) if is_json else _table(found)
    if not looks_like_htcds(columns) and (rows or not is_json):
        raise InputError("has no field of HTCDS, such as vic_MethodsOfControl.", where=path.name)
    read = (reader.record(number, *row) for number, row in enumerate(rows, 1))
    records = tuple(record for record in read if record is not None)
    return HtcdsFile(records, reader.personal, reader.ignored, tuple(reader.rejects))


class _Reader:
    """Makes cases of records, and keeps count of what no case learned from."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.personal, self.ignored = Counter[str](), Counter[str]()
        self.rejects: list[Reject] = []
        self.ids: set[str] = set()

    def reject(self, row: int, column: str, value: str, reason: str) -> None:
        self.rejects.append(Reject(self.file, row, column, value[:80], reason))

    def record(self, number: int, row: int, cells: list[tuple[str, Any]]) -> HtcdsRecord | None:
        fields = standard().fields
        said: dict[str, list[str]] = {name: [] for name in fields}
        for column, value in cells:
            if text := _said(value):
                self.cell(row, column, text, said)
        chosen = [f.choices[c] for name, f in fields.items() if f.choices for c in said[name]]
        stated = [f"{n} {c}" for n, f in fields.items() if f.to == "source" for c in said[n]]
        if refused := [choice.refuse for choice in chosen if choice.refuse]:
            self.reject(row, "con_Consent", "", refused[0])
            return None
        asked = {code: (FactRecord(Answer.UNKNOWN),) for choice in chosen for code in choice.asks}
        case = Case(
            id=self.id(row, *(said["id"] or [f"htcds-{number}"])),
            age=next(map(int, said["vic_AgeWhenTrafficked"]), None),
            sex=next((choice.sex for choice in chosen if choice.sex), "unknown"),
            work=next((c.work for c in chosen if c.work is Answer.YES), Answer.UNKNOWN),
            facts=asked | {c.fact: (FactRecord(Answer.YES, c.phases),) for c in chosen if c.fact},
            conditions={code: Answer.YES for choice in chosen for code in choice.circumstances},
            source=", ".join([f"HTCDS 2.0, record {number}", *stated]),
        )
        return HtcdsRecord(row, case, tuple(sorted(said["vic_MethodsOfControl"])))

    def id(self, row: int, code: str) -> str:
        if code in self.ids:
            self.reject(row, "id", code, f"given twice; -{row} was put after it")
        while code in self.ids:
            code += f"-{row}"
        self.ids.add(code)
        return code

    def cell(self, row: int, column: str, text: str, said: dict[str, list[str]]) -> None:
        name, flag = find_column(column)
        spec = standard().fields.get(name)
        if spec is None or spec.use != "read":
            count = self.personal if spec and spec.use == "personal" else self.ignored
            count[column or "(column without a name)"] += 1
            if spec is None and count[column] == 1:  # without its values: they may be personal
                known = did_you_mean(column, list(standard().fields))
                self.reject(row, column, "", f"no such field; no row of it was read. {known}")
            return
        for value in self.values(row, column, name, flag, text):
            if said[name] and not spec.flags and value not in said[name]:
                self.reject(row, column, value, f"{said[name][0]} was given before and was kept")
            elif value not in said[name]:
                said[name].append(value)
                if value in spec.choices and spec.choices[value].why:
                    self.ignored[f"{column}={value}"] += 1

    def values(self, row: int, column: str, name: str, flag: str, text: str) -> Iterator[str]:
        """What a cell says: codes, or the text when it is an age or a case code."""
        spec, codes = standard().fields[name], codes_of(name)
        if flag:
            if text.casefold() in standard().ticked:
                yield flag
            elif text.casefold() not in standard().unticked:
                self.reject(row, column, text, "neither ticked nor not; write 1 or 0")
            return
        for piece in _pieces(text, spec, codes):
            if key_of(piece) in codes:
                yield codes[key_of(piece)]
            elif spec.choices:
                known = did_you_mean(piece, list(spec.choices))
                self.reject(row, column, piece, f"not a value of {name}. {known}")
            elif spec.to == "id" and not re.fullmatch(r"[^\s@]{1,64}", text):
                self.reject(row, column, "", "has a space or @, so may be a name; it was not read")
            elif spec.to == "age" and text not in _AGES:
                self.reject(row, column, text, f"not an age from 0 to {OLDEST}")
            else:
                yield text


def _pieces(text: str, spec: Column, codes: Mapping[str, str]) -> Iterator[str]:
    """The values in a cell: parted by `;` and `,`, and by spaces where there are codes."""
    for part in re.split(r"[;,|\n]", text) if spec.flags else [text]:
        words = part.split()
        if key_of(part) in codes or not spec.choices.keys() & set(words):
            words = [part.strip()]
        yield from filter(None, words)


def _said(value: Any) -> str:
    """A value as text; empty when it says nothing. What was escaped for CSV is as it was."""
    text = as_text(value).removeprefix("'")
    return "" if text.casefold() in standard().blank else text


def _table(rows: list[list[Any]]) -> tuple[list[str], list[Row]]:
    """Columns, and the rows that say something, of a sheet with names in its first row."""
    names = [_said(cell) for cell in rows[0]]
    first, headings = 1, {key_of(spec.label) for spec in standard().fields.values()}
    if len(rows) > 1 and {key_of(as_text(cell)) for cell in rows[1]} <= headings:
        names = [
            name or as_text(label) for name, label in zip_longest(names, rows[1], fillvalue="")
        ]
        first = 2
    cells = (list(zip_longest(names, row, fillvalue="")) for row in rows[first:])
    numbered = enumerate(cells, first + 1)
    return names, [row for row in numbered if any(name and _said(cell) for name, cell in row[1])]


def _records(found: Any, path: Path) -> tuple[list[str], list[Row]]:
    """Columns and records of JSON."""
    if isinstance(found, tuple):
        found = found[0][1] if [name for name, _ in found] == ["cases"] else [found]
    if not isinstance(found, list) or not all(isinstance(record, tuple) for record in found):
        raise InputError("must be a list of records of names and values.", where=path.name)
    rows = [(number, list(record)) for number, record in enumerate(found, 1)]
    return [name for _, cells in rows for name, _ in cells], rows


def _load(path: Path) -> Any:
    """Rows of cells; of JSON what it holds, an object as pairs so that no repeated name is lost."""
    suffix = path.suffix.lower()
    if suffix not in (".json", ".csv", ".xlsx", ".xlsm"):
        raise InputError("name a file that ends in .json, .csv or .xlsx.", where=path.name)
    try:
        if suffix.startswith(".xls"):
            return _sheet(path)
        text = path.read_bytes().decode("utf-8-sig")
        if suffix == ".json":
            return json.loads(text, object_pairs_hook=tuple)
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        return [*csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)] or [[]]
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text; save it as UTF-8.", where=path.name) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=path.name) from None
    except _BAD as error:
        raise InputError(f"not a readable {suffix} file: {error}.", where=path.name) from None


def _sheet(path: Path) -> list[list[Any]]:
    """The first sheet of a workbook that has a field of the standard."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtra("tables", f"Reading {path.name}") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of value lists, which are not needed here
        book = load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True)
        sheets = [[*map(list, sheet.iter_rows(values_only=True))] for sheet in book.worksheets]
        book.close()
    return next((s for s in sheets if s and looks_like_htcds(map(as_text, s[0]))), [[]])
