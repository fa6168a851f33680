"""What is read to the worker before the question of consent, by version and language."""

from collections.abc import Mapping
from functools import cache

from django.conf.locale import LANG_INFO

from manumit.reference.models import LANGUAGES
from manumit.reference.words import say, topic

ALOUD, ALONE = "read", "own"
"""What is read aloud to the worker, and what the worker reads alone."""


@cache
def latest(way: str = ALOUD) -> str:
    """The version that is read today: a number, and `own.` before it for what is read alone."""
    found = (key.split(".") for key in topic("consent").words if key.startswith(f"{way}."))
    number = max(int(parts[1]) for parts in found)
    return str(number) if way == ALOUD else f"{way}.{number}"


def lines(version: str, language: str, agency: str, purpose: str) -> list[str]:
    """The text of a version, line by line; empty if there is no such version.

    Args:
        version: As `latest` gives it.
        language: Its language, of those that the project has.
        agency: Name of the agency that is to know.
        purpose: Code of the purpose.
    """
    start = f"{version}." if version.startswith(ALONE) else f"{ALOUD}.{version}."
    aim = say(f"consent.aim.{purpose}", language)
    keys = [key for key in topic("consent").words if key.startswith(start)]
    return [say(f"consent.{key}", language, agency=agency, aim=aim) for key in keys]


@cache
def languages() -> Mapping[str, str]:
    """Languages in which something can be explained, each by its own name."""
    known = {
        code: str(info["name_local"])
        for code, info in LANG_INFO.items()
        if "name_local" in info and len(code) <= 10
    }
    first = {code: known[code] for code in LANGUAGES}
    return first | dict(sorted(known.items(), key=lambda item: item[1].casefold()))
