"""Interview tables: one row a person, one column a fact.

Columns are fact and condition codes, and `id`, `age`, `sex`, `moved`, `actor`, `work`,
`fact_finding`, `c105_purpose`. A column `CODE` answers for every phase that the fact allows;
`CODE@PHASE` (or `CODE__PHASE`, as forms write it) answers for one phase and wins. Answers are yes,
no, unknown, or nothing. Group names that collection tools put before a column are taken off.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from manumit.core import Answer
from manumit.errors import InputError, did_you_mean
from manumit.identify import ACTORS, C105_PURPOSES, OLDEST, Case, FactRecord
from manumit.identify.inputs import raised_by
from manumit.identify.table import EMPTY, NO, UNKNOWN, YES, Rows
from manumit.reference import PHASES, Phase, conditions, facts
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source, Status
from manumit.reference.schema import build
from manumit.tables import Batch, Reject, Table

ABOUT = ("id", "age", "sex", "moved", "actor", "work", "fact_finding", "c105_purpose")
TEXTS = ("id", "sex")
UNREAD = ("title", "source", "note", "instructions", "exceptions_note")
Parser: TypeAlias = Callable[[str], int | str]
"""Reads a word as a code, or says why it cannot be read."""

_ANSWERS = {"yes": YES, "no": NO, "unknown": UNKNOWN, "": EMPTY}
_ANSWER_OF = {YES: Answer.YES, NO: Answer.NO, UNKNOWN: Answer.UNKNOWN}
_GROUP_PREFIX = re.compile(r".*[/.\-](?=[^/.\-]+$)")
"""What collection tools put before a column, and paths such as `exceptions.prison.`."""
_OPEN, _COMPLETE = 0, 1


@dataclass(frozen=True, slots=True)
class Interviews:
    """Persons read from some rows of a table.

    Attributes:
        ids: Case codes.
        sex: As recorded.
        rows: What the rules read.
    """

    ids: list[str]
    sex: list[str]
    rows: Rows

    def cases(self, chosen: Collection[str] | None = None) -> Iterator[Case]:
        """Each person as a case, for reasons and questions; only the chosen ids if some are."""
        for at, id_ in enumerate(self.ids):
            if chosen is None or id_ in chosen:
                yield self._case(at, id_)

    def _case(self, at: int, id_: str) -> Case:
        rows, given = self.rows, dict[str, Answer]()
        recorded: dict[str, dict[Phase, Answer]] = {}
        for name, codes in rows.answers.items():
            answer = _ANSWER_OF.get(int(codes[at]))
            kind, _, code = name.partition(".")
            if answer is None or kind == "inputs":
                continue
            if kind == "conditions":
                given[code] = answer
                continue
            code, _, phase = code.partition("@")
            if phase:
                recorded.setdefault(code, {})[_phase(phase)] = answer
            else:
                own = recorded.setdefault(code, {})
                recorded[code] = dict.fromkeys(facts()[code].phases, answer) | own
        age = -1 if rows.age is None else int(rows.age[at])
        return Case(
            id=id_,
            age=None if age < 0 else age,
            sex=self.sex[at],
            moved=self._known("inputs.moved", at),
            actor="unknown" if rows.actor is None else ACTORS[int(rows.actor[at])],
            work=self._known("inputs.work", at),
            complete=rows.complete is not None and bool(rows.complete[at]),
            facts={code: _records(answers) for code, answers in recorded.items()},
            conditions=given,
            raised=raised_by(given),
            c105_purpose=self._input("inputs.c105_purpose", at),
        )

    def _known(self, name: str, at: int) -> Answer:
        answer = self._input(name, at)
        return Answer.UNKNOWN if answer is None else answer

    def _input(self, name: str, at: int) -> Answer | None:
        codes = self.rows.answers.get(name)
        return None if codes is None else _ANSWER_OF.get(int(codes[at]))


def _records(answers: dict[Phase, Answer]) -> tuple[FactRecord, ...]:
    return tuple(
        FactRecord(answer, tuple(phase for phase, each in answers.items() if each is answer))
        for answer in dict.fromkeys(answers.values())
    )


def _phase(name: str) -> Phase:
    return next(phase for phase in PHASES if phase == name)


class InterviewReader:
    """Reads interviews from an open table, batch by batch; bad rows go to its rejects.

    Attributes:
        table: The table.
        columns: Column as the file writes it to what it answers.

    Raises:
        InputError: A column is not known, or none is a fact, or there is no `id`.
    """

    def __init__(self, table: Table, ignore: Iterable[str] = ()) -> None:
        self.table = table
        self.columns = _columns(table, frozenset(ignore))
        self._rejects: list[Reject] = []
        self._rejected = 0
        self._seen: set[str] = set()

    @property
    def rejects(self) -> list[Reject]:
        """Cells and rows that could not be used so far, in the order of the file."""
        return sorted([*self.table.rejects, *self._rejects], key=lambda reject: reject.row)

    @property
    def rejected(self) -> int:
        """Number of rows left out so far."""
        return self._rejected + len({reject.row for reject in self.table.rejects})

    def batches(self) -> Iterator[tuple[Interviews, float]]:
        """The persons of each batch, and the share of the file read so far.

        Raises:
            InputError: The file is damaged, or has no rows.
        """
        empty = True
        for batch in self.table.batches():
            empty = False
            yield self._read(batch), batch.done
        if empty and len(self.table.rejects) == 0:
            raise InputError("there are no rows below the header.", where=self.table.path.name)

    def _read(self, batch: Batch) -> Interviews:
        faults = _Faults()
        ids = self._ids(_texts(batch, self.columns, "id"), faults)
        codes = {
            name: _decode(batch.columns[column], column, name, faults)
            for column, name in self.columns.items()
            if name not in TEXTS
        }
        keep = faults.others(batch.count)
        self._report(batch, faults)
        codes = {name: column[keep] for name, column in codes.items()}
        sex = _texts(batch, self.columns, "sex") or [""] * batch.count
        if faults.rows:
            kept = np.flatnonzero(keep).tolist()
            ids, sex = [ids[i] for i in kept], [sex[i] for i in kept]
        age, actor, complete = (codes.pop(name, None) for name in ("age", "actor", "fact_finding"))
        rows = Rows(
            len(ids),
            codes,
            age=age,
            actor=actor,
            complete=None if complete is None else complete == _COMPLETE,
        )
        return Interviews(ids, sex, rows)

    def _ids(self, ids: list[str], faults: "_Faults") -> list[str]:
        """The ids as they stand; an empty one and one used before are faults."""
        fresh = set(ids)
        if "" not in fresh and len(fresh) == len(ids) and self._seen.isdisjoint(fresh):
            self._seen |= fresh
            return ids
        for at, id_ in enumerate(ids):
            if not id_:
                faults.add(at, "id", "", "is empty; every row needs a case code")
            elif id_ in self._seen:
                reason = "this id was used in an earlier row; give each person one"
                faults.add(at, "id", id_, reason)
            self._seen.add(id_)
        return ids

    def _report(self, batch: Batch, faults: "_Faults") -> None:
        self._rejected += len(faults.rows)
        for at, cells in sorted(faults.rows.items()):
            row = self.table.row(batch.start + at)
            self._rejects += [
                Reject(self.table.path.name, row, column, value[:80], reason)
                for column, value, reason in cells
            ]


@dataclass(frozen=True, slots=True)
class _Faults:
    """Cells of a batch that cannot be used: column, value and reason, by position of the row."""

    rows: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)

    def add(self, at: int, column: str, value: str, reason: str) -> None:
        self.rows.setdefault(at, []).append((column, value, reason))

    def others(self, count: int) -> Any:
        """An index that picks the rows without a fault."""
        if not self.rows:
            return slice(None)
        keep = np.ones(count, np.bool_)
        keep[list(self.rows)] = False
        return keep


def _texts(batch: Batch, columns: Mapping[str, str], name: str) -> list[str]:
    """A column as it stands; empty if the table has no such column."""
    for column, found in columns.items():
        if found == name:
            return [(text or "").strip() for text in batch.columns[column].to_pylist()]
    return []


def _decode(words_and_places: Any, column: str, name: str, faults: _Faults) -> Any:
    """Codes of a column: each word is read once, then looked up for every row."""
    words = [word or "" for word in words_and_places.dictionary.to_pylist()]
    places, known = _places(words_and_places.indices)
    if known is not None or len(words) == 0:
        words.append("")
        places = places if known is None else np.where(known, places, len(words) - 1)
    parse = _PARSERS.get(name, _answer)
    read = [parse(word.strip().lower()) for word in words]
    wrong = np.array([isinstance(code, str) for code in read], np.bool_)
    if wrong.any():
        for at in np.flatnonzero(wrong[places]).tolist():
            faults.add(at, column, words[places[at]], str(read[places[at]]))
    kind = np.int16 if name == "age" else np.uint8
    return np.array([0 if isinstance(code, str) else code for code in read], kind)[places]


def _places(indices: Any) -> tuple[Any, Any]:
    """Place of each row's word, and whether the row has one; None where all have.

    The buffers are read as they lie, since a copy of each column would cost more than the rules.
    """
    validity, places = indices.buffers()
    rows = slice(indices.offset, indices.offset + len(indices))
    kind = np.dtype(str(indices.type))
    known = None
    if indices.null_count:
        bits = np.frombuffer(validity, np.uint8)
        known = np.unpackbits(bits, count=rows.stop, bitorder="little")[rows]
    return np.frombuffer(places, kind, count=rows.stop)[rows], known


def _answer(word: str) -> int | str:
    return _ANSWERS.get(word, "is not one of yes, no, unknown")


def _age(word: str) -> int | str:
    if word in ("", "unknown"):
        return -1
    if not word.isdecimal() or len(word) > 3 or int(word) > OLDEST:
        return f"is not an age from 0 to {OLDEST}; leave it empty if it is not known"
    return int(word)


def _actor(word: str) -> int | str:
    name = word or "unknown"
    if name not in ACTORS:
        return f"is not one of {', '.join(ACTORS)}"
    return [*ACTORS].index(name)


def _fact_finding(word: str) -> int | str:
    if word not in ("", "open", "complete"):
        return "is not one of complete, open"
    return _COMPLETE if word == "complete" else _OPEN


def _purpose(word: str) -> int | str:
    known = {"": EMPTY, "unknown": UNKNOWN, "none": NO, "no": NO} | dict.fromkeys(
        C105_PURPOSES, YES
    )
    return known.get(word, f"is not one of {', '.join(C105_PURPOSES)}, none, unknown")


_PARSERS: dict[str, Parser] = {
    "age": _age,
    "actor": _actor,
    "fact_finding": _fact_finding,
    "inputs.c105_purpose": _purpose,
}


def _columns(table: Table, ignore: frozenset[str]) -> dict[str, str]:
    """Column as the file writes it to what it answers."""
    found: dict[str, str] = {}
    for column in table.columns:
        plain = _GROUP_PREFIX.sub("", column.strip())
        if column in ignore or plain in ignore or plain in _ignored():
            continue
        name = _name_of(plain)
        if name is None:
            known = [*ABOUT, *facts(), *conditions()]
            raise InputError(
                f"no fact or condition has this name. {did_you_mean(plain.split('@')[0], known)}",
                where=table.path.name,
                field=column,
                hint=f"To leave the column out: --ignore {column}",
            )
        if name in found.values():
            raise InputError(
                "two columns answer for the same thing.", where=table.path.name, field=column
            )
        found[column] = name
    if "id" not in found.values():
        raise InputError(
            "there is no column id.",
            where=table.path.name,
            hint="Give each person a case code, never a name.",
        )
    if not any(name.startswith("facts.") for name in found.values()):
        raise InputError(
            "no column is a fact.",
            where=table.path.name,
            hint="Columns are fact codes such as documents_held; see the reference.",
        )
    return found


def _name_of(column: str) -> str | None:
    code, _, phase = column.replace("__", "@").partition("@")
    if code in facts():
        if phase and phase not in facts()[code].phases:
            return None
        return f"facts.{code}@{phase}" if phase else f"facts.{code}"
    if phase:
        return None
    if code in conditions():
        return f"conditions.{code}"
    if code in ("work", "moved", "c105_purpose"):
        return f"inputs.{code}"
    return code if code in ABOUT else None


@dataclass(frozen=True, slots=True)
class _Ignored:
    title: str
    status: Status
    source: tuple[Source, ...]
    ignored: tuple[str, ...]


@cache
def _ignored() -> frozenset[str]:
    """Columns that are never read: those that collection tools add, and free text."""
    path = "exchange/collection_tools.yml"
    added = build(_Ignored, load_yaml(path), fail=fail_in(path)).ignored
    return frozenset((*added, *UNREAD))
