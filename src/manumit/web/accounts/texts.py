"""Phrases of `data/words/accounts.yml` where they are needed outside of templates."""

from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

from manumit.reference.models import LANGUAGES
from manumit.reference.words import say


def worded(name: str, /, **parts: object) -> str:
    """A phrase in the language of the page."""
    code = (get_language() or "en").partition("-")[0]
    return say(f"accounts.{name}", code if code in LANGUAGES else "en", **parts)


def word(name: str) -> Any:
    """A phrase that is looked up when it is shown."""
    return lazystr(_Later(name))


class _Later:
    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return worded(self.name)
