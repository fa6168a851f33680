"""The work list, looking for a case, and opening one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from manumit.casework.policy import purposes_of
from manumit.errors import AccessRefused, InputError
from manumit.web.cases.forms import NewCase, SearchForm, words
from manumit.web.cases.opening import OPENERS, New, open_case
from manumit.web.cases.searching import found_by
from manumit.web.cases.views.shared import WITH_CASES, said
from manumit.web.cases.worklist import SHOWN, rows, seen
from manumit.web.door.door import asker
from manumit.web.door.policy import roles
from manumit.web.look.context import address

ELSEWHERE = {
    "IMM": "certificate_verify",
    "COM": "company_record",
    "STA": "published",
    "ADM": "account_home",
}
"""Where people go whose role has nothing to do with single cases."""


@roles()
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """What waits for the person who is signed in."""
    role = asker(request).actor.role
    if role in WITH_CASES:
        return _list(request, ())
    url = address(ELSEWHERE.get(role, ""))
    return redirect(url) if url else render(request, "cases/nothing.html")


@roles(*WITH_CASES)
@require_GET
def case_list(request: HttpRequest, purpose: str) -> HttpResponseBase:
    """Cases that are open to the person for one purpose."""
    if purpose not in purposes_of(asker(request).actor.role):
        raise AccessRefused("purpose_of_another_role")
    return _list(request, (purpose,))


def _list(request: HttpRequest, purposes: tuple[str, ...]) -> HttpResponse:
    who, now = asker(request), timezone.now()
    pages = Paginator(seen(who, now, purposes), SHOWN)
    page = pages.get_page(request.GET.get("page"))
    given = {
        "page": page,
        "rows": rows(who, list(page.object_list), now, purposes),
        "purposes": purposes,
        "today": now.date(),
        "search": SearchForm(),
        **_may(request),
    }
    return render(request, "cases/home.html", given)


def _may(request: HttpRequest) -> dict[str, object]:
    role = asker(request).actor.role
    return {
        "opens": role in OPENERS,
        "looks_up": role == "INT",
        "first_purpose": purposes_of(role)[0],
    }


@roles(*WITH_CASES)
@require_http_methods(["GET", "POST"])
def case_search(request: HttpRequest) -> HttpResponseBase:
    """Cases by reference, name or telephone; nothing of it stands in an address."""
    if request.method != "POST":
        return redirect("home")
    form, who, now = SearchForm(request.POST), asker(request), timezone.now()
    found = []
    if form.is_valid():
        try:
            found = found_by(who, form.cleaned_data["text"], now)
        except InputError as error:
            form.add_error("text", said(error))
    if len(found) == 1:
        row = rows(who, found, now)[0]
        return redirect("case_page", purpose=row.purpose, reference=row.case.reference)
    given = {"rows": rows(who, found, now), "search": form, "today": now.date(), **_may(request)}
    return render(request, "cases/found.html", given)


@roles(*OPENERS)
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponseBase:
    """Open a case."""
    role = asker(request).actor.role
    initial = {"danger": "unknown", "child": "unknown"}
    form = NewCase(request.POST or None, role=role, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = New(given["child"], given["danger"], bool(given.get("own_filing")))
        case = open_case(asker(request), new)
        messages.success(request, words("opened", reference=case.reference))
        at = {"purpose": purposes_of(role)[0], "reference": case.reference}
        return redirect(reverse("case_page", kwargs=at))
    return render(request, "cases/new.html", {"form": form})
