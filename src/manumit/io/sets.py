"""Sets of files that people give: folders spread out, ids kept once, failures put together."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from manumit.errors import InputError
from manumit.tables import Reject

ERRORS_SHOWN = 20


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


class _CaseFile(Protocol):
    @property
    def path(self) -> Path: ...

    @property
    def case(self) -> _WithId: ...


F = TypeVar("F", bound=_CaseFile)


def spread(paths: Sequence[Path], suffixes: Collection[str]) -> list[Path]:
    """The files given; a folder stands for the case files in it, which end in `suffixes`.

    Raises:
        InputError: There is no file in the folders.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.iterdir() if file.suffix.lower() in suffixes)
        else:
            found.append(path)
    if len(found) == 0 and len(paths) > 0:
        raise InputError(
            "there is no case file (.yaml) in the folder.",
            where=", ".join(path.name for path in paths),
        )
    return found


def read_each(
    paths: Iterable[Path], read: Callable[[Path], None], rejects: list[Reject]
) -> list[InputError]:
    """Read every file; one that cannot be used becomes a reject, and its error is given back."""
    errors = []
    for path in paths:
        try:
            read(path)
        except InputError as error:
            errors.append(error)
            rejects.append(Reject(path.name, 0, error.field, error.value, str(error)))
    return errors


def none_usable(errors: Sequence[InputError]) -> InputError:
    """One error for files none of which can be used."""
    if len(errors) == 1:
        return errors[0]
    listed = "\n".join(f"  {error}" for error in errors[:ERRORS_SHOWN])
    more = f"\n  and {len(errors) - ERRORS_SHOWN} more" if len(errors) > ERRORS_SHOWN else ""
    return InputError(f"none of the {len(errors)} files can be used:\n{listed}{more}")


def once(files: Sequence[F], rejects: list[Reject]) -> list[F]:
    """The first file of each id; the others become rejects, as two persons would be mixed up."""
    first: dict[str, F] = {}
    for file in files:
        kept = first.setdefault(file.case.id, file)
        if kept is not file:
            reason = f"this id is used in {kept.path.name}; give each case one"
            rejects.append(Reject(file.path.name, 0, "id", file.case.id, reason))
    return list(first.values())
