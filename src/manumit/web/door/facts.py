"""What the rules of access must know of a case, read from the database."""

from django.db import connections, router

from manumit.casework.model import Agreement, CaseFacts, Consent, Glass, Opening, Part
from manumit.casework.referral import with_part
from manumit.web.cases.models import Case
from manumit.web.consent import models
from manumit.web.referrals.models import Referral


def case_facts(case: Case) -> CaseFacts:
    """The facts of one case by which access is decided; they hold no content of it."""
    consents = _consents(case)
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
        agreements=_agreements(consents),
        openings=_openings(case),
        glasses=tuple(
            Glass(str(each.person_id), each.starts, each.ends) for each in case.break_glasses.all()
        ),
        conflicts=frozenset(str(each.person_id) for each in case.conflicts.all()),
        review_open=case.review_open,
        joint_operation=case.joint_operation,
        claim_filed=case.claim_filed,
    )


def key_facts(case: Case) -> CaseFacts:
    """The facts of one case by which its keys are wrapped.

    An agency holds the keys of a referral from the moment it was sent, so that it can read once it
    has accepted; before, access is refused to it all the same.
    """
    facts = case_facts(case)
    for sent in Referral.objects.filter(case=case, state="sent").select_related("recipient"):
        numbers = _numbers(sent.classes)
        if sent.sent is not None:
            facts = with_part(
                facts, str(sent.recipient_id), sent.recipient.role, numbers, sent.sent
            )
    return facts


def _consents(case: Case) -> list[models.Consent]:
    """All consents of a case: they decide together who may hold a key, whoever asks.

    PostgreSQL shows an actor the rows of the own agency; of the others it gives what decides.
    """
    connection = connections[router.db_for_read(models.Consent)]
    if connection.vendor != "postgresql":
        return list(case.consents.all())
    return list(models.Consent.objects.raw("SELECT * FROM access_consents(%s)", [case.pk]))


def _agreements(consents: list[models.Consent]) -> tuple[Agreement, ...]:
    named = {each.agreement_id for each in consents if each.agreement_id}
    if not named:
        return ()
    found = models.Agreement.objects.in_bulk(named)
    return tuple(_agreement(found[id_]) for id_ in sorted(named))


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
