"""A referral from one agency to another: its states, and what it may carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from manumit.casework.access import agreed_to
from manumit.casework.model import CaseFacts, Part
from manumit.casework.offers import offers
from manumit.casework.policy import HANDLERS, purposes_of, rules_for
from manumit.errors import ConsentMissing, InputError

State = Literal["drafted", "sent", "accepted", "refused", "in_progress", "done", "revoked"]
Side = Literal["giver", "recipient"]

MOVES: dict[tuple[str, Side], tuple[str, ...]] = {
    ("drafted", "giver"): ("sent", "revoked"),
    ("sent", "giver"): ("revoked",),
    ("sent", "recipient"): ("accepted", "refused"),
    ("accepted", "giver"): ("revoked",),
    ("accepted", "recipient"): ("in_progress", "done"),
    ("in_progress", "giver"): ("revoked",),
    ("in_progress", "recipient"): ("done",),
}
"""State and side to the states that this side may move it on to."""

OPEN_STATES = ("accepted", "in_progress")
"""States in which the recipient takes part in the case by this referral."""


def moves(state: str, side: Side) -> tuple[str, ...]:
    """States that a side may move a referral on to."""
    return MOVES.get((state, side), ())


def moved(state: str, to: str, side: Side) -> str:
    """The new state of a referral.

    Raises:
        InputError: This side may not do that now; someone else may have answered first.
    """
    if to not in moves(state, side):
        hint = "Load the page again: someone may have answered it in the meantime."
        raise InputError(f"a referral that is {state} cannot become {to}.", hint=hint)
    return to


@dataclass(frozen=True, slots=True)
class Load:
    """What a referral would carry.

    Attributes:
        seen: Each class of data that the recipient will see, to its form: what it is given, and
            what its role writes, as far as the worker agreed.
        missing: Classes that are to be given without the worker's consent, or without an agreement
            with the recipient.
        agreed: Whether any of what is seen rests on the worker's consent.
    """

    purpose: str
    seen: Mapping[int, str]
    missing: tuple[int, ...]
    agreed: bool

    def check(self) -> None:
        """Check that the worker agreed to it.

        Raises:
            ConsentMissing: The worker's consent does not cover a class that needs it, or nothing of
                what is given rests on a consent: no agency is told of a case that the worker does
                not want it to know of.
        """
        if self.missing:
            raise ConsentMissing(
                "The worker has not agreed that this agency sees this for this purpose, or there is"
                " no agreement with it in force.",
                reason=f"class_{self.missing[0]}",
                purpose=self.purpose,
                hint="Ask the worker, enter what was agreed, and try again; or give less.",
            )
        if not self.agreed:
            raise ConsentMissing(
                "The worker has agreed to nothing of what this agency would be given.",
                reason="nothing",
                purpose=self.purpose,
                hint="Give at least one thing that the worker agreed this agency may see.",
            )


def load(  # noqa: PLR0913 - what, to whom, for what
    case: CaseFacts,
    recipient: str,
    role: str,
    classes: Iterable[int],
    *,
    purpose: str,
    now: datetime,
) -> Load:
    """What a referral would carry to its recipient.

    Args:
        case: The case.
        recipient: Id of the agency.
        role: Its role.
        classes: Classes that are to be given; one that this role may not see in any form is left
            out.
        purpose: Code of the purpose.
        now: The time of sending.

    Raises:
        InputError: The recipient does not work for this purpose.
    """
    if purpose not in purposes_of(role) or role not in HANDLERS:
        raise InputError("the recipient does not work for this purpose.", field="purpose")
    given, offered = set(classes), offers(role, purpose, case)
    wanted = part_classes(role, given) & set(offered)
    by_consent = {number for number in wanted if offered[number].by_consent}
    agreed = {number for number in by_consent if agreed_to(case, recipient, number, purpose, now)}
    seen = sorted(wanted - by_consent | agreed)
    return Load(
        purpose=purpose,
        seen={number: offered[number].form for number in seen},
        missing=tuple(sorted(by_consent & given - agreed)),
        agreed=bool(agreed),
    )


def with_part(
    case: CaseFacts, agency: str, role: str, classes: Iterable[int], now: datetime
) -> CaseFacts:
    """The case as it will be once an agency takes part in it."""
    return replace(case, parts=(*case.parts, Part(agency, part_classes(role, classes), now)))


def part_classes(role: str, given: Iterable[int]) -> frozenset[int]:
    """Classes in which an agency takes part: those that it is given, and those its role writes.

    What a role writes only under consent comes with that consent, and not by itself.
    """
    own = {rule.data_class for rule in rules_for(role, "write") if "consent" not in rule.needs}
    return frozenset(given) | own
