"""Who may see or do what, and why: one decision for one person, one case and one purpose.

The rules are data (`manumit.casework.policy`). Here is what makes each condition hold. The filter
of the database and its row-level security answer the same question for many rows at once and are
held equal to this by a differential test.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from manumit.casework.model import (
    Actor,
    Agreement,
    CaseFacts,
    Consent,
    Opening,
)
from manumit.casework.policy import FORMS, NO_GLASS, OPEN, Rule, purposes_of, rules_for
from manumit.core import Answer, Because
from manumit.reference.words import say


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, and in what form.

    Attributes:
        form: One of `manumit.casework.policy.FORMS`.
        rule: The rule that allows it.
        refused: Code of the reason against it; it is for the log, never for the one who asked.
    """

    allowed: bool
    form: str = "none"
    rule: Rule | None = None
    refused: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def allow(  # noqa: PLR0913 - the question has six parts
    actor: Actor,
    data_class: int,
    verb: str,
    case: CaseFacts | None,
    *,
    purpose: str,
    now: datetime,
) -> Decision:
    """Whether `actor` may do `verb` to a class of data of a case, for a purpose, now.

    Args:
        actor: Who asks.
        data_class: Number of the class, 1 to 22.
        verb: read, find, write or export.
        case: What is known of the case; None asks about classes that are about no case.
        purpose: Code of the purpose for which the case is opened.
        now: The time of the question.

    Returns:
        The decision, in the fullest form that a rule gives. A refusal names the reason here, and
        nowhere that the actor can see.
    """
    barred = _barred(actor, case, purpose)
    if barred:
        return Decision(False, refused=barred)
    if case is None and data_class not in OPEN:
        return Decision(False, refused="no_case")
    found = holds(actor, data_class, case, purpose, now)
    fitting = [rule for rule in rules_for(actor.role, verb, data_class) if rule.needs <= found]
    if not fitting:
        return Decision(False, refused="no_rule")
    best = min(fitting, key=lambda rule: FORMS.index(rule.form))
    return Decision(True, best.form, best)


def _barred(actor: Actor, case: CaseFacts | None, purpose: str) -> str:
    """What refuses whatever the matrix says: a closed account, a conflict, a wrong purpose."""
    if not actor.active:
        return "closed_account"
    if case is not None and actor.id in case.conflicts:
        return "conflict_of_interest"
    return "" if purpose in purposes_of(actor.role) else "purpose_of_another_role"


def holds(
    actor: Actor, data_class: int, case: CaseFacts | None, purpose: str, now: datetime
) -> frozenset[str]:
    """Conditions that hold for an actor, a class of data and a case."""
    found = set(actor.skills)
    if case is None:
        return frozenset(found)
    consent = agreed_to(case, actor.agency, data_class, purpose, now)
    truths = {
        "part": takes_part(actor.agency, data_class, case, now),
        "consent": consent,
        "agreed": consent or actor.agency == case.owner,
        "order": _opened("order", actor.agency, data_class, case.openings, now),
        "danger": _opened("danger", actor.agency, data_class, case.openings, now),
        "worker": actor.role == "WRK" and actor.id == case.worker != "",
        "own_filing": any(
            part.own_filing and part.agency == actor.agency and part.live(data_class, now)
            for part in case.parts
        ),
        "glass": data_class not in NO_GLASS
        and any(each.actor == actor.id and each.since <= now < each.until for each in case.glasses),
    }
    return case.states | found | {name for name, true in truths.items() if true}


def takes_part(agency: str, data_class: int, case: CaseFacts, now: datetime) -> bool:
    """Whether an agency leads a case, or takes part in a class of its data."""
    return agency == case.owner or any(
        part.agency == agency and part.live(data_class, now) for part in case.parts
    )


def agreed_to(case: CaseFacts, agency: str, data_class: int, purpose: str, now: datetime) -> bool:
    """Whether the worker agreed that an agency sees a class of data for a purpose."""
    return any(
        consents(each, agency, data_class, case, purpose=purpose, now=now) for each in case.consents
    )


def consents(  # noqa: PLR0913 - the grant is compared in all its parts
    consent: Consent, agency: str, data_class: int, case: CaseFacts, *, purpose: str, now: datetime
) -> bool:
    """Whether a consent covers a class of data for an agency and a purpose, now.

    The agency that leads the case needs no agreement with itself; any other needs one in force that
    covers the same purpose and class.
    """
    return (
        consent.purpose == purpose
        and consent.recipient == agency
        and data_class in consent.classes
        and consent.starts <= now < consent.ends
        and (consent.withdrawn is None or now < consent.withdrawn)
        and (
            agency == case.owner
            or any(
                agreement.id == consent.agreement
                and agrees(agreement, case.owner, agency, data_class, purpose=purpose, now=now)
                for agreement in case.agreements
            )
        )
    )


def agrees(  # noqa: PLR0913 - the agreement is compared in all its parts
    agreement: Agreement,
    giver: str,
    recipient: str,
    data_class: int,
    *,
    purpose: str,
    now: datetime,
) -> bool:
    """Whether an agreement between two agencies covers a class of data for a purpose, now."""
    return (
        agreement.giver == giver
        and agreement.recipient == recipient
        and purpose in agreement.purposes
        and data_class in agreement.classes
        and agreement.starts <= now < agreement.ends
    )


def _opened(
    kind: str, agency: str, data_class: int, openings: Iterable[Opening], now: datetime
) -> bool:
    return any(
        each.kind == kind
        and each.agency == agency
        and data_class in each.classes
        and each.since is not None
        and each.since <= now < each.until
        for each in openings
    )


def reasons(decision: Decision, language: str) -> Because:
    """Why a decision is what it is, in words."""
    rule = decision.rule
    if rule is None:
        return Because(
            says=say(f"access.refused.{decision.refused}", language),
            answer=Answer.NO,
            rule=f"access.{decision.refused}",
        )
    needs = tuple(
        Because(
            says=say(f"access.needs.{each}", language), answer=Answer.YES, rule=f"access.{each}"
        )
        for each in sorted(rule.needs)
    )
    return Because(
        says=say(f"access.form.{rule.form}", language),
        answer=Answer.YES,
        rule=f"access.{rule.data_class}.{rule.role}.{rule.letter}",
        because=needs,
    )
