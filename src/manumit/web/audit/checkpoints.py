"""Keeping checkpoints: one file each in `MANUMIT_HOME/checkpoints`, copied to the witness.

The witness is a folder that another agency holds, such as a share of its own. What lies there the
server can no longer change, and against it a log that was rewritten as a whole is found. Beside
each lies a proof that the log goes on from the one before: the witness can tell without the log.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from manumit.casework.log import Frontier, consistency_proof, verify_consistency
from manumit.errors import InputError, LogBroken
from manumit.web.audit.notes import (
    Checkpoint,
    PublicKey,
    SigningKey,
    new_key,
    proof_text,
    read_checkpoint,
    read_public_key,
    read_signing_key,
    sign,
)
from manumit.web.audit.rows import stored_log
from manumit.web.config import Config
from manumit.web.files import put_once

FOLDER = "checkpoints"
KEY, PUBLIC_KEY = "log.key", "log.pub"
PROOF = ".proof"
"""What a proof is called that lies beside a checkpoint, in place of `.txt`."""
EVERY = timedelta(hours=1)


def log_key(home: Path) -> SigningKey:
    """The key that signs checkpoints, made at the first start; only its owner can read it."""
    return own_key(home, KEY, PUBLIC_KEY, of="manumit")


def own_key(home: Path, secret: str, public: str, *, of: str) -> SigningKey:
    """A key that signs, made when it is first needed; only its owner can read it.

    Args:
        home: The folder that it lies in.
        secret: Name of its file.
        public: Name of the file of its public half.
        of: What a new key is of, which is part of its name.
    """
    path = home / secret
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        put_once(path, new_key(of=of).text(), 0o600)
    key = read_signing_key(path.read_text(encoding="utf-8"), str(path))
    if not (home / public).exists():
        put_once(home / public, key.public.text(), 0o644)
    return key


def public_key(path: Path, of: str = "the log") -> PublicKey:
    """The key against which signatures are checked.

    Raises:
        InputError: There is no such file, or it is not a key.
    """
    if not path.is_file():
        raise InputError(f"there is no public key of {of}.", where=str(path))
    return read_public_key(path.read_text(encoding="utf-8", errors="replace"), str(path))


def files_in(folder: Path) -> list[Path]:
    """Files of checkpoints, the shortest log first."""
    return sorted(folder.glob("*.txt"))


def make_checkpoint(config: Config, frontier: Frontier, now: datetime) -> Checkpoint:
    """Sign what the log is now, keep it, and copy it to the witness.

    Raises:
        LogBroken: A checkpoint here or at the witness is of a longer log, or of one from which this
            one does not go on.
        OSError: The folder of the witness cannot be written; the checkpoint is kept all the same.
    """
    key = log_key(config.home)
    made = Checkpoint(key.public.name, frontier.size, frontier.root(), now)
    path = config.home / FOLDER / f"{made.size:012}.txt"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = [last for folder in _folders(config) if (last := _last(folder, key.public))]
    if before:
        leaves = _leaves(config, made.size)
        proofs = {last.size: _proof(last, made, leaves) for last in before}
        size = max(proofs)
        if size < made.size:
            put_once(path.with_suffix(PROOF), proof_text(size, proofs[size]), 0o644)
    put_once(path, sign(made.body(), key), 0o644)
    send_to_witness(config)
    return read_checkpoint(path.read_text(encoding="utf-8"), key.public)


def checkpoint_if_due(now: datetime) -> Checkpoint | None:
    """Make a checkpoint when an hour has passed since the last and something was recorded.

    Cheap when none is due: one row and one small file are read.

    Raises:
        LogBroken: See `make_checkpoint`.
        OSError: See `make_checkpoint`.
    """
    from django.conf import settings

    from manumit.web.audit.services import frontier_now

    config: Config = settings.CONFIG
    frontier = frontier_now()
    last = _last(config.home / FOLDER, log_key(config.home).public)
    if not is_due(last, frontier.size, now):
        send_to_witness(config)
        return None
    return make_checkpoint(config, frontier, now)


def last_checkpoint(config: Config) -> Checkpoint | None:
    """The last checkpoint of the office, if there is one.

    Raises:
        LogBroken: The key of the log did not sign it.
        InputError: There is no key.
    """
    folder = config.home / FOLDER
    return _last(folder, public_key(config.home / PUBLIC_KEY)) if files_in(folder) else None


def is_due(last: Checkpoint | None, size: int, now: datetime) -> bool:
    """Whether it is time for a checkpoint. A clock that was set back does not put it off."""
    if last is None:
        return size > 0
    return size != last.size and abs(now - last.at) >= EVERY


def send_to_witness(config: Config) -> None:
    """Copy what the witness does not have yet; what is there, with its signature, is left alone.

    Raises:
        OSError: The folder of the witness cannot be written.
    """
    if config.witness is None:
        return
    there = {path.name for path in files_in(config.witness)}
    for path in files_in(config.home / FOLDER):
        if path.name in there:
            continue
        for each in (path.with_suffix(PROOF), path):  # who finds the one finds the other
            if each.exists():
                put_once(config.witness / each.name, each.read_text(encoding="utf-8"), 0o644)


def _folders(config: Config) -> list[Path]:
    own = config.home / FOLDER
    return [own] if config.witness is None else [own, config.witness]


def _last(folder: Path, key: PublicKey) -> Checkpoint | None:
    files = files_in(folder)
    return read_checkpoint(files[-1].read_text(encoding="utf-8"), key) if files else None


def _leaves(config: Config, size: int) -> list[bytes]:
    """Digests of the first records."""
    with stored_log(config) as stored:
        return [leaf for _, leaf in islice(stored.rows, size)]


def _proof(last: Checkpoint, made: Checkpoint, leaves: Sequence[bytes]) -> list[bytes]:
    """What shows that the log goes on from what was signed last."""
    if made.size < last.size:
        what = f"a checkpoint counts {last.size} records, and the log has {made.size}."
        raise LogBroken(made.size, what)
    proof = consistency_proof(leaves, last.size)
    verify_consistency(last.size, last.root, made.size, made.root, proof)
    return proof
