"""What the log says to those who may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from manumit.web.accounts.models import Agency
from manumit.web.audit.models import Record


@dataclass(frozen=True, slots=True)
class Look:
    """One act on a case, as the worker sees it: which agency, and not which of its people.

    Attributes:
        at: The hour; the minute could tell who of the agency it was.
        agency: Id of the agency; empty for the worker's own acts.
        name: Name of the agency.
        role: Code of its role.
        data_class: Class of data it was about; None for an act on the case as a whole.
    """

    at: datetime
    agency: str
    name: str
    role: str
    act: str
    data_class: int | None
    purpose: str


def who_looked(case_id: str, box_id: str = "") -> list[Look]:
    """What was done with a case or with a box, the latest first, without what was refused.

    Args:
        case_id: Id of the case; empty if there is none.
        box_id: Id of the worker's box, which may be older than the case.
    """
    about = Q(case=case_id) if case_id else Q(pk__in=[])
    if box_id:
        about |= Q(target=box_id)
    acts = Record.objects.filter(about, allowed=True).order_by("-number")
    rows = list(acts.values_list("at", "agency", "act", "data_class", "purpose"))
    ids = {agency for _, agency, *_ in rows if agency}
    named = {str(a.id): a for a in Agency.objects.filter(id__in=ids).only("name", "role")}
    return [
        Look(
            at.replace(minute=0, second=0, microsecond=0),
            agency,
            named[agency].name if agency in named else "",
            named[agency].role if agency in named else "",
            act,
            data_class,
            purpose,
        )
        for at, agency, act, data_class, purpose in rows
    ]
