"""Certificates issued, ended, and verified by whoever is shown the paper."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from manumit.errors import AccessRefused, ConsentMissing, InputError
from manumit.web.accounts import acts
from manumit.web.accounts.models import User
from manumit.web.cases.moving import follow
from manumit.web.certificates.codes import digest, key_of, new_code, typed
from manumit.web.certificates.ending import end_certificates
from manumit.web.certificates.models import Certificate, Try
from manumit.web.consent.models import Consent, Disclosure
from manumit.web.consent.queries import covering, in_force
from manumit.web.door.door import Door
from manumit.web.door.rls_session import telling, upkeep
from manumit.web.sealing import Place, decrypt, encrypt

CLASS, PURPOSE = 12, "residence_certificate"
ISSUERS, VERIFIERS = ("INT", "SOC"), ("IMM",)
TRIES_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class Content:
    """All that stands on a certificate, and all that whoever checks it learns."""

    name: str
    born: date
    starts: date
    ends: date
    agency: str


def consents_for(door: Door) -> list[Consent]:
    """Consents of a case on which a certificate can rest today."""
    found = door.case.consents.filter(
        purpose=PURPOSE, recipient__role__in=VERIFIERS, classes__contains=f",{CLASS},"
    ).select_related("recipient", "agreement")
    return [each for each in found if each.state(door.now) == "in_force"]


def last_day(consent: Consent) -> date:
    """The last whole day of a consent."""
    return (consent.ends - timedelta(seconds=1)).date()


def issue(  # noqa: PLR0913 - what stands on it, and what it rests on
    door: Door,
    consent: Consent,
    *,
    id: UUID,  # noqa: A002
    name: str,
    born: date,
    ends: date,
) -> tuple[Content, str]:
    """Issue a certificate; it takes the place of the one before it on the same consent.

    Args:
        door: The case.
        consent: What it rests on.
        id: Id of the certificate, drawn when the form was shown: sent twice, it is issued once.
        name: Name of the person.
        born: Date of birth.
        ends: Last day of validity.

    Returns:
        What stands on it, and the code, which is kept nowhere.

    Raises:
        AccessRefused: The actor may not read certificates in full, or does not lead the case.
        ConsentMissing: The worker has not agreed, or no longer.
        InputError: The days do not fit, or it was issued before.
    """
    decision = door.require("read", CLASS)
    actor = door.asker.actor
    if decision.form != "full" or actor.role not in ISSUERS or actor.agency != door.facts.owner:
        raise AccessRefused("does_not_issue")
    if consent not in consents_for(door):
        message = "The worker has not agreed that a certificate can be checked."
        raise ConsentMissing(message, reason="class_12", purpose=PURPOSE)
    starts = door.now.date()
    if not starts <= ends <= last_day(consent):
        raise InputError("is not within the consent.", field="ends")
    if Certificate.objects.filter(pk=id).exists():
        raise InputError("it was issued before.", field="id")
    content = Content(name, born, starts, ends, door.case.owner.name)
    code = new_code()
    door.log("certificate_issued", CLASS, target=str(id))
    with transaction.atomic():
        end_certificates(Certificate.objects.filter(consent=consent), door.now)
        Certificate.objects.create(
            id=id,
            case=door.case,
            consent=consent,
            code_digest=digest(code),
            sealed=encrypt(key_of(code), _packed(content), _place(id)),
            starts=starts,
            ends=ends,
            issued=door.now,
        )
    _follow(door, "applied", "issued")
    return content, code


def end(door: Door, certificate: Certificate) -> None:
    """End a certificate: its code is as if it had never been.

    Raises:
        AccessRefused: The actor's agency does not lead the case.
    """
    door.require("read", CLASS)
    if door.asker.actor.agency != door.facts.owner or certificate.case_id != door.case.pk:
        raise AccessRefused("does_not_issue")
    door.log("certificate_ended", CLASS, target=str(certificate.id))
    with transaction.atomic():
        ended = end_certificates(Certificate.objects.filter(pk=certificate.pk), door.now)
    if ended:
        _follow(door, "ended")


def _follow(door: Door, *states: str) -> None:
    if door.asker.person is not None:
        follow(door.asker.person, door.case, "certificate", states, door.now)


def end_expired(now: datetime) -> int:
    """End the certificates whose last day is over; called from time to time."""
    with upkeep(), transaction.atomic():
        return end_certificates(Certificate.objects.filter(ends__lt=now.date()), now)


def verify(person: User, text: str, now: datetime) -> Content | None:
    """What a certificate says, to whoever was shown it; None whatever the reason.

    A wrong code, one that has ended and one that never was are the same question to the database
    and the same answer from it. The log says that someone checked, not whom.

    Raises:
        AccessRefused: The person is not of a role that verifies.
        TooManyTries: The person has checked too often in the last hour.
    """
    if person.agency.role not in VERIFIERS or not person.is_active:
        raise AccessRefused("does_not_verify")
    _count(person, now)
    acts.write(person, "certificate_check")
    code = typed(text)
    with telling(paper=digest(code)):
        found = _valid(now).filter(code_digest=digest(code), consent__recipient=person.agency)
        certificate = found.first()
        if certificate is None:
            return None
        place = _place(certificate.id)
        content = _unpacked(decrypt(key_of(code), bytes(certificate.sealed), place))
        Disclosure.objects.create(
            case=certificate.case, agency=person.agency, purpose=PURPOSE, classes=[CLASS], at=now
        )
    return content


class TooManyTries(InputError):
    """Someone has checked too many codes in an hour."""

    code = "too_many_tries"


def _count(person: User, now: datetime) -> None:
    since = now - timedelta(hours=1)
    with transaction.atomic():
        Try.objects.filter(at__lt=since).delete()
        User.objects.select_for_update().get(pk=person.pk)
        if Try.objects.filter(person=person).count() >= TRIES_AN_HOUR:
            raise TooManyTries("too many checks in one hour.", hint="Try again later.")
        Try.objects.create(person=person, at=now)


def _valid(now: datetime) -> QuerySet[Certificate]:
    """Certificates that can be verified now: consent and agreement in force, days not over."""
    today = now.date()
    return Certificate.objects.filter(
        ended=None,
        starts__lte=today,
        ends__gte=today,
        consent__in=in_force(PURPOSE, covering([CLASS]), now),
    ).select_related("case")


def valid_until(door: Door) -> date | None:
    """The last day of a certificate of the case that is valid now, for those who may know that."""
    door.require("read", CLASS)
    last = _valid(door.now).filter(case=door.case).order_by("-ends").first()
    return last.ends if last else None


def _place(id: UUID) -> Place:  # noqa: A002
    return Place("certificates_certificate", "sealed", str(id))


def _packed(content: Content) -> bytes:
    dates = {name: getattr(content, name).isoformat() for name in ("born", "starts", "ends")}
    found = {"name": content.name, "agency": content.agency} | dates
    return json.dumps(found, ensure_ascii=False, sort_keys=True).encode()


def _unpacked(raw: bytes) -> Content:
    found = json.loads(raw)
    dates = {name: date.fromisoformat(found[name]) for name in ("born", "starts", "ends")}
    return Content(name=found["name"], agency=found["agency"], **dates)
