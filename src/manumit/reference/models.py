"""What the project's data files hold, one class a kind of entry."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from manumit.core import PartialDate

Status: TypeAlias = Literal["reviewed", "provisional", "draft"]
"""reviewed: read in the source; provisional: widely known, source not at hand; draft: never runs
unless asked for by name."""

Phase: TypeAlias = Literal["recruitment", "work", "leaving"]
PHASES: tuple[Phase, ...] = ("recruitment", "work", "leaving")

LANGUAGES = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read, and on which day."""

    title: str
    href: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Article:
    """One place of an instrument, paraphrased.

    Attributes:
        label: Its place in words, such as `Article 2(1)`.
        says: Paraphrase.
        status: Whether the text was read.
        read_in: The text it was read in.
    """

    label: str
    says: str
    status: Status
    read_in: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A convention, protocol, recommendation, guidance text or body of case law."""

    id: str
    title: dict[str, str]
    kind: Literal["convention", "protocol", "recommendation", "guidance", "judgment"]
    href: str
    status: Status
    source: tuple[Source, ...]
    articles: dict[str, Article]
    adopted: PartialDate | None = None
    in_force: date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one instrument.

    Attributes:
        id: `set.dimension.code`, or `set.code` for a set without dimensions.
        strengths: Column to S, M or W. The ILO 11 have none; survey sets use `adult_labour`.
        status: `active`, or `uncertain` when sources differ about a strength.
    """

    id: str
    set: str
    dimension: str
    code: str
    label: str
    strengths: dict[str, str]
    status: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A neutral fact, recorded once, that speaks to indicators of several instruments.

    Attributes:
        code: Stable code.
        statement: What a yes means.
        phases: Phases in which it can hold.
        speaks_to: Indicator id to the phases in which the fact counts for it.
        htcds: Method of control of the Human Trafficking Case Data Standard.
    """

    code: str
    statement: str
    phases: tuple[Phase, ...]
    speaks_to: dict[str, tuple[Phase, ...]]
    htcds: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A circumstance, or a condition of an exception, that is not one of the facts.

    Attributes:
        group: Exception or consideration it belongs to; empty for a plain circumstance.
        waits: Whether, once its group is raised, it stays unknown until answered; otherwise it is
            read as facts are when it is not listed.
    """

    code: str
    group: str
    waits: bool
    statement: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a proposition and the logic that answers it.

    Attributes:
        id: Stable id, never reused.
        label: Short name.
        says: The proposition, as a sentence.
        cites: Ids of articles.
        logic: A tree of the operators in `identify.rules`.
        why: Why an interviewer is asked about it.
        limits: What the rule does not say.
        each: Placeholders and the values to expand the rule over.
    """

    id: str
    label: str
    says: str
    cites: tuple[str, ...]
    logic: object
    why: str = ""
    limits: str = ""
    each: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The rules of one topic."""

    title: str
    status: Status
    source: tuple[Source, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of law with the days from which each figure holds."""

    id: str
    label: str
    unit: str
    values: dict[str, Decimal | None]
    source: tuple[Source, ...]
    cites: tuple[str, ...]
    reviewed_on: date
    recheck_after: date
    status: Status


@dataclass(frozen=True, slots=True)
class Units:
    """The register of units."""

    status: Status
    units: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a fact or condition is put to people in one language."""

    question: str = ""
    hint: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class RuleWording:
    """How a rule is put to people in one language."""

    label: str = ""
    says: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything a worker, interviewer or reader sees, in one language."""

    language: str
    status: Literal["reviewed", "unreviewed"]
    facts: dict[str, Wording]
    conditions: dict[str, Wording]
    inputs: dict[str, Wording]
    indicators: dict[str, str] = field(default_factory=dict)
    rules: dict[str, RuleWording] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
