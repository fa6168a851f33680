"""Case files: one person in one situation of work, as YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from manumit.core import Answer, PartialDate
from manumit.errors import InputError, did_you_mean
from manumit.identify import C105_PURPOSES, OLDEST, Actor, Case, FactRecord
from manumit.identify.inputs import raised_by
from manumit.reference import Phase, condition_groups, conditions, facts
from manumit.reference.schema import build
from manumit.reference.strict import Document, Fail, Value, read_yaml

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case and what its author expected, as read.

    Attributes:
        path: File it came from.
        case: The case.
        expected: Names of results to their expected values, for `--check`.
    """

    path: Path
    case: Case
    expected: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Person:
    age: str = "unknown"
    sex: str = "unknown"
    moved: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Fact:
    answer: Answer
    phases: tuple[Phase, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    says: str
    date: PartialDate | None = None
    kind: str = ""

    def __str__(self) -> str:
        known = (self.says, self.kind, "" if self.date is None else str(self.date))
        return ", ".join(part for part in known if part)


@dataclass(frozen=True, slots=True)
class _Written:
    """The keys of a case file. `note` and `expected` do not enter an assessment."""

    id: str
    person: _Person = field(default_factory=_Person)
    title: str = ""
    source: str = ""
    fact_finding: str = "open"
    actor: str = "unknown"
    work: Answer = Answer.UNKNOWN
    facts: dict[str, object] = field(default_factory=dict)
    circumstances: dict[str, Answer] = field(default_factory=dict)
    exceptions: dict[str, object] = field(default_factory=dict)
    c105_purpose: object = None
    evidence: dict[str, _Evidence] = field(default_factory=dict)
    expected: dict[str, object] = field(default_factory=dict)
    note: str = ""


def read_case(path: Path) -> CaseFile:
    """Read a case file.

    Raises:
        InputError: The file cannot be read, is empty, is not YAML, or holds an unknown key, fact,
            phase, condition or answer. The message names file, line, key and what would do.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            "the text is not UTF-8.", where=path.name, hint="Save the file as UTF-8."
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=path.name) from None
    return parse_case(text, path)


def parse_case(text: str, path: Path) -> CaseFile:
    """Read a case from text; `path` names it in messages.

    Raises:
        InputError: As `read_case`.
    """
    return _Reader(path, text).read()


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.document = read_yaml(text, fail=self.fail, bare_dates=True)

    def fail(self, message: str, line: int, key: str) -> InputError:
        where = f"{self.path.name}:{line}" if line else self.path.name
        return InputError(message, where=where, field=key)

    def at(self, message: str, *place: str) -> InputError:
        return self.fail(message, self.document.line(place), ".".join(place))

    def read(self) -> CaseFile:
        written = build(_Written, _drop_empty(self.document), fail=self.fail)
        if not written.id.strip():
            raise self.at("is empty; give a case code, never a name", "id")
        given, raised = self.conditions(written)
        case = Case(
            id=written.id,
            age=self.age(written.person.age),
            sex=written.person.sex,
            moved=written.person.moved,
            actor=self.actor(written.actor),
            work=written.work,
            complete=self.complete(written.fact_finding),
            facts={code: self.records(code, raw, written) for code, raw in written.facts.items()},
            conditions=given,
            raised=raised,
            c105_purpose=self.purpose(written.c105_purpose),
            title=written.title,
            source=written.source,
            evidence={id_: str(each) for id_, each in written.evidence.items()},
        )
        return CaseFile(self.path, case, written.expected)

    def age(self, text: str) -> int | None:
        if text == "unknown":
            return None
        if not text.isdecimal() or len(text) > 3 or int(text) > OLDEST:
            allowed = f"is not an age from 0 to {OLDEST}; write unknown if it is not known"
            raise self.at(f"{text[:20]!r} {allowed}", "person", "age")
        return int(text)

    def actor(self, text: str) -> Actor:
        match text:
            case "state" | "private" | "mixed" | "unknown":
                return text
        raise self.at(f"{text!r} is not one of state, private, mixed, unknown", "actor")

    def complete(self, text: str) -> bool:
        if text not in ("complete", "open"):
            raise self.at(f"{text!r} is not one of complete, open", "fact_finding")
        return text == "complete"

    def records(self, code: str, raw: object, written: _Written) -> tuple[FactRecord, ...]:
        if code not in facts():
            raise self.at(f"no such fact. {did_you_mean(code, list(facts()))}", "facts", code)
        found: list[FactRecord] = []
        for entry in raw if isinstance(raw, list) else [raw]:
            shaped: Any = {"answer": entry} if isinstance(entry, str) else entry
            place = ("facts", code)
            document = Document(shaped, _below(self.document, place))
            record = build(_Fact, document, fail=self._prefixed(place))
            self._check_phases(code, record, found)
            for id_ in record.evidence:
                if id_ not in written.evidence:
                    raise self.at(f"evidence {id_!r} is not under evidence:", "facts", code)
            found.append(FactRecord(record.answer, record.phases, record.evidence))
        return tuple(found)

    def _check_phases(self, code: str, record: _Fact, earlier: list[FactRecord]) -> None:
        allowed = facts()[code].phases
        for phase in record.phases:
            if phase not in allowed:
                message = f"this fact has no phase {phase}; it has {', '.join(allowed)}"
                raise self.at(message, "facts", code)
        mine = set(record.phases or allowed)
        for other in earlier:
            both = mine & set(other.phases or allowed)
            if both and other.answer is not record.answer:
                raise self.at(f"two answers for {', '.join(sorted(both))}", "facts", code)

    def _prefixed(self, place: tuple[str, ...]) -> Fail:
        def fail(message: str, line: int, key: str) -> InputError:
            at_line = line or self.document.line(place)
            return self.fail(message, at_line, ".".join(part for part in (*place, key) if part))

        return fail

    def conditions(self, written: _Written) -> tuple[dict[str, Answer], frozenset[str]]:
        given: dict[str, Answer] = {}
        raised = set()
        for code, answer in written.circumstances.items():
            self._condition(code, answer, given, ("circumstances", code))
        for group, raw in written.exceptions.items():
            if group not in condition_groups():
                known = did_you_mean(group, list(condition_groups()))
                raise self.at(f"no such exception. {known}", "exceptions", group)
            raised.add(group)
            place = ("exceptions", group)
            if raw is not None and not isinstance(raw, dict):
                raise self.at("must be a mapping of conditions to answers", *place)
            for code, answer in (raw or {}).items():
                self._condition(code, self._answer(answer, *place, code), given, (*place, code))
        return given, raised_by(given) | raised

    def _answer(self, value: object, *place: str) -> Answer:
        if value not in ("yes", "no", "unknown"):
            raise self.at(f"{value!r} is not one of yes, no, unknown", *place)
        return Answer(value)

    def _condition(
        self, code: str, answer: Answer, given: dict[str, Answer], place: tuple[str, ...]
    ) -> None:
        if code not in conditions():
            known = did_you_mean(code, list(conditions()))
            raise self.at(f"no such condition. {known}", *place)
        if given.get(code, answer) is not answer:
            raise self.at("two answers, here and under circumstances", *place)
        given[code] = answer

    def purpose(self, raw: object) -> Answer | None:
        if raw is None:
            return None
        named = raw if isinstance(raw, list) else [raw]
        if named in (["unknown"], ["no"], ["none"]):
            return Answer.UNKNOWN if named == ["unknown"] else Answer.NO
        for name in named:
            if name not in C105_PURPOSES:
                message = f"{name!r} is not one of {', '.join(C105_PURPOSES)}, none, unknown"
                raise self.at(message, "c105_purpose")
        return Answer.YES


def _drop_empty(document: Document) -> Document:
    """A key with nothing after it is as good as not written."""
    if not isinstance(document.value, dict):
        return document
    kept: dict[str, Value] = {k: v for k, v in document.value.items() if v is not None}
    return Document(kept, document.lines)


def _below(document: Document, place: tuple[str, ...]) -> dict[tuple[str | int, ...], int]:
    size = len(place)
    return {key[size:]: line for key, line in document.lines.items() if key[:size] == place}
