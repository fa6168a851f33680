"""What the rules of access must know of a case, read from the database."""

from manumit.casework.model import Agreement, CaseFacts, Consent, Glass, Opening, Part
from manumit.web.cases.models import Case
from manumit.web.consent import models


def case_facts(case: Case) -> CaseFacts:
    """The facts of one case by which access is decided; they hold no content of it."""
    consents = list(case.consents.select_related("agreement"))
    return CaseFacts(
        id=str(case.id),
        owner=str(case.owner_id),
        worker=str(case.box or ""),
        parts=tuple(
            Part(
                str(part.agency_id),
                _numbers(part.classes),
                part.since,
                part.until,
                part.own_filing,
            )
            for part in case.parts.all()
        ),
        consents=tuple(_consent(each) for each in consents),
        agreements=tuple(_agreement(each.agreement) for each in consents if each.agreement),
        openings=_openings(case),
        glasses=tuple(
            Glass(str(each.person_id), each.starts, each.ends) for each in case.break_glasses.all()
        ),
        conflicts=frozenset(str(each.person_id) for each in case.conflicts.all()),
        review_open=case.review_open,
        joint_operation=case.joint_operation,
        claim_filed=case.claim_filed,
    )


def _consent(given: models.Consent) -> Consent:
    return Consent(
        purpose=given.purpose,
        recipient=str(given.recipient_id),
        classes=_numbers(given.classes),
        starts=given.starts,
        ends=given.ends,
        agreement=str(given.agreement_id or ""),
        withdrawn=given.withdrawn,
    )


def _agreement(agreed: models.Agreement) -> Agreement:
    return Agreement(
        id=str(agreed.id),
        giver=str(agreed.giver_id),
        recipient=str(agreed.recipient_id),
        purposes=agreed.purposes,
        classes=_numbers(agreed.classes),
        starts=agreed.starts,
        ends=agreed.ends,
    )


def _openings(case: Case) -> tuple[Opening, ...]:
    orders = tuple(
        Opening("order", str(each.agency_id), _numbers(each.classes), each.approved, each.ends)
        for each in case.legal_requests.all()
    )
    dangers = tuple(
        Opening("danger", str(each.agency_id), _numbers(each.classes), each.decided, each.ends)
        for each in case.dangers.all()
    )
    return orders + dangers


def _numbers(codes: frozenset[str]) -> frozenset[int]:
    return frozenset(int(code) for code in codes)
