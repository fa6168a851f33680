"""The questions, page by page. Answers go along in the form; nothing is kept until it is sent.

Every page is the answer to a form and not to an address: an address would stay on the telephone.
Sending the same page twice changes nothing, so that loading it anew does no harm.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from manumit.errors import CannotOpen, RefusedError
from manumit.reference.words import say
from manumit.web.door.policy import public
from manumit.web.intake import tokens
from manumit.web.intake.pages import isolated, page, refusal
from manumit.web.mailbox import proof, receipts, services, tries
from manumit.web.mailbox.forms import QuestionForm
from manumit.web.mailbox.models import Desk
from manumit.web.mailbox.questions import MANY, ONE, QUESTIONS, STEPS, Question, signal

CHECK = "check"
PAGES = (*STEPS, CHECK)
SHOWN_AGAIN = timedelta(minutes=15)
"""For how long loading the page of the two numbers anew shows them again."""


@dataclass
class Draft:
    """What was answered so far, and the receipt that it will get."""

    sending: services.Sending = field(default_factory=services.prepare)
    desk: str = ""
    answers: dict[str, Any] = field(default_factory=dict)

    def seal(self) -> str:
        """The draft for a hidden field."""
        receipt = self.sending.receipt
        sending = [str(self.sending.id), receipt.locator, receipt.secret]
        content = {"sending": sending, "desk": self.desk, "answers": self.answers}
        return tokens.give(tokens.DRAFT, content)

    @classmethod
    def unseal(cls, text: str, life: timedelta | None = None) -> "Draft":
        """A draft from a hidden field.

        Raises:
            CannotOpen: It is too old, or not from here.
        """
        content = tokens.take(tokens.DRAFT, text, life=life)
        id_, locator, secret = content["sending"]
        sending = services.Sending(UUID(id_), services.Receipt(locator, secret))
        return cls(sending, content["desk"], content["answers"])

    def reader(self) -> Desk:
        """Who will read it: the one that was chosen, or the first that is open.

        Raises:
            RefusedError: No desk is open.
        """
        desks = {str(desk.pk): desk for desk in services.open_desks()}
        if not desks:
            raise RefusedError("No desk is open.", reason="desk_closed")
        return desks.get(self.desk) or next(iter(desks.values()))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, language: str) -> HttpResponse:
    """One page of questions, the page before sending, or the two numbers."""
    if request.method != "POST":
        return _ask(request, Draft(), STEPS[0])
    given, at, go = (request.POST.get(name, "") for name in ("draft", "at", "go"))
    try:
        draft = Draft.unseal(given)
    except CannotOpen:
        return _ask(request, Draft(), STEPS[0], say("intake.error.expired", language), 400)
    if at == CHECK and go == "send":
        return _send(request, draft)
    if at in STEPS:
        form = _form(draft, at, language, request)
        if form.is_valid():
            _take(draft, at, form.given())
        elif go != "back":
            return _ask(request, draft, at, form=form)
    return _show(request, draft, _target(at, go))


def _target(at: str, go: str) -> str:
    """The page to go to."""
    if go.startswith("to:") and go[3:] in STEPS:
        return go[3:]
    here = PAGES.index(at) if at in PAGES else 0
    step = -1 if go == "back" else 1
    return PAGES[min(max(here + step, 0), len(PAGES) - 1)]


def _take(draft: Draft, at: str, given: dict[str, Any]) -> None:
    """Put the answers of one page in the place of those that were there."""
    for question in QUESTIONS:
        if question.step == at:
            draft.answers.pop(question.name, None)
    draft.desk = given.pop("desk", draft.desk)
    draft.answers |= given


def _form(
    draft: Draft, step: str, language: str, request: HttpRequest | None = None
) -> QuestionForm:
    """The questions of a page; where several desks are open, also which of them should read."""
    sent = request.POST if request is not None else None
    form = QuestionForm(language, (step,), sent, draft.answers | {"desk": draft.desk})
    desks = list(services.open_desks()) if step == STEPS[0] else []
    if len(desks) > 1:
        form.fields["desk"] = forms.ChoiceField(
            label=say("intake.step.desk", language),
            choices=[(str(desk.pk), desk.name) for desk in desks],
            widget=forms.RadioSelect,
            initial=draft.desk or str(desks[0].pk),
            required=False,
        )
    return form


def _show(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    return _check(request, draft) if step == CHECK else _ask(request, draft, step)


def _ask(  # noqa: PLR0913, PLR0917 - what a page of questions is made of
    request: HttpRequest,
    draft: Draft,
    step: str,
    error: str = "",
    status: int = 200,
    form: QuestionForm | None = None,
) -> HttpResponse:
    language = request.LANGUAGE_CODE
    return page(
        request,
        "step",
        status=status,
        step=step,
        heading=say(f"intake.step.{step}", language),
        at=STEPS.index(step) + 1,
        all=len(STEPS),
        form=form or _form(draft, step, language),
        draft=draft.seal(),
        error=error,
        in_danger=draft.answers.get("safe") == "no",
        here="write/" if request.method == "GET" else None,
    )


def _check(request: HttpRequest, draft: Draft, error: str = "", status: int = 200) -> HttpResponse:
    """What will be sent, in the words that were chosen."""
    try:
        desk = isolated(draft.reader().name)
    except RefusedError as refused:
        desk, error = "", refusal(refused, request.LANGUAGE_CODE)
    return page(
        request,
        "check",
        status=status,
        parts=list(_parts(draft.answers, request.LANGUAGE_CODE)),
        empty=not draft.answers,
        draft=draft.seal(),
        desk=desk,
        error=error,
        challenge=proof.new_challenge(tries.OPEN),
        bits=proof.BITS,
        in_danger=draft.answers.get("safe") == "no",
    )


def _parts(answers: dict[str, Any], language: str) -> Any:
    """Each page of questions with its answers."""
    for step in STEPS:
        asked = [question for question in QUESTIONS if question.step == step]
        rows = [
            (say(f"intake.ask.{question.name}", language), _words(question, answers, language))
            for question in asked
            if question.name in answers
        ]
        yield {"step": step, "title": say(f"intake.step.{step}", language), "rows": rows}


def _words(question: Question, answers: dict[str, Any], language: str) -> list[str]:
    given = answers[question.name]
    if question.kind not in (ONE, MANY):
        return [given]
    codes = given if question.kind == MANY else [given]
    return [say(f"intake.{question.name}.{code}", language) for code in codes]


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Make the box and show its numbers; sent again within minutes, show them again."""
    language = request.LANGUAGE_CODE
    try:
        if services.is_made(draft.sending):
            Draft.unseal(request.POST.get("draft", ""), SHOWN_AGAIN)
        else:
            answer = (request.POST.get("challenge", ""), request.POST.get("answer", ""))
            tries.take(tries.OPEN, proven=proof.spend(tries.OPEN, *answer))
        receipt = services.open_box(
            draft.reader(), language, "web", signal(draft.answers), sending=draft.sending
        )
    except RefusedError as refused:
        return _check(request, draft, refusal(refused, language), 503)
    except CannotOpen:
        return _ask(request, Draft(), STEPS[0], say("intake.error.expired", language), 400)
    return page(
        request,
        "receipt",
        locator=receipts.grouped(receipt.locator),
        secret=receipts.grouped(receipt.secret),
        form=tokens.give(tokens.FORM),
        address=request.build_absolute_uri(f"/{language}/open/"),
    )
