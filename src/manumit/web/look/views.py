"""The style guide: every component on one page, for those who build pages and for the tests."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from manumit.web.door.policy import public
from manumit.web.look.context import NavItem
from manumit.web.look.pictograms import names, with_words


class Sample(forms.Form):
    """A form with one field of each kind."""

    name = forms.CharField(help_text="As the person wants to be called.")
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    account = forms.CharField(widget=forms.Textarea, help_text="In your own words.")
    place = forms.ChoiceField(choices=[("a", "A factory"), ("b", "A farm")])
    happened = forms.MultipleChoiceField(
        help_text="Choose all that apply, or none.",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("papers", with_words("papers", "Papers were kept")),
            ("locked", with_words("locked-door", "The door was locked")),
            ("money", with_words("money", "Wages were not paid")),
        ],
    )
    call = forms.ChoiceField(
        widget=forms.RadioSelect(attrs={"class": "two"}),
        choices=[("yes", "Yes"), ("no", "No")],
        label="May we call?",
    )
    agree = forms.BooleanField(label="This was read aloud to the person.")
    file = forms.FileField(required=False)


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components, as the office shows them."""
    messages.success(request, "The referral was sent.")
    form = Sample({"name": ""}) if "errors" in request.GET else Sample()
    nav = [
        NavItem("/", "My work", True),
        *(NavItem(f"/{at}/", at.title(), False) for at in ("signals", "cases", "referrals")),
        *(NavItem(f"/{at}/", at.title(), False) for at in ("claims", "workplaces", "figures")),
    ]
    given = {"form": form, "nav": nav, "pictograms": names()}
    return render(request, "look/styleguide.html", given)


@public
def simple_guide(request: HttpRequest) -> HttpResponse:
    """The components that the intake and a worker's own pages use."""
    form = Sample({"name": ""}) if "errors" in request.GET else Sample()
    return render(request, "look/styleguide_simple.html", {"form": form})
