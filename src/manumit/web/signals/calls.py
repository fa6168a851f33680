"""A call: the questions of the intake, filled in by whoever takes it, and the two numbers."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from manumit.errors import AccessRefused, CannotOpen, RefusedError
from manumit.reference.words import say
from manumit.web.door.door import Asker, asker
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.mailbox import services as mailbox
from manumit.web.mailbox.forms import SignalForm
from manumit.web.mailbox.models import Desk
from manumit.web.mailbox.receipts import grouped, server_key
from manumit.web.sealing import Place, decrypt, encrypt
from manumit.web.signals import services
from manumit.web.signals.forms import LanguageForm

CHANNEL = "call"


@roles(*services.DESKS)
@require_http_methods(["GET", "POST"])
def signal_call(request: HttpRequest) -> HttpResponse:
    """Write down what a caller says; then the two numbers, to be read aloud once."""
    who, language = asker(request), language_of(request)
    bound = request.POST if request.method == "POST" else None
    form = SignalForm(language, bound)
    reads = LanguageForm(bound, initial={"reads": language})
    error = ""
    if bound is not None and form.is_valid() and reads.is_valid():
        try:
            sending = _unsealed(who, bound.get("sending", ""))
            receipt = _enter(who, form, reads.cleaned_data["reads"], sending)
            return _receipt(request, receipt, form.given().get("code_word", ""), sending.id)
        except (RefusedError, CannotOpen) as refused:
            if isinstance(refused, AccessRefused):
                raise
            error = say("signals.error.call", language)
    given = {
        "form": form,
        "reads": reads,
        "error": error,
        "sending": bound["sending"] if bound and "sending" in bound else _sealed(who),
    }
    return render(request, "signals/call.html", given, status=200 if bound is None else 400)


def _enter(
    who: Asker, form: SignalForm, language: str, sending: mailbox.Sending
) -> mailbox.Receipt:
    desk = Desk.objects.filter(pk=UUID(who.actor.agency)).first()
    if desk is None:
        raise AccessRefused("no_desk")
    if not mailbox.is_made(sending):
        services.log(who, "enter_signal", sending.id, services.CONVERSATION)
    return mailbox.open_box(desk, language, CHANNEL, form.answers(), sending=sending)


def _receipt(
    request: HttpRequest, receipt: mailbox.Receipt, code_word: str, box: UUID
) -> HttpResponse:
    given = {
        "locator": grouped(receipt.locator),
        "secret": grouped(receipt.secret),
        "code_word": code_word,
        "next_url": reverse("signal_page", kwargs={"box": box}),
    }
    return render(request, "signals/receipt.html", given)


def _sealed(who: Asker) -> str:
    """Id and receipt of the box to come, for a hidden field: sent twice, it makes one box."""
    sending = mailbox.prepare()
    held = [str(sending.id), sending.receipt.locator, sending.receipt.secret]
    key = server_key("signals.sending")
    return encrypt(key, json.dumps(held).encode(), _place(who)).hex()


def _unsealed(who: Asker, text: str) -> mailbox.Sending:
    try:
        sealed = bytes.fromhex(text)
    except ValueError:
        raise CannotOpen from None
    id_, locator, secret = json.loads(decrypt(server_key("signals.sending"), sealed, _place(who)))
    return mailbox.Sending(UUID(id_), mailbox.Receipt(locator, secret))


def _place(who: Asker) -> Place:
    return Place("signals", "sending", who.actor.id)
