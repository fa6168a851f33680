"""Pages of agreements between agencies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from manumit.casework.policy import HANDLERS
from manumit.errors import InputError
from manumit.reference.words import say
from manumit.web.accounts.models import Agency, User
from manumit.web.consent.agreement_form import AgreementForm
from manumit.web.consent.agreements import (
    ON_PAPER,
    Terms,
    agreements_of,
    can_be_given,
    confirm,
    end,
    may_confirm,
    others,
    propose,
)
from manumit.web.consent.models import Agreement
from manumit.web.consent.shown import classes_in_words, purposes_in_words
from manumit.web.door.door import asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of

BADGES = {"in_force": "good", "proposed": "info", "ended": ""}


@dataclass(frozen=True, slots=True)
class Shown:
    """One agreement, in words.

    Attributes:
        keys: The two agencies, without those that have no key.
        waits: What it waits for, in words, while it is proposed.
        ending: Word on the button that ends it; empty if the person may not.
    """

    agreement: Agreement
    state: str
    state_words: str
    badge: str
    purposes: list[str]
    classes: list[str]
    keys: list[Agency]
    waits: str
    may_confirm: bool
    ending: str


@roles(*HANDLERS, "AUD")
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Agreements of the person's agency, those in force and those to confirm first."""
    person = cast("User", request.user)
    found = [_shown(each, person, language_of(request)) for each in agreements_of(person)]
    order = {"proposed": 0, "in_force": 1, "ended": 2}
    given = {
        "agreements": sorted(found, key=lambda each: order[each.state]),
        "may_propose": person.agency.role in HANDLERS,
    }
    return render(request, "consent/agreements.html", given)


def _shown(agreement: Agreement, person: User, language: str) -> Shown:
    now = timezone.now()
    state, confirming = agreement.state(now), may_confirm(person, agreement, now)
    party = person.agency_id in (agreement.giver_id, agreement.recipient_id)
    word = "agreement_end"
    if state == "proposed":
        word = "agreement_decline" if confirming else "agreement_withdraw"
    return Shown(
        agreement=agreement,
        state=state,
        state_words=say(f"consent.agreement_state.{state}", language),
        badge=BADGES[state],
        purposes=purposes_in_words(agreement.purposes, language),
        classes=classes_in_words(agreement.classes, language),
        keys=[each for each in (agreement.giver, agreement.recipient) if each.public_key],
        waits=_waits(agreement, language, confirming=confirming) if state == "proposed" else "",
        may_confirm=confirming,
        ending=say(f"consent.{word}", language) if party and state != "ended" else "",
    )


def _waits(agreement: Agreement, language: str, *, confirming: bool) -> str:
    if confirming:
        return say("consent.agreement_waits_you", language)
    if agreement.recipient.role in ON_PAPER:
        return say("consent.agreement_waits_colleague", language)
    proposer = agreement.proposed_by.agency_id if agreement.proposed_by else None
    other = agreement.recipient if proposer == agreement.giver_id else agreement.giver
    return say("consent.agreement_waits_other", language, agency=other.name)


@roles(*HANDLERS)
def agreement_choose(request: HttpRequest) -> HttpResponse:
    """Which way, and with whom."""
    found = others(cast("User", request.user))
    given = {"give": found, "take": found.filter(role__in=HANDLERS)}
    return render(request, "consent/agreement_choose.html", given)


@roles(*HANDLERS)
def agreement_propose(request: HttpRequest, way: str, other: UUID) -> HttpResponseBase:
    """What is to be agreed, and the proposal."""
    person = cast("User", request.user)
    agency = get_object_or_404(others(person), pk=other)
    if way == "give":
        giver, recipient = person.agency, agency
    elif way == "take" and agency.role in HANDLERS:
        giver, recipient = agency, person.agency
    else:
        raise Http404
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        offered=can_be_given(recipient.role),
        language=language_of(request),
        now=timezone.now(),
    )
    if request.method == "POST" and form.is_valid():
        propose(person, _terms(form, giver, recipient), timezone.now())
        messages.success(request, say("consent.agreement_proposed_done", language_of(request)))
        return redirect("agreement_list")
    given = {"form": form, "giver": giver, "recipient": recipient}
    return render(request, "consent/agreement_propose.html", given)


def _terms(form: AgreementForm, giver: Agency, recipient: Agency) -> Terms:
    found = form.cleaned_data
    return Terms(
        giver=giver,
        recipient=recipient,
        purposes=frozenset(found["purposes"]),
        classes=frozenset(int(code) for code in found["classes"]),
        ends=form.last_moment(),
        document=found["document"],
    )


@roles(*HANDLERS)
@require_POST
def agreement_confirm(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    """Confirm a proposal."""
    person = cast("User", request.user)
    found = get_object_or_404(agreements_of(person), pk=agreement)
    return _done(request, "confirmed", lambda: confirm(person, found, timezone.now()))


@roles(*HANDLERS)
@require_POST
def agreement_end(request: HttpRequest, agreement: UUID) -> HttpResponseBase:
    """End an agreement, decline a proposal, or take one's own back."""
    found = get_object_or_404(agreements_of(cast("User", request.user)), pk=agreement)
    return _done(request, "ended", lambda: end(asker(request), found, timezone.now()))


def _done(request: HttpRequest, word: str, act: Callable[[], object]) -> HttpResponseBase:
    language = language_of(request)
    try:
        act()
        messages.success(request, say(f"consent.agreement_{word}_done", language))
    except InputError:
        messages.warning(request, say("consent.error_gone", language))
    return redirect("agreement_list")
