"""How forms become markup: label, hint, error and field, joined so that each is read aloud."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates

OURS = Path(__file__).parent / "templates"
THEIRS = Path(django.forms.__file__).parent / "templates"


class LookRenderer(BaseRenderer):
    """`{{ form }}` and `{{ form.name.as_field_group }}` in the look of the project.

    It needs no application to be installed and no request, so the language is the active one of
    `django.utils.translation`.
    """

    form_template_name = "look/forms/div.html"
    formset_template_name = "look/forms/formset.html"
    field_template_name = "look/forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Templates of this folder before those of Django."""
        return DjangoTemplates(
            {
                "NAME": "look_forms",
                "APP_DIRS": False,
                "DIRS": [OURS, THEIRS],
                "OPTIONS": {"builtins": ["manumit.web.look.templatetags.look"]},
            }
        )

    def get_template(self, template_name: str) -> Any:
        """A template by name; those of an application come last, for its own widgets."""
        from django.template import TemplateDoesNotExist
        from django.template.loader import get_template

        try:
            return self.engine.get_template(template_name)
        except TemplateDoesNotExist:
            return get_template(template_name)
