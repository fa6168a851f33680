"""The log of acts: what is recorded stays, and whoever changes the database is found out."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from manumit.casework.log import Frontier, root_of
from manumit.errors import InputError, LogBroken
from manumit.web.audit.notes import cosign, new_key, open_note, read_checkpoint, read_public_key
from manumit.web.audit.rows import leaf_of, stored_log
from manumit.web.audit.verify import Verified, verify
from manumit.web.config import Config, read_config
from tests.helpers import ROOT
from tests.helpers_cli import manumit
from tests.web.office.audit_office import open_office

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def office(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Config]:
    """An office whose log is empty, in place of the database that other tests use."""
    from django.db import connection

    usual = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        yield open_office(tmp_path)
        connection.close()
    connection.settings_dict.update(usual)


def write(count: int) -> None:
    from manumit.web.audit.services import record

    for turn in range(count):
        record(
            actor_id=f"person-{turn % 3}",
            agency_id="agency",
            act="reveal",
            case=f"case-{turn % 5}",
            data_class=turn % 4 or None,
            purpose="support",
            target="é",
            reason=b"\x00\xff" * (turn % 2),
        )


def sign(config: Config, now: datetime) -> None:
    from manumit.web.audit.checkpoints import make_checkpoint
    from manumit.web.audit.services import frontier_now

    make_checkpoint(config, frontier_now(), now)


@pytest.fixture
def signed(office: Config) -> Config:
    """An office with checkpoints of 7 and 13 records, and 2 records after them."""
    for turn, count in enumerate((7, 6)):
        write(count)
        sign(office, MORNING + turn * timedelta(hours=1))
    write(2)
    assert verify(office).findings == ()
    return office


def as_superuser(config: Config, *statements: str) -> None:
    """Do to the database what the application cannot."""
    from manumit.web.audit.guards import _LIFT

    with closing(sqlite3.connect(config.home / "office.sqlite3")) as database, database:
        for statement in (*_LIFT["sqlite"], *statements):
            database.execute(statement)


def rewrite_digests(config: Config, *, frontier: bool = True) -> None:
    """Make the digests of all records, and what the log goes on from, fit what is there now."""
    with stored_log(config) as stored:
        rows = [(leaf_of(fields), fields["number"]) for fields, _ in stored.rows]
    tree = Frontier()
    tree.extend(leaf for leaf, _ in rows)
    with closing(sqlite3.connect(config.home / "office.sqlite3")) as database, database:
        database.executemany("UPDATE audit_record SET leaf = ? WHERE number = ?", rows)
        if frontier:
            now = (tree.size, tree.to_bytes())
            database.execute("UPDATE audit_frontier SET size = ?, hashes = ?", now)


def kinds(found: Verified) -> list[tuple[str, int, int]]:
    return [(each.kind, each.first, each.last) for each in found.findings]


EDIT = ("UPDATE audit_record SET actor = 'nobody' WHERE number = 9",)
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
CUT = ("DELETE FROM audit_record WHERE number >= 12",)
REWRITE = ("UPDATE audit_record SET actor = 'nobody'",)
KEEP_CHECK = "PRAGMA ignore_check_constraints = ON"

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
    as_superuser(signed, KEEP_CHECK, *statements)
    assert kinds(verify(signed)) == expected, how


@pytest.mark.parametrize(("how", "statements", "expected"), HIDDEN, ids=lambda x: str(x)[:12])
def test_what_a_superuser_does_is_found_even_when_all_digests_are_made_to_fit(
    signed: Config, how: str, statements: tuple[str, ...], expected: list[tuple[str, int, int]]
) -> None:
    as_superuser(signed, KEEP_CHECK, *statements)
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
    from manumit.web.audit.services import record

    with pytest.raises(LogBroken, match="15"):
        record(actor_id="", agency_id="", act="open")


def test_a_change_after_the_last_checkpoint_shows_in_what_the_log_goes_on_from(
    signed: Config,
) -> None:
    as_superuser(signed, "UPDATE audit_record SET actor = 'nobody' WHERE number = 14")
    rewrite_digests(signed, frontier=False)
    assert kinds(verify(signed)) == [("change", 13, 14)]


def test_the_database_refuses_to_change_the_log(signed: Config) -> None:
    from django.db import IntegrityError, connection

    from manumit.web.audit.models import Record

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
    from django.db import transaction

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        write(1)
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0  # noqa: B018
    with stored_log(office) as stored:
        assert [fields["number"] for fields, _ in stored.rows] == [0]


def test_every_field_of_a_record_is_in_its_digest(office: Config) -> None:
    from manumit.web.audit.models import Record

    write(8)
    names = {field.name for field in Record._meta.fields} - {"leaf"}
    with stored_log(office) as stored:
        rows = list(stored.rows)
    assert all(set(fields) == names for fields, _ in rows)
    assert all(leaf_of(fields) == leaf for fields, leaf in rows)
    assert [bytes(row.leaf) for row in Record.objects.order_by("number")] == [x for _, x in rows]


def start_writer(home: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.web.office.audit_writer", str(home), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)


def test_what_was_acknowledged_survives_kill_9(office: Config) -> None:
    acknowledged: list[int] = []
    for turn in range(5):
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
    assert len(there) <= len(acknowledged) + 5
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


def test_a_checkpoint_is_due_after_an_hour_when_something_was_recorded(office: Config) -> None:
    from manumit.web.audit.checkpoints import checkpoint_if_due

    assert checkpoint_if_due(MORNING) is None
    write(1)
    first = checkpoint_if_due(MORNING)
    assert first is not None
    assert (first.size, first.at) == (1, MORNING)
    assert checkpoint_if_due(MORNING + timedelta(hours=2)) is None
    write(1)
    assert checkpoint_if_due(MORNING + timedelta(minutes=59)) is None
    second = checkpoint_if_due(MORNING + timedelta(minutes=60))
    assert second is not None
    write(1)
    back = checkpoint_if_due(MORNING - timedelta(days=1))  # the clock was set back
    assert back is not None
    assert len(verify(office).checkpoints) == 3


def test_the_key_is_for_its_owner_only_and_is_made_once(office: Config) -> None:
    from manumit.web.audit.checkpoints import log_key

    key = log_key(office.home)
    assert stat.S_IMODE(os.stat(office.home / "log.key").st_mode) == 0o600
    assert log_key(office.home).public == key.public
    assert read_public_key((office.home / "log.pub").read_text()) == key.public
    assert not list(office.home.glob("*.part"))


@pytest.fixture
def witnessed(office: Config, tmp_path: Path) -> Config:
    from dataclasses import replace

    from django.conf import settings

    (tmp_path / "share").mkdir()
    config = replace(office, witness=tmp_path / "share")
    settings.CONFIG = config
    return config


def test_the_witness_gets_every_checkpoint_and_its_signature_stays(witnessed: Config) -> None:
    from manumit.web.audit.checkpoints import files_in, log_key

    witness = witnessed.witness
    assert witness is not None
    write(3)
    sign(witnessed, MORNING)
    (note,) = files_in(witness)
    colleague = new_key("shelter.example/witness")
    note.write_text(cosign(note.read_text(), colleague))
    write(1)
    sign(witnessed, MORNING + timedelta(hours=1))
    assert len(files_in(witness)) == 2
    body = open_note(note.read_text(), colleague.public)
    assert read_checkpoint(note.read_text(), log_key(witnessed.home).public).body() == body
    assert verify(witnessed, folder=witness).findings == ()


def test_who_holds_the_server_too_is_found_by_what_the_witness_has(witnessed: Config) -> None:
    from manumit.web.audit.checkpoints import FOLDER, files_in

    witness = witnessed.witness
    assert witness is not None
    write(5)
    sign(witnessed, MORNING)
    public = witnessed.home.parent / "kept.pub"
    public.write_text((witnessed.home / "log.pub").read_text())
    as_superuser(witnessed, *REWRITE)
    rewrite_digests(witnessed)
    for path in files_in(witnessed.home / FOLDER):
        path.unlink()
    with pytest.raises(LogBroken):
        sign(witnessed, MORNING)  # the honest program signs no other log than the witness has
    alone = Config(witnessed.home)
    sign(alone, MORNING)
    assert verify(alone).findings == ()
    assert kinds(verify(alone, folder=witness, key=public)) == [("rewrite", 0, 4)]
    (witnessed.home / "log.key").unlink()
    (witnessed.home / "log.pub").unlink()
    files_in(witnessed.home / FOLDER)[0].unlink()
    sign(alone, MORNING)
    assert verify(alone).findings == ()
    assert kinds(verify(alone, key=public)) == [("checkpoint", 0, 4)]
    assert [each.kind for each in verify(alone, folder=witness).findings] == ["checkpoint"]


def test_an_old_database_put_back_is_found_and_not_signed(witnessed: Config) -> None:
    write(4)
    sign(witnessed, MORNING)
    as_superuser(witnessed, "DELETE FROM audit_record WHERE number > 1")
    rewrite_digests(witnessed)
    with pytest.raises(LogBroken, match="counts 4 records, and the log has 2"):
        sign(witnessed, MORNING + timedelta(hours=1))
    assert kinds(verify(witnessed)) == [("cut", 2, 3)]


def test_a_share_that_is_away_gets_the_checkpoint_later(
    witnessed: Config, caplog: pytest.LogCaptureFixture
) -> None:
    from manumit.web.audit.checkpoints import files_in
    from manumit.web.audit.ticking import start_ticking, tick

    witness = witnessed.witness
    assert witness is not None
    witness.rename(witness.with_name("away"))
    write(1)
    tick()
    assert "No checkpoint of the log could be" in caplog.text
    assert len(files_in(witnessed.home / "checkpoints")) == 1
    witness.with_name("away").rename(witness)
    tick()
    assert len(files_in(witness)) == 1
    start_ticking(60).set()


def test_a_changed_checkpoint_is_found(signed: Config) -> None:
    path = signed.home / "checkpoints" / "000000000013.txt"
    note = path.read_text()
    for other in (
        note.replace("\n13\n", "\n12\n"),
        note.replace("time 2026", "time 2025"),
        note[: note.index("\n\n") + 2],
        "nothing",
        "",
    ):
        path.write_text(other)
        (found,) = verify(signed).findings
        assert found.kind == "checkpoint"
        assert "not signed by the key" in found.says


def test_the_command_says_what_it_found(signed: Config, capsys: Capture) -> None:
    told = manumit(capsys, "audit", "verify", "--home", signed.home)
    assert told.code == 0
    assert "15 records, 2 checkpoints" in told.out
    assert "The log is sound." in told.out
    assert "2 records came after it" in told.out
    as_superuser(signed, *EDIT)
    told = manumit(capsys, "audit", "verify", "--home", signed.home)
    assert told.code == 1
    assert "edit: Record 9 was changed" in told.out
    told = manumit(capsys, "audit", "verify", "--home", signed.home, "--format", "json")
    assert told.code == 1
    assert told.document["findings"][0]["first"] == 9
    assert (told.document["sound"], told.document["records"]) == (False, 15)


def test_the_command_signs_at_once_and_refuses_a_log_that_was_cut(
    signed: Config, capsys: Capture
) -> None:
    told = manumit(capsys, "audit", "checkpoint", "--home", signed.home)
    assert (told.code, told.out[:19]) == (0, "Signed: 15 records,")
    as_superuser(signed, *CUT)
    rewrite_digests(signed)
    told = manumit(capsys, "audit", "checkpoint", "--home", signed.home)
    assert told.code == 1
    assert "a checkpoint counts 15 records, and the log has 12" in told.err


def test_the_command_cannot_work_without_database_key_or_checkpoint(
    office: Config, tmp_path: Path, capsys: Capture
) -> None:
    from manumit.web.audit.checkpoints import log_key

    told = manumit(capsys, "audit", "verify", "--home", office.home)
    assert (told.code, "no public key" in told.err) == (2, True)
    log_key(office.home)
    told = manumit(capsys, "audit", "verify", "--home", office.home)
    assert (told.code, "no checkpoint" in told.err) == (2, True)
    (tmp_path / "other.pub").write_text("not a key")
    told = manumit(
        capsys, "audit", "verify", "--home", office.home, "--key", tmp_path / "other.pub"
    )
    assert (told.code, "not a key" in told.err) == (2, True)
    (tmp_path / "empty").mkdir()
    told = manumit(capsys, "audit", "checkpoint", "--home", tmp_path / "empty")
    assert (told.code, "no database" in told.err) == (2, True)
    (tmp_path / "empty" / "office.sqlite3").write_text("no database at all, only text " * 99)
    with pytest.raises(InputError, match="cannot be read"), stored_log(Config(tmp_path / "empty")):
        pass


@pytest.mark.usefixtures("office")
def test_the_worker_sees_which_agency_looked_and_not_who() -> None:
    from manumit.web.accounts.models import Agency
    from manumit.web.audit.queries import who_looked
    from manumit.web.audit.services import record

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
    assert json.dumps([each.purpose for each in (own, look)]) == '["", "inspection"]'


def test_the_witness_is_set_in_the_environment(tmp_path: Path) -> None:
    assert read_config({"MANUMIT_WITNESS": str(tmp_path)}).witness == tmp_path.resolve()
    assert read_config({}).witness is None


def test_the_migration_can_be_undone_and_done_again(office: Config) -> None:
    from django.core.management import call_command

    write(2)
    call_command("migrate", "audit", "zero", verbosity=0)
    call_command("migrate", "audit", verbosity=0)
    write(1)
    with stored_log(office) as stored:
        assert stored.size == 1
    assert root_of([]) == Frontier().root()
