"""What an auditor may want to look into: counts with the acts behind them. Nobody gets a score."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import ExtractHour

from manumit.casework.policy import LOGGED
from manumit.web.accounts.models import User
from manumit.web.audit.models import Record
from manumit.web.consent.models import BreakGlass, Danger

DAYS = 30
NIGHT_FROM, NIGHT_UNTIL = 22, 6
"""Hours, in UTC."""

SHOWN = 10
GLASS_REVIEW, DANGER_REVIEW = timedelta(hours=72), timedelta(hours=24)
"""Within what time an emergency look, and a decision that there is danger, must be reviewed."""

READING = ("read", "read_signal", "read_file", "read_original", "export")


@dataclass(frozen=True, slots=True)
class Counted:
    """How often one person did something."""

    person: str
    name: str
    agency: str
    count: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of acts, counted by person, the most first.

    Attributes:
        query: What shows the acts in the log, but for the person.
    """

    name: str
    query: str
    counts: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A review that should have been made."""

    kind: str
    case: str
    since: datetime
    due: datetime


def patterns(now: datetime) -> list[Pattern]:
    """The counts of the last days."""
    recent = Record.objects.filter(at__gt=now - timedelta(days=DAYS)).exclude(agency="")
    hour = recent.annotate(hour=ExtractHour("at"))
    night = Q(hour__gte=NIGHT_FROM) | Q(hour__lt=NIGHT_UNTIL)
    found = {
        "lookups": (recent.filter(act="lookup"), "act=lookup"),
        "night": (
            hour.filter(night, act__in=READING, allowed=True, data_class__in=LOGGED),
            "night=on",
        ),
        "refusals": (recent.filter(allowed=False), "refused=on"),
        "originals": (recent.filter(act="read_original", allowed=True), "act=read_original"),
    }
    return [Pattern(name, query, _by_person(rows)) for name, (rows, query) in found.items()]


def _by_person(rows: object) -> tuple[Counted, ...]:
    counted = list(
        rows.values("actor").annotate(n=Count("number")).order_by("-n", "actor")[:SHOWN]  # type: ignore[attr-defined]
    )
    ids = [UUID(each["actor"]) for each in counted if len(each["actor"]) == 36]
    people = {
        str(each.pk): each for each in User.objects.filter(pk__in=ids).select_related("agency")
    }
    return tuple(
        Counted(
            each["actor"],
            people[each["actor"]].name,
            people[each["actor"]].agency.name,
            each["n"],
        )
        for each in counted
        if each["actor"] in people
    )


def overdue(now: datetime) -> list[Overdue]:
    """Emergency looks and decisions of danger that nobody reviewed in time, the oldest first."""
    glasses = BreakGlass.objects.filter(reviewed=None, starts__lte=now - GLASS_REVIEW)
    dangers = Danger.objects.filter(reviewed=None, decided__lte=now - DANGER_REVIEW)
    found = [
        *(
            Overdue("glass", each.case.reference, each.starts, each.starts + GLASS_REVIEW)
            for each in glasses.select_related("case")
        ),
        *(
            Overdue("danger", each.case.reference, each.decided, each.decided + DANGER_REVIEW)
            for each in dangers.select_related("case")
        ),
    ]
    return sorted(found, key=lambda each: each.due)
