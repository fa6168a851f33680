"""What a worker is asked first, in plain words and a few at a time. Nothing has to be answered.

What is said of each question is in `data/words/intake.yml`: `ask.<name>` and `hint.<name>`, and for
each choice `<name>.<code>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

ONE: Final = "one"
MANY: Final = "many"
LINE: Final = "line"
TEXT: Final = "text"
TELEPHONE: Final = "telephone"
YES, NO, UNKNOWN = "yes", "no", "unknown"
LONGEST = 4000
"""Characters of a long answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen.

    Attributes:
        pictogram: Drawing beside its words.
        fact: Code of the fact that the office may start from; empty if there is none.
    """

    code: str
    pictogram: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        step: Name of the page that asks it.
        hint: Whether there is a sentence of help.
    """

    name: str
    step: str
    kind: Literal["one", "many", "line", "text", "telephone"]
    choices: tuple[Choice, ...] = ()
    longest: int = 200
    hint: bool = False


CARDS = (
    Choice("papers", "papers", "documents_held"),
    Choice("locked", "locked-door", "locked_in"),
    Choice("watched", "eye", "movement_limited"),
    Choice("quit", "lock", "cannot_resign"),
    Choice("threats", "threat", "threatened_with_violence"),
    Choice("hurt", "health", "physical_violence"),
    Choice("police", "police", "threatened_with_denunciation"),
    Choice("unpaid", "money", "little_or_no_pay"),
    Choice("pay_taken", "file", "pay_manipulated"),
    Choice("debt", "debt", "works_to_repay_debt"),
    Choice("fee", "company", ""),
    Choice("promise", "message", "deceived_about_conditions"),
    Choice("hours", "hours", "excessive_hours"),
    Choice("housing", "housing", "bad_living_conditions"),
    Choice("food", "food", "deprived_of_necessities"),
)
"""What may be happening. A card says no more than its fact: it is a start for an interview."""

QUESTIONS = (
    Question("who", "now", ONE, (Choice("self", "person"), Choice("other", "union"))),
    Question(
        "safe",
        "now",
        ONE,
        (Choice(YES, "safe-place"), Choice(NO, "danger"), Choice("unsure", "question")),
    ),
    Question(
        "age",
        "now",
        ONE,
        (Choice("under", "child"), Choice("over", "person"), Choice("unsure", "question")),
    ),
    Question(
        "work",
        "work",
        ONE,
        (
            Choice("home", "home"),
            Choice("farm", "farm"),
            Choice("construction", "construction"),
            Choice("factory", "company"),
            Choice("sea", "ship"),
            Choice("kitchen", "food"),
            Choice("care", "health"),
            Choice("other", "work"),
        ),
    ),
    Question("place", "work", LINE, hint=True),
    Question(
        "since",
        "work",
        ONE,
        (Choice("weeks"), Choice("months"), Choice("year"), Choice("years")),
    ),
    Question("happening", "happening", MANY, CARDS, hint=True),
    Question("account", "words", TEXT, longest=LONGEST, hint=True),
    Question("reply", "reply", ONE, (Choice("here", "message"), Choice("call", "phone"))),
    Question("telephone", "reply", TELEPHONE, longest=40, hint=True),
    Question("times", "reply", LINE, hint=True),
    Question("code_word", "reply", LINE, longest=40, hint=True),
)

STEPS = tuple(dict.fromkeys(question.step for question in QUESTIONS))
"""The pages of questions, in their order."""


def signal(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with what the office sorts and starts by: danger, child, facts.

    What was not answered is unknown. A fact is named only if its card was chosen; a card that was
    not chosen says nothing.
    """
    danger = {YES: NO, NO: YES}.get(answers.get("safe", ""), UNKNOWN)
    child = {"under": YES, "over": NO}.get(answers.get("age", ""), UNKNOWN)
    chosen = answers.get("happening", ())
    facts = [card.fact for card in CARDS if card.code in chosen and card.fact]
    return {**answers, "danger": danger, "child": child, "facts": facts}
