"""Pages of certificates: in a case for those who issue them, and one alone for immigration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from manumit.errors import AccessRefused, ConsentMissing, InputError
from manumit.reference.words import say
from manumit.web.accounts.models import User
from manumit.web.cases.views.shared import page
from manumit.web.certificates.codes import grouped
from manumit.web.certificates.forms import IssueForm, VerifyForm
from manumit.web.certificates.models import Certificate
from manumit.web.certificates.services import (
    CLASS,
    ISSUERS,
    PURPOSE,
    VERIFIERS,
    TooManyTries,
    consents_for,
    end,
    issue,
    valid_until,
    verify,
)
from manumit.web.door.door import Door, access_case, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One certificate, without who holds it."""

    certificate: Certificate
    state: str
    badge: str
    checks: list[datetime]


@roles(*ISSUERS)
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Certificates in force in the cases that the person's agency leads."""
    person, now = cast("User", request.user), timezone.now()
    found = (
        Certificate.objects.filter(
            case__owner=person.agency, ended=None, ends__gte=now.date(), consent__withdrawn=None
        )
        .exclude(case__conflicts__person=person)
        .select_related("case", "consent__recipient")
        .order_by("ends", "id")
    )
    return render(request, "certificates/list.html", {"found": found})


@roles(*ISSUERS, "POL", "PRO", "AUD")
def certificate_page(request: HttpRequest, purpose: str, reference: str) -> HttpResponse:
    """Certificates of a case; police and prosecution see whether one is valid, and no more."""
    door = access_case(asker(request), reference, purpose)
    decision = door.require("read", CLASS)
    if decision.form == "derived":
        return page(request, door, "certificates/derived.html", {"until": valid_until(door)})
    found = door.case.certificates.select_related("consent__recipient").order_by("-issued")
    given = {
        "found": [_shown(each, door, language_of(request)) for each in found],
        "may_issue": _may_issue(door),
        "listed": decision.form == "listed",
    }
    return page(request, door, "certificates/page.html", given)


def _may_issue(door: Door) -> bool:
    actor = door.asker.actor
    return actor.role in ISSUERS and actor.agency == door.facts.owner


def _shown(certificate: Certificate, door: Door, language: str) -> Shown:
    over = certificate.ended is not None or certificate.ends < door.now.date()
    over = over or certificate.consent.state(door.now) != "in_force"
    checks = door.case.disclosures.filter(
        purpose=PURPOSE,
        agency=certificate.consent.recipient,
        at__gte=certificate.issued,
        at__lte=certificate.ended or door.now,
    )
    state = "over" if over else "valid"
    return Shown(
        certificate=certificate,
        state=say(f"certificates.states.{state}", language),
        badge="" if over else "good",
        checks=list(checks.order_by("at").values_list("at", flat=True)),
    )


@roles(*ISSUERS)
def certificate_issue(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Issue a certificate; the paper is the answer, once."""
    door = access_case(asker(request), reference, purpose)
    door.require("read", CLASS)
    if not _may_issue(door):
        raise AccessRefused("does_not_issue")
    language, consents = language_of(request), consents_for(door)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        consents=consents,
        now=door.now,
        language=language,
    )
    if request.method == "POST" and form.is_valid():
        return _issued(request, door, form)
    given = {"door": door, "form": form, "consents": consents}
    return render(request, "certificates/issue.html", given)


def _issued(request: HttpRequest, door: Door, form: IssueForm) -> HttpResponseBase:
    found = dict(form.cleaned_data)
    consent = form.by_id[found.pop("consent")]
    try:
        content, code = issue(door, consent, **found)
    except (ConsentMissing, InputError):
        messages.warning(request, say("certificates.shown_before", language_of(request)))
        return redirect("certificate_page", purpose=door.purpose, reference=door.case.reference)
    image = segno.make(code, error="m", micro=False)
    given = {
        "door": door,
        "content": content,
        "code": grouped(code),
        "qr": SafeString(image.svg_inline(svgclass="qr", lineclass="", omitsize=True, border=2)),
    }
    return render(request, "certificates/paper.html", given)


@roles(*ISSUERS)
@require_POST
def certificate_end(
    request: HttpRequest, purpose: str, reference: str, certificate: UUID
) -> HttpResponseBase:
    """End a certificate, at once."""
    door = access_case(asker(request), reference, purpose)
    end(door, get_object_or_404(door.case.certificates, pk=certificate))
    messages.success(request, say("certificates.ended_done", language_of(request)))
    return redirect("certificate_page", purpose=purpose, reference=reference)


@roles(*VERIFIERS)
def certificate_verify(request: HttpRequest) -> HttpResponse:
    """The one page of immigration: a code, and what it opens or that it opens nothing."""
    given: dict[str, Any] = {"form": VerifyForm(), "content": None, "miss": False}
    status = 200
    if request.method == "POST":
        try:
            text = request.POST.get("code", "")
            given["content"] = verify(cast("User", request.user), text, timezone.now())
            given["miss"] = given["content"] is None
        except TooManyTries:
            given["too_many"], status = True, 429
    return render(request, "certificates/verify.html", given, status=status)
