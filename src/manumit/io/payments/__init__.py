"""Wage payments as evidence, from salary files of wages protection systems, bank orders, payrolls.

Each file is checked against what it declares about itself: how many payments, and how much in all.
Names and account numbers are read past and kept nowhere. The number of a worker is kept to join a
payment with a case, and is shown only as `masked` gives it.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from manumit.errors import InputError
from manumit.io.payments.lines import as_lines, read_bytes
from manumit.io.payments.model import Control, Layout, Ledger, PaymentRecord, masked
from manumit.io.payments.overtime import OvertimeRate, overtime_rates
from manumit.io.payments.pain001 import read_pain001
from manumit.io.payments.payroll import FIELDS, UNITS, read_payroll
from manumit.io.payments.sif_ae import looks_like_ae_sif, parse_ae_sif, write_ae_sif
from manumit.io.payments.sif_qa import looks_like_qa_sif, parse_qa_sif, write_qa_sif

__all__ = [
    "FIELDS",
    "UNITS",
    "Control",
    "Layout",
    "Ledger",
    "OvertimeRate",
    "PaymentRecord",
    "masked",
    "overtime_rates",
    "read_payments",
    "write_ae_sif",
    "write_qa_sif",
]

_HEAD_BYTES = 1 << 16
_HEAD_LINES = 6


def read_payments(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    currency: str = "",
    units: Mapping[str, str] = MappingProxyType({}),
) -> list[Ledger]:
    """Read a file of wage payments; its layout is told by its content, never by its name.

    Args:
        path: SIF of the United Arab Emirates or Qatar, pain.001, or a payroll table.
        columns: For a payroll: field to the name of its column, as `FIELDS` lists them.
        currency: For a payroll without a column of currencies: the currency of all amounts.
        units: For a payroll: field to its unit, as `UNITS` lists them.

    Returns:
        One ledger for each currency, or for each control line of a file that has several.

    Raises:
        InputError: The file cannot be read, or is in no layout that is known.
        MissingExtra: The libraries for XML or tables are not installed.
    """
    head = as_lines(read_bytes(path, _HEAD_BYTES), path.name).lines[:_HEAD_LINES]
    if "".join(head).lstrip().startswith("<"):
        return read_pain001(path)
    if looks_like_ae_sif(head):
        return parse_ae_sif(as_lines(read_bytes(path), path.name))
    if looks_like_qa_sif(head):
        return parse_qa_sif(as_lines(read_bytes(path), path.name))
    if columns is not None:
        return read_payroll(path, columns, currency=currency, units=units)
    raise InputError(
        "is in none of the layouts known: SIF of the United Arab Emirates or Qatar, pain.001.",
        where=path.name,
        hint="For a payroll table, say which columns hold the worker and the amount.",
    )
