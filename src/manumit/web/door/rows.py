"""The rules of access as a filter of the database: which cases and entries an actor may see.

The same rules as `manumit.casework.access`, for many rows at once. A condition that cannot be asked
of a row here is never met.
"""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from manumit.casework.model import Actor
from manumit.casework.policy import OPEN, Rule, purposes_of, rules_for
from manumit.web.cases.models import Case, Conflict, Part
from manumit.web.consent.models import BreakGlass, Danger, LegalRequest
from manumit.web.consent.queries import Covers, covering, in_force
from manumit.web.vault.models import Entry

NOBODY = "00000000-0000-0000-0000-000000000000"
NEVER = Q(pk__in=[])
ALWAYS = ~NEVER
SEEING = ("read", "find")
"""Verbs by which a person comes to know that something is there."""


def cases_seen(actor: Actor, purpose: str, now: datetime) -> QuerySet[Case]:
    """Cases of which the actor may see anything at all, for a purpose."""
    asked = _Asked(actor, purpose, now, "")
    seen = [
        asked.met(needs, covering(numbers))
        for (_, needs), all_numbers in _ways(actor, SEEING).items()
        for numbers in (_each(all_numbers) if len(needs & OF_CLASSES) > 1 else [all_numbers])
    ]
    return Case.objects.filter(asked.not_barred(), reduce(or_, seen, NEVER))


def entries_seen(
    actor: Actor, purpose: str, now: datetime, verbs: tuple[str, ...] = SEEING
) -> QuerySet[Entry]:
    """Entries that the actor may see, or may do one of `verbs` to, for a purpose.

    Rows of the redacted form are seen by those who may see that form only.
    """
    asked = _Asked(actor, purpose, now, "case__")
    seen = [
        Q(data_class__in=numbers, form=form) & asked.met(needs, _covers_that_of_the_row)
        for (form, needs), numbers in _ways(actor, verbs).items()
        if form != "none"
    ]
    return Entry.objects.filter(asked.not_barred(), reduce(or_, seen, NEVER))


def _ways(
    actor: Actor, verbs: tuple[str, ...]
) -> dict[tuple[str, frozenset[str]], tuple[int, ...]]:
    """Form of the rows shown and conditions to the classes that are seen so.

    A way that needs more than another to the same rows is left out, and so is one that needs what
    this actor can never have.
    """
    ways = {
        (rule.data_class, _shows(rule), rule.needs - actor.skills)
        for verb in verbs
        for rule in rules_for(actor.role, verb)
        if rule.data_class not in OPEN and rule.needs - actor.skills <= _CONDITIONS.keys()
    }
    found: dict[tuple[str, frozenset[str]], tuple[int, ...]] = {}
    for number, form, needs in sorted(ways, key=lambda way: (way[0], way[1], sorted(way[2]))):
        if not any((number, form) == way[:2] and way[2] < needs for way in ways):
            found[form, needs] = (*found.get((form, needs), ()), number)
    return found


def _each(numbers: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [(number,) for number in numbers]


def _covers_that_of_the_row(column: str) -> Q:
    number = Cast(OuterRef("data_class"), TextField())
    covered = Concat(Value(","), number, Value(","), output_field=TextField())
    return Q(**{f"{column}__contains": covered})


class _Asked:
    """One actor, purpose and time, asked of rows that reach their case by `prefix`."""

    def __init__(self, actor: Actor, purpose: str, now: datetime, prefix: str) -> None:
        self.actor, self.purpose, self.now, self.prefix = actor, purpose, now, prefix
        self.ref = OuterRef(f"{prefix}pk")
        self.agency = UUID(actor.agency or NOBODY)
        self.person = UUID(actor.id or NOBODY)

    def not_barred(self) -> Q:
        """What bars an actor whatever the rules say."""
        if not self.actor.active or self.purpose not in purposes_of(self.actor.role):
            return NEVER
        if self.actor.role == "WRK":  # the id of a box is no account
            return ALWAYS
        return ~Q(Exists(Conflict.objects.filter(case=self.ref, person=self.person)))

    def met(self, needs: frozenset[str], covers: Covers) -> Q:
        """Rows of which all conditions hold."""
        met = ALWAYS
        for need in sorted(needs):
            met &= _CONDITIONS[need](self, covers)
        return met

    def part(self, covers: Covers) -> Q:
        return Q(**{f"{self.prefix}owner": self.agency}) | Q(Exists(self._parts(covers)))

    def own_filing(self, covers: Covers) -> Q:
        return Q(Exists(self._parts(covers).filter(own_filing=True)))

    def _parts(self, covers: Covers) -> QuerySet[Part]:
        return Part.objects.filter(
            covers("classes"),
            Q(until=None) | Q(until__gt=self.now),
            case=self.ref,
            agency=self.agency,
            since__lte=self.now,
        )

    def consent(self, covers: Covers) -> Q:
        found = in_force(self.purpose, covers, self.now)
        return Q(Exists(found.filter(case=self.ref, recipient=self.agency)))

    def agreed(self, covers: Covers) -> Q:
        return Q(**{f"{self.prefix}owner": self.agency}) | self.consent(covers)

    def order(self, covers: Covers) -> Q:
        return self._opened(LegalRequest.objects.filter(approved__lte=self.now), covers)

    def danger(self, covers: Covers) -> Q:
        return self._opened(Danger.objects.filter(decided__lte=self.now), covers)

    def _opened(self, begun: QuerySet[Any], covers: Covers) -> Q:
        found = begun.filter(
            covers("classes"), case=self.ref, agency=self.agency, ends__gt=self.now
        )
        return Q(Exists(found))

    def glass(self, _covers: Covers) -> Q:
        if self.actor.role == "WRK":
            return NEVER
        found = BreakGlass.objects.filter(
            case=self.ref, person=self.person, starts__lte=self.now, ends__gt=self.now
        )
        return Q(Exists(found))

    def worker(self, _covers: Covers) -> Q:
        if self.actor.role != "WRK" or not self.actor.id:
            return NEVER
        return Q(**{f"{self.prefix}box": self.person})

    def flag(self, name: str) -> Q:
        return Q(**{f"{self.prefix}{name}": True})


_CONDITIONS: dict[str, Callable[[_Asked, Covers], Q]] = {
    "part": _Asked.part,
    "own_filing": _Asked.own_filing,
    "consent": _Asked.consent,
    "agreed": _Asked.agreed,
    "order": _Asked.order,
    "danger": _Asked.danger,
    "glass": _Asked.glass,
    "worker": _Asked.worker,
    "claim": lambda asked, _: asked.flag("claim_filed"),
    "review": lambda asked, _: asked.flag("review_open"),
    "joint": lambda asked, _: asked.flag("joint_operation"),
}

OF_CLASSES = frozenset({"part", "own_filing", "consent", "agreed", "order", "danger"})
"""Conditions that hold class by class; two of them must hold for the same class."""


def _shows(rule: Rule) -> str:
    """The form of entries that a rule shows: of those that are only listed, the full ones."""
    return {"redacted": "redacted", "derived": "none"}.get(rule.form, "full")
