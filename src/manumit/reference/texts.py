"""What people read, in their language; a text that is not translated falls back to English."""

from functools import cache

from manumit.errors import InputError
from manumit.reference.catalogue import conditions, facts, indicators, rules
from manumit.reference.compiled import fail_in, load_yaml
from manumit.reference.models import LANGUAGES, RuleWording, Texts, Wording
from manumit.reference.schema import build


@cache
def texts(language: str) -> Texts:
    """All texts of a language.

    Raises:
        InputError: The language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise InputError(
            f"Language {language!r} is not available.",
            allowed=LANGUAGES,
            hint=f"Choose one of: {', '.join(LANGUAGES)}.",
        )
    path = f"texts/{language}.yml"
    return build(Texts, load_yaml(path), fail=fail_in(path))


def statement(code: str, language: str) -> str:
    """What a yes to a fact or a condition means.

    Raises:
        KeyError: There is no such fact or condition.
    """
    own = texts(language)
    if code in facts():
        return own.facts.get(code, _NOTHING).statement or facts()[code].statement
    return own.conditions.get(code, _NOTHING).statement or conditions()[code].statement


def wording(code: str, language: str) -> Wording:
    """Question and hint for a fact, condition or input."""
    for source in (texts(language), texts("en")):
        for kind in (source.facts, source.conditions, source.inputs):
            if code in kind:
                return kind[code]
    return _NOTHING


def indicator_label(id: str, language: str) -> str:  # noqa: A002
    """Name of an indicator, by its id."""
    indicator = indicators()[id]
    return texts(language).indicators.get(indicator.code) or indicator.label


def rule_wording(id: str, language: str) -> RuleWording:  # noqa: A002
    """Name, proposition and reason for asking of a rule."""
    rule, own = rules()[id], texts(language).rules.get(id, RuleWording())
    return RuleWording(own.label or rule.label, own.says or rule.says, own.why or rule.why)


def word(key: str, language: str) -> str:
    """A word or short sentence of reports and forms, by its key in `words`."""
    return texts(language).words.get(key) or texts("en").words[key]


_NOTHING = Wording()
