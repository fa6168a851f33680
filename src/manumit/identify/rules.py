"""The operators of rules, and the graph they compile to.

A rule's logic is a name or one operator:

    name                            a rule id, `facts.CODE`, `conditions.CODE`, `inputs.NAME`,
                                    `raised.GROUP`
    {all: [..]}                     yes if every part is yes
    {any: [..]}                     yes if some part is yes
    {not: x}
    {at_least: "2", of: [..]}       yes if that many parts are yes
    {possible: x}                   yes unless x is no
    {certain: x}                    yes only if x is yes, otherwise no

A list may hold selectors, which stand for several parts:

    {indicators: PREFIX, strength: [S], column: adult_labour}
    {facts: [PREFIX, ..]}           every fact that speaks to an indicator with such an id

All operators but `not`, `possible` and `certain` are monotone, so an answer is the pair of a least
reading (unknown as no) and a greatest reading (unknown as yes). One graph serves a single case
and a table: `evaluate` walks it with answers, `table` with columns of bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from manumit.errors import DataError, did_you_mean
from manumit.reference import condition_groups, conditions, facts, indicators, rules
from manumit.reference.catalogue import check_column

Operator: TypeAlias = Literal["leaf", "all", "any", "not", "at_least", "possible", "certain"]

INPUTS = ("work", "child", "public_actor", "c105_purpose")


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the graph.

    Attributes:
        op: What it does with its parts.
        parts: Positions of its parts, all before its own.
        name: Rule, indicator, fact or input id; empty for a step inside a rule.
        count: For `at_least`, how many.
    """

    op: Operator
    parts: tuple[int, ...] = ()
    name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """Every rule as steps in an order in which parts come first.

    Attributes:
        nodes: The steps.
        at: Name to position.
        leaves: Names of what a case must answer, such as `facts.documents_held@work`.
    """

    nodes: tuple[Node, ...]
    at: Mapping[str, int]
    leaves: tuple[str, ...]


@cache
def graph(drafts: frozenset[str] = frozenset()) -> Graph:
    """Compile all rules.

    Args:
        drafts: Names of draft rule files to let through.

    Raises:
        DataError: A rule names something unknown, misuses an operator, or leads back to itself.
    """
    return _Compiler(drafts).graph()


class _Compiler:
    def __init__(self, drafts: frozenset[str]) -> None:
        self.rules = rules(drafts)
        self.nodes: list[Node] = []
        self.at: dict[str, int] = {}
        self.open: list[str] = []

    def graph(self) -> Graph:
        leaves = [
            *(f"facts.{fact.code}@{phase}" for fact in facts().values() for phase in fact.phases),
            *(f"conditions.{code}" for code in conditions()),
            *(f"raised.{group}" for group in condition_groups()),
            *(f"inputs.{name}" for name in INPUTS),
        ]
        for leaf in leaves:
            self._add(Node("leaf", (), leaf))
        for fact in facts().values():
            parts = tuple(self.at[f"facts.{fact.code}@{phase}"] for phase in fact.phases)
            self._add(Node("any", parts, f"facts.{fact.code}"))
        for indicator in indicators().values():
            self._add(Node("any", self._speakers(indicator.id), indicator.id))
        for name in self.rules:
            self._named(name, name)
        return Graph(tuple(self.nodes), self.at, tuple(leaves))

    def _speakers(self, indicator: str) -> tuple[int, ...]:
        """The facts that speak to an indicator, each in the phases in which it counts."""
        parts = []
        for fact in facts().values():
            phases = fact.speaks_to.get(indicator, ())
            if phases == fact.phases:
                parts.append(self.at[f"facts.{fact.code}"])
            else:
                parts += [self.at[f"facts.{fact.code}@{phase}"] for phase in phases]
        return tuple(parts)

    def _add(self, node: Node) -> int:
        self.nodes.append(node)
        if node.name:
            self.at[node.name] = len(self.nodes) - 1
        return len(self.nodes) - 1

    def _named(self, name: str, rule: str) -> int:
        if name in self.at:
            return self.at[name]
        if name not in self.rules:
            raise self._wrong(rule, f"names {name}. {did_you_mean(name, self._known())}")
        if name in self.open:
            raise self._wrong(rule, f"leads back to itself: {' > '.join([*self.open, name])}")
        self.open.append(name)
        at = self._logic(self.rules[name].logic, name)
        self.open.pop()
        inner = self.nodes[at]
        if inner.name or at != len(self.nodes) - 1:
            return self._add(Node("all", (at,), name))
        self.nodes[at] = Node(inner.op, inner.parts, name, inner.count)
        self.at[name] = at
        return at

    def _logic(self, logic: Any, rule: str) -> int:
        if isinstance(logic, str):
            return self._named(logic, rule)
        if not isinstance(logic, dict):
            raise self._wrong(rule, f"has {logic!r} where a name or an operator is due")
        match logic:
            case {"all": list(parts)} | {"any": list(parts)} if len(logic) == 1:
                op: Operator = "all" if "all" in logic else "any"
                return self._add(Node(op, self._parts(parts, rule)))
            case {"at_least": str(count), "of": list(parts)} if len(logic) == 2 and count.isdigit():
                return self._add(Node("at_least", self._parts(parts, rule), "", int(count)))
            case {"not": part} if len(logic) == 1:
                return self._add(Node("not", (self._logic(part, rule),)))
            case {"possible": part} if len(logic) == 1:
                return self._add(Node("possible", (self._logic(part, rule),)))
            case {"certain": part} if len(logic) == 1:
                return self._add(Node("certain", (self._logic(part, rule),)))
        raise self._wrong(rule, f"has an operator that is not known: {sorted(logic)}")

    def _parts(self, parts: list[Any], rule: str) -> tuple[int, ...]:
        found: list[int] = []
        for part in parts:
            match part:
                case {"facts": list(prefixes)}:
                    found += [self.at[f"facts.{code}"] for code in facts_for(tuple(prefixes))]
                case {"indicators": str(prefix)}:
                    if len(indicators_for(prefix, {})) == 0:
                        raise self._wrong(rule, f"selects indicators of {prefix}: there are none")
                    found += [self.at[name] for name in indicators_for(prefix, part)]
                case _:
                    found.append(self._logic(part, rule))
        return tuple(dict.fromkeys(found))

    def _known(self) -> list[str]:
        return [*self.rules, *self.at]

    @staticmethod
    def _wrong(rule: str, message: str) -> DataError:
        return DataError(message, path="data/rules", key=rule)


def facts_for(prefixes: tuple[str, ...]) -> list[str]:
    """Codes of the facts that speak to an indicator whose id starts with one of `prefixes`."""
    starts = tuple(f"{prefix}." for prefix in prefixes)
    return [
        fact.code
        for fact in facts().values()
        if any(f"{indicator}.".startswith(starts) for indicator in fact.speaks_to)
    ]


def indicators_for(prefix: str, choice: Mapping[str, Any]) -> list[str]:
    """Ids of the indicators below `prefix`, of the strengths chosen in a column.

    Raises:
        NotReviewed: The column is a draft.
    """
    column = choice.get("column", "adult_labour")
    check_column(column)
    strengths = choice.get("strength")
    return [
        indicator.id
        for indicator in indicators().values()
        if f"{indicator.id}.".startswith(f"{prefix}.")
        and (strengths is None or indicator.strengths.get(column) in strengths)
    ]
