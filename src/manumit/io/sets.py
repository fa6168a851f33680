"""Sets of files that people give: folders spread out, ids kept once, failures put together."""

from collections.abc import Collection, Iterator, Sequence
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


def spread(paths: Sequence[Path], suffixes: Collection[str]) -> Iterator[Path]:
    """The files given; a folder stands for the files in it that end in one of `suffixes`."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in suffixes)
        else:
            yield path


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
