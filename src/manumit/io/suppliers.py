"""Supplier lists: tables of any kind, and entities of FollowTheMoney."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from manumit.errors import InputError, did_you_mean
from manumit.io.sets import none_usable, read_each
from manumit.io.supplier_columns import Columns, check_mapping, columns_of, scorer
from manumit.io.supplier_ftm import read_entities
from manumit.io.supplier_rows import SupplierReader
from manumit.supply.model import Supplier
from manumit.tables import Reject, Table, open_sheets

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
ENTITY_SUFFIXES = (".json", ".jsonl", ".ndjson", ".ijson")


@dataclass(frozen=True, slots=True)
class SupplierIntake:
    """What supplier lists hold.

    Attributes:
        suppliers: In the order of the files and their rows.
        rejects: Rows, and whole files, that are not used.
        warnings: What the user should know, such as columns that are not read.
        rows: Rows that hold something, used or not.
    """

    suppliers: list[Supplier] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows: int = 0


def read_suppliers(
    paths: Sequence[Path], *, mapping: Mapping[str, str] = {}, ignore: Collection[str] = ()
) -> SupplierIntake:
    """Read supplier lists; a file that cannot be used is set aside if another one can.

    Args:
        paths: CSV, TSV, XLSX and Parquet tables, and FollowTheMoney entities as JSON lines.
        mapping: Field to the column that fills it, such as `name` to `Factory`.
        ignore: Columns that are not read and not warned of.

    Raises:
        InputError: No file can be used, or `mapping` names a field or column that there is not.
    """
    check_mapping(mapping)
    suppliers, rejects, warnings = list[Supplier](), list[Reject](), list[str]()
    mapped: set[str] = set()
    headings: list[str] = []

    def read(path: Path) -> None:
        if path.suffix.lower() in ENTITY_SUFFIXES:
            found = read_entities(path)
            suppliers.extend(found.suppliers)
            rejects.extend(found.rejects)
            warnings.extend(f"{path.name}: {note}" for note in found.notes)
            return
        _check(path)
        for table in open_sheets(path, scorer(mapping)):
            headings.extend(table.columns)
            columns = columns_of(table, mapping, ignore)
            mapped.update(columns.mapped)
            reader = SupplierReader(table, columns)
            suppliers.extend(reader.suppliers())
            rejects.extend(reader.rejects)
            warnings.extend(_warnings(table, columns, reader))

    errors = read_each(paths, read, rejects)
    if errors and len(suppliers) == 0:
        raise none_usable(errors)
    _check_mapped(mapping, mapped, headings)
    left_out = len({(each.file, each.row) for each in rejects if each.row})
    return SupplierIntake(suppliers, rejects, warnings, len(suppliers) + left_out)


def _check(path: Path) -> None:
    suffix = path.suffix.lower()
    if not path.exists():
        raise InputError("there is no such file.", where=str(path))
    if suffix not in TABLE_SUFFIXES:
        known = ", ".join((*TABLE_SUFFIXES, *ENTITY_SUFFIXES))
        raise InputError(
            f"files ending in {suffix or 'nothing'} are not read.",
            where=path.name,
            hint=f"Give one ending in {known}.",
        )


def _check_mapped(
    mapping: Mapping[str, str], mapped: Collection[str], headings: Sequence[str]
) -> None:
    """Whether each mapped column is in one of the tables."""
    for name, column in mapping.items():
        if name not in mapped:
            message = f"no table has the column {column!r}. {did_you_mean(column, headings)}"
            raise InputError(message, where="--map", field=name, value=column)


def _warnings(table: Table, columns: Columns, reader: SupplierReader) -> list[str]:
    where, found = reader.where, [f"{table.path.name}: {note}" for note in table.notes]
    if columns.unread:
        listed = ", ".join(columns.unread)
        hint = "--map FIELD=COLUMN reads one, --ignore COLUMN leaves it out"
        found.append(f"{where}: not read, since their names are not known: {listed}. {hint}.")
    if "territory" not in columns.fields:
        found.append(f"{where}: no country: matches rest on names alone.")
    return found + [f"{where}: {line}" for line in reader.notices.lines()]
