"""What pages say, in the languages of the project, side by side.

One file a topic in `data/words`; a phrase that lacks a language is an error of the file.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Literal

from manumit.errors import DataError, did_you_mean
from manumit.reference.compiled import data_paths, fail_in, load_yaml
from manumit.reference.schema import build

FOLDER = "words"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing that is said, in each language."""

    en: str
    fr: str
    es: str
    ar: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The phrases of one topic. `status` speaks of all but English."""

    status: Literal["reviewed", "unreviewed"]
    words: dict[str, Phrase]


@cache
def topics() -> tuple[str, ...]:
    """Names of the topics, sorted."""
    return tuple(PurePath(path).stem for path in data_paths(FOLDER))


@cache
def topic(name: str) -> Topic:
    """The phrases of a topic."""
    path = f"{FOLDER}/{name}.yml"
    return build(Topic, load_yaml(path), fail=fail_in(path))


def say(key: str, language: str, **parts: object) -> str:
    """A phrase, by `topic.name`, with its parts filled in.

    Raises:
        DataError: There is no such phrase.
    """
    name, _, rest = key.partition(".")
    known = topic(name).words if name in topics() else {}
    if rest not in known:
        hint = did_you_mean(rest, list(known)) if known else ""
        raise DataError(f"there is no such phrase. {hint}", path=f"{FOLDER}/{name}.yml", key=rest)
    text: str = getattr(known[rest], language)
    return text.format(**parts) if parts else text
