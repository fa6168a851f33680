"""What an agency can be given of a case: which classes, in what form, with or without consent."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from manumit.casework.model import CaseFacts
from manumit.casework.policy import (
    BY_CONSENT,
    CLASSES,
    FORMS,
    OPEN,
    TAKING_PART,
    Rule,
    matrix,
    purposes_of,
    rules_for,
)

BY_SHARING = TAKING_PART | BY_CONSENT
"""Conditions that sharing itself can meet, or that hold for some people of an agency."""

ANY_STATE = frozenset({"claim", "review", "joint"})

COUNTED = "counted"
"""Form of what is only counted, in tables where nobody can be told apart."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One class of data, as an agency would see it.

    Attributes:
        form: One of `manumit.casework.policy.FORMS`, or `COUNTED`.
        by_consent: Whether the worker's consent is needed.
    """

    form: str
    by_consent: bool


def offers(
    role: str, purpose: str, case: CaseFacts | None = None, *, leads: bool = False
) -> Mapping[int, Offer]:
    """Classes that an agency of a role can be given for a purpose.

    Args:
        role: Its role.
        purpose: Code of the purpose.
        case: The case; without one, as if it were in every state on which something depends.
        leads: Whether the agency leads the case, so that only what asks for consent by its letter
            needs it.

    Returns:
        Class to offer. What an order or a danger would open is not there: that is not given.
    """
    if purpose not in purposes_of(role):
        return {}
    asks = ({"consent"} if leads else BY_CONSENT) | {"paper"}
    return {
        number: offer
        for number in CLASSES
        if number not in OPEN and (offer := _offer(role, purpose, number, case, asks)) is not None
    }


def _offer(
    role: str, purpose: str, number: int, case: CaseFacts | None, asks: AbstractSet[str]
) -> Offer | None:
    met = BY_SHARING | (ANY_STATE if case is None else case.states)
    if purpose == "residence_certificate":
        met |= {"paper"}
    rules = [rule for rule in rules_for(role, "read", number) if rule.needs <= met]
    if rules:
        free = [rule for rule in rules if not rule.needs & asks]
        return Offer(_fullest(free or rules), by_consent=not free)
    counted = matrix().classes[str(number)].cells[role] == "A"
    return Offer(COUNTED, by_consent=True) if counted else None


def _fullest(rules: list[Rule]) -> str:
    return min((rule.form for rule in rules), key=FORMS.index)
