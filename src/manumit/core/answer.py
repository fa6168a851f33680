"""Yes, no or unknown, with the strong logic of Kleene."""

from collections.abc import Iterable
from enum import Enum


class Answer(Enum):
    """One of yes, no, unknown. Unknown is a value: it never becomes no, and never a bool.

    Source:
        S. C. Kleene, Introduction to Metamathematics (1952), section 64, strong tables.

    Example:
        >>> Answer.UNKNOWN & Answer.NO, Answer.UNKNOWN | Answer.YES, ~Answer.UNKNOWN
        (Answer.NO, Answer.YES, Answer.UNKNOWN)
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return f"Answer.{self.name}"

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        raise TypeError("An answer has three values. Compare it: `answer is Answer.YES`.")

    @property
    def possible(self) -> bool:
        """True unless the answer is no."""
        return self is not Answer.NO

    def __and__(self, other: "Answer") -> "Answer":
        if Answer.NO in (self, other):
            return Answer.NO
        return Answer.YES if self is other is Answer.YES else Answer.UNKNOWN

    def __or__(self, other: "Answer") -> "Answer":
        return ~(~self & ~other)

    def __invert__(self) -> "Answer":
        return _NOT[self]

    @staticmethod
    def between(low: bool, high: bool) -> "Answer":
        """The answer whose least reading is `low` and whose greatest reading is `high`.

        Example:
            >>> Answer.between(False, True)
            Answer.UNKNOWN
        """
        if low:
            return Answer.YES
        return Answer.UNKNOWN if high else Answer.NO

    @staticmethod
    def at_least(count: int, answers: Iterable["Answer"]) -> "Answer":
        """Whether at least `count` of `answers` are yes.

        Example:
            >>> Answer.at_least(2, [Answer.YES, Answer.UNKNOWN, Answer.NO])
            Answer.UNKNOWN
        """
        yes = possible = 0
        for answer in answers:
            yes += answer is Answer.YES
            possible += answer is not Answer.NO
        return Answer.between(yes >= count, possible >= count)


_NOT = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}
