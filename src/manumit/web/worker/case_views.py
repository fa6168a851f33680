"""Two numbers for a worker, handed out from the page of the case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from manumit.errors import AccessRefused, RefusedError
from manumit.reference.words import say
from manumit.web.accounts.fresh import fresh_sign_in
from manumit.web.base_settings import CONFIG
from manumit.web.cases.views.shared import page, the_case
from manumit.web.door.policy import roles
from manumit.web.look.context import language_of
from manumit.web.mailbox.receipts import grouped
from manumit.web.signals.forms import LanguageForm
from manumit.web.worker.services import GIVERS, give_receipt, may_give


@roles(*GIVERS)
@fresh_sign_in()
@require_http_methods(["GET", "POST"])
def case_numbers(request: HttpRequest, purpose: str, reference: str) -> HttpResponse:
    """Make two numbers, and show them once."""
    door = the_case(request, reference, purpose)
    if not may_give(door):
        door.log("refused_receipt", allowed=False)
        raise AccessRefused("does_not_lead")
    initial = {"reads": language_of(request)}
    form = LanguageForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = give_receipt(door, form.cleaned_data["reads"])
        except RefusedError as refused:
            if isinstance(refused, AccessRefused):
                raise
            form.add_error(None, say("signals.error.call", language_of(request)))
        else:
            given = {
                "locator": grouped(receipt.locator),
                "secret": grouped(receipt.secret),
                "opens_at": f"{CONFIG.office_url}{reverse('worker_open')}",
                "next_url": reverse(
                    "case_page", kwargs={"purpose": purpose, "reference": reference}
                ),
            }
            return render(request, "signals/receipt.html", given)
    return page(request, door, "worker/give.html", {"form": form})
