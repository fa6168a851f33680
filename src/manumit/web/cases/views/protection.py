"""Exceptions: conflicts of interest, emergency looks, danger, legal requests."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from manumit.casework.policy import HANDLERS
from manumit.errors import InputError
from manumit.web.cases import emergency as services
from manumit.web.cases.forms import words
from manumit.web.cases.handling import leading
from manumit.web.cases.handling_forms import ConflictForm, DangerForm, GlassForm, RequestForm
from manumit.web.cases.views.shared import WITH_CASES, back, page, said, the_case
from manumit.web.door.door import Door
from manumit.web.door.policy import roles

FORMS = {
    "conflict": ConflictForm,
    "glass": GlassForm,
    "danger": DangerForm,
    "request": RequestForm,
}


@roles(*WITH_CASES)
@require_GET
def case_protection(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """What departs from the ordinary way in a case, and who answers for it."""
    return _page(request, the_case(request, reference, purpose), {})


def _page(request: HttpRequest, door: Door, wrong: dict[str, Any]) -> HttpResponse:
    case, actor = door.case, door.asker.actor
    leads, oversees = actor.agency == door.facts.owner, actor.role == "AUD"
    own = {} if leads or oversees else {"person__agency": UUID(actor.agency)}
    given = {
        "forms": {name: wrong.get(name) or form(door=door) for name, form in FORMS.items()},
        "conflicts": case.conflicts.filter(**own).select_related("person", "entered_by"),
        "glasses": case.break_glasses.filter(**own).select_related("person__agency", "told"),
        "dangers": case.dangers.select_related("agency", "decided_by", "reviewed_by")
        if leads or oversees
        else [],
        "requests": case.legal_requests.select_related("agency", "entered_by", "first_approval")
        if leads or oversees
        else [],
        "breaks": services.may_break_glass(door) and not oversees,
        "oversees": oversees,
        "now": door.now,
        "me": door.asker.person,
    }
    return page(request, door, "cases/protection.html", given)


Act = Callable[[Any], object]


def _acted(request: HttpRequest, door: Door, name: str, act: Act) -> HttpResponseBase:
    form = FORMS[name](request.POST, door=door)
    if form.is_valid():
        try:
            act(form)
        except InputError as error:
            form.add_error(error.field if error.field in form.fields else None, said(error))
        else:
            messages.success(request, words("done"))
            return back(door, "case_protection", name)
    return _page(request, door, {name: form})


def _did(
    request: HttpRequest, door: Door, name: str, act: Callable[[], object]
) -> HttpResponseBase:
    try:
        act()
        messages.success(request, words("done"))
    except InputError as error:
        messages.error(request, said(error))
    return back(door, "case_protection", name)


@roles(*HANDLERS)
@require_POST
def conflict_add(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Bar a person of the own agency."""
    door = the_case(request, reference, purpose)

    def act(form: Any) -> None:
        services.add_conflict(door, form.cleaned_data["person"])

    answer = _acted(request, door, "conflict", act)
    barred = door.case.conflicts.filter(person=door.asker.person).exists()
    return redirect("home") if barred else answer


@roles(*HANDLERS)
@require_POST
def conflict_remove(
    request: HttpRequest, purpose: str, reference: str, conflict: int
) -> HttpResponseBase:
    """Let a person of the own agency in again."""
    door = the_case(request, reference, purpose)
    return _did(request, door, "conflict", lambda: services.remove_conflict(door, conflict))


@roles(*HANDLERS)
@require_POST
def glass_break(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Take an emergency look."""
    door = the_case(request, reference, purpose)

    def act(form: Any) -> None:
        services.break_glass(door, form.cleaned_data["reason"], form.cleaned_data["told"])

    return _acted(request, door, "glass", act)


@roles(*HANDLERS)
@require_POST
def glass_review(
    request: HttpRequest, purpose: str, reference: str, glass: UUID
) -> HttpResponseBase:
    """Review an emergency look of a colleague."""
    door = the_case(request, reference, purpose)
    return _did(request, door, "glass", lambda: services.review_glass(door, glass))


@roles(*HANDLERS)
@require_POST
def danger_decide(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Decide that police must know."""
    door = the_case(request, reference, purpose)
    leading(door)

    def act(form: Any) -> None:
        given = form.cleaned_data
        services.decide_danger(door, given["agency"], given["ground"], given["reason"])

    return _acted(request, door, "danger", act)


@roles(*HANDLERS)
@require_POST
def danger_review(
    request: HttpRequest, purpose: str, reference: str, danger: UUID
) -> HttpResponseBase:
    """Be the second who decides on a danger."""
    door = the_case(request, reference, purpose)
    goes_on = request.POST.get("decision") == "goes_on"
    return _did(
        request, door, "danger", lambda: services.review_danger(door, danger, goes_on=goes_on)
    )


@roles(*HANDLERS)
@require_POST
def danger_informed(
    request: HttpRequest, purpose: str, reference: str, danger: UUID
) -> HttpResponseBase:
    """Note that the worker was told."""
    door = the_case(request, reference, purpose)
    return _did(request, door, "danger", lambda: services.informed(door, danger))


@roles(*HANDLERS)
@require_POST
def request_enter(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Enter a court order or legal request."""
    door = the_case(request, reference, purpose)
    leading(door)

    def act(form: Any) -> None:
        given = form.cleaned_data
        classes = [int(code) for code in given["classes"]]
        services.enter_request(
            door, services.Request(given["agency"], classes, given["document"], form.ends())
        )

    return _acted(request, door, "request", act)


@roles(*HANDLERS)
@require_POST
def request_approve(
    request: HttpRequest, purpose: str, reference: str, legal: UUID
) -> HttpResponseBase:
    """Approve a legal request."""
    door = the_case(request, reference, purpose)
    return _did(request, door, "request", lambda: services.approve_request(door, legal))
