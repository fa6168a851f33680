"""Forms of the first questions: page by page for workers, on one page for whoever takes a call."""

from collections.abc import Mapping
from typing import Any

from django import forms

from manumit.reference.words import say
from manumit.web.look.pictograms import with_words
from manumit.web.mailbox.questions import (
    MANY,
    ONE,
    QUESTIONS,
    STEPS,
    TELEPHONE,
    TEXT,
    Question,
    signal,
)

KEEP_NOTHING = {"autocomplete": "off", "dir": "auto"}
"""So that the browser does not offer what was typed to whoever has the telephone next."""


class QuestionForm(forms.Form):
    """The questions of some pages.

    Args:
        language: Code of the language of labels, choices and errors.
        steps: Names of the pages whose questions are asked.
        answers: What was answered before, to be shown again.
    """

    def __init__(
        self,
        language: str,
        steps: tuple[str, ...] = STEPS,
        data: Mapping[str, Any] | None = None,
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(answers or {}))
        self.language = language
        self.use_required_attribute = False
        for question in QUESTIONS:
            if question.step in steps:
                self.fields[question.name] = _field(question, language)

    def clean(self) -> dict[str, Any]:
        """Somebody who wants to be called needs a number."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reply") == "call" and not cleaned.get("telephone"):
            self.add_error("telephone", say("intake.error.telephone", self.language))
        return cleaned

    def given(self) -> dict[str, Any]:
        """What was answered; what was left out is not in it."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class SignalForm(QuestionForm):
    """All questions on one page, for people of the desk who write down what a caller says.

    Example:
        form = SignalForm(request.LANGUAGE_CODE, data=request.POST)
        if form.is_valid():
            receipt = services.open_box(desk, language, "call", form.answers())
    """

    def __init__(self, language: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(language, STEPS, data)

    def answers(self) -> dict[str, Any]:
        """Answers as `services.open_box` takes them."""
        return signal(self.given())


def _field(question: Question, language: str) -> forms.Field:
    label = say(f"intake.ask.{question.name}", language)
    hint = say(f"intake.hint.{question.name}", language) if question.hint else ""
    if question.kind in (ONE, MANY):
        many = question.kind == MANY
        kind = forms.MultipleChoiceField if many else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if many else forms.RadioSelect
        return kind(
            label=label,
            help_text=hint,
            required=False,
            widget=widget(attrs={"class": "two"}),
            choices=list(_choices(question, language)),
        )
    attrs = dict(KEEP_NOTHING)
    if question.kind == TELEPHONE:
        attrs |= {"inputmode": "tel", "dir": "ltr"}
    widget_kind = forms.Textarea if question.kind == TEXT else forms.TextInput
    too_long = say("intake.error.long", language, most=question.longest)
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=question.longest,
        widget=widget_kind(attrs=attrs),
        error_messages={"max_length": too_long},
    )


def _choices(question: Question, language: str) -> Any:
    for choice in question.choices:
        words = say(f"intake.{question.name}.{choice.code}", language)
        yield choice.code, with_words(choice.pictogram, words) if choice.pictogram else words
