"""One form for each kind of entry, made from the fields of the kind."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from manumit.casework.records import LONGEST, Kind, kinds
from manumit.casework.tracks import handling, tracks
from manumit.errors import DataError
from manumit.reference.words import topic
from manumit.web.cases.forms import ANSWERS, choices, date_input, words

CHANNELS = ("telephone", "visit", "message", "letter", "union", "outreach", "other")
WORDS: dict[tuple[str, str], tuple[str, Any]] = {
    ("complaint", "channel"): ("channel", CHANNELS),
    ("service", "service"): ("service", handling().services),
    ("criminal_file", "state"): ("state", tuple(tracks()["justice"].states)),
}
"""Kind and field to the topic and codes that are chosen from."""

DAYS = {("complaint", "received")}
"""Fields of type `word` that hold a day."""

ELSEWHERE = frozenset({"facts", "determination", "work_record", "wage_claim", "message"})
"""Kinds that have a page of their own."""

_TELEPHONE = re.compile(r"^\+?[0-9٠-٩۰-۹ ()./-]{5,}$")


def by_form(kind: Kind) -> bool:
    """Whether a kind is written with a form made from its fields."""
    return kind.code not in ELSEWHERE and "bytes" not in kind.fields.values()


class EntryForm(forms.Form):
    """The form of one kind.

    Args:
        kind: Code of the kind.
        given: Content to start from, for a correction.
    """

    def __init__(
        self, data: Any = None, *, kind: str, given: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(given or {}))
        self.use_required_attribute = False
        self.kind = kinds()[kind]
        for name, type_ in self.kind.fields.items():
            field = _field(kind, name, type_)
            field.label, field.required = words(f"field.{name}"), False
            field.help_text = _hint(kind, name)
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """What was written; something must be."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(found.values()):
            raise forms.ValidationError(words("form.entry.empty"))
        return found

    def content(self) -> dict[str, str]:
        """The content of the entry, as text."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in found.items()
        }


def _field(kind: str, name: str, type_: str) -> forms.Field:
    if type_ == "date" or (kind, name) in DAYS:
        return forms.DateField(widget=date_input())
    if type_ == "answer":
        return forms.ChoiceField(
            choices=choices("answer", ANSWERS), widget=forms.RadioSelect(attrs={"class": "two"})
        )
    if (kind, name) in WORDS:
        own, codes = WORDS[kind, name]
        return forms.ChoiceField(choices=[("", words("choose")), *choices(own, codes)])
    if type_ == "telephone":
        return forms.RegexField(
            _TELEPHONE,
            max_length=LONGEST[type_],
            error_messages={"invalid": words("form.entry.telephone")},
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
        )
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
    if type_ == "long":
        widget = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(max_length=LONGEST[type_], widget=widget)


def _hint(kind: str, name: str) -> str:
    key = f"hint.{kind}.{name}"
    try:
        return words(key) if key in topic("cases").words else ""
    except DataError:
        return ""
