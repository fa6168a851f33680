"""Orders of credit transfers to a bank: ISO 20022 pain.001, CustomerCreditTransferInitiation.

Any version and name space will do. The file is read as a stream: one transaction at a time is held
as XML, document types and entities are refused, and nothing is fetched.

Source:
    ISO 20022, pain.001.001.03 to .12, message definition reports. The control sum adds all
    individual amounts irrespective of currencies.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from manumit.errors import InputError, MissingExtra
from manumit.io.payments.model import Control, Ledger, PaymentRecord, total_of
from manumit.io.payments.values import currency_code, day, number, reject, whole
from manumit.tables import Reject

Element: TypeAlias = Any
"""An element of lxml, which is imported only when a file is read."""

_SAFE = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "remove_blank_text": True,
    "remove_comments": True,
    "remove_pis": True,
}
_READ = ("{*}CdtTrfTxInf", "{*}PmtInf", "{*}GrpHdr")
_LEAVES = ("{*}InstdAmt", "{*}EndToEndId", "{*}PrvtId", "{*}Cd")
_MESSAGE = "CstmrCdtTrfInitn"
_SALARY = "SALA"
_NO_REFERENCE = ("", "NOTPROVIDED")


@dataclass(slots=True)
class _Found:
    """What was met below one element: its declared figures, and the payments by currency."""

    place: str
    declared_count: int | None = None
    declared_total: Decimal | None = None
    payments: dict[str, list[PaymentRecord]] = field(default_factory=dict)
    unread: int = 0

    def control(self, place: str) -> Control:
        amounts = [each.amount for listed in self.payments.values() for each in listed]
        return Control(
            place,
            self.declared_count,
            self.declared_total,
            len(amounts),
            total_of(amounts),
            self.unread,
        )


def read_pain001(path: Path) -> list[Ledger]:
    """Read an order of credit transfers, one ledger for each currency.

    A transaction without a readable instructed amount becomes a reject. The worker is the
    creditor's private identification, or else the end-to-end reference. Names, accounts and
    remittance information are read past.

    Raises:
        InputError: The file is not well-formed, has a document type, is another message, or holds
            no transaction.
        MissingExtra: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtra("claims", f"Reading {path.name}") from None
    reader = _Reader(path.name)
    with path.open("rb") as file:
        try:
            for _, element in etree.iterparse(file, events=("end",), tag=_READ, **_SAFE):
                reader.read(element)
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"the XML is damaged at line {error.lineno}.",
                where=path.name,
                hint="Export the file anew, and send it whole.",
            ) from None
    return reader.ledgers()


def _name(element: Element) -> str:
    tag: str = element.tag
    return tag[tag.find("}") + 1 :]


class _Reader:
    """Takes the elements as they end, and keeps nothing of them but payments."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.whole = _Found("")
        self.blocks: list[_Found] = []
        self.waiting: list[tuple[int, str, str, str, bool]] = []
        self.rejects: list[Reject] = []
        self.written_on: date | None = None
        self.position = self.salaries = self.nameless = 0
        self.held: Element = None
        self.known = False

    def read(self, element: Element) -> None:
        if not self.known:
            self.check(element)
        match _name(element):
            case "CdtTrfTxInf":
                self.transaction(element)
            case "PmtInf":
                self.block(element)
            case "GrpHdr":
                self.declared(element, self.whole)
                created = element.findtext("{*}CreDtTm")
                self.written_on = self.day(created[:10], "CreDtTm") if created else None

    def check(self, element: Element) -> None:
        """Refuse a document type, and another message than can be read here."""
        if element.getroottree().docinfo.doctype:
            raise InputError("has a document type, which no bank file has.", where=self.file)
        above = [_name(each) for each in element.iterancestors()]
        if not any(name == _MESSAGE or name.startswith("pain.001") for name in above):
            raise InputError(
                "is XML, but not an order of credit transfers (pain.001).", where=self.file
            )
        self.known = True

    def declared(self, element: Element, found: _Found) -> None:
        """The number of transactions and the control sum, if there are any."""
        count, total = element.findtext("{*}NbOfTxs"), element.findtext("{*}CtrlSum")
        try:
            found.declared_count = None if count is None else whole(count, "NbOfTxs")
            found.declared_total = None if total is None else number(total, "CtrlSum")
        except InputError as error:
            self.rejects.append(reject(self.file, 0, error))

    def day(self, text: str, column: str) -> date | None:
        try:
            return day(text, column)
        except InputError as error:
            self.rejects.append(reject(self.file, 0, error))
            return None

    def transaction(self, element: Element) -> None:
        """Note the texts of a transaction; its block tells the day when it ends."""
        self.position += 1
        amount = currency = end_to_end = private = ""
        salary = False
        for leaf in element.iter(*_LEAVES):
            match _name(leaf):
                case "InstdAmt":
                    amount, currency = leaf.text or "", leaf.get("Ccy", "")
                case "EndToEndId":
                    end_to_end = (leaf.text or "").strip()
                case "PrvtId" if _name(leaf.getparent().getparent()) == "Cdtr":
                    private = next((each.text or "" for each in leaf.iter("{*}Id")), "").strip()
                case "Cd":
                    salary = salary or leaf.text == _SALARY
        worker = private or ("" if end_to_end in _NO_REFERENCE else end_to_end)
        self.waiting.append((self.position, worker, amount, currency, salary))
        if self.held is not None and self.held.getparent() is not None:
            self.held.getparent().remove(self.held)
        self.held = element

    def block(self, element: Element) -> None:
        """The payments of a payment information block, now that its day is known."""
        found = _Found(f"PmtInf {len(self.blocks) + 1}")
        self.declared(element, found)
        ordered = element.find("{*}ReqdExctnDt")
        text = "" if ordered is None else "".join(ordered.itertext()).strip()
        paid_on = self.day(text[:10], "ReqdExctnDt") if text else None
        all_salaries = element.findtext("{*}PmtTpInf/{*}CtgyPurp/{*}Cd") == _SALARY
        for row, worker, amount, currency, salary in self.waiting:
            self.salaries += salary or all_salaries
            try:
                code = currency_code(currency, "InstdAmt@Ccy")
                record = PaymentRecord(row, worker, number(amount, "InstdAmt"), paid_on=paid_on)
            except InputError as error:
                found.unread += 1
                self.rejects.append(reject(self.file, row, error))
                continue
            found.payments.setdefault(code, []).append(record)
            self.nameless += not worker
        self.waiting, self.held = [], None
        self.blocks.append(found)
        element.clear()

    def ledgers(self) -> list[Ledger]:
        if self.position == 0:
            raise InputError("holds no credit transfer (CdtTrfTxInf).", where=self.file)
        everything = self.whole
        for block in self.blocks:
            everything.unread += block.unread
            for code, payments in block.payments.items():
                everything.payments.setdefault(code, []).extend(payments)
        currencies = everything.payments or {"": []}
        notes = tuple(self.notes(everything.payments))
        return [
            Ledger(
                file=self.file,
                layout="pain001",
                currency=code,
                records=tuple(records),
                controls=tuple(self.controls(code, alone=len(currencies) == 1)),
                written_on=self.written_on,
                rejects=tuple(self.rejects) if at == 0 else (),
                notes=notes,
            )
            for at, (code, records) in enumerate(currencies.items())
        ]

    def controls(self, code: str, *, alone: bool) -> Iterator[Control]:
        """Of the header, then of each block that pays in this currency and declares anything."""
        yield self.whole.control("" if alone else "GrpHdr, all currencies")
        for block in self.blocks:
            says = block.declared_count is not None or block.declared_total is not None
            if says and (alone or code in block.payments):
                yield block.control(block.place)

    def notes(self, currencies: Mapping[str, list[PaymentRecord]]) -> Iterator[str]:
        yield f"{self.salaries} of {self.position} transactions are marked as salary ({_SALARY})."
        if self.nameless:
            yield f"{self.nameless} transactions have no reference that tells the worker."
        if len(currencies) > 1:
            listed = ", ".join(sorted(currencies))
            yield f"The file pays in {listed}; its control sum adds them without conversion."
        refs = Counter(each.worker for listed in currencies.values() for each in listed)
        twice = sum(times > 1 for worker, times in refs.items() if worker)
        if twice:
            yield f"{twice} workers are paid more than once."
