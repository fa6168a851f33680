"""Forms of the desk."""

from typing import Any

from django import forms

from manumit.casework.tracks import handling
from manumit.reference.words import say
from manumit.web.look.context import OWN_NAMES, language_of
from manumit.web.mailbox.questions import LONGEST
from manumit.web.signals.models import RISKS

ANSWERS = ("yes", "no", "unknown")


def words(key: str, **parts: object) -> str:
    """A phrase of these pages, in the language of the page."""
    return say(f"signals.{key}", language_of(), **parts)


class Worded(forms.Form):
    """A form whose labels are `signals.field.<name>`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                field.label = field.label or words(f"field.{name}")

    def choose(self, name: str, codes: Any, topic: str, *, css: str = "two") -> None:
        """A field for one of some codes, as cards."""
        self.fields[name] = forms.ChoiceField(
            label=words(f"field.{name}"),
            choices=[(code, words(f"{topic}.{code}")) for code in codes],
            widget=forms.RadioSelect(attrs={"class": css}),
            error_messages={"required": words("error.choose")},
        )


class ReplyForm(Worded):
    """An answer to the worker."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea({"autocomplete": "off"}))
    message = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = words("hint.text")
        self.fields["text"].error_messages["required"] = words("error.empty")


class TriageForm(Worded):
    """How pressing a signal is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("danger", ANSWERS, "answer", css="")
        self.choose("child", ANSWERS, "answer", css="")
        self.choose("risk", RISKS, "risk", css="")


class MakeForm(Worded):
    """A case made of a signal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("writer", ("self", "other"), "writer", css="")
        self.fields["writer"].help_text = words("hint.writer")
        self.choose("danger", ANSWERS, "answer")
        self.choose("child", ANSWERS, "answer")
        self.fields["child"].help_text = words("hint.child")


class CloseForm(Worded):
    """Why a signal is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.ChoiceField(
            label=words("field.reason"),
            choices=[
                ("", words("choose")),
                *((code, words(f"reason.{code}")) for code in handling().closing_reasons),
            ],
            error_messages={"required": words("error.choose")},
        )


class OriginalForm(Worded):
    """Why an original is taken out."""

    why = forms.CharField(max_length=300, min_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = words("hint.why")


class LanguageForm(Worded):
    """The language that the person reads."""

    reads = forms.ChoiceField(choices=list(OWN_NAMES.items()))
