"""Reasons: a tree that leads from a result to the evidence and the article."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from manumit.core.answer import Answer
from manumit.core.ranges import Range


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source, such as an article of a convention.

    Attributes:
        id: Stable id, such as `C029.2.1`.
        title: Source and place in words.
        href: Address of the source; empty when it has none.
    """

    id: str
    title: str
    href: str = ""

    def to_dict(self) -> dict[str, str]:
        """The citation as JSON."""
        return {"id": self.id, "title": self.title, "href": self.href}


@dataclass(frozen=True, slots=True)
class Because:
    """One reason, and the reasons it follows from.

    Attributes:
        says: A sentence in the reader's language.
        answer: Whether it holds; None when the node carries a value instead.
        value: A number, range or text that the node carries; None when it carries an answer.
        rule: Id of the rule, fact or condition that speaks.
        evidence: Ids of evidence in the case file.
        cites: Places in the sources that the rule rests on.
        because: The reasons that this one follows from (`from` in JSON).
    """

    says: str
    answer: Answer | None = None
    value: Range | str | None = None
    rule: str = ""
    evidence: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    because: tuple["Because", ...] = ()

    def walk(self) -> Iterator["Because"]:
        """This reason and all below it, parents first."""
        yield self
        for reason in self.because:
            yield from reason.walk()

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON, with the keys that every engine and page shares."""
        return {
            "says": self.says,
            "answer": None if self.answer is None else self.answer.value,
            "value": None if self.value is None else str(self.value),
            "rule": self.rule or None,
            "evidence": list(self.evidence),
            "cites": [citation.to_dict() for citation in self.cites],
            "from": [reason.to_dict() for reason in self.because],
        }
