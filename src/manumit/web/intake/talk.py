"""Coming back with the two numbers: reading answers, writing, sending files, deleting everything.

While a conversation is open, what opens it is in a hidden field of its forms for fifteen minutes,
sealed with a key that this process alone has. It is never in an address.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from manumit.errors import CannotOpen, RefusedError
from manumit.reference.words import say
from manumit.web.common import new_id
from manumit.web.door.policy import public
from manumit.web.intake import tokens
from manumit.web.intake.pages import page, refusal
from manumit.web.mailbox import files, proof, receipts, services, tries
from manumit.web.mailbox.forms import KEEP_NOTHING
from manumit.web.mailbox.questions import LONGEST


class TextForm(forms.Form):
    """A message of the worker."""

    text = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(KEEP_NOTHING))

    def __init__(self, language: str, data: Any = None) -> None:
        super().__init__(data, auto_id="id_%s")
        self.use_required_attribute = False
        self.fields["text"].label = say("intake.talk.text", language)
        long = say("intake.error.long", language, most=LONGEST)
        self.fields["text"].error_messages["max_length"] = long


class NameForm(forms.Form):
    """Who the worker is, given whenever they choose."""

    name = forms.CharField(required=False, max_length=120, widget=forms.TextInput(KEEP_NOTHING))
    telephone = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput(KEEP_NOTHING | {"inputmode": "tel", "dir": "ltr"}),
    )

    def __init__(self, language: str, data: Any = None) -> None:
        super().__init__(data, auto_id="id_%s")
        self.fields["name"].label = say("intake.talk.name", language)
        self.fields["telephone"].label = say("intake.ask.telephone", language)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def open_box(request: HttpRequest, language: str) -> HttpResponse:
    """The two fields, or the conversation that the two numbers open."""
    if request.method != "POST":
        return _closed(request)
    if "talk" not in request.POST:
        return _unlock(request)
    try:
        held = tokens.take(tokens.TALK, request.POST["talk"])
        box = services.OpenBox(UUID(held["box"]), bytes.fromhex(held["key"]))
        act = ACTS.get(request.POST.get("act", ""), _show)
        return act(request, box, UUID(held["next"]))
    except CannotOpen:
        return _closed(request, say("intake.open.again", language), 400)


def _unlock(request: HttpRequest) -> HttpResponse:
    """Open the box. Whatever does not open is told in the same words."""
    language = request.LANGUAGE_CODE
    first, second, challenge, answer, form = (
        request.POST.get(name, "") for name in ("first", "second", "challenge", "answer", "form")
    )
    try:
        tokens.take(tokens.FORM, form)
    except CannotOpen:
        return _closed(request, say("intake.open.again", language), 400)
    try:
        proven = proof.spend(tries.UNLOCK, challenge, answer)
        tries.take(tries.UNLOCK, proven=proven)
        box = services.unlock(receipts.digits(first), receipts.digits(second))
        return _show(request, box, new_id())
    except RefusedError as refused:
        return _closed(request, refusal(refused, language), 503, first=first, second=second)
    except CannotOpen:
        failed = say("intake.open.failed", language)
        return _closed(request, failed, 403, first=first, second=second, failed=True)


def _closed(request: HttpRequest, error: str = "", status: int = 200, **typed: Any) -> HttpResponse:
    """The two fields, with what was typed, so that a slip can be seen."""
    return page(
        request,
        "open",
        status=status,
        error=error,
        form=tokens.give(tokens.FORM),
        challenge=proof.new_challenge(tries.UNLOCK),
        bits=proof.BITS,
        here="open/" if request.method == "GET" else None,
        **typed,
    )


def _show(
    request: HttpRequest, box: services.OpenBox, _message: UUID, **given: Any
) -> HttpResponse:
    """The conversation, with a new hidden field for the next quarter of an hour."""
    language = request.LANGUAGE_CODE
    entries = services.read(box)
    held = {"box": str(box.id), "key": box.private.hex(), "next": str(new_id())}
    forms_given = {"text_form": TextForm(language), "name_form": NameForm(language)} | given
    return page(
        request,
        "talk",
        entries=entries,
        answered=any(entry.sender == services.DESK for entry in entries),
        desk=services.desk_of(box).name,
        talk=tokens.give(tokens.TALK, held),
        accept=files.ACCEPT,
        **forms_given,
    )


def _write(request: HttpRequest, box: services.OpenBox, message: UUID) -> HttpResponse:
    language = request.LANGUAGE_CODE
    form = TextForm(language, request.POST)
    sent = request.FILES.getlist("files")
    error = ""
    if form.is_valid():
        text = form.cleaned_data["text"].strip()
        try:
            clean = files.clean_all([(file.name or "", file.read()) for file in sent])
            if text or clean:
                services.write(box, text, clean, message_id=message)
                return _show(request, box, message, done=say("intake.talk.sent", language))
            error = say("intake.error.nothing", language)
        except RefusedError as refused:
            error = refusal(refused, language)
    return _show(request, box, message, text_form=form, error=error, status=400)


def _name(request: HttpRequest, box: services.OpenBox, message: UUID) -> HttpResponse:
    language = request.LANGUAGE_CODE
    form = NameForm(language, request.POST)
    valid = form.is_valid()
    given = {key: value for key, value in form.cleaned_data.items() if value}
    if valid and given:
        services.write(box, "", name=given, message_id=message)
        return _show(request, box, message, done=say("intake.talk.sent", language))
    error = say("intake.error.name", language)
    return _show(request, box, message, name_form=form, error=error, status=400)


def _close(request: HttpRequest, box: services.OpenBox, message: UUID) -> HttpResponse:
    language = request.LANGUAGE_CODE
    if request.POST.get("sure") != "yes":
        error = say("intake.error.sure", language)
        return _show(request, box, message, error=error, status=400)
    services.shred(box)
    response = HttpResponseRedirect(reverse("deleted", kwargs={"language": language}))
    response.status_code = 303
    return response


ACTS = {"write": _write, "name": _name, "close": _close}
"""What can be done in an open conversation."""
