"""What `claim_batch` of this folder measures, one job a process.

    python -m bench.claim_jobs JOB FILE

A job runs once with the clock on, its libraries loaded before, and prints JSON. The peers work out
the minimum wage and overtime of the Fair Labor Standards Act from the table, in binary fractions,
one value a cell; what is owed is rounded to the cent a week.
"""

import csv
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from io import StringIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeAlias

import numpy as np

from bench.claim_generate import HEADER
from manumit.io.claim_table import ClaimTable
from manumit.io.payments.lines import as_lines, read_bytes
from manumit.io.payments.sif_ae import parse_ae_sif
from manumit.reference import WageLaw, wage_law
from manumit.remedy import claim_lines, claim_of, totals_of
from manumit.remedy.explain import Explainer
from manumit.tables import open_table

Job: TypeAlias = Callable[[Path], Mapping[str, float]]

AS_OF = date(2026, 11, 1)
MINIMUM, USUAL_HOURS, CENT = 7.25, 40.0, 0.01
USED = ("worker", "rate", "worked", "paid")
NOT_USED = ("night", "rest_day", "holiday", "deduction_fine")
CHECKED_CLAIMS = 100


def _table(path: Path, law: str, currency: str, ignore: tuple[str, ...] = ()) -> ClaimTable:
    table = ClaimTable(open_table(path), law, currency, AS_OF, ignore=ignore)
    table.load()
    return table


def _law_of(name: str, _currency: str) -> WageLaw:
    return wage_law(name)


def _ours(law: str, currency: str, ignore: tuple[str, ...] = ()) -> Job:
    def job(path: Path) -> Mapping[str, float]:
        entries = [e for e in _table(path, law, currency, ignore).sums(_law_of) if e.totals]
        owed = sum((e.totals.underpayment.likely for e in entries if e.totals), Decimal(0))
        return {"claims": len(entries), "owed": float(owed)}

    return job


def check(path: Path) -> Mapping[str, float]:
    """How many of the first claims differ from the same claim by itself, in any digit."""
    differing = 0
    for law, currency in (("qa", "QAR"), ("ae", "AED"), ("us.flsa", "USD")):
        rules = wage_law(law)
        together = _table(path, law, currency).sums(_law_of)
        alone = _table(path, law, currency).claims()
        for _, one, other in zip(range(CHECKED_CLAIMS), alone, together, strict=False):
            differing += totals_of(claim_lines(one.case, rules), one.case, rules) != other.totals
    return {"compared": 3 * CHECKED_CLAIMS, "differing": differing}


def read_csv(path: Path) -> Mapping[str, float]:
    """The table read by Python's csv module and nothing else."""
    with path.open(encoding="utf-8", newline="") as file:
        return {"rows": sum(1 for _ in csv.reader(file))}


def with_pandas(path: Path) -> Mapping[str, float]:
    """From the file to what each worker is owed, with pandas."""
    import pandas as pd  # type: ignore[import-untyped]

    weeks = pd.read_csv(path, usecols=list(USED))
    weeks["owed"] = _owed(weeks["rate"], weeks["worked"], weeks["paid"])
    owed = weeks.groupby("worker")["owed"].sum()
    return {"claims": len(owed), "owed": float(owed.sum())}


def _owed(rate: Any, worked: Any, paid: Any) -> Any:
    """Underpayment of a week: straight pay or the minimum, and half as much again for overtime."""
    base = _cents(np.maximum(rate, MINIMUM) * worked)
    premium = _cents(np.maximum(worked - USUAL_HOURS, 0) * np.maximum(rate, MINIMUM) * 0.5)
    above = np.maximum(paid - base, 0)
    return _cents(np.maximum(base - paid, 0) + np.maximum(premium - above, 0))


def _cents(values: Any) -> Any:
    """Half up, as a small amount more makes of what is a half but for its binary fraction."""
    return np.floor(values / CENT + 0.5 + 1e-7) * CENT


def with_openfisca(path: Path) -> Mapping[str, float]:
    """The same in OpenFisca, an entity a week of work; the file is read with NumPy's help."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit, period
    from openfisca_core.simulations import SimulationBuilder  # type: ignore[import-untyped]
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # type: ignore[import-untyped]
    from openfisca_core.variables import Variable  # type: ignore[import-untyped]

    week = build_entity("week", "weeks", "A week of work", is_person=True)
    always = period("2026")

    def variable(name: str, formula: Callable[[Any, Any], Any] | None = None) -> type:
        about = {"value_type": float, "entity": week, "definition_period": DateUnit.YEAR}
        about |= {"label": name} | ({} if formula is None else {"formula": formula})
        return type(name, (Variable,), about)

    def formula(weeks: Any, when: Any) -> Any:
        return _owed(*(weeks(name, when) for name in USED[1:]))

    system = TaxBenefitSystem([week])
    for name in USED[1:]:
        system.add_variable(variable(name))
    system.add_variable(variable("owed", formula))
    workers, numbers = _columns(path)
    start = process_time()
    simulation = SimulationBuilder().build_default_simulation(system, len(workers))
    for name, values in numbers.items():
        simulation.set_input(name, always, values)
    owed = np.bincount(workers, weights=simulation.calculate("owed", always))
    calculating = process_time() - start
    return {"claims": len(owed), "owed": float(owed.sum()), "calculating": calculating}


def _columns(path: Path) -> tuple[Any, dict[str, Any]]:
    """Number of the worker, and the columns used, read by pyarrow."""
    from pyarrow import csv as arrow_csv

    read = arrow_csv.ConvertOptions(include_columns=list(USED))
    table = arrow_csv.read_csv(path, convert_options=read)
    workers = table["worker"].combine_chunks().dictionary_encode().indices.to_numpy()
    return workers, {name: table[name].to_numpy() for name in USED[1:]}


def sif(path: Path) -> Mapping[str, float]:
    """A salary information file read into payments and checked against its control line."""
    (ledger,) = parse_ae_sif(as_lines(read_bytes(path), path.name))
    return {"records": len(ledger.records)}


def sif_as_csv(path: Path) -> Mapping[str, float]:
    """The same file split into cells by Python's csv module, and nothing else."""
    rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8"))))
    return {"records": len(rows) - 1}


def explain(path: Path) -> Mapping[str, float]:
    """Every line of one worker's claim explained, one by one: the slowest and how many."""
    case = next(_table(path, "qa", "QAR").claims()).case
    explainer = Explainer(claim_of(case, wage_law("qa")), "en")
    explainer.line(explainer.claim.lines[0])
    times = []
    for line in explainer.claim.lines:
        start = perf_counter()
        explainer.line(line)
        times.append(perf_counter() - start)
    return {"slowest": max(times), "middle": float(np.median(times)), "lines": len(times)}


JOBS: dict[str, Job] = {
    "heads": _ours("qa", "QAR"),
    "heads_ae": _ours("ae", "AED"),
    "same": _ours("us.flsa", "USD", NOT_USED),
    "pandas": with_pandas,
    "openfisca": with_openfisca,
    "read_csv": read_csv,
    "check": check,
    "sif": sif,
    "sif_as_csv": sif_as_csv,
    "explain": explain,
}


LIBRARIES = {
    "pandas": "pandas",
    "openfisca": "openfisca_core.simulations",
    "same": "manumit.io.claim_columns",
    "heads": "manumit.io.claim_columns",
    "heads_ae": "manumit.io.claim_columns",
}


def main() -> None:
    name, path = sys.argv[1:]
    if name in LIBRARIES:
        import_module("pyarrow.csv")
        import_module(LIBRARIES[name])
    cpu, wall = process_time(), perf_counter()
    detail = JOBS[name](Path(path))
    cpu, wall = process_time() - cpu, perf_counter() - wall
    print(json.dumps({"cpu": cpu, "wall": wall, **detail}))


if __name__ == "__main__":
    assert set(USED) | set(NOT_USED) <= set(HEADER)
    main()
