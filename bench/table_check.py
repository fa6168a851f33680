"""Whether the peers compute what is computed here, person by person, on the whole table.

    python -m bench.table_check TABLE.parquet

OpenFisca knows yes and no; the rules here also know unknown. The Delphi dimension rule can only
gain from a yes, so its answer is known from two readings: with every unknown as no, and with every
unknown as yes. OpenFisca is run on both and must agree with both, for every row and dimension, with
everybody read as an adult. The second comparison is of every rule that a result is read from.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench import openfisca_peer as openfisca
from bench.generate import answer_columns
from bench.table_jobs import AS_OF, Flags, arrow_batches, interviews, rules_inputs, where
from manumit.identify.inputs import adult_age
from manumit.identify.outcome import DELPHI_DIMENSIONS
from manumit.identify.rules import graph
from manumit.identify.table import (
    ANSWER_WORDS,
    EMPTY,
    NO,
    YES,
    Rows,
    assess_table,
    evaluate_bits,
    leaf_bits,
)

SURELY_ADULT = 30


def main() -> None:
    path = Path(sys.argv[1])
    parts = interviews(path)
    found = {
        "cpu": 0.0,
        "wall": 0.0,
        "rows": sum(rows.count for rows in parts),
        "yes_or_no_rows": sum(_yes_or_no(rows) for rows in parts),
        **compare_delphi(path, parts),
        **compare_rules(parts),
    }
    print(json.dumps(found))


def _yes_or_no(rows: Rows) -> int:
    """Persons without an unknown fact: fact-finding complete and no answer unknown."""
    assert rows.complete is not None
    known = rows.complete.copy()
    for name, codes in rows.answers.items():
        if name.startswith("facts."):
            known &= (codes == YES) | (codes == NO) | (codes == EMPTY)
    return int(known.sum())


def compare_delphi(path: Path, parts: list[Rows]) -> dict[str, int]:
    """Cells of the six dimensions that were compared, and how many differ."""
    adults = [replace(r, age=np.full(r.count, SURELY_ADULT, np.int16)) for r in parts]
    results = [assess_table(rows, AS_OF) for rows in adults]
    system = openfisca.delphi_system(openfisca.plain_sum)
    compared = differing = 0
    for reading, inputs in _readings(path).items():
        theirs = openfisca.calculate(openfisca.simulate(system, inputs), DELPHI_DIMENSIONS)
        for name in DELPHI_DIMENSIONS:
            codes = np.concatenate([result[f"delphi2009.{name}"].codes for result in results])
            yes, no = ANSWER_WORDS.index("yes"), ANSWER_WORDS.index("no")
            ours = codes == yes if reading == "least" else codes != no
            compared += len(ours)
            differing += int((ours != theirs[name]).sum())
    return {"delphi_compared": compared, "delphi_differing": differing}


def _readings(path: Path) -> dict[str, dict[str, Flags]]:
    """The Delphi inputs with every unknown as no, and as yes, from the words of the file."""
    parts: dict[str, list[dict[str, Flags]]] = {reading: [] for reading in openfisca.READINGS}
    for batch in arrow_batches(path):
        still_open = where(batch.column("fact_finding"), lambda word: word != "complete")
        least, greatest = {}, {}
        for name in answer_columns():
            column = batch.column(name)
            least[name] = where(column, lambda word: word == "yes")
            unknown = where(column, lambda word: word == "unknown")
            unlisted = where(column, lambda word: word is None) & still_open
            greatest[name] = least[name] | unknown | unlisted
        parts["least"].append(openfisca.delphi_inputs(least))
        parts["greatest"].append(openfisca.delphi_inputs(greatest))
    return {reading: _joined(found) for reading, found in parts.items()}


def _joined(parts: list[dict[str, Flags]]) -> dict[str, Flags]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def compare_rules(parts: list[Rows]) -> dict[str, int]:
    """Cells of every rule that a result is read from, in both readings, and how many differ."""
    rules, counts = graph(), [rows.count for rows in parts]
    system = openfisca.rules_system(rules)
    simulation = openfisca.simulate(system, rules_inputs(parts))
    theirs: Mapping[str, Any] = openfisca.calculate(simulation, openfisca.result_variables(rules))
    steps = [evaluate_bits(rules, leaf_bits(rows, adult_age(AS_OF))) for rows in parts]
    compared = differing = 0
    for name in openfisca.result_names():
        at = rules.at[name]
        for row, reading in enumerate(openfisca.READINGS):
            ours = openfisca.flags([part[at][row] for part in steps], counts)
            compared += len(ours)
            differing += int((ours != theirs[openfisca.step(at, reading)]).sum())
    return {"rules_compared": compared, "rules_differing": differing}


if __name__ == "__main__":
    main()
