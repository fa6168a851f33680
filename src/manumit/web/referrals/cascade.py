"""What becomes of referrals that nobody has accepted, once what they rest on is gone."""

from datetime import datetime

from manumit.casework.model import CaseFacts
from manumit.casework.referral import load
from manumit.web.cases.models import Case
from manumit.web.door.facts import case_facts
from manumit.web.referrals.models import Referral


def take_back(case: Case, now: datetime) -> list[Referral]:
    """Take back the referrals of a case that were sent and could not be sent today.

    The consent or the agreement that they rest on has ended. What was accepted stays: its recipient
    goes on to see only what it knows by its own work.
    """
    facts = case_facts(case)
    sent = Referral.objects.select_related("recipient", "agreement")
    gone = [each for each in sent.filter(case=case, state="sent") if not _stands(each, facts, now)]
    Referral.objects.filter(pk__in=[each.pk for each in gone], state="sent").update(
        state="revoked", ended=now
    )
    return gone


def _stands(referral: Referral, facts: CaseFacts, now: datetime) -> bool:
    agreed, recipient = referral.agreement, referral.recipient
    if agreed is None or not agreed.starts <= now < agreed.ends:
        return False
    numbers = {int(code) for code in referral.classes}
    found = load(
        facts, str(recipient.id), recipient.role, numbers, purpose=referral.purpose, now=now
    )
    return found.agreed and not found.missing
