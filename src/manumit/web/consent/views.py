"""Pages of consent in a case: what the worker allowed, asked for and withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from manumit.errors import CannotOpen, InputError
from manumit.reference.models import LANGUAGES
from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.cases.views.shared import page
from manumit.web.consent.askable import ASKABLE, offered, recipient_of, recipients, why_not
from manumit.web.consent.forms import ConsentForm
from manumit.web.consent.models import Consent
from manumit.web.consent.proposal_views import ShownProposal, shown_proposal
from manumit.web.consent.services import CLASS, decline, give, open_evidence, withdraw
from manumit.web.consent.shown import DAY, classes_in_words, last_day, purpose_words
from manumit.web.consent.texts import languages, latest, lines
from manumit.web.door.door import Door, access_case, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import OWN_NAMES, language_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One consent, in words."""

    consent: Consent
    state: str
    state_words: str
    starts: str
    ends: str
    purpose: str
    classes: list[str]
    language: str
    explained: str
    given_by: str
    safe_times: list[str]
    disclosed: list[tuple[datetime, list[str]]]


@roles("LI", "POL", "PRO", "SOC", "INT", "UNI", "AUD")
def consent_page(request: HttpRequest, purpose: str, reference: str) -> HttpResponse:
    """What the worker allowed; an agency that only takes part sees what concerns itself."""
    door = access_case(asker(request), reference, purpose)
    decision = door.require("read", CLASS)
    found = door.case.consents.select_related("recipient", "agreement").order_by("-entered")
    if decision.form != "full":
        found = found.filter(recipient__pk=door.asker.actor.agency)
    language = language_of(request)
    given = {
        "consents": [_shown(each, door, language) for each in found],
        "may_write": bool(door.may("write", CLASS)),
        "own_only": decision.form != "full",
        "proposals": _proposals(door, language) if decision.form == "full" else [],
    }
    return page(request, door, "consent/list.html", given)


def _proposals(door: Door, language: str) -> list[ShownProposal]:
    """Questions left for the worker; of a yes there is a consent, which says more."""
    found = door.case.proposals.exclude(outcome="yes").select_related("recipient")
    return [shown_proposal(each, door.now, language) for each in found.order_by("-proposed")]


def _shown(consent: Consent, door: Door, language: str) -> Shown:
    state = consent.state(door.now)
    past = door.case.disclosures.filter(agency=consent.recipient, purpose=consent.purpose)
    return Shown(
        consent=consent,
        state=state,
        state_words=say(f"consent.state.{state}", language),
        starts=date_format(consent.starts, DAY),
        ends=last_day(consent.ends),
        purpose=purpose_words(consent.purpose, language),
        classes=classes_in_words(consent.classes, language),
        language=languages().get(consent.language, consent.language),
        explained=say(f"consent.explained.{consent.explained}", language),
        given_by=say(f"consent.given_by.{consent.given_by}", language),
        safe_times=[say(f"consent.safe.{code}", language) for code in sorted(consent.safe_times)],
        disclosed=[
            (each.at, classes_in_words(each.classes, language))
            for each in past.order_by("at")
            if state == "withdrawn"
        ],
    )


@roles("SOC", "INT")
def consent_choose(request: HttpRequest, purpose: str, reference: str) -> HttpResponse:
    """Which question to ask the worker: one purpose, one agency."""
    door = access_case(asker(request), reference, purpose)
    door.require("write", CLASS)
    language = language_of(request)
    askable = [(code, purpose_words(code, language), recipients(door, code)) for code in ASKABLE]
    return render(request, "consent/choose.html", {"door": door, "askable": askable})


@roles("SOC", "INT")
def consent_give(
    request: HttpRequest, purpose: str, reference: str, aim: str, recipient: UUID
) -> HttpResponse:
    """The question to the worker, and the answer."""
    door = access_case(asker(request), reference, purpose)
    door.require("write", CLASS)
    agency = recipient_of(door, aim, recipient)
    asked = request.GET.get("text", "")
    reading = asked if asked in LANGUAGES else language_of(request)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        initial={"language": reading},
        offers=offered(door, agency, aim),
        agency=agency.name,
        purpose=aim,
        child=door.case.child != "no",
        now=door.now,
        shown_in=language_of(request),
    )
    if request.method == "POST" and form.is_valid() and _answered(request, door, form, agency):
        return redirect("consent_page", purpose=purpose, reference=reference)
    given = {
        "door": door,
        "form": form,
        "agency": agency,
        "aim_code": aim,
        "aim": purpose_words(aim, language_of(request)),
        "reading": reading,
        "reading_direction": "rtl" if reading == "ar" else "ltr",
        "own_names": OWN_NAMES.items(),
        "lines": lines(latest(), reading, agency.name, aim),
        "version": latest(),
        "child": door.case.child != "no",
    }
    return render(request, "consent/give.html", given)


def _answered(request: HttpRequest, door: Door, form: ConsentForm, agency: Agency) -> bool:
    language = language_of(request)
    if not form.says_yes():
        decline(door, agency.pk)
        messages.info(request, say("consent.declined_done", language))
        return True
    try:
        give(door, form.given(agency))
    except InputError as error:
        form.add_error(None, why_not(error, language))
        return False
    messages.success(request, say("consent.given_done", language))
    return True


@roles("SOC", "INT")
@require_POST
def consent_withdraw(
    request: HttpRequest, purpose: str, reference: str, consent: UUID
) -> HttpResponse:
    """End a consent, at once."""
    door = access_case(asker(request), reference, purpose)
    found = get_object_or_404(door.case.consents.select_related("recipient"), pk=consent)
    language = language_of(request)
    try:
        withdraw(door, found, "spoken")
        text = say("consent.withdrawn_done", language, agency=found.recipient.name)
        messages.success(request, text)
    except InputError:
        messages.warning(request, say("consent.error_gone", language))
    return redirect("consent_page", purpose=purpose, reference=reference)


@roles("SOC", "INT")
def consent_proof(
    request: HttpRequest, purpose: str, reference: str, consent: UUID
) -> HttpResponse:
    """How a consent is proven, and the text that was read, for the agency that leads the case."""
    door = access_case(asker(request), reference, purpose)
    found = get_object_or_404(door.case.consents.select_related("recipient"), pk=consent)
    try:
        proof, sealed = open_evidence(door, found), False
    except CannotOpen:
        proof, sealed = "", True
    reading = found.language if found.language in LANGUAGES else language_of(request)
    given = {
        "door": door,
        "shown": _shown(found, door, language_of(request)),
        "proof": proof,
        "sealed": sealed,
        "reading": reading,
        "reading_direction": "rtl" if reading == "ar" else "ltr",
        "lines": lines(found.text_version, reading, found.recipient.name, found.purpose),
    }
    return render(request, "consent/proof.html", given)
