"""Who may hold the key of a class of data of a case: whoever access would let in."""

from datetime import datetime

from manumit.casework.access import holds
from manumit.casework.model import Actor, CaseFacts
from manumit.casework.policy import purposes_of, rules_for

SKILLS = frozenset({"health", "shelter"})
"""What only some people of an agency have; the agency may hold the key if any of them may read."""


def may_hold(  # noqa: PLR0913 - the question has six parts
    role: str, agency: str, data_class: int, form: str, *, case: CaseFacts, now: datetime
) -> bool:
    """Whether an agency may hold the key of a class of data in a form.

    It may if someone of it may read that class in that form or a fuller one, for any purpose of its
    role. An emergency look is one person's and gives the agency nothing.
    """
    someone = Actor(id="", role=role, agency=agency, skills=SKILLS)
    enough = ("full", form)
    fitting = [rule for rule in rules_for(role, "read", data_class) if rule.form in enough]
    return any(
        rule.needs <= holds(someone, data_class, case, purpose, now) - {"glass"}
        for purpose in purposes_of(role)
        for rule in fitting
    )
