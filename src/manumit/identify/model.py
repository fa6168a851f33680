"""What goes into an assessment and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from manumit.core import Answer, Because
from manumit.reference import Phase

Actor: TypeAlias = Literal["state", "private", "mixed", "unknown"]
ACTORS: tuple[Actor, ...] = ("state", "private", "mixed", "unknown")

C105_PURPOSES = (
    "political_coercion",
    "economic_development",
    "labour_discipline",
    "strike_participation",
    "discrimination",
)
"""The five purposes of Convention No. 105, Article 1 (a) to (e)."""

OLDEST = 120
"""Greatest age that is believed; a greater one is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class FactRecord:
    """The answer to one fact, as it was recorded.

    Attributes:
        answer: Yes, no or unknown.
        phases: Phases for which the answer is given; empty means every phase the fact allows.
        evidence: Ids of evidence in the case.
    """

    answer: Answer
    phases: tuple[Phase, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One person in one situation of work, as recorded; no name and no contact.

    Attributes:
        id: Case code, never a name.
        age: Age in completed years when the work was done; None when unknown.
        sex: As recorded; no rule reads it.
        moved: Whether the person moved for the work; no rule reads it, as trafficking needs none.
        actor: Who imposed the work.
        work: Whether work or service was done for another.
        complete: True when all was asked, so that what is not listed was not alleged (no); False
            when what is not listed is unknown.
        facts: Fact code to what was recorded; a fact may be recorded once for some phases and
            again for others.
        conditions: Condition code to answer.
        raised: Groups of conditions that someone put forward, such as `prison`.
        c105_purpose: Purposes of Convention No. 105 that the work served; None when not recorded.
        title: What readers call the case.
        source: Where the facts come from.
        evidence: Evidence id to what it is.
    """

    id: str
    age: int | None = None
    sex: str = ""
    moved: Answer = Answer.UNKNOWN
    actor: Actor = "unknown"
    work: Answer = Answer.UNKNOWN
    complete: bool = False
    facts: Mapping[str, tuple[FactRecord, ...]] = field(default_factory=dict)
    conditions: Mapping[str, Answer] = field(default_factory=dict)
    raised: frozenset[str] = frozenset()
    c105_purpose: Answer | None = None
    title: str = ""
    source: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A question still to be asked.

    Attributes:
        ask: The question in plain words.
        hint: Advice for the interviewer.
        code: Fact or condition code, or `age`, `actor`, `work`, `c105_purpose`.
        is_fact: Whether `code` is a fact.
        why: Why it is asked.
        settles: Results that an answer can turn, with how many further answers each would need.
    """

    ask: str
    hint: str
    code: str
    is_fact: bool
    why: str
    settles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Dimensions:
    """An instrument that is answered dimension by dimension."""

    dimensions: Mapping[str, Answer]
    result: Answer
    column: str = ""
    outcome: str = ""
    result_with_vulnerability: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of one case, with reasons. A named person determines; this does not.

    Attributes:
        id: Case code.
        as_of: Day whose law was applied.
        answers: Determination name to answer, such as `forced_labour`.
        exception: `no`, the name of the exception that holds, or `unknown`.
        label: Short name of the outcome.
        ilo11: Indicator code to answer.
        delphi2009: Dimensions and result, with the column of strengths that applies.
        survey2012: Dimensions and result.
        icls20: Result and categories.
        questions: Still to be asked, most useful first.
        because: One tree of reasons for each determination and instrument.
        evidence: Evidence id to what it is.
    """

    id: str
    as_of: date
    answers: Mapping[str, Answer]
    exception: str
    label: str
    ilo11: Mapping[str, Answer]
    delphi2009: Dimensions
    survey2012: Dimensions
    icls20: Dimensions
    questions: tuple[Question, ...] = ()
    because: tuple[Because, ...] = ()
    title: str = ""
    source: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)

    def results(self) -> dict[str, str]:
        """Every result by its name, as the columns of `identify.table.assess_table` are named."""
        found = {name: answer.value for name, answer in self.answers.items()}
        found |= {"exception": self.exception, "label": self.label}
        found |= {f"ilo11.{code}": answer.value for code, answer in self.ilo11.items()}
        for name in ("delphi2009", "survey2012", "icls20"):
            part: Dimensions = getattr(self, name)
            found |= {f"{name}.{code}": answer.value for code, answer in part.dimensions.items()}
            found[f"{name}.result"] = part.result.value
        delphi = self.delphi2009
        found["delphi2009.column"] = delphi.column
        found["delphi2009.outcome"] = delphi.outcome
        found["delphi2009.result_with_vulnerability"] = delphi.result_with_vulnerability.value
        return found
