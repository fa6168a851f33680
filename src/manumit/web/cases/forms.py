"""Forms of the case pages; what they say is in the language of the page."""

from typing import Any

from django import forms

from manumit.casework.tracks import handling
from manumit.reference.words import say
from manumit.web.look.context import language_of

ANSWERS = ("yes", "no", "unknown")
FEWEST_WORDS = 3
"""Words that a reason of one's own has at least."""


def choices(topic: str, codes: Any) -> list[tuple[str, str]]:
    """Codes with their words, for a field."""
    return [(code, say(f"cases.{topic}.{code}", language_of())) for code in codes]


def words(key: str, **parts: object) -> str:
    """A phrase of the case pages, in the language of the page."""
    return say(f"cases.{key}", language_of(), **parts)


def date_input() -> forms.DateInput:
    """A field for a day, as browsers show it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Worded(forms.Form):
    """A form whose labels and hints are phrases `cases.form.<prefix>.<field>`."""

    topic = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            field.label = field.label or words(f"form.{self.topic}.{name}")


class SearchForm(Worded):
    """What a case is looked for by."""

    topic = "search"
    text = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class NewCase(Worded):
    """What is known of a case when it is opened."""

    topic = "new"

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("danger", "child"):
            self.fields[name] = forms.ChoiceField(
                choices=choices("answer", ANSWERS),
                widget=forms.RadioSelect(attrs={"class": "two"}),
                label=words(f"form.new.{name}"),
                help_text=words(f"form.new.{name}_hint"),
            )
        if role == "UNI":
            self.fields["own_filing"] = forms.BooleanField(
                required=False,
                label=words("form.new.own_filing"),
                help_text=words("form.new.own_filing_hint"),
            )


class ReasonForm(Worded):
    """Why something sealed is opened."""

    topic = "open"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [("", words("choose")), *choices("reason", handling().reasons)]
        self.fields["why"] = forms.ChoiceField(choices=reasons, label=words("form.open.why"))
        self.fields["more"] = forms.CharField(
            required=False,
            max_length=300,
            label=words("form.open.more"),
            help_text=words("form.open.more_hint"),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def clean(self) -> dict[str, Any]:
        """What was chosen; a reason of one's own needs words."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("why") == "other" and len(found.get("more", "").split()) < FEWEST_WORDS:
            self.add_error("more", words("form.open.more_missing", n=FEWEST_WORDS))
        return found

    def reason(self) -> str:
        """The reason as it goes into the log."""
        given = (self.cleaned_data["why"], self.cleaned_data["more"])
        return ": ".join(part for part in given if part)
