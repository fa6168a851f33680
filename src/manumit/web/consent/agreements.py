"""Agreements proposed by one agency, confirmed by the other, ended by either at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from manumit.casework.offers import offers
from manumit.casework.policy import HANDLERS, purposes_of
from manumit.errors import AccessRefused, InputError
from manumit.web.accounts import acts
from manumit.web.accounts.models import Agency, User
from manumit.web.cases.models import Case
from manumit.web.certificates.ending import end_certificates
from manumit.web.certificates.models import Certificate
from manumit.web.consent.models import Agreement
from manumit.web.door.door import Asker
from manumit.web.referrals.cascade import take_back
from manumit.web.vault.services import share

ON_PAPER = ("IMM", "STA")
"""Roles that are given something and have no page for it: they sign on paper, and a second person
of the agency that gives confirms it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What two agencies are to agree on."""

    giver: Agency
    recipient: Agency
    purposes: frozenset[str]
    classes: frozenset[int]
    ends: datetime
    document: str


def can_be_given(role: str) -> dict[str, frozenset[int]]:
    """Purposes of a role, and the classes of data that it can be given for each."""
    found = {purpose: frozenset(offers(role, purpose)) for purpose in purposes_of(role)}
    return {purpose: classes for purpose, classes in found.items() if classes}


def others(person: User) -> QuerySet[Agency]:
    """Agencies with which a person's own can have an agreement."""
    found = Agency.objects.filter(role__in=(*HANDLERS, *ON_PAPER))
    return found.exclude(pk=person.agency_id).order_by("name")


def propose(person: User, terms: Terms, now: datetime) -> Agreement:
    """Propose an agreement; nothing is given under it before it is confirmed.

    Raises:
        AccessRefused: The person's agency is no party to it, or of a role that has no agreements.
        InputError: It ends before it begins, or covers what the recipient cannot be given.
    """
    parties = {terms.giver.pk, terms.recipient.pk}
    roles = {person.agency.role, terms.giver.role}
    if person.agency_id not in parties or len(parties) < 2 or not roles <= set(HANDLERS):
        raise AccessRefused("no_party")
    allowed = can_be_given(terms.recipient.role)
    classes = frozenset().union(*allowed.values()) if allowed else frozenset()
    if not terms.purposes <= set(allowed) or not terms.purposes:
        raise InputError("the recipient does not work for this purpose.", field="purposes")
    if not terms.classes <= classes or not terms.classes:
        raise InputError("the recipient cannot be given this.", field="classes")
    if terms.ends <= now:
        raise InputError("ends before it begins.", field="ends")
    agreement = Agreement(
        giver=terms.giver,
        recipient=terms.recipient,
        purposes=terms.purposes,
        classes=terms.classes,
        starts=terms.ends,  # an empty window: never in force before it is confirmed
        ends=terms.ends,
        document=terms.document,
        proposed=now,
        proposed_by=person,
    )
    acts.write(person, "agreement_proposed", target=agreement.id)
    agreement.save(force_insert=True)
    return agreement


def may_confirm(person: User, agreement: Agreement, now: datetime) -> bool:
    """Whether a person may confirm it: of the other agency, or a second person if it has no page.

    Nobody confirms what they proposed.
    """
    proposer = agreement.proposed_by
    if agreement.state(now) != "proposed" or proposer is None or agreement.ends <= now:
        return False
    own, giver, recipient = person.agency_id, agreement.giver, agreement.recipient
    if recipient.role in ON_PAPER:
        return own == giver.pk and person.pk != proposer.pk
    return own in (giver.pk, recipient.pk) and own != proposer.agency_id


def confirm(person: User, agreement: Agreement, now: datetime) -> Agreement:
    """Confirm a proposal; it is in force from now on.

    Raises:
        AccessRefused: The person may not.
        InputError: It was confirmed or ended in the meantime.
    """
    if person.agency_id not in (agreement.giver_id, agreement.recipient_id):
        raise AccessRefused("no_party")
    if not may_confirm(person, agreement, now):
        raise InputError("it cannot be confirmed.", hint="Load the page again.")
    acts.write(person, "agreement_confirmed", target=agreement.id)
    changed = Agreement.objects.filter(pk=agreement.pk, confirmed=None, ended=None).update(
        starts=now, confirmed=now, confirmed_by=person
    )
    if not changed:
        raise InputError("it was answered in the meantime.", hint="Load the page again.")
    agreement.refresh_from_db()
    return agreement


def end(who: Asker, agreement: Agreement, now: datetime) -> Agreement:
    """End an agreement or take back a proposal, at once: what rests on it is closed.

    Consents that name it no longer count, keys are taken away, referrals that were not accepted
    and certificates end.

    Raises:
        AccessRefused: The person's agency is no party to it.
        InputError: It has ended.
    """
    person = who.person
    if person is None or person.agency_id not in (agreement.giver_id, agreement.recipient_id):
        raise AccessRefused("no_party")
    acts.write(person, "agreement_ended", target=agreement.id)
    with transaction.atomic():
        found = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if found.state(now) == "ended":
            raise InputError("it has ended.", hint="Load the page again.")
        found.ended, found.ended_by = now, person
        if found.confirmed is not None or found.starts < found.ends:
            found.ends = now
        found.save(update_fields=["ended", "ended_by", "ends"])
        _close_what_rests_on(found, who, now)
    return found


def _close_what_rests_on(agreement: Agreement, who: Asker, now: datetime) -> None:
    end_certificates(Certificate.objects.filter(consent__agreement=agreement), now)
    resting = Q(consents__agreement=agreement) | Q(referrals__agreement=agreement)
    for case in Case.objects.filter(resting).distinct():
        take_back(case, now)
        share(case, who.holder, now)


def agreements_of(person: User) -> QuerySet[Agreement]:
    """Agreements that a person sees: those of the own agency; an auditor sees all."""
    rows = Agreement.objects.all()
    if person.agency.role != "AUD":
        rows = rows.filter(Q(giver=person.agency) | Q(recipient=person.agency))
    return rows.select_related("giver", "recipient", "proposed_by__agency").order_by("-ends", "id")
