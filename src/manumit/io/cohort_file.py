"""Recruitment fees that workers paid, by cohort, and what they say of a worker without proof."""

from collections.abc import Mapping, MutableMapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from manumit.errors import InputError
from manumit.io.quantities import At, number
from manumit.remedy import Evidence, Fact, Grade
from manumit.remedy.cohort import (
    CohortEstimate,
    CohortRefusal,
    FeeRecord,
    cohort_estimates,
    repayment,
)
from manumit.tables import open_table

COLUMNS = ("worker", "cohort", "amount")
Cohorts: TypeAlias = Mapping[str, CohortEstimate | CohortRefusal]
NO_COHORTS: Cohorts = MappingProxyType({})


def read_cohorts(path: Path) -> Cohorts:
    """Estimates from a table with a row for each worker who can prove a fee.

    Columns are `worker`, `cohort` (corridor, year and agency, such as `np-my|2021|a17`) and
    `amount`, all in the currency of the claims.

    Raises:
        InputError: The table cannot be read, a column is missing, or a row is not usable.
    """
    table = open_table(path, plain=COLUMNS)
    for name in COLUMNS:
        if name not in table.columns:
            raise InputError(
                f"there is no column {name}.", where=path.name, hint=f"Needed: {', '.join(COLUMNS)}"
            )
    records = []
    for batch in table.batches():
        columns = [batch.columns[name].to_pylist() for name in COLUMNS]
        for at, (worker, cohort, amount) in enumerate(zip(*columns, strict=True)):
            where = f"{path.name}, row {table.row(batch.start + at)}"

            def wrong(message: str, _: str, where: str = where) -> InputError:
                return InputError(message, where=where, field="amount")

            records.append(FeeRecord(worker, cohort, number(amount, wrong)))
    if table.rejects:
        first = table.rejects[0]
        raise InputError(first.reason, where=f"{path.name}, row {first.row}", field=first.column)
    return cohort_estimates(records)


def fee_in_cohort(
    documented: Fact | None,
    cohort: str,
    cohorts: Cohorts,
    evidence: MutableMapping[str, Evidence],
    wrong: At,
) -> Fact:
    """A fee from what the worker can prove and what the cohort paid.

    Raises:
        InputError: The cohort is not among those estimated, or has too few documented workers,
            and the worker has no proof.
    """
    found = cohorts.get(cohort)
    known: Decimal | None = None if documented is None else documented.likely
    owed = repayment(known, found)
    if owed is None and isinstance(found, CohortRefusal):
        raise wrong(
            f"the cohort has {found.documented} workers with proof, and {found.minimum} are needed "
            "to estimate a fee; give an amount",
            "cohort",
        )
    if owed is None:
        raise wrong(f"no fees are known for the cohort {cohort!r}; give --cohorts", "cohort")
    ids = () if documented is None else documented.evidence
    if isinstance(found, CohortEstimate):
        id_ = f"cohort-{cohort}"
        note = f"{found.documented} workers; median {found.median}; coverage {found.coverage}"
        evidence[id_] = Evidence(id_, Grade.E6, note, "worker")
        ids = (*ids, id_)
    likely = owed.low if owed.likely is None else owed.likely
    return Fact(owed.low, likely, owed.high, None, ids)
