"""Handling a case: risk, tasks, workplaces, the second decision for a child, closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from manumit.casework.policy import HANDLERS
from manumit.errors import AccessRefused, CannotOpen, InputError
from manumit.web.cases import handling as services
from manumit.web.cases.forms import words
from manumit.web.cases.handling_forms import ChildForm, CloseForm, LinkForm, RiskForm, TaskForm
from manumit.web.cases.views.page import kept
from manumit.web.cases.views.shared import back, page, said, the_case
from manumit.web.cases.worklist import tasks_of
from manumit.web.door.door import Door
from manumit.web.door.policy import roles

FORMS = {
    "risk": RiskForm,
    "task": TaskForm,
    "link": LinkForm,
    "child": ChildForm,
    "close": CloseForm,
}


@roles(*HANDLERS)
@require_GET
def case_handling(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """What is to be done in a case, and how it ends."""
    return _page(request, the_case(request, reference, purpose), {})


def _page(
    request: HttpRequest, door: Door, wrong: dict[str, Any], status: int = 200
) -> HttpResponse:
    case = door.case
    start = {"risk": {"danger": case.danger, "child": case.child}}
    given = {
        "forms": {
            name: wrong.get(name) or form(door=door, initial=start.get(name))
            for name, form in FORMS.items()
        },
        "tasks": list(tasks_of(door.asker, case)),
        "links": list(case.links.select_related("establishment"))
        if services.knows_places(door)
        else [],
        "knows_places": services.knows_places(door),
        "decisions": list(
            case.child_decisions.select_related("agency", "proposed_by", "confirmed_by")
        ),
        "kept_until": kept(door),
        "today": door.now.date(),
        "me": door.asker.person,
    }
    return page(request, door, "cases/handling.html", given, status)


Act = Callable[[Door, dict[str, Any]], object]


def _acted(request: HttpRequest, door: Door, name: str, act: Act) -> HttpResponseBase:
    """Do what a form asks for, or show it again with what is wrong."""
    if door.case.closed and name != "task":
        raise AccessRefused("closed")
    form = FORMS[name](request.POST, door=door)
    if form.is_valid():
        try:
            act(door, form.cleaned_data)
        except (InputError, CannotOpen) as error:
            form.add_error(_field(form, error), said(error))
        else:
            messages.success(request, words("done"))
            return back(door, "case_handling", name)
    return _page(request, door, {name: form})


def _field(form: Any, error: Exception) -> str | None:
    field = getattr(error, "field", "")
    return field if field in form.fields else None


@roles(*HANDLERS)
@require_POST
def risk_change(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Say anew whether there is danger, and whether the person is a child."""
    door = the_case(request, reference, purpose)
    services.leading(door)
    return _acted(
        request, door, "risk", lambda d, g: services.change_risk(d, g["danger"], g["child"])
    )


@roles(*HANDLERS)
@require_POST
def task_add(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Put something on the list of the own agency."""
    door = the_case(request, reference, purpose)
    return _acted(
        request,
        door,
        "task",
        lambda d, g: services.add_task(d, g["kind"], g["person"], g["due"]),
    )


@roles(*HANDLERS)
@require_POST
def task_done(request: HttpRequest, purpose: str, reference: str, task: int) -> HttpResponseBase:
    """Say that a task is done."""
    door = the_case(request, reference, purpose)
    services.finish_task(door, task)
    messages.success(request, words("done"))
    return back(door, "case_handling", "task")


@roles(*HANDLERS)
@require_POST
def link_add(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Say what the case has to do with a workplace."""
    door = the_case(request, reference, purpose)
    return _acted(
        request,
        door,
        "link",
        lambda d, g: services.link(d, g["establishment"], g["relation"], g["starts"], g["ends"]),
    )


@roles(*HANDLERS)
@require_POST
def link_remove(request: HttpRequest, purpose: str, reference: str, link: int) -> HttpResponseBase:
    """Take away a link that was wrong."""
    door = the_case(request, reference, purpose)
    services.unlink(door, link)
    messages.success(request, words("done"))
    return back(door, "case_handling", "link")


@roles("INT", "SOC")
@require_POST
def child_propose(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Be the first of two who decide to share for a child."""
    door = the_case(request, reference, purpose)
    services.leading(door)
    return _acted(
        request,
        door,
        "child",
        lambda d, g: services.propose_for_child(d, g["agency"], g["best_interests"]),
    )


@roles("INT", "SOC")
@require_POST
def child_confirm(
    request: HttpRequest, purpose: str, reference: str, decision: int
) -> HttpResponseBase:
    """Be the second of two who decide to share for a child."""
    door = the_case(request, reference, purpose)
    try:
        services.confirm_for_child(door, decision)
        messages.success(request, words("done"))
    except InputError as error:
        messages.error(request, said(error))
    return back(door, "case_handling", "child")


@roles(*HANDLERS)
@require_POST
def case_close(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """Close a case."""
    door = the_case(request, reference, purpose)
    services.leading(door)
    return _acted(request, door, "close", lambda d, g: services.close(d, g["reason"]))
