"""Tags of all templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from manumit.reference import words
from manumit.web.look import pictograms, static
from manumit.web.look.context import direction_of, language_of
from manumit.web.sealing import fingerprint

register = template.Library()

NOTICES = {"info": "info", "good": "check", "warning": "warning", "danger": "danger"}
"""Kinds of notices, and the pictogram of each."""


@register.simple_tag(takes_context=True)
def say(context: Any, key: str, **parts: Any) -> str:
    """A phrase of `data/words`, in the language of the page: `{% say "intake.title" %}`."""
    return words.say(key, context.get("language") or language_of(), **parts)


@register.simple_tag
def asset(path: str) -> str:
    """Address of a style or script: `{% asset "look/look.css" %}`."""
    return static.asset(path)


@register.simple_tag
def pictogram(name: str, label: str = "") -> SafeString:
    """A line drawing: `{% pictogram "work" %}`, or with words `{% pictogram "work" "Work" %}`."""
    return pictograms.pictogram(name, label)


@register.simple_tag
def key_letters(public: bytes) -> SafeString:
    """What people compare of a public key: `{% key_letters agency.public_key %}`."""
    return format_html('<bdi class="code">{}</bdi>', fingerprint(bytes(public)))


@register.simple_tag
def language_code() -> str:
    """The language, where the page was given none."""
    return language_of()


@register.simple_tag
def language_direction() -> str:
    """The direction of writing, where the page was given none."""
    return direction_of(language_of())


@register.simple_block_tag(takes_context=True)
def notice(context: Any, content: SafeString, kind: str = "info", title: str = "") -> SafeString:
    """A box with a pictogram: `{% notice "warning" %}...{% endnotice %}`.

    Its title is the word of its kind unless another is given, so that colour never speaks alone.
    """
    return format_html(
        '<div class="notice {}">{}<div><p class="notice-title">{}</p>{}</div></div>',
        kind,
        pictograms.pictogram(NOTICES[kind]),
        title or say(context, f"look.{kind}"),
        content,
    )


@register.simple_tag(takes_context=True)
def role_name(context: Any, role: str) -> str:
    """Name of a role, in the language of the page."""
    return words.say(f"access.role.{role}", context.get("language", "en"))
