"""What to ask next: the questions whose answers could settle most, with the fewest others."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from manumit.core import Answer
from manumit.identify.model import Case, Question
from manumit.identify.outcome import DETERMINATION, TESTS
from manumit.identify.rules import Graph, Node
from manumit.reference import facts, rule_wording, rules, word, wording

Want = bool
"""The answer that a step is to be turned to: True for yes, False for no."""

_INPUT_CODES = {
    "inputs.work": "work",
    "inputs.child": "age",
    "inputs.public_actor": "actor",
    "inputs.c105_purpose": "c105_purpose",
}

WEIGHTS = {
    "c029.forced_labour": 4.0,
    "palermo.trafficking": 2.0,
    **{f"{instrument}.result": 0.5 for instrument in ("survey2012", "icls20")},
    **{f"delphi2009.{column}.result": 0.5 for column in ("adult_labour", "child_labour")},
}
"""How much it matters to settle a result; 1 for the other legal tests."""

RAISED_BEFORE = 3.0
"""A matter that someone already raised, and left unknown, counts for so many that nobody did."""


def next_questions(
    graph: Graph, answers: Sequence[Answer], case: Case, column: str, language: str
) -> tuple[Question, ...]:
    """Unknown facts and conditions that can still turn a result, most useful first.

    The use of a question is the sum, over the unknown results and both ways each can turn, of
    weight / (1 + answers still needed besides this one); more if the file already records the
    matter as unknown. A question that can turn nothing is not asked: a worker is not made to tell
    more than is needed.

    Args:
        graph: Compiled rules.
        answers: Answer of each step, from `evaluate`.
        case: The case, for what was already recorded.
        column: Column of strengths that applies to the person.
        language: Language of the questions.
    """
    least = least_answers(graph, answers)
    found: dict[str, _Use] = {}
    for target, weight in _targets(column).items():
        at = graph.at[target]
        if answers[at] is not Answer.UNKNOWN:
            continue
        for want in (True, False):
            for name, reach in _reach(graph, answers, least, at, want).items():
                use = found.setdefault(_code(name), _Use({}, 0.0))
                use.add(target, reach, weight)
    told = set(case.facts) | set(case.conditions)

    def rank(code: str) -> float:
        return -found[code].score * (RAISED_BEFORE if code in told else 1)

    ranked = sorted(found, key=rank)
    return tuple(_question(code, found[code], language) for code in ranked)


@dataclass(slots=True)
class _Use:
    """What a question can settle: rule to the way that needs the fewest other answers."""

    settles: dict[str, "_Reach"]
    score: float

    def add(self, target: str, reach: "_Reach", weight: float) -> None:
        known = self.settles.get(target)
        if known is None or reach.others < known.others:
            self.settles[target] = reach
        self.score += weight / (1 + reach.others)

    def best_first(self) -> list[tuple[str, "_Reach"]]:
        def rank(item: tuple[str, _Reach]) -> float:
            target, reach = item
            return -WEIGHTS.get(target, 1.0) / (1 + reach.others)

        return sorted(self.settles.items(), key=rank)


@dataclass(frozen=True, slots=True)
class _Reach:
    others: int
    rule: str


def _targets(column: str) -> dict[str, float]:
    instruments = ("survey2012.result", f"delphi2009.{column}.result", "icls20.result")
    targets = (*(DETERMINATION[test] for test in TESTS), *instruments)
    return {target: WEIGHTS.get(target, 1.0) for target in targets}


def least_answers(graph: Graph, answers: Sequence[Answer]) -> list[tuple[float, float]]:
    """Fewest further answers that could turn each step to (yes, no); inf when none can.

    A count may be too high where two parts share a fact.
    """
    least: list[tuple[float, float]] = []
    for node, answer in zip(graph.nodes, answers, strict=True):
        if answer is not Answer.UNKNOWN:
            least.append((0, inf) if answer is Answer.YES else (inf, 0))
        elif node.op == "leaf" or node.name.startswith("facts."):
            least.append((1, 1))
        else:
            least.append(_least(node, [least[part] for part in node.parts]))
    return least


def _least(node: Node, parts: list[tuple[float, float]]) -> tuple[float, float]:
    yes, no = [part[0] for part in parts], [part[1] for part in parts]
    match node.op:
        case "all":
            return sum(yes), min(no)
        case "any":
            return min(yes), sum(no)
        case "not":
            return no[0], yes[0]
        case "at_least":
            spare = len(parts) - node.count + 1
            return sum(sorted(yes)[: node.count]), sum(sorted(no)[:spare])
        case _:
            return yes[0], no[0]


def _reach(
    graph: Graph,
    answers: Sequence[Answer],
    least: Sequence[tuple[float, float]],
    target: int,
    want: Want,
) -> dict[str, _Reach]:
    """Each unknown leaf that can help to turn `target`, with the others that it would need."""
    best: dict[tuple[int, Want], _Reach] = {(target, want): _Reach(0, graph.nodes[target].name)}
    if least[target][0 if want else 1] == inf:
        return {}
    reached: dict[str, _Reach] = {}
    for at in range(target, -1, -1):
        for turn in (True, False):
            here = best.get((at, turn))
            if here is None or answers[at] is not Answer.UNKNOWN:
                continue
            node = graph.nodes[at]
            if node.op == "leaf" or node.name.startswith("facts."):
                known = reached.get(node.name)
                if known is None or here.others < known.others:
                    reached[node.name] = here
                continue
            rule = node.name if _why(node.name, "en") else here.rule
            for part, need, part_turn in _steps(node, turn, least):
                others = here.others + need
                place = (part, part_turn)
                if others < inf and (place not in best or others <= best[place].others):
                    best[place] = _Reach(int(others), rule)
    return reached


def _steps(
    node: Node, want: Want, least: Sequence[tuple[float, float]]
) -> list[tuple[int, float, Want]]:
    """The parts that could turn a step, and how many answers their siblings would need."""
    if node.op == "not":
        return [(node.parts[0], 0, not want)]
    costs = {part: least[part][0 if want else 1] for part in node.parts}
    if node.op == "at_least":
        needed = node.count if want else len(node.parts) - node.count + 1
    else:
        everyone = (node.op == "all") == want
        needed = len(node.parts) if everyone else 1
    steps = []
    for part, cost in costs.items():
        siblings = sorted(other for name, other in costs.items() if name != part)
        if 0 < cost < inf:
            steps.append((part, sum(siblings[: needed - 1]), want))
    return steps


def _why(name: str, language: str) -> str:
    """Why a rule makes an interviewer ask; empty for a step that is no rule."""
    return rule_wording(name, language).why if name in rules() else ""


def _code(name: str) -> str:
    return _INPUT_CODES.get(name) or name.split(".", 1)[1].split("@", maxsplit=1)[0]


def _question(code: str, use: _Use, language: str) -> Question:
    words, ranked = wording(code, language), use.best_first()
    others, rule = ranked[0][1].others, ranked[0][1].rule
    results = [rule_wording(t, language).label for t, reach in ranked if reach.others == others]
    key = "question.settles_alone" if others == 0 else "question.settles_with"
    effect = word(key, language).format(results=", ".join(results), n=others)
    why = " ".join(part for part in (_why(rule, language), effect) if part)
    settles = tuple((target, reach.others) for target, reach in ranked)
    return Question(words.question, words.hint, code, code in facts(), why, settles)
