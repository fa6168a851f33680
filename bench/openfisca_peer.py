"""The same rules in OpenFisca-Core, a peer that applies rules to columns of people.

Two systems: the six Delphi dimensions for adults, as an author would write them, from one yes/no
input for each indicator; and every rule that the results of `assess_table` need. OpenFisca knows
only yes and no, so in the second each step is two variables, its least and its greatest reading.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, reduce
from operator import iand, ior
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-untyped]
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-untyped]
from openfisca_core.variables import Variable  # type: ignore[import-untyped]

from bench.generate import column_of
from manumit.identify.outcome import (
    DELPHI_DIMENSIONS,
    DETERMINATION,
    EXCEPTIONS,
    LABELS,
    SURVEY_DIMENSIONS,
)
from manumit.identify.rules import Graph, Node
from manumit.identify.table import Pair
from manumit.reference import facts, indicators

Flags: TypeAlias = NDArray[np.bool_]
Sum: TypeAlias = Callable[[Iterable[Flags]], Any]

READINGS = ("least", "greatest")
YEAR = period("2026")
PERSON = build_entity("person", "persons", "A person", is_person=True)


def plain_sum(flags: Iterable[Flags]) -> Any:
    """As formulas are mostly written: Python's sum, which counts in 64 bits."""
    return sum(flags)


def lean_sum(flags: Iterable[Flags]) -> Any:
    """Counts in 8 bits, in place: an author who tunes for many people."""
    first, *rest = flags
    counts = first.astype(np.int8)
    for flag in rest:
        counts += flag
    return counts


def simulate(system: Any, inputs: Mapping[str, Flags]) -> Any:
    """A simulation with its inputs set."""
    count = len(next(iter(inputs.values())))
    simulation = SimulationBuilder().build_default_simulation(system, count)
    for name, flags in inputs.items():
        simulation.set_input(name, YEAR, flags)
    return simulation


def calculate(simulation: Any, names: Iterable[str]) -> dict[str, Flags]:
    return {name: simulation.calculate(name, YEAR) for name in names}


def _variable(name: str, formula: Callable[[Any, Any], Any] | None = None) -> type:
    about = {"value_type": bool, "entity": PERSON, "definition_period": DateUnit.YEAR}
    about |= {"label": name} | ({} if formula is None else {"formula": formula})
    return type(name, (Variable,), about)


@cache
def _by_strength() -> dict[str, dict[str, list[str]]]:
    """Dimension to strength to variables of the indicators, in the column for adults."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in DELPHI_DIMENSIONS}
    for indicator in indicators().values():
        if indicator.set == "delphi2009" and "adult_labour" in indicator.strengths:
            strength = indicator.strengths["adult_labour"]
            found[indicator.dimension].setdefault(strength, []).append(_name(indicator.id))
    return found


def _name(indicator: str) -> str:
    return indicator.replace(".", "_")


def delphi_system(count_of: Sum) -> Any:
    """The six dimensions for adults, from indicators."""
    system = TaxBenefitSystem([PERSON])
    for dimension, by_strength in _by_strength().items():
        for name in [name for names in by_strength.values() for name in names]:
            system.add_variable(_variable(name))
        system.add_variable(_variable(dimension, _dimension(by_strength, count_of)))
    return system


def _dimension(by_strength: Mapping[str, list[str]], count_of: Sum) -> Callable[[Any, Any], Any]:
    """The dimension rule: 2 strong, 1 strong and 1 other, 3 medium, or 2 medium and 1 weak."""

    def formula(person: Any, period: Any) -> Any:
        def count(strength: str) -> Any:
            names = by_strength.get(strength)
            return count_of(person(name, period) for name in names) if names else np.int8(0)

        strong, medium, weak = count("S"), count("M"), count("W")
        return (
            (strong >= 2)
            | ((strong >= 1) & ((medium >= 1) | (weak >= 1)))
            | (medium >= 3)
            | ((medium >= 2) & (weak >= 1))
        )

    return formula


def delphi_inputs(answers: Mapping[str, Flags]) -> dict[str, Flags]:
    """Each Delphi indicator from yes/no columns of the table, by the facts that speak to it."""
    speakers: dict[str, list[str]] = {}
    for fact in facts().values():
        for indicator, phases in fact.speaks_to.items():
            columns = [column_of(fact.code, phase) for phase in phases]
            speakers.setdefault(_name(indicator), []).extend(columns)
    names = [
        name for each in _by_strength().values() for strength in each.values() for name in strength
    ]
    return {name: _or([answers[column] for column in speakers[name]]) for name in names}


def _or(columns: Sequence[Flags]) -> Flags:
    return reduce(ior, columns[1:], columns[0].copy())


def result_names() -> list[str]:
    """Rules and indicators that the result columns of `assess_table` are read from."""
    delphi = (*DELPHI_DIMENSIONS, "result", "result_with_vulnerability")
    names = [
        *DETERMINATION.values(),
        *EXCEPTIONS.values(),
        *LABELS.values(),
        *(id_ for id_, indicator in indicators().items() if indicator.set == "ilo11"),
        *(f"delphi2009.{who}_labour.{part}" for who in ("adult", "child") for part in delphi),
        *(f"survey2012.{part}" for part in (*SURVEY_DIMENSIONS, "result")),
        *(f"icls20.{part}" for part in ("result", "state_imposed", "privately_imposed")),
    ]
    return list(dict.fromkeys(names))


def step(at: int, reading: str) -> str:
    """Variable of a step of the graph."""
    return f"step_{at}_{reading}"


def result_variables(rules: Graph) -> list[str]:
    """What to calculate for all results."""
    return [step(rules.at[name], reading) for name in result_names() for reading in READINGS]


def rules_system(rules: Graph) -> Any:
    """Every step of the graph, twice; arrays are combined in place, as a careful author would."""
    system = TaxBenefitSystem([PERSON])
    for at, node in enumerate(rules.nodes):
        for reading in READINGS:
            formula = None if node.op == "leaf" else _formula(node, reading)
            system.add_variable(_variable(step(at, reading), formula))
    return system


def _formula(node: Node, reading: str) -> Callable[[Any, Any], Any]:
    other = READINGS[reading == READINGS[0]]
    of = {"not": other, "possible": "greatest", "certain": "least"}.get(node.op, reading)
    names = [step(part, of) for part in node.parts]

    def formula(person: Any, period: Any) -> Any:
        if len(names) == 0:
            return np.full(person.count, node.op == "all" or node.count == 0)
        parts = [person(name, period) for name in names]
        match node.op:
            case "all":
                return reduce(iand, parts[1:], parts[0].copy())
            case "any":
                return _or(parts)
            case "not":
                return ~parts[0]
            case "possible" | "certain":
                return parts[0]
            case _:
                return lean_sum(parts) >= node.count

    return formula


def rules_inputs(
    rules: Graph, bits: Sequence[Mapping[str, Pair]], counts: Sequence[int]
) -> dict[str, Flags]:
    """Both readings of every leaf, batch after batch, as one column of yes/no each."""
    return {
        step(rules.at[leaf], reading): flags([part[leaf][row] for part in bits], counts)
        for leaf in rules.leaves
        for row, reading in enumerate(READINGS)
    }


def flags(bits: Sequence[NDArray[np.uint8]], counts: Sequence[int]) -> Flags:
    """Columns of bits, batch after batch, as one column of yes/no."""
    unpacked = [
        np.unpackbits(part, count=count, bitorder="little")
        for part, count in zip(bits, counts, strict=True)
    ]
    return np.concatenate(unpacked).view(np.bool_)
