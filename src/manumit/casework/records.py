"""Kinds of entries: the class of data of each, what it holds, what its redacted form keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from manumit.errors import InputError, did_you_mean
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import Source
from manumit.reference.schema import build

PATH = "access/records.yml"
TYPES = ("text", "long", "word", "date", "telephone", "answer", "answers", "document", "bytes")
LONGEST = {"text": 300, "word": 80, "date": 10, "telephone": 40, "answer": 7, "long": 20_000}
"""Most characters of a value, by type."""

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    class_: str
    fields: dict[str, str]
    redacted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    status: Literal["provisional", "reviewed"]
    source: tuple[Source, ...]
    kinds: dict[str, _Kind]
    working_conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    Attributes:
        data_class: Number of its class in the matrix.
        fields: Name of each field to its type, one of `TYPES`.
        redacted: Fields that the redacted form keeps; without any there is no redacted form.
    """

    code: str
    data_class: int
    fields: Mapping[str, str]
    redacted: tuple[str, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of entries, by code."""
    return {
        code: Kind(code, int(each.class_), each.fields, each.redacted)
        for code, each in _file().kinds.items()
    }


@cache
def working_conditions() -> frozenset[str]:
    """Codes of the facts that speak of working conditions and of nothing else."""
    return frozenset(_file().working_conditions)


@cache
def _file() -> _File:
    found = build(_File, load_yaml(PATH), fail=fail_in(PATH))
    for code, each in found.kinds.items():
        unknown = [name for name, kind in each.fields.items() if kind not in TYPES]
        if unknown or not set(each.redacted) <= set(each.fields):
            raise fail_in(PATH)("has a field of no known type", 0, f"kinds.{code}")
    return found


def checked(code: str, content: Content) -> dict[str, Any]:
    """Content of an entry, without empty fields.

    Raises:
        InputError: A field is not of this kind, or a value is too long.
    """
    kind = kinds()[code]
    for name, value in content.items():
        if name not in kind.fields:
            hint = did_you_mean(name, list(kind.fields))
            raise InputError("is not a field of this entry.", field=f"{code}.{name}", hint=hint)
        most = LONGEST.get(kind.fields[name])
        if most is not None and len(str(value)) > most:
            message = f"is longer than {most:,} characters."
            raise InputError(message, field=f"{code}.{name}", hint="Shorten it, or split it.")
    return {name: value for name, value in content.items() if value not in (None, "", {}, [])}


def redacted(code: str, content: Content) -> dict[str, Any] | None:
    """The redacted form of an entry, or None if its kind has none or nothing is left."""
    kind = kinds()[code]
    kept = {
        name: _about_work(content[name]) if kind.fields[name] == "answers" else content[name]
        for name in kind.redacted
        if name in content
    }
    return {name: value for name, value in kept.items() if value} or None


def _about_work(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {code: answers[code] for code in answers if code in working_conditions()}
