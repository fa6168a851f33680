"""Does a code look like the name of a person?"""

import re

USE_A_CODE = "Use a case code, such as 2026-0147."
_WORDS = re.compile(r"[\s_.,\-]+")
_PLAIN = frozenset(
    {"case", "cases", "data", "export", "file", "files", "form", "forms", "interview", "interviews"}
    | {"list", "people", "persons", "report", "sample", "samples", "survey", "surveys", "table"}
    | {"tables", "test", "tests", "worker", "workers"}
    | {"arrears", "claim", "claims", "gratuity", "overtime", "pay", "payments", "payroll", "rate"}
    | {"wage", "wages", "week", "work"}
)
"""Words that file names have and persons do not."""


def looks_personal(code: str) -> bool:
    """Whether a case id or file name looks like a personal name.

    That is two words, or three that are not all in small letters, and no digit. It may be wrong
    both ways; it serves a warning, not a refusal.

    Example:
        >>> looks_personal("amina-hassan"), looks_personal("2026-0147")
        (True, False)
    """
    words = [word for word in _WORDS.split(code.strip()) if word]
    if not 2 <= len(words) <= 3 or not all(word.isalpha() for word in words):
        return False
    if len(words) == 3 and all(word.islower() for word in words):
        return False
    return all(len(word) > 1 and word.casefold() not in _PLAIN for word in words)
