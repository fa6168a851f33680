"""The form by which the log is filtered."""

from typing import Any

from django import forms

from manumit.casework.policy import CLASSES
from manumit.reference.words import say
from manumit.web.accounts.models import Agency
from manumit.web.audit.models import Record
from manumit.web.audit.shown import class_in_words
from manumit.web.audit.words import act_in_words
from manumit.web.look.context import language_of


class FilterForm(forms.Form):
    """Which records to show."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        language = language_of()
        every = [("", say("audit.all", language))]
        agencies = [(str(pk), name) for pk, name in Agency.objects.values_list("pk", "name")]
        acts = sorted(
            (act_in_words(act, language), act)
            for act in Record.objects.order_by().values_list("act", flat=True).distinct()
        )
        parts = [(str(number), class_in_words(number, language)) for number in CLASSES]
        self._choose("agency", [*every, *sorted(agencies, key=lambda each: each[1])])
        self._choose("act", [*every, *((act, words) for words, act in acts)])
        self._choose("data_class", [*every, *parts])
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["day"] = forms.DateField(required=False, widget=day, label=_label("day"))
        self.fields["refused"] = forms.BooleanField(required=False, label=_label("refused"))
        self.fields["person"] = forms.UUIDField(required=False, widget=forms.HiddenInput)
        self.fields["night"] = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(required=False, choices=choices, label=_label(name))


def _label(name: str) -> str:
    return say(f"audit.field.{name}", language_of())
