"""Looking for a case: by its reference, or by a name or telephone through blind indexes."""

import re
from datetime import datetime

from django.db.models import Q

from manumit.casework.policy import purposes_of
from manumit.web.cases.models import Case
from manumit.web.cases.worklist import seen
from manumit.web.door.door import Asker
from manumit.web.door.rows import entries_seen
from manumit.web.vault import lookup

_REFERENCE = re.compile(r"^\s*([A-Za-z0-9]{4})[\s-]?([A-Za-z0-9]{4})\s*$")
_IDENTITY = 3


def found_by(who: Asker, text: str, now: datetime) -> list[Case]:
    """Cases of the person's work list that a text names; a case of others is not there.

    Raises:
        InputError: The person looked up too many names within an hour.
    """
    match = _REFERENCE.match(text)
    if match is not None:
        reference = f"{match[1]}-{match[2]}".upper()
        found = list(seen(who, now).filter(reference=reference))
        if found or any(letter.isdigit() for letter in reference):
            return found
    ids = lookup.cases_by(who.actor, who.holder, text, now)
    known = Q(pk__in=[])
    for purpose in purposes_of(who.actor.role):
        rows = entries_seen(who.actor, purpose, now, ("find",)).filter(
            data_class=_IDENTITY, case__in=ids
        )
        known |= Q(pk__in=rows.values("case"))
    return list(seen(who, now).filter(known)[: lookup.MOST])
