"""The conversation with a worker, as a page of the case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from manumit.casework.policy import HANDLERS
from manumit.errors import AccessRefused, CannotOpen, ManumitError
from manumit.web.cases.views.shared import complain, page, the_case
from manumit.web.common import new_id
from manumit.web.door.door import Door
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.signals import services
from manumit.web.signals.conversation import boxes_of, conversation
from manumit.web.signals.forms import ReplyForm, words

OPEN_SECONDS = 300
"""How long messages stay on the screen."""


@roles(*HANDLERS)
@require_http_methods(["GET", "POST"])
def case_conversation(request: HttpRequest, purpose: str, reference: str) -> HttpResponseBase:
    """What was written, once it is asked for; and an answer."""
    door = the_case(request, reference, purpose)
    door.require("read", services.CONVERSATION)
    given: dict[str, Any] = {"answers": _answers(door), "writer": "self"}
    if request.method == "POST":
        form = ReplyForm(request.POST) if "text" in request.POST else None
        if form is not None and _sent(request, door, form):
            form = None
        try:
            given["talks"] = conversation(door, language=language_of(request))
        except CannotOpen as error:
            complain(request, error)
        given["reply"] = form or ReplyForm(initial={"message": new_id()})
        given["seconds"] = OPEN_SECONDS
        given["copies"] = services.may_see(door.asker.actor.role, services.COPY)
        given["originals"] = services.may_see(door.asker.actor.role, services.ORIGINAL)
    return page(request, door, "signals/conversation.html", given)


def _answers(door: Door) -> bool:
    """Whether the actor's desk holds the worker's box and may write to it."""
    return bool(door.may("write", services.CONVERSATION)) and any(
        box.id == door.case.box for box in boxes_of(door)
    )


def _sent(request: HttpRequest, door: Door, form: ReplyForm) -> bool:
    if not _answers(door) or door.case.box is None:
        raise AccessRefused("no_box")
    if not form.is_valid():
        return False
    try:
        text, message = form.cleaned_data["text"], form.cleaned_data["message"]
        services.answer(door.asker, door.case.box, text, message)
    except AccessRefused:
        raise
    except ManumitError as error:
        complain(request, error)
        return False
    messages.success(request, words("done.answered"))
    return True
