"""The pages of administrators: agencies and accounts. No data of a case is here."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from manumit.web.accounts import acts, forms, rules
from manumit.web.accounts.fresh import fresh_sign_in
from manumit.web.accounts.models import Agency, Change, Invitation, User
from manumit.web.accounts.queries import changes_for, colleagues, open_invitations
from manumit.web.accounts.texts import worded
from manumit.web.accounts.views import me
from manumit.web.door.policy import roles


@roles("ADM")
def agency_list(request: HttpRequest) -> HttpResponse:
    """All agencies, and how many people each has."""
    open_accounts = Count("people", filter=Q(people__is_active=True, people__waits=False))
    wait = Count("people", filter=Q(people__is_active=True, people__waits=True))
    found = Agency.objects.annotate(open=open_accounts, wait=wait).order_by("name")
    listed = [{"agency": each, "has_keys": rules.has_keys(each)} for each in found]
    return render(request, "accounts/agencies.html", {"agencies": listed})


@roles("ADM")
@fresh_sign_in()
def new_agency(request: HttpRequest) -> HttpResponse:
    """An agency that takes part from now on."""
    person = me(request)
    form = forms.NewAgency(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agency = Agency(name=form.cleaned_data["name"], role=form.cleaned_data["role"])
        acts.write(person, "agency_made", target=agency.id)
        agency.save(force_insert=True)
        messages.success(request, worded("agency_made"))
        return redirect("invite_to", id=agency.id)
    return render(request, "accounts/new_agency.html", {"form": form})


@roles("ADM")
def people_list(request: HttpRequest) -> HttpResponse:
    """All accounts, invitations and requests, to close accounts and to take invitations back."""
    person = me(request)
    given = {
        "colleagues": colleagues(person, User.objects.all()),
        "invitations": open_invitations(person, Invitation.objects.all()),
        "changes": changes_for(person, Change.objects.filter(kind="close")),
    }
    return render(request, "accounts/people.html", given)
