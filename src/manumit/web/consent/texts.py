"""What is read to the worker before the question of consent, by version and language."""

from collections.abc import Mapping
from functools import cache

from django.conf.locale import LANG_INFO

from manumit.reference.models import LANGUAGES
from manumit.reference.words import say, topic

READ = "read."


@cache
def latest() -> str:
    """The version that is read today."""
    return str(max(int(key.split(".")[1]) for key in topic("consent").words if key[:5] == READ))


def lines(version: str, language: str, agency: str, purpose: str) -> list[str]:
    """The text of a version, line by line; empty if there is no such version.

    Args:
        version: Its number.
        language: Its language, of those that the project has.
        agency: Name of the agency that is to know.
        purpose: Code of the purpose.
    """
    start = f"{READ}{version}."
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
