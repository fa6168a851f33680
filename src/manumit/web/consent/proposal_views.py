"""A question of consent left on the worker's own pages, as the office asks it and takes it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from manumit.errors import InputError
from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.consent.askable import offered, recipient_of, why_not
from manumit.web.consent.forms import ProposalForm
from manumit.web.consent.models import Proposal
from manumit.web.consent.proposals import TIME_TO_ANSWER, propose, take_back
from manumit.web.consent.services import CLASS
from manumit.web.consent.shown import DAY, classes_in_words, last_day, purpose_words
from manumit.web.consent.texts import ALONE, latest, lines
from manumit.web.door.door import Door, access_case, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of

BADGES = {"waiting": "info", "no": "warning"}


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """One question, in words."""

    proposal: Proposal
    state: str
    badge: str
    purpose: str
    classes: list[str]
    starts: str
    ends: str
    lapses: str


def shown_proposal(proposal: Proposal, now: datetime, language: str) -> ShownProposal:
    """A question as it is shown."""
    state = proposal.state(now)
    return ShownProposal(
        proposal=proposal,
        state=state,
        badge=BADGES.get(state, ""),
        purpose=purpose_words(proposal.purpose, language),
        classes=classes_in_words(proposal.classes, language),
        starts=date_format(proposal.starts, DAY),
        ends=last_day(proposal.ends),
        lapses=date_format(proposal.lapses, DAY),
    )


@roles("SOC", "INT")
def consent_propose(
    request: HttpRequest, purpose: str, reference: str, aim: str, recipient: UUID
) -> HttpResponse:
    """Leave a question on the worker's own pages."""
    door = access_case(asker(request), reference, purpose)
    door.require("write", CLASS)
    agency, language = recipient_of(door, aim, recipient), language_of(request)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        offers=offered(door, agency, aim),
        agency=agency.name,
        purpose=aim,
        now=door.now,
        shown_in=language,
    )
    if request.method == "POST" and form.is_valid() and _proposed(door, form, agency, language):
        messages.success(request, say("consent.proposed_done", language))
        return redirect("consent_page", purpose=purpose, reference=reference)
    given = {
        "door": door,
        "form": form,
        "agency": agency,
        "aim": purpose_words(aim, language),
        "lines": lines(latest(ALONE), language, agency.name, aim),
        "days": TIME_TO_ANSWER.days,
        "child": door.case.child != "no",
    }
    return render(request, "consent/propose.html", given)


def _proposed(door: Door, form: ProposalForm, agency: Agency, language: str) -> bool:
    try:
        propose(door, form.asked(agency))
    except InputError as error:
        form.add_error(None, why_not(error, language))
        return False
    return True


@roles("SOC", "INT")
@require_POST
def consent_take_back(
    request: HttpRequest, purpose: str, reference: str, proposal: UUID
) -> HttpResponse:
    """Ask no more."""
    door = access_case(asker(request), reference, purpose)
    found, language = get_object_or_404(door.case.proposals, pk=proposal), language_of(request)
    try:
        take_back(door, found)
        messages.success(request, say("consent.taken_back_done", language))
    except InputError:
        messages.warning(request, say("consent.error_gone", language))
    return redirect("consent_page", purpose=purpose, reference=reference)
