"""A work record: what the form says, as a case file of a claim, and back."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from manumit.errors import InputError
from manumit.io.claim_file import ClaimFile, parse_claim

Json = dict[str, Any]
BASES = {"monthly": "amount", "daily": "rate", "hourly": "rate"}
"""Basis of pay that the form offers, to the key of its figure."""

EACH = {"monthly": "month", "daily": "month", "hourly": "week"}
"""Into which parts a period is cut, so that each is reckoned by itself."""

DEDUCTIONS = ("accommodation", "food", "tools", "fine", "other")
FEES = ("recruitment_fee", "visa", "travel", "medical", "training", "documents", "other")
NAME = Path("work-record")
"""How a record is named in messages."""


def document_of(reference: str, given: Mapping[str, Any]) -> Json:
    """The case file of what the form says.

    Args:
        reference: The code of the case, which stands for the worker.
        given: `head` with law and day, and lists of `work`, `fee` and `debt`.
    """
    head = given["head"]
    found: Json = {
        "id": reference,
        "law": head["law"],
        "as_of": head["as_of"].isoformat(),
        "worker": {"ref": reference} | _some(born=_day(head.get("born"))),
        **_some(currency=head.get("currency"), employer=head.get("employer")),
        "work": [_work(each, number) for number, each in enumerate(given["work"], start=1)],
        "fees": [_fee(each) for each in given["fee"]],
        "debts": [_debt(each) for each in given["debt"]],
    }
    return {key: value for key, value in found.items() if value}


def _work(each: Mapping[str, Any], number: int) -> Json:
    basis = each["basis"]
    likely = each["hours"]
    hours: Any = likely
    if each.get("hours_low") or each.get("hours_high"):
        hours = {
            "low": each.get("hours_low") or likely,
            "likely": likely,
            "high": each.get("hours_high") or likely,
        }
    deductions = [
        {"kind": kind, "amount": each[kind], "per": "month"}
        for kind in DEDUCTIONS
        if each.get(kind)
    ]
    work: Json = {
        "period": {"from": each["start"].isoformat(), "to": each["end"].isoformat()},
        "each": EACH[basis],
        "pay": {"basis": basis, BASES[basis]: each["pay"]},
        "hours": {"per": "week", "worked": hours} | _some(rest_day=each.get("rest_day")),
    }
    if each.get("paid"):
        work |= {"paid": each["paid"], "paid_per": each["paid_per"]}
    if deductions:
        work["deductions"] = deductions
    if each.get("grade"):
        proof = {"id": f"e{number}", "grade": each["grade"], "asserted_by": "worker"}
        work["evidence"] = [proof | _some(note=each.get("note"))]
    return work


def _fee(each: Mapping[str, Any]) -> Json:
    found: Json = {
        "category": each["category"],
        "amount": each["amount"],
        "date": each["day"].isoformat(),
    }
    if each.get("currency"):
        found["currency"] = each["currency"]
        found["rate"] = {
            "value": each["rate"],
            "date": each["day"].isoformat(),
            "source": each["source"],
        }
    return found


def _debt(each: Mapping[str, Any]) -> Json:
    return {
        key: value if isinstance(value, str) else str(value)
        for key, value in each.items()
        if value not in (None, "") and not isinstance(value, dict)
    }


def _some(**values: Any) -> Json:
    return {key: value for key, value in values.items() if value}


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def given_by(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the form says of a case file, or None if the form cannot say all of it."""
    work = [_given_work(each) for each in document.get("work", [])]
    if set(document) - _KNOWN or any(each is None for each in work):
        return None
    head = {key: document.get(key, "") for key in ("law", "as_of", "currency", "employer")}
    head["born"] = document.get("worker", {}).get("born", "")
    fees = [
        {
            "category": each["category"],
            "amount": each["amount"],
            "day": each["date"],
            "currency": each.get("currency", ""),
            "rate": each.get("rate", {}).get("value", ""),
            "source": each.get("rate", {}).get("source", ""),
        }
        for each in document.get("fees", [])
        if "amount" in each
    ]
    return {"head": head, "work": work, "fee": fees, "debt": list(document.get("debts", []))}


_KNOWN = {"id", "law", "as_of", "currency", "employer", "worker", "work", "fees", "debts"}
_KNOWN_WORK = {"period", "each", "pay", "hours", "paid", "paid_per", "deductions", "evidence"}


def _given_work(each: Mapping[str, Any]) -> Json | None:
    basis, hours = each["pay"].get("basis"), each.get("hours", {})
    worked = hours.get("worked", "")
    if set(each) - _KNOWN_WORK or basis not in BASES or isinstance(worked, list):
        return None
    ends = worked if isinstance(worked, Mapping) else {"likely": worked}
    proof = (each.get("evidence") or [{}])[0]
    return {
        "start": each["period"].get("from", ""),
        "end": each["period"].get("to", ""),
        "basis": basis,
        "pay": each["pay"].get(BASES[basis], ""),
        "hours": ends.get("likely", ""),
        "hours_low": ends.get("low", ""),
        "hours_high": ends.get("high", ""),
        "rest_day": hours.get("rest_day", ""),
        "paid": each.get("paid", ""),
        "paid_per": each.get("paid_per", "month"),
        **{d["kind"]: d["amount"] for d in each.get("deductions", []) if d["kind"] in DEDUCTIONS},
        "grade": proof.get("grade", ""),
        "note": proof.get("note", ""),
    }


def read(document: Mapping[str, Any]) -> ClaimFile:
    """The case of a case file.

    Raises:
        InputError: A value cannot be used; the message names its place.
    """
    text = yaml.safe_dump(_as_text(document), allow_unicode=True, sort_keys=False)
    as_of = date.fromisoformat(str(document["as_of"]))
    return parse_claim(text, NAME, as_of=as_of)


def uploaded(text: str, reference: str, today: date) -> Json:
    """The case file in an uploaded text, under the code of the case.

    Raises:
        InputError: It is not the case file of a claim.
    """
    from manumit.reference.strict import read_yaml

    def fail(message: str, line: int, key: str) -> InputError:
        return InputError(message, where=f"{NAME}:{line}" if line else str(NAME), field=key)

    raw = read_yaml(text, fail=fail, bare_dates=True).value
    if not isinstance(raw, dict):
        raise InputError("is not the case file of a claim.", where=str(NAME))
    found = {**raw, "id": reference}
    found.setdefault("as_of", today.isoformat())
    read(found)
    return found


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _as_text(each) for key, each in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_as_text(each) for each in value]
    return value if value is None else str(value)
