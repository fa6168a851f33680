"""Pages of the register of establishments, and the one page of a company."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from manumit.reference.words import say
from manumit.web.accounts.models import User
from manumit.web.door.policy import roles
from manumit.web.establishments.forms import EstablishmentForm
from manumit.web.establishments.models import Establishment
from manumit.web.establishments.services import (
    CHECKERS,
    PROPOSERS,
    READERS,
    alike,
    may_write,
    own_record,
    save,
    search,
    seen_by,
)
from manumit.web.look.context import language_of

SHOWN = 50


@roles(*READERS)
def establishment_list(request: HttpRequest) -> HttpResponse:
    """The register, searched by name and address."""
    person, text = cast("User", request.user), request.GET.get("q", "")[:100]
    rows = search(seen_by(person), text).order_by("checked", "name", "id")
    given = {
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
        "text": text,
        "writes": may_write(person),
        "proposes": person.agency.role in PROPOSERS,
    }
    return render(request, "establishments/list.html", given)


@roles(*READERS)
def establishment_page(request: HttpRequest, establishment: UUID) -> HttpResponse:
    """One establishment, and what is public of it."""
    person = cast("User", request.user)
    found = get_object_or_404(seen_by(person), pk=establishment)
    given = {"found": found, "writes": may_write(person)}
    return render(request, "establishments/page.html", given)


@roles(*CHECKERS, *PROPOSERS)
def establishment_add(request: HttpRequest) -> HttpResponseBase:
    """Enter a new one, or propose it; first those are shown that are like it."""
    return _form(request, Establishment(), {})


@roles(*CHECKERS)
def establishment_edit(request: HttpRequest, establishment: UUID) -> HttpResponseBase:
    """Change one, or check what was proposed."""
    found = get_object_or_404(Establishment, pk=establishment)
    fields = ("kind", "name", "address", "territory", "industry", "history")
    initial = {name: getattr(found, name) for name in fields}
    return _form(request, found, initial | {"company": str(found.company_id or "")})


def _form(
    request: HttpRequest, made: Establishment, initial: dict[str, object]
) -> HttpResponseBase:
    person, language = cast("User", request.user), language_of(request)
    writes, new = may_write(person), made._state.adding
    form = EstablishmentForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        writes=writes,
        language=language,
    )
    like: list[Establishment] = []
    if request.method == "POST" and form.is_valid():
        form.fill(made)
        like = alike(made, list(seen_by(person))) if new else []
        if not like or form.cleaned_data["another"]:
            save(person, made)
            word = "saved" if writes else "proposed"
            messages.success(request, say(f"establishments.{word}", language))
            return redirect("establishment_page", establishment=made.pk)
        form.ask_whether_another()
    given = {"form": form, "made": made, "new": new, "writes": writes, "like": like}
    return render(request, "establishments/form.html", given)


@roles("COM")
def company_record(request: HttpRequest) -> HttpResponse:
    """What is public of a company's own establishments: nothing else, whatever else there is."""
    found = own_record(cast("User", request.user))
    return render(request, "establishments/record.html", {"found": found})
