"""Reasons in words: from the answer of a rule down to what was recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from manumit.core import Answer, Because, Citation
from manumit.identify.model import Case
from manumit.identify.rules import Graph, Node
from manumit.reference import (
    citation,
    conditions,
    facts,
    indicator_label,
    indicators,
    rule_wording,
    rules,
    statement,
    word,
)

_STRENGTH_WORDS = {"S": "strong", "M": "medium", "W": "weak"}


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the answers of one case.

    Attributes:
        graph: Compiled rules.
        answers: Answer of each step.
        case: The case, for records, phases and evidence.
        language: Language of the sentences.
        trees: Rules that get a tree of their own; inside another tree they are only named.
    """

    graph: Graph
    answers: Sequence[Answer]
    case: Case
    language: str
    trees: Sequence[str]

    def because(self) -> tuple[Because, ...]:
        """The trees of reasons, one for each of `trees`, in their order."""
        return tuple(self._rule(self.graph.at[name], "adult_labour") for name in self.trees)

    def _rule(self, at: int, column: str, *, only_named: bool = False) -> Because:
        """A rule with what it follows from, or only named."""
        node, answer = self.graph.nodes[at], self.answers[at]
        says, cites = rule_wording(node.name, self.language).says, rules()[node.name].cites
        reasons: Iterable[Because] = ()
        if not only_named:
            below = self._reasons(node, answer, _column(node.name, column))
            reasons = (reason for reason in below if reason.says != says)
        return Because(
            says, answer, rule=node.name, cites=self._cites(cites), because=tuple(reasons)
        )

    def _named(self, at: int, column: str) -> Because:
        node, answer = self.graph.nodes[at], self.answers[at]
        kind, _, rest = node.name.partition(".")
        if kind == "facts":
            return self._fact(rest, answer)
        if kind == "conditions":
            says = statement(rest, self.language)
            return Because(
                says, answer, rule=node.name, cites=self._cites(conditions()[rest].cites)
            )
        if kind == "inputs":
            return self._input(rest, answer)
        if node.name in indicators():
            reasons = tuple(self._reasons(node, answer, column))
            return Because(
                self._indicator(node.name, column), answer, rule=node.name, because=reasons
            )
        return self._rule(at, column, only_named=node.name in self.trees)

    def _reasons(self, node: Node, answer: Answer, column: str) -> Iterable[Because]:
        recorded = {*self.case.facts, *self.case.conditions}
        told, untold = [], {Answer.NO: set[str](), Answer.UNKNOWN: set[str]()}
        for part in dict.fromkeys(self._relevant(node, answer)):
            name, given = self.graph.nodes[part].name, self.answers[part]
            if name.startswith("raised."):
                continue
            codes = self._codes(part)
            if given is not Answer.YES and codes and codes.isdisjoint(recorded):
                untold[given] |= codes
            else:
                told.append(part)
        yield from (self._named(part, column) for part in told)
        for given, codes in untold.items():
            if codes:
                yield self._untold(codes, given)

    def _relevant(self, node: Node, answer: Answer) -> Iterable[int]:
        """Named parts that bear on the answer; a step without a name gives its own parts."""
        everything = node.op not in ("any", "at_least") or answer is Answer.NO
        for part in node.parts:
            given = self.answers[part]
            if not (everything or given is answer or (node.op == "at_least" and given.possible)):
                continue
            if node.op == "all" and answer is Answer.NO and given is not Answer.NO:
                continue
            inner = self.graph.nodes[part]
            if inner.name:
                yield part
            else:
                yield from self._relevant(inner, given)

    def _codes(self, at: int) -> set[str]:
        """Facts below a fact or an indicator, or a condition; empty for anything else."""
        node = self.graph.nodes[at]
        kind, _, code = node.name.partition(".")
        if kind in ("facts", "conditions"):
            return {code.split("@")[0]}
        if node.name in indicators():
            return set().union(*(self._codes(part) for part in node.parts))
        return set()

    def _untold(self, codes: set[str], answer: Answer) -> Because:
        key = "because.not_alleged" if answer is Answer.NO else "because.not_asked"
        says = word(key, self.language).format(n=len(codes))
        ordered = [code for code in (*facts(), *conditions()) if code in codes]
        return Because(says, answer, ", ".join(ordered), rule="facts")

    def _fact(self, name: str, answer: Answer) -> Because:
        code, _, phase = name.partition("@")
        records = self.case.facts.get(code, ())
        phases = [phase] if phase else self._phases(code, answer)
        says = statement(code, self.language)
        if phases and len(facts()[code].phases) > 1:
            where = ", ".join(word(f"phase.{each}", self.language) for each in phases)
            says = f"{says} ({where})"
        evidence = tuple(dict.fromkeys(e for record in records for e in record.evidence))
        return Because(says, answer, rule=f"facts.{name}", evidence=evidence)

    def _phases(self, code: str, answer: Answer) -> list[str]:
        if answer is not Answer.YES:
            return []
        at = self.graph.at
        return [
            p for p in facts()[code].phases if self.answers[at[f"facts.{code}@{p}"]] is Answer.YES
        ]

    def _indicator(self, name: str, column: str) -> str:
        indicator, label = indicators()[name], indicator_label(name, self.language)
        strength = indicator.strengths.get(column)
        if strength is None:
            return label
        notes = [word(f"strength.{_STRENGTH_WORDS[strength]}", self.language)]
        if indicator.status == "uncertain":
            notes.append(word("strength.uncertain", self.language))
        return f"{label} ({', '.join(notes)})"

    def _input(self, name: str, answer: Answer) -> Because:
        value = None
        if name == "child":
            value = None if self.case.age is None else str(self.case.age)
        if name == "public_actor":
            value = word(f"actor.{self.case.actor}", self.language)
        says = word(f"input.{name}", self.language)
        return Because(says, answer, value, rule=f"inputs.{name}")

    def _cites(self, ids: tuple[str, ...]) -> tuple[Citation, ...]:
        return tuple(citation(each, self.language) for each in ids)


def _column(name: str, column: str) -> str:
    """Column of strengths below a rule: a Delphi rule names its own, a survey rule has one."""
    parts = name.split(".")
    if parts[0] == "delphi2009" and parts[1].endswith("_labour"):
        return parts[1]
    return "adult_labour" if parts[0] == "survey2012" else column
