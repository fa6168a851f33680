"""Tags of all templates."""

from typing import Any

from django import template

from manumit.reference import words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Any, key: str, **parts: Any) -> str:
    """A phrase of `data/words`, in the language of the page: `{% say "intake.title" %}`."""
    return words.say(key, context.get("language", "en"), **parts)
