"""What `assess_table` of this folder measures, one job a process.

    python -m bench.table_jobs JOB TABLE.parquet

A job is prepared, then run once with the clock on; it prints JSON. A job that starts from memory is
run once before that and what it made is freed, so that both sides are measured warm; a job that
starts from the file is not, as a command is run once.
"""

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeAlias

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench import openfisca_peer as openfisca
from bench.generate import answer_columns
from manumit.identify.inputs import adult_age
from manumit.identify.outcome import DELPHI_DIMENSIONS
from manumit.identify.rules import Graph, graph
from manumit.identify.table import (
    CHUNK,
    YES,
    Column,
    Rows,
    _part,
    assess_table,
    evaluate_bits,
    leaf_bits,
)
from manumit.io.interviews import InterviewReader
from manumit.tables import Batch, open_table
from manumit.tables.model import BATCH_ROWS

Flags: TypeAlias = NDArray[np.bool_]
Job: TypeAlias = Callable[[], Mapping[str, float]]

AS_OF = date(2026, 1, 1)
PLAIN = ("id",)
"""Columns that `manumit assess` asks for as plain text."""


def arrow_batches(path: Path) -> Iterator[Any]:
    """The file as pyarrow gives it, with the options of `tables.parquet`."""
    words = [name for name in pq.read_schema(path).names if name not in PLAIN]
    file = pq.ParquetFile(path, read_dictionary=words)
    yield from file.iter_batches(batch_size=BATCH_ROWS)


def where(column: Any, chosen: Callable[[str | None], bool]) -> Flags:
    """Rows of a dictionary-encoded column whose word is chosen; None stands for an empty cell."""
    words = [*column.dictionary.to_pylist(), None]
    yes = np.array([chosen(word) for word in words])
    places = column.indices
    if places.null_count:
        places = places.fill_null(len(words) - 1)
    found: Flags = yes[places.to_numpy(zero_copy_only=False)]
    return found


def is_yes(word: str | None) -> bool:
    return word == "yes"


def interviews(path: Path) -> list[Rows]:
    """The rows of the file, decoded, in memory."""
    reader = InterviewReader(open_table(path, plain=PLAIN))
    rows = [part.rows for part, _ in reader.batches()]
    if reader.rejected:
        sys.exit(f"{reader.rejected} rows were rejected: the comparison would not be of the same.")
    return rows


def read(path: Path) -> Job:
    """The file read and nothing else."""

    def job() -> Mapping[str, float]:
        return {"rows": sum(batch.num_rows for batch in arrow_batches(path))}

    return job


def boolean_pass(path: Path) -> Job:
    """The file read, each answer made a yes/no column, all of them joined by or."""

    def job() -> Mapping[str, float]:
        return {"any_yes": sum(int(column.sum()) for column in _any_yes(path))}

    return job


def _any_yes(path: Path) -> Iterator[Flags]:
    for batch in arrow_batches(path):
        found = np.zeros(batch.num_rows, np.bool_)
        for name in answer_columns():
            found |= where(batch.column(name), is_yes)
        yield found


def ours(path: Path) -> Job:
    """From the file to all result columns, with the time of each stage."""

    def job() -> Mapping[str, float]:
        table = open_table(path, plain=PLAIN)
        batches, reading, rules = table.batches, 0.0, 0.0

        def timed() -> Iterator[Batch]:
            nonlocal reading
            source, start = batches(), process_time()
            for batch in source:
                reading += process_time() - start
                yield batch
                start = process_time()
            reading += process_time() - start

        table.batches = timed
        kept: list[tuple[list[str], dict[str, Column]]] = []
        for part, _ in InterviewReader(table).batches():
            start = process_time()
            kept.append((part.ids, assess_table(part.rows, AS_OF)))
            rules += process_time() - start
        rows = sum(len(ids) for ids, _ in kept)
        return {"rows": rows, "columns": len(kept[0][1]), "reading": reading, "rules": rules}

    return job


def boolean_pass_in_memory(path: Path) -> Job:
    parts = interviews(path)

    def job() -> Mapping[str, float]:
        count = 0
        for rows in parts:
            found = np.zeros(rows.count, np.bool_)
            for name, codes in rows.answers.items():
                if name.startswith("facts."):
                    found |= codes == YES
            count += int(found.sum())
        return {"any_yes": count}

    return job


def ours_in_memory(path: Path) -> Job:
    parts = interviews(path)
    graph()

    def job() -> Mapping[str, float]:
        kept = [assess_table(rows, AS_OF) for rows in parts]
        return {"columns": len(kept[0])}

    return job


def ours_rules(path: Path) -> Job:
    """Every rule in both readings, from bit columns prepared beforehand."""
    return _evaluation(graph(), path)


def ours_delphi(path: Path) -> Job:
    """The six dimensions for adults in both readings, from bit columns prepared beforehand."""
    names = [f"delphi2009.adult_labour.{name}" for name in DELPHI_DIMENSIONS]
    return _evaluation(_needed(graph(), names), path)


def _evaluation(rules: Graph, path: Path) -> Job:
    bits = [
        leaf_bits(_part(rows, start, min(start + CHUNK, rows.count)), adult_age(AS_OF))
        for rows in interviews(path)
        for start in range(0, rows.count, CHUNK)
    ]

    def job() -> Mapping[str, float]:
        steps = 0
        for leaves in bits:
            steps = len(evaluate_bits(rules, leaves))
        return {"steps": steps}

    return job


def _needed(whole: Graph, names: list[str]) -> Graph:
    """The part of the graph that some rules are answered from."""
    kept = {whole.at[name] for name in names} | set(range(len(whole.leaves)))
    for at in range(len(whole.nodes) - 1, -1, -1):
        if at in kept:
            kept.update(whole.nodes[at].parts)
    place = {at: new for new, at in enumerate(sorted(kept))}
    nodes = [
        replace(whole.nodes[at], parts=tuple(place[p] for p in whole.nodes[at].parts))
        for at in place
    ]
    named = {name: place[at] for name, at in whole.at.items() if at in place}
    return Graph(tuple(nodes), named, whole.leaves)


def delphi(count_of: openfisca.Sum) -> Callable[[Path], Job]:
    """OpenFisca, the six dimensions for adults, inputs prepared beforehand."""

    def prepare(path: Path) -> Job:
        system = openfisca.delphi_system(count_of)
        return _calculation(system, delphi_inputs(path), DELPHI_DIMENSIONS)

    return prepare


def delphi_from_file(path: Path) -> Job:
    system = openfisca.delphi_system(openfisca.lean_sum)

    def job() -> Mapping[str, float]:
        return _calculation(system, delphi_inputs(path), DELPHI_DIMENSIONS)()

    return job


def all_rules(path: Path) -> Job:
    """OpenFisca, every rule that the results need, both readings, inputs prepared beforehand."""
    rules, parts = graph(), interviews(path)
    system = openfisca.rules_system(rules)
    inputs = rules_inputs(parts)
    return _calculation(system, inputs, openfisca.result_variables(rules))


def _calculation(system: Any, inputs: Mapping[str, Flags], wanted: Any) -> Job:
    def job() -> Mapping[str, float]:
        start = process_time()
        simulation = openfisca.simulate(system, inputs)
        setting = process_time() - start
        return {"setting": setting, "results": len(openfisca.calculate(simulation, wanted))}

    return job


def delphi_inputs(path: Path) -> dict[str, Flags]:
    """OpenFisca's Delphi inputs, read from the file without any of the code under test."""
    parts = [
        openfisca.delphi_inputs({n: where(batch.column(n), is_yes) for n in answer_columns()})
        for batch in arrow_batches(path)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def rules_inputs(parts: list[Rows]) -> dict[str, Flags]:
    """OpenFisca's inputs for every rule: both readings of every leaf."""
    bits = [leaf_bits(rows, adult_age(AS_OF)) for rows in parts]
    return openfisca.rules_inputs(graph(), bits, [rows.count for rows in parts])


FROM_FILE: dict[str, Callable[[Path], Job]] = {
    "read": read,
    "boolean_pass": boolean_pass,
    "ours": ours,
    "delphi_from_file": delphi_from_file,
}
IN_MEMORY: dict[str, Callable[[Path], Job]] = {
    "boolean_pass_in_memory": boolean_pass_in_memory,
    "ours_in_memory": ours_in_memory,
    "ours_rules": ours_rules,
    "ours_delphi": ours_delphi,
    "delphi_plain": delphi(openfisca.plain_sum),
    "delphi_lean": delphi(openfisca.lean_sum),
    "all_rules": all_rules,
}


def main() -> None:
    name, path = sys.argv[1:]
    job = (FROM_FILE | IN_MEMORY)[name](Path(path))
    if name in IN_MEMORY:
        job()
        gc.collect()
    cpu, wall = process_time(), perf_counter()
    detail = job()
    cpu, wall = process_time() - cpu, perf_counter() - wall
    print(json.dumps({"cpu": cpu, "wall": wall, **detail}))


if __name__ == "__main__":
    main()
