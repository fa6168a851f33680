"""The log of acts: what is recorded stays, and whoever changes the database is found out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from manumit.errors import LogBroken
from manumit.web.accounts.models import Agency
from manumit.web.audit.models import Record
from manumit.web.audit.queries import who_looked
from manumit.web.audit.rows import leaf_of, stored_log
from manumit.web.audit.services import record
from manumit.web.audit.verify import verify
from manumit.web.config import Config
from tests.helpers import ROOT
from tests.web.office.audit.office import (
    CUT,
    EDIT,
    MORNING,
    REWRITE,
    as_superuser,
    kinds,
    migrate,
    rewrite_digests,
    sign,
    write,
)

RENUMBER = "UPDATE audit_record SET number = -number - 1"
DELETE = ("DELETE FROM audit_record WHERE number = 9",)
CLOSE_UP = (
    *DELETE,
    f"{RENUMBER} WHERE number > 9",
    "UPDATE audit_record SET number = -number - 2 WHERE number < 0",
)
OPEN_UP = (
    f"{RENUMBER} WHERE number > 8",
    "UPDATE audit_record SET number = -number WHERE number < 0",
)
INSERT = (
    *OPEN_UP,
    "INSERT INTO audit_record SELECT 9, at, 'nobody', agency, act, 'case', data_class, purpose,"
    " target, allowed, reason, leaf FROM audit_record WHERE number = 8",
)
REORDER = (
    "UPDATE audit_record SET number = 99 WHERE number = 9",
    "UPDATE audit_record SET number = 9 WHERE number = 11",
    "UPDATE audit_record SET number = 11 WHERE number = 99",
)

NOT_HIDDEN: list[tuple[str, tuple[str, ...], list[tuple[str, int, int]]]] = [
    ("edit", EDIT, [("edit", 9, 9)]),
    ("gap", DELETE, [("deletion", 9, 9)]),
    ("closed gap", CLOSE_UP, [("change", 7, 12), ("deletion", 9, 13), ("cut", 14, 14)]),
    (
        "insertion",
        INSERT,
        [("change", 7, 12), ("edit", 9, 9), ("insertion", 9, 15), ("insertion", 15, 15)],
    ),
    ("reordering", REORDER, [("change", 7, 12), ("reordering", 9, 11)]),
    ("cut", CUT, [("cut", 12, 12)]),
]
HIDDEN: list[tuple[str, tuple[str, ...], list[tuple[str, int, int]]]] = [
    ("edit", EDIT, [("change", 7, 12)]),
    ("closed gap", CLOSE_UP, [("change", 7, 12)]),
    ("insertion", INSERT, [("change", 7, 12)]),
    ("reordering", REORDER, [("change", 7, 12)]),
    ("cut", CUT, [("cut", 12, 12)]),
    ("rewrite", REWRITE, [("rewrite", 0, 6)]),
    ("early edit", ("UPDATE audit_record SET act = '' WHERE number = 3",), [("rewrite", 0, 6)]),
]


@pytest.mark.parametrize(("how", "statements", "expected"), NOT_HIDDEN, ids=lambda x: str(x)[:12])
def test_what_a_superuser_does_is_found_and_placed(
    signed: Config, how: str, statements: tuple[str, ...], expected: list[tuple[str, int, int]]
) -> None:
    as_superuser(signed, *statements)
    assert kinds(verify(signed)) == expected, how


@pytest.mark.parametrize(("how", "statements", "expected"), HIDDEN, ids=lambda x: str(x)[:12])
def test_what_a_superuser_does_is_found_even_when_all_digests_are_made_to_fit(
    signed: Config, how: str, statements: tuple[str, ...], expected: list[tuple[str, int, int]]
) -> None:
    as_superuser(signed, *statements)
    rewrite_digests(signed)
    assert kinds(verify(signed)) == expected, how


CONTENT = 'at, actor, act, "case", data_class, reason'
SWAP = f"""UPDATE audit_record SET ({CONTENT}) = (SELECT {CONTENT} FROM before
    WHERE before.number = 21 - audit_record.number) WHERE number IN (10, 11)"""  # noqa: S608
STRANGE = (
    "UPDATE audit_record SET data_class = 1.5 WHERE number = 1",
    "UPDATE audit_record SET actor = CAST(x'ff' AS TEXT) WHERE number = 2",
    "UPDATE audit_record SET leaf = 'text' WHERE number = 3",
    "UPDATE audit_record SET allowed = 7 WHERE number = 4",
    "CREATE TABLE one AS SELECT * FROM audit_record WHERE number = 5",
    "UPDATE one SET number = 5.5",
    "INSERT INTO audit_record SELECT * FROM one",
)


def test_contents_that_changed_places_are_found(signed: Config) -> None:
    as_superuser(signed, "CREATE TABLE before AS SELECT * FROM audit_record", SWAP)
    assert kinds(verify(signed)) == [("reordering", 10, 11)]


def test_values_that_no_application_writes_are_found(signed: Config) -> None:
    as_superuser(signed, *STRANGE)
    found = [("insertion", 6, 6), *(("edit", number, number) for number in (1, 2, 3, 4))]
    assert kinds(verify(signed)) == found


def test_after_the_last_checkpoint_the_log_itself_still_counts(signed: Config) -> None:
    as_superuser(signed, "DELETE FROM audit_record WHERE number = 14")
    assert kinds(verify(signed)) == [("cut", 14, 14)]
    rewrite_digests(signed)
    found = verify(signed)
    assert found.findings == ()  # this is what cannot be proved, and what is said of it
    assert found.uncovered == 1


def test_records_that_were_not_added_by_the_application_are_found(signed: Config) -> None:
    with stored_log(signed) as stored:
        *_, (fields, _) = stored.rows
    forged = fields | {"number": 15, "actor": "nobody"}
    as_superuser(
        signed,
        "CREATE TABLE one AS SELECT * FROM audit_record WHERE number = 14",
        f"UPDATE one SET number = 15, actor = 'nobody', leaf = x'{leaf_of(forged).hex()}'",  # noqa: S608
        "INSERT INTO audit_record SELECT * FROM one",
    )
    assert kinds(verify(signed)) == [("insertion", 15, 15)]

    with pytest.raises(LogBroken, match="15"):
        record(actor_id="", agency_id="", act="open")


def test_a_change_after_the_last_checkpoint_shows_in_what_the_log_goes_on_from(
    signed: Config,
) -> None:
    as_superuser(signed, "UPDATE audit_record SET actor = 'nobody' WHERE number = 14")
    rewrite_digests(signed, frontier=False)
    assert kinds(verify(signed)) == [("change", 13, 14)]


def test_the_database_refuses_to_change_the_log(signed: Config) -> None:

    row = Record.objects.get(number=3)
    for change in (
        lambda: Record.objects.filter(number=3).update(act="other"),
        lambda: Record.objects.filter(number=3).delete(),
        row.delete,
        row.save,
        lambda: Record.objects.create(number=20, at=MORNING, allowed=True, leaf=b""),
        lambda: connection.cursor().execute(
            "INSERT OR REPLACE INTO audit_record SELECT * FROM audit_record WHERE number = 3"
        ),
    ):
        with pytest.raises(IntegrityError, match="The log of acts"):
            change()
    assert verify(signed).findings == ()


def test_a_record_stays_when_the_act_fails_and_is_not_made_where_it_could_be_taken_back(
    office: Config,
) -> None:

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        write(1)
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0  # noqa: B018
    with stored_log(office) as stored:
        assert [fields["number"] for fields, _ in stored.rows] == [0]


def test_every_field_of_a_record_is_in_its_digest(office: Config) -> None:

    write(8)
    names = {field.name for field in Record._meta.fields} - {"leaf"}
    with stored_log(office) as stored:
        rows = list(stored.rows)
    assert all(set(fields) == names for fields, _ in rows)
    assert all(leaf_of(fields) == leaf for fields, leaf in rows)
    assert [bytes(row.leaf) for row in Record.objects.order_by("number")] == [x for _, x in rows]


def start_writer(home: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.web.office.audit.writer", name, str(count)]
    environment = os.environ | {"MANUMIT_HOME": str(home)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True, env=environment)


def test_what_was_acknowledged_survives_kill_9(office: Config) -> None:
    acknowledged: list[int] = []
    for turn in range(3):
        with start_writer(office.home, f"writer-{turn}", 100_000) as writer:
            assert writer.stdout is not None
            acknowledged += [int(writer.stdout.readline()) for _ in range(20 + turn)]
            writer.kill()
            acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    with stored_log(office) as stored:
        there = [fields["number"] for fields, _ in stored.rows]
    assert there == list(range(len(there)))
    assert acknowledged == sorted(set(acknowledged))
    assert set(acknowledged) <= set(there)
    assert len(there) <= len(acknowledged) + 3
    sign(office, MORNING)
    assert verify(office).findings == ()


def test_two_processes_record_at_once_without_gap_or_double(office: Config) -> None:
    writers = [start_writer(office.home, f"writer-{number}", 60) for number in range(2)]
    numbers = [int(line) for writer in writers for line in writer.communicate()[0].split()]
    assert sorted(numbers) == list(range(120))
    with stored_log(office) as stored:
        actors = [fields["actor"] for fields, _ in stored.rows]
    assert {actor: actors.count(actor) for actor in set(actors)} == {"writer-0": 60, "writer-1": 60}
    sign(office, MORNING)
    assert verify(office).findings == ()


@pytest.mark.django_db
def test_the_worker_sees_which_agency_looked_and_not_who() -> None:

    agency = Agency.objects.create(name="Inspection of the North", role="LI")
    common = {"actor_id": "officer", "agency_id": str(agency.id), "case": "case-1"}
    record(**common, act="reveal", data_class=3, purpose="inspection", reason=b"sealed")
    record(**common, act="reveal", data_class=4, purpose="inspection", allowed=False)
    record(**(common | {"case": "case-2"}), act="reveal", data_class=3, purpose="inspection")
    record(actor_id="box", agency_id="", case="case-1", act="read")
    own, look = who_looked("case-1")
    assert (own.agency, own.name, own.act) == ("", "", "read")
    assert (look.name, look.role, look.data_class) == ("Inspection of the North", "LI", 3)
    assert look.at.minute == look.at.second == 0
    assert "officer" not in repr(look)
    assert [each.purpose for each in (own, look)] == ["", "inspection"]


def test_the_migration_can_be_undone_and_done_again(office: Config) -> None:

    write(2)
    migrate(connection, None)
    migrate(connection, "0001_initial")
    write(1)
    with stored_log(office) as stored:
        assert stored.size == 1
