"""One case through the graph of rules."""

from collections.abc import Mapping, Sequence
from functools import reduce

from manumit.core import Answer
from manumit.identify.rules import Graph, Node


def evaluate(graph: Graph, leaves: Mapping[str, Answer]) -> list[Answer]:
    """The answer of every step of the graph, in its order.

    Args:
        graph: Compiled rules.
        leaves: An answer for each of `graph.leaves`.
    """
    answers: list[Answer] = []
    for node in graph.nodes:
        answers.append(leaves[node.name] if node.op == "leaf" else combine(node, answers))
    return answers


def combine(node: Node, answers: Sequence[Answer]) -> Answer:
    """The answer of one step from those of its parts."""
    parts = [answers[part] for part in node.parts]
    match node.op:
        case "all":
            return reduce(Answer.__and__, parts, Answer.YES)
        case "any":
            return reduce(Answer.__or__, parts, Answer.NO)
        case "not":
            return ~parts[0]
        case "possible":
            return Answer.between(parts[0].possible, parts[0].possible)
        case "certain":
            return Answer.between(parts[0] is Answer.YES, parts[0] is Answer.YES)
        case _:
            return Answer.at_least(node.count, parts)
