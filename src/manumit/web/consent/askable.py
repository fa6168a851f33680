"""What a worker can be asked: for which purposes, about which agencies and classes of data."""

from uuid import UUID

from manumit.casework.offers import Offer, offers
from manumit.casework.policy import purposes_of
from manumit.errors import AccessRefused, InputError
from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.consent.models import Agreement
from manumit.web.consent.services import agreement_for
from manumit.web.door.door import Door

ASKABLE = (
    *("support", "inspection", "criminal_complaint", "wage_claim", "residence_certificate"),
    *("statistics", "research"),
)
"""Purposes for which a worker is asked."""


WHY_NOT = {"given_by": "error_guardian", "ends": "error_ends", "box": "error_no_pages"}
"""Field at fault to the phrase that says what is the matter."""


def why_not(error: InputError, language: str) -> str:
    """Why a consent, or a question of one, is not taken."""
    return say(f"consent.{WHY_NOT.get(error.field, 'error_gone')}", language)


def recipients(door: Door, aim: str) -> list[Agency]:
    """Agencies that may be asked about: the one that leads, and those with an agreement."""
    owner = door.case.owner
    agreed = Agreement.objects.filter(
        giver=owner, purposes__contains=f",{aim},", starts__lte=door.now, ends__gt=door.now
    )
    found = Agency.objects.filter(pk__in=agreed.values("recipient")).order_by("name")
    own = [owner] if aim in purposes_of(owner.role) else []
    return [each for each in (*own, *found) if offered(door, each, aim)]


def recipient_of(door: Door, aim: str, id_: UUID) -> Agency:
    """An agency that may be asked about for a purpose.

    Raises:
        AccessRefused: There is no such agency.
    """
    found = next((each for each in recipients(door, aim) if each.pk == id_), None)
    if found is None:
        raise AccessRefused("not_askable")
    return found


def offered(door: Door, recipient: Agency, aim: str) -> dict[int, Offer]:
    """Classes that the worker can be asked about, for an agency and a purpose.

    Of another agency these are also the classes that its role may see once it takes part, so that a
    worker can agree to an inspection and not to being named.
    """
    leads = recipient == door.case.owner
    found = offers(recipient.role, aim, door.facts, leads=leads)
    if leads:
        return {number: offer for number, offer in found.items() if offer.by_consent}
    agreement = agreement_for(door.case.owner, recipient, aim, door.now)
    covered = {int(code) for code in agreement.classes} if agreement else set()
    return {number: offer for number, offer in found.items() if number in covered}
