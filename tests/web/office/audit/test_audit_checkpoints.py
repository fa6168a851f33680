"""Checkpoints of the log, the witness, and the command that verifies."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from threading import Semaphore

import pytest

from manumit.errors import InputError, LogBroken
from manumit.web.audit import ticking
from manumit.web.audit.checkpoints import FOLDER, checkpoint_if_due, files_in, log_key
from manumit.web.audit.notes import cosign, new_key, open_note, read_checkpoint, read_public_key
from manumit.web.audit.rows import stored_log
from manumit.web.audit.ticking import tick
from manumit.web.audit.verify import verify
from manumit.web.config import Config, read_config
from tests.helpers_cli import manumit
from tests.web.office.audit.office import (
    CUT,
    EDIT,
    MORNING,
    REWRITE,
    as_superuser,
    kinds,
    rewrite_digests,
    sign,
    write,
)

Capture = pytest.CaptureFixture[str]


def test_a_checkpoint_is_due_after_an_hour_when_something_was_recorded(office: Config) -> None:

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

    key = log_key(office.home)
    assert stat.S_IMODE(os.stat(office.home / "log.key").st_mode) == 0o600
    assert log_key(office.home).public == key.public
    assert read_public_key((office.home / "log.pub").read_text()) == key.public
    assert not list(office.home.glob("*.part"))


def test_the_witness_gets_every_checkpoint_and_its_signature_stays(witnessed: Config) -> None:

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


def test_a_thread_looks_again_and_again_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    looked = Semaphore(0)
    monkeypatch.setattr(ticking, "tick", looked.release)
    stop = ticking.start_ticking(0.001)
    assert all(looked.acquire(timeout=20) for _ in range(3))
    stop.set()


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


def test_the_witness_is_set_in_the_environment(tmp_path: Path) -> None:
    assert read_config({"MANUMIT_WITNESS": str(tmp_path)}).witness == tmp_path.resolve()
    assert read_config({}).witness is None
