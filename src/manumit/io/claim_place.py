"""Places in a claim file: errors that name them, and the small values that stand in them."""

from datetime import date
from pathlib import Path
from typing import Any

from manumit.errors import InputError
from manumit.io import claim_keys as keys
from manumit.io.quantities import At, Quantities
from manumit.reference.strict import read_yaml
from manumit.remedy import Evidence, Fact

EARLIEST = date(1950, 1, 1)


class PlaceReader:
    """A claim file whose values are read by their places.

    Attributes:
        path: The file.
        document: What it says, with lines.
        evidence: Evidence of the case by id; grows while it is read.
        quantities: Reads quantities with their evidence.

    Raises:
        InputError: The text is not strict YAML.
    """

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.document = read_yaml(text, fail=self.counted, bare_dates=True)
        self.evidence: dict[str, Evidence] = {}
        self.quantities = Quantities(self.evidence)

    def fail(self, message: str, line: int, key: str) -> InputError:
        """An error at a line of the file."""
        where = f"{self.path.name}:{line}" if line else self.path.name
        return InputError(message, where=where, field=key)

    def counted(self, message: str, line: int, key: str) -> InputError:
        """An error at a key whose entries are numbered from 0, numbered as people do, from 1."""
        parts = (str(int(part) + 1) if part.isdecimal() else part for part in key.split("."))
        return self.fail(message, line, ".".join(parts))

    def at(self, message: str, *place: str | int) -> InputError:
        """An error at a place of the file."""
        shown = ".".join(str(p + 1) if isinstance(p, int) else p for p in place if p != "")
        return self.fail(message, self.document.line(place), shown)

    def wrong(self, *place: str | int) -> At:
        """A maker of errors at places below a place."""
        return lambda message, below: self.at(message, *place, *([below] if below else []))

    def day(self, day: date, *place: str | int) -> date:
        """A day that is not absurdly early."""
        if day < EARLIEST:
            raise self.at(f"{day} lies before {EARLIEST}; check the year", *place)
        return day

    def past(self, day: date, as_of: date, *place: str | int) -> date:
        """A day that is not absurdly early, nor after the day of the claim."""
        if day > as_of:
            raise self.at(
                f"{day} lies after the day of the claim, {as_of}; give as_of or --as-of", *place
            )
        return self.day(day, *place)

    def one_of(self, value: str, allowed: tuple[str, ...], *place: str | int) -> Any:
        """A word that is one of those allowed."""
        if value not in allowed:
            raise self.at(f"{value!r} is not one of {', '.join(filter(None, allowed))}", *place)
        return value

    def maybe(self, value: object, *place: str | int) -> Fact | None:
        """A quantity; None where nothing stands, or unknown."""
        if value is None or value == "unknown":
            return None
        return self.quantities.fact(value, self.wrong(*place))

    def sum(self, written: keys.Deduction | keys.Extra, *place: str | int) -> Fact:
        """The amount of a payment or deduction, which needs a kind."""
        if not written.kind:
            raise self.at("kind is missing", *place)
        return self.with_evidence(written.amount, written.evidence, *place)

    def with_evidence(self, amount: object, evidence: object, *place: str | int) -> Fact:
        """An amount with the evidence written beside it."""
        fact = self.quantities.fact(amount, self.wrong(*place, "amount"))
        ids = self.quantities.ids(evidence, self.wrong(*place))
        return Fact(fact.low, fact.likely, fact.high, fact.record, (*fact.evidence, *ids))
