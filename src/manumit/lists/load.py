"""Lists as loaded: read by their reader, and held against the size and day that are known."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeAlias

from manumit.errors import InputError, did_you_mean
from manumit.lists import br_register, cbp, dol_goods, ftm, own, uflpa
from manumit.lists.model import Entry, OutsideList
from manumit.lists.parts import day_within
from manumit.lists.source import ListSource, Reading, list_sources
from manumit.reference.compiled import data_file

Reader: TypeAlias = Callable[[bytes, ListSource], Reading]

BUILT_IN = "built in"


READERS: dict[str, Reader] = {
    "us_dhs_uflpa": uflpa.read,
    "us_cbp_forced_labor": cbp.read,
    "us_dol_goods": dol_goods.read,
    "br_slavery": br_register.read,
}
"""Reader of the form in which each known list is published."""

FORMS: dict[str, Reader] = {"own": own.read, "ftm": ftm.read}
"""Readers of forms that any list can have."""


def known(id: str) -> ListSource:  # noqa: A002
    """The list with this id.

    Raises:
        InputError: No list is known by it.
    """
    sources = list_sources()
    if id not in sources:
        hint = did_you_mean(id, list(sources))
        raise InputError(f"no list has the id {id!r}.", allowed=tuple(sources), hint=hint)
    return sources[id]


@cache
def built_in(id: str) -> OutsideList:  # noqa: A002
    """The edition of a list that comes with the software.

    Raises:
        InputError: No list is known by this id, or none of it is built in.
        DataError: The data file is missing.
    """
    source = known(id)
    if source.redistributable != "yes":
        raise InputError(
            f"{id} does not come with the software, as its terms do not allow it.",
            hint=f"Fetch it from {source.href} and give the file.",
        )
    raw = data_file(f"lists/{id}.csv").read_bytes()
    listed = _listed(source, own.read(raw, source), BUILT_IN, source.as_of)
    if not source.newer:
        return listed
    signal = (
        f"{source.newer} is newer than the one built in, of {source.as_of}. Give your copy of it:"
        f" {id}=FILE, from {source.href}"
    )
    return replace(listed, signals=(*listed.signals, signal))


def read_list(
    raw: bytes,
    name: str,
    id: str,  # noqa: A002
    *,
    form: str = "",
    as_of: date | None = None,
) -> OutsideList:
    """A list from a file of the user.

    Args:
        raw: The file.
        name: Its name; a day in it, such as `2026-06-23`, is the day of the edition.
        id: Id of a known list, or a new one for a list of the user's own.
        form: `own` or `ftm`; if not given, the form in which the known list is published.
        as_of: Day of the edition, which goes before what the file or its name says.

    Raises:
        InputError: The file is not this list, or has too few or too many entries.
    """
    source = list_sources().get(id) or _unknown(id)
    if form == "ftm":
        source = replace(source, licence="as stated by whoever made the copy")
    try:
        reader = FORMS[form] if form else READERS[known(id).id]
        reading = reader(raw, source)
        _check_size(reading.entries, source)
    except InputError as error:
        raise InputError(
            error.message,
            where=error.where.replace(id, name, 1) if id in error.where else name,
            field=error.field,
            value=error.value,
            allowed=error.allowed,
            hint=error.hint,
        ) from None
    found = _listed(source, reading, name, as_of or reading.as_of or day_within(name))
    return replace(found, signals=(*found.signals, *_older(found, source)))


def _listed(source: ListSource, reading: Reading, origin: str, as_of: date | None) -> OutsideList:
    return OutsideList(
        source.id,
        source.title,
        source.publisher,
        source.href,
        source.licence,
        as_of,
        origin,
        reading.entries,
        reading.signals,
    )


def _unknown(id: str) -> ListSource:  # noqa: A002
    """The terms of a list that only the user knows."""
    return ListSource(
        id=id,
        title=id,
        publisher="",
        href="",
        licence="not stated",
        redistributable="no",
        at_least=1,
        at_most=10_000_000,
        columns={},
        source=(),
        status="provisional",
    )


def _check_size(entries: Sequence[Entry], source: ListSource) -> None:
    """Stop at a list that was cut, or is another: it would not match what it should.

    Raises:
        InputError: There are fewer or more entries than the list can have.
    """
    count = len(entries)
    if source.at_least <= count <= source.at_most:
        return
    size = "few" if count < source.at_least else "many"
    raise InputError(
        f"{count} entries are too {size}: {source.id} has {source.at_least} to {source.at_most}.",
        where=source.id,
        hint=f"The file may be cut, or be another list. Fetch it anew from {source.href}.",
    )


def _older(found: OutsideList, source: ListSource) -> tuple[str, ...]:
    """A signal if the edition that is built in is newer than the user's."""
    if source.as_of is None:
        return ()
    newest = max((e.starts.last for e in found.entries if e.starts is not None), default=None)
    if found.as_of is not None and found.as_of < source.as_of:
        return (
            f"This edition is of {found.as_of}; the one that is built in is of {source.as_of}.",
        )
    if found.as_of is None and newest is not None and newest < _newest_built_in(source.id):
        return (f"The edition that is built in ({source.as_of}) has newer entries than this file.",)
    return ()


def _newest_built_in(id: str) -> date:  # noqa: A002
    days = (entry.starts.last for entry in built_in(id).entries if entry.starts is not None)
    return max(days, default=date.min)
