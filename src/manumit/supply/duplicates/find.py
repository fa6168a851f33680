"""Duplicates in a file of facilities: compared in full if short, with Splink if long."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeAlias

import numpy as np

from manumit.errors import MissingExtra
from manumit.supply.names.columns import Array
from manumit.supply.records import Record

Backend: TypeAlias = Literal["duckdb", "spark"]

SEED = 1
JOIN = 0.95
"""Probability at which pairs are joined: above that of a single pair, as errors chain."""
SAMPLED_PAIRS = 1e6
TRAINING_PAIRS = 2e5
SPARK_PARTITIONS = 8
"""Parts of a table in a session on this machine."""
LEAST_TO_TRAIN = 2_000
"""Rows below which the model keeps the weights it begins with."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows that are likely one facility.

    Attributes:
        left: int64 array of shape (n,): places of rows, in order.
        right: int64 array of shape (n,): places of rows after those on the left.
        probability: float64 array of shape (n,), at or above the threshold.
        cluster: int64 array of shape (rows,): for each row the place of the first row that is
            the same facility; its own if there is none before it.
    """

    left: Array
    right: Array
    probability: Array
    cluster: Array


def find_duplicates(
    rows: Any | Sequence[Record],
    *,
    threshold: float = 0.5,
    join: float = JOIN,
    backend: Backend = "duckdb",
    spark: Any = None,
) -> Duplicates:
    """Rows of one file that are likely one facility.

    Names and addresses are first taken apart by the words that are known of names; pairs of rows
    that share a key are then weighed by Splink in the manner of Fellegi and Sunter (1969), its
    weights estimated from the file itself without labels, and joined from the most probable pair
    down. Two rows whose names number their units differently never join, even through a
    third. Rows whose cells are all the same are one, and each is a pair with the first of them.

    Args:
        rows: A table of Arrow with the text columns name, address, territory, area and goods, of
            which all but name may be missing; or records.
        threshold: Least probability of a pair that is given.
        join: Least probability of a pair whose rows are put in one cluster.
        backend: Where Splink runs: in this process, or on Apache Spark.
        spark: Session of Spark to run on, with a folder for checkpoints and the functions of
            Splink (`splink.backends.spark.similarity_jar_location`); None for one on this machine.

    Raises:
        MissingExtra: Splink, or Spark where it is asked for, is not installed.

    Source:
        Fellegi and Sunter 1969, A theory for record linkage, Journal of the American Statistical
        Association 64 (328), 1183-1210; Splink, moj-analytical-services.github.io/splink.
    """
    found = _weighed(rows, threshold, _api(backend, spark))
    first, different = found.first, found.different
    sure = found.probability >= join
    ends = found.left[sure], found.right[sure]
    cluster = _joined(*ends, found.probability[sure], found.units)
    again = np.flatnonzero(first != np.arange(len(first)))
    left = np.concatenate((different[found.left], first[again]))
    right = np.concatenate((different[found.right], again))
    probability = np.concatenate((found.probability, np.ones(len(again))))
    order = np.lexsort((right, left))
    place = np.searchsorted(different, first)
    return Duplicates(left[order], right[order], probability[order], different[cluster[place]])


def find_links(
    left: Sequence[Record],
    right: Sequence[Record],
    *,
    threshold: float = 0.5,
    backend: Backend = "duckdb",
    spark: Any = None,
) -> tuple[Array, Array, Array]:
    """Rows of two long files that are likely one facility, weighed as `find_duplicates` does.

    Args:
        left: Records of one file.
        right: Records of the other.
        threshold: Least probability of a pair that is given.
        backend: Where Splink runs.
        spark: As for `find_duplicates`.

    Returns:
        Three arrays: places on the left, in order; places on the right; probabilities, of one place
        on the left the highest first.

    Raises:
        MissingExtra: Splink, or Spark where it is asked for, is not installed.
    """
    found = _weighed([*left, *right], threshold, _api(backend, spark))
    of_each: Array = np.searchsorted(found.different, found.first)
    own = np.arange(len(found.different))
    one = np.concatenate((found.left, found.right, own))
    other = np.concatenate((found.right, found.left, own))
    likely = np.concatenate((found.probability, found.probability, np.ones(len(own))))
    pair, i = _members(one, of_each[: len(left)], len(own))
    chosen, j = _members(other[pair], of_each[len(left) :], len(own))
    i, probability = i[chosen], likely[pair[chosen]]
    order = np.lexsort((j, -probability, i))
    return i[order], j[order], probability[order]


def _members(wanted: Array, of_each: Array, count: int) -> tuple[Array, Array]:
    """For each wanted row all that are like it: the place among the wanted, and the row."""
    members = np.argsort(of_each, kind="stable")
    starts = np.searchsorted(of_each[members], np.arange(count + 1))
    counts = starts[wanted + 1] - starts[wanted]
    place = np.repeat(np.arange(len(wanted)), counts)
    rank = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return place, members[np.repeat(starts[wanted], counts) + rank]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Pairs of rows whose cells are not all the same.

    Attributes:
        first: For each row the first whose cells are all the same.
        different: Rows that are the first of theirs.
        units: For each of these a number for the unit it names; negative if none.
        left: Places in `different`.
        right: Places in `different`, after those on the left.
        probability: Of each pair.
    """

    first: Array
    different: Array
    units: Array
    left: Array
    right: Array
    probability: Array


def _weighed(rows: Any | Sequence[Record], threshold: float, api: Any) -> _Weighed:
    from manumit.supply.duplicates.columns import facility_columns, first_alike

    table = _table(rows)
    first = first_alike(table)
    different = np.flatnonzero(first == np.arange(len(first)))
    columns = facility_columns(table.take(different))
    pairs = _pairs(columns, api, threshold)
    units = columns["unit"].combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy()
    return _Weighed(first, different, units, *pairs)


def _api(backend: Backend, spark: Any) -> Any:
    """What Splink runs on."""
    try:
        made: Any = import_module(f"splink.backends.{backend}")
        if backend == "duckdb":
            return made.DuckDBAPI()
        if spark is not None:
            return made.SparkAPI(spark_session=spark)
        session = _spark_session(made.similarity_jar_location())
        return made.SparkAPI(spark_session=session, break_lineage_method="persist")
    except ImportError:
        extra = "spark" if backend == "spark" else "link"
        raise MissingExtra(extra, "Finding duplicates") from None


def _spark_session(functions: str) -> Any:
    """A session on this machine that has the functions Splink adds to Spark."""
    sql: Any = import_module("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[*]").config("spark.jars", functions)
    return builder.config("spark.sql.shuffle.partitions", SPARK_PARTITIONS).getOrCreate()


def _table(rows: Any | Sequence[Record]) -> Any:
    """The columns that are compared, as text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not isinstance(rows, pa.Table):
        rows = pa.table(
            {
                "name": [record.names[0] if record.names else "" for record in rows],
                "address": [record.address for record in rows],
                "territory": [record.territory for record in rows],
                "area": [record.area for record in rows],
            }
        )
    return pa.table(
        {
            column: pc.fill_null(rows[column].cast(pa.string()), "")
            if column in rows.column_names
            else pa.array([""] * len(rows), pa.string())
            for column in ("name", "address", "territory", "area", "goods")
        }
    )


def _pairs(columns: Any, api: Any, threshold: float) -> tuple[Array, Array, Array]:
    """Pairs of rows at or above the threshold, with their probabilities."""
    from splink import Linker, block_on
    from splink.internals.exceptions import EMTrainingException

    from manumit.supply.duplicates.model import settings

    linker = Linker(api.register(columns), settings(len(columns)), log_level="ERROR")
    training = linker.training
    if len(columns) >= LEAST_TO_TRAIN:
        training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
        for rule in (block_on("name"), block_on("street", "houses")):
            # a file without addresses, say, has nothing to learn from by the street
            with suppress(EMTrainingException):
                training.estimate_parameters_using_expectation_maximisation(
                    rule, max_pairs=TRAINING_PAIRS, estimate_without_term_frequencies=True
                )
    predicted: Any = linker.inference.predict(threshold, warning_mode="never")
    found = predicted.as_pyarrow_table()
    one, other = (found[f"unique_id_{side}"].to_numpy() for side in "lr")
    return np.minimum(one, other), np.maximum(one, other), found["match_probability"].to_numpy()


def _joined(left: Array, right: Array, probability: Array, units: Array) -> Array:
    """Clusters from pairs, the most probable first; units of different numbers stay apart.

    A pair is passed over if it would join two clusters of which one has a unit number, and the
    other another: connected components under a constraint, in the order of Kruskal (1956).
    """
    parent = list(range(len(units)))
    unit = units.tolist()

    def first(row: int) -> int:
        while parent[row] != row:
            parent[row] = row = parent[parent[row]]
        return row

    order = np.lexsort((right, left, -probability))
    for one, other in zip(left[order].tolist(), right[order].tolist(), strict=True):
        a, b = sorted((first(one), first(other)))
        if a != b and (unit[a] == unit[b] or unit[a] < 0 or unit[b] < 0):
            parent[b] = a
            unit[a] = max(unit[a], unit[b])
    return np.array([first(row) for row in range(len(parent))], dtype=np.int64)
