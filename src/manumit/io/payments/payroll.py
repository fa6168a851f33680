"""An employer's own payroll, CSV or XLSX with any columns, by a map of columns and units."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from manumit.errors import InputError, did_you_mean
from manumit.io.names import looks_personal
from manumit.io.payments.model import Ledger, PaymentRecord
from manumit.io.payments.values import (
    currency_code,
    in_order,
    number,
    optional_day,
    optional_number,
    reference,
    reject,
)
from manumit.tables import Reject, Table, open_table

_DAYS = ("start", "end", "paid_on")
_MONEY = ("fixed", "variable", "basic", "extra_income", "overtime", "deductions")
_NUMBERS = (*_MONEY, "extra_hours", "days", "leave_days")
FIELDS = ("worker", "amount", "currency", "frequency", *_DAYS, *_NUMBERS)
"""Names that a map of columns may give a column to; worker and amount are needed."""

UNITS: Mapping[str, tuple[Decimal, tuple[str, ...]]] = MappingProxyType(
    {
        "hundredths": (Decimal(100), ("amount", *_MONEY)),
        "thousandths": (Decimal(1000), ("amount", *_MONEY)),
        "minutes": (Decimal(60), ("extra_hours",)),
    }
)
"""Units other than whole money and hours: how many make one, and the fields that may have them."""

_NONE: Mapping[str, str] = MappingProxyType({})
_SAMPLE = 100


def read_payroll(
    path: Path,
    columns: Mapping[str, str],
    *,
    currency: str = "",
    units: Mapping[str, str] = _NONE,
) -> list[Ledger]:
    """Read a payroll, one ledger for each currency.

    Amounts have a decimal point and no sign, days are written 2009-06-30 or 20090630. A row that
    cannot be read becomes a reject, whatever else the row holds left out.

    Args:
        path: A table with a header: .csv, .tsv, .txt, .xlsx or .parquet.
        columns: Field (see `FIELDS`) to the name of its column in the table.
        currency: Currency of all amounts, where no column tells it.
        units: Field to its unit (see `UNITS`), where it is not whole money, hours or days.

    Raises:
        InputError: A field or column does not exist, or the currency is told twice or not at all.
        MissingExtra: The libraries for tables are not installed.
    """
    _check_fields(path.name, columns, currency, units)
    table = open_table(path, plain=tuple(columns.values()))
    found = {field: _column(table, field, name) for field, name in columns.items()}
    ledgers: dict[str, list[PaymentRecord]] = {}
    rejects: list[Reject] = []
    personal = 0
    for row, texts in _rows(table, found):
        try:
            code = texts["currency"] if "currency" in columns else currency
            code = currency_code(code, columns.get("currency", ""))
            record = _payment(row, texts, columns, units)
        except InputError as error:
            rejects.append(reject(path.name, row, error))
            continue
        ledgers.setdefault(code, []).append(record)
        personal += row <= _SAMPLE + 1 and looks_personal(record.worker)
    notes = list(table.notes)
    if personal:
        notes.append(f"{personal} of the first workers look like personal names; use numbers.")
    rejects += [Reject(each.file, each.row, each.column, "", each.reason) for each in table.rejects]
    if not ledgers and not rejects:
        raise InputError("the table has a header and no rows.", where=path.name)
    return [
        Ledger(
            file=path.name,
            layout="payroll",
            currency=code,
            records=tuple(records),
            rejects=tuple(sorted(rejects, key=lambda each: each.row)) if at == 0 else (),
            notes=tuple(notes),
        )
        for at, (code, records) in enumerate((ledgers or {currency: []}).items())
    ]


def _check_fields(
    file: str, columns: Mapping[str, str], currency: str, units: Mapping[str, str]
) -> None:
    for name in columns:
        if name not in FIELDS:
            hint = did_you_mean(name, FIELDS)
            raise InputError("no such field.", where=file, field=name, allowed=FIELDS, hint=hint)
    for name in ("worker", "amount"):
        if name not in columns:
            raise InputError("the map of columns has to name its column.", where=file, field=name)
    if bool(currency) is ("currency" in columns):
        raise InputError(
            "give either one currency for the whole table or the column that tells it.",
            where=file,
            field="currency",
        )
    if currency:
        currency_code(currency, "currency")
    for name, unit in units.items():
        if unit not in UNITS or name not in UNITS[unit][1] or name not in columns:
            raise InputError(
                f"{unit!r} is not a unit of this field.",
                where=file,
                field=name,
                allowed=[each for each, (_, fields) in UNITS.items() if name in fields],
                hint="Units: hundredths or thousandths of money, minutes of hours.",
            )


def _column(table: Table, field: str, name: str) -> str:
    """The column as the table writes it, which may have spaces around it."""
    for written in table.columns:
        if written.strip() == name.strip():
            return written
    raise InputError(
        f"there is no column {name!r}.",
        where=table.path.name,
        field=field,
        allowed=table.columns,
        hint=did_you_mean(name, table.columns),
    )


def _rows(table: Table, found: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number, and the texts of the mapped columns by field."""
    for batch in table.batches():
        lists: list[list[Any]] = [batch.columns[name].to_pylist() for name in found.values()]
        for at, texts in enumerate(zip(*lists, strict=True)):
            words = (text or "" for text in texts)
            yield table.row(batch.start + at), dict(zip(found, words, strict=True))


def _payment(
    row: int, texts: Mapping[str, str], columns: Mapping[str, str], units: Mapping[str, str]
) -> PaymentRecord:
    def value(name: str) -> Decimal | None:
        found = optional_number(texts.get(name, ""), columns.get(name, ""))
        return found if found is None or name not in units else found / UNITS[units[name]][0]

    def on(name: str) -> date | None:
        return optional_day(texts.get(name, ""), columns.get(name, ""))

    start, end = on("start"), on("end")
    in_order(start, end, columns.get("end", ""))
    amount = number(texts["amount"], columns["amount"])
    return PaymentRecord(
        row=row,
        worker=reference(texts["worker"], columns["worker"]),
        amount=amount if "amount" not in units else amount / UNITS[units["amount"]][0],
        start=start,
        end=end,
        paid_on=on("paid_on"),
        fixed=value("fixed"),
        variable=value("variable"),
        basic=value("basic"),
        extra_hours=value("extra_hours"),
        extra_income=value("extra_income"),
        overtime=value("overtime"),
        deductions=value("deductions"),
        days=value("days"),
        leave_days=value("leave_days"),
        frequency=texts.get("frequency", "").strip(),
    )
