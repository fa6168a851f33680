"""The project's data, read strictly and looked up by id and day."""

from manumit.reference.catalogue import (
    article_of,
    citation,
    condition_groups,
    conditions,
    facts,
    indicators,
    instruments,
    rules,
)
from manumit.reference.currencies import minor_units
from manumit.reference.legislation import legislation
from manumit.reference.models import (
    LANGUAGES,
    PHASES,
    Article,
    Condition,
    Fact,
    Indicator,
    Instrument,
    Parameter,
    Phase,
    Rule,
)
from manumit.reference.texts import (
    indicator_label,
    rule_wording,
    statement,
    texts,
    word,
    wording,
)
from manumit.reference.wage_law import WageLaw, readings, wage_law, wage_schemes

__all__ = [
    "LANGUAGES",
    "PHASES",
    "Article",
    "Condition",
    "Fact",
    "Indicator",
    "Instrument",
    "Parameter",
    "Phase",
    "Rule",
    "WageLaw",
    "article_of",
    "citation",
    "condition_groups",
    "conditions",
    "facts",
    "indicator_label",
    "indicators",
    "instruments",
    "legislation",
    "minor_units",
    "readings",
    "rule_wording",
    "rules",
    "statement",
    "texts",
    "wage_law",
    "wage_schemes",
    "word",
    "wording",
]
