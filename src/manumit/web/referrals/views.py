"""Pages of referrals for whoever is asked: the list, one referral, the answer to it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from manumit.casework.policy import HANDLERS, purposes_of
from manumit.casework.referral import OPEN_STATES, moves
from manumit.errors import InputError
from manumit.reference.words import say
from manumit.web.accounts.models import User
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.referrals.forms import RefuseForm
from manumit.web.referrals.models import Referral
from manumit.web.referrals.services import (
    accept,
    escalate,
    given_out,
    move_on,
    received,
    refuse,
    side_of,
)
from manumit.web.referrals.shown import history, shown


@roles(*HANDLERS)
def referral_list(request: HttpRequest) -> HttpResponse:
    """Referrals to and from the person's agency."""
    now, language, person = timezone.now(), language_of(request), _person(request)
    escalate(now)
    to_us = [shown(each, language, now) for each in received(person)]
    from_us = [shown(each, language, now) for each in given_out(person)]
    given = {
        "to_us": to_us,
        "from_us": from_us,
        "waiting": sum(each.referral.state == "sent" for each in to_us),
        "unanswered": sum(each.referral.state == "sent" for each in from_us),
        "late": sum(each.late for each in (*to_us, *from_us)),
    }
    return render(request, "referrals/list.html", given)


@roles(*HANDLERS)
def referral_page(request: HttpRequest, referral: UUID) -> HttpResponseBase:
    """One referral; whoever sent it is taken to its page in the case."""
    found = _of(request, referral)
    person = _person(request)
    if side_of(person, found) == "giver":
        purpose = purposes_of(person.agency.role)[0]
        reference = found.case.reference
        return redirect("referral_preview", purpose=purpose, reference=reference, referral=referral)
    return _page(request, found, RefuseForm())


def _page(request: HttpRequest, found: Referral, form: RefuseForm) -> HttpResponse:
    language = language_of(request)
    following = moves(found.state, "recipient")
    given = {
        "shown": shown(found, language, timezone.now()),
        "history": history(found, language, drafting=False),
        "form": form,
        "may_answer": "accepted" in following,
        "may_begin": "in_progress" in following,
        "may_finish": "done" in following,
        "takes_part": found.state in OPEN_STATES or found.state == "done",
    }
    return render(request, "referrals/received.html", given)


@roles(*HANDLERS)
@require_POST
def referral_answer(request: HttpRequest, referral: UUID, to: str) -> HttpResponseBase:
    """Accept a referral, refuse it, or move it on."""
    found, person, now = _of(request, referral), _person(request), timezone.now()
    language = language_of(request)
    form = RefuseForm(request.POST)
    side_of(person, found)
    if to == "refused" and not form.is_valid():
        return _page(request, found, form)
    try:
        if to == "accepted":
            accept(person, found, now)
        elif to == "refused":
            refuse(person, found, form.cleaned_data["reason"], now)
        else:
            move_on(person, found, to, now)
        word = to if to in ("accepted", "refused") else "moved"
        messages.success(request, say(f"referrals.{word}_done", language))
    except InputError:
        messages.warning(request, say("referrals.gone", language))
    return redirect("referral_page", referral=referral)


def _person(request: HttpRequest) -> User:
    """Whoever is signed in; the route lets nobody else in."""
    return cast("User", request.user)


def _of(request: HttpRequest, referral: UUID) -> Referral:
    """A referral that was sent to the person's agency or comes from it."""
    person = _person(request)
    for seen in (received(person), given_out(person)):
        found = seen.select_related("giver", "recipient", "case").filter(pk=referral).first()
        if found is not None:
            return found
    raise Http404
