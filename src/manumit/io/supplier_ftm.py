"""FollowTheMoney entities as suppliers: companies and their addresses, one entity a line."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from manumit.core.register_numbers import register_number
from manumit.errors import InputError
from manumit.io import supplier_cells as cells
from manumit.io.supplier_cells import Doubt, Parser, Territories
from manumit.io.supplier_notices import Notices
from manumit.supply.model import Supplier
from manumit.tables import Reject

COMPANIES = frozenset({"Company", "Organization", "LegalEntity", "PublicBody"})
_NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
_COUNTRIES = ("mainCountry", "country", "jurisdiction")
_NUMBERS = {"leiCode": "lei", "dunsCode": "duns", "uscCode": "uscc", "cnpjCode": "cnpj"}
_NATIONAL = {"BR": "cnpj", "CN": "uscc"}
"""Kind of the register number of a company, by its country."""

Properties: TypeAlias = Mapping[str, list[str]]


@dataclass(slots=True)
class Entities:
    """What a file of entities holds.

    Attributes:
        suppliers: Its companies, in the order of the file; `row` is the line.
        rejects: Lines that are no entity, and companies without name and address.
        notes: What was left out, and what the user should know.
    """

    suppliers: list[Supplier] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_entities(path: Path) -> Entities:
    """Read the companies of a file of FollowTheMoney entities.

    An address or a parent that is an entity of its own is looked up in the same file. Persons and
    all other entities are left out, with their number.

    Raises:
        InputError: The file is missing or empty, is not UTF-8, or holds no entity.
    """
    reader = _Reader(path)
    try:
        for number, line in _lines(path):
            reader.line(number, line)
    except UnicodeDecodeError:
        raise InputError("the text is not UTF-8.", where=path.name) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}.", where=path.name) from None
    return reader.entities()


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices, self.territories = Notices(), Territories()
        self.found: list[tuple[int, str, Properties]] = []
        self.addresses: dict[str, Properties] = {}
        self.left_out: Counter[str] = Counter()
        self.rejects: list[Reject] = []

    def line(self, number: int, line: str) -> None:
        """Sort an entity by its schema."""
        try:
            entity = json.loads(line)
            schema, id_, given = entity["schema"], str(entity["id"]), entity["properties"]
            properties = {name: _texts(values) for name, values in given.items()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            reason = "is not an entity of FollowTheMoney: id, schema, properties"
            self.rejects.append(Reject(self.path.name, number, "", "", reason))
            return
        if schema in COMPANIES:
            self.found.append((number, id_, properties))
        elif schema == "Address":
            self.addresses[id_] = properties
        else:
            self.left_out[str(schema)[:40]] += 1

    def entities(self) -> Entities:
        """The companies, with addresses and parents looked up."""
        if not (self.found or self.addresses or self.left_out):
            raise InputError(
                "no line is an entity of FollowTheMoney.",
                where=self.path.name,
                hint='Write one a line: {"id": "…", "schema": "Company", "properties": {…}}.',
            )
        names = {id_: given["name"][0] for _, id_, given in self.found if given.get("name")}
        made = Entities(rejects=self.rejects)
        for number, _, given in self.found:
            supplier = self._supplier(number, given, names)
            if supplier.names or supplier.address:
                made.suppliers.append(supplier)
            else:
                reason = "has neither name nor address"
                made.rejects.append(Reject(self.path.name, number, "", "", reason))
        made.rejects.sort(key=lambda reject: reject.row)
        made.notes += self.notices.lines()
        if self.left_out:
            listed = ", ".join(f"{count:,} {schema}" for schema, count in self.left_out.items())
            made.notes.append(f"left out, since they are not companies: {listed}.")
        return made

    def _supplier(self, number: int, given: Properties, names: Mapping[str, str]) -> Supplier:
        def read(parse: Parser, text: str) -> Any:
            return self._read(number, parse, text)

        texts = [text for name in _NAMES for text in given.get(name, ())]
        countries = [text for name in _COUNTRIES for text in given.get(name, ())]
        parents = [names.get(text, "") for text in given.get("parent", ())]
        supplier = Supplier(
            file=self.path.name,
            row=number,
            names=_each(name for text in texts for name in read(cells.one_name, text)),
            address="; ".join(_each(map(cells.cleaned, given.get("address", ())))),
            territory=next(filter(None, (read(self.territories, text) for text in countries)), ""),
            parents=_each(map(cells.cleaned, parents)),
            goods=_each(good for text in given.get("sector", ()) for good in cells.several(text)),
        )
        for id_ in given.get("addressEntity", ())[:1]:
            supplier = self._placed(supplier, self.addresses.get(id_, {}))
        return replace(supplier, identifiers=self._numbers(supplier, given))

    def _placed(self, supplier: Supplier, given: Properties) -> Supplier:
        """The supplier with what an address entity says, where it says nothing of its own."""

        def first(name: str, parse: Parser) -> Any:
            return self._read(supplier.row, parse, next(iter(given.get(name, ())), ""))

        parts = [first(name, cells.cleaned) for name in ("street", "city", "region", "postalCode")]
        latitude, longitude = first("latitude", cells.latitude), first("longitude", cells.longitude)
        known = latitude is not None and longitude is not None
        return replace(
            supplier,
            address=supplier.address
            or first("full", cells.cleaned)
            or ", ".join(filter(None, parts)),
            territory=supplier.territory or first("country", self.territories),
            area=parts[2],
            latitude=latitude if known else None,
            longitude=longitude if known else None,
        )

    def _numbers(self, supplier: Supplier, given: Properties) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for name, kind in _NUMBERS.items():
            for text in given.get(name, ())[:1]:
                found[kind] = self._read(supplier.row, cells.identifier(kind), text)
        national = _NATIONAL.get(supplier.territory, "")
        for text in (*given.get("registrationNumber", ()), *given.get("taxNumber", ())):
            number = register_number(national, text) if national else None
            if number and not found.get(national):
                found[national] = number
        return tuple((kind, number) for kind, number in found.items() if number)

    def _read(self, number: int, parse: Parser, text: str) -> Any:
        try:
            return parse(text)
        except Doubt as doubt:
            self.notices.add(doubt.says, number)
            return doubt.value


def _texts(values: Any) -> list[str]:
    return [str(value) for value in (values if isinstance(values, list) else [values])]


def _each(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
