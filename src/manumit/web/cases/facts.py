"""The facts of a case as they are asked, kept and assessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from manumit.core import Answer
from manumit.identify import (
    ACTORS,
    C105_PURPOSES,
    OLDEST,
    Assessment,
    Case,
    FactRecord,
    assess,
)
from manumit.identify.inputs import raised_by
from manumit.reference import (
    PHASES,
    Phase,
    condition_groups,
    conditions,
    facts,
    word,
    wording,
)
from manumit.web.cases.showing import records_of

ANSWERS = ("yes", "no", "unknown")
ABOUT = {
    "work": ANSWERS,
    "actor": ACTORS,
    "fact_finding": ("open", "complete"),
    "c105_purpose": (*C105_PURPOSES, "none", "unknown"),
}
"""What is asked about the person and the work, and what may be answered; age is a number."""

Given = dict[str, str]
"""Name of a field to what was answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the page."""

    name: str
    ask: str
    hint: str
    given: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are asked together.

    Attributes:
        answered: How many of them have an answer.
    """

    code: str
    title: str
    questions: tuple[Asked, ...]

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(1 for each in self.questions if each.given)


def names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each field of the page, and what may be answered."""
    yield "a.age", ()
    for code, allowed in ABOUT.items():
        yield f"a.{code}", allowed
    for code, fact in facts().items():
        for phase in fact.phases:
            yield f"f.{code}.{phase}", ANSWERS
    for code in conditions():
        yield f"c.{code}", ANSWERS


def given_in(data: Mapping[str, Any]) -> Given:
    """What a form says; what may not be answered is left out.

    A button may answer one question by itself, as `now` with the field, a colon and the answer.
    """
    asked, _, answer = str(data.get("now", "")).partition(":")
    found = {}
    for name, allowed in names():
        value = answer if name == asked else str(data.get(name, "")).strip()
        if value in allowed or (name == "a.age" and value.isdecimal() and int(value) <= OLDEST):
            found[name] = value
    return found


def content_of(given: Given) -> dict[str, Any]:
    """What is kept of the answers, as an entry of the kind `facts`."""
    about = {name[2:]: value for name, value in given.items() if name.startswith("a.")}
    answers: dict[str, Any] = {}
    for code, fact in facts().items():
        by_phase = {p: given[f"f.{code}.{p}"] for p in fact.phases if f"f.{code}.{p}" in given}
        if len(by_phase) == len(fact.phases) and len(set(by_phase.values())) == 1:
            answers[code] = next(iter(by_phase.values()))
        elif by_phase:
            answers[code] = [
                {"answer": answer, "phases": [p for p in by_phase if by_phase[p] == answer]}
                for answer in dict.fromkeys(by_phase.values())
            ]
    kept = {name[2:]: value for name, value in given.items() if name.startswith("c.")}
    return {"about": about, "answers": answers, "conditions": kept}


def given_by(content: Mapping[str, Any]) -> Given:
    """The answers of an entry, as fields of the page."""
    found = {f"a.{code}": str(value) for code, value in content.get("about", {}).items()}
    for code, written in content.get("answers", {}).items():
        for answer, phases in records_of(written):
            for phase in phases or (facts()[code].phases if code in facts() else ()):
                found[f"f.{code}.{phase}"] = answer
    found |= {f"c.{code}": str(value) for code, value in content.get("conditions", {}).items()}
    return given_in(found)


def assessed(reference: str, given: Given, day: date, language: str) -> Assessment:
    """What the rules say of the answers, as `manumit assess` says it."""
    return assess(_case(reference, given), day, language=language)


def _case(reference: str, given: Given) -> Case:
    records: dict[str, tuple[FactRecord, ...]] = {}
    for code, fact in facts().items():
        found = [
            FactRecord(Answer(given[f"f.{code}.{phase}"]), (phase,))
            for phase in fact.phases
            if f"f.{code}.{phase}" in given
        ]
        if found:
            records[code] = tuple(found)
    kept = {name[2:]: Answer(v) for name, v in given.items() if name.startswith("c.")}
    age, purpose = given.get("a.age", ""), given.get("a.c105_purpose", "")
    return Case(
        id=reference,
        age=int(age) if age else None,
        actor=next((each for each in ACTORS if each == given.get("a.actor")), "unknown"),
        work=Answer(given.get("a.work", "unknown")),
        complete=given.get("a.fact_finding") == "complete",
        facts=records,
        conditions=kept,
        raised=raised_by(kept),
        c105_purpose=_PURPOSE.get(purpose, Answer.YES) if purpose else None,
    )


_PURPOSE = {"none": Answer.NO, "unknown": Answer.UNKNOWN}


def groups(given: Given, language: str) -> list[Group]:
    """All questions, in the order in which they are asked."""
    found = [_group("about", tuple(_about(given, language)), language)]
    for phase in PHASES:
        codes = [code for code, fact in facts().items() if phase in fact.phases]
        of_phase = tuple(_fact(code, phase, given, language) for code in codes)
        found.append(_group(phase, of_phase, language))
    for group in ("", *condition_groups()):
        codes = [code for code, each in conditions().items() if each.group == group]
        asked = tuple(_asked(f"c.{code}", code, given, language) for code in codes)
        found.append(_group(group or "circumstances", asked, language))
    return found


def _group(code: str, asked: tuple[Asked, ...], language: str) -> Group:
    own = f"form.{code}"
    key = own if code in _OWN_TITLES else f"exception.{code}"
    return Group(code, word(key, language), asked)


_OWN_TITLES = frozenset({"about", *PHASES, "circumstances", "calling", "household"})


def _about(given: Given, language: str) -> Iterator[Asked]:
    words = wording("age", language)
    yield Asked("a.age", words.question, words.hint, given.get("a.age", ""), ())
    for code, allowed in ABOUT.items():
        choices = tuple((each, word(f"choice.{each}", language)) for each in allowed)
        words = wording(code, language)
        name = f"a.{code}"
        yield Asked(name, words.question, words.hint, given.get(name, ""), choices)


def _fact(code: str, phase: Phase, given: Given, language: str) -> Asked:
    return _asked(f"f.{code}.{phase}", code, given, language)


def _asked(name: str, code: str, given: Given, language: str) -> Asked:
    words = wording(code, language)
    choices = tuple((each, word(f"choice.{each}", language)) for each in ANSWERS)
    return Asked(name, words.question, words.hint, given.get(name, ""), choices)


def field_of(code: str, given: Given) -> str:
    """The first field of a question that has no answer yet: where its page leads to."""
    if code in facts():
        phases = facts()[code].phases
        open_ = [p for p in phases if f"f.{code}.{p}" not in given]
        return f"f.{code}.{(open_ or list(phases))[0]}"
    return f"c.{code}" if code in conditions() else f"a.{code}"
