"""Pages of referrals for whoever leads the case: chosen, drafted, previewed, sent, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from manumit.casework.offers import offers
from manumit.casework.policy import CLASSES, HANDLERS, OPEN, PURPOSES
from manumit.casework.referral import moves
from manumit.errors import AccessRefused, ConsentMissing, InputError
from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.cases.views.shared import page
from manumit.web.consent.models import Agreement
from manumit.web.consent.shown import class_words, in_words, purpose_words
from manumit.web.door.door import Door, access_case, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.referrals.forms import DraftForm
from manumit.web.referrals.models import Referral
from manumit.web.referrals.services import draft, preview, revoke, send
from manumit.web.referrals.shown import history, shown


def _leading(request: HttpRequest, reference: str, purpose: str) -> Door:
    """A case that the person's agency leads.

    Raises:
        AccessRefused: It does not; whoever only takes part refers nobody.
    """
    door = access_case(asker(request), reference, purpose)
    if door.asker.actor.agency != door.facts.owner:
        door.log("refused_referral", allowed=False)
        raise AccessRefused("does_not_lead")
    return door


def _recipients(door: Door) -> list[tuple[str, list[Agency]]]:
    """Purposes, and the agencies that can be asked for each."""
    agreed = Agreement.objects.filter(
        giver=door.case.owner,
        recipient__role__in=HANDLERS,
        starts__lte=door.now,
        ends__gt=door.now,
    ).select_related("recipient")
    found: dict[str, dict[str, Agency]] = {}
    for agreement in agreed.order_by("recipient__name"):
        for purpose in agreement.purposes:
            if offers(agreement.recipient.role, purpose, door.facts):
                found.setdefault(purpose, {})[str(agreement.recipient_id)] = agreement.recipient
    return [(code, list(found[code].values())) for code in PURPOSES if code in found]


@roles(*HANDLERS)
def referral_choose(request: HttpRequest, purpose: str, reference: str) -> HttpResponse:
    """Whom to ask, and for what."""
    door = _leading(request, reference, purpose)
    language = language_of(request)
    askable = [(code, purpose_words(code, language), who) for code, who in _recipients(door)]
    rows = door.case.referrals.filter(giver=door.case.owner).exclude(state="revoked", sent=None)
    rows = rows.select_related("recipient").order_by("-drafted")
    found = [shown(each, language, door.now) for each in rows]
    return page(request, door, "referrals/choose.html", {"askable": askable, "found": found})


@roles(*HANDLERS)
def referral_draft(
    request: HttpRequest, purpose: str, reference: str, aim: str, recipient: UUID
) -> HttpResponseBase:
    """What is asked, and what is given."""
    door = _leading(request, reference, purpose)
    agency = next(
        (each for each in dict(_recipients(door)).get(aim, []) if each.pk == recipient), None
    )
    if agency is None:
        raise Http404
    language = language_of(request)
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        door=door,
        recipient=agency,
        purpose=aim,
        offers=offers(agency.role, aim, door.facts),
        language=language,
    )
    if request.method == "POST" and form.is_valid():
        classes = {int(code) for code in form.cleaned_data.get("classes", ())}
        made = draft(door, agency, aim, classes, form.cleaned_data["service"])
        return redirect("referral_preview", purpose=purpose, reference=reference, referral=made.pk)
    given = {
        "door": door,
        "form": form,
        "agency": agency,
        "aim": purpose_words(aim, language),
        "always": in_words(preview(door, agency, aim, ()).seen, language),
    }
    return render(request, "referrals/draft.html", given)


@roles(*HANDLERS)
def referral_preview(
    request: HttpRequest, purpose: str, reference: str, referral: UUID
) -> HttpResponse:
    """Before it is sent: what the other agency will see. After: what happened."""
    door = _leading(request, reference, purpose)
    found = _of(door, referral)
    language = language_of(request)
    given: dict[str, Any] = {
        "door": door,
        "shown": shown(found, language, door.now),
        "history": history(found, language),
        "may_send": "sent" in moves(found.state, "giver"),
        "may_revoke": "revoked" in moves(found.state, "giver"),
    }
    given |= _what_is_seen(door, found, language)
    template = "preview" if found.state == "drafted" else "given"
    return render(request, f"referrals/{template}.html", given)


def _what_is_seen(door: Door, referral: Referral, language: str) -> dict[str, Any]:
    """What the recipient sees and does not see, in words; or what lacks the person's consent."""
    asked = {int(code) for code in referral.classes}
    found = preview(door, referral.recipient, referral.purpose, asked)
    hidden = [
        class_words(number, language)
        for number in CLASSES
        if number not in OPEN and number not in found.seen
    ]
    return {
        "seen": in_words(found.seen, language),
        "missing": [class_words(number, language) for number in found.missing],
        "nothing_agreed": not found.agreed,
        "hidden": hidden,
    }


def _of(door: Door, referral: UUID) -> Referral:
    """A referral of this case and of no other."""
    found = Referral.objects.select_related("recipient", "case", "giver")
    return get_object_or_404(found, pk=referral, case=door.case, giver=door.facts.owner)


@roles(*HANDLERS)
@require_POST
def referral_send(
    request: HttpRequest, purpose: str, reference: str, referral: UUID
) -> HttpResponseBase:
    """Send it, as the preview showed it."""
    door = _leading(request, reference, purpose)
    language = language_of(request)
    try:
        send(door, _of(door, referral))
        messages.success(request, say("referrals.sent_done", language))
    except (ConsentMissing, InputError):
        messages.warning(request, say("referrals.not_sent", language))
    return redirect("referral_preview", purpose=purpose, reference=reference, referral=referral)


@roles(*HANDLERS)
@require_POST
def referral_revoke(
    request: HttpRequest, purpose: str, reference: str, referral: UUID
) -> HttpResponseBase:
    """Take it back, or discard the draft."""
    door = _leading(request, reference, purpose)
    language = language_of(request)
    try:
        revoke(door, _of(door, referral))
        messages.success(request, say("referrals.revoked_done", language))
    except InputError:
        messages.warning(request, say("referrals.gone", language))
    return redirect("referral_list")
