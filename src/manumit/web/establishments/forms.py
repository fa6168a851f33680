"""The form of an establishment."""

from typing import Any

from django import forms

from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.establishments.models import KINDS, Establishment
from manumit.web.look.phrases import let_choose, phrase


class EstablishmentForm(forms.Form):
    """What is known of an establishment; of a proposal, only what names it."""

    kind = forms.ChoiceField(
        label=phrase("establishments.field_kind"),
        choices=[(code, phrase(f"establishments.kind.{code}")) for code in KINDS],
        initial="establishment",
    )
    name = forms.CharField(label=phrase("establishments.field_name"), max_length=200)
    address = forms.CharField(
        label=phrase("establishments.field_address"), max_length=300, required=False
    )
    territory = forms.RegexField(
        "^[A-Za-z]{2}$",
        label=phrase("establishments.field_territory"),
        required=False,
        widget=forms.TextInput(attrs={"size": 4, "maxlength": 2}),
    )
    industry = forms.CharField(
        label=phrase("establishments.field_industry"), max_length=10, required=False
    )
    company = forms.ChoiceField(label=phrase("establishments.field_company"), required=False)
    history = forms.CharField(
        label=phrase("establishments.field_history"),
        help_text=phrase("establishments.hint_history"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
    )
    another = forms.BooleanField(
        label=phrase("establishments.field_another"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, writes: bool, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if writes:
            companies = Agency.objects.filter(role="COM").order_by("name")
            nobody = say("establishments.no_company", language)
            let_choose(
                self, "company", [("", nobody), *((str(each.pk), each.name) for each in companies)]
            )
        else:
            del self.fields["company"], self.fields["history"]

    def clean_territory(self) -> str:
        """The code in capitals."""
        return str(self.cleaned_data["territory"]).upper()

    def ask_whether_another(self) -> None:
        """Show the question whether it is another one than those that are like it."""
        self.fields["another"].widget = forms.CheckboxInput()
        self.add_error("another", phrase("establishments.error_alike"))

    def fill(self, made: Establishment) -> Establishment:
        """Put what was entered into an establishment."""
        found = self.cleaned_data
        for name in ("kind", "name", "address", "territory", "industry"):
            setattr(made, name, found[name])
        if "history" in found:
            made.history = found["history"]
            made.company_id = found["company"] or None
        return made
