"""Verifying the log of an office: its rows, its checkpoints, and how they fit together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from manumit.casework.log_check import Finding, Head, Report, check_log
from manumit.errors import InputError, LogBroken
from manumit.web.audit.checkpoints import FOLDER, PUBLIC_KEY, files_in, public_key
from manumit.web.audit.notes import Checkpoint, PublicKey, is_signed_by, read_checkpoint
from manumit.web.audit.rows import stored_log
from manumit.web.audit.witness import PUBLIC_KEY as WITNESS_KEY
from manumit.web.config import Config


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found.

    Attributes:
        checkpoints: Those that the key signed, the shortest log first.
        findings: What is wrong; none if the log is sound.
        witness: Whose signatures were looked for beside those of the log; None without its key.
        witnessed: Checkpoints that the witness signed too, the shortest log first.
    """

    report: Report
    checkpoints: tuple[Checkpoint, ...]
    findings: tuple[Finding, ...]
    witness: PublicKey | None = None
    witnessed: tuple[Checkpoint, ...] = ()

    @property
    def uncovered(self) -> int:
        """How many records were added after the last checkpoint."""
        return max(0, self.report.size - (self.checkpoints[-1].size if self.checkpoints else 0))


def verify(
    config: Config,
    folder: Path | None = None,
    key: Path | None = None,
    witness: Path | None = None,
) -> Verified:
    """Compare the database of an office with the checkpoints of its log.

    Args:
        config: Where the database is.
        folder: Where the checkpoints are; else those of the office and of its witness.
        key: The public key of the log, kept elsewhere; else the one of the office.
        witness: The public key of the witness; else the one of the office, if it has one.

    Raises:
        InputError: There is no database, no key, or nothing was ever signed.
    """
    signer = public_key(key or config.home / PUBLIC_KEY)
    folders = [folder] if folder else [config.home / FOLDER, config.witness]
    files = [path for each in folders if each is not None for path in files_in(each)]
    if not files:
        places = ", ".join(str(each) for each in folders if each is not None)
        raise InputError(
            "there is no checkpoint, so nothing can be proved.",
            where=places,
            hint="Make the first with: manumit audit checkpoint",
        )
    other = _witness(config, witness)
    read, unsigned = _read(files, signer)
    heads = [Head(each.size, each.root, name) for name, each in read]
    with stored_log(config) as stored:
        report = check_log(stored.rows, heads, stored.size, stored.hashes)
    checkpoints = _in_order(each for _, each in read)
    witnessed = _in_order(_signed_by(other, files, signer)) if other else ()
    return Verified(report, checkpoints, (*unsigned, *report.findings), other, witnessed)


def _witness(config: Config, given: Path | None) -> PublicKey | None:
    own = config.home / WITNESS_KEY
    if given is None and not own.exists():
        return None
    return public_key(given or own, "the witness")


def _in_order(checkpoints: Iterable[Checkpoint]) -> tuple[Checkpoint, ...]:
    return tuple(sorted(checkpoints, key=lambda each: (each.size, each.at)))


def _signed_by(witness: PublicKey, files: Iterable[Path], log: PublicKey) -> set[Checkpoint]:
    notes = (path.read_text(encoding="utf-8", errors="replace") for path in files)
    return {
        read_checkpoint(note, log)
        for note in notes
        if is_signed_by(note, witness) and is_signed_by(note, log)
    }


def _read(
    files: Iterable[Path], key: PublicKey
) -> tuple[Sequence[tuple[str, Checkpoint]], Sequence[Finding]]:
    """Checkpoints by the name of their file, once each, and what is wrong with others."""
    found: dict[Checkpoint, str] = {}
    wrong = []
    for path in files:
        try:
            note = path.read_text(encoding="utf-8", errors="replace")
            found.setdefault(read_checkpoint(note, key), path.name)
        except LogBroken as error:
            says = f"{path}: {error.what}"
            wrong.append(Finding("checkpoint", 0, max(error.number - 1, 0), says))
    return [(name, each) for each, name in found.items()], wrong
