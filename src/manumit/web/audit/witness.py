"""A second agency signs the checkpoints of a log, each if it goes on from the one before.

The witness has neither the log nor its database. It keeps the last checkpoint that it signed, on a
machine of its own, and asks of each later one the proof that the log still begins with what it
signed. So nobody who holds the server can show one log to the witness and another to others, set it
back, or begin it anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from manumit.casework.log import verify_consistency
from manumit.errors import InputError, LogBroken
from manumit.web.audit.checkpoints import PROOF, files_in, own_key
from manumit.web.audit.notes import (
    Checkpoint,
    PublicKey,
    SigningKey,
    cosign,
    is_signed_by,
    read_checkpoint,
    read_proof,
)
from manumit.web.files import put_anew

KEY, PUBLIC_KEY, LAST = "witness.key", "witness.pub", "witnessed.txt"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What was signed.

    Attributes:
        key: The public key of the witness.
        last: The longest log that it has signed.
        signed: Checkpoints that it signed now.
    """

    key: PublicKey
    last: Checkpoint
    signed: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A checkpoint, the file that it is in, and the text of it."""

    path: Path
    note: str
    checkpoint: Checkpoint


def witness(home: Path, folder: Path, log: PublicKey) -> Witnessed:
    """Sign all checkpoints that are new, each after it was shown to go on from the one before.

    The first that is ever signed is taken as it is.

    Args:
        home: Folder of the witness alone: its key, and the last checkpoint that it signed.
        folder: Where the checkpoints and their proofs are.
        log: The public key of the log, fetched once and kept by the witness.

    Raises:
        InputError: There is no checkpoint, or a proof is missing.
        LogBroken: The log was cut, set back or written anew since, or another key signed it. What
            came before the one at fault is signed.
    """
    key = own_key(home, KEY, PUBLIC_KEY, of="witness")
    there = _read(folder, log)
    last = _last(home, log)
    _still_there(there, last, key.public, folder)
    signed = []
    for each in there:
        if is_signed_by(each.note, key.public):  # as good as the memory of it
            last = max(last or each.checkpoint, each.checkpoint, key=lambda one: one.size)
            continue
        if last is not None:
            _goes_on_from(last, each)
        _sign(home, each, key)
        last = each.checkpoint
        signed.append(last)
    return Witnessed(key.public, last or there[-1].checkpoint, tuple(signed))


def _read(folder: Path, log: PublicKey) -> list[_Seen]:
    """The checkpoints of a folder, the shortest log first."""
    notes = [
        (path, path.read_text(encoding="utf-8", errors="replace")) for path in files_in(folder)
    ]
    if not notes:
        raise InputError("there is no checkpoint to sign.", where=str(folder))
    found = [_Seen(path, note, read_checkpoint(note, log)) for path, note in notes]
    return sorted(found, key=lambda each: (each.checkpoint.size, each.checkpoint.at))


def _last(home: Path, log: PublicKey) -> Checkpoint | None:
    path = home / LAST
    return read_checkpoint(path.read_text(encoding="utf-8"), log) if path.exists() else None


def _still_there(
    there: Sequence[_Seen], last: Checkpoint | None, key: PublicKey, folder: Path
) -> None:
    """Check that what was signed is there, and that nothing was put before its end since."""
    if last is None:
        return
    if all(each.checkpoint != last for each in there):
        what = (
            f"the checkpoint of {last.size} records, which was signed, is not in {folder} any more."
        )
        raise LogBroken(last.size, what)
    for each in there:
        size = each.checkpoint.size
        if size <= last.size and each.checkpoint != last and not is_signed_by(each.note, key):
            what = (
                f"{each.path.name} is of {size} records and came after the one of {last.size} was "
                "signed: the log was set back, or there are two."
            )
            raise LogBroken(size, what)


def _goes_on_from(last: Checkpoint, each: _Seen) -> None:
    now, path = each.checkpoint, each.path.with_suffix(PROOF)
    if now == last:  # remembered, and then not signed: the machine stopped between
        return
    if not path.exists():
        raise InputError(
            "there is no proof that the log goes on from what was signed; it is not signed.",
            where=str(path),
            hint="The server puts it beside each checkpoint. Ask who runs it.",
        )
    size, proof = read_proof(path.read_text(encoding="utf-8", errors="replace"))
    if size != last.size:
        what = f"the proof of {now.size} records is not from the {last.size} that were signed last."
        raise LogBroken(last.size, what)
    verify_consistency(last.size, last.root, now.size, now.root, proof)


def _sign(home: Path, each: _Seen, key: SigningKey) -> None:
    """Remember it first: a signature that is out must never be forgotten."""
    put_anew(home / LAST, each.note, 0o600)
    whole = each.note if each.note.endswith("\n") else f"{each.note}\n"
    put_anew(each.path, cosign(whole, key), 0o644)
