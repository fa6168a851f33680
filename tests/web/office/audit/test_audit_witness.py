"""The witness signs what goes on from what it signed before, and nothing else."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from manumit.casework.log import consistency_proof
from manumit.errors import InputError, LogBroken
from manumit.web.audit.checkpoints import FOLDER, files_in, public_key
from manumit.web.audit.notes import is_signed_by, proof_text
from manumit.web.audit.rows import stored_log
from manumit.web.audit.verify import verify
from manumit.web.audit.witness import Witnessed, witness
from manumit.web.config import Config
from tests.helpers_cli import manumit
from tests.web.office.audit.office import (
    MORNING,
    as_superuser,
    rewrite_digests,
    sign,
    write,
)

Capture = pytest.CaptureFixture[str]
Look = Callable[[], Witnessed]


@pytest.fixture
def share(witnessed: Config) -> Path:
    """What the office copies its checkpoints to: of 3, 7 and 8 records."""
    for turn, count in enumerate((3, 4, 1)):
        write(count)
        sign(witnessed, MORNING + turn * timedelta(hours=1))
    assert witnessed.witness is not None
    return witnessed.witness


@pytest.fixture
def look(share: Path, witnessed: Config, tmp_path: Path) -> Look:
    """The witness looks and signs, on a machine of its own."""
    key = tmp_path / "kept.pub"
    shutil.copy(witnessed.home / "log.pub", key)
    return lambda: witness(tmp_path / "witness", share, public_key(key))


def signed_sizes(share: Path, by: Witnessed) -> list[int]:
    notes = [path.read_text() for path in files_in(share)]
    return [int(note.split()[1]) for note in notes if is_signed_by(note, by.key)]


def forget_checkpoints(config: Config, *, above: int = -1) -> None:
    """What somebody does who holds the server and the key of the log."""
    for path in (config.home / FOLDER).iterdir():
        if int(path.stem) > above:
            path.unlink()


def test_the_witness_signs_each_checkpoint_once(
    share: Path, look: Look, witnessed: Config, tmp_path: Path
) -> None:
    first = look()
    assert [each.size for each in first.signed] == [3, 7, 8]
    assert look() == replace(first, signed=())
    before = {path.name: path.read_text() for path in files_in(share)}
    write(2)
    sign(witnessed, MORNING + timedelta(hours=3))
    second = look()
    assert [each.size for each in second.signed] == [10]
    assert signed_sizes(share, second) == [3, 7, 8, 10]
    assert {path.name: path.read_text() for path in files_in(share)[:3]} == before
    key = tmp_path / "witness" / "witness.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert not list(share.glob("*.part"))
    assert verify(witnessed).findings == ()


def test_a_log_that_was_cut_is_not_signed(look: Look, share: Path, witnessed: Config) -> None:
    last = look().last
    for path in share.glob(f"{last.size:012}.*"):
        path.unlink()
    with pytest.raises(LogBroken, match="the checkpoint of 8 records, which was signed, is not in"):
        look()


def test_a_log_that_was_set_back_is_not_signed(look: Look, share: Path, witnessed: Config) -> None:
    first = look()
    as_superuser(witnessed, "DELETE FROM audit_record WHERE number >= 5")
    rewrite_digests(witnessed)
    forget_checkpoints(witnessed, above=3)
    alone = Config(witnessed.home)
    sign(alone, MORNING + timedelta(hours=4))
    shutil.copy(witnessed.home / FOLDER / "000000000005.txt", share)
    with pytest.raises(LogBroken, match="is of 5 records and came after the one of 8"):
        look()
    assert signed_sizes(share, first) == [3, 7, 8]


def test_a_log_that_was_set_back_and_grew_again_is_not_signed(
    look: Look, share: Path, witnessed: Config
) -> None:
    first = look()
    as_superuser(witnessed, "DELETE FROM audit_record WHERE number >= 5")
    rewrite_digests(witnessed)
    forget_checkpoints(witnessed, above=3)
    write(6)
    alone = Config(witnessed.home)
    sign(alone, MORNING + timedelta(hours=4))  # it goes on from 3, as its own folder has it
    for path in (witnessed.home / FOLDER).glob("000000000011.*"):
        shutil.copy(path, share)
    with pytest.raises(LogBroken, match="the proof of 11 records is not from the 8 that were"):
        look()
    with stored_log(witnessed) as stored:
        leaves = [leaf for _, leaf in stored.rows]
    (share / "000000000011.proof").write_text(proof_text(8, consistency_proof(leaves, 8)))
    with pytest.raises(LogBroken, match="the first 8 records are no longer what they were"):
        look()
    assert signed_sizes(share, first) == [3, 7, 8]


def test_of_two_logs_the_witness_signs_one(look: Look, share: Path, witnessed: Config) -> None:
    """A fork: the share is given another log of the same size than it had."""
    first = look()
    as_superuser(witnessed, "UPDATE audit_record SET actor = 'nobody' WHERE number = 7")
    rewrite_digests(witnessed)
    forget_checkpoints(witnessed, above=7)
    sign(Config(witnessed.home), MORNING + timedelta(hours=2))
    other = share / "000000000008-other.txt"
    shutil.copy(witnessed.home / FOLDER / "000000000008.txt", other)
    with pytest.raises(LogBroken, match=r"8-other\.txt is of 8 records and came after"):
        look()
    other.replace(share / "000000000008.txt")
    with pytest.raises(LogBroken, match="which was signed, is not in"):
        look()
    assert signed_sizes(share, first) == [3, 7]


def test_another_key_than_that_of_the_log_is_refused(
    look: Look, share: Path, witnessed: Config
) -> None:
    first = look()
    (witnessed.home / "log.key").unlink()
    (witnessed.home / "log.pub").unlink()
    forget_checkpoints(witnessed)
    write(1)
    sign(Config(witnessed.home), MORNING + timedelta(hours=3))
    shutil.copy(witnessed.home / FOLDER / "000000000009.txt", share)
    with pytest.raises(LogBroken, match="not signed by the key"):
        look()
    assert signed_sizes(share, first) == [3, 7, 8]


def test_without_a_proof_nothing_is_signed(look: Look, share: Path, witnessed: Config) -> None:
    (share / "000000000007.proof").unlink()
    with pytest.raises(InputError, match="there is no proof"):
        look()
    shutil.copy(witnessed.home / FOLDER / "000000000007.proof", share)
    assert [each.size for each in look().signed] == [7, 8]  # the first was signed before
    (share / "000000000008.proof").write_text("old 7\nAAAA\n")
    assert look().signed == ()


def test_a_witness_that_was_stopped_in_between_goes_on(
    look: Look, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("manumit.web.audit.witness.cosign", full)
        with pytest.raises(OSError, match="full"):
            look()
    assert signed_sizes(share, look()) == [3, 7, 8]


def test_a_witness_whose_memory_was_lost_goes_by_its_own_signatures(
    look: Look, share: Path, witnessed: Config, tmp_path: Path
) -> None:
    look()
    (tmp_path / "witness" / "witnessed.txt").unlink()
    write(1)
    sign(witnessed, MORNING + timedelta(hours=3))
    proof = share / "000000000009.proof"
    kept = proof.read_text()
    proof.write_text("old 7\n")
    with pytest.raises(LogBroken):
        look()
    proof.write_text(kept)
    assert [each.size for each in look().signed] == [9]


def test_verifying_counts_what_the_witness_signed(
    look: Look, share: Path, witnessed: Config, tmp_path: Path, capsys: Capture
) -> None:
    keeps = tmp_path / "witness"
    keeps.mkdir()
    shutil.copy(witnessed.home / "log.pub", keeps)
    told = manumit(capsys, "audit", "witness", share, "--home", keeps)
    assert told.code == 0
    assert "3 new checkpoints signed by witness/" in told.out
    assert "of 8 records." in told.out
    write(1)
    sign(witnessed, MORNING + timedelta(hours=3))
    words = ("audit", "verify", "--home", witnessed.home, "--checkpoints", share)
    told = manumit(capsys, *words)
    assert "witness" not in told.out
    told = manumit(capsys, *words, "--witness", keeps / "witness.pub")
    assert told.code == 0
    assert "3 checkpoints signed by the witness witness/" in told.out
    assert "The last of them is of 2026-11-24 10:00:00 UTC, of 8 records." in told.out
    shutil.copy(keeps / "witness.pub", witnessed.home)
    told = manumit(capsys, *words, "--format", "json")
    assert (told.document["checkpoints"], told.document["witnessed"]) == (4, 3)
    assert told.document["last_witnessed"]["size"] == 8


def test_the_command_of_the_witness_says_what_is_wrong(
    look: Look, share: Path, tmp_path: Path, capsys: Capture
) -> None:
    words = ("audit", "witness", share, "--home", tmp_path / "witness")
    told = manumit(capsys, *words)
    assert (told.code, "no public key of the log" in told.err) == (2, True)
    look()
    files_in(share)[-1].unlink()
    told = manumit(capsys, *words, "--key", tmp_path / "kept.pub")
    assert told.code == 1
    assert "The log of acts is broken at 8: the checkpoint of 8 records" in told.err
    for path in files_in(share):
        path.unlink()
    told = manumit(capsys, *words, "--key", tmp_path / "kept.pub")
    assert (told.code, "no checkpoint to sign" in told.err) == (2, True)
