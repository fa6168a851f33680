"""Phrases as labels of forms, in whatever language the page turns out to be."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy

from manumit.reference.words import say
from manumit.web.look.context import language_of


def _said(key: str) -> str:
    return say(key, language_of())


phrase = lazy(_said, str)
"""A phrase of `data/words`, said when it is shown: `label=phrase("consent.field_ends")`."""


def let_choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a field of a form its choices."""
    field: Any = form.fields[name]
    field.choices = list(choices)
