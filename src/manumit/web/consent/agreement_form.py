"""The form of an agreement between two agencies."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms

from manumit.web.consent.forms import day_field, midnight
from manumit.web.consent.shown import class_words, purpose_words
from manumit.web.look.phrases import let_choose, phrase

USUAL = timedelta(days=365)


class AgreementForm(forms.Form):
    """What may be given, for what, and until when."""

    purposes = forms.MultipleChoiceField(
        label=phrase("consent.field_purposes"), widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label=phrase("consent.field_agreement_classes"),
        help_text=phrase("consent.hint_agreement_classes"),
        widget=forms.CheckboxSelectMultiple,
    )
    until = day_field("consent.field_until", "consent.hint_until")
    document = forms.CharField(label=phrase("consent.field_document"), max_length=200)

    def __init__(
        self,
        *args: Any,
        offered: Mapping[str, frozenset[int]],
        language: str,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        let_choose(self, "purposes", [(code, purpose_words(code, language)) for code in offered])
        numbers = sorted(frozenset().union(*offered.values()))
        classes = [(str(number), class_words(number, language)) for number in numbers]
        let_choose(self, "classes", classes)
        self.fields["until"].initial = (now + USUAL).date()

    def clean_until(self) -> Any:
        """A day after today."""
        day = self.cleaned_data["until"]
        if day <= self.now.date():
            raise forms.ValidationError(phrase("consent.error_until"))
        return day

    def last_moment(self) -> datetime:
        """The end of the last day."""
        return midnight(self.cleaned_data["until"] + timedelta(days=1))
