"""Choose who you are. Exists in the demonstration only."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from manumit.web.accounts.models import User
from manumit.web.base_settings import CONFIG
from manumit.web.demo.sample import sample
from manumit.web.demo.world import shown
from manumit.web.door.policy import public


@public
def people(request: HttpRequest) -> HttpResponse:
    """Everyone there is, by role, with what the role does."""
    accounts = {user.username: user for user in User.objects.select_related("agency")}
    found = [
        {"role": role, "does": each.does, "account": accounts[each.username]}
        for role, each in sample().agencies.items()
        if each.username in accounts
    ]
    made = shown()
    page = {
        "people": found,
        "intake_url": CONFIG.intake_url,
        "workers": [
            each | {"numbers": [in_groups(number) for number in each["numbers"]]}
            for each in made.get("workers", ())
        ],
        "certificates": [in_groups(code) for code in made.get("certificates", ())],
    }
    return render(request, "demo/people.html", page)


def in_groups(code: str) -> str:
    """A number or code in groups of four, as it is read out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


@public
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them, with the password they all have, and no second factor.

    Raises:
        Http404: There is no such person.
    """
    if request.user.is_authenticated:
        logout(request)
    username = request.POST.get("username", "")
    person = authenticate(request, username=username, password=sample().password)
    if person is None:
        raise Http404
    login(request, person)
    record_authentication(request, person, "password")
    request.session["demo"] = True
    return redirect("/")
