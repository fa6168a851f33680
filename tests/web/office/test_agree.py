"""The oracle, the filter of the database and row-level security say the same of random histories.

How this test was tested: each implementation was broken on purpose, and the break was found. Some
of these breaks are kept below and are made by the test itself: the filter forgets the agreement,
the classes of a part, a conflict, or that an end is not within its window; the oracle forgets them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import F, Q

from manumit.casework import access
from manumit.casework.access import allow
from manumit.casework.model import Actor, CaseFacts
from manumit.casework.policy import PURPOSES, VERBS, purposes_of
from manumit.web.cases.models import Case
from manumit.web.consent.models import Consent
from manumit.web.consent.queries import Covers
from manumit.web.door import rows
from manumit.web.door.facts import case_facts
from manumit.web.door.rows import SEEING, cases_seen, entries_seen
from tests.web.office.histories import (
    LAST,
    OF_A_CASE,
    Cast,
    History,
    at,
    facts_of,
    make_cast,
    make_history,
    save,
    save_cast,
)

pytestmark = pytest.mark.django_db(databases=["default", "mailbox"])

SHOWN = {
    "full": "full",
    "own": "full",
    "public": "full",
    "listed": "full",
    "redacted": "redacted",
    "derived": "",
    "none": "",
}
"""Form of a decision to the form of the rows that it shows."""


@dataclass(frozen=True)
class Question:
    """What one actor asks for one purpose at one hour of all cases of a batch."""

    actor: Actor
    purpose: str
    now: datetime
    verb: str


@dataclass
class Batch:
    """Histories in one database."""

    cast: Cast
    stories: list[History]
    facts: dict[UUID, CaseFacts]


def make_batch(seed: int, size: int) -> Batch:
    chance = Random(seed)  # noqa: S311 - made-up histories
    cast = make_cast(chance)
    save_cast(cast)
    stories = [make_history(cast, chance) for _ in range(size)]
    save(stories)
    return Batch(cast, stories, {each.case.id: facts_of(each) for each in stories})


def questions(batch: Batch, seed: int, many: int) -> Iterator[Question]:
    chance = Random(seed)  # noqa: S311 - made-up questions
    for _ in range(many):
        if chance.random() < 0.1:
            box = chance.choice(batch.stories).case.box
            actor = Actor(str(box or ""), "WRK", "")
        else:
            actor = chance.choice(batch.cast.people).actor()
        own = purposes_of(actor.role)
        purpose = chance.choice(own if chance.random() < 0.9 else PURPOSES)
        yield Question(actor, purpose, at(chance.randrange(LAST + 1)), chance.choice(VERBS))


def of_oracle(batch: Batch, asked: Question, verbs: tuple[str, ...]) -> set[UUID]:
    """Entries that the oracle shows."""
    found = set()
    for story in batch.stories:
        facts, seen = batch.facts[story.case.id], {}
        for entry in story.entries:
            number = entry.data_class
            if number not in seen:
                seen[number] = {SHOWN[form] for form in forms(facts, asked, number, verbs)}
            if entry.form in seen[number]:
                found.add(entry.id)
    return found


def forms(facts: CaseFacts, asked: Question, number: int, verbs: tuple[str, ...]) -> Iterator[str]:
    for verb in verbs:
        yield allow(asked.actor, number, verb, facts, purpose=asked.purpose, now=asked.now).form


def cases_of_oracle(batch: Batch, asked: Question) -> set[UUID]:
    return {
        id_
        for id_, facts in batch.facts.items()
        if any(form != "none" for n in OF_A_CASE for form in forms(facts, asked, n, SEEING))
    }


def differing(batch: Batch, asked: Question) -> tuple[list[str], int]:
    """Where the oracle and the filter of the database do not agree, and how much is shown."""
    found, shown = [], 0
    for verbs in (SEEING, (asked.verb,)):
        one = of_oracle(batch, asked, verbs)
        other = set(
            entries_seen(asked.actor, asked.purpose, asked.now, verbs).values_list("pk", flat=True)
        )
        found += [f"{verbs}: entry {each}" for each in one ^ other]
        shown += len(one)
    seen = set(cases_seen(asked.actor, asked.purpose, asked.now).values_list("pk", flat=True))
    found += [f"case {each}" for each in cases_of_oracle(batch, asked) ^ seen]
    return found, shown


def compare(batches: int, size: int, many: int, start: int = 0) -> tuple[int, int]:
    """Histories compared, and entries that were shown to someone."""
    shown = 0
    for seed in range(start, start + batches):
        with transaction.atomic():
            batch = make_batch(seed, size)
            for asked in questions(batch, seed, many):
                wrong, seen = differing(batch, asked)
                assert not wrong, (seed, asked, wrong[:5])
                shown += seen
            transaction.set_rollback(True)
    return batches * size, shown


def test_oracle_and_filter_agree_on_random_histories() -> None:
    histories, shown = compare(batches=8, size=40, many=4)
    assert histories == 320
    assert shown > 500  # something is seen, or nothing would be compared


@pytest.mark.study
def test_oracle_and_filter_agree_on_ten_thousand_histories() -> None:
    histories, shown = compare(batches=100, size=100, many=12, start=1000)
    assert histories == 10_000
    assert shown > 50_000


def test_the_facts_of_a_case_are_read_as_they_were_written() -> None:
    batch = make_batch(3, 40)
    for case in Case.objects.all():
        found, made = case_facts(case), batch.facts[case.id]
        for name in ("parts", "consents", "openings", "glasses", "agreements"):
            assert set(getattr(found, name)) == set(getattr(made, name)), name
        for name in ("owner", "worker", "conflicts"):
            assert getattr(found, name) == getattr(made, name), name
        flags = ("review_open", "joint_operation", "claim_filed")
        assert [getattr(found, n) for n in flags] == [getattr(made, n) for n in flags]


def consent_without(*forgotten: str) -> Callable[[Any, Covers], Q]:
    """The filter's condition of consent, with some of its parts forgotten."""

    def consent(self: Any, covers: Covers) -> Q:
        agreed = covers("agreement__classes") & Q(
            agreement__giver=F("case__owner"),
            agreement__recipient=self.agency,
            agreement__purposes__contains=f",{self.purpose},",
            agreement__starts__lte=self.now,
            agreement__ends__gt=self.now,
        )
        parts = {
            "agreement": Q(case__owner=self.agency) | agreed,
            "withdrawal": Q(withdrawn=None) | Q(withdrawn__gt=self.now),
            "window": Q(starts__lte=self.now, ends__gt=self.now),
            "purpose": Q(purpose=self.purpose),
            "classes": covers("classes"),
            "recipient": Q(recipient=self.agency),
        }
        kept = [part for name, part in parts.items() if name not in forgotten]
        return Q(rows.Exists(Consent.objects.filter(*kept, case=self.ref)))

    return consent


def put_in_place(patch: pytest.MonkeyPatch, consent: Callable[[Any, Covers], Q]) -> None:
    """A consent is asked for by itself, and by whoever does not lead the case."""
    patch.setitem(rows._CONDITIONS, "consent", consent)
    patch.setattr(rows._Asked, "consent", consent)


def parts_of_any_class(self: Any, _covers: Covers) -> Any:
    ends = Q(until=None) | Q(until__gt=self.now)
    return rows.Part.objects.filter(ends, case=self.ref, agency=self.agency, since__lte=self.now)


def forget(patch: pytest.MonkeyPatch, name: str) -> None:
    """Break one implementation on purpose."""
    if name == "conflict":
        patch.setattr(rows._Asked, "not_barred", lambda _: rows.ALWAYS)
    elif name == "classes of a part":
        patch.setattr(rows._Asked, "_parts", parts_of_any_class)
    elif name == "end of an emergency":
        patch.setitem(
            rows._CONDITIONS,
            "glass",
            lambda asked, n: rows._Asked.glass(_later(asked), n),
        )
    elif name == "agreement, in the oracle":
        patch.setattr(access, "agrees", lambda *_, **__: True)
    elif name == "classes of a part, in the oracle":
        patch.setattr(access, "takes_part", _takes_part_in_all)
    else:
        put_in_place(patch, consent_without(name))


def _later(asked: Any) -> Any:
    return rows._Asked(asked.actor, asked.purpose, asked.now.replace(hour=0), asked.prefix)


def _takes_part_in_all(agency: str, _data_class: int, case: CaseFacts, now: datetime) -> bool:
    return agency == case.owner or any(
        part.agency == agency and part.since <= now and (part.until is None or now < part.until)
        for part in case.parts
    )


def test_the_parts_of_consent_as_broken_here_are_those_of_the_filter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With nothing forgotten, what stands in for the filter in the next test agrees as well."""
    put_in_place(monkeypatch, consent_without())
    compare(batches=2, size=30, many=6, start=50)


QUICKLY_FOUND = ("conflict", "purpose", "window", "classes of a part")
FOUND = (
    *("agreement", "withdrawal", "classes", "recipient", "end of an emergency"),
    *("agreement, in the oracle", "classes of a part, in the oracle"),
)


@pytest.mark.parametrize("name", QUICKLY_FOUND)
def test_a_broken_implementation_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, name)
    with pytest.raises(AssertionError):
        compare(batches=12, size=30, many=6, start=50)


@pytest.mark.study
@pytest.mark.parametrize("name", FOUND)
def test_any_broken_implementation_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, name)
    with pytest.raises(AssertionError):
        compare(batches=40, size=30, many=6, start=50)
