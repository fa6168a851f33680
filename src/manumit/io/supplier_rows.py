"""Rows of a supplier list as suppliers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import compress, repeat

from manumit.errors import InputError
from manumit.io.supplier_batch import SupplierBatch
from manumit.io.supplier_cells import Territories
from manumit.io.supplier_columns import Columns
from manumit.io.supplier_notices import Notices
from manumit.supply.model import Supplier
from manumit.tables import Batch, Reject, Table

NOWHERE = "has neither name nor address"
SHARED_ID = "the OS ID of an earlier row stands beside another name"
FORMULA = "holds a formula; paste its value in its place"


class SupplierReader:
    """Reads suppliers from an open table.

    Attributes:
        notices: What the user should know, by what it is.
        rejects: Rows that are not used.
        where: The file, and its sheet where it has several.
    """

    def __init__(self, table: Table, columns: Columns) -> None:
        self.table, self.columns = table, columns
        self.where = f"{table.path.name}, {table.sheet}" if table.sheet else table.path.name
        self.notices, self.rejects = Notices(), list[Reject]()
        self._ids: dict[str, tuple[str, int]] = {}
        self._territories = Territories()

    def suppliers(self) -> list[Supplier]:
        """All suppliers, in the order of the file.

        Raises:
            InputError: The file is damaged, or has no rows.
        """
        found: list[Supplier] = []
        for batch in self.table.batches():
            found += self._batch(batch)
        rejects = sorted([*self.table.rejects, *self.rejects], key=lambda each: each.row)
        self.rejects = [replace(reject, file=self.where) for reject in rejects]
        if len(found) == 0 and len(self.rejects) == 0:
            raise InputError("there are no rows below the header.", where=self.table.path.name)
        return found

    def _batch(self, batch: Batch) -> Iterable[Supplier]:
        rows = _numbers(self.table, batch)
        read = SupplierBatch(batch, self.columns.fields, rows, self.notices, self._territories)
        names, address = read.many("name", "native_name", "other_names"), read.address()
        latitudes, longitudes = read.points()
        suppliers = map(
            Supplier,
            repeat(self.table.path.name),
            rows,
            names,
            address,
            read.territory(),
            read.area(),
            latitudes,
            longitudes,
            self._once(read.one("os_id"), names, rows),
            read.many("parents"),
            read.many("goods"),
            read.many("inputs"),
            read.many("hs"),
            read.identifiers(),
            repeat(self.table.sheet),
        )
        return self._used(list(suppliers), read)

    def _used(self, suppliers: list[Supplier], read: SupplierBatch) -> Iterable[Supplier]:
        """Those that can be used; the others become rejects, and blank rows nothing."""
        left_out = set(read.formulas)
        for at, (column, formula) in read.formulas.items():
            self._reject(suppliers[at].row, column, formula, FORMULA)
        for at, supplier in enumerate(suppliers):
            if supplier.names or supplier.address != supplier.area or at in left_out:
                continue
            left_out.add(at)
            if not read.is_blank(at):
                self._reject(supplier.row, "", "", NOWHERE)
        if not left_out:
            return suppliers
        return compress(suppliers, (at not in left_out for at in range(len(suppliers))))

    def _reject(self, row: int, column: str, value: str, reason: str) -> None:
        self.rejects.append(Reject(self.table.path.name, row, column, value[:80], reason))

    def _once(
        self, ids: list[str], names: Sequence[Sequence[str]], rows: Sequence[int]
    ) -> list[str]:
        """The ids, with a warning for each that stands beside two names."""
        for at, id_ in enumerate(ids):
            if id_:
                name = names[at][0].casefold() if names[at] else ""
                first, row = self._ids.setdefault(id_, (name, rows[at]))
                if first != name:
                    self.notices.add(SHARED_ID, f"{rows[at]} (as row {row})")
        return ids


def _numbers(table: Table, batch: Batch) -> Sequence[int]:
    """Rows of the batch in the file, as a spreadsheet numbers them."""
    first, last = table.row(batch.start), table.row(batch.start + batch.count - 1)
    if last - first == batch.count - 1:
        return range(first, last + 1)
    return [table.row(batch.start + at) for at in range(batch.count)]
