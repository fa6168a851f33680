"""Plans of a compensation fund, as YAML."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from manumit.core import Range
from manumit.errors import InputError
from manumit.io.quantities import At, number
from manumit.reference.schema import build
from manumit.reference.strict import read_yaml
from manumit.remedy.fund import POLICIES, FundPlan


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as read, with the currency of its amounts."""

    currency: str
    plan: FundPlan
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Written:
    currency: str
    years: int
    cases_per_year: object
    award: object
    budget: object
    recovery: object
    levy: object = "0"
    fines: object = "0"
    reserve: object = "0"
    recovery_delay: int = 1
    administration: object = "0"
    cap: object = None
    title: str = ""
    note: str = ""


def read_plan(path: Path) -> PlanFile:
    """Read the plan of a fund; awards are a range, or a list of past awards.

    Raises:
        InputError: The file cannot be read, or a value is missing or out of bounds.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}.", where=path.name) from None

    def fail(message: str, line: int, key: str) -> InputError:
        return InputError(message, where=f"{path.name}:{line}" if line else path.name, field=key)

    document = read_yaml(text, fail=fail, bare_dates=True)
    written = build(_Written, document, fail=fail)

    def wrong(key: str) -> At:
        return lambda message, _: fail(message, document.line((key,)), key)

    def one(key: str) -> Decimal:
        return number(getattr(written, key), wrong(key))

    code = written.currency
    if not (len(code) == 3 and code.isascii() and code.isupper()):
        raise wrong("currency")("must be a currency code, like EUR", "")
    award: Any = written.award
    awards = (
        tuple(number(each, wrong("award")) for each in award)
        if isinstance(award, list)
        else _range(award, wrong("award"))
    )
    plan = FundPlan(
        years=written.years,
        cases_per_year=_range(written.cases_per_year, wrong("cases_per_year")),
        award=awards,
        budget=one("budget"),
        levy=one("levy"),
        fines=one("fines"),
        reserve=one("reserve"),
        recovery=_range(written.recovery, wrong("recovery")),
        recovery_delay=written.recovery_delay,
        administration=one("administration"),
        policy=POLICIES[0],
        cap=None if written.cap is None else one("cap"),
    )
    return PlanFile(code, plan, written.title)


def _range(value: Any, wrong: At) -> Range:
    if isinstance(value, str):
        return Range.exactly(number(value, wrong))
    if not isinstance(value, dict) or set(value) != {"low", "likely", "high"}:
        raise wrong("must be a number, or low, likely and high", "")
    low, likely, high = (number(value[name], wrong) for name in ("low", "likely", "high"))
    if not low <= likely <= high:
        raise wrong(f"is not in order: {low}, {likely}, {high}", "")
    return Range(low, likely, high)
