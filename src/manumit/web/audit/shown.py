"""Records of the log as people read them: names for ids, words for codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from manumit.casework.policy import CODES, PURPOSES
from manumit.reference.words import say
from manumit.web.accounts.models import Agency, User
from manumit.web.audit.models import Record
from manumit.web.audit.words import act_in_words
from manumit.web.cases.models import Case


@dataclass(frozen=True, slots=True)
class Line:
    """One record, in words.

    Attributes:
        who: Name of the account; empty for a worker and for the system.
        case: Reference of the case, or empty.
    """

    record: Record
    who: str
    agency: str
    act: str
    part: str
    purpose: str
    case: str
    case_gone: bool


def lines(records: Iterable[Record], language: str) -> list[Line]:
    """Records in words; each name is looked up once."""
    rows = list(records)
    people = _named(User, {row.actor for row in rows}, "username")
    agencies = _named(Agency, {row.agency for row in rows}, "name")
    cases = _named(Case, {row.case for row in rows}, "reference")
    return [
        Line(
            record=row,
            who=people.get(row.actor, ""),
            agency=agencies.get(row.agency, ""),
            act=act_in_words(row.act, language),
            part=class_in_words(row.data_class, language),
            purpose=say(f"access.purpose.{row.purpose}", language)
            if row.purpose in PURPOSES
            else "",
            case=cases.get(row.case, ""),
            case_gone=bool(row.case) and row.case not in cases,
        )
        for row in rows
    ]


def class_in_words(number: int | None, language: str) -> str:
    """A class of data, or nothing."""
    if number is None or number not in CODES:
        return ""
    return say(f"access.class.{CODES[number]}", language)


def _named(model: type[User | Agency | Case], ids: set[str], name: str) -> dict[str, str]:
    known = [UUID(each) for each in ids if len(each) == 36]
    rows = model._default_manager.filter(pk__in=known).values_list("pk", name)
    return {str(pk): str(text) for pk, text in rows}
