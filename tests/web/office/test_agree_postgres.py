"""Row-level security shows what the oracle shows, in random histories on PostgreSQL.

How this test was tested: functions of the database were broken on purpose, and each break was
found. The test makes these breaks itself: a consent without its agreement or withdrawal, a part in
every class, no conflicts, entries whose form is forgotten.
"""

# ruff: noqa: S608 - the statements are put together from names of functions and classes
from collections.abc import Iterator
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from manumit.casework.access import allow, holds
from manumit.casework.policy import purposes_of
from manumit.web.door.rls import OFFICE_ROLE
from manumit.web.door.rls_session import tell
from manumit.web.door.rows import SEEING
from tests.postgres import SUPERUSER, Cluster
from tests.web.office.histories import OF_A_CASE
from tests.web.office.on_postgres import migrated, signed_in_as
from tests.web.office.test_agree import (
    Batch,
    Question,
    cases_of_oracle,
    differing,
    make_batch,
    of_oracle,
    questions,
)


@pytest.fixture(scope="module")
def office(postgres: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        name = migrated(postgres, "agree")
        with signed_in_as(postgres, name, SUPERUSER):
            yield
    postgres.drop(name)


def rows_of(asked: Question, purpose: str, *statements: str) -> list[set[tuple[object, ...]]]:
    """What the office's role is shown, with no filter at all."""
    who = {"actor": "", "box": ""}
    who["box" if asked.actor.role == "WRK" else "actor"] = asked.actor.id
    tell(**who, purpose=purpose, now=asked.now.isoformat())
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {OFFICE_ROLE}")
        found = []
        for statement in statements:
            cursor.execute(statement)
            found.append(set(cursor.fetchall()))
        cursor.execute("RESET ROLE")
    return found


def expected(batch: Batch, asked: Question) -> set[UUID]:
    """What the oracle shows, and the redacted rows of what may be read in full."""
    found = of_oracle(batch, asked, SEEING)
    for story in batch.stories:
        facts = batch.facts[story.case.id]
        for entry in story.entries:
            if entry.form == "redacted" and entry.id not in found:
                read = allow(
                    asked.actor,
                    entry.data_class,
                    "read",
                    facts,
                    purpose=asked.purpose,
                    now=asked.now,
                )
                if read.form == "full":
                    found.add(entry.id)
    return found


def may_write(batch: Batch, asked: Question) -> set[tuple[object, ...]]:
    return {
        (id_, number)
        for id_, facts in batch.facts.items()
        for number in OF_A_CASE
        if allow(asked.actor, number, "write", facts, purpose=asked.purpose, now=asked.now)
    }


def of_any_purpose(asked: Question) -> list[Question]:
    return [
        Question(asked.actor, purpose, asked.now, asked.verb)
        for purpose in purposes_of(asked.actor.role)
    ]


def wrong(batch: Batch, asked: Question, *, any_purpose: bool) -> list[str]:
    """Where row-level security and the oracle do not agree."""
    purpose, each = ("*", of_any_purpose(asked)) if any_purpose else (asked.purpose, [asked])
    classes = ", ".join(f"({number})" for number in OF_A_CASE)
    entries, cases, writes = rows_of(
        asked,
        purpose,
        "SELECT id FROM vault_entry",
        "SELECT id FROM cases_case",
        f"SELECT c.id, n FROM cases_case c, (VALUES {classes}) AS classes (n)"
        " WHERE access_may('write', c.id, n)",
    )
    named = {
        "entry": {row[0] for row in entries} ^ set().union(*(expected(batch, q) for q in each)),
        "case": {row[0] for row in cases} ^ set().union(*(cases_of_oracle(batch, q) for q in each)),
        "write": writes ^ set().union(*(may_write(batch, q) for q in each)),
    }
    return [f"{name} {one}" for name, these in named.items() for one in these]


def compare(batches: int, size: int, many: int, start: int = 0) -> int:
    shown = 0
    for seed in range(start, start + batches):
        with transaction.atomic():
            batch = make_batch(seed, size)
            chance = Random(seed)  # noqa: S311 - made-up questions
            for asked in questions(batch, seed, many):
                any_purpose = chance.random() < 0.2
                found = wrong(batch, asked, any_purpose=any_purpose)
                assert not found, (seed, asked, any_purpose, found[:5])
                found, seen = differing(batch, asked)  # the filter, on PostgreSQL
                assert not found, (seed, asked, found[:5])
                shown += seen
            transaction.set_rollback(True)
    return shown


@pytest.mark.usefixtures("office")
def test_oracle_filter_and_row_level_security_agree() -> None:
    assert compare(batches=2, size=20, many=8) > 30


@pytest.mark.study
@pytest.mark.usefixtures("office")
def test_oracle_filter_and_row_level_security_agree_on_ten_thousand_histories() -> None:
    assert compare(batches=100, size=100, many=4, start=5000) > 10_000


def test_the_database_says_which_conditions_hold(office: None) -> None:
    """As text, for one class, it says what the oracle says."""
    with transaction.atomic():
        batch = make_batch(77, 20)
        for asked in questions(batch, 77, 10):
            who = "box" if asked.actor.role == "WRK" else "actor"
            tell(**{"actor": "", "box": "", who: asked.actor.id}, purpose=asked.purpose)
            tell(now=asked.now.isoformat())
            with connection.cursor() as cursor:
                for id_, facts in batch.facts.items():
                    cursor.execute(
                        "SELECT n, access_holds(%s, n) FROM unnest(%s) AS n", [id_, list(OF_A_CASE)]
                    )
                    for number, found in cursor.fetchall():
                        made = holds(asked.actor, number, facts, asked.purpose, asked.now)
                        if asked.actor.active and asked.purpose in purposes_of(asked.actor.role):
                            assert set(found) - {"glass"} == made - {"glass"}, asked
        transaction.set_rollback(True)


BREAKS = {
    "agreement": ("access_held", "AND g.starts <= now", "OR g.starts <= now"),
    "classes of a part": (
        "access_held",
        "SELECT n || ':' || name FROM cases_part",
        "SELECT name FROM cases_part",
    ),
    "conflict": ("access_ways", "x.person_id = me.id", "false"),
    "form": ("access_shows", "the_form = 'full' AND", "true AND"),
    "withdrawal": ("access_held", "k.withdrawn > now", "true"),
}
RARE = {"agreement", "withdrawal"}
"""Breaks that show in few histories, so that finding them takes long."""


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=pytest.mark.study) if each in RARE else each for each in BREAKS],
)
def test_a_broken_function_of_the_database_is_found(name: str) -> None:
    function, part, broken = BREAKS[name]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
            text = cursor.fetchone()[0]
            assert part in text
            cursor.execute(text.replace(part, broken))
        with pytest.raises(AssertionError):
            compare(batches=12, size=20, many=8)
        transaction.set_rollback(True)
