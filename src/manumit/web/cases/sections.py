"""The classes of data of a case as the case page shows them: what is there, and what one may do."""

from dataclasses import dataclass

from manumit.casework.access import reasons
from manumit.casework.policy import CODES, matrix
from manumit.casework.records import Kind, kinds
from manumit.core import Because
from manumit.web.cases.entry_form import by_form
from manumit.web.door.door import FORM_OF_ROWS, Door, Section
from manumit.web.look.context import address
from manumit.web.vault.models import Entry

PICTOGRAMS = {
    2: "message",
    3: "person",
    4: "safe-place",
    5: "papers",
    6: "file",
    7: "health",
    8: "money",
    9: "lock",
    10: "file",
    11: "law",
    12: "certificate",
    13: "calendar",
    15: "warning",
    16: "police",
    17: "child",
    18: "check",
    19: "message",
}
FACTS, COPIES = 6, 10
ELSEWHERE = {
    FACTS: "case_facts",
    8: "claim_page",
    9: "evidence_page",
    COPIES: "evidence_page",
    12: "certificate_page",
    18: "consent_page",
    19: "case_conversation",
}
"""Classes that have a page of their own, where there is one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One class of data on the case page.

    Attributes:
        code: Its name.
        why: Why it may be seen, and in what form.
        opens: Whether its content can be opened.
        counted: Whether the actor may know how many entries there are.
        kinds: Kinds of entries that the actor may write with a form.
        url: A page of its own.
        rows: How many there are of what is not an entry: certificates, consents.
    """

    number: int
    code: str
    pictogram: str
    why: Because | None
    form: str
    opens: bool
    counted: bool
    entries: tuple[Entry, ...]
    kinds: tuple[Kind, ...]
    url: str
    rows: int = 0


def shown(door: Door, section: Section, language: str) -> Shown:
    """A section as it is shown."""
    number, decision = section.data_class, section.decision
    counted = bool(door.may("find", number))
    readable = door.may("read", number)
    openable = bool(readable) and readable.form in FORM_OF_ROWS and readable.form != "listed"
    sealed = matrix().classes[str(number)].sealed == "yes"
    there = bool(section.entries) or not counted
    own = (kind for kind in kinds().values() if kind.data_class == number and by_form(kind))
    rows = _rows(door, number) if counted and readable.form == "full" else 0
    route = ELSEWHERE.get(number, "")
    if number == FACTS and readable.form != "full":
        route = ""
    if route == "evidence_page" and not (
        section.entries or (section.writable and number != COPIES)
    ):
        route = ""
    return Shown(
        number=number,
        code=CODES[number],
        pictogram=PICTOGRAMS.get(number, "file"),
        why=reasons(decision, language) if decision else None,
        form=decision.form,
        opens=openable and sealed and there,
        counted=counted,
        entries=section.entries,
        kinds=tuple(own) if section.writable and not door.case.closed else (),
        url=address(route, purpose=door.purpose, reference=door.case.reference) if route else "",
        rows=rows,
    )


def _rows(door: Door, number: int) -> int:
    found = {12: "certificates", 18: "consents"}.get(number)
    return getattr(door.case, found).count() if found else 0


def all_shown(door: Door, language: str) -> list[Shown]:
    """Every section that has something to show, or to do, on the case page."""
    found = [shown(door, section, language) for section in door.sections()]
    return [each for each in found if each.entries or each.opens or each.kinds or each.url]


def one(door: Door, number: int, language: str) -> Shown | None:
    """One section, or None if the actor may know nothing of it."""
    return next((each for each in all_shown(door, language) if each.number == number), None)
