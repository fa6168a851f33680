"""A case opened: by whom, what is known of danger and age, and what is to be done first."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from manumit.casework.policy import rules_for
from manumit.casework.referral import part_classes
from manumit.errors import AccessRefused
from manumit.web.audit.services import record
from manumit.web.cases.models import Case, Part, Task
from manumit.web.common import new_id
from manumit.web.door.door import Asker

OPENERS = ("INT", "SOC", "UNI")
"""Roles whose people open cases."""

FIRST_TASKS = {"assess_risk": 0, "ask_about_consent": 1}
"""What is to be done in a new case, and in how many days."""


@dataclass(frozen=True, slots=True)
class New:
    """What is said of a case when it is opened.

    Attributes:
        own_filing: Whether the agency itself brings the complaint.
    """

    child: str = "unknown"
    danger: str = "unknown"
    own_filing: bool = False


def open_case(who: Asker, new: New) -> Case:
    """Open a case that the own agency leads, with its first tasks.

    Raises:
        AccessRefused: People of this role open no cases.
    """
    person = who.person
    if person is None or who.actor.role not in OPENERS or not who.actor.active:
        raise AccessRefused("opens_no_cases")
    now, id_ = timezone.now(), new_id()
    record(actor_id=who.actor.id, agency_id=who.actor.agency, act="case_opened", case=str(id_))
    with transaction.atomic():
        case = Case.objects.create(id=id_, owner=person.agency, child=new.child, danger=new.danger)
        Part.objects.create(
            case=case,
            agency=person.agency,
            classes=part_classes(who.actor.role, ()),
            since=now,
            own_filing=new.own_filing,
        )
        for kind, days in _first_tasks(who, new).items():
            due = now.date() + timedelta(days=days)
            Task.objects.create(case=case, kind=kind, agency=person.agency, person=person, due=due)
    return case


def _first_tasks(who: Asker, new: New) -> dict[str, int]:
    tasks = dict(FIRST_TASKS)
    if new.child == "yes":
        tasks["name_guardian"] = 1
    if new.child == "unknown":
        tasks["assess_age"] = 3
    may_ask = any(rule.data_class == 18 for rule in rules_for(who.actor.role, "write"))
    return tasks if may_ask else {k: d for k, d in tasks.items() if k != "ask_about_consent"}
