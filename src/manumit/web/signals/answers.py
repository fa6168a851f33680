"""First answers of a signal, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from manumit.reference.words import say
from manumit.web.mailbox.questions import CARDS, MANY, ONE, QUESTIONS, Question

REACH = ("reply", "telephone", "times", "code_word")
"""Questions about how the person can be reached."""

OWN_WORDS = "account"
NEUTRAL = ("work", "place", "since", "happening")
"""Questions that speak of the work alone: neither of who the person is nor of who said so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, and what was answered."""

    name: str
    label: str
    values: tuple[str, ...]
    telephone: bool = False


def in_words(
    answers: Mapping[str, Any], language: str, names: tuple[str, ...] = ()
) -> list[Answer]:
    """What was answered, of all questions or of some."""
    return [
        Answer(
            question.name,
            say(f"intake.ask.{question.name}", language),
            tuple(_values(question, answers[question.name], language)),
            telephone=question.kind == "telephone",
        )
        for question in QUESTIONS
        if answers.get(question.name) and (not names or question.name in names)
    ]


def _values(question: Question, given: Any, language: str) -> Iterator[str]:
    if question.kind not in (ONE, MANY):
        yield str(given)
        return
    known = {choice.code for choice in question.choices}
    for code in [given] if question.kind == ONE else given:
        yield say(f"intake.{question.name}.{code}", language) if code in known else str(code)


def as_text(answers: Mapping[str, Any], language: str, names: tuple[str, ...] = ()) -> str:
    """What was answered, as lines of text."""
    lines = (
        f"{each.label} {', '.join(each.values)}" for each in in_words(answers, language, names)
    )
    return "\n".join(lines)


def facts(answers: Mapping[str, Any]) -> dict[str, str]:
    """Facts to start from: yes where a card was chosen. What was not chosen stays unknown."""
    named = set(answers.get("facts", ()))
    return {card.fact: "yes" for card in CARDS if card.fact in named}
