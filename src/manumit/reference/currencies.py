"""Smallest units of currencies."""

from functools import cache

from manumit.reference.compiled import data_file, fail_in
from manumit.reference.strict import read_csv

_USUAL = 2
_PATH = "currencies.csv"


def minor_units(currency: str) -> int:
    """Decimal places of the smallest unit of a currency; two unless it is entered otherwise.

    Source:
        ISO 4217, List One.

    Example:
        >>> minor_units("EUR"), minor_units("KWD"), minor_units("JPY")
        (2, 3, 0)
    """
    return _exceptions().get(currency, _USUAL)


@cache
def _exceptions() -> dict[str, int]:
    text = data_file(_PATH).read_text(encoding="utf-8")
    rows = read_csv(text, ("code", "minor_units"), fail=fail_in(_PATH))
    return {row["code"]: int(row["minor_units"]) for row in rows}
