"""Many persons at once: the same graph of rules, walked with columns of bits.

An answer column is two rows of bits, its least reading (unknown as no) and its greatest reading
(unknown as yes), eight persons to a byte. Every operator is then a few bitwise instructions over
arrays that stay in the processor's cache. Nothing of a rule is written a second time here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from manumit.core import Answer
from manumit.identify.assess import delphi_outcome
from manumit.identify.inputs import PUBLIC_ACTOR, adult_age
from manumit.identify.model import ACTORS
from manumit.identify.outcome import (
    DELPHI_DIMENSIONS,
    DETERMINATION,
    EXCEPTIONS,
    LABELS,
    LAST_LABEL,
    OPEN_LABEL,
    SURVEY_DIMENSIONS,
    TESTS,
)
from manumit.identify.rules import Graph, Node, graph
from manumit.reference import condition_groups, conditions, facts, indicators

Codes: TypeAlias = NDArray[np.uint8]
"""One answer code a person."""

Bits: TypeAlias = NDArray[np.uint8]
"""One bit a person, eight to a byte, first person in the lowest bit."""

Pair: TypeAlias = NDArray[np.uint8]
"""Least and greatest reading of an answer column, as the two rows of an array of bits."""

NO, UNKNOWN, YES, EMPTY = 0b000, 0b010, 0b011, 0b100
"""Answer codes: the lowest bit is the least reading, the next one the greatest. EMPTY means that
nothing was recorded."""

_LOW, _HIGH, _EMPTY = np.uint8(0b001), np.uint8(0b010), np.uint8(0b100)

ANSWER_WORDS = ("no", "yes", "unknown")
CHUNK = 1 << 18
"""Persons worked on at a time, so that the bit columns stay in cache."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What was recorded of many persons, column by column.

    Attributes:
        count: Number of persons, n.
        answers: Codes of shape (n,), by name: `facts.CODE` (every phase the fact allows),
            `facts.CODE@PHASE` (wins where not EMPTY), `conditions.CODE`, `inputs.work`,
            `inputs.c105_purpose`. A name that is not there was not recorded for anybody.
        age: Completed years of shape (n,); -1 when unknown. None when not recorded.
        actor: Positions in `ACTORS`, of shape (n,). None when not recorded.
        complete: Whether fact-finding is complete, of shape (n,). None means open for all.
    """

    count: int
    answers: Mapping[str, Codes]
    age: NDArray[np.int16] | None = None
    actor: Codes | None = None
    complete: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of results: positions of shape (n,) into `words`."""

    codes: Codes
    words: tuple[str, ...] = ANSWER_WORDS

    def text(self) -> list[str]:
        """The words, person by person."""
        return [self.words[code] for code in self.codes.tolist()]

    def counts(self) -> dict[str, int]:
        """How many persons have each word."""
        found = np.bincount(self.codes, minlength=len(self.words)).tolist()
        return {word: count for word, count in zip(self.words, found, strict=True) if count}


def assess_table(rows: Rows, as_of: date) -> dict[str, Column]:
    """Apply every instrument and the legal test to many persons.

    Args:
        rows: What was recorded.
        as_of: Day whose law applies.

    Returns:
        Result columns by name: each determination; `exception`; `label`; `ilo11.CODE`;
        `delphi2009.column`, `.DIMENSION`, `.result`, `.outcome`, `.result_with_vulnerability`;
        `survey2012.DIMENSION`, `.result`; `icls20.result` and its categories. Equal, person by
        person, to what `assess` gives.

    Raises:
        NotInForce: The law that a rule needs has no value on `as_of`.
    """
    rules, adult = graph(), adult_age(as_of)
    parts = [
        _assess_chunk(rules, _part(rows, start, min(start + CHUNK, rows.count)), adult)
        for start in range(0, rows.count, CHUNK)
    ]
    if len(parts) == 1:
        return parts[0]
    empty = _assess_chunk(rules, _part(rows, 0, 0), adult)
    return {
        name: Column(
            np.concatenate([part[name].codes for part in parts] or [column.codes]), column.words
        )
        for name, column in empty.items()
    }


def _part(rows: Rows, start: int, end: int) -> Rows:
    def cut(column: Any) -> Any:
        return None if column is None else column[start:end]

    return Rows(
        end - start,
        {name: codes[start:end] for name, codes in rows.answers.items()},
        cut(rows.age),
        cut(rows.actor),
        cut(rows.complete),
    )


def _assess_chunk(rules: Graph, rows: Rows, adult: int) -> dict[str, Column]:
    steps = evaluate_bits(rules, leaf_bits(rows, adult))
    return _Results(rules, steps, rows.count).columns()


def leaf_bits(rows: Rows, adult: int) -> dict[str, Pair]:
    """The two readings of every leaf of the rules; the same policy as `inputs.leaf_answers`."""
    none = np.zeros((rows.count + 7) // 8, np.uint8)
    unknown = _pair(none, ~none)
    unlisted = unknown if rows.complete is None else _pair(none, ~_pack(rows.complete))

    def read(codes: Codes | None, if_empty: Pair) -> Pair:
        """Readings of a column, with the readings of an empty cell."""
        if codes is None:
            return if_empty
        pair = _pair(_pack(codes & _LOW), _pack(codes & _HIGH))
        empty = _pack(codes & _EMPTY)
        return pair | (empty & if_empty) if empty.any() else pair

    bits: dict[str, Pair] = {}
    for fact in facts().values():
        plain = rows.answers.get(f"facts.{fact.code}")
        for phase in fact.phases:
            name = f"facts.{fact.code}@{phase}"
            bits[name] = read(_either(rows.answers.get(name), plain), unlisted)
    raised = {group: _raised(group, rows, none) for group in condition_groups()}
    for code, condition in conditions().items():
        waits = raised[condition.group] if condition.waits else none
        bits[f"conditions.{code}"] = read(
            rows.answers.get(f"conditions.{code}"), unlisted | _pair(none, waits)
        )
    bits |= {f"raised.{group}": _pair(given, given) for group, given in raised.items()}
    bits["inputs.work"] = read(rows.answers.get("inputs.work"), unknown)
    bits["inputs.c105_purpose"] = read(rows.answers.get("inputs.c105_purpose"), unlisted)
    bits["inputs.child"] = unknown if rows.age is None else _child(rows.age, adult)
    bits["inputs.public_actor"] = unknown if rows.actor is None else _public(rows.actor)
    return bits


def _pack(flags: NDArray[np.bool_] | Codes) -> Bits:
    return np.packbits(flags, bitorder="little")


def _pair(low: Bits, high: Bits) -> Pair:
    return np.stack((low, high))


def _either(own: Codes | None, plain: Codes | None) -> Codes | None:
    """The column of a phase, with the plain column of the fact where it is empty."""
    if own is None or plain is None:
        return plain if own is None else own
    return np.where(own == EMPTY, plain, own)


def _raised(group: str, rows: Rows, none: Bits) -> Bits:
    """Who had the group put forward: some condition of it is yes."""
    raised = none.copy()
    for code, condition in conditions().items():
        column = rows.answers.get(f"conditions.{code}")
        if condition.group == group and condition.waits and column is not None:
            raised |= _pack(column & _LOW)
    return raised


def _child(age: NDArray[np.int16], adult: int) -> Pair:
    known = age >= 0
    return _pair(_pack(known & (age < adult)), _pack(~known | (age < adult)))


def _public(actor: Codes) -> Pair:
    low = np.array([PUBLIC_ACTOR[name] is Answer.YES for name in ACTORS])
    high = np.array([PUBLIC_ACTOR[name].possible for name in ACTORS])
    return _pair(_pack(low[actor]), _pack(high[actor]))


def evaluate_bits(rules: Graph, leaves: Mapping[str, Pair]) -> list[Pair]:
    """The two readings of every step of the graph, in its order."""
    none = np.zeros_like(leaves["inputs.work"])
    counts = _Counts(rules, none)
    steps: list[Pair] = []
    for node in rules.nodes:
        parts = [steps[part] for part in node.parts]
        if node.op == "leaf":
            steps.append(leaves[node.name])
        elif node.op == "at_least":
            steps.append(counts.at_least(node, parts))
        else:
            steps.append(_combine(node, parts, none))
    return steps


def _combine(node: Node, parts: Sequence[Pair], none: Pair) -> Pair:
    match node.op:
        case "all":
            return _fold(np.bitwise_and, parts, ~none)
        case "any":
            return _fold(np.bitwise_or, parts, none)
        case "not":
            return ~parts[0][::-1]
        case "possible":
            return _pair(parts[0][1], parts[0][1])
        case _:
            return _pair(parts[0][0], parts[0][0])


class _Counts:
    """Who has at least so many of some columns; what one count works out serves the others."""

    def __init__(self, rules: Graph, none: Pair) -> None:
        self.none = none
        self.levels: dict[tuple[int, ...], list[Pair]] = {}
        self.most: dict[tuple[int, ...], int] = {}
        for node in rules.nodes:
            if node.op == "at_least":
                self.most[node.parts] = max(node.count, self.most.get(node.parts, 0))

    def at_least(self, node: Node, columns: Sequence[Pair]) -> Pair:
        if node.count == 0:
            return ~self.none
        if node.parts not in self.levels:
            self.levels[node.parts] = self._levels(self.most[node.parts], columns)
        return self.levels[node.parts][node.count - 1]

    def _levels(self, most: int, columns: Sequence[Pair]) -> list[Pair]:
        """Level j holds those with more than j of the columns."""
        levels = [self.none.copy() for _ in range(most)]
        both = np.empty_like(self.none)
        for column in columns:
            for j in range(most - 1, 0, -1):
                np.bitwise_and(levels[j - 1], column, out=both)
                levels[j] |= both
            levels[0] |= column
        return levels


def _fold(operator: np.ufunc, columns: Sequence[Bits], start: Bits) -> Bits:
    if len(columns) < 2:
        return columns[0] if columns else start
    folded: Bits = operator(columns[0], columns[1])
    for column in columns[2:]:
        operator(folded, column, out=folded)
    return folded


@dataclass(frozen=True, slots=True)
class _Results:
    rules: Graph
    steps: Sequence[Pair]
    count: int
    found: dict[str, Column] = field(default_factory=dict)

    def columns(self) -> dict[str, Column]:
        for name, rule in DETERMINATION.items():
            self.add(name, self.pair(rule))
        self.found["exception"] = self.first(
            EXCEPTIONS, self.open(EXCEPTIONS.values()), "unknown", "no"
        )
        tests_open = self.open(DETERMINATION[test] for test in TESTS)
        self.found["label"] = self.first(LABELS, tests_open, OPEN_LABEL, LAST_LABEL)
        for indicator in indicators().values():
            if indicator.set == "ilo11":
                self.add(indicator.id, self.pair(indicator.id))
        self.delphi()
        for name in (
            *(f"survey2012.{d}" for d in SURVEY_DIMENSIONS),
            "survey2012.result",
            "icls20.result",
            "icls20.state_imposed",
            "icls20.privately_imposed",
        ):
            self.add(name, self.pair(name))
        return self.found

    def delphi(self) -> None:
        child = self.pair("protection.treat_as_child")[0]
        self.found["delphi2009.column"] = Column(
            self.unpack(child), ("adult_labour", "child_labour")
        )
        for name in (*DELPHI_DIMENSIONS, "result", "result_with_vulnerability"):
            of_adult = self.pair(f"delphi2009.adult_labour.{name}")
            of_child = self.pair(f"delphi2009.child_labour.{name}")
            self.add(f"delphi2009.{name}", (child & of_child) | (~child & of_adult))
        parts = ("result", *_OUTCOME_PARTS)
        place = np.zeros(self.count, np.uint8)
        for part in parts:
            place = place * np.uint8(3) + self.found[f"delphi2009.{part}"].codes
        self.found["delphi2009.outcome"] = Column(_OUTCOMES[place], _OUTCOME_WORDS)

    def pair(self, name: str) -> Pair:
        return self.steps[self.rules.at[name]]

    def unpack(self, bits: Bits) -> Codes:
        return np.unpackbits(bits, count=self.count, bitorder="little")

    def add(self, name: str, pair: Pair) -> None:
        low, high = pair
        codes = self.unpack(high & ~low)  # of ANSWER_WORDS, unknown is 2 and yes is 1
        codes <<= 1
        codes |= self.unpack(low)
        self.found[name] = Column(codes)

    def open(self, names: Iterable[str]) -> Bits:
        """Who has an unknown answer to some of the rules."""
        return _fold(
            np.bitwise_or,
            [high & ~low for low, high in map(self.pair, names)],
            np.zeros(0, np.uint8),
        )

    def first(
        self, rules: Mapping[str, str], still_open: Bits, if_open: str, otherwise: str
    ) -> Column:
        """The first name whose rule is yes; else one of two words. As `assess._first`."""
        words = (otherwise, if_open, *rules)
        codes = self.unpack(still_open)
        taken = np.zeros_like(still_open)
        for place, rule in enumerate(rules.values(), start=2):
            mine = self.pair(rule)[0] & ~taken
            taken |= mine
            codes[self.unpack(mine).view(np.bool_)] = place
        return Column(codes, words)


_OUTCOME_PARTS = ("exploitation", "deceptive_recruitment", "coercion_at_destination")
_ANSWERS = tuple(Answer(word) for word in ANSWER_WORDS)
_BY_PLACE = [
    delphi_outcome(answers[0], dict(zip(_OUTCOME_PARTS, answers[1:], strict=True)))
    for answers in product(_ANSWERS, repeat=4)
]
_OUTCOME_WORDS = tuple(sorted(set(_BY_PLACE)))
_OUTCOMES = np.array([_OUTCOME_WORDS.index(outcome) for outcome in _BY_PLACE], np.uint8)
"""Outcome of each combination of the four answers, as a number in base three."""
