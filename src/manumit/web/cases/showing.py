"""What is opened, as lines of a label and a value that a person reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from manumit.casework.records import kinds
from manumit.errors import DataError
from manumit.reference import conditions, facts, statement, texts, word
from manumit.reference.words import say
from manumit.web.vault.models import Entry
from manumit.web.vault.services import Opened

WORDS = {
    "channel": "channel",
    "instrument": "instrument",
    "decision": "state",
    "service": "service",
    "sender": "sender",
    "state": "state",
}
"""Fields whose value is one of some words, and where those words are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an entry, in words.

    Attributes:
        items: Parts of the value, where it has several.
    """

    label: str
    value: str = ""
    items: tuple[str, ...] = ()
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry, opened, in words."""

    entry: Entry
    lines: tuple[Line, ...]


def shown(opened: list[Opened], language: str) -> list[Shown]:
    """Opened entries in words, the latest first."""
    found = [Shown(each.entry, tuple(_lines(each, language))) for each in opened]
    return sorted(found, key=lambda each: -each.entry.order)


def _lines(opened: Opened, language: str) -> Iterator[Line]:
    for name, kind in kinds()[opened.entry.kind].fields.items():
        value = opened.content.get(name)
        if value in (None, "", {}, []):
            continue
        label = say(f"cases.field.{name}", language)
        if kind == "answers":
            yield Line(label, items=tuple(_answers(value, language)), kind=kind)
        elif kind in ("document", "bytes"):
            yield Line(label, say(f"cases.{kind}_kept", language), kind=kind)
        elif kind == "answer":
            yield Line(label, say(f"cases.answer.{value}", language), kind=kind)
        elif kind == "word":
            yield Line(label, in_words(name, str(value), language), kind=kind)
        else:
            yield Line(label, str(value), kind=kind)


def in_words(field: str, code: str, language: str) -> str:
    """A code as its word, or the code itself where it has none."""
    topic = WORDS.get(field)
    if topic is None:
        return code
    try:
        return say(f"cases.{topic}.{code}", language)
    except DataError:
        return code


def _answers(given: Mapping[str, Any], language: str) -> Iterator[str]:
    for code, written in given.items():
        if code in facts() or code in conditions():
            says = statement(code, language)
        else:
            says = say(f"cases.about.{code}", language)
        for answer, phases in records_of(written):
            where = ", ".join(word(f"phase.{each}", language) for each in phases)
            known = f"choice.{answer}" in texts("en").words
            shown_answer = word(f"choice.{answer}", language) if known else answer
            yield f"{says}{f' ({where})' if where else ''}: {shown_answer}"


def records_of(written: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Answers to a fact, each with the phases for which it is given; none means all of them."""
    found = []
    for each in written if isinstance(written, list) else [written]:
        if isinstance(each, Mapping):
            found.append((str(each.get("answer", "unknown")), tuple(each.get("phases", ()))))
        else:
            found.append((str(each), ()))
    return found
